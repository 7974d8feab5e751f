"""The pages of the unit's explanation: what each role opens, saves and may not see; every page passes the house inspection."""

from collections.abc import Callable
from io import BytesIO
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.conclusions.models import Conclusion, Correction, ExplanationAnswer, ExplanationPoint, ExplanationRound
from inspect_app.conclusions.operations import issue_correction
from inspect_app.conclusions.rules import ConclusionState, Stance
from inspect_app.web.permission_map import routes_of
from tests.browsing import form_key, send, text_of
from tests.factories.journeys import ISSUING, Journey, make_journey
from tests.factories.moments import NOW

SignIn = Callable[[Account], FlaskClient]
NOBODY = UUID(int=0)
ITEM, NOTE = "CV06", "Không đeo thẻ"


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    journey.answer(ITEM, "fail", NOTE)
    journey.close()
    journey.confirm_findings()
    return journey


def point_of(journey: Journey) -> ExplanationPoint:
    return journey.session.scalars(select(ExplanationPoint)).one()


def test_the_unit_reads_the_shortcoming_and_nobodys_name(journey: Journey, sign_in_as: SignIn) -> None:
    conclusion = journey.sent()
    page = text_of(sign_in_as(journey.contact.account).get(f"/ket-luan/{conclusion.id}/giai-trinh"))
    assert point_of(journey).text in page
    assert "còn 5 ngày làm việc" in page
    people = (journey.inspector, journey.lead, journey.secretary)
    assert [player.person.name for player in people if player.person.name in page] == []


def test_what_is_written_by_script_is_kept_with_its_file(journey: Journey, sign_in_as: SignIn) -> None:
    conclusion = journey.sent()
    client = sign_in_as(journey.contact.account)
    key = form_key(client, f"/ket-luan/{conclusion.id}/giai-trinh")
    data = {"csrf_token": key, "revision": "0", "stance": "disagree", "text": "Có đeo thẻ"}
    proof = (BytesIO(b"%PDF-1.4\n%%EOF\n"), "cong-van.pdf")
    url = f"/ket-luan/giai-trinh/{point_of(journey).id}"
    saved = client.post(url, data={**data, "files": proof}, headers={"Accept": "application/json"}).get_json()
    assert (saved["saved"], saved["values"], saved["photos"][0]["caption"]) == (True, {"revision": "1"}, "cong-van.pdf")
    stale = client.post(url, data={**data, "text": "Khác"}, headers={"Accept": "application/json"})
    assert (stale.status_code, list(stale.get_json()["errors"])) == (422, ["revision"])
    without = client.post(url, data={**data, "text": "Chữ chưa lưu"})
    assert without.status_code == 422
    assert "Chữ chưa lưu" in without.get_data(as_text=True), "what was typed is not lost"
    assert sign_in_as(journey.lead.account).get(f"{url}/tep/0").status_code == 403, "not handed in yet"
    assert "Có đeo thẻ" not in text_of(sign_in_as(journey.lead.account).get(f"/ket-luan/{conclusion.id}/giai-trinh"))


def test_a_contact_says_that_the_head_agreed(journey: Journey, sign_in_as: SignIn) -> None:
    conclusion = journey.sent()
    client = sign_in_as(journey.contact.account)
    send(
        client,
        f"/ket-luan/giai-trinh/{point_of(journey).id}",
        page=f"/ket-luan/{conclusion.id}/giai-trinh",
        stance="agree",
        revision="0",
    )
    url = f"/ket-luan/{conclusion.id}/giai-trinh/nop"
    assert send(client, url).status_code == 422
    assert send(client, url, approved="y").status_code == 302


def test_the_team_answers_on_its_page(journey: Journey, sign_in_as: SignIn) -> None:
    conclusion = journey.explained(Stance.DISAGREE, "Có đeo thẻ")
    lead, point = sign_in_as(journey.lead.account), point_of(journey)
    page = f"/ket-luan/{conclusion.id}/giai-trinh"
    soup = BeautifulSoup(lead.get(page).get_data(as_text=True), "html5lib")
    key = soup.select_one(f"form[action$='{point.id}/tra-loi'] input[name$=csrf_token]")
    assert key is not None
    prefix = str(key["name"]).removesuffix("csrf_token")
    data = {str(key["name"]): str(key["value"])}
    url = f"/ket-luan/diem/{point.id}/tra-loi"
    refused = lead.post(url, data={**data, f"{prefix}answer": "kept", f"{prefix}grade": "minor"})
    assert refused.status_code == 422
    words = {f"{prefix}answer": "kept", f"{prefix}reason": "Ảnh CC-01 cho thấy", f"{prefix}grade": "minor"}
    assert lead.post(url, data={**data, **words}).status_code == 302
    assert sign_in_as(journey.secretary.account).get(page).status_code == 200
    assert sign_in_as(journey.signatory.account).get(page).status_code == 200


