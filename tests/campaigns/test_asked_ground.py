"""The planner's problem read from the database: the shipped campaign, absences, closures, pins, and its fingerprint."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from inspect_app.accounts.queries import person_by_code
from inspect_app.campaigns.asked_ground import Asked, read_ground
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations import close_unit, note_absence, pin_visit
from inspect_app.campaigns.planning.checking import Rule, check
from inspect_app.kernel.actors import SYSTEM
from inspect_app.units.queries import unit_by_code
from tests.campaigns.shipped import BEFORE, shipped_campaign

AS_OF = date(2024, 3, 1)


@pytest.fixture
def shipped(session):
    return shipped_campaign(session)


def test_the_shipped_campaign_is_read_whole_and_breaks_no_rule_but_the_distance(session, shipped):
    ground = read_ground(session, shipped, as_of=AS_OF)
    assert len(ground.problem.visits) == 40
    assert {one.rule for one in check(ground.problem, ground.plan)} <= {Rule.BURDEN}
    waiting = set(ground.plan.unplaced(ground.problem))
    assert waiting == {"TD-06", "TD-14", "YT-07", "MC-08"}
    assert ground.problem.visits["TD-14"].teams
    assert ground.problem.units["20848"].cluster is not None


def test_what_is_entered_reaches_the_planner_and_the_fingerprint(session, shipped):
    before = read_ground(session, shipped, as_of=AS_OF)
    days: dict[str, Any] = {"first_day": date(2024, 6, 17), "last_day": date(2024, 6, 21), "now": BEFORE}
    lead: Any = person_by_code(session, "toan-dien-a-truong-doan")
    note_absence(session, SYSTEM, lead, why="nghỉ phép", **days)
    close_unit(session, SYSTEM, unit_by_code(session, "513"), why="bão", with_below=True, **days)
    visit = session.scalars(select(Visit).where(Visit.code == "TD-01")).one()
    pin_visit(session, SYSTEM, visit, reason="Đã hẹn", now=BEFORE)
    after = read_ground(session, shipped, as_of=AS_OF)
    assert [one.why for one in after.problem.people["toan-dien-a-truong-doan"].leave] == ["nghỉ phép"]
    assert [one.why for one in after.problem.units["20848"].blackouts] == ["bão"]
    assert after.problem.visits["TD-01"].pinned == after.plan.placements["TD-01"]
    assert Rule.LEAVE in {one.rule for one in check(after.problem, after.plan)}
    assert before.fingerprint != after.fingerprint
    assert after.fingerprint == read_ground(session, shipped, as_of=date(2024, 3, 4)).fingerprint


def test_drawn_visits_stay_where_the_lot_put_them_and_sample_days_may_be_left_out(session, shipped):
    ground = read_ground(session, shipped, as_of=AS_OF, asked=Asked(ignore_sample=True))
    drawn = [one for one in ground.problem.visits.values() if one.unannounced]
    assert len(drawn) == 11
    assert all(one.pinned is not None for one in drawn)
    assert ground.problem.visits["TD-01"].published is None
