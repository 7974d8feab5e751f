"""What would change a result: the smallest change of the inputs that meets a clause, proved by judging again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from inspect_app.ratings.rules.evaluation import ClauseResult, TestResult, Verdict, judge
from inspect_app.ratings.rules.inputs import Inputs, Share
from inspect_app.ratings.rules.rule import Band, ContentsTest, IndexTest, RatingRule

FULL = Decimal(100)


@dataclass(frozen=True)
class Change:
    """If ``tests`` came out met, as with the inputs ``adjusted``, the rating would be ``level``."""

    level: str
    tests: tuple[TestResult, ...]
    adjusted: Inputs


def changes(rule: RatingRule, inputs: Inputs, verdict: Verdict) -> tuple[Change, ...]:
    """Per clause, the unmet tests and inputs that meet them; with a rating only the levels one test away.

    A change is listed only when judging the adjusted inputs really gives its level.
    """
    found = []
    for result in verdict.clauses:
        if not _is_near(result, verdict):
            continue
        adjusted = _adjusted(inputs, result)
        if adjusted is not None and judge(rule, adjusted).rating == result.clause.level:
            found.append(Change(result.clause.level, result.unmet, adjusted))
    return tuple(found)


def _is_near(result: ClauseResult, verdict: Verdict) -> bool:
    if verdict.is_decided:
        return result.clause.level != verdict.rating and len(result.unmet) == 1
    return result.clause.level in verdict.candidates and bool(result.unmet)


def _adjusted(inputs: Inputs, result: ClauseResult) -> Inputs | None:
    """The inputs with every unmet test of the clause met; None where no value can meet one."""
    for unmet in result.unmet:
        test = unmet.test
        if isinstance(test, ContentsTest):
            inputs = replace(inputs, contents=test.all_met, missed_areas=(), open_areas=())
        elif isinstance(test, IndexTest):
            index = _nearest_index(test.band, inputs.index)
            if index is None:
                return None
            inputs = replace(inputs, index=index)
        else:
            share = nearest_share(test.band, inputs.share)
            if share is None:
                return None
            inputs = replace(inputs, share=share)
    return inputs


def _nearest_index(band: Band, current: Decimal | None) -> Decimal | None:
    """An index that the band holds, near the current one: a bound itself, or one unit in the last place inside it."""
    step = Decimal("0.01")
    tries = [bound for bound in (band.ge, band.le) if bound is not None]
    tries += [band.gt + step] if band.gt is not None else []
    tries += [band.lt - step] if band.lt is not None else []
    fitting = [value for value in tries or [FULL] if 0 <= value <= FULL and band.holds(Fraction(value))]
    start = Fraction(current) if current is not None else Fraction(100)
    return min(fitting, key=lambda value: abs(Fraction(value) - start), default=None)


def nearest_share(band: Band, current: Share | None) -> Share | None:
    """The count of late dossiers nearest to the current one, of the same total, whose rate the band holds."""
    if current is None or current.total == 0:
        current = Share(0, 10_000)
    counts = {min(max(count, 0), current.total) for count in _bounds_in_counts(band, current.total)} | {0}
    fitting = [count for count in counts if band.holds(Fraction(count * 100, current.total))]
    late = min(fitting, key=lambda count: abs(count - current.late), default=None)
    return None if late is None else Share(late, current.total)


def _bounds_in_counts(band: Band, total: int) -> Iterator[int]:
    """The whole numbers of dossiers at the inner edges of the band."""
    if band.ge is not None:
        yield ceil(Fraction(band.ge) * total / 100)
    if band.gt is not None:
        yield floor(Fraction(band.gt) * total / 100) + 1
    if band.le is not None:
        yield floor(Fraction(band.le) * total / 100)
    if band.lt is not None:
        yield ceil(Fraction(band.lt) * total / 100) - 1
