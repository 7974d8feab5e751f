"""Roles, places of work and delegations between dates, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from inspect_app.accounts import operations
from inspect_app.accounts.models import OWN_FORMS, RoleAssignment, SigningForm
from inspect_app.accounts.queries import CONFLICT_OF_INTEREST_WINDOW, actor_for, delegations_on, people_with_role
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.outbox import InboxMessage
from tests.factories.moments import NOW, TODAY
from tests.factories.people import make_person, make_player
from tests.factories.units import make_unit

DAY = timedelta(days=1)


@pytest.fixture
def administrator(session):
    return make_player(session, Role.ADMINISTRATOR, name="Quản trị viên mẫu")


@pytest.fixture
def player(session):
    return make_player(session, name="Trưởng đoàn 1")


def grant(session, by, person, role, unit=None, valid_from=TODAY, valid_to=None):
    return operations.grant_role(
        session, by.actor, person, role, unit, valid_from=valid_from, valid_to=valid_to, now=NOW
    )


def test_a_role_is_held_between_its_two_dates_and_on_them(session, administrator, player):
    unit = make_unit(session)
    grant(session, administrator, player.person, Role.HEAD_OF_UNIT, unit, TODAY, TODAY + 10 * DAY)
    held = {
        day: actor_for(session, player.account, TODAY + day * DAY).has(Role.HEAD_OF_UNIT, unit.id)
        for day in (-1, 0, 10, 11)
    }
    assert held == {-1: False, 0: True, 10: True, 11: False}
    assert people_with_role(session, Role.HEAD_OF_UNIT, unit.id, TODAY) == [player.person]
    assert people_with_role(session, Role.HEAD_OF_UNIT, unit.id, TODAY - DAY) == []


def test_a_role_over_a_unit_is_not_held_over_another(session, administrator, player):
    unit, other = make_unit(session), make_unit(session)
    grant(session, administrator, player.person, Role.UNIT_CONTACT, unit)
    actor = actor_for(session, player.account, TODAY)
    assert not actor.has(Role.UNIT_CONTACT, other.id)
    assert actor.belongs_to(unit.id)
    assert not actor.belongs_to(other.id)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_gives_himself_a_role(session, administrator, role):
    with pytest.raises(Forbidden):
        grant(session, administrator, administrator.person, role, make_unit(session))
    assert len(session.scalars(select(RoleAssignment)).all()) == 1


def test_nobody_lengthens_his_own_role_or_shortens_his_own_place_of_work(session, administrator):
    own = session.scalar(select(RoleAssignment))
    with pytest.raises(Forbidden):
        operations.end_role(session, administrator.actor, own, valid_to=date(2099, 1, 1), now=NOW)
    place = operations.add_affiliation(
        session, SYSTEM, administrator.person, make_unit(session), valid_from=TODAY, now=NOW
    )
    with pytest.raises(Forbidden):
        operations.end_affiliation(session, administrator.actor, place, valid_to=TODAY, now=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_give_roles(session, player, role):
    other = make_player(session, (role, make_unit(session)))
    with pytest.raises(Forbidden):
        grant(session, other, player.person, Role.OBSERVER)


def test_the_same_role_is_not_held_twice_on_one_day(session, administrator, player):
    grant(session, administrator, player.person, Role.LEAD, valid_to=TODAY + DAY)
    with pytest.raises(RuleBroken):
        grant(session, administrator, player.person, Role.LEAD, valid_from=TODAY + DAY)
    grant(session, administrator, player.person, Role.LEAD, valid_from=TODAY + 2 * DAY)
    grant(session, administrator, player.person, Role.LEAD, make_unit(session))


def test_dates_out_of_order_are_refused(session, administrator, player):
    with pytest.raises(RuleBroken) as refusal:
        grant(session, administrator, player.person, Role.LEAD, valid_to=TODAY - DAY)
    assert refusal.value.field == "valid_to"


def test_a_head_needs_a_unit_and_an_administrator_has_none(session, administrator, player):
    with pytest.raises(RuleBroken) as refusal:
        grant(session, administrator, player.person, Role.HEAD_OF_UNIT)
    assert refusal.value.field == "unit_id"
    with pytest.raises(RuleBroken):
        grant(session, administrator, player.person, Role.ADMINISTRATOR, make_unit(session))


def test_ending_a_role_writes_what_it_was_and_what_it_is(session, administrator, player):
    held = grant(session, administrator, player.person, Role.LEAD)
    operations.end_role(session, administrator.actor, held, valid_to=TODAY, now=NOW)
    assert actor_for(session, player.account, TODAY).has(Role.LEAD)
    assert not actor_for(session, player.account, TODAY + DAY).has(Role.LEAD)
    entry = session.scalars(select(JournalEntry).where(JournalEntry.verb == "accounts.end_role")).one()
    assert entry.changes == {"valid_to": [None, TODAY.isoformat()]}
    operations.end_role(session, administrator.actor, held, valid_to=TODAY, now=NOW)
    assert len(session.scalars(select(JournalEntry).where(JournalEntry.verb == "accounts.end_role")).all()) == 1


def test_a_role_that_has_not_begun_can_be_taken_back_and_one_that_has_cannot(session, administrator, player):
    coming = grant(session, administrator, player.person, Role.LEAD, valid_from=TODAY + DAY)
    begun = grant(session, administrator, player.person, Role.DEPUTY)
    with pytest.raises(Conflict):
        operations.withdraw_role(session, administrator.actor, begun, now=NOW)
    operations.withdraw_role(session, administrator.actor, coming, now=NOW)
    assert [held.role for held in player.person.roles] == [Role.DEPUTY]


def test_the_person_and_the_auditors_are_told_of_a_new_role(session, administrator, player):
    auditor = make_player(session, Role.AUDITOR)
    grant(session, administrator, player.person, Role.COORDINATOR)
    told = {message.account_id: message.subject for message in session.scalars(select(InboxMessage))}
    assert set(told) == {auditor.account.id, player.account.id}
    assert "Người điều phối" in told[auditor.account.id]


def test_the_loading_of_a_plan_tells_nobody(session, player):
    operations.grant_role(session, SYSTEM, player.person, Role.LEAD, None, valid_from=TODAY, now=NOW)
    assert session.scalar(select(InboxMessage)) is None


@pytest.mark.parametrize(
    ("left", "belongs"),
    [
        (None, True),
        (TODAY, True),
        (TODAY - DAY, True),
        (TODAY - CONFLICT_OF_INTEREST_WINDOW, True),
        (TODAY - CONFLICT_OF_INTEREST_WINDOW - DAY, False),
    ],
)
def test_one_belongs_to_a_unit_until_a_year_after_leaving_it(session, administrator, player, left, belongs):
    unit = make_unit(session)
    operations.add_affiliation(
        session, administrator.actor, player.person, unit, valid_from=date(2015, 1, 1), valid_to=left, now=NOW
    )
    actor = actor_for(session, player.account, TODAY)
    assert (unit.id in actor.unit_ids) is belongs
    assert actor.belongs_to(unit.id) is belongs


def test_leaving_a_unit_keeps_the_conflict_of_interest_for_a_year(session, administrator, player):
    unit = make_unit(session)
    place = operations.add_affiliation(
        session, administrator.actor, player.person, unit, valid_from=date(2015, 1, 1), now=NOW
    )
    operations.end_affiliation(session, administrator.actor, place, valid_to=TODAY, now=NOW)
    assert actor_for(session, player.account, TODAY + timedelta(days=365)).belongs_to(unit.id)
    assert not actor_for(session, player.account, TODAY + timedelta(days=366)).belongs_to(unit.id)


def test_the_same_place_is_not_noted_twice(session, administrator, player):
    unit = make_unit(session)
    operations.add_affiliation(session, administrator.actor, player.person, unit, valid_from=TODAY, now=NOW)
    with pytest.raises(RuleBroken):
        operations.add_affiliation(session, administrator.actor, player.person, unit, valid_from=TODAY, now=NOW)


def sign_for(session, by, person, unit, form, on_behalf_of=None, title="Phó Chủ tịch", valid_to=None):
    return operations.add_delegation(
        session,
        by.actor,
        person,
        unit,
        form=form,
        on_behalf_of=on_behalf_of,
        title=title,
        valid_from=TODAY,
        valid_to=valid_to,
        now=NOW,
    )


def test_a_delegation_says_over_which_title_and_between_which_dates_one_signs(session, administrator, player):
    unit = make_unit(session)
    signs = sign_for(
        session, administrator, player.person, unit, SigningForm.DEPUTY, "Chủ tịch", valid_to=TODAY + 30 * DAY
    )
    assert signs.authority_lines == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert list(delegations_on(session, unit.id, TODAY + 30 * DAY)) == [signs]
    assert list(delegations_on(session, unit.id, TODAY + 31 * DAY)) == []
    operations.end_delegation(session, administrator.actor, signs, valid_to=TODAY, now=NOW)
    assert list(delegations_on(session, unit.id, TODAY + DAY)) == []


@pytest.mark.parametrize("form", [form for form in SigningForm if form not in OWN_FORMS])
def test_signing_for_another_says_for_whom(session, administrator, player, form):
    with pytest.raises(RuleBroken) as refusal:
        sign_for(session, administrator, player.person, make_unit(session), form)
    assert refusal.value.field == "on_behalf_of"


def test_nobody_gives_himself_the_right_to_sign(session, administrator):
    with pytest.raises(Forbidden):
        sign_for(session, administrator, administrator.person, make_unit(session), SigningForm.OWN)


def test_a_person_without_an_account_can_hold_a_role(session, administrator):
    person = make_person(session)
    grant(session, administrator, person, Role.SIGNATORY, make_unit(session))
    assert [held.role for held in person.roles] == [Role.SIGNATORY]
