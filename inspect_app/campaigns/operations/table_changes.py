"""Doing what a table asks, by the same operations that a coordinator's hand uses: all of it, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.bonds import joined_visits
from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.operations.adding import add_visit, note_schedule
from inspect_app.campaigns.operations.scheduling import change_team, check_dates, schedule_visit
from inspect_app.campaigns.permissions import may_coordinate
from inspect_app.campaigns.tables.columns import Column
from inspect_app.campaigns.tables.differences import Difference
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, DomainError, Forbidden, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.workbooks import CellProblem

COLUMNS_OF_FIELDS = {
    "starts_on": (Column.STARTS, Column.SPAN),
    "ends_on": (Column.ENDS, Column.SPAN),
    "team": (Column.TEAM, Column.UNIT),
    "note": (Column.NOTE,),
    "stream": (Column.STREAM,),
    "unit": (Column.UNIT,),
}
ANY_REASON = "?"


@dataclass(frozen=True)
class _Asked:
    """One row's change, with its visit once that is there."""

    difference: Difference
    visit: Visit


class NotDone(Exception):
    """What the rules refuse, by cell; everything was taken back."""

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


def try_table(
    session: Session, actor: Actor, campaign: Campaign, differences: Sequence[Difference], *, now: datetime
) -> list[CellProblem]:
    """What the rules would refuse, found by doing it and taking it back: what a preview says is what happens."""
    savepoint = session.begin_nested()
    try:
        return _do_all(session, actor, campaign, differences, ANY_REASON, now=now)
    finally:
        savepoint.rollback()
        session.expire_all()


def refused_days(differences: Sequence[Difference], today: date) -> list[CellProblem]:
    """Days on which a visit cannot be, whatever the other rows do: told beside cells that could not be read."""
    found = []
    for one in differences:
        if one.visit is not None and one.days is not None:
            try:
                check_dates(one.visit, *one.days, today)
            except RuleBroken as refusal:
                found.append(_problem(one, refusal))
    return found


def apply_table(
    session: Session,
    actor: Actor,
    campaign: Campaign,
    differences: Sequence[Difference],
    *,
    filename: str,
    reason: str,
    now: datetime,
) -> None:
    """Does everything, with one reason for all. Raises NotDone with nothing done, Forbidden."""
    may_coordinate.require(actor, campaign)
    try:
        with session.begin_nested():
            problems = _do_all(session, actor, campaign, differences, reason, now=now)
            if problems:
                raise NotDone(problems)
            added = sum(one.visit is None for one in differences)
            record(
                session,
                actor,
                "campaigns.apply_table",
                campaign,
                now=now,
                summary=f"Nhập bảng kế hoạch: {added} cuộc mới, {len(differences) - added} cuộc thay đổi",
                changes={"file": (None, filename)},
                reason=reason or None,
            )
    except NotDone:
        session.expire_all()
        raise


def _do_all(
    session: Session,
    actor: Actor,
    campaign: Campaign,
    differences: Sequence[Difference],
    reason: str,
    *,
    now: datetime,
) -> list[CellProblem]:
    may_coordinate.require(actor, campaign)
    problems: list[CellProblem] = []
    asked: list[_Asked] = []
    for one in differences:
        refusal, visit = _visit_of(session, actor, campaign, one, now=now)
        if visit is None:
            problems.append(_problem(one, refusal))
        else:
            asked.append(_Asked(one, visit))
    problems += _until_nothing_moves(session, actor, asked, reason, now=now)
    return problems or _parted(session, asked)


def _parted(session: Session, asked: Sequence[_Asked]) -> list[CellProblem]:
    """Visits that the table would take away from one with which they go; where it moves both, they stay together."""
    found = []
    for one in asked:
        if one.difference.days is None:
            continue
        for mate in joined_visits(session, one.visit):
            if mate.starts_on != one.visit.starts_on:
                message = _(
                    "cuộc này đi cùng cuộc %(code)s nên hai cuộc bắt đầu một ngày; hãy ghi ở dòng của %(code)s cùng ngày bắt đầu",
                    code=mate.code,
                )
                found.append(_problem(one.difference, RuleBroken("starts_on", message)))
    return found


def _visit_of(
    session: Session, actor: Actor, campaign: Campaign, difference: Difference, *, now: datetime
) -> tuple[DomainError | None, Visit | None]:
    if difference.visit is not None:
        return None, difference.visit
    try:
        with session.begin_nested():
            return None, add_visit(session, actor, campaign, difference.stream, difference.unit, now=now)
    except DomainError as refusal:
        return refusal, None


def _until_nothing_moves(
    session: Session, actor: Actor, asked: list[_Asked], reason: str, *, now: datetime
) -> list[CellProblem]:
    """Rows that wait for one another are tried again; of rows that change places, one gives its dates back first."""
    given_back: set[UUID] = set()
    while True:
        refusals = _one_round(session, actor, asked, reason, now=now)
        waiting = [one for one in asked if one.visit.id in refusals]
        if len(waiting) < len(asked):
            asked = waiting
            if waiting:
                continue
            return []
        movable = [
            one for one in waiting if one.difference.days and one.visit.starts_on and one.visit.id not in given_back
        ]
        if not movable or not _give_back(session, actor, movable[0], reason, now=now):
            return [_problem(one.difference, refusals[one.visit.id]) for one in waiting]
        given_back.add(movable[0].visit.id)


def _one_round(
    session: Session, actor: Actor, asked: Sequence[_Asked], reason: str, *, now: datetime
) -> dict[UUID, DomainError]:
    refusals: dict[UUID, DomainError] = {}
    for one in asked:
        try:
            with session.begin_nested():
                _do(session, actor, one, reason, now=now)
        except (RuleBroken, Conflict, Forbidden) as refusal:
            refusals[one.visit.id] = refusal
    return refusals


def _do(session: Session, actor: Actor, asked: _Asked, reason: str, *, now: datetime) -> None:
    difference, visit = asked.difference, asked.visit
    if difference.days is not None:
        starts_on, ends_on = difference.days
        schedule_visit(
            session,
            actor,
            visit,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason,
            members=difference.members,
            now=now,
        )
    elif difference.members is not None:
        change_team(session, actor, visit, members=difference.members, reason=reason, now=now)
    if difference.note is not None:
        note_schedule(session, actor, visit, difference.note, now=now)


def _give_back(session: Session, actor: Actor, asked: _Asked, reason: str, *, now: datetime) -> bool:
    try:
        with session.begin_nested():
            schedule_visit(session, actor, asked.visit, starts_on=None, ends_on=None, reason=reason, now=now)
    except DomainError:
        return False
    return True


def _problem(difference: Difference, refusal: DomainError | None) -> CellProblem:
    field = refusal.field if isinstance(refusal, RuleBroken) else None
    columns = COLUMNS_OF_FIELDS.get(field or "", (Column.UNIT,))
    if isinstance(refusal, Forbidden):
        message = _("bạn thuộc đơn vị này nên không đặt lịch cho đơn vị được; hãy nhờ người điều phối khác")
    else:
        message = refusal.message if refusal is not None else ""
    return CellProblem(difference.row.place_of(*columns), message)