def test_the_lists_count_what_waits_for_the_unit(journey: Journey, sign_in_as: SignIn) -> None:
    conclusion = journey.sent()
    assert "Chờ giải trình 1" in text_of(sign_in_as(journey.coordinator.account).get("/ket-luan/"))
    for who in (journey.contact, journey.head):
        client = sign_in_as(who.account)
        assert f"/ket-luan/{conclusion.id}/giai-trinh" in client.get("/").get_data(as_text=True)
        assert "Mời Sở Xây dựng giải trình" in text_of(client.get("/hop-thu/"))
        assert f"/ket-luan/{conclusion.id}/giai-trinh" in client.get("/ket-luan/").get_data(as_text=True)


def _form(point: ExplanationPoint) -> dict[str, str]:
    return {"stance": "agree", "text": "x", "revision": "0", "reason": "x", "answer": "withdrawn", "approved": "y"}


WRITES_OF_A_HEAD = {"conclusions.explain", "conclusions.take_back_file", "conclusions.hand_in"}


@pytest.mark.parametrize("stage", ["sent", "explained", "submitted"])
def test_the_rated_head_writes_his_explanation_and_nothing_else(
    session: Session, app: Flask, journey: Journey, sign_in_as: SignIn, stage: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    conclusion = getattr(journey, stage)()
    point = point_of(journey)
    ids = {
        "conclusion_id": conclusion.id,
        "point_id": point.id,
        "visit_id": journey.visit.id,
        "number": 0,
        "correction_id": NOBODY,
    }
    client = sign_in_as(journey.head.account)
    before = _standing(session, conclusion.id)
    urls = app.url_map.bind("localhost")
    for route in (route for route in routes_of(app) if route.rule.startswith("/ket-luan") and "POST" in route.methods):
        rule = next(rule for rule in app.url_map.iter_rules() if rule.rule == route.rule)
        address = urls.build(rule.endpoint, {name: ids[name] for name in rule.arguments})
        status = client.post(address, data=_form(point)).status_code
        opened = stage == "sent" and rule.endpoint in WRITES_OF_A_HEAD
        refused = {404} if "correction_id" in rule.arguments else {403}
        assert status in ({302, 422} if opened else refused), (route.rule, status)
    assert _standing(session, conclusion.id) == before


def _standing(session: Session, conclusion_id: object) -> list[object]:
    """Everything of the paper but the unit's own words and how far it is."""
    session.expire_all()
    conclusion = session.get_one(Conclusion, conclusion_id)
    rows: list[object] = [
        (point.text, point.finding.text, point.finding.state) for point in session.scalars(select(ExplanationPoint))
    ]
    rows += [(row.text, row.owner, row.due_days) for row in conclusion.requests]
    rows += [(each.answer, each.reason) for each in session.scalars(select(ExplanationAnswer))]
    rows += [
        conclusion.opening,
        conclusion.general,
        [one.person_id for one in conclusion.approvals],
        conclusion.skip_reason,
    ]
    return [*rows, [(each.due_on, each.lapsed_at) for each in session.scalars(select(ExplanationRound))]]


@pytest.mark.parametrize("who", ["contact", "head"])
def test_another_units_side_reads_nothing(journey: Journey, sign_in_as: SignIn, who: str) -> None:
    conclusion = journey.sent()
    other = make_journey(journey.session)
    client = sign_in_as(getattr(other, who).account)
    assert client.get(f"/ket-luan/{conclusion.id}/giai-trinh").status_code == 403
    assert client.get(f"/ket-luan/{conclusion.id}/giai-trinh/nop").status_code == 403
    assert conclusion.state is ConclusionState.EXPLAINING


def test_a_notice_is_replaced_on_pages_by_two_persons(journey: Journey, sign_in_as: SignIn) -> None:
    conclusion = journey.submitted()
    journey.issue(conclusion)
    desk, lead, head = (sign_in_as(who.account) for who in (journey.secretary, journey.lead, journey.head))
    begun = send(desk, f"/ket-luan/{conclusion.id}/thay-the", reason="Ghi sai", opening="Mở đầu viết lại")
    assert begun.status_code == 302
    page = begun.headers["Location"]
    assert "Mở đầu viết lại" in text_of(desk.get(page))
    assert head.get(page).status_code == 403, "the unit reads it once it is issued"
    assert send(lead, f"{page}/trinh-ky", page=page).status_code == 302
    assert send(desk, f"/ket-luan/{conclusion.id}/thay-the", page="/ket-luan/", reason="x").status_code == 302
    assert sign_in_as(journey.signatory.account).get(page).status_code == 200
    correction = journey.session.scalars(select(Correction)).one()
    issue_correction(journey.session, journey.signatory.actor, correction, journey.delegation, ISSUING, now=NOW)
    journey.session.commit()
    assert "Thông báo này đã được thay thế" in text_of(head.get(f"/ket-luan/{conclusion.id}"))
    assert head.get(page).status_code == 200
