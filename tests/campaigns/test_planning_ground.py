"""The planner's problem as it is read from the database, and the shipped campaign planned whole."""

from datetime import date

import pytest

from inspect_app.accounts.models import Affiliation
from inspect_app.campaigns.models import Absence, UnitClosure, VisitBond, VisitPin
from inspect_app.campaigns.planning import Span, check
from inspect_app.campaigns.planning.solving import solve_problem
from inspect_app.campaigns.planning_ground import planning_ground
from inspect_app.campaigns.queries import visit_by_code
from inspect_app.campaigns.rules import BondKind
from inspect_app.kernel.actors import Role
from tests.campaigns.shipped import shipped_campaign
from tests.factories.moments import LONG_AGO, NOW, TODAY
from tests.factories.people import make_person
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

LATER = date(2026, 1, 5)
PLANNED: list[object] = []


@pytest.fixture
def shipped(session):
    return shipped_campaign(session, NOW, "a seed for tests")


def problem_of(session, campaign, today=LATER, **more):
    return planning_ground(session, campaign, today=today, **more).problem


def test_the_shipped_campaign_is_planned_to_the_proven_best_the_same_on_each_database(session, shipped):
    problem = problem_of(session, shipped, ignore_sample_dates=True)
    plan, proof = solve_problem(problem, "a seed for tests")
    assert proof.is_optimal
    assert plan.unplaced(problem) == ()
    assert check(problem, plan) == []
    PLANNED.append(plan)
    assert PLANNED[0] == plan


def test_settings_lengths_and_teams_come_from_the_files(session, shipped):
    problem = problem_of(session, shipped, ignore_sample_dates=True)
    assert (problem.distance, problem.as_of) == (10, None)
    assert problem.visits["TD-01"].days == 3, "as long as its sample dates"
    assert problem.visits["TD-06"].days == 2, "as its stream says"
    assert problem.visits["TD-01"].teams == ("toan-dien-a",)
    assert set(problem.visits["TD-14"].teams) == {"toan-dien-a", "toan-dien-b", "toan-dien-b-khong-tttt"}
    assert problem.visits["TD-01"].published is None
    assert problem.units["504"].cluster == "nui-tay-bac"
    assert problem.units["20908"].cluster == "nui-tay-nam", "a commune lies where its district does"
    assert problem.units["STNMT"].cluster is None
    assert problem.people["toan-dien-a-thu-ky"].can_secretary
    assert problem.people["y-te-thanh-vien-1"].is_tied("VPUB", TODAY)
    assert problem.may_combine(problem.visits["TD-06"], problem.visits["YT-02"])


def test_dates_are_kept_near_unless_they_are_samples_to_be_forgotten(session, shipped):
    kept = problem_of(session, shipped)
    published = kept.visits["TD-01"].published
    assert published is not None
    assert published.span == Span(date(2024, 4, 22), date(2024, 4, 24))
    assert kept.visits["CVX-01"].unannounced


def test_while_the_campaign_runs_the_day_of_planning_counts(session, shipped):
    assert problem_of(session, shipped, today=TODAY).as_of == TODAY
    assert problem_of(session, shipped, today=TODAY).visits["TD-01"].notice_days == 10


def test_pins_begun_visits_and_bonds_are_read(session):
    campaign = make_campaign(session)
    stream, unit = make_stream(session, campaign), make_unit(session)
    lead = make_person(session, "Trưởng đoàn 1")
    begun = make_visit(session, stream=stream, begun=True, team=[(lead, Role.LEAD)])
    settled = make_visit(session, stream=stream, unit=unit)
    told = make_visit(session, stream=stream, noticed=True)
    follow = make_visit(session, stream=stream, unit=unit, starts_on=None)
    along = make_visit(session, stream=stream, unit=unit, starts_on=None)
    session.add(VisitPin(visit_id=settled.id, why="đã hẹn", pinned_at=NOW))
    session.add(VisitBond(visit_id=follow.id, other_id=settled.id, kind=BondKind.FOLLOWS))
    session.add(VisitBond(visit_id=along.id, other_id=follow.id, kind=BondKind.JOINED))
    session.flush()
    problem = problem_of(session, campaign, TODAY)
    assert problem.visits[begun.code].pinned is not None
    assert problem.visits[settled.code].pinned is not None
    assert problem.visits[told.code].pinned is None
    assert problem.visits[told.code].told
    assert problem.visits[follow.code].after == (settled.code,)
    assert problem.may_combine(problem.visits[along.code], problem.visits[follow.code])
    freed = problem_of(session, campaign, TODAY, freed=[settled.code, begun.code], pinned=[told.code])
    assert freed.visits[settled.code].pinned is None
    assert freed.visits[begun.code].pinned is not None, "what has begun is never moved"
    assert freed.visits[told.code].pinned is not None


def test_absences_closures_former_units_and_other_campaigns_are_read(session, shipped):
    problem = problem_of(session, shipped)
    visit = visit_by_code(session, shipped, "YT-07")
    lead = visit_by_code(session, shipped, "TD-01").team[0].person
    session.add(Absence(person_id=lead.id, first_day=TODAY, last_day=TODAY, why="ốm"))
    session.add(
        UnitClosure(unit_id=visit.unit.parent_id, with_below=True, first_day=TODAY, last_day=TODAY, why="bão số 1")
    )
    session.add(Affiliation(person_id=lead.id, unit_id=visit.unit_id, valid_from=LONG_AGO, valid_to=date(2024, 3, 1)))
    elsewhere = make_stream(session, make_campaign(session))
    make_visit(session, stream=elsewhere, starts_on=date(2024, 7, 9), team=[(lead, Role.LEAD)])
    session.flush()
    after = problem_of(session, shipped)
    person = after.people[lead.code]
    assert {one.span.first for one in person.leave} == {TODAY, date(2024, 7, 9)}
    assert person.is_tied(visit.unit.code, date(2024, 9, 1))
    closed = after.units[visit.unit.code].blackout_on(TODAY)
    assert closed is not None
    assert closed.why == "bão số 1"
    assert problem.units[visit.unit.code].blackouts == ()


def test_a_campaign_that_was_loaded_before_there_was_a_planner_is_planned_with_defaults(session):
    campaign = make_campaign(session)
    stream = make_stream(session, campaign)
    lead, writer = make_person(session, "Trưởng đoàn 1"), make_person(session, "Thư ký 1")
    dated = make_visit(session, stream=stream, team=[(lead, Role.LEAD), (writer, Role.SECRETARY)])
    undated = make_visit(session, stream=stream, starts_on=None)
    problem = problem_of(session, campaign, TODAY)
    assert len(problem.visits[undated.code].teams) == 1, "the team of the other visit of its stream"
    plan, proof = solve_problem(problem, "seed")
    assert proof.is_optimal
    assert plan.placements.keys() == {dated.code, undated.code}
