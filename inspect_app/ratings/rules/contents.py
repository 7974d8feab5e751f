"""Whether the contents of an area are met, proposed from findings: a default of the software, not law."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AreaFinding:
    """One finding of an issued conclusion, as the rating needs it.

    ``verified_on``: the day on which its correction was verified; None while it is open.
    """

    finding_id: str
    area: int | None
    grade: str
    text: str
    visit_code: str
    issued_on: date
    verified_on: date | None


@dataclass(frozen=True)
class AreaProposal:
    """The proposal for one area: met, not met, or None where no conclusion of the year examined it."""

    area: int
    met: bool | None
    open_findings: tuple[AreaFinding, ...]
    closed_findings: tuple[AreaFinding, ...]


def propose_contents(
    findings: Iterable[AreaFinding], *, areas: Iterable[int], examined: Collection[int], year: int, grade: str
) -> tuple[AreaProposal, ...]:
    """Per area: not met while a finding of ``grade`` in a conclusion issued in ``year`` is open, met otherwise.

    A finding is open until verified, and the verification counts for the year in which it lies: one verified after the
    end of ``year`` is still open for it. ``examined``: the areas that the year's issued conclusions looked at; on the
    others nothing is proposed, and the coordinator enters them with a source.
    """
    counted = [finding for finding in findings if finding.grade == grade and finding.issued_on.year == year]
    proposals = []
    for area in areas:
        own = [finding for finding in counted if finding.area == area]
        still_open = tuple(finding for finding in own if not _is_closed(finding, year))
        closed = tuple(finding for finding in own if _is_closed(finding, year))
        met: bool | None = not still_open if own or area in examined else None
        proposals.append(AreaProposal(area, met, still_open, closed))
    return tuple(proposals)


def _is_closed(finding: AreaFinding, year: int) -> bool:
    return finding.verified_on is not None and finding.verified_on.year <= year
