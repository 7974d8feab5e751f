"""Keys and passwords, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from inspect_app.accounts import operations, passwords
from inspect_app.accounts.models import PasswordReset
from inspect_app.accounts.queries import sessions_of
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from tests.factories.moments import NOW
from tests.factories.people import make_player, open_door

PASSWORD, ANOTHER = "mưa rào tháng sáu", "nắng hạn tháng tám"


@pytest.fixture
def administrator(session):
    return make_player(session, Role.ADMINISTRATOR, name="Quản trị viên mẫu")


@pytest.fixture
def player(session):
    return make_player(session, Role.INSPECTOR)


def issue(session, by, account, at=None):
    return operations.issue_reset(session, by.actor, account, now=NOW, real_now=at or real_now())


def use(session, key, password=PASSWORD, at=None):
    return operations.set_password(session, key, password, now=NOW, real_now=at or real_now())


def test_a_key_sets_the_password_and_ends_every_session(session, administrator, player):
    open_door(session, player.account)
    use(session, issue(session, administrator, player.account))
    assert passwords.matches(player.account.password_hash, PASSWORD)
    assert list(sessions_of(session, player.account.id)) == []


def test_a_key_opens_once(session, administrator, player):
    key = issue(session, administrator, player.account)
    use(session, key)
    with pytest.raises(NotFound):
        use(session, key, ANOTHER)
    assert passwords.matches(player.account.password_hash, PASSWORD)


def test_a_key_that_was_used_meanwhile_is_found_used(session, administrator, player, monkeypatch):
    key = issue(session, administrator, player.account)
    row = session.scalar(select(PasswordReset))
    monkeypatch.setattr("inspect_app.accounts.operations.passwords.live_reset", lambda *_: row)
    use(session, key)
    with pytest.raises(NotFound):
        use(session, key, ANOTHER)


def test_a_key_ends_after_a_day(session, administrator, player):
    given = real_now()
    key = issue(session, administrator, player.account, at=given)
    with pytest.raises(NotFound):
        use(session, key, at=given + timedelta(hours=24))
    use(session, key, at=given + timedelta(hours=23, minutes=59))


def test_a_new_key_ends_the_one_before(session, administrator, player):
    first = issue(session, administrator, player.account)
    second = issue(session, administrator, player.account)
    with pytest.raises(NotFound):
        use(session, first)
    use(session, second)


def test_a_refused_password_leaves_the_key_whole(session, administrator, player):
    key = issue(session, administrator, player.account)
    with pytest.raises(RuleBroken) as refusal:
        use(session, key, "ngắn")
    assert refusal.value.field == "password"
    use(session, key)


def test_no_key_is_made_for_oneself_nor_by_others_nor_for_a_closed_account(session, administrator, player):
    with pytest.raises(Forbidden):
        issue(session, administrator, administrator.account)
    with pytest.raises(Forbidden):
        issue(session, player, administrator.account)
    operations.disable_account(session, administrator.actor, player.account, now=NOW, real_now=real_now())
    with pytest.raises(Conflict):
        issue(session, administrator, player.account)


def test_a_key_of_an_account_that_was_closed_since_opens_nothing(session, administrator, player):
    key = issue(session, administrator, player.account)
    operations.disable_account(session, administrator.actor, player.account, now=NOW, real_now=real_now())
    with pytest.raises(NotFound):
        use(session, key)


def change(session, player, current, new, keep=None):
    operations.change_password(
        session,
        player.actor,
        player.account,
        current=current,
        new=new,
        keep_session_id=keep,
        now=NOW,
        real_now=real_now(),
    )


def test_changing_asks_the_present_password_and_ends_the_other_sessions(session, administrator, player):
    use(session, issue(session, administrator, player.account))
    open_door(session, player.account)
    open_door(session, player.account)
    kept = sessions_of(session, player.account.id)[0]
    with pytest.raises(RuleBroken) as refusal:
        change(session, player, "sai rồi sai rồi", ANOTHER)
    assert refusal.value.field == "current"
    change(session, player, PASSWORD, ANOTHER, keep=kept.id)
    assert [row.id for row in sessions_of(session, player.account.id)] == [kept.id]
    assert passwords.matches(player.account.password_hash, ANOTHER)


def test_nobody_changes_the_password_of_another(session, administrator, player):
    with pytest.raises(Forbidden):
        operations.change_password(
            session,
            administrator.actor,
            player.account,
            current=PASSWORD,
            new=ANOTHER,
            keep_session_id=None,
            now=NOW,
            real_now=real_now(),
        )


def test_the_journal_tells_of_keys_and_passwords_without_showing_them(session, administrator, player):
    key = issue(session, administrator, player.account)
    use(session, key)
    change(session, player, PASSWORD, ANOTHER)
    entries = session.scalars(select(JournalEntry).where(JournalEntry.subject_id == player.account.id)).all()
    assert [entry.verb for entry in entries] == [
        "accounts.issue_reset",
        "accounts.set_password",
        "accounts.change_password",
    ]
    told = " ".join(f"{entry.summary} {entry.changes} {entry.reason}" for entry in entries)
    assert not any(secret in told for secret in (key, PASSWORD, ANOTHER, player.account.password_hash))
