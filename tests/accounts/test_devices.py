"""Tablets: enrolled with the password, heard, revoked with a reason, lost; on both databases."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from inspect_app.accounts import operations, passwords
from inspect_app.accounts.queries import device_by_token, devices_of, devices_page
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.state import IS_DEMONSTRATION, set_fact
from tests.factories.moments import NOW
from tests.factories.people import make_player

PASSWORD = "mưa rào tháng sáu"


@pytest.fixture
def player(session):
    found = make_player(session, Role.INSPECTOR)
    found.account.password_hash = passwords.hash_of(PASSWORD)
    session.flush()
    return found


def enrol(session, player, device_id=None, password=PASSWORD, actor=None):
    return operations.enrol_device(
        session,
        actor or player.actor,
        player.account,
        device_id=device_id or uuid4(),
        label="Máy 1",
        password=password,
        user_agent="thử",
        app_version="1",
        now=NOW,
        real_now=real_now(),
    )


def revoke(session, player, device, reason="mất máy"):
    operations.revoke_device(session, player.actor, device, reason=reason, now=NOW, real_now=real_now())


def lose(session, player, device, changes=3):
    operations.note_loss(
        session, player.actor, device, changes=changes, photos=1, last_saved_at=None, now=NOW, real_now=real_now()
    )


def verbs(session):
    return list(session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id)))


def test_an_enrolled_tablet_is_found_by_its_token_alone(session, player):
    made = enrol(session, player)
    found = device_by_token(session, operations.token_sha256(made.token))
    assert found is not None
    assert found.id == made.device.id
    assert made.token not in (made.device.token_sha256, made.device.label)
    assert len(made.device.seal_key) == 64


def test_enrolling_needs_the_password_again(session, player):
    with pytest.raises(RuleBroken) as refusal:
        enrol(session, player, password="mật khẩu nào khác")
    assert refusal.value.field == "password"
    assert not devices_of(session, player.person.id)


def test_nobody_enrols_a_tablet_for_somebody_else(session, player):
    other = make_player(session, Role.ADMINISTRATOR)
    with pytest.raises(Forbidden):
        enrol(session, player, actor=other.actor)


def test_enrolling_again_gives_a_new_token_and_keeps_the_seal(session, player):
    first = enrol(session, player)
    seal_key = first.device.seal_key
    second = enrol(session, player, first.device.id)
    assert second.token != first.token
    assert second.device.seal_key == seal_key
    assert device_by_token(session, operations.token_sha256(first.token)) is None


def test_a_tablet_is_never_taken_over_by_another_person(session, player):
    other = make_player(session, Role.INSPECTOR)
    other.account.password_hash = passwords.hash_of(PASSWORD)
    with pytest.raises(Conflict):
        enrol(session, other, enrol(session, player).device.id)


def test_a_sample_person_of_a_demonstration_chooses_a_password_for_the_tablet(session):
    sample = make_player(session, Role.INSPECTOR)
    sample.person.is_sample = True
    set_fact(session, IS_DEMONSTRATION, "yes")
    assert enrol(session, sample, password="bốn từ rời nhau").device.person_id == sample.person.id
    with pytest.raises(RuleBroken):
        enrol(session, sample, password="ngắn")


def test_a_sample_person_outside_a_demonstration_enrols_nothing(session):
    sample = make_player(session, Role.INSPECTOR)
    sample.person.is_sample = True
    with pytest.raises(RuleBroken):
        enrol(session, sample, password="bốn từ rời nhau")


def test_a_contact_says_what_is_unsent(session, player):
    device = enrol(session, player).device
    operations.note_contact(device, real_now=real_now(), unsent_changes=4, unsent_photos=2, clock_offset_ms=-1500)
    operations.note_contact(device, real_now=real_now())
    session.flush()
    assert (device.unsent_changes, device.unsent_photos, device.clock_offset_ms) == (4, 2, -1500)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR])
def test_who_keeps_the_house_revokes_any_tablet_with_a_reason(session, player, role):
    made = enrol(session, player)
    keeper = make_player(session, role)
    with pytest.raises(RuleBroken):
        revoke(session, keeper, made.device, reason=" ")
    revoke(session, keeper, made.device)
    assert made.device.revoke_reason == "mất máy"
    assert device_by_token(session, operations.token_sha256(made.token)) is made.device
    assert verbs(session)[-1] == "accounts.revoke_device"


def test_a_colleague_revokes_nothing(session, player):
    device = enrol(session, player).device
    with pytest.raises(Forbidden):
        revoke(session, make_player(session, Role.LEAD), device)


def test_a_revoked_tablet_is_not_enrolled_again(session, player):
    device = enrol(session, player).device
    revoke(session, player, device)
    with pytest.raises(Conflict):
        enrol(session, player, device.id)


def test_a_wipe_is_noted_once_and_only_after_a_revocation(session, player):
    device = enrol(session, player).device
    operations.note_wiped(session, player.actor, device, now=NOW, real_now=real_now())
    assert verbs(session).count("accounts.wipe_device") == 0
    revoke(session, player, device)
    for _ in range(2):
        operations.note_wiped(session, player.actor, device, now=NOW, real_now=real_now())
    assert device.wiped_at is not None
    assert verbs(session).count("accounts.wipe_device") == 1


def test_lost_work_is_kept_in_the_device_and_the_journal(session, player):
    device = enrol(session, player).device
    for _ in range(2):
        lose(session, player, device)
    assert (device.lost_changes, device.lost_photos) == (3, 1)
    assert verbs(session).count("accounts.note_loss") == 1


def test_nobody_reports_the_loss_of_somebody_elses_tablet(session, player):
    device = enrol(session, player).device
    with pytest.raises(Forbidden):
        lose(session, make_player(session, Role.ADMINISTRATOR), device)


def test_tablets_that_lost_work_stand_first(session, player):
    quiet, lost = enrol(session, player).device, enrol(session, player).device
    lose(session, player, lost)
    rows, total = devices_page(session, offset=0, limit=10)
    assert (list(rows), total) == ([lost, quiet], 2)
