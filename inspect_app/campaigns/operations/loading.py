"""From a checked folder to a campaign: made the first time, brought up to date afterwards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import code_of
from inspect_app.campaigns.files import CampaignFolder
from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.operations.drawing import draw_unannounced
from inspect_app.campaigns.operations.due_dates import refresh_campaign_occurrences, refresh_occurrences
from inspect_app.campaigns.operations.people import load_people
from inspect_app.campaigns.operations.plan_days import DayChanges, load_closed_days
from inspect_app.campaigns.operations.plan_frame import set_campaign, set_streams
from inspect_app.campaigns.operations.plan_visits import PlanGround, VisitChanges, load_visits
from inspect_app.campaigns.permissions import may_coordinate
from inspect_app.campaigns.queries import find_campaign
from inspect_app.campaigns.rules import ChangedThing, PlanChange, PlanChanges
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.units.operations import load_units
from inspect_app.units.queries import units_by_code

LOADED = "loaded"
FRAME = "frame"


def load_plan(
    session: Session,
    actor: Actor,
    folder: CampaignFolder,
    *,
    now: datetime,
    seed: str | None = None,
    ground_is_known: bool = False,
) -> PlanChanges:
    """Makes or updates a campaign with its units, people, their leave, streams, visits, draws and due dates.

    Gives everything that changed. The same files again change and write nothing. Visits that have begun are kept as
    they are; changes made by hand stay unless the file changed the same field. `seed` fixes the draw of a new campaign.
    With `ground_is_known` the units and people of the folder are those of this database, and nothing is written of them.
    """
    may_coordinate.require(actor, None)
    known = find_campaign(session, folder.plan.campaign.code)
    if known is not None and known.plan_sha256 == folder.sha256:
        return PlanChanges()
    ground_changes = PlanChanges() if ground_is_known else _units_and_people(session, actor, folder, now=now)
    loaded: dict[str, Any] = known.settings.get(LOADED, {}) if known else {}
    campaign, fields = set_campaign(session, known, folder, seed)
    streams = set_streams(session, campaign, folder)
    ground = PlanGround(campaign, streams.by_code, units_by_code(session), _people(session), folder)
    visits = load_visits(session, ground, loaded, now=now)
    days = DayChanges()
    if not ground_is_known:
        days = load_closed_days(session, actor, campaign, folder, ground.people, now=now)
    _keep_loaded(session, ground)
    _refresh_due_dates(session, campaign, now=now)
    own = PlanChange(ChangedThing.CAMPAIGN, campaign.code, campaign.title, fields if known else {})
    _record(session, actor, campaign, known is None, visits, now=now)
    drawn = draw_unannounced(session, actor, campaign, now=now)
    return PlanChanges(
        added=(*([] if known else [own]), *ground_changes.added, *streams.added, *visits.added, *days.added, *drawn),
        changed=(*([own] if known and fields else []), *ground_changes.changed, *streams.changed, *visits.changed),
        removed=(*visits.removed, *days.removed),
        kept=tuple(visits.kept),
    )


def _units_and_people(session: Session, actor: Actor, folder: CampaignFolder, *, now: datetime) -> PlanChanges:
    units = load_units(session, actor, folder.units.units, now=now)
    since = folder.plan.campaign.window.starts.replace(month=1, day=1)
    added, changed = load_people(session, actor, folder.teams, units_by_code(session), since=since, now=now)
    new = [PlanChange(ChangedThing.UNIT, one.code, one.name) for one in units if one.is_new]
    altered = [PlanChange(ChangedThing.UNIT, one.code, one.name, one.fields) for one in units if not one.is_new]
    return PlanChanges(added=(*new, *added), changed=(*altered, *changed))


def _people(session: Session) -> dict[str, UUID]:
    return {code_of(person): person.id for person in session.scalars(select(Person))}


def _keep_loaded(session: Session, ground: PlanGround) -> None:
    values = {entry.code: ground.values(entry) for entry in ground.folder.plan.visits}
    ground.campaign.settings = {**ground.campaign.settings, LOADED: values, FRAME: _frame(ground.folder)}
    session.flush()


def _frame(folder: CampaignFolder) -> dict[str, Any]:
    """What no table keeps, and the next campaign is made from: the teams by name, and the pools as they were written."""
    return {
        "teams": [team.model_dump(mode="json") for team in folder.teams.teams],
        "pools": {draw.code: draw.pool.model_dump(mode="json") for draw in folder.plan.draws},
    }


def _refresh_due_dates(session: Session, campaign: Campaign, *, now: datetime) -> None:
    """All of them: the calendar or a deadline may have changed for visits that the file left alone."""
    refresh_campaign_occurrences(session, campaign, now=now)
    for visit in session.scalars(select(Visit).where(Visit.campaign_id == campaign.id).order_by(Visit.code)):
        refresh_occurrences(session, visit, now=now)


def _record(
    session: Session, actor: Actor, campaign: Campaign, is_new: bool, visits: VisitChanges, *, now: datetime
) -> None:
    lists = (("added", visits.added), ("changed", visits.changed), ("removed", visits.removed), ("kept", visits.kept))
    record(
        session,
        actor,
        "campaigns.load_plan",
        campaign,
        now=now,
        summary=f"{'Nạp' if is_new else 'Cập nhật'} kế hoạch đợt kiểm tra {campaign.code}",
        changes={
            name: (None, {one.code: {field: list(pair) for field, pair in one.fields.items()} for one in changes})
            for name, changes in lists
            if changes
        },
    )
