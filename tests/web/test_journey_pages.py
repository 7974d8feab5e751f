"""The whole way through the pages, as each role opens them; every page passes the house inspection."""

from collections.abc import Callable
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from inspect_app.accounts.models import Account
from inspect_app.conclusions.models import ExplanationPoint
from inspect_app.fieldwork.queries import answer_to, evidence_of
from inspect_app.findings.queries import standing_findings
from inspect_app.followup.queries import actions_of_visit
from tests.browsing import send, text_of
from tests.factories.journeys import Journey, make_journey

SignIn = Callable[[Account], FlaskClient]
JUDGED = "CV06"  # an item that is judged by verdict
EVERYBODY = (
    "lead",
    "inspector",
    "secretary",
    "coordinator",
    "signatory",
    "contact",
    "head",
    "chair",
    "auditor",
)


@pytest.fixture
def journey(session: Session) -> Journey:
    return make_journey(session)


def _photo() -> BytesIO:
    data = BytesIO()
    Image.new("RGB", (64, 48), "white").save(data, "PNG")
    data.seek(0)
    return data


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_has_a_first_page(journey: Journey, sign_in_as: SignIn, who: str) -> None:
    response = sign_in_as(getattr(journey, who).account).get("/")
    assert response.status_code == 200


def test_a_visitor_is_sent_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/").headers["Location"].startswith("/dang-nhap")


def test_the_team_begins_on_the_spot(journey: Journey, sign_in_as: SignIn) -> None:
    client = sign_in_as(journey.lead.account)
    url = f"/cuoc-kiem-tra/{journey.visit.id}/bat-dau"
    response = send(client, url, place="Trụ sở Sở Xây dựng")
    assert response.status_code == 302
    journey.session.refresh(journey.visit)
    assert journey.visit.begun_at is not None


def test_every_section_of_the_checklist_opens(journey: Journey, sign_in_as: SignIn) -> None:
    journey.begin()
    client = sign_in_as(journey.inspector.account)
    for section in journey.version.sections:
        page = client.get(f"/cuoc-kiem-tra/{journey.visit.id}/phieu?phan={section.id}")
        assert page.status_code == 200
        assert section.items[0].id in page.get_data(as_text=True)


def _item_url(journey: Journey, item_id: str) -> str:
    return f"/cuoc-kiem-tra/{journey.visit.id}/phieu/{item_id}"


def test_an_item_is_saved_without_script(journey: Journey, sign_in_as: SignIn) -> None:
    journey.begin()
    client = sign_in_as(journey.inspector.account)
    page = f"/cuoc-kiem-tra/{journey.visit.id}/phieu"
    response = send(client, _item_url(journey, JUDGED), page=page, verdict="fail", note="Không niêm yết")
    assert response.status_code == 302
    answer = answer_to(journey.session, journey.visit.id, JUDGED)
    assert answer is not None
    assert (answer.verdict, answer.note) == ("fail", "Không niêm yết")


def test_an_item_is_saved_by_script_with_its_progress_and_what_it_becomes(journey: Journey, sign_in_as: SignIn) -> None:
    journey.begin()
    client = sign_in_as(journey.inspector.account)
    page = client.get(f"/cuoc-kiem-tra/{journey.visit.id}/phieu").get_data(as_text=True)
    token = BeautifulSoup(page, "html5lib").select_one("input[name=csrf_token]")
    assert token is not None
    answer = client.post(
        _item_url(journey, JUDGED),
        data={"csrf_token": token["value"], "verdict": "fail", "note": "Thiếu", "photos": (_photo(), "a.png")},
        headers={"Accept": "application/json"},
    )
    body = answer.get_json()
    assert body["saved"] is True
    assert body["progress"]["done"] == 1
    assert "Sẽ thành phát hiện" in body["finding"]
    assert [photo["caption"] for photo in body["photos"]] == ["CC-01"]
    assert len(evidence_of(journey.session, journey.visit.id)[JUDGED]) == 1


def test_the_wrong_photo_is_withdrawn_from_its_item(journey: Journey, sign_in_as: SignIn) -> None:
    journey.begin()
    client = sign_in_as(journey.inspector.account)
    send(
        client,
        _item_url(journey, JUDGED),
        page=_sheet_of(journey),
        verdict="fail",
        note="Thiếu",
        photos=(_photo(), "a.png"),
    )
    link = BeautifulSoup(client.get(_sheet_of(journey)).get_data(as_text=True), "html5lib").select_one(
        "a[href$='/rut']"
    )
    assert link is not None
    assert send(client, str(link["href"]), reason="Chụp nhầm mục").status_code == 302
    assert evidence_of(journey.session, journey.visit.id) == {}


def _sheet_of(journey: Journey) -> str:
    section = journey.version.section_of(JUDGED)
    return f"/cuoc-kiem-tra/{journey.visit.id}/phieu?phan={section.id}"


