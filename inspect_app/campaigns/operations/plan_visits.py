"""The visits of a plan file: what the file changed since it was last loaded is done, what was changed by hand stays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.campaigns.files import CampaignFolder, VisitEntry
from inspect_app.campaigns.models import Campaign, Stream, Visit
from inspect_app.campaigns.operations.teams import set_members
from inspect_app.campaigns.rules import ChangedThing, PlanChange, VisitOrigin
from inspect_app.kernel.actors import Role
from inspect_app.kernel.language import gettext as _
from inspect_app.units.models import Unit

Values = dict[str, Any]


@dataclass
class VisitChanges:
    """What was done, as it is being done."""

    added: list[PlanChange] = field(default_factory=list)
    changed: list[PlanChange] = field(default_factory=list)
    removed: list[PlanChange] = field(default_factory=list)
    kept: list[PlanChange] = field(default_factory=list)


@dataclass(frozen=True)
class PlanGround:
    """What the visits of a plan stand on: the campaign with its streams, and units and people by their codes."""

    campaign: Campaign
    streams: Mapping[str, Stream]
    units: Mapping[str, Unit]
    people: Mapping[str, UUID]
    folder: CampaignFolder

    def values(self, entry: VisitEntry) -> Values:
        """What the file says of a visit, in plain values: kept, so that the next load sees what the file changed."""
        window = self.folder.plan.window_of(entry)
        teams = {team.code: team for team in self.folder.teams.teams}
        team = teams.get(entry.team or "")
        return {
            "stream": entry.stream,
            "unit": entry.unit,
            "window": [window.starts.isoformat(), window.ends.isoformat()],
            "dates": [entry.dates.starts.isoformat(), entry.dates.ends.isoformat()] if entry.dates else None,
            "note": entry.note,
            "members": [[member.person, member.role.value] for member in team.members] if team else [],
        }


def load_visits(session: Session, ground: PlanGround, loaded: Mapping[str, Values], *, now: datetime) -> VisitChanges:
    """Makes the visits of the plan follow its file.

    A visit that has begun is never touched; one that was told to its unit keeps the unit; one that left the file is
    cancelled, not deleted. Fields that the file did not change since the last load (`loaded`) stay as they are.
    """
    done = VisitChanges()
    query = select(Visit).where(Visit.campaign_id == ground.campaign.id, Visit.origin == VisitOrigin.PLAN)
    known = {visit.code: visit for visit in session.scalars(query)}
    for entry in ground.folder.plan.visits:
        wanted = ground.values(entry)
        visit = known.get(entry.code)
        if visit is None:
            _add(session, ground, entry.code, wanted, done)
        else:
            _update(session, ground, visit, loaded.get(entry.code), wanted, done)
    named = {entry.code for entry in ground.folder.plan.visits}
    for code in sorted(known.keys() - named):
        _remove(session, known[code], done, now=now)
    return done


def _change(
    visit: Visit, fields: Mapping[str, tuple[object, object]] | None = None, note: str | None = None
) -> PlanChange:
    return PlanChange(ChangedThing.VISIT, visit.code, visit.unit.name, fields or {}, note)


def _add(session: Session, ground: PlanGround, code: str, wanted: Values, done: VisitChanges) -> None:
    visit = Visit(campaign_id=ground.campaign.id, code=code, origin=VisitOrigin.PLAN)
    _fill(ground, visit, wanted)
    session.add(visit)
    session.flush()
    session.refresh(visit, ["campaign", "stream", "unit"])
    set_members(session, visit, _members(ground, wanted))
    done.added.append(_change(visit))


def _update(
    session: Session,
    ground: PlanGround,
    visit: Visit,
    before: Values | None,
    wanted: Values,
    done: VisitChanges,
) -> None:
    fields = {name: (before.get(name) if before else None, value) for name, value in wanted.items()}
    fields = {name: pair for name, pair in fields.items() if before is None or pair[0] != pair[1]}
    reason = _why_kept(visit, fields)
    if reason is not None:
        if fields and before is not None:
            done.kept.append(_change(visit, fields, reason))
        return
    revived = before is None and visit.cancelled_at is not None
    if revived:
        visit.cancelled_at = visit.cancel_reason = None
    follows = _follow_stream(ground, visit, wanted)
    _fill(ground, visit, {name: wanted[name] for name in fields})
    if "members" in fields:
        set_members(session, visit, _members(ground, wanted))
    session.flush()
    session.refresh(visit, ["stream", "unit"])
    if revived:
        done.added.append(_change(visit))
    elif fields or follows:
        done.changed.append(_change(visit, {**fields, **follows}))


def _why_kept(visit: Visit, fields: Mapping[str, tuple[object, object]]) -> str | None:
    if visit.begun_at is not None:
        return _("cuộc kiểm tra đã bắt đầu nên giữ nguyên")
    if visit.notice_sent_at is not None and ({"unit", "stream"} & fields.keys()):
        return _("đã gửi thông báo cho đơn vị nên giữ nguyên; hãy hủy rồi lập cuộc mới")
    return None


def _follow_stream(ground: PlanGround, visit: Visit, wanted: Values) -> dict[str, tuple[object, object]]:
    stream = ground.streams[wanted["stream"]]
    before = (visit.checklist_code, visit.checklist_version)
    after = (stream.checklist_code, stream.checklist_version)
    visit.checklist_code, visit.checklist_version = after
    return {"checklist": (f"{before[0]} v{before[1]}", f"{after[0]} v{after[1]}")} if before != after else {}


def _remove(session: Session, visit: Visit, done: VisitChanges, *, now: datetime) -> None:
    if visit.cancelled_at is not None:
        return
    if visit.begun_at is not None:
        done.kept.append(_change(visit, note=_("không còn trong tệp nhưng đã bắt đầu nên giữ nguyên")))
        return
    visit.cancelled_at, visit.cancel_reason = now, "Không còn trong kế hoạch được nạp lại"
    session.flush()
    done.removed.append(_change(visit))


def _fill(ground: PlanGround, visit: Visit, values: Values) -> None:
    if "stream" in values:
        stream = ground.streams[values["stream"]]
        visit.stream_id, visit.unannounced = stream.id, stream.unannounced
        visit.checklist_code, visit.checklist_version = stream.checklist_code, stream.checklist_version
    if "unit" in values:
        visit.unit_id = ground.units[values["unit"]].id
    if "window" in values:
        visit.window_start, visit.window_end = map(date.fromisoformat, values["window"])
    if "dates" in values:
        dates = [date.fromisoformat(day) for day in values["dates"] or ()]
        visit.starts_on, visit.ends_on = dates or (None, None)
    if "note" in values:
        visit.schedule_note = values["note"]


def _members(ground: PlanGround, values: Values) -> list[tuple[UUID, Role]]:
    return [(ground.people[code], Role(role)) for code, role in values["members"]]
