"""The earlier campaign as it stands in the database: with what was changed by hand, without unannounced visits."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from inspect_app.accounts.models import AccountState, Affiliation, Person
from inspect_app.accounts.queries import code_of
from inspect_app.campaigns.files import (
    CalendarFile,
    Days,
    DrawEntry,
    PersonEntry,
    PlanFile,
    PlanningEntry,
    PoolEntry,
    StreamEntry,
    TeamEntry,
    TeamsFile,
    VisitEntry,
)
from inspect_app.campaigns.files.planning_shapes import NeedsEntry
from inspect_app.campaigns.files.shapes import (
    CampaignEntry,
    ChecklistEntry,
    DeadlinesEntry,
    HolidayEntry,
    MemberEntry,
    WorkingWeekendDay,
)
from inspect_app.campaigns.following.values import Source
from inspect_app.campaigns.models import Campaign, TeamMember, Visit
from inspect_app.campaigns.notice_settings import notices_entry
from inspect_app.campaigns.operations.drawing import DrawSetting, draw_settings
from inspect_app.campaigns.operations.loading import FRAME
from inspect_app.campaigns.papers.wording import PAPERS, wording_of
from inspect_app.campaigns.planning_settings import PLANNING
from inspect_app.campaigns.queries import deadline_settings
from inspect_app.campaigns.rules import DeadlineKind
from inspect_app.kernel.actors import Role
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.units.files import UnitEntry, UnitsFile
from inspect_app.units.models import Unit

Members = frozenset[tuple[str, Role]]


def recorded_source(session: Session, campaign: Campaign, on: date) -> Source:
    """The campaign as its folder would say it on the day; who has left is told by his account, roles and places."""
    frame, kept = campaign.settings.get(FRAME, {}), campaign.settings.get(PLANNING, {})
    teams = _Teams([TeamEntry.model_validate_json(json.dumps(team)) for team in frame.get("teams", [])])
    visits, not_taken = _visits(session, campaign, teams)
    draws = tuple(_draw(setting, frame.get("pools", {}), teams) for setting in draw_settings(campaign))
    plan = PlanFile(
        campaign=_campaign(campaign),
        deadlines=_deadlines(campaign),
        streams=tuple(_streams(campaign)),
        visits=tuple(visits),
        draws=draws,
        notices=notices_entry(campaign),
        planning=PlanningEntry.model_validate_json(json.dumps(kept["settings"])) if kept.get("settings") else None,
        papers=wording_of(campaign) if campaign.settings.get(PAPERS) else None,
    )
    units, unfit = _units(session)
    people = _people(session, teams)
    file = None
    if people and teams.all:
        experts = kept.get("experts", {})
        entries = tuple(_person(person, experts.get(code_of(person), ())) for person in people)
        file = TeamsFile(sample=campaign.is_sample, people=entries, teams=tuple(teams.all))
    left = {code_of(person): why for person in people if (why := _why_left(person, on))}
    return Source(plan, units, file, _calendar(campaign), left, (*not_taken, *unfit))


class _Teams:
    """The teams of the folder, and one more for each team that was put together by hand."""

    def __init__(self, known: list[TeamEntry]) -> None:
        self.all = known
        self.by_members = {self._key([(one.person, one.role) for one in team.members]): team.code for team in known}

    @staticmethod
    def _key(members: list[tuple[str, Role]]) -> Members:
        return frozenset(members)

    def of(self, members: list[tuple[str, Role]], code: str, title: str) -> str | None:
        """The code of the team with these members."""
        if not members:
            return None
        key = self._key(members)
        if key not in self.by_members:
            entries = tuple(MemberEntry(person=person, role=role) for person, role in members)
            self.all.append(TeamEntry(code=code, title=title, members=entries))
            self.by_members[key] = code
        return self.by_members[key]


def _visits(session: Session, campaign: Campaign, teams: _Teams) -> tuple[list[VisitEntry], list[tuple[str, str]]]:
    query = (
        select(Visit)
        .options(
            joinedload(Visit.unit), joinedload(Visit.stream), selectinload(Visit.team).joinedload(TeamMember.person)
        )
        .where(Visit.campaign_id == campaign.id, Visit.unannounced.is_(False))
        .order_by(Visit.code)
    )
    found, not_taken = [], []
    for visit in session.scalars(query).unique():
        if visit.cancelled_at is not None:
            not_taken.append((visit.code, _("đã hủy ở đợt trước: %(why)s", why=visit.cancel_reason or "")))
            continue
        try:
            found.append(_visit(visit, teams))
        except ValidationError:
            not_taken.append((visit.code, _("mã cuộc hoặc mã đơn vị không viết được vào tệp kế hoạch")))
    return found, not_taken


def _visit(visit: Visit, teams: _Teams) -> VisitEntry:
    members = [(code_of(member.person), Role(member.role)) for member in visit.team]
    team = teams.of(members, f"doan-{visit.code.lower()}", f"Đoàn của cuộc {visit.code}")
    own = (visit.window_start, visit.window_end) != (visit.campaign.window_start, visit.campaign.window_end)
    dates = Days(starts=visit.starts_on, ends=visit.ends_on) if visit.starts_on and visit.ends_on else None
    kept = visit.campaign.settings.get(PLANNING, {}).get("visits", {}).get(visit.code, {})
    return VisitEntry(
        code=visit.code,
        stream=visit.stream.code,
        unit=visit.unit.code,
        window=Days(starts=visit.window_start, ends=visit.window_end) if own else None,
        dates=dates,
        team=team,
        days=kept.get("days") if dates is None or kept.get("days") == len(dates.each()) else None,
        due=date.fromisoformat(kept["due"]) if kept.get("due") else None,
        after=tuple(kept.get("after", ())),
    )


def _draw(setting: DrawSetting, pools: Mapping[str, Any], teams: _Teams) -> DrawEntry:
    kept = pools.get(setting.code)
    pool = PoolEntry.model_validate_json(json.dumps(kept)) if kept else PoolEntry(units=setting.units)
    members = [(person, Role(role)) for person, role in setting.members]
    return DrawEntry(
        code=setting.code,
        title=setting.title,
        stream=setting.stream,
        prefix=setting.prefix,
        count=setting.count,
        window=Days(starts=setting.window_start, ends=setting.window_end),
        team=teams.of(members, f"to-{setting.code}", f"Tổ của mục {setting.title}"),
        pool=pool,
    )


def _campaign(campaign: Campaign) -> CampaignEntry:
    return CampaignEntry(
        code=campaign.code,
        title=campaign.title,
        year=campaign.year,
        window=Days(starts=campaign.window_start, ends=campaign.window_end),
        number=campaign.official_number,
        issued_on=campaign.official_date,
        sample=campaign.is_sample,
    )


def _deadlines(campaign: Campaign) -> DeadlinesEntry:
    settings = deadline_settings(campaign)
    entries: dict[str, dict[str, Any]] = {
        kind.value: {"days": one.days, "source": one.source, "needs_checking": one.needs_checking}
        for kind in DeadlineKind
        for one in [settings.of(kind)]
    }
    entries[DeadlineKind.EXPLANATION.value]["may_skip"] = settings.of(DeadlineKind.EXPLANATION).may_skip
    return DeadlinesEntry.model_validate(entries)


def _stream_needs(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What the planner is told of a stream, as it was kept."""
    if not kept:
        return {}
    return {
        "days": kept["days"],
        "target": date.fromisoformat(kept["target"]) if kept["target"] else None,
        "needs": NeedsEntry.model_validate_json(json.dumps(kept["needs"])),
        "combines_with": tuple(kept["combines_with"]),
    }


