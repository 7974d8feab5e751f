"""Who knows of which visit: the gate in SQL and the permission are one rule, and secrets stay secret."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from inspect_app.campaigns.operations import refresh_occurrences
from inspect_app.campaigns.permissions import may_see_visit
from inspect_app.campaigns.queries import VisitFilter, visible_occurrences, visible_visits, visits_of_unit
from inspect_app.campaigns.rules import VisitState
from inspect_app.kernel.actors import ANONYMOUS, SYSTEM, Role
from tests.factories.moments import NOW
from tests.factories.people import make_person, make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit


@pytest.fixture
def ground(session):
    """Two units with a visit of every kind and stage at each."""
    units = [make_unit(session, "UBND huyện Chim Én"), make_unit(session, "Sở Hoàng Yến")]
    campaign = make_campaign(session)
    streams = {flag: make_stream(session, campaign, unannounced=flag) for flag in (False, True)}
    stages: list[dict[str, Any]] = [{}, {"noticed": True}, {"begun": True}, {"closed": True}, {"starts_on": None}]
    lead = make_person(session, "Trưởng đoàn mẫu")
    visits = [
        make_visit(session, unit=unit, stream=streams[unannounced], team=[(lead, Role.LEAD)], **stage)
        for unit, unannounced, stage in product(units, streams, stages)
    ]
    return units, visits


def actors(session, units):
    """Every role over all and over each unit, alone and with a place of work at the first unit."""
    yield from (ANONYMOUS, SYSTEM)
    for role, unit, works_at in product(Role, (None, *units), (None, units[0])):
        held = role if unit is None else (role, unit)
        yield make_player(session, held, works_at=works_at).actor
    yield make_player(session, Role.INSPECTOR, (Role.HEAD_OF_UNIT, units[0])).actor
    yield make_player(session, Role.COORDINATOR, (Role.HEAD_OF_UNIT, units[0])).actor
    yield make_player(session, works_at=units[0]).actor


def test_the_list_shows_exactly_the_visits_that_may_be_seen(session, ground):
    units, visits = ground
    member = make_player(session, name="Thành viên mẫu")
    hidden = make_visit(session, unit=units[0], team=[(member.person, Role.LEAD)], unannounced=True)
    for actor in (*actors(session, units), member.actor):
        expected = {visit.id for visit in (*visits, hidden) if may_see_visit(actor, visit)}
        assert {visit.id for visit in visible_visits(session, actor)} == expected, actor


def test_a_secret_visit_is_seen_by_its_team_and_coordinators_only(session, ground):
    units, visits = ground
    secrets = [visit for visit in visits if visit.secret]
    assert secrets
    for role in Role:
        for held in (role, (role, units[0])):
            actor = make_player(session, held).actor
            seen = set(visible_visits(session, actor)) & set(secrets)
            assert bool(seen) is (role is Role.COORDINATOR), role


def test_a_coordinator_of_the_unit_does_not_learn_of_its_own_surprise(session, ground):
    units, _visits = ground
    actor = make_player(session, Role.COORDINATOR, works_at=units[0]).actor
    seen = [visit for visit in visible_visits(session, actor) if visit.secret]
    assert {visit.unit_id for visit in seen} == {units[1].id}


def test_the_unit_sees_its_own_visits_once_told_and_never_those_of_others(session, ground):
    units, _visits = ground
    for role in (Role.UNIT_CONTACT, Role.HEAD_OF_UNIT):
        seen = visible_visits(session, make_player(session, (role, units[0])).actor)
        assert seen
        assert {visit.unit_id for visit in seen} == {units[0].id}
        assert all(visit.notice_sent_at or visit.begun_at for visit in seen)


def test_an_administrator_sees_no_visit(session, ground):
    assert not visible_visits(session, make_player(session, Role.ADMINISTRATOR).actor)


def test_an_unannounced_visit_is_open_from_its_beginning(session, ground):
    _units, visits = ground
    begun = [visit for visit in visits if visit.unannounced and visit.begun_at]
    seen = visible_visits(session, make_player(session, Role.AUDITOR).actor)
    assert set(begun) <= set(seen)


def test_due_dates_of_a_secret_visit_are_as_secret_as_the_visit(session, ground):
    _units, visits = ground
    secret = next(visit for visit in visits if visit.secret and visit.starts_on)
    refresh_occurrences(session, secret, now=NOW)
    auditor, coordinator = make_player(session, Role.AUDITOR).actor, make_player(session, Role.COORDINATOR).actor
    assert not [one for one in visible_occurrences(session, auditor) if one.target_id == secret.id]
    assert [one for one in visible_occurrences(session, coordinator) if one.target_id == secret.id]


def test_every_filter_narrows_and_none_widens(session, ground):
    units, _visits = ground
    actor = make_player(session, Role.AUDITOR).actor
    everything = set(visible_visits(session, actor))
    narrowed = {
        VisitFilter(words="chim en"): lambda visit: visit.unit_id == units[0].id,
        VisitFilter(unit_id=units[1].id): lambda visit: visit.unit_id == units[1].id,
        VisitFilter(states=(VisitState.CLOSED,)): lambda visit: visit.closed_at,
        VisitFilter(states=(VisitState.PLANNED, VisitState.UNDER_WAY)): lambda visit: (
            visit.state in (VisitState.PLANNED, VisitState.UNDER_WAY)
        ),
        VisitFilter(since=date(2024, 6, 18)): lambda visit: False,
        VisitFilter(until=date(2024, 6, 17)): lambda visit: visit.starts_on is not None,
    }
    for narrow, holds in narrowed.items():
        assert set(visible_visits(session, actor, narrow=narrow)) == {visit for visit in everything if holds(visit)}


def test_every_state_in_sql_is_the_state_of_the_visit(session, ground):
    for state in VisitState:
        for visit in visible_visits(session, SYSTEM, narrow=VisitFilter(states=(state,))):
            assert visit.state is state


def test_the_visits_of_a_unit_pass_the_same_gate(session, ground):
    units, _visits = ground
    actor = make_player(session, Role.INSPECTOR).actor
    assert {visit.unit_id for visit in visits_of_unit(session, actor, units[0].id)} == {units[0].id}
    assert not any(visit.secret for visit in visits_of_unit(session, actor, units[0].id))
