"""Visits that no plan file names: unannounced ones by order, follow-ups of open actions, and two that go together."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inspect_app.campaigns.bonds import follow_up_of, joined_ids
from inspect_app.campaigns.lengths import last_day
from inspect_app.campaigns.models import Campaign, Stream, Visit, VisitBond
from inspect_app.campaigns.operations.scheduling import (
    Changes,
    check_dates,
    require_not_begun,
    require_reason,
    tell_change,
)
from inspect_app.campaigns.operations.teams import Members, check_free, check_members, members_of, set_members
from inspect_app.campaigns.permissions import may_add_visit, may_schedule
from inspect_app.campaigns.rules import BondKind, VisitOrigin, VisitState
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean
from inspect_app.units.models import Unit

UNANNOUNCED, FOLLOW_UP = "DX", "PT"
CONCLUDED = (VisitState.CLOSED, VisitState.CONCLUDED)


def order_unannounced(
    session: Session,
    actor: Actor,
    stream: Stream,
    unit: Unit,
    *,
    day: date,
    members: Members,
    reason: str,
    now: datetime,
) -> Visit:
    """Makes an unannounced visit on a day, with its team; nobody else learns of unit or day. Raises Forbidden, RuleBroken."""
    may_add_visit.require(actor, unit)
    require_reason(reason)
    if not stream.unannounced:
        raise RuleBroken("stream", _("Luồng này không phải kiểm tra đột xuất. Hãy chọn luồng khác."))
    visit = _make(session, stream, unit, UNANNOUNCED, unannounced=True)
    check_dates(visit, day, day, local_date(now))
    check_members(session, visit, members)
    check_free(session, visit, day, day, [person_id for person_id, _role in members])
    visit.starts_on = visit.ends_on = day
    _join(session, actor, visit, members, reason, "campaigns.order_unannounced", now=now)
    return visit


def follow_up(session: Session, actor: Actor, visit: Visit, *, reason: str, now: datetime) -> Visit:
    """Makes a visit that looks again at what an earlier one left open: same unit, stream and team, no day yet.

    Raises Forbidden, Conflict (not closed yet, or followed up already), RuleBroken.
    """
    may_schedule.require(actor, visit)
    require_reason(reason)
    if visit.state not in CONCLUDED:
        raise Conflict(_("Chỉ phúc tra được cuộc đã kết thúc tại đơn vị."))
    if follow_up_of(session, visit) is not None:
        raise Conflict(_("Cuộc này đã có cuộc phúc tra. Hãy mở cuộc phúc tra đó."))
    today = local_date(now)
    if today > visit.campaign.window_end:
        raise Conflict(_("Đợt kiểm tra đã hết thời gian nên không lập thêm cuộc được."))
    again = _make(session, visit.stream, visit.unit, FOLLOW_UP, unannounced=False, since=today)
    session.add(VisitBond(visit_id=again.id, other_id=visit.id, kind=BondKind.FOLLOWS))
    _join(session, actor, again, members_of(visit), reason, "campaigns.follow_up", now=now)
    return again


def join_visits(session: Session, actor: Actor, visit: Visit, other: Visit, *, reason: str, now: datetime) -> None:
    """Makes the visit go along with another of the same unit: on the same first day, each with its own team.

    Raises Forbidden, Conflict (begun, joined already), RuleBroken (another unit, no day, one stream, a person in both).
    """
    for one in (visit, other):
        may_schedule.require(actor, one)
        require_not_begun(one)
    require_reason(reason)
    if visit.id == other.id or visit.unit_id != other.unit_id or visit.stream_id == other.stream_id:
        raise RuleBroken("other", _("Hãy chọn cuộc thuộc luồng khác tại cùng đơn vị."))
    if other.starts_on is None:
        raise RuleBroken("other", _("Cuộc này chưa có ngày. Hãy đặt lịch cho nó trước."))
    if joined_ids(session, visit.id) or joined_ids(session, other.id):
        raise Conflict(_("Một trong hai cuộc đã ghép với cuộc khác."))
    if {person_id for person_id, _role in members_of(visit)} & {person_id for person_id, _role in members_of(other)}:
        raise RuleBroken("other", _("Có người ở cả hai đoàn. Hãy đổi đoàn trước khi ghép."))
    before = (visit.starts_on, visit.ends_on)
    first, last = other.starts_on, last_day(visit, other.starts_on)
    check_dates(visit, first, last, local_date(now))
    session.add(VisitBond(visit_id=visit.id, other_id=other.id, kind=BondKind.JOINED))
    session.flush()
    check_free(session, visit, first, last, [person_id for person_id, _role in members_of(visit)])
    visit.starts_on, visit.ends_on = first, last
    changes: Changes = {"starts_on": (before[0], first), "ends_on": (before[1], last), "joined": (None, other.code)}
    tell_change(session, actor, visit, changes, None, reason, "campaigns.join_visits", "Ghép", now=now)


def _make(
    session: Session, stream: Stream, unit: Unit, prefix: str, *, unannounced: bool, since: date | None = None
) -> Visit:
    campaign: Campaign = stream.campaign
    visit = Visit(
        campaign_id=campaign.id,
        stream_id=stream.id,
        unit_id=unit.id,
        code=_next_code(session, campaign, prefix),
        window_start=max(campaign.window_start, since or campaign.window_start),
        window_end=campaign.window_end,
        unannounced=unannounced,
        origin=VisitOrigin.ADDED,
        checklist_code=stream.checklist_code,
        checklist_version=stream.checklist_version,
    )
    session.add(visit)
    session.flush()
    session.refresh(visit, ["campaign", "stream", "unit"])
    return visit


def _next_code(session: Session, campaign: Campaign, prefix: str) -> str:
    query = select(func.count()).where(Visit.campaign_id == campaign.id, Visit.code.startswith(f"{prefix}-"))
    return f"{prefix}-{(session.scalar(query) or 0) + 1:02d}"


def _join(
    session: Session, actor: Actor, visit: Visit, members: Members, reason: str, verb: str, *, now: datetime
) -> None:
    set_members(session, visit, members)
    tell_change(session, actor, visit, {}, None, clean(reason), verb, "Bổ sung", now=now)
