"""The pages of a notice that withdraws and adds: what the desk sends, what the unit reads, and the Word file."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.conclusions.models import Correction
from inspect_app.followup.queries import actions_of_visit
from tests.browsing import send, text_of
from tests.factories.journeys import Journey, make_journey

SignIn = Callable[[Account], FlaskClient]
WORDS = {
    "reason": "Có căn cứ mới",
    "drop-shortcoming-0-0": "Đơn vị đã đeo thẻ",
    "drop-request-0": "Không còn thiếu sót này",
    "add-shortcoming-0-item": "CV07",
    "add-shortcoming-0-text": "Nội quy chưa được niêm yết",
    "add-shortcoming-0-heard": "Đơn vị thống nhất",
    "add-request-0-text": "Niêm yết nội quy",
    "add-request-0-owner": "Chánh Văn phòng",
    "add-request-0-due": "2024-07-30",
}


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV06", "fail", "Không đeo thẻ")
    journey.answer("CV07")
    journey.close()
    journey.confirm_findings()
    journey.issue(journey.submitted())
    session.commit()
    return journey


def test_the_desk_withdraws_and_adds_and_sees_it_again(journey: Journey, sign_in_as: SignIn) -> None:
    desk = sign_in_as(journey.secretary.account)
    conclusion = actions_of_visit(journey.session, journey.visit.id)[0].request.conclusion
    url = f"/ket-luan/{conclusion.id}/thay-the"
    assert "Rút thiếu sót này" in text_of(desk.get(url))
    refused = send(desk, url, **{**WORDS, "add-request-0-findings": "", "drop-request-0": ""})
    assert "phải gắn với ít nhất một thiếu sót" in text_of(refused)
    assert "Nội quy chưa được niêm yết" in text_of(refused), "what was typed stays"
    label = f"{journey.visit.code}/02"
    assert send(desk, url, **{**WORDS, "add-request-0-findings": label}).status_code == 302
    again = desk.get(url).get_data(as_text=True)
    assert "Đơn vị đã đeo thẻ" in again
    assert f'value="{label}" checked' in again
    correction = journey.session.scalars(select(Correction)).one()
    page = text_of(desk.get(f"/ket-luan/thay-the/{correction.id}"))
    for words in ("Rút thiếu sót (vì sao)", "Bổ sung yêu cầu", "Niêm yết nội quy"):
        assert words in page
    word = desk.get(f"/ket-luan/thay-the/{correction.id}/van-ban.docx")
    assert (word.status_code, word.get_data()[:2]) == (200, b"PK")
    pdf = desk.get(f"/ket-luan/thay-the/{correction.id}/van-ban.pdf")
    assert pdf.get_data()[:5] == b"%PDF-"


@pytest.mark.parametrize("who", ["contact", "head", "inspector", "chair"])
def test_others_neither_write_nor_take_the_draft_along(journey: Journey, sign_in_as: SignIn, who: str) -> None:
    desk = sign_in_as(journey.secretary.account)
    conclusion = actions_of_visit(journey.session, journey.visit.id)[0].request.conclusion
    url = f"/ket-luan/{conclusion.id}/thay-the"
    assert send(desk, url, reason="Ghi sai", opening="Mở đầu viết lại").status_code == 302
    correction = journey.session.scalars(select(Correction)).one()
    client = sign_in_as(getattr(journey, who).account)
    assert client.get(url).status_code == 403
    expected = 200 if who == "inspector" else 403
    assert client.get(f"/ket-luan/thay-the/{correction.id}/van-ban.docx").status_code == expected
