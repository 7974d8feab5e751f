"""The parts of an issued notice that a correction may word anew. Pure.

Facts stay what they were: grades, items and evidence of shortcomings, what the unit explained. What is withdrawn or added
stands in `amending`; the sheet with all changes is made in `applying`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inspect_app.documents.sheets import ConclusionNoticeSheet, Paragraph
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _

TEXT, OWNER, DUE = "text", "owner", "due"
DROP, ADD, SHORTCOMING, REQUEST = "drop", "add", "shortcoming", "request"
# How a notice begins that replaces another.
REPLACES = "Thông báo này thay thế Thông báo số"


def without_naming(opening: str) -> str:
    """The opening without the sentence in which it named the notice before it."""
    return "\n".join(line for line in opening.splitlines() if not line.startswith(REPLACES))


def request_change(key: str) -> tuple[int, str] | None:
    """The place of the request that a key is about, from 0, and which of its fields; None for another part."""
    kind, _mark, rest = key.partition("-")
    number, _mark, name = rest.partition("-")
    return (int(number), name) if kind == "request" else None


def place_of(key: str) -> str:
    """What a key of a part is about: `request-0` of `request-0-due`, `shortcoming-0-1` of itself."""
    return key.rpartition("-")[0] if key.startswith("request-") else key


def is_dropped(key: str, words: Mapping[str, str]) -> bool:
    """Whether the words give a reason to withdraw what the part is about."""
    return bool(words.get(f"{DROP}-{place_of(key)}", "").strip())


def day_of(key: str, written: str) -> date:
    """A day as the form sends it. Raises RuleBroken."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        message = _("Ngày không hợp lệ. Hãy nhập theo dạng ngày/tháng/năm, ví dụ 18/06/2024.")
        raise RuleBroken(key, message) from None


@dataclass(frozen=True)
class Part:
    """One part with its words: a list is one entry a line, a day is `2024-07-17`."""

    key: str
    words: str


@dataclass(frozen=True)
class Change:
    """One part that is worded anew, withdrawn (`after` is the reason) or added (`values` hold what it stands on)."""

    key: str
    before: str
    after: str
    values: Mapping[str, Any] = field(default_factory=dict)


def parts_of(sheet: ConclusionNoticeSheet) -> list[Part]:
    """Everything that may be worded anew, in the order of the paper."""
    return list(_parts(sheet))


def _parts(sheet: ConclusionNoticeSheet) -> Iterator[Part]:
    yield Part("opening", sheet.opening)
    if all(isinstance(block, Paragraph) for block in sheet.general):
        yield Part("general", "\n".join(block.text for block in sheet.general if isinstance(block, Paragraph)))
    for place, area in enumerate(sheet.areas):
        for number, short in enumerate(area.shortcomings):
            yield Part(f"shortcoming-{place}-{number}", short.text)
    for name in ("objective_causes", "subjective_causes", "responsibility"):
        yield Part(name, "\n".join(getattr(sheet, name)))
    for number, request in enumerate(sheet.requests):
        yield Part(f"request-{number}-{TEXT}", request.text)
        yield Part(f"request-{number}-{OWNER}", request.owner)
        yield Part(f"request-{number}-{DUE}", request.due.isoformat() if request.due is not None else "")
    yield Part("recommendations", "\n".join(f"{each.addressee}: {each.text}" for each in sheet.recommendations))
    yield Part("recipients", "\n".join(sheet.recipients))


def changes_of(sheet: ConclusionNoticeSheet, words: Mapping[str, str]) -> list[Change]:
    """What the words change; a part that is not among them stays. Raises RuleBroken for an empty text or a wrong day.

    The words of what is withdrawn at the same time stay as they are.
    """
    found: list[Change] = []
    for part in parts_of(sheet):
        wanted = _tidy(words.get(part.key, part.words))
        if wanted == _tidy(part.words) or is_dropped(part.key, words):
            continue
        _check(part.key, wanted)
        found.append(Change(part.key, part.words, wanted))
    return found


def _tidy(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines() if line.strip())


def _check(key: str, wanted: str) -> None:
    if key.endswith(f"-{DUE}"):
        day_of(key, wanted)
    elif not wanted and (key == "opening" or key.startswith(("request-", "shortcoming-"))):
        raise RuleBroken(key, _("Phần này không được để trống trong thông báo thay thế."))
