"""The visit's checklist on paper: for whoever may read its fieldwork, blank before and filled after answers."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.factories.journeys import make_journey


@pytest.fixture
def journey(session):
    return make_journey(session)


def printed(client, journey, name):
    answer = client.get(f"/cuoc-kiem-tra/{journey.visit.id}/{name}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


def test_the_blank_form_names_the_visit_and_holds_no_answer(journey, sign_in_as):
    journey.begin()
    journey.answer("CV05", "fail", "Dữ liệu chưa khớp")
    text = printed(sign_in_as(journey.inspector.account), journey, "phieu-trong")
    assert journey.unit.name in text
    assert journey.visit.code in text
    assert "Trưởng đoàn mẫu" in text
    assert "Dữ liệu chưa khớp" not in text


def test_the_filled_form_holds_each_answer_with_who_gave_it(journey, sign_in_as):
    journey.begin()
    journey.answer("CV05", "fail", "Dữ liệu chưa khớp")
    text = printed(sign_in_as(journey.lead.account), journey, "phieu-in")
    assert "Dữ liệu chưa khớp" in text
    assert "Thành viên mẫu" in text
    assert "In từ hệ thống lúc" in text


@pytest.mark.parametrize("name", ["phieu-in", "phieu-trong"])
def test_the_unit_gets_no_working_paper(journey, sign_in_as, name):
    for player in (journey.contact, journey.head):
        answer = sign_in_as(player.account).get(f"/cuoc-kiem-tra/{journey.visit.id}/{name}.pdf")
        assert answer.status_code == 403


def test_a_checklist_is_printed_from_its_own_page(journey, sign_in_as):
    client = sign_in_as(journey.inspector.account)
    address = f"/phieu-kiem-tra/{journey.visit.checklist_code}/1"
    assert f'href="{address}/phieu-trong.pdf"' in client.get(address).text
    answer = client.get(f"{address}/phieu-trong.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
