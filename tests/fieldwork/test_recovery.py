"""A forgotten password loses nothing: the key comes back to its own person, and to nobody else."""

import base64
import os
from uuid import uuid4

import pytest
from sqlalchemy import select

from inspect_app.accounts import operations as accounts
from inspect_app.accounts.models import Device
from inspect_app.fieldwork.operations.recovery import recover_data_key, recovery_key_of
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import Forbidden, NotFound, RuleBroken
from inspect_app.kernel.sealing import key_label, make_key_pair, wrap
from tests.factories.moments import NOW
from tests.factories.people import Player, make_player
from tests.factories.visits import make_campaign


@pytest.fixture
def player(session):
    return make_player(session, Role.INSPECTOR)


def make_device(session, player: Player) -> Device:
    at = real_now()
    device = Device(
        id=uuid4(),
        person_id=player.person.id,
        label="Máy 1",
        token_sha256=uuid4().hex * 2,
        seal_key=os.urandom(32).hex(),
        enrolled_at=at,
        last_seen_at=at,
    )
    session.add(device)
    session.flush()
    return device


def wrapped_for(session, device: Device, data_key: bytes | None = None) -> str:
    key = recovery_key_of(session, make_campaign(session), now=NOW)
    return wrap(key.public_spki, data_key or os.urandom(32), key_label(device.id))


def recover(session, player, device, wrapped, reason="quên mật khẩu cũ"):
    return recover_data_key(session, player.actor, device, wrapped_key=wrapped, reason=reason, now=NOW)


def test_the_key_of_a_campaign_is_made_once(session):
    campaign = make_campaign(session)
    assert recovery_key_of(session, campaign, now=NOW) is recovery_key_of(session, campaign, now=NOW)


def test_a_forgotten_password_loses_nothing(session, player):
    data_key = os.urandom(32)
    recovery_key_of(session, make_campaign(session), now=NOW)
    device = make_device(session, player)
    wrapped = wrapped_for(session, device, data_key)
    administrator = make_player(session, Role.ADMINISTRATOR)
    key = accounts.issue_reset(session, administrator.actor, player.account, now=NOW, real_now=real_now())
    accounts.set_password(session, key, "một câu hoàn toàn mới", now=NOW, real_now=real_now())
    assert base64.b64decode(recover(session, player, device, wrapped)) == data_key


def test_the_journal_keeps_the_reason_and_never_the_key(session, player):
    device = make_device(session, player)
    key = recover(session, player, device, wrapped_for(session, device))
    entry = session.scalar(select(JournalEntry).where(JournalEntry.verb == "fieldwork.recover_data_key"))
    assert entry.reason == "quên mật khẩu cũ"
    assert key not in entry.summary
    assert key not in str(entry.changes)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR, Role.LEAD])
def test_nobody_else_recovers_it(session, player, role):
    device = make_device(session, player)
    with pytest.raises(Forbidden):
        recover(session, make_player(session, role), device, wrapped_for(session, device))


def test_nobody_gets_a_colleagues_key_by_naming_a_tablet_of_his_own(session, player):
    thief = make_player(session, Role.INSPECTOR)
    wrapped = wrapped_for(session, make_device(session, player))
    with pytest.raises(NotFound):
        recover(session, thief, make_device(session, thief), wrapped)


def test_recovery_needs_a_reason(session, player):
    with pytest.raises(RuleBroken):
        recover(session, player, make_device(session, player), "AAAA", reason=" ")


def test_a_key_that_was_wrapped_elsewhere_is_not_found(session, player):
    recovery_key_of(session, make_campaign(session), now=NOW)
    device = make_device(session, player)
    with pytest.raises(NotFound):
        recover(session, player, device, wrap(make_key_pair().public_spki, os.urandom(32), key_label(device.id)))
