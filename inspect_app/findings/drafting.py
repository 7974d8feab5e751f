"""From an item and its answer to what a finding is drafted from."""

from typing import Any

from inspect_app.checklists.kinds import BadValue, kind_named
from inspect_app.checklists.rules import Item
from inspect_app.fieldwork.rules import GivenAnswer
from inspect_app.findings.rules import Judged
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language


def answer_summary(item: Item, answer: GivenAnswer) -> str:
    """The answer in one line: its kind's own summary, or why it is not applicable."""
    if answer.not_applicable:
        return answer.reason or ""
    if answer.value is None:
        return ""
    kind = kind_named(item.kind)
    try:
        return kind.summary(kind.from_json(answer.value, item.options), item.options)
    except BadValue:
        return ""


@use_language(DEFAULT_LANGUAGE)
def judged_answer(item: Item, answer: GivenAnswer) -> Judged:
    """What the rules of findings look at; the wording of findings is Vietnamese, like all papers."""
    summary = "" if item.kind == "verdict" else answer_summary(item, answer)
    return Judged(criterion=item.text.vi, grade=item.grade, verdict=answer.verdict, note=answer.note, summary=summary)


def basis_values(item: Item) -> list[Any]:
    """The legal basis of an item as plain values to be kept with the finding."""
    return [{"label": basis.label, "needs_checking": basis.needs_checking, "note": basis.note} for basis in item.basis]
