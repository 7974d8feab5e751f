"""The timeline of a campaign as it was planned and as it went: plain values for the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from inspect_app.cli.replay.checking.books import VISIT, rows
from inspect_app.kernel.clock import ZONE


@dataclass(frozen=True)
class Course:
    """One visit: the days that were planned first, those on which it took place, and when its papers were done."""

    code: str
    unit: str
    stream: str
    unannounced: bool
    planned: tuple[date, date] | None
    actual: tuple[date, date] | None
    issued: date | None
    verified: date | None
    left_open: bool
    cancelled: date | None


Planned = dict[str, tuple[date, date]]


def planned_days(session: Session) -> Planned:
    """The days of every visit as they stand."""
    found = rows(session, "visit", *VISIT)
    return {row.code: (row.starts_on, row.ends_on) for row in found if row.starts_on is not None}


def courses(session: Session, planned: Planned) -> list[Course]:
    """Every visit in the order of the days that were planned for it first."""
    units = {row.id: row.name for row in rows(session, "unit", "id", "name")}
    streams = {row.id: row.title for row in rows(session, "stream", "id", "title")}
    issued = {row.visit_id: row.issued_on for row in rows(session, "conclusion", "id", "visit_id", "issued_on")}
    actions: dict[Any, list[date | None]] = {}
    for row in rows(session, "corrective_action", "id", "visit_id", "verified_on"):
        actions.setdefault(row.visit_id, []).append(row.verified_on)
    made = [
        _course(row, units, streams, issued.get(row.id), actions.get(row.id, []), planned.get(row.code))
        for row in rows(session, "visit", *VISIT, "stream_id")
    ]
    return sorted(made, key=lambda one: (one.planned or one.actual or (date.max, date.max), one.code))


def _course(
    row: Row[Any],
    units: dict[Any, str],
    streams: dict[Any, str],
    issued: date | None,
    verified: Sequence[date | None],
    planned: tuple[date, date] | None,
) -> Course:
    done = [day for day in verified if day is not None]
    begun = row.begun_at.astimezone(ZONE).date() if row.begun_at else None
    closed = row.closed_at.astimezone(ZONE).date() if row.closed_at else begun
    return Course(
        code=row.code,
        unit=units[row.unit_id],
        stream=streams[row.stream_id],
        unannounced=row.unannounced,
        planned=planned,
        actual=(begun, closed) if begun is not None and closed is not None else None,
        issued=issued,
        verified=max(done) if done and len(done) == len(verified) else None,
        left_open=len(done) < len(verified),
        cancelled=row.cancelled_at.astimezone(ZONE).date() if row.cancelled_at else None,
    )
