"""A typhoon week: no visit takes place, and all of it finds other days."""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations import report_storm
from inspect_app.campaigns.operations.storms import LEAST_CHANGE
from inspect_app.campaigns.permissions import may_close_unit
from inspect_app.campaigns.queries import campaign_by_code
from inspect_app.cli.demonstration.cast import COORDINATOR
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.cli.replay.coordinator import move_visit, standing_visits
from inspect_app.cli.replay.faults.choosing import coming_visits, once_planned
from inspect_app.cli.replay.playing import Play
from inspect_app.kernel.clock import local_date
from inspect_app.units.queries import units_valid_on

REASON = "Hoãn vì bão, các đơn vị tập trung phòng chống (dữ liệu mẫu)."
# Storms come to this coast from September to November.
FIRST_STORM_MONTH, LAST_STORM_MONTH = 9, 11
WEEK = timedelta(days=7)


def typhoon_comes(play: Play) -> None:
    """A week with visits, in the season of storms if the campaign reaches it."""
    once_planned(play, _choose)


def _choose(play: Play, stage: Stage, _now: datetime) -> None:
    days = [visit.starts_on for visit in coming_visits(play) if visit.starts_on is not None]
    counted = Counter(day - timedelta(days=day.weekday()) for day in days)
    stormy = {
        monday: number for monday, number in counted.items() if FIRST_STORM_MONTH <= monday.month <= LAST_STORM_MONTH
    }
    weeks = stormy or counted
    if not weeks:
        return
    most = max(weeks.values())
    monday = stage.lots("typhoon-week").choice(sorted(week for week, number in weeks.items() if number == most))
    warned = stage.calendar.add_working_days(monday, -1)
    play.at(warned, 15, 30, partial(_warned, play, monday))


def _warned(play: Play, monday: date, stage: Stage, now: datetime) -> None:
    """On the last working day before it the coordinators move every visit of the week, by the planner or by hand."""
    play.mark(now, "fault.typhoon_week", due=monday)
    lifted = _reported(stage, monday, now) if play.wish.ignore_dates else frozenset()
    move = partial(_move_away, monday, lifted)
    if lifted:
        play.desk.ask(stage, now, REASON, weights={"change": LEAST_CHANGE}, then=move)
    else:
        move(stage, now)


def _reported(stage: Stage, monday: date, now: datetime) -> frozenset[str]:
    """The coordinator closes the whole province until the week is over; gives the visits that lost their days by it."""
    coordinator = stage.actor(COORDINATOR, now)
    campaign = campaign_by_code(stage.session, stage.folder.plan.campaign.code)
    last = monday + WEEK - timedelta(days=1)
    tops = [unit for unit in units_valid_on(stage.session, monday) if unit.parent_id is None]
    after = report_storm(
        stage.session,
        coordinator,
        campaign,
        [unit for unit in tops if may_close_unit(coordinator, unit)],
        # Closed at once: the planner would else send a team to a unit that was told before in what is left of the day.
        first_day=local_date(now),
        last_day=last,
        reason=REASON,
        replan=False,
        now=now,
    )
    return frozenset(visit.code for visit in after.lifted)


def _move_away(monday: date, lifted: frozenset[str], stage: Stage, now: datetime) -> None:
    """Every visit that is still in the week, or lost its days and got none, by hand."""
    week = frozenset(monday + timedelta(days=number) for number in range(WEEK.days))
    for visit in standing_visits(stage):
        lost = visit.code in lifted and visit.starts_on is None
        if visit.begun_at is None and (lost or _falls_into(visit, monday)):
            move_visit(stage, visit, monday + WEEK, REASON, now, but=week)


def _falls_into(visit: Visit, monday: date) -> bool:
    if visit.starts_on is None or visit.ends_on is None:
        return False
    return visit.starts_on < monday + WEEK and visit.ends_on >= monday
