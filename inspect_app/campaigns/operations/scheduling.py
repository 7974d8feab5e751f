"""The coordinator's hand on a visit: dates, team, cancelling."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations.due_dates import refresh_occurrences
from inspect_app.campaigns.operations.teams import Members, check_free, check_members, members_of, set_members
from inspect_app.campaigns.operations.telling import tell_team, tell_unit
from inspect_app.campaigns.permissions import may_schedule
from inspect_app.campaigns.planning_settings import LENGTHS
from inspect_app.campaigns.queries import working_calendar
from inspect_app.campaigns.rules import VisitState
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.calendar import ONE_DAY
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

BEFORE_BEGUN = (VisitState.PLANNED, VisitState.SCHEDULED)
HIDDEN = "được giữ kín đến khi bắt đầu"

Changes = dict[str, tuple[Any, Any]]


def schedule_visit(
    session: Session,
    actor: Actor,
    visit: Visit,
    *,
    starts_on: date | None,
    ends_on: date | None,
    reason: str = "",
    members: Members | None = None,
    now: datetime,
) -> bool:
    """Sets or takes back the dates of a visit that has not begun, and its team if `members` is given.

    The due dates follow; team and, once it had its notice, the unit are told. True when anything changed. A change of
    dates that were set asks a reason. Raises Forbidden, Conflict, RuleBroken.
    """
    may_schedule.require(actor, visit)
    require_not_begun(visit)
    check_dates(visit, starts_on, ends_on, local_date(now))
    before = (visit.starts_on, visit.ends_on)
    moved = before != (starts_on, ends_on)
    if moved and before[0] is not None:
        require_reason(reason)
    team = members_of(visit) if members is None else members
    check_members(session, visit, team)
    check_free(session, visit, starts_on, ends_on, [person_id for person_id, _role in team])
    set_dates(visit, starts_on, ends_on)
    changed_team = set_members(session, visit, team)
    if not moved and changed_team is None:
        return False
    changes: Changes = {"starts_on": (before[0], starts_on), "ends_on": (before[1], ends_on)} if moved else {}
    if moved:
        visit.schedule_note = None
    tell_change(session, actor, visit, changes, changed_team, reason, "campaigns.schedule_visit", "Đặt lịch", now=now)
    return True


def change_team(session: Session, actor: Actor, visit: Visit, *, members: Members, reason: str, now: datetime) -> bool:
    """Changes the team until the visit is closed; True when anything changed. Raises as `schedule_visit`."""
    may_schedule.require(actor, visit)
    if visit.state not in (*BEFORE_BEGUN, VisitState.UNDER_WAY):
        raise Conflict(_("Cuộc kiểm tra đã kết thúc hoặc đã hủy nên không đổi đoàn được nữa."))
    if not members and visit.begun_at is not None:
        raise RuleBroken("team", _("Cuộc kiểm tra đang diễn ra phải có đoàn. Hãy chọn ít nhất một trưởng đoàn."))
    check_members(session, visit, members)
    check_free(session, visit, visit.starts_on, visit.ends_on, [person_id for person_id, _role in members])
    if visit.team and members_of(visit) != list(members):
        require_reason(reason)
    changed = set_members(session, visit, members)
    if changed is None:
        return False
    tell_change(session, actor, visit, {}, changed, reason, "campaigns.change_team", "Đổi đoàn", now=now)
    return True


def cancel_visit(session: Session, actor: Actor, visit: Visit, *, reason: str, now: datetime) -> None:
    """Cancels a visit that has not begun; team and a unit that was told are told. Raises as `schedule_visit`."""
    may_schedule.require(actor, visit)
    require_not_begun(visit)
    require_reason(reason)
    visit.cancelled_at, visit.cancel_reason = now, clean(reason)
    tell_change(session, actor, visit, {}, None, reason, "campaigns.cancel_visit", "Hủy", now=now)


def set_dates(visit: Visit, starts_on: date | None, ends_on: date | None) -> None:
    """Sets or takes back the dates; how long a visit took that loses them is kept for whoever places it anew."""
    if starts_on is None and visit.starts_on is not None and visit.ends_on is not None:
        days = working_calendar(visit.campaign).working_days_between(visit.starts_on - ONE_DAY, visit.ends_on)
        kept = visit.campaign.settings
        visit.campaign.settings = {**kept, LENGTHS: {**kept.get(LENGTHS, {}), visit.code: max(days, 1)}}
    visit.starts_on, visit.ends_on = starts_on, ends_on


def tell_change(
    session: Session,
    actor: Actor,
    visit: Visit,
    changes: Changes,
    team: tuple[list[str], list[str]] | None,
    reason: str,
    verb: str,
    what: str,
    *,
    now: datetime,
) -> None:
    """After a change of dates or team: due dates follow, the journal has it, all concerned are told."""
    session.flush()
    refresh_occurrences(session, visit, now=now)
    shown: Changes = {**changes, **({"team": team} if team is not None else {})}
    if visit.secret:
        shown = dict.fromkeys(shown, (HIDDEN, HIDDEN))
    record(
        session,
        actor,
        verb,
        visit,
        now=now,
        visit_id=visit.id,
        unit_id=None if visit.secret else visit.unit_id,
        summary=f"{what} cuộc kiểm tra {visit.code}" + ("" if visit.secret else f" tại {visit.unit.name}"),
        changes=shown,
        reason=clean(reason) or None,
    )
    tell_team(session, actor, visit, now=now)
    if changes or visit.cancelled_at is not None:
        tell_unit(session, visit, now=now)


def require_not_begun(visit: Visit) -> None:
    """Raises Conflict for a visit that has begun or was cancelled."""
    if visit.state not in BEFORE_BEGUN:
        raise Conflict(_("Cuộc kiểm tra đã bắt đầu hoặc đã hủy nên không đổi lịch được nữa."))


def require_reason(reason: str) -> None:
    """Raises RuleBroken without a reason."""
    if not clean(reason):
        raise RuleBroken("reason", _("Hãy ghi lý do thay đổi, để đoàn và đơn vị biết vì sao."))


def check_dates(visit: Visit, starts_on: date | None, ends_on: date | None, today: date) -> None:
    """Raises RuleBroken at its field for days on which the visit cannot be."""
    if starts_on is None and ends_on is None:
        return
    if starts_on is None or ends_on is None:
        field = "starts_on" if starts_on is None else "ends_on"
        raise RuleBroken(field, _("Hãy điền cả ngày bắt đầu và ngày kết thúc, hoặc để trống cả hai."))
    if ends_on < starts_on:
        raise RuleBroken("ends_on", _("Ngày kết thúc trước ngày bắt đầu. Hãy kiểm tra lại hai ngày."))
    if starts_on < visit.window_start or ends_on > visit.window_end:
        window = f"{format_date(visit.window_start)} - {format_date(visit.window_end)}"
        raise RuleBroken("starts_on", _("Ngày kiểm tra phải nằm trong khoảng %(window)s.", window=window))
    if starts_on < today and starts_on != visit.starts_on:
        raise RuleBroken("starts_on", _("Ngày bắt đầu đã qua. Hãy chọn từ hôm nay trở đi."))
    if not visit.unit.is_valid_on(starts_on) or not visit.unit.is_valid_on(ends_on):
        raise RuleBroken("starts_on", _("Đơn vị không còn tồn tại trong những ngày này. Hãy chọn ngày khác."))
    calendar = working_calendar(visit.campaign)
    for offset in range((ends_on - starts_on).days + 1):
        day = starts_on + timedelta(days=offset)
        if not calendar.is_working_day(day):
            field = "starts_on" if day == starts_on else "ends_on"
            message = _("%(day)s không phải ngày làm việc. Hãy chọn ngày khác.", day=format_date(day))
            raise RuleBroken(field, message)
