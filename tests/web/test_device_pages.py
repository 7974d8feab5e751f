"""The pages of tablets: one's own, all of them, ending one, and what a lost store is told to."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts import operations
from inspect_app.accounts.models import Account, Device
from inspect_app.accounts.words import clock_text
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import Forbidden
from inspect_app.kernel.outbox import InboxMessage
from tests.browsing import send
from tests.factories.held import make_change, make_device
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW
from tests.factories.people import Player, make_player

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def journey(session: Session) -> Journey:
    found = make_journey(session)
    found.begin()
    return found


@pytest.fixture
def device(session: Session, journey: Journey) -> Device:
    made = make_device(session, journey.inspector, "Máy số 3")
    made.unsent_changes, made.unsent_photos, made.clock_offset_ms = 4, 2, 2 * 3_600_000
    make_change(session, made, journey.visit, item_id="CV01")
    return made


def _lose(session: Session, journey: Journey, device: Device, changes: int = 5, photos: int = 2) -> None:
    operations.note_loss(
        session,
        journey.inspector.actor,
        device,
        changes=changes,
        photos=photos,
        last_saved_at=None,
        now=NOW,
        real_now=real_now(),
    )


def _text(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def _told(session: Session, player: Player) -> list[tuple[str, str | None]]:
    query = select(InboxMessage).where(InboxMessage.account_id == player.account.id)
    return [(row.subject, row.link) for row in session.scalars(query) if "đã mất" in row.subject]


def test_one_sees_ones_own_tablets_with_what_is_unsent_and_the_visit_on_it(
    journey: Journey, device: Device, sign_in_as: SignIn
) -> None:
    page = _text(sign_in_as(journey.inspector.account), "/tai-khoan/may-tinh-bang")
    for words in ("Máy số 3", "4 mục, 2 ảnh", "nhanh 120 phút", journey.visit.code, "đang dùng"):
        assert words in page
    assert "Máy số 3" not in _text(sign_in_as(journey.secretary.account), "/tai-khoan/may-tinh-bang")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_who_keeps_the_house_sees_all_tablets(session: Session, device: Device, sign_in_as: SignIn, role: Role) -> None:
    page = _text(sign_in_as(make_player(session, role).account), "/thiet-bi")
    assert "Máy số 3" in page
    assert "Thành viên mẫu" in page


@pytest.mark.parametrize("who", ["lead", "inspector", "auditor", "head", "contact"])
def test_nobody_else_sees_all_tablets(journey: Journey, device: Device, sign_in_as: SignIn, who: str) -> None:
    assert sign_in_as(getattr(journey, who).account).get("/thiet-bi").status_code == 403


def test_a_visit_that_the_reader_may_not_know_of_is_not_named(session: Session, sign_in_as: SignIn) -> None:
    secret = make_journey(session, unannounced=True)
    make_change(session, make_device(session, secret.inspector, "Máy kín"), secret.visit, item_id="CV01")
    administrator = make_player(session, Role.ADMINISTRATOR)
    page = _text(sign_in_as(administrator.account), "/thiet-bi")
    assert "Máy kín" in page
    assert secret.visit.code not in page


def test_the_confirmation_says_what_becomes_of_unsent_work_and_asks_a_reason(
    session: Session, journey: Journey, device: Device, sign_in_as: SignIn
) -> None:
    client = sign_in_as(journey.coordinator.account)
    path = f"/thiet-bi/{device.id}/thu-hoi"
    page = _text(client, path)
    assert "máy còn 6 mục chưa gửi" in page
    assert f"Có thể đang nằm trên máy, đã mã hóa: {journey.visit.code}." in page
    assert send(client, path, reason=" ").status_code == 422
    assert send(client, path, reason="mất máy").status_code == 302
    session.expire_all()
    assert (device.revoke_reason, device.revoked_by) == ("mất máy", journey.coordinator.person.id)
    assert "đã thu hồi" in _text(client, "/thiet-bi")


def test_one_revokes_ones_own_tablet_and_nobody_elses(journey: Journey, device: Device, sign_in_as: SignIn) -> None:
    path = f"/thiet-bi/{device.id}/thu-hoi"
    assert sign_in_as(journey.secretary.account).get(path).status_code == 403
    response = send(sign_in_as(journey.inspector.account), path, reason="giao lại máy")
    assert response.headers["Location"] == "/tai-khoan/may-tinh-bang"


def test_a_loss_is_told_to_coordinators_and_to_the_leaders_of_the_visit_under_way(
    session: Session, journey: Journey, device: Device
) -> None:
    bystander = make_player(session, Role.LEAD)
    _lose(session, journey, device)
    subject = "7 mục chưa gửi đã mất trên máy Máy số 3"
    assert _told(session, journey.coordinator) == [(subject, "/thiet-bi")]
    assert _told(session, journey.lead) == [(subject, f"/cuoc-kiem-tra/{journey.visit.id}")]
    assert not _told(session, bystander)
    assert not _told(session, journey.inspector)


def test_the_same_loss_is_told_once_and_a_store_without_unsent_work_to_nobody(
    session: Session, journey: Journey, device: Device
) -> None:
    _lose(session, journey, device, 0, 0)
    assert not _told(session, journey.coordinator)
    for _ in range(2):
        _lose(session, journey, device)
    assert len(_told(session, journey.coordinator)) == 1


def test_the_leaders_of_a_closed_visit_are_not_told(session: Session, journey: Journey, device: Device) -> None:
    journey.close()
    _lose(session, journey, device)
    assert not _told(session, journey.lead)


def test_a_loss_stands_loudly_on_the_first_page_until_somebody_says_what_came_of_it(
    session: Session, journey: Journey, device: Device, sign_in_as: SignIn
) -> None:
    _lose(session, journey, device)
    client = sign_in_as(journey.coordinator.account)
    words = "7 mục chưa gửi đã mất trên máy Máy số 3"
    assert words in _text(client, "/")
    assert words in _text(client, "/thiet-bi")
    assert words not in _text(sign_in_as(journey.secretary.account), "/")
    path = f"/thiet-bi/{device.id}/doi-chieu"
    assert send(client, path, reason="").status_code == 422
    assert send(client, path, reason="đã nhập lại đủ").status_code == 302
    assert words not in _text(client, "/")
    assert words not in _text(client, "/thiet-bi")
    entry = session.scalar(select(JournalEntry).where(JournalEntry.verb == "accounts.settle_loss"))
    assert entry is not None
    assert entry.reason == "đã nhập lại đủ"


def test_after_one_loss_was_looked_into_the_next_is_told_again(
    session: Session, journey: Journey, device: Device
) -> None:
    _lose(session, journey, device)
    operations.settle_loss(session, journey.coordinator.actor, device, note="đã nhập lại", now=NOW, real_now=real_now())
    assert device.loss_note == "đã nhập lại"
    _lose(session, journey, device)
    assert device.has_open_loss
    assert len(_told(session, journey.coordinator)) == 2


@pytest.mark.parametrize("who", ["lead", "inspector", "auditor"])
def test_nobody_else_settles_a_loss(
    session: Session, journey: Journey, device: Device, sign_in_as: SignIn, who: str
) -> None:
    client = sign_in_as(getattr(journey, who).account)
    assert client.get(f"/thiet-bi/{device.id}/doi-chieu").status_code == 403
    with pytest.raises(Forbidden):
        operations.settle_loss(session, getattr(journey, who).actor, device, note="thử", now=NOW, real_now=real_now())


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (None, ""),
        (0, "đúng giờ"),
        (-299_000, "đúng giờ"),
        (10 * 60_000, "nhanh 10 phút"),
        (-3_600_000, "chậm 60 phút"),
        (366 * 24 * 3_600_000, "nhanh 366 ngày"),
    ],
)
def test_a_clock_is_told_in_words(offset: int | None, words: str) -> None:
    assert clock_text(offset) == words