def test_a_missing_reason_is_said_at_its_field(journey: Journey, sign_in_as: SignIn) -> None:
    journey.begin()
    client = sign_in_as(journey.inspector.account)
    page = f"/cuoc-kiem-tra/{journey.visit.id}/phieu"
    response = send(client, _item_url(journey, JUDGED), page=page, verdict="not_applicable")
    assert response.status_code == 422
    assert answer_to(journey.session, journey.visit.id, JUDGED) is None


def test_what_another_member_answered_meanwhile_is_not_overwritten_unseen(journey: Journey, sign_in_as: SignIn) -> None:
    journey.begin()
    client = sign_in_as(journey.secretary.account)
    page = f"/cuoc-kiem-tra/{journey.visit.id}/phieu"
    journey.answer(JUDGED, "fail", "Của thành viên")
    journey.session.commit()
    response = send(client, _item_url(journey, JUDGED), page=page, verdict="pass", note="Của thư ký", revision="0")
    assert response.status_code == 422
    assert "Của thư ký" in response.get_data(as_text=True)
    answer = answer_to(journey.session, journey.visit.id, JUDGED)
    assert answer is not None
    assert answer.note == "Của thành viên"
    assert send(client, _item_url(journey, JUDGED), page=page, verdict="pass", revision="1").status_code == 302


def test_the_minutes_list_what_is_missing_and_jump_there(journey: Journey, sign_in_as: SignIn) -> None:
    journey.begin()
    page = sign_in_as(journey.lead.account).get(f"/cuoc-kiem-tra/{journey.visit.id}/bien-ban")
    links = BeautifulSoup(page.get_data(as_text=True), "html5lib").select(".gap-list a")
    assert len(links) > 20
    assert any(f"#item-{JUDGED}" in str(link["href"]) for link in links)


def test_closing_with_gaps_is_refused_and_says_so(journey: Journey, sign_in_as: SignIn) -> None:
    journey.begin()
    client = sign_in_as(journey.lead.account)
    page = client.get(f"/cuoc-kiem-tra/{journey.visit.id}/bien-ban").get_data(as_text=True)
    token = BeautifulSoup(page, "html5lib").select_one("input[name=csrf_token]")
    assert token is not None
    response = client.post(f"/cuoc-kiem-tra/{journey.visit.id}/khep-lai", data={"khep-lai-csrf_token": token["value"]})
    assert response.status_code == 422
    journey.session.refresh(journey.visit)
    assert journey.visit.closed_at is None


def test_the_lead_confirms_a_finding_on_its_page(journey: Journey, sign_in_as: SignIn) -> None:
    journey.begin()
    journey.answer(JUDGED, "fail", "Không niêm yết")
    journey.answer("CV07", "fail", "Không niêm yết")
    finding = standing_findings(journey.session, journey.visit.id)[0]
    client = sign_in_as(journey.lead.account)
    assert client.get(f"/cuoc-kiem-tra/{journey.visit.id}/phat-hien").status_code == 200
    url = f"/phat-hien/{finding.id}"
    response = send(
        client, url, text="Lời của trưởng đoàn", grade=finding.grade.value, area=str(finding.area or 0), reason=""
    )
    assert response.status_code == 302
    journey.session.refresh(finding)
    assert finding.text == "Lời của trưởng đoàn"


def test_what_another_hand_wrote_of_a_finding_meanwhile_is_shown_before_it_is_replaced(
    journey: Journey, sign_in_as: SignIn
) -> None:
    journey.begin()
    journey.answer(JUDGED, "fail", "Không niêm yết")
    finding = standing_findings(journey.session, journey.visit.id)[0]
    client = sign_in_as(journey.lead.account)
    url = f"/phat-hien/{finding.id}"
    mine = {"text": "Lời của tôi", "grade": finding.grade.value, "area": str(finding.area or 0), "reason": ""}
    seen = _seen(client.get(url))
    assert send(client, url, **mine, seen=seen).status_code == 302
    # The page that was opened before that says something else.
    late = {**mine, "text": "Lời đến sau"}
    refused = send(client, url, **late, seen=seen)
    assert refused.status_code == 422
    assert "Nội dung đang lưu: “Lời của tôi”" in text_of(refused)
    assert "Lời đến sau" in refused.text
    journey.session.refresh(finding)
    assert finding.text == "Lời của tôi"
    # A form that is refused for another reason has shown nothing new.
    assert _seen(send(client, url, **{**late, "text": ""}, seen=seen)) == seen
    assert send(client, url, **late, seen=_seen(refused)).status_code == 302
    journey.session.refresh(finding)
    assert finding.text == "Lời đến sau"


def _seen(page: TestResponse) -> str:
    found = BeautifulSoup(page.text, "html5lib").select_one("input[name=seen]")
    assert found is not None
    return str(found["value"])


