"""A typhoon week: no visit takes place, and all of it finds other days."""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial

from inspect_app.campaigns.models import Visit
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.cli.replay.coordinator import move_visit, standing_visits
from inspect_app.cli.replay.faults.choosing import coming_visits, once_planned
from inspect_app.cli.replay.playing import Play

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
    """On the last working day before it the coordinators move every visit of the week."""
    play.mark(now, "fault.typhoon_week", due=monday)
    week = frozenset(monday + timedelta(days=number) for number in range(WEEK.days))
    for visit in standing_visits(stage):
        if visit.begun_at is None and _falls_into(visit, monday):
            move_visit(stage, visit, monday + WEEK, REASON, now, but=week)


def _falls_into(visit: Visit, monday: date) -> bool:
    if visit.starts_on is None or visit.ends_on is None:
        return False
    return visit.starts_on < monday + WEEK and visit.ends_on >= monday
