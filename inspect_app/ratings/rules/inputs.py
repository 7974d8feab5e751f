"""What is known of one head's year: contents, index and dossiers; each may be missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from inspect_app.ratings.rules.figures import count_text
from inspect_app.ratings.rules.rule import Reading


@dataclass(frozen=True)
class Share:
    """Late dossiers of a total, as counted; the rate stays an exact fraction.

    Raises ValueError where a count is negative or ``late`` exceeds ``total``.
    """

    late: int
    total: int

    def __post_init__(self) -> None:
        if self.late < 0 or self.total < 0 or self.late > self.total:
            raise ValueError(f"{self.late} of {self.total} is not a share")

    @property
    def rate(self) -> Fraction | None:
        """late / total; None where there were no dossiers, which is no rate and not 0 %."""
        return Fraction(self.late, self.total) if self.total else None

    @property
    def text(self) -> str:
        """The counts as written, "4/100", never reduced."""
        return f"{self.late}/{self.total}"

    @property
    def words(self) -> str:
        """The counts as a sentence or a page shows them: "254/9.120"."""
        return f"{count_text(self.late)}/{count_text(self.total)}"


@dataclass(frozen=True)
class DossierCounts:
    """The year's dossiers of one unit; what is None was not handed in.

    ``late`` and ``total`` are overdue resolved and resolved; the rest serves the other readings of the late rate.
    """

    late: int
    total: int
    pending_overdue: int | None = None
    received: int | None = None
    carried_over: int | None = None

    def share(self, reading: Reading) -> Share | None:
        """The counts of ``reading``; None where a count is missing or the counts do not fit together.

        Raises ValueError where ``late`` exceeds ``total``.
        """
        if reading is Reading.RESOLVED:
            return Share(self.late, self.total)
        if self.received is None:
            return None
        if reading is Reading.WITH_PENDING:
            if self.pending_overdue is None or self.carried_over is None:
                return None
            return _fitting(self.late + self.pending_overdue, self.received + self.carried_over)
        return _fitting(self.received - (self.total - self.late), self.received)


def _fitting(late: int, total: int) -> Share | None:
    """A share, or None where the counts contradict each other (more on time than received, for one)."""
    return Share(late, total) if 0 <= late <= total else None


@dataclass(frozen=True)
class ReadingShare:
    """The late rate of one head by a reading that is not the rule's."""

    reading: Reading
    share: Share


@dataclass(frozen=True)
class Inputs:
    """The inputs of one rating; None is "not known yet" and leaves a test open.

    ``index`` is in percent. ``missed_areas`` and ``open_areas`` only serve the words of the reason.
    """

    contents: bool | None
    index: Decimal | None
    share: Share | None
    missed_areas: tuple[int, ...] = ()
    open_areas: tuple[int, ...] = ()
    other_readings: tuple[ReadingShare, ...] = ()

    @property
    def late_rate(self) -> Fraction | None:
        """The exact late rate; None where the counts are missing or there were no dossiers."""
        return None if self.share is None else self.share.rate

    @property
    def has_no_dossiers(self) -> bool:
        """The counts are known and there was nothing to resolve."""
        return self.share is not None and self.share.total == 0


def all_contents(areas: Mapping[int, bool | None], numbers: Iterable[int]) -> bool | None:
    """Whether the contents of all areas are met: one failed area fails all, otherwise one open area leaves it open."""
    states = [areas.get(number) for number in numbers]
    if any(state is False for state in states):
        return False
    return None if any(state is None for state in states) else True


def inputs_from_parts(
    *,
    areas: Mapping[int, bool | None],
    numbers: Iterable[int],
    index: Decimal | None,
    counts: DossierCounts | None,
    reading: Reading,
) -> Inputs:
    """The inputs of one head from confirmed areas, the index (percent) and dossier counts, by the rule's reading."""
    numbers = tuple(numbers)
    others = []
    if counts is not None:
        for other in Reading:
            share = counts.share(other) if other is not reading else None
            if share is not None:
                others.append(ReadingShare(other, share))
    return Inputs(
        contents=all_contents(areas, numbers),
        index=index,
        share=None if counts is None else counts.share(reading),
        missed_areas=tuple(n for n in numbers if areas.get(n) is False),
        open_areas=tuple(n for n in numbers if areas.get(n) is None),
        other_readings=tuple(others),
    )
