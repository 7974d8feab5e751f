"""The planner's process killed within its search: its run is begun anew at once, and twice killed ends with a word."""

import os
import signal
import time
from datetime import date

import pytest
from sqlalchemy import select

from inspect_app.campaigns.models import Campaign, PlanningRun
from inspect_app.campaigns.operations import ask_for_plan
from inspect_app.campaigns.proposals import run_state
from inspect_app.campaigns.rules import RunState
from inspect_app.jobs.planner_process import PlannerProcess
from inspect_app.kernel.actors import Role
from inspect_app.kernel.database import make_engine, session_factory
from inspect_app.web.schema import upgrade
from inspect_app.web.wiring import wire
from tests.factories.moments import NOW
from tests.factories.people import make_person, make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

PATIENCE = 120.0


@pytest.fixture
def transactions(tmp_path, monkeypatch):
    """A database of its own that other processes read; what a row says is proven on both databases elsewhere."""
    wire()
    url = f"sqlite:///{tmp_path / 'inspect.db'}"
    monkeypatch.setenv("INSPECT_DATABASE_URL", url)
    monkeypatch.setenv("INSPECT_DATA_DIR", str(tmp_path))
    engine = make_engine(url)
    upgrade(engine)
    yield session_factory(engine)
    engine.dispose()


@pytest.fixture
def coordinator(transactions):
    with transactions.begin() as session:
        stream = make_stream(session, make_campaign(session))
        team = [(make_person(session), Role.LEAD), (make_person(session), Role.SECRETARY)]
        for _number in range(2):
            make_visit(session, unit=make_unit(session), stream=stream, starts_on=date(2024, 7, 9), team=team)
        return make_player(session, Role.COORDINATOR).actor


@pytest.fixture
def planner(transactions):
    process = PlannerProcess(transactions.kw["bind"])
    yield process
    process.end()


def ask(transactions, coordinator):
    with transactions.begin() as session:
        return ask_for_plan(session, coordinator, session.scalars(select(Campaign)).one(), seconds=5, now=NOW).id


def state(transactions, run_id):
    with transactions() as session:
        run = session.get_one(PlanningRun, run_id)
        return run_state(run), run.broken_off, run.error


def wait_until(transactions, run_id, wanted):
    end = time.monotonic() + PATIENCE
    while state(transactions, run_id)[0] is not wanted:
        assert time.monotonic() < end, state(transactions, run_id)
        time.sleep(0.02)


def kill(planner):
    """SIGKILL, as the system does when memory runs out."""
    pid = planner.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while planner.pid is not None:
        time.sleep(0.01)


def test_a_search_that_was_killed_is_begun_anew_at_the_next_look_and_comes_to_its_end(
    transactions, coordinator, planner
):
    run_id = ask(transactions, coordinator)
    planner.look()
    wait_until(transactions, run_id, RunState.SEARCHING)
    kill(planner)
    assert state(transactions, run_id) == (RunState.SEARCHING, 0, None)
    planner.look()
    assert planner.pid is not None
    assert state(transactions, run_id)[1] == 1
    wait_until(transactions, run_id, RunState.PROPOSED)


def test_a_search_that_was_killed_twice_ends_with_a_word_and_the_coordinator_asks_anew_at_once(
    transactions, coordinator, planner
):
    run_id = ask(transactions, coordinator)
    for _time in range(2):
        planner.look()
        wait_until(transactions, run_id, RunState.SEARCHING)
        kill(planner)
    planner.look()
    found, times, error = state(transactions, run_id)
    assert (found, times) == (RunState.FAILED, 2)
    assert "lập lại" in error
    again = ask(transactions, coordinator)
    planner.look()
    wait_until(transactions, again, RunState.PROPOSED)


def test_a_search_that_ends_with_its_scheduler_is_the_next_schedulers_at_once(transactions, coordinator, planner):
    run_id = ask(transactions, coordinator)
    planner.look()
    wait_until(transactions, run_id, RunState.SEARCHING)
    planner.end()
    assert state(transactions, run_id) == (RunState.WANTED, 0, None)
    other = PlannerProcess(transactions.kw["bind"])
    other.look()
    wait_until(transactions, run_id, RunState.PROPOSED)
    other.end()
