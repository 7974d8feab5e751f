"""A member falls ill for two weeks; somebody else goes in his place."""

from datetime import date, datetime, timedelta
from functools import partial

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations import note_absence
from inspect_app.campaigns.operations.storms import LEAST_CHANGE
from inspect_app.cli.demonstration.cast import COORDINATOR
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.cli.replay.coordinator import replace_member, standing_visits
from inspect_app.cli.replay.faults.choosing import coming_visits, once_planned
from inspect_app.cli.replay.playing import Play
from inspect_app.kernel.clock import local_date

AWAY = timedelta(days=14)
REASON = "Thành viên ốm, có giấy nghỉ (dữ liệu mẫu)."


def member_falls_ill(play: Play) -> None:
    """On the morning of a visit, a member of its team."""
    once_planned(play, _choose)


def _choose(play: Play, stage: Stage, _now: datetime) -> None:
    lots, visits = stage.lots("member-ill"), coming_visits(play)
    if not visits:
        return
    visit = lots.choice(visits)
    code = lots.choice([member.person.code for member in visit.team if member.person.code])
    play.at(visit.starts_on or visit.window_start, 7, 20, partial(_falls_ill, play, code))


def _falls_ill(play: Play, code: str, stage: Stage, now: datetime) -> None:
    play.mark(now, "fault.member_ill", person=code)
    first = local_date(now)
    replace = partial(_replaced, code, first)
    if not play.wish.ignore_dates:
        replace(stage, now)
        return
    person = stage.person(code)
    coordinator = stage.actor(COORDINATOR, now)
    note_absence(stage.session, coordinator, person, first_day=first, last_day=first + AWAY, why=REASON, now=now)
    if any(person.id == member.person_id for visit in _coming(stage, first) for member in visit.team):
        play.desk.ask(stage, now, REASON, weights={"change": LEAST_CHANGE}, then=replace)


def _replaced(code: str, first: date, stage: Stage, now: datetime) -> None:
    """Somebody else goes wherever the member still stands: at all his visits, or where the planner may change nothing."""
    for visit in _coming(stage, first):
        replace_member(stage, visit, code, REASON, now)


def _coming(stage: Stage, first: date) -> list[Visit]:
    return [
        visit
        for visit in standing_visits(stage)
        if visit.begun_at is None and visit.starts_on is not None and first <= visit.starts_on <= first + AWAY
    ]
