"""Signing in and out, and what becomes of sessions, on both databases."""

import hashlib
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from inspect_app.accounts import operations, passwords
from inspect_app.accounts.models import AccountState, SignInSession
from inspect_app.accounts.operations import sessions
from inspect_app.accounts.queries import SESSION_IDLE, SESSION_LIFE, live_session, sessions_of
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import Forbidden, NotFound, RuleBroken
from inspect_app.kernel.state import IS_DEMONSTRATION, set_fact
from tests.factories.moments import NOW
from tests.factories.people import make_player
from tests.passwords import CHEAP

PASSWORD = "mưa rào tháng sáu"


@pytest.fixture
def player(session):
    found = make_player(session, Role.INSPECTOR)
    found.account.password_hash = passwords.hash_of(PASSWORD)
    session.flush()
    return found


def enter(session, username, password=PASSWORD, at=None):
    return operations.sign_in(
        session, username, password, address="10.0.0.1", device="thử", now=NOW, real_now=at or real_now()
    )


def found_by(session, token, at):
    return live_session(session, hashlib.sha256(token.encode()).hexdigest(), at)


def test_signing_in_opens_a_session_that_its_token_finds(session, player):
    entered = enter(session, player.account.username)
    row = found_by(session, entered.token, real_now())
    assert row is not None
    assert row.account_id == player.account.id
    assert len(entered.token) >= 43


def test_no_table_holds_the_token(session, player):
    token = enter(session, player.account.username).token
    row = session.scalar(select(SignInSession))
    assert token not in (row.token_sha256, row.device, row.address)
    entries = session.scalars(select(JournalEntry)).all()
    assert entries
    assert not any(token in entry.summary or token in str(entry.changes) for entry in entries)


def test_each_sign_in_has_a_token_of_its_own(session, player):
    tokens = {enter(session, player.account.username).token for _ in range(3)}
    assert len(tokens) == 3


@pytest.mark.parametrize("kind", ["unknown", "wrong", "disabled", "no password", "look-alike", "endless"])
def test_every_refusal_says_the_same_after_the_same_work(session, player, monkeypatch, kind):
    worked = []
    verify = CHEAP.verify

    class Counting(PasswordHasher):
        def verify(self, hash, password):
            worked.append(hash)
            return verify(hash, password)

    monkeypatch.setattr(passwords, "HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    passwords.dummy_hash()
    username, password = player.account.username, PASSWORD
    if kind == "unknown":
        username = "nobody"
    elif kind == "wrong":
        password = "mưa rào tháng bảy"
    elif kind == "disabled":
        player.account.state = AccountState.DISABLED
    elif kind == "no password":
        player.account.password_hash = None
    elif kind == "look-alike":
        username = username.replace("u", "υ")
    else:
        password = "x" * 100_000
    session.flush()
    with pytest.raises(RuleBroken) as refusal:
        enter(session, username, password)
    assert refusal.value.field is None
    assert "chưa đúng" in refusal.value.message
    assert len(worked) == 1
    assert session.scalar(select(SignInSession)) is None


def test_the_name_may_be_typed_in_capitals(session, player):
    assert enter(session, f" {player.account.username.upper()} ").account == player.account


def test_a_hash_of_older_parameters_is_made_anew_at_sign_in(session, player):
    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    player.account.password_hash = old
    session.flush()
    enter(session, player.account.username)
    assert player.account.password_hash != old
    assert not passwords.is_outdated(player.account.password_hash)
    enter(session, player.account.username)


def test_a_session_ends_when_it_rests_too_long_or_grows_too_old(session, player):
    begun = real_now()
    token = enter(session, player.account.username, at=begun).token
    assert found_by(session, token, begun + SESSION_IDLE) is not None
    assert found_by(session, token, begun + SESSION_IDLE + timedelta(seconds=1)) is None
    row = session.scalar(select(SignInSession))
    row.last_seen_at = begun + SESSION_LIFE
    session.flush()
    assert found_by(session, token, begun + SESSION_LIFE + timedelta(seconds=1)) is None


def test_a_session_is_noted_as_alive_once_a_minute(session, player):
    begun = real_now()
    enter(session, player.account.username, at=begun)
    row = session.scalar(select(SignInSession))
    assert not operations.touch_session(session, row.id, real_now=begun + timedelta(seconds=59))
    later = begun + sessions.TOUCH_EVERY + timedelta(seconds=1)
    assert operations.touch_session(session, row.id, real_now=later)
    session.refresh(row)
    assert row.last_seen_at == later


def test_revoking_takes_effect_at_once(session, player):
    token = enter(session, player.account.username).token
    row = session.scalar(select(SignInSession))
    operations.revoke_session(session, player.actor, row, now=NOW, real_now=real_now())
    assert found_by(session, token, real_now()) is None
    assert list(sessions_of(session, player.account.id)) == []


def test_nobody_revokes_the_session_of_another_but_an_administrator(session, player):
    enter(session, player.account.username)
    row = session.scalar(select(SignInSession))
    coordinator = make_player(session, Role.COORDINATOR)
    with pytest.raises(Forbidden):
        operations.revoke_session(session, coordinator.actor, row, now=NOW, real_now=real_now())
    administrator = make_player(session, Role.ADMINISTRATOR)
    operations.revoke_session(session, administrator.actor, row, now=NOW, real_now=real_now())
    assert row.revoked_at is not None


def test_a_disabled_account_is_out_at_once_and_cannot_come_back(session, player):
    token = enter(session, player.account.username).token
    administrator = make_player(session, Role.ADMINISTRATOR)
    operations.disable_account(session, administrator.actor, player.account, now=NOW, real_now=real_now())
    assert found_by(session, token, real_now()) is None
    with pytest.raises(RuleBroken):
        enter(session, player.account.username)
    operations.enable_account(session, administrator.actor, player.account, now=NOW)
    assert found_by(session, token, real_now()) is None
    assert enter(session, player.account.username).account == player.account


def as_sample(session, account):
    return operations.sign_in_as_sample(session, account, address="", device="", now=NOW, real_now=real_now())


def test_a_sample_account_opens_only_in_a_demonstration(session, player):
    player.person.is_sample = True
    with pytest.raises(NotFound):
        as_sample(session, player.account)
    set_fact(session, IS_DEMONSTRATION, "1")
    assert as_sample(session, player.account).account == player.account
    player.person.is_sample = False
    with pytest.raises(NotFound):
        as_sample(session, player.account)
