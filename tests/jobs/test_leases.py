"""One scheduler at a time, and a leader of yesterday writes nothing."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from inspect_app.jobs.leases import (
    LEASE_LIFE,
    Held,
    LeaseLost,
    make_row,
    release_lease,
    require_lease,
    take_lease,
    wait_for_turn,
)
from inspect_app.jobs.models import SchedulerLease

REAL = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def taken(session, owner="a", held=None, real_now=REAL):
    """A lease that must be had."""
    found = take_lease(session, owner, held, real_now=real_now)
    assert found is not None
    return found


def test_the_first_leads_and_the_second_stands_by(transactions):
    with transactions.begin() as session:
        first = taken(session)
    with transactions.begin() as session:
        assert take_lease(session, "b", None, real_now=REAL + LEASE_LIFE - SECOND) is None
    assert first == Held("a", 1)


def test_a_leader_renews_and_keeps_its_fence(transactions):
    held = None
    for minute in range(10):
        with transactions.begin() as session:
            held = take_lease(session, "a", held, real_now=REAL + minute * timedelta(minutes=1))
    assert held == Held("a", 1)


def test_a_lease_that_was_not_renewed_goes_to_the_next_with_a_higher_fence(transactions):
    with transactions.begin() as session:
        old = taken(session)
    later = REAL + LEASE_LIFE + SECOND
    with transactions.begin() as session:
        new = take_lease(session, "b", None, real_now=later)
    assert new == Held("b", 2)
    with pytest.raises(LeaseLost), transactions.begin() as session:
        require_lease(session, old, real_now=later)
    with transactions.begin() as session:
        require_lease(session, new, real_now=later)
        assert take_lease(session, "a", old, real_now=later) is None


def test_a_stale_fence_is_refused_even_to_the_same_owner(transactions):
    with transactions.begin() as session:
        first = taken(session)
        release_lease(session, first)
        second = take_lease(session, "a", None, real_now=REAL)
        assert second == Held("a", 2)
        with pytest.raises(LeaseLost):
            require_lease(session, first, real_now=REAL)


def test_a_lease_that_was_given_back_is_free_at_once(transactions):
    with transactions.begin() as session:
        release_lease(session, taken(session))
    with transactions.begin() as session:
        assert take_lease(session, "b", None, real_now=REAL) == Held("b", 2)


def test_of_many_that_ask_at_once_exactly_one_leads(transactions):
    with transactions.begin() as session:
        make_row(session)
    start, won = threading.Barrier(6), []

    def ask(owner):
        start.wait()
        with transactions.begin() as session:
            won.append(take_lease(session, owner, None, real_now=REAL))

    threads = [threading.Thread(target=ask, args=(f"s{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([held for held in won if held is not None]) == 1
    with transactions() as session:
        assert session.scalar(select(SchedulerLease.fence)) == 1


def test_nobody_takes_the_lease_while_its_leader_writes(transactions):
    with transactions.begin() as session:
        held = taken(session)
    late = REAL + LEASE_LIFE + SECOND
    answers = []

    def ask():
        with transactions.begin() as other:
            answers.append(take_lease(other, "b", None, real_now=late))

    with transactions.begin() as session:
        require_lease(session, held, real_now=late)
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive()
    thread.join()
    assert answers == [None]


def test_a_run_by_hand_waits_for_the_scheduler(transactions):
    with transactions.begin() as session:
        held = taken(session)
    order = []

    def run():
        with transactions.begin() as other:
            wait_for_turn(other)
            order.append("by hand")

    with transactions.begin() as session:
        require_lease(session, held, real_now=REAL)
        thread = threading.Thread(target=run)
        thread.start()
        thread.join(timeout=0.5)
        order.append("scheduler")
    thread.join()
    assert order == ["scheduler", "by hand"]
