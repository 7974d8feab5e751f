"""Gaps and overlaps of a rule: the cases that fit no clause, or more than one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from typing import TypeVar

from inspect_app.kernel.language import gettext as _
from inspect_app.ratings.rules.evaluation import Point, TestState, state_of
from inspect_app.ratings.rules.rule import Band, RatingRule, Subject
from inspect_app.ratings.rules.words import band_text

ZERO, FULL = Decimal(0), Decimal(100)

Key = TypeVar("Key")
Item = TypeVar("Item")


@dataclass(frozen=True)
class Cell:
    """A point or an open interval between two neighbouring thresholds; ``sample`` stands for all of it."""

    low: Decimal
    high: Decimal
    sample: Fraction

    @property
    def is_point(self) -> bool:
        """Whether the cell is one threshold itself."""
        return self.low == self.high


@dataclass(frozen=True)
class Region:
    """A rectangle of cases: contents met or not, an index band, a late band.

    ``late`` None means "no dossiers, so no rate"; ``any_late`` means every late rate and no dossiers too.
    ``clauses`` are the ids that fit: none for a gap, two or more for an overlap.
    """

    contents: bool
    index: Band
    late: Band | None
    any_late: bool
    clauses: tuple[str, ...]

    @property
    def is_gap(self) -> bool:
        """Whether no clause fits."""
        return not self.clauses


def uncovered(rule: RatingRule) -> tuple[Region, ...]:
    """All regions that fit no clause or more than one, named by as few and as large bands as the grid allows."""
    index_cells = _cells(rule.thresholds(Subject.INDEX))
    late_cells: list[Cell | None] = [*_cells(rule.thresholds(Subject.LATE)), None]
    regions: list[Region] = []
    for contents in (True, False):
        columns = [tuple(_finding(rule, contents, index, late) for late in late_cells) for index in index_cells]
        for column, indices in _runs(columns, index_cells):
            regions += _regions(contents, indices, column, late_cells)
    return tuple(regions)


def region_text(region: Region) -> str:
    """The region and what is wrong with it, in one sentence."""
    parts = [
        _("mọi nội dung đạt yêu cầu") if region.contents else _("có nội dung chưa đạt yêu cầu"),
        _("Chỉ số CCHC %(band)s", band=band_text(region.index)),
    ]
    if region.any_late:
        parts.append(_("bất kể tỷ lệ trễ hẹn"))
    elif region.late is None:
        parts.append(_("không phát sinh hồ sơ"))
    else:
        parts.append(_("trễ hẹn %(band)s", band=band_text(region.late)))
    where = "; ".join(parts)
    if region.is_gap:
        return _("không khoản nào phù hợp: %(where)s", where=where)
    return _("nhiều khoản cùng phù hợp (%(clauses)s): %(where)s", clauses=", ".join(region.clauses), where=where)


Finding = tuple[str, ...] | None
"""None: exactly one clause fits; otherwise the ids of those that do."""


def _finding(rule: RatingRule, contents: bool, index: Cell, late: Cell | None) -> Finding:
    point = Point(contents, index.sample, None if late is None else late.sample)
    met = tuple(
        clause.id for clause in rule.clauses if all(state_of(test, point) is TestState.MET for test in clause.tests)
    )
    return None if len(met) == 1 else met


def _cells(thresholds: Iterable[Decimal]) -> list[Cell]:
    """The cells of 0 to 100 %, in rising order: each threshold, and each open interval between two."""
    bounds = sorted({ZERO, FULL, *(bound for bound in thresholds if ZERO <= bound <= FULL)})
    cells = [Cell(bounds[0], bounds[0], Fraction(bounds[0]))]
    for low, high in pairwise(bounds):
        cells.append(Cell(low, high, (Fraction(low) + Fraction(high)) / 2))
        cells.append(Cell(high, high, Fraction(high)))
    return cells


def _runs(keys: Sequence[Key], items: Sequence[Item]) -> Iterator[tuple[Key, list[Item]]]:
    """Neighbouring items with the same key, together."""
    for key, pairs in groupby(zip(keys, items, strict=True), key=lambda pair: pair[0]):
        yield key, [item for _key, item in pairs]


def _regions(
    contents: bool, indices: list[Cell], column: tuple[Finding, ...], late_cells: list[Cell | None]
) -> Iterator[Region]:
    """The regions of one index band: its late bands, and last the year without dossiers."""
    index = _band(indices)
    if len(set(column)) == 1:
        if column[0] is not None:
            yield Region(contents, index, Band(), True, column[0])
        return
    rates = [cell for cell in late_cells if cell is not None]
    for finding, cells in _runs(column[: len(rates)], rates):
        if finding is not None:
            yield Region(contents, index, _band(cells), False, finding)
    if column[-1] is not None:
        yield Region(contents, index, None, False, column[-1])


def _band(cells: list[Cell]) -> Band:
    """The band that a run of cells makes up; the ends 0 and 100 are no bounds."""
    first, last = cells[0], cells[-1]
    ge = first.low if first.is_point and first.low > ZERO else None
    gt = None if first.is_point else first.low
    le = last.high if last.is_point and last.high < FULL else None
    lt = None if last.is_point else last.high
    return Band(ge=ge, gt=gt, le=le, lt=lt)
