"""What the next campaign is made from and what comes of it: plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from inspect_app.campaigns.files import CalendarFile, Days, PlanFile, TeamsFile
from inspect_app.kernel.language import gettext as _
from inspect_app.units.files import UnitsFile

LEAVE_OUT = "bo"
LEAVE_BLANK = "de-trong"
CONFIRM = "da-doi-chieu"


class FreeText(StrEnum):
    """What may be written in place of a choice."""

    DAYS = "days"


@dataclass(frozen=True)
class Source:
    """The earlier campaign. `left`: people who are not there any more, by code, each with why it is thought so."""

    plan: PlanFile
    units: UnitsFile
    teams: TeamsFile | None
    calendar: CalendarFile
    left: Mapping[str, str] = field(default_factory=dict)
    not_taken: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Wishes:
    """What the coordinator wants: year, days, code and title, and each kept stream with its checklist's version."""

    year: int
    window: Days
    code: str
    title: str
    streams: Mapping[str, int]


@dataclass(frozen=True)
class Question:
    """What only a person can decide: where in which file, in words, and between which answers (value, label)."""

    id: str
    file: str
    key: str
    text: str
    choices: tuple[tuple[str, str], ...]
    free: FreeText | None = None

    def refusal(self, answer: str) -> str | None:
        """Why an answer is none, or None when it is one."""
        if answer in {value for value, _label in self.choices}:
            return None
        if self.free is FreeText.DAYS:
            return (
                None
                if days_of(answer)
                else _("Hãy ghi một ngày, hoặc hai ngày cách nhau bằng dấu “-”, dạng ngày/tháng/năm.")
            )
        return _("Hãy chọn một câu trả lời trong danh sách.")

    @property
    def place(self) -> str:
        """`plan.yaml · TD-04`"""
        return self.file if self.key == self.file else f"{self.file} · {self.key}"


@dataclass(frozen=True)
class Change:
    """What differs from the earlier campaign: where, the old value beside the new one, and why."""

    file: str
    key: str
    before: str
    after: str
    why: str = ""


def days_of(text: str) -> Days | None:
    """`16/04/2027`, or `16/04/2027 - 18/04/2027`, as days; None for anything else."""
    parts = [part.strip() for part in text.split("-")]
    if not 1 <= len(parts) <= 2:
        return None
    found = [_day_of(part) for part in parts]
    if found[0] is None or found[-1] is None:
        return None
    days = Days(starts=found[0], ends=found[-1])
    return days if days.is_forward else None


def _day_of(text: str) -> date | None:
    numbers = text.split("/")
    if len(numbers) != 3 or not all(number.isascii() and number.isdigit() for number in numbers):
        return None
    day, month, year = map(int, numbers)
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


class Inquiry:
    """The answers that were given, and the questions that come up on the way; asked twice is asked once."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.asked: dict[str, Question] = {}

    def ask(self, question: Question) -> str | None:
        """The answer, or None while there is none that counts."""
        self.asked.setdefault(question.id, question)
        answer = self.answers.get(question.id, "").strip()
        return answer if answer and question.refusal(answer) is None else None

    def open(self) -> list[Question]:
        """What has no answer yet, in the order in which it came up."""
        return [one for one in self.asked.values() if self.ask(one) is None]
