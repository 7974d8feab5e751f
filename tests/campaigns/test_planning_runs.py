"""Asking the planner, working a run off, and publishing what it proposes: whole, by a person, and only on the same facts."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from inspect_app.campaigns.asked_ground import read_ground
from inspect_app.campaigns.models import ProposedVisit, Visit
from inspect_app.campaigns.operations import (
    ask_for_plan,
    ask_stop,
    close_unit,
    discard_proposal,
    fail_run,
    finish_run,
    keep_alive,
    leave_run,
    note_progress,
    pin_visit,
    publish_proposal,
    report_storm,
    schedule_visit,
    take_run,
    wanted_run,
)
from inspect_app.campaigns.operations.planning import Line
from inspect_app.campaigns.proposals import changes_of, run_state
from inspect_app.campaigns.rules import RunState
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.outbox import InboxMessage
from inspect_app.units.rules import UnitKind
from tests.factories.moments import NOW, TODAY
from tests.factories.people import make_person, make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

WORKER, OTHER = UUID(int=1), UUID(int=2)
FIRST, SECOND, THIRD = date(2024, 7, 9), date(2024, 7, 16), date(2024, 8, 6)


@pytest.fixture
def coordinator(session):
    return make_player(session, Role.COORDINATOR, name="Điều phối mẫu").actor


@pytest.fixture
def ground(session):
    """Three visits of one team: two with days, one without."""
    campaign = make_campaign(session)
    stream = make_stream(session, campaign)
    team = [(make_player(session, Role.LEAD).person, Role.LEAD), (make_person(session), Role.SECRETARY)]
    days = (FIRST, SECOND, None)
    visits = [make_visit(session, unit=make_unit(session), stream=stream, starts_on=day, team=team) for day in days]
    return campaign, visits


def ask(session, actor, campaign, **more):
    return ask_for_plan(session, actor, campaign, seconds=10, now=NOW, **more)


def propose(session, run, *places):
    """Ends a run with (visit, first day or none) pairs; everybody keeps his team."""
    lines = [
        Line(visit.id, day, day, [(one.person_id, one.role.value) for one in visit.team] if day else ())
        for visit, day in places
    ]
    assert take_run(session, run.id, WORKER, real_now=NOW)
    assert finish_run(session, run.id, WORKER, {"costs": {}, "bound": 0, "is_optimal": True}, lines, now=NOW)
    session.refresh(run)


def test_a_run_is_wanted_taken_once_and_taken_again_only_from_a_silent_worker(session, coordinator, ground):
    run = ask(session, coordinator, ground[0])
    assert wanted_run(session, real_now=NOW) == run
    assert take_run(session, run.id, WORKER, real_now=NOW) == run
    assert wanted_run(session, real_now=NOW) is None
    assert take_run(session, run.id, WORKER, real_now=NOW) is None
    later = NOW + timedelta(seconds=61)
    assert wanted_run(session, real_now=later) == run
    assert not note_progress(session, run.id, WORKER, {"cost": 5, "bound": 3, "seconds": 1}, real_now=later)
    ask_stop(session, coordinator, run, now=NOW)
    assert note_progress(session, run.id, WORKER, {}, real_now=later)
    with pytest.raises(Conflict):
        ask(session, coordinator, ground[0])


def test_what_a_worker_that_was_taken_for_dead_says_later_is_not_written(session, coordinator, ground):
    run = ask(session, coordinator, ground[0])
    later = NOW + timedelta(seconds=61)
    assert take_run(session, run.id, WORKER, real_now=NOW)
    assert take_run(session, run.id, OTHER, real_now=later)
    assert note_progress(session, run.id, WORKER, {"cost": 9}, real_now=later)
    assert not keep_alive(session, run.id, WORKER, real_now=later)
    assert not finish_run(session, run.id, WORKER, {"costs": {}}, [], now=NOW)
    fail_run(session, run.id, WORKER, "Máy hỏng", now=NOW)
    leave_run(session, run.id, WORKER, broke_off=True, now=NOW)
    assert (run.worker, run.progress, run.broken_off) == (OTHER, {}, 0)
    assert run_state(run) is RunState.SEARCHING


def test_a_run_that_its_scheduler_gave_back_is_wanted_at_once_and_ends_when_it_breaks_off_again(
    session, coordinator, ground
):
    run = ask(session, coordinator, ground[0])
    take_run(session, run.id, WORKER, real_now=NOW)
    leave_run(session, run.id, WORKER, broke_off=False, now=NOW)
    assert (wanted_run(session, real_now=NOW), run.broken_off) == (run, 0)
    take_run(session, run.id, OTHER, real_now=NOW)
    leave_run(session, run.id, OTHER, broke_off=True, now=NOW)
    assert wanted_run(session, real_now=NOW) == run
    leave_run(session, run.id, WORKER, broke_off=True, now=NOW)
    assert run_state(run) is RunState.FAILED
    assert "bị ngắt 2 lần" in str(run.error)
    assert ask(session, coordinator, ground[0])


def test_two_visits_swap_their_days_in_one_publication_and_all_are_told(session, coordinator, ground):
    campaign, (one, other, third) = ground
    run = ask(session, coordinator, campaign)
    propose(session, run, (one, SECOND), (other, FIRST), (third, THIRD))
    assert run_state(run) is RunState.PROPOSED
    assert [change.visit for change in changes_of(session, coordinator, run) if change.moves] == [other, one, third]
    with pytest.raises(RuleBroken):
        publish_proposal(session, coordinator, run, reason=" ", now=NOW)
    assert publish_proposal(session, coordinator, run, reason="Xếp lịch quý III", now=NOW) == 3
    assert (one.starts_on, other.starts_on, third.starts_on) == (SECOND, FIRST, THIRD)
    assert run_state(run) is RunState.PUBLISHED
    entries = session.scalars(select(JournalEntry).where(JournalEntry.verb == "campaigns.publish_visit")).all()
    assert {entry.reason for entry in entries} == {"Xếp lịch quý III"}
    assert len(session.scalars(select(InboxMessage)).all()) == 3
    with pytest.raises(Conflict):
        publish_proposal(session, coordinator, run, reason="lần nữa", now=NOW)


def test_what_changed_since_the_run_began_refuses_the_publication_and_is_named(session, coordinator, ground):
    campaign, (one, other, _third) = ground
    run = ask(session, coordinator, campaign)
    propose(session, run, (one, THIRD))
    schedule_visit(
        session, coordinator, other, starts_on=date(2024, 7, 23), ends_on=date(2024, 7, 23), reason="dời", now=NOW
    )
    with pytest.raises(Conflict, match=other.code):
        publish_proposal(session, coordinator, run, reason="Công bố", now=NOW)
    assert one.starts_on == FIRST


def test_a_proposal_that_breaks_a_rule_is_never_published_whoever_made_it(session, coordinator, ground):
    campaign, (one, other, _third) = ground
    run = ask(session, coordinator, campaign)
    propose(session, run, (one, SECOND), (other, SECOND))
    with pytest.raises(Conflict):
        publish_proposal(session, coordinator, run, reason="Công bố", now=NOW)
    assert (one.starts_on, other.starts_on) == (FIRST, SECOND)


def test_only_who_may_schedule_a_visit_publishes_its_change(session, coordinator, ground):
    campaign, (one, _other, _third) = ground
    run = ask(session, coordinator, campaign)
    propose(session, run, (one, THIRD))
    own = make_player(session, Role.COORDINATOR, works_at=one.unit).actor
    with pytest.raises(Forbidden):
        publish_proposal(session, own, run, reason="Công bố", now=NOW)
    with pytest.raises(Forbidden):
        publish_proposal(session, make_player(session, Role.LEAD).actor, run, reason="Công bố", now=NOW)
    discard_proposal(session, coordinator, run, now=NOW)
    with pytest.raises(Conflict):
        publish_proposal(session, coordinator, run, reason="Công bố", now=NOW)


def test_a_secret_visit_of_a_proposal_is_shown_to_nobody_who_may_not_know_of_it(session, coordinator):
    campaign = make_campaign(session)
    unit = make_unit(session)
    secret = make_visit(
        session, unit=unit, stream=make_stream(session, campaign, unannounced=True), starts_on=None, unannounced=True
    )
    run = ask(session, coordinator, campaign)
    propose(session, run, (secret, THIRD))
    own = make_player(session, Role.COORDINATOR, works_at=unit).actor
    assert [change.visit for change in changes_of(session, coordinator, run)] == [secret]
    assert changes_of(session, own, run) == []


def test_a_storm_lifts_what_is_set_in_the_districts_pinned_or_not_and_asks_for_a_plan(session, coordinator):
    campaign = make_campaign(session)
    stream = make_stream(session, campaign)
    district = make_unit(session, "UBND huyện Chim Én")
    district.kind = UnitKind.DISTRICT
    commune, far = make_unit(session, "UBND xã Én Con"), make_unit(session, "Sở Hoàng Yến")
    commune.parent_id = district.id
    session.flush()
    visits = [make_visit(session, unit=unit, stream=stream, starts_on=FIRST) for unit in (district, commune, far)]
    visits[0].ends_on = date(2024, 7, 10)
    later = make_visit(session, unit=district, stream=stream, starts_on=THIRD)
    pin_visit(session, coordinator, visits[0], reason="Đã hẹn", now=NOW)
    after = report_storm(
        session,
        coordinator,
        campaign,
        [district],
        first_day=date(2024, 7, 8),
        last_day=date(2024, 7, 12),
        reason="Bão số 3",
        replan=True,
        now=NOW,
    )
    assert set(after.lifted) == set(visits[:2])
    assert [visit.starts_on for visit in (*visits, later)] == [None, None, FIRST, THIRD]
    assert after.run is not None
    assert after.run.options["weights"]["change"] > 8
    assert wanted_run(session, real_now=NOW) == after.run
    days = {code: visit.days for code, visit in read_ground(session, campaign, as_of=TODAY).problem.visits.items()}
    assert [days[visit.code] for visit in visits] == [2, 1, 1]


def test_nothing_is_asked_of_a_campaign_in_which_nothing_can_move(session, coordinator):
    campaign = make_campaign(session)
    make_visit(session, stream=make_stream(session, campaign), begun=True)
    with pytest.raises(RuleBroken):
        ask(session, coordinator, campaign)
    assert session.scalar(select(ProposedVisit)) is None


def test_a_closed_unit_counts_as_a_change_of_the_plan(session, coordinator, ground):
    campaign, (one, _other, _third) = ground
    run = ask(session, coordinator, campaign)
    propose(session, run, (one, THIRD))
    close_unit(session, coordinator, one.unit, first_day=THIRD, last_day=THIRD, why="Họp HĐND", now=NOW)
    with pytest.raises(Conflict, match=one.unit.name):
        publish_proposal(session, coordinator, run, reason="Công bố", now=NOW)
    assert session.scalar(select(Visit.starts_on).where(Visit.id == one.id)) == FIRST
