"""The campaign itself and its streams, as the plan file wants them."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from inspect_app.campaigns.files import CampaignFolder, DrawEntry
from inspect_app.campaigns.files.pools import units_of_pool
from inspect_app.campaigns.models import Campaign, Stream
from inspect_app.campaigns.notice_settings import NOTICES, kept_for_notices
from inspect_app.campaigns.operations.drawing import DRAWS, DrawSetting
from inspect_app.campaigns.papers.wording import PAPERS, kept_for_papers
from inspect_app.campaigns.planning_settings import PLANNING, kept_for_planning
from inspect_app.campaigns.rules import ChangedThing, PlanChange

SEED_BYTES = 32

Pairs = dict[str, tuple[object, object]]


@dataclass
class StreamChanges:
    """The streams by their codes, and what was done to them. A stream that left the file stays: its visits tell of it."""

    by_code: dict[str, Stream]
    added: list[PlanChange] = field(default_factory=list)
    changed: list[PlanChange] = field(default_factory=list)


def set_campaign(
    session: Session, campaign: Campaign | None, folder: CampaignFolder, seed: str | None
) -> tuple[Campaign, Pairs]:
    """Makes or updates the campaign's own row; gives it and what differed (before, after)."""
    if campaign is None:
        campaign = Campaign(
            code=folder.plan.campaign.code, secret_seed=seed or secrets.token_hex(SEED_BYTES), settings={}
        )
        session.add(campaign)
    columns, settings = _columns(folder, campaign), _settings(folder)
    fields = {name: (getattr(campaign, name), value) for name, value in columns.items()}
    fields |= {name: (campaign.settings.get(name), value) for name, value in settings.items()}
    for name, value in columns.items():
        setattr(campaign, name, value)
    campaign.settings = {**campaign.settings, **settings}
    campaign.plan_sha256 = folder.sha256
    session.flush()
    return campaign, {name: pair for name, pair in fields.items() if pair[0] != pair[1]}


def _columns(folder: CampaignFolder, known: Campaign | None = None) -> dict[str, Any]:
    """What the file says; a number that the issue of the plan gave stays where the file knows none."""
    entry = folder.plan.campaign
    from_issue = known is not None and entry.number is None
    return {
        "title": entry.title,
        "year": entry.year,
        "window_start": entry.window.starts,
        "window_end": entry.window.ends,
        "official_number": known.official_number if from_issue and known else entry.number,
        "official_date": known.official_date if from_issue and known else entry.issued_on,
        "is_sample": entry.sample,
    }


def _settings(folder: CampaignFolder) -> dict[str, Any]:
    calendar = folder.calendar.calendar()
    return {
        "deadlines": folder.plan.deadlines.settings().as_json(),
        "holidays": sorted(day.isoformat() for day in calendar.holidays),
        "working_weekend_days": sorted(day.isoformat() for day in calendar.working_weekend_days),
        "source": folder.plan.campaign.source,
        "calendar": _calendar_words(folder),
        DRAWS: [_draw_setting(folder, entry).as_json() for entry in folder.plan.draws],
        PLANNING: kept_for_planning(folder),
        PAPERS: kept_for_papers(folder),
        NOTICES: kept_for_notices(folder),
    }


def _calendar_words(folder: CampaignFolder) -> list[dict[str, str]]:
    spans = [(one.starts, one.ends, one.name, one.source) for one in folder.calendar.holidays]
    spans += [(one.day, one.day, one.name, one.source) for one in folder.calendar.working_weekend_days]
    return [
        {"starts": starts.isoformat(), "ends": ends.isoformat(), "name": name, "source": source}
        for starts, ends, name, source in sorted(spans)
    ]


def _draw_setting(folder: CampaignFolder, entry: DrawEntry) -> DrawSetting:
    window = folder.plan.window_of(entry)
    teams = {team.code: team for team in folder.teams.teams}
    team = teams.get(entry.team or "")
    return DrawSetting(
        code=entry.code,
        title=entry.title,
        stream=entry.stream,
        prefix=entry.prefix,
        count=entry.count,
        window_start=window.starts,
        window_end=window.ends,
        units=tuple(units_of_pool(entry.pool, folder.units.by_code(), window)),
        members=tuple((member.person, member.role.value) for member in team.members) if team else (),
    )


def set_streams(session: Session, campaign: Campaign, folder: CampaignFolder) -> StreamChanges:
    """Makes or updates the streams."""
    done = StreamChanges({stream.code: stream for stream in campaign.streams})
    for position, entry in enumerate(folder.plan.streams):
        wanted: dict[str, Any] = {
            "position": position,
            "title": entry.title,
            "kind": entry.kind,
            "checklist_code": entry.checklist.code,
            "checklist_version": entry.checklist.version,
            "unannounced": entry.unannounced,
            "team_basis": entry.team_basis,
        }
        stream = done.by_code.get(entry.code)
        if stream is None:
            done.by_code[entry.code] = stream = Stream(campaign_id=campaign.id, code=entry.code, **wanted)
            session.add(stream)
            done.added.append(PlanChange(ChangedThing.STREAM, entry.code, entry.title))
            continue
        fields = {name: (getattr(stream, name), v) for name, v in wanted.items() if getattr(stream, name) != v}
        for name, value in wanted.items():
            setattr(stream, name, value)
        if fields:
            done.changed.append(PlanChange(ChangedThing.STREAM, entry.code, entry.title, fields))
    session.flush()
    session.expire(campaign, ["streams"])
    return done