def explain_on_pages(journey: Journey, contact: FlaskClient, head: FlaskClient, show: str) -> None:
    """The contact writes without a script, the head hands it in."""
    page = f"{show}/giai-trinh"
    assert contact.get(show).status_code == 403
    point = journey.session.scalars(select(ExplanationPoint)).one()
    said = send(contact, f"/ket-luan/giai-trinh/{point.id}", page=page, stance="agree", text="Đã sửa", revision="0")
    assert said.status_code == 302
    assert head.get(page).status_code == 200
    assert send(head, f"{page}/nop").status_code == 302


def test_from_closed_minutes_to_an_issued_notice_on_pages(journey: Journey, sign_in_as: SignIn) -> None:
    journey.begin()
    journey.answer(JUDGED, "fail", "Không niêm yết")
    journey.close()
    journey.confirm_findings()
    secretary = sign_in_as(journey.secretary.account)
    begun = send(secretary, f"/ket-luan/bat-dau/{journey.visit.id}", page="/ket-luan/")
    show = begun.headers["Location"].removesuffix("/du-thao")
    assert secretary.get(f"{show}/du-thao").status_code == 200
    assert send(secretary, f"{show}/du-thao", opening="Mở đầu", general="Chung").status_code == 302
    assert secretary.get(f"{show}/yeu-cau").status_code == 200
    assert secretary.get(show).status_code == 200
    lead = sign_in_as(journey.lead.account)
    assert send(lead, f"{show}/gui-don-vi").status_code == 302
    explain_on_pages(journey, sign_in_as(journey.contact.account), sign_in_as(journey.head.account), show)
    assert send(secretary, f"{show}/giu-nguyen", page=f"{show}/giai-trinh").status_code == 302
    assert send(lead, f"{show}/trinh-ky", page=show).status_code == 302
    signatory = sign_in_as(journey.signatory.account)
    assert signatory.get(show).status_code == 200
    issued = send(signatory, f"{show}/phat-hanh", delegation=str(journey.delegation.id))
    assert issued.status_code == 302
    paper = sign_in_as(journey.head.account).get(f"{show}/van-ban.pdf")
    assert paper.data.startswith(b"%PDF-")
    assert sign_in_as(journey.contact.account).get(show).status_code == 200


def test_the_contact_reports_and_the_lead_verifies_on_pages(journey: Journey, sign_in_as: SignIn) -> None:
    journey.issued()
    action = actions_of_visit(journey.session, journey.visit.id)[0]
    url = f"/khac-phuc/{action.id}"
    contact = sign_in_as(journey.contact.account)
    assert contact.get("/khac-phuc/").status_code == 200
    proof = (_photo(), "anh.png")
    assert send(contact, url, text="Đã niêm yết", files=proof).status_code == 302
    lead = sign_in_as(journey.lead.account)
    page = lead.get(url).get_data(as_text=True)
    token = BeautifulSoup(page, "html5lib").select_one("input[name=xac-minh-csrf_token]")
    assert token is not None
    data = {"xac-minh-csrf_token": token["value"], "xac-minh-decision": "verify", "xac-minh-reason": ""}
    assert lead.post(f"{url}/xac-minh", data=data).status_code == 302
    journey.session.refresh(action)
    assert action.verified_on is not None
    assert lead.get(f"{url}/chung-cu/{action.reports[0].id}/0").mimetype == "image/jpeg"


@pytest.mark.parametrize("who", ["contact", "head"])
def test_the_units_side_never_opens_working_papers(journey: Journey, sign_in_as: SignIn, who: str) -> None:
    journey.begin()
    journey.answer(JUDGED, "fail", "Không niêm yết")
    finding = standing_findings(journey.session, journey.visit.id)[0]
    client = sign_in_as(getattr(journey, who).account)
    visit = f"/cuoc-kiem-tra/{journey.visit.id}"
    for page in (f"{visit}/phieu", f"{visit}/bien-ban", f"{visit}/phat-hien", f"/phat-hien/{finding.id}"):
        assert client.get(page).status_code == 403, page
    assert client.get(visit).status_code == 200


def test_the_auditor_reads_and_verifies_the_journal(journey: Journey, sign_in_as: SignIn) -> None:
    journey.begin()
    client = sign_in_as(journey.auditor.account)
    assert journey.visit.code in client.get("/nhat-ky/?q=kiểm").get_data(as_text=True)
    assert "nguyên vẹn" in client.get("/nhat-ky/kiem-chung").get_data(as_text=True)


def test_a_secret_visit_is_in_no_journal_of_an_auditor(session: Session, sign_in_as: SignIn) -> None:
    journey = make_journey(session, unannounced=True)
    client = sign_in_as(journey.auditor.account)
    assert journey.visit.code not in client.get("/nhat-ky/").get_data(as_text=True)


def test_the_page_is_english_when_that_is_chosen(journey: Journey, sign_in_as: SignIn) -> None:
    journey.lead.account.language = "en"
    page = sign_in_as(journey.lead.account).get("/").get_data(as_text=True)
    assert '<html lang="en"' in page
