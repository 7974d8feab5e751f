"""Drawing the unannounced visits of a campaign. What is drawn is told to nobody here, and not written in the journal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.queries import person_by_code
from inspect_app.campaigns.models import Campaign, Stream, TeamMember, Visit
from inspect_app.campaigns.operations.due_dates import refresh_occurrences
from inspect_app.campaigns.permissions import may_coordinate
from inspect_app.campaigns.queries import busy_days, stream_by_code, working_calendar
from inspect_app.campaigns.rules import ChangedThing, PlanChange, VisitOrigin, draw
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.language import gettext as _
from inspect_app.units.queries import units_by_code

DRAWS = "draws"


@dataclass(frozen=True)
class DrawSetting:
    """How many visits are drawn from which units, as it is kept with the campaign."""

    code: str
    title: str
    stream: str
    prefix: str
    count: int
    window_start: date
    window_end: date
    units: tuple[str, ...]
    members: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values to be kept with the campaign."""
        return {
            "code": self.code,
            "title": self.title,
            "stream": self.stream,
            "prefix": self.prefix,
            "count": self.count,
            "window": [self.window_start.isoformat(), self.window_end.isoformat()],
            "units": list(self.units),
            "members": [list(member) for member in self.members],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "DrawSetting":
        """Back from plain values."""
        start, end = map(date.fromisoformat, kept["window"])
        members = tuple((str(person), str(role)) for person, role in kept["members"])
        named = {name: kept[name] for name in ("code", "title", "stream", "prefix", "count")}
        return cls(**named, window_start=start, window_end=end, units=tuple(kept["units"]), members=members)


def draw_settings(campaign: Campaign) -> list[DrawSetting]:
    """The draws of the campaign's plan."""
    return [DrawSetting.from_json(kept) for kept in campaign.settings.get(DRAWS, [])]


def draw_unannounced(session: Session, actor: Actor, campaign: Campaign, *, now: datetime) -> list[PlanChange]:
    """Draws what is missing of each pool: units that were not drawn before, on days that are still to come.

    Drawn again with nothing missing, it draws nothing. Gives how many were drawn of each pool, never which.
    """
    may_coordinate.require(actor, campaign)
    drawn: list[PlanChange] = []
    for setting in draw_settings(campaign):
        before, after = _draw_pool(session, campaign, setting, now=now)
        if after == before:
            continue
        drawn.append(
            PlanChange(
                ChangedThing.DRAW, setting.code, setting.title, {_("số cuộc"): (before, after)}, _short(setting, after)
            )
        )
        record(
            session,
            actor,
            "campaigns.draw_unannounced",
            campaign,
            now=now,
            summary=f"Rút thăm {after - before} cuộc kiểm tra đột xuất: {setting.title}",
            changes={setting.code: (before, after)},
        )
    return drawn


def _short(setting: DrawSetting, after: int) -> str | None:
    missing = setting.count - after
    return _("còn thiếu %(n)d cuộc vì không đủ ngày làm việc hoặc đơn vị", n=missing) if missing > 0 else None


def _draw_pool(session: Session, campaign: Campaign, setting: DrawSetting, *, now: datetime) -> tuple[int, int]:
    stream = stream_by_code(session, campaign, setting.stream)
    query = select(Visit).where(Visit.campaign_id == campaign.id, Visit.pool == setting.code)
    ever = session.scalars(query).all()
    standing = sum(visit.cancelled_at is None for visit in ever)
    if stream is None or standing >= setting.count:
        return standing, standing
    units = units_by_code(session)
    drawn_before = {visit.unit_id for visit in ever}
    left = [code for code in setting.units if code in units and units[code].id not in drawn_before]
    team = _team(session, setting)
    days = _open_days(session, campaign, setting, {person_id for person_id, _role in team}, local_date(now))
    count = min(setting.count - standing, len(left), len(days))
    lots = draw(campaign.secret_seed, setting.code, left, days, count)
    for number, lot in enumerate(lots, start=len(ever) + 1):
        visit = _visit(campaign, stream, setting, f"{setting.prefix}-{number:02d}", units[lot.unit_code].id, lot.day)
        visit.team = [
            TeamMember(person_id=person_id, role=role, position=place) for place, (person_id, role) in enumerate(team)
        ]
        session.add(visit)
        session.flush()
        session.refresh(visit, ["campaign", "stream", "unit"])
        refresh_occurrences(session, visit, now=now)
    return standing, standing + count


def _team(session: Session, setting: DrawSetting) -> list[tuple[UUID, Role]]:
    found = [(person_by_code(session, code), Role(role)) for code, role in setting.members]
    return [(person.id, role) for person, role in found if person is not None]


def _open_days(
    session: Session, campaign: Campaign, setting: DrawSetting, people: set[UUID], today: date
) -> list[date]:
    calendar = working_calendar(campaign)
    busy = busy_days(session, campaign, people)
    # A campaign that is loaded after its end is a record of the past, so all its days are open.
    is_over = setting.window_end <= today
    first = setting.window_start if is_over else max(setting.window_start, today + timedelta(days=1))
    span = range((setting.window_end - first).days + 1)
    days = (first + timedelta(days=n) for n in span)
    return [day for day in days if calendar.is_working_day(day) and day not in busy]


def _visit(campaign: Campaign, stream: Stream, setting: DrawSetting, code: str, unit_id: UUID, day: date) -> Visit:
    return Visit(
        campaign_id=campaign.id,
        stream_id=stream.id,
        unit_id=unit_id,
        code=code,
        window_start=setting.window_start,
        window_end=setting.window_end,
        starts_on=day,
        ends_on=day,
        schedule_note="lịch mẫu" if campaign.is_sample else None,
        unannounced=stream.unannounced,
        origin=VisitOrigin.DRAWN,
        pool=setting.code,
        checklist_code=stream.checklist_code,
        checklist_version=stream.checklist_version,
    )
