"""A run worked off by the planner's process: three visits of one team get three days, and a fault ends the run."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from inspect_app.campaigns import plan_work
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations import ask_for_plan, publish_proposal, schedule_visit
from inspect_app.campaigns.plan_work import work_off
from inspect_app.campaigns.proposals import changes_of, run_state
from inspect_app.campaigns.rules import RunState
from inspect_app.kernel.actors import Role
from tests.factories.moments import NOW
from tests.factories.people import make_person, make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit


@pytest.fixture
def transactions(connection):
    return sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)


@pytest.fixture
def coordinator(session):
    return make_player(session, Role.COORDINATOR, name="Điều phối mẫu").actor


@pytest.fixture
def campaign(session):
    """Two visits of one team on one day, and one without a day."""
    campaign = make_campaign(session)
    stream = make_stream(session, campaign)
    team = [(make_person(session), Role.LEAD), (make_person(session), Role.SECRETARY)]
    for day in (date(2024, 7, 9), date(2024, 7, 9), None):
        make_visit(session, unit=make_unit(session), stream=stream, starts_on=day, team=team)
    return campaign


def visits_of(session):
    return session.scalars(select(Visit)).all()


def ask(session, coordinator, campaign):
    run = ask_for_plan(session, coordinator, campaign, seconds=5, now=NOW)
    session.commit()
    return run


def test_the_plan_that_is_found_is_proposed_and_can_be_published(session, transactions, coordinator, campaign):
    run = ask(session, coordinator, campaign)
    assert work_off(transactions, run.id)
    assert not work_off(transactions, run.id)
    session.expire_all()
    assert run_state(run) is RunState.PROPOSED
    assert run.outcome["is_optimal"]
    assert run.progress["cost"] is not None
    days = {change.after[0] for change in changes_of(session, coordinator, run)}
    assert None not in days
    assert len(days) == 3
    assert publish_proposal(session, coordinator, run, reason="Lịch quý III", now=NOW) == 2


def test_a_visit_without_days_at_the_coordinators_own_unit_is_in_no_proposal_and_hinders_none(
    session, transactions, campaign
):
    own = next(visit for visit in visits_of(session) if visit.starts_on is None)
    actor = make_player(session, Role.COORDINATOR, works_at=own.unit).actor
    run = ask(session, actor, campaign)
    assert work_off(transactions, run.id)
    session.expire_all()
    assert own.id not in {line.visit_id for line in run.lines}
    assert publish_proposal(session, actor, run, reason="Lịch quý III", now=NOW) == 1
    assert own.starts_on is None


def test_a_plan_that_changed_before_the_search_began_ends_the_run_with_a_reason(
    session, transactions, coordinator, campaign
):
    run = ask(session, coordinator, campaign)
    visit = make_visit(session, stream=campaign.streams[0], starts_on=None)
    schedule_visit(session, coordinator, visit, starts_on=date(2024, 7, 30), ends_on=date(2024, 7, 30), now=NOW)
    session.commit()
    assert work_off(transactions, run.id)
    session.expire_all()
    assert run_state(run) is RunState.FAILED
    assert "thay đổi" in str(run.error)


def test_a_fault_of_the_search_ends_the_run_and_is_not_hidden(
    session, transactions, coordinator, campaign, monkeypatch
):
    def fault(*_args, **_more):
        raise ZeroDivisionError

    monkeypatch.setattr(plan_work, "propose", fault)
    run = ask(session, coordinator, campaign)
    with pytest.raises(ZeroDivisionError):
        work_off(transactions, run.id)
    session.expire_all()
    assert run_state(run) is RunState.FAILED