def _streams(campaign: Campaign) -> list[StreamEntry]:
    kept = campaign.settings.get(PLANNING, {}).get("streams", {})
    return [
        StreamEntry(
            code=stream.code,
            title=stream.title,
            kind=stream.kind,
            checklist=ChecklistEntry(code=stream.checklist_code, version=stream.checklist_version),
            unannounced=stream.unannounced,
            team_basis=stream.team_basis,
            **_stream_needs(kept.get(stream.code, {})),
        )
        for stream in campaign.streams
    ]


def _units(session: Session) -> tuple[UnitsFile, list[tuple[str, str]]]:
    units = session.scalars(select(Unit).order_by(Unit.kind, Unit.code)).all()
    codes = {unit.id: unit.code for unit in units}
    found, unfit = [], []
    for unit in units:
        try:
            found.append(
                UnitEntry(
                    code=unit.code,
                    kind=unit.kind,
                    name=unit.name,
                    short_name=unit.short_name,
                    parent=codes.get(unit.parent_id) if unit.parent_id else None,
                    valid_from=unit.valid_from,
                    valid_to=unit.valid_to,
                    successor=codes.get(unit.successor_id) if unit.successor_id else None,
                    address=unit.address,
                    note=unit.note,
                    sample=unit.is_sample,
                )
            )
        except ValidationError:
            unfit.append(
                (unit.code, _("mã hoặc tên đơn vị không viết được vào units.yaml; đơn vị vẫn giữ trong hệ thống"))
            )
    return UnitsFile(source="Cơ sở dữ liệu của phần mềm", units=tuple(found)), unfit


def _people(session: Session, teams: _Teams) -> list[Person]:
    used = {member.person for team in teams.all for member in team.members}
    query = select(Person).options(
        joinedload(Person.account),
        selectinload(Person.roles),
        selectinload(Person.affiliations).joinedload(Affiliation.unit),
    )
    return [
        person for person in session.scalars(query.order_by(Person.code, Person.id)).unique() if code_of(person) in used
    ]


def _person(person: Person, expert_in: Sequence[str]) -> PersonEntry:
    agency = next((one.unit.code for one in reversed(person.affiliations) if one.valid_to is None), None)
    return PersonEntry(
        code=code_of(person), name=person.name, title=person.title, agency=agency, expert_in=tuple(expert_in)
    )


def _why_left(person: Person, on: date) -> str | None:
    if person.account is not None and person.account.state is AccountState.DISABLED:
        return _("tài khoản đã khóa")
    if person.roles and not any(role.valid_to is None or role.valid_to >= on for role in person.roles):
        return _("không còn giữ vai trò nào")
    ends = [one.valid_to for one in person.affiliations]
    if ends and all(end is not None and end < on for end in ends):
        last = max(end for end in ends if end is not None)
        return _("thôi công tác từ ngày %(day)s", day=format_date(last))
    return None


def _calendar(campaign: Campaign) -> CalendarFile:
    kept = campaign.settings.get("calendar", [])
    worked = {date.fromisoformat(day) for day in campaign.settings.get("working_weekend_days", [])}
    holidays, weekends, ends = [], [], [campaign.window_end]
    for one in kept:
        first, last = date.fromisoformat(one["starts"]), date.fromisoformat(one["ends"])
        ends.append(last)
        if first in worked:
            weekends.append(WorkingWeekendDay(day=first, name=one["name"], source=one["source"]))
        else:
            holidays.append(HolidayEntry(starts=first, ends=last, name=one["name"], source=one["source"]))
    # The file says how long the calendar reaches; the table does not: to the year's end, so that remediation is counted.
    ends.append(date(campaign.window_end.year, 12, 31))
    covers = Days(starts=campaign.window_start, ends=max(ends))
    return CalendarFile(covers=covers, holidays=tuple(holidays), working_weekend_days=tuple(weekends))
