"""From a rule and the inputs of one head to a rating, or to "undecided" with the levels that come nearest.

A test is met, failed or open (its input is missing). A clause is met when all its tests are met. One met clause gives
the rating; otherwise the result waits for the authority's reasoned decision, and nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from inspect_app.ratings.rules.inputs import Inputs, ReadingShare
from inspect_app.ratings.rules.rule import (
    UNDECIDED,
    Clause,
    ContentsTest,
    IndexTest,
    RatingRule,
    Subject,
    Test,
)


class TestState(StrEnum):
    """What is known of one test."""

    __test__ = False

    MET = "met"
    FAILED = "failed"
    OPEN = "open"


@dataclass(frozen=True)
class TestResult:
    """One test of a clause, held against the inputs."""

    __test__ = False

    test: Test
    state: TestState


@dataclass(frozen=True)
class ClauseResult:
    """One clause, held against the inputs."""

    clause: Clause
    results: tuple[TestResult, ...]

    def count(self, state: TestState) -> int:
        """How many tests are in that state."""
        return sum(result.state is state for result in self.results)

    @property
    def is_met(self) -> bool:
        """All tests are met."""
        return all(result.state is TestState.MET for result in self.results)

    @property
    def has_failed(self) -> bool:
        """At least one test is failed: no input that is still missing can make it fit."""
        return any(result.state is TestState.FAILED for result in self.results)

    @property
    def unmet(self) -> tuple[TestResult, ...]:
        """The tests that are failed or open."""
        return tuple(result for result in self.results if result.state is not TestState.MET)


@dataclass(frozen=True)
class Verdict:
    """The bare result: ``rating`` is a level's id or "undecided"; ``candidates`` is empty only with a rating."""

    rating: str
    clause: str | None
    late_rate: Fraction | None
    candidates: tuple[str, ...]
    clauses: tuple[ClauseResult, ...]
    other_side: tuple[ReadingShare, ...]

    @property
    def is_decided(self) -> bool:
        """Whether the rule itself gives a level."""
        return self.rating != UNDECIDED

    @property
    def missing(self) -> tuple[Subject, ...]:
        """The inputs that could still meet a clause once they are known; none where the rule is silent anyway."""
        waiting = {
            result.test.subject
            for clause in self.clauses
            if not clause.count(TestState.FAILED)
            for result in clause.results
            if result.state is TestState.OPEN
        }
        return () if self.is_decided else tuple(subject for subject in Subject if subject in waiting)


@dataclass(frozen=True)
class Point:
    """The inputs as the tests see them: percentages as exact fractions, None where nothing is known."""

    contents: bool | None
    index: Fraction | None
    late: Fraction | None


def point_of(inputs: Inputs) -> Point:
    """The inputs as a point; a year without dossiers has no late rate."""
    rate = inputs.late_rate
    return Point(
        contents=inputs.contents,
        index=None if inputs.index is None else Fraction(inputs.index),
        late=None if rate is None else rate * 100,
    )


def state_of(test: Test, point: Point) -> TestState:
    """One test against the inputs; a missing input leaves it open."""
    if isinstance(test, ContentsTest):
        if point.contents is None:
            return TestState.OPEN
        return TestState.MET if point.contents is test.all_met else TestState.FAILED
    percent = point.index if isinstance(test, IndexTest) else point.late
    if percent is None:
        return TestState.OPEN
    return TestState.MET if test.band.holds(percent) else TestState.FAILED


def judge(rule: RatingRule, inputs: Inputs) -> Verdict:
    """Holds every clause against the inputs and says what follows, without words.

    Candidates, where no one clause is met: the levels whose clause fails the fewest tests, open ones not counted as
    failed, in the rule's order.
    """
    point = point_of(inputs)
    clauses = tuple(
        ClauseResult(clause, tuple(TestResult(test, state_of(test, point)) for test in clause.tests))
        for clause in rule.clauses
    )
    met = [result for result in clauses if result.is_met]
    other_side = tuple(other for other in inputs.other_readings if _falls_apart(rule, inputs, other))
    if len(met) == 1:
        clause = met[0].clause
        return Verdict(clause.level, clause.id, inputs.late_rate, (), clauses, other_side)
    return Verdict(UNDECIDED, None, inputs.late_rate, _nearest(rule, clauses), clauses, other_side)


def _nearest(rule: RatingRule, clauses: tuple[ClauseResult, ...]) -> tuple[str, ...]:
    failures: dict[str, int] = {}
    for result in clauses:
        level = result.clause.level
        failed = result.count(TestState.FAILED)
        failures[level] = min(failed, failures.get(level, failed))
    fewest = min(failures.values())
    return tuple(level.id for level in rule.levels if failures.get(level.id) == fewest)


def _falls_apart(rule: RatingRule, inputs: Inputs, other: ReadingShare) -> bool:
    """Whether a late test says another thing by another reading of the late rate."""
    if inputs.late_rate is None or other.share.rate is None:
        return False
    own, its = inputs.late_rate * 100, other.share.rate * 100
    return any(test.band.holds(own) is not test.band.holds(its) for test in rule.tests(Subject.LATE))
