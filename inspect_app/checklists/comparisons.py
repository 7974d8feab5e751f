"""Whether a condition asks of an item something that its kind can answer."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from inspect_app.checklists.kinds import kind_named
from inspect_app.checklists.rules import Comparison, Condition, Not, Operator
from inspect_app.checklists.rules.conditions import VERDICT_WORDS, Operand
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import did_you_mean

Known = Mapping[str, tuple[str, Any]]

# What a kind's answer can be compared with, besides the words of a verdict.
NUMBERS = frozenset({"number", "ratio", "tally", "attendance"})
LISTS = frozenset({"choice", "choices"})


def comparison_problems(condition: Condition, known: Known) -> Iterator[str]:
    """Messages about comparisons that can never hold. `known`: item id → (kind, options)."""
    if isinstance(condition, Not):
        yield from comparison_problems(condition.part, known)
    elif not isinstance(condition, Comparison):
        for part in condition.parts:
            yield from comparison_problems(part, known)
    elif condition.item in known:
        kind, options = known[condition.item]
        for operand in condition.operands:
            message = _problem(condition, operand, kind, options)
            if message:
                yield message


def _problem(comparison: Comparison, operand: Operand, kind: str, options: Any) -> str | None:
    if comparison.operator not in (Operator.IS, Operator.IN):
        fits = (isinstance(operand, Fraction) and kind in NUMBERS) or (isinstance(operand, date) and kind == "date")
        return None if fits else _misfit(comparison, kind)
    if isinstance(operand, str) and operand in VERDICT_WORDS:
        return None
    if isinstance(operand, str) and kind in LISTS:
        ids = [choice.id for choice in options.choices]
        if operand in ids:
            return None
        hint = did_you_mean(operand, ids)
        return _("Mục %(item)s không có lựa chọn “%(id)s”; %(hint)s", item=comparison.item, id=operand, hint=hint)
    fits = (
        (isinstance(operand, bool) and kind == "yes_no")
        or (isinstance(operand, Fraction) and kind in NUMBERS)
        or (isinstance(operand, date) and kind == "date")
    )
    return None if fits else _misfit(comparison, kind)


def _misfit(comparison: Comparison, kind: str) -> str:
    return _(
        "So sánh “%(operator)s” với giá trị này không hợp loại “%(kind)s” (%(label)s) của mục %(item)s",
        operator=comparison.operator.value,
        kind=kind,
        label=kind_named(kind).label,
        item=comparison.item,
    )
