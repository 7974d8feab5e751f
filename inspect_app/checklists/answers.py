"""An answer to an item, whole: the kind's value or "không áp dụng", the note, and what it says."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from inspect_app.checklists.kinds import BadValue, InputProblem, kind_named
from inspect_app.checklists.rules import Answered, Item, Verdict
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

REASON_LIMIT = 1000
NOTE_LIMIT = 10_000


class AnswerValue(NamedTuple):
    """An answer that was read and checked. `value` is the kind's plain JSON; None with `not_applicable`, or when only noted."""

    item: Item
    value: dict[str, Any] | None
    not_applicable: bool
    reason: str | None
    note: str
    verdict: Verdict | None
    # The value as its kind knows it.
    typed: Any = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered: a note alone is no answer."""
        return self.value is None and not self.not_applicable

    @property
    def summary(self) -> str:
        """The answer in one line."""
        if self.typed is None:
            return self.reason or ""
        return kind_named(self.item.kind).summary(self.typed, self.item.options)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What looks wrong but was accepted; sentences."""
        return tuple(kind_named(self.item.kind).warnings(self.typed, self.item.options)) if self.typed else ()


def checked_answer(
    item: Item, value: Mapping[str, Any] | None, *, not_applicable: bool, reason: str | None, note: str
) -> AnswerValue:
    """The answer from plain JSON (a form's, or the database's). Raises BadValue with every problem."""
    typed = None
    if value is not None and not not_applicable:
        try:
            typed = kind_named(item.kind).from_json(value, item.options)
        except BadValue as bad:
            reason, note = clean(reason or "") or None, clean(note)
            problems = text_problems(not_applicable=not_applicable, reason=reason, note=note)
            raise BadValue([*bad.problems, *problems]) from None
    return whole_answer(item, typed, not_applicable=not_applicable, reason=reason, note=note)


def whole_answer(item: Item, typed: Any, *, not_applicable: bool, reason: str | None, note: str) -> AnswerValue:
    """The answer around a value that its kind has read; None where there is none. Raises BadValue with every problem."""
    reason, note = clean(reason or "") or None, clean(note)
    problems = text_problems(not_applicable=not_applicable, reason=reason, note=note)
    if problems:
        raise BadValue(problems)
    if not_applicable:
        return AnswerValue(item, None, True, reason, note, Verdict.NOT_APPLICABLE)
    if typed is None:
        return AnswerValue(item, None, False, None, note, None)
    kind = kind_named(item.kind)
    return AnswerValue(item, kind.to_json(typed), False, None, note, kind.verdict(typed, item.options), typed)


def text_problems(*, not_applicable: bool, reason: str | None, note: str) -> list[InputProblem]:
    """A missing reason, texts that are too long."""
    problems: list[InputProblem] = []
    if not_applicable and not reason:
        problems.append(InputProblem("reason", _("Hãy ghi lý do mục này không áp dụng.")))
    if len(reason or "") > REASON_LIMIT:
        problems.append(InputProblem("reason", _("Lý do dài quá 1.000 ký tự. Hãy rút gọn.")))
    if len(note) > NOTE_LIMIT:
        problems.append(InputProblem("note", _("Nhận xét dài quá 10.000 ký tự. Hãy rút gọn hoặc đính kèm tệp.")))
    return problems


def answered(answer: AnswerValue, item: Item) -> Answered | None:
    """The answer as conditions and scores see it; None while it is empty."""
    if answer.not_applicable:
        return Answered(Verdict.NOT_APPLICABLE)
    if answer.value is None or answer.verdict is None:
        return None
    kind = kind_named(item.kind)
    return Answered(answer.verdict, kind.comparable(kind.from_json(answer.value, item.options), item.options))
