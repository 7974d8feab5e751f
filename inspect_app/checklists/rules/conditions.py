"""Conditions as data (`when`): which items apply, given the answers so far. Evaluation is total: it never raises.

Three answers are possible, by Kleene's logic. A comparison with an item that nobody has answered yet is NOT_YET;
`any` is YES as soon as one part is, NO only when all are; `all` the other way round; `not` leaves NOT_YET as it is.
An item that is NOT_YET is neither owed nor counted: the item it waits for is owed already. An item that does not
apply counts, for conditions that name it, as answered "not applicable"; an older answer to it is ignored.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Protocol

from inspect_app.checklists.rules.answers import Answered, Comparable, Verdict

Operand = bool | Fraction | date | str
VERDICT_WORDS = frozenset(verdict.value for verdict in Verdict)


class Operator(StrEnum):
    """How a comparison compares."""

    IS = "is"
    IN = "in"
    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"


class Applies(StrEnum):
    """Whether an item applies."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`{item: C07, is: fail}`. The words of a verdict mean the verdict; anything else means the value."""

    item: str
    operator: Operator
    operands: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition = Comparison | AnyOf | AllOf | Not


class Conditional(Protocol):
    """Anything with an id and a condition: an item."""

    @property
    def id(self) -> str:
        """The item's id."""

    @property
    def when(self) -> Condition | None:
        """The condition under which it applies; None is always."""


def items_named(condition: Condition | None) -> Iterator[str]:
    """The ids that a condition looks at."""
    if isinstance(condition, Comparison):
        yield condition.item
    elif isinstance(condition, Not):
        yield from items_named(condition.part)
    elif condition is not None:
        for part in condition.parts:
            yield from items_named(part)


def condition_data(condition: Condition) -> dict[str, Any]:
    """The condition as plain JSON data, as it stands in the file; numbers as exact text (`"5/2"`)."""
    if isinstance(condition, Comparison):
        operands = [_plain(operand) for operand in condition.operands]
        shown = operands if condition.operator is Operator.IN else operands[0]
        return {"item": condition.item, condition.operator.value: shown}
    if isinstance(condition, Not):
        return {"not": condition_data(condition.part)}
    name = "any" if isinstance(condition, AnyOf) else "all"
    return {name: [condition_data(part) for part in condition.parts]}


def _plain(operand: Operand) -> Any:
    if isinstance(operand, Fraction):
        return {"number": str(operand)}
    if isinstance(operand, date):
        return {"date": operand.isoformat()}
    return operand


def applicability(items: Iterable[Conditional], answers: Mapping[str, Answered]) -> dict[str, Applies]:
    """For each item whether it applies, in the order given; the order changes nothing."""
    known = {item.id: item for item in items}
    found: dict[str, Applies] = {}
    for item_id in known:
        _settle(item_id, known, answers, found, frozenset())
    return {item_id: found[item_id] for item_id in known}


def applies(items: Iterable[Conditional], answers: Mapping[str, Answered]) -> frozenset[str]:
    """The ids of the items that certainly apply."""
    return frozenset(item_id for item_id, state in applicability(items, answers).items() if state is Applies.YES)


def _settle(
    item_id: str,
    known: Mapping[str, Conditional],
    answers: Mapping[str, Answered],
    found: dict[str, Applies],
    asking: frozenset[str],
) -> Applies:
    if item_id in found:
        return found[item_id]
    if item_id in asking or item_id not in known:  # files with such conditions are refused; here it only must not raise
        return Applies.NOT_YET
    condition = known[item_id].when

    def seen(other: str) -> Answered | None:
        state = _settle(other, known, answers, found, asking | {item_id})
        if state is Applies.NO:
            return Answered(Verdict.NOT_APPLICABLE)
        return answers.get(other) if state is Applies.YES else None

    found[item_id] = Applies.YES if condition is None else _holds(condition, seen)
    return found[item_id]


def _holds(condition: Condition, seen: "_Seen") -> Applies:
    if isinstance(condition, Comparison):
        answer = seen(condition.item)
        if answer is None:
            return Applies.NOT_YET
        return Applies.YES if _compare(condition, answer) else Applies.NO
    if isinstance(condition, Not):
        return _OPPOSITE[_holds(condition.part, seen)]
    states = {_holds(part, seen) for part in condition.parts}
    decisive = Applies.YES if isinstance(condition, AnyOf) else Applies.NO
    if decisive in states:
        return decisive
    return Applies.NOT_YET if Applies.NOT_YET in states else _OPPOSITE[decisive]


class _Seen(Protocol):
    def __call__(self, other: str) -> Answered | None: ...


_OPPOSITE = {Applies.YES: Applies.NO, Applies.NO: Applies.YES, Applies.NOT_YET: Applies.NOT_YET}


def _compare(comparison: Comparison, answer: Answered) -> bool:
    if comparison.operator in (Operator.IS, Operator.IN):
        return any(_is(operand, answer) for operand in comparison.operands)
    operand, value = comparison.operands[0], answer.value
    if isinstance(operand, Fraction) and isinstance(value, Fraction):
        return _ordered(comparison.operator, value - operand)
    if isinstance(operand, date) and isinstance(value, date):
        return _ordered(comparison.operator, Fraction((value - operand).days))
    return False


def _ordered(operator: Operator, difference: Fraction) -> bool:
    return {
        Operator.GT: difference > 0,
        Operator.GE: difference >= 0,
        Operator.LT: difference < 0,
        Operator.LE: difference <= 0,
    }[operator]


def _is(operand: Operand, answer: Answered) -> bool:
    if isinstance(operand, str) and operand in VERDICT_WORDS:
        return answer.verdict == operand
    value: Comparable = answer.value
    if isinstance(value, frozenset):
        return operand in value
    return type(value) is type(operand) and value == operand
