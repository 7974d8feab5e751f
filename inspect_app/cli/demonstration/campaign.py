"""The campaign as it begins and as the coordinator goes on with it: loaded, guests invited, late visits scheduled."""

from datetime import date, datetime
from functools import partial

from inspect_app.accounts.queries import demonstration_accounts
from inspect_app.campaigns.events import PlanFolderLoaded
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations import change_team, load_plan, schedule_visit
from inspect_app.campaigns.operations.teams import Members, members_of
from inspect_app.campaigns.queries import campaign_by_code, visible_visits
from inspect_app.checklists.operations import record_versions
from inspect_app.cli.demonstration.cast import COORDINATOR, EXPERT, OBSERVER, call_cast
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.cli.demonstration.visits import plan_visit
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.events import publish
from inspect_app.kernel.outbox import mark_all_read
from inspect_app.kernel.resources import resource_root

FOLDER = resource_root() / "schedules" / "quang-nam-2024"
RULE = FOLDER / "rating.yaml"
# A sample's draw is no secret: it is the same in every demonstration, so that guides can speak of it.
SEED = "lịch mẫu 210"
GUESTS = ("TD-07", "TD-10", "TD-12")
INVITED = "Trưởng đoàn mời thêm chuyên gia và quan sát viên (dữ liệu mẫu)."
# Visits that the plan leaves without a day: when the coordinator sets it, the days, and whose team goes if it has none.
LATE_SCHEDULE = (
    ("YT-07", date(2024, 7, 22), date(2024, 8, 14), date(2024, 8, 14), "y-te"),
    ("MC-08", date(2024, 7, 29), date(2024, 8, 27), date(2024, 8, 28), ""),
    ("TD-06", date(2024, 8, 12), date(2024, 9, 10), date(2024, 9, 12), ""),
    ("TD-14", date(2024, 8, 19), date(2024, 9, 17), date(2024, 9, 18), "toan-dien-b"),
)


def open_campaign(stage: Stage, now: datetime) -> None:
    """Loads the campaign as on the day on which the plan came, and puts down every visit."""
    load_campaign(stage, SEED, now)
    for code in GUESTS:
        stage.at(date(2024, 3, 27), 9, GUESTS.index(code), partial(invite_guests, code))
    for code, on, first, last, team in LATE_SCHEDULE:
        stage.at(on, 10, 0, partial(set_days, code, first, last, team))
    plan_visits(stage)


def load_campaign(stage: Stage, seed: str, now: datetime) -> None:
    """Loads checklists, units, people and plan, draws with the seed, and calls the cast."""
    record_versions(stage.session, stage.library, now=now)
    load_plan(stage.session, SYSTEM, stage.folder, now=now, seed=seed)
    publish(stage.session, PlanFolderLoaded(stage.source, stage.folder.plan.campaign.code), actor=SYSTEM, now=now)
    stage.read_calendar()
    call_cast(stage, now)


def plan_visits(stage: Stage) -> None:
    """Puts down the acts of every visit that has its days."""
    for visit in _all_visits(stage):
        plan_visit(stage, visit.code)


def _all_visits(stage: Stage) -> list[Visit]:
    campaign = campaign_by_code(stage.session, stage.folder.plan.campaign.code)
    return sorted(visible_visits(stage.session, SYSTEM, campaign), key=lambda visit: visit.code)


def invite_guests(code: str, stage: Stage, now: datetime) -> None:
    """The coordinator adds an expert and an observer to a team."""
    visit = stage.visit(code)
    guests = [(stage.person(EXPERT).id, Role.EXPERT), (stage.person(OBSERVER).id, Role.OBSERVER)]
    members = [*members_of(visit), *guests]
    change_team(stage.session, stage.actor(COORDINATOR, now), visit, members=members, reason=INVITED, now=now)


def set_days(code: str, first: date, last: date, team: str, stage: Stage, now: datetime) -> None:
    """The coordinator sets the days of a visit that had none, and its team if it has none."""
    visit = stage.visit(code)
    members = _members(stage, team) if team else None
    coordinator = stage.actor(COORDINATOR, now)
    schedule_visit(stage.session, coordinator, visit, starts_on=first, ends_on=last, members=members, now=now)
    plan_visit(stage, code)


def _members(stage: Stage, team: str) -> Members:
    found = next(one for one in stage.folder.teams.teams if one.code == team)
    return [(stage.person(member.person).id, Role(member.role)) for member in found.members]


def read_messages(stage: Stage, now: datetime) -> None:
    """Everybody has read his messages up to here, so that the inbox shows what is new."""
    for account in demonstration_accounts(stage.session):
        mark_all_read(stage.session, account.id, now=now)
