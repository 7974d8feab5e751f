"""Scores in exact fractions. How much was assessed and how well it complies are two numbers, never one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from inspect_app.checklists.rules.answers import Answered, Verdict
from inspect_app.checklists.rules.conditions import Conditional, applies

# A partial pass earns half: a choice of this product, not of a law.
CREDIT = {Verdict.PASS: Fraction(1), Verdict.PARTIAL: Fraction(1, 2), Verdict.FAIL: Fraction(0)}


class Scored(Conditional, Protocol):
    """What scoring needs of an item."""

    @property
    def section(self) -> str:
        """The id of its section."""

    @property
    def area(self) -> int | None:
        """The area of the rating, 1..7."""

    @property
    def weight(self) -> Decimal:
        """Its weight, positive."""


@dataclass(frozen=True)
class Score:
    """A group of items that apply. "Không áp dụng" and what is only recorded stand in no denominator of compliance."""

    items: int = 0
    passed: int = 0
    partial: int = 0
    failed: int = 0
    not_applicable: int = 0
    recorded: int = 0
    weight_judged: Fraction = Fraction(0)
    weight_earned: Fraction = Fraction(0)

    @property
    def answered(self) -> int:
        """How many have an answer of any sort."""
        return self.passed + self.partial + self.failed + self.not_applicable + self.recorded

    @property
    def unanswered(self) -> int:
        """How many are still owed."""
        return self.items - self.answered

    @property
    def assessed(self) -> Fraction | None:
        """The share of the items that apply which have an answer, 0..1; None when no item applies."""
        return Fraction(self.answered, self.items) if self.items else None

    @property
    def compliant(self) -> Fraction | None:
        """The weighted share of compliance among the items judged, 0..1; None when none was judged."""
        return self.weight_earned / self.weight_judged if self.weight_judged else None


@dataclass(frozen=True)
class Scores:
    """The whole, each section by id, each area by number (None: items of no area)."""

    whole: Score
    by_section: Mapping[str, Score]
    by_area: Mapping[int | None, Score]


def score(items: Iterable[Scored], answers: Mapping[str, Answered]) -> Scores:
    """Scores the answers. Items whose condition does not hold, or cannot be told yet, do not count anywhere."""
    listed = list(items)
    counted = applies(listed, answers)
    applying = [item for item in listed if item.id in counted]
    sections = dict.fromkeys(item.section for item in listed)
    areas = dict.fromkeys(item.area for item in listed)
    return Scores(
        whole=_score(applying, answers),
        by_section={name: _score([i for i in applying if i.section == name], answers) for name in sections},
        by_area={area: _score([i for i in applying if i.area == area], answers) for area in areas},
    )


def _score(items: list[Scored], answers: Mapping[str, Answered]) -> Score:
    verdicts = [(Fraction(item.weight), answers[item.id].verdict) for item in items if item.id in answers]
    counts = Counter(verdict for _weight, verdict in verdicts)
    judged = [(weight, CREDIT[verdict]) for weight, verdict in verdicts if verdict in CREDIT]
    return Score(
        items=len(items),
        passed=counts[Verdict.PASS],
        partial=counts[Verdict.PARTIAL],
        failed=counts[Verdict.FAIL],
        not_applicable=counts[Verdict.NOT_APPLICABLE],
        recorded=counts[Verdict.RECORDED],
        weight_judged=sum((weight for weight, _credit in judged), Fraction(0)),
        weight_earned=sum((weight * credit for weight, credit in judged), Fraction(0)),
    )
