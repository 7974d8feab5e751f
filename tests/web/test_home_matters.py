"""The first page says what waits: to who decides it, and to who wrote it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.fieldwork.models import Why
from tests.factories.held import make_device, make_held, make_photo, make_stray
from tests.factories.journeys import Journey, make_journey
from tests.factories.people import Player

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def journey(session: Session, app: Flask) -> Journey:
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV06", "pass")
    return journey


def home(sign_in_as: SignIn, player: Player) -> str:
    return sign_in_as(player.account).get("/").get_data(as_text=True)


def board(journey: Journey) -> str:
    return f"/cuoc-kiem-tra/{journey.visit.id}/cho-quyet-dinh"


@pytest.mark.parametrize("who", ["lead", "coordinator"])
def test_who_decides_is_told_how_much_waits_at_which_visit(journey, sign_in_as, who):
    device = make_device(journey.session, journey.secretary)
    make_held(journey.session, device, journey.visit)
    make_photo(journey.session, device, journey.visit)
    text = home(sign_in_as, getattr(journey, who))
    assert "2 nội dung chờ quyết định" in text
    assert f'href="{board(journey)}"' in text


def test_a_member_sees_on_his_visit_that_something_waits(journey, sign_in_as):
    make_held(journey.session, make_device(journey.session, journey.secretary), journey.visit)
    text = home(sign_in_as, journey.inspector)
    assert "1 nội dung chờ quyết định" in text
    assert "Việc của tôi chưa được nhận" not in text


def test_an_author_is_told_what_of_his_was_not_taken_and_what_to_do(journey, sign_in_as):
    device = make_device(journey.session, journey.inspector, "Máy số 7")
    held = make_held(
        journey.session, device, journey.visit, why=Why.SHELF, cause="invalid", message="Hãy chọn một mức đánh giá."
    )
    make_held(journey.session, device, journey.visit, "CV07", why=Why.QUARANTINE, cause="revoked")
    make_photo(journey.session, device, journey.visit)
    make_stray(journey.session, device, None)
    text = home(sign_in_as, journey.inspector)
    for told in (
        "Việc của tôi chưa được nhận",
        "Hãy chọn một mức đánh giá. Hãy sửa lại trên máy đã ghi, hoặc báo trưởng đoàn.",
        "máy tính bảng đã bị thu hồi",
        "Hãy mở máy Máy số 7 ở nơi có mạng để gửi nốt ảnh.",
        "Nội dung không đọc được",
        f"{board(journey)}#giu-{held.change_id}",
    ):
        assert told in text


def test_an_author_who_may_no_longer_read_the_visit_gets_no_link_into_it(journey, sign_in_as):
    device = make_device(journey.session, journey.contact)
    make_held(journey.session, device, journey.visit, why=Why.QUARANTINE, cause="own_unit")
    text = home(sign_in_as, journey.contact)
    assert "Việc của tôi chưa được nhận" in text
    assert board(journey) not in text


@pytest.mark.parametrize("who", ["head", "chair", "auditor", "signatory"])
def test_nobody_else_is_told(journey, sign_in_as, who):
    make_held(journey.session, make_device(journey.session, journey.secretary), journey.visit)
    assert "chờ quyết định" not in home(sign_in_as, getattr(journey, who))


def test_the_visits_page_leads_to_what_waits(journey, sign_in_as):
    client = sign_in_as(journey.lead.account)
    address = f"/cuoc-kiem-tra/{journey.visit.id}"
    assert board(journey) not in client.get(address).get_data(as_text=True)
    make_held(journey.session, make_device(journey.session, journey.secretary), journey.visit)
    journey.session.commit()
    assert "Chờ quyết định (1)" in client.get(address).get_data(as_text=True)
