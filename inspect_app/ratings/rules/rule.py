"""The shape of a rating rule: levels, clauses and the tests of a clause, as plain frozen values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from inspect_app.units.rules import AuthorityBasis

UNDECIDED = "undecided"
"""The result that waits for the authority; no level of a rule may bear this name."""


class Status(StrEnum):
    """How surely a statement of the rule file is known."""

    CONFIRMED = "confirmed"
    TO_BE_CHECKED = "cần đối chiếu"


class Subject(StrEnum):
    """What a test looks at."""

    CONTENTS = "contents"
    INDEX = "index"
    LATE = "late"


class Reading(StrEnum):
    """Which dossiers make the late rate; the formula of QĐ 1171/QĐ-UBND itself is not known.

    ``resolved``: overdue resolved of resolved, the practice of official reports.
    ``with-pending``: overdue resolved and overdue pending of received and carried over (Gia Lai's system).
    ``of-received``: not resolved on time of received, the complement of NĐ 61/2018/NĐ-CP, Điều 30 khoản 2 điểm c.
    """

    RESOLVED = "resolved"
    WITH_PENDING = "with-pending"
    OF_RECEIVED = "of-received"


class Rescheduled(StrEnum):
    """Against which date a rescheduled dossier is late (NĐ 61/2018/NĐ-CP, Điều 19 khoản 9, read by us)."""

    FIRST_DATE = "first-date"
    LAST_DATE = "last-date"


@dataclass(frozen=True)
class Words:
    """One text in the two languages of the interface."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in ``language``; Vietnamese where there is no other."""
        return self.en if language == "en" and self.en else self.vi


@dataclass(frozen=True)
class Source:
    """Where a statement comes from, and how surely."""

    document: str
    dated: date | None
    issuer: str | None
    status: Status
    note: str | None = None


@dataclass(frozen=True)
class Band:
    """A range in percent; an absent bound does not limit. Exact: bounds are fractions of the written decimals."""

    ge: Decimal | None = None
    gt: Decimal | None = None
    le: Decimal | None = None
    lt: Decimal | None = None
    _bounds: tuple[Fraction | None, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        bounds = tuple(None if b is None else Fraction(b) for b in (self.ge, self.gt, self.le, self.lt))
        object.__setattr__(self, "_bounds", bounds)

    def holds(self, percent: Fraction) -> bool:
        """Whether ``percent`` lies in the band, without any rounding."""
        ge, gt, le, lt = self._bounds
        return (
            (ge is None or percent >= ge)
            and (gt is None or percent > gt)
            and (le is None or percent <= le)
            and (lt is None or percent < lt)
        )

    @property
    def thresholds(self) -> tuple[Decimal, ...]:
        """The bounds that are set, as written."""
        return tuple(b for b in (self.ge, self.gt, self.le, self.lt) if b is not None)


@dataclass(frozen=True)
class ContentsTest:
    """All contents are met (``all_met``), or at least one is not."""

    all_met: bool
    subject: Subject = field(default=Subject.CONTENTS, init=False)


@dataclass(frozen=True)
class IndexTest:
    """The reform index of the rated year, in percent, lies in the band."""

    band: Band
    subject: Subject = field(default=Subject.INDEX, init=False)


@dataclass(frozen=True)
class LateTest:
    """The late rate, in percent, lies in the band."""

    band: Band
    subject: Subject = field(default=Subject.LATE, init=False)


Test = ContentsTest | IndexTest | LateTest


@dataclass(frozen=True)
class Level:
    """One of the levels of the rating, best first in the rule."""

    id: str
    name: Words


@dataclass(frozen=True)
class Clause:
    """What a level asks for. It is met when all its tests are met."""

    id: str
    level: str
    tests: tuple[Test, ...]
    status: Status
    text: str


@dataclass(frozen=True)
class Area:
    """One of the areas whose contents a head answers for."""

    number: int
    name: Words


@dataclass(frozen=True)
class LateSetting:
    """Which dossiers count, and where the choice comes from; printed beside the figure."""

    reading: Reading
    rescheduled: Rescheduled
    status: Status
    note: str


@dataclass(frozen=True)
class ContentsSetting:
    """How "all contents met" is proposed from findings: a finding of ``grade`` that is open fails its area."""

    grade: str
    note: str


@dataclass(frozen=True)
class IndexSetting:
    """Which year's index is taken, and the paper that published it, where known."""

    year: int
    decision: str | None
    published_on: date | None
    status: Status
    note: str


@dataclass(frozen=True)
class RatingRule:
    """A whole rule file, as values."""

    code: str
    title: Words
    year: int
    source: Source
    areas: tuple[Area, ...]
    levels: tuple[Level, ...]
    clauses: tuple[Clause, ...]
    late_rate: LateSetting
    contents: ContentsSetting
    index: IndexSetting
    authorities: tuple[AuthorityBasis, ...]

    def level(self, level_id: str) -> Level:
        """The level of that id. Raises KeyError for a level that the rule does not have."""
        for level in self.levels:
            if level.id == level_id:
                return level
        raise KeyError(level_id)

    def thresholds(self, subject: Subject) -> tuple[Decimal, ...]:
        """Every threshold that a clause sets on ``subject``, in rising order."""
        return tuple(sorted({bound for test in self.tests(subject) for bound in test.band.thresholds}))

    def tests(self, subject: Subject) -> Iterator[IndexTest | LateTest]:
        """The band tests on ``subject``, in the order of the clauses."""
        for clause in self.clauses:
            for test in clause.tests:
                if not isinstance(test, ContentsTest) and test.subject is subject:
                    yield test
