"""The drafting page: words kept by script and without it, sources and disagreements at their place."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.conclusions.drafting.state import DraftState, draft_state
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.operations import begin_draft, confirm_disagreement, submit_draft
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW

Open = Callable[[Account], FlaskClient]
JSON = {"Accept": "application/json"}


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV05", "fail", "Trong 14 phòng, 03 phòng chưa niêm yết")
    journey.answer("CV07")
    journey.close()
    journey.confirm_findings()
    return journey


@pytest.fixture
def conclusion(journey: Journey) -> Conclusion:
    return begin_draft(journey.session, journey.secretary.actor, journey.visit, due_days=22, now=NOW)


def state_of(journey: Journey, conclusion: Conclusion) -> DraftState:
    """Where the draft stands after what the pages did."""
    journey.session.expire_all()
    return draft_state(journey.session, conclusion)


def words(page: BeautifulSoup, selector: str) -> str:
    """What a part of a page says."""
    return " ".join(found.get_text() for found in page.select(selector))


def filled(client: FlaskClient, url: str, **changes: str) -> dict[str, str]:
    """What the page's form would send, with changes."""
    page = BeautifulSoup(client.get(url).get_data(as_text=True), "html.parser")
    form = page.select_one("form[data-autosave], form[data-guard]")
    assert form is not None
    values = {
        str(field["name"]): field.get("value", "")
        for field in form.select("input[name]")
        if field.get("type") != "checkbox"
    }
    values |= {
        str(field["name"]): field.get_text().removeprefix("\r\n").removeprefix("\n")
        for field in form.select("textarea[name]")
    }
    values |= {str(field["name"]): field["value"] for field in form.select("input[type=checkbox][checked]")}
    return {name: str(value) for name, value in values.items()} | changes


def test_each_sentence_leads_to_its_item_and_a_free_one_says_whose_it_is(
    sign_in_as: Open, journey: Journey, conclusion: Conclusion
) -> None:
    url = f"/ket-luan/{conclusion.id}/du-thao"
    client = sign_in_as(journey.secretary.account)
    answer = client.post(url, data=filled(client, url, responsibility="Thuộc người đứng đầu."), headers=JSON)
    assert answer.get_json()["saved"]
    page = BeautifulSoup(client.get(url).get_data(as_text=True), "html.parser")
    links = [str(link["href"]) for link in page.select("#phan-strengths-3 .claim-sources a")]
    assert any(link.endswith("#item-CV07") for link in links)
    assert "không gắn dữ liệu" in words(page, "#phan-responsibility")
    assert "không gắn dữ liệu" not in words(page, "#phan-general")


def test_a_wrong_figure_is_shown_at_its_sentence_and_kept_only_with_a_reason(
    sign_in_as: Open, journey: Journey, conclusion: Conclusion
) -> None:
    url = f"/ket-luan/{conclusion.id}/du-thao"
    client = sign_in_as(journey.secretary.account)
    general = f"{conclusion.general}\nCó 12 phòng được xem."
    client.post(url, data=filled(client, url, general=general))
    place = f"general-{len(general.splitlines()) - 1}"
    client.post(url, data=filled(client, url) | {f"ties-{place}": "cv05"})
    page = client.get(url).get_data(as_text=True)
    assert "Số trong câu (12) không có trong dữ liệu" in page
    key = state_of(journey, conclusion).unsettled[0].key
    assert client.post(url, data=filled(client, url, confirm=key)).status_code == 422
    kept = client.post(url, data=filled(client, url, confirm=key) | {f"reason-{key}": "Đếm lại cùng đơn vị"})
    assert kept.headers["Location"].endswith(f"#lech-{key}")
    assert "Giữ nguyên: Đếm lại cùng đơn vị" in client.get(url).get_data(as_text=True)
    assert state_of(journey, conclusion).unsettled == []
    journey.hear(conclusion)
    submit_draft(journey.session, journey.lead.actor, conclusion, now=NOW)
    signatory = sign_in_as(journey.signatory.account)
    for page in ("phat-hanh", "can-cu"):
        assert "Đếm lại cùng đơn vị" in signatory.get(f"/ket-luan/{conclusion.id}/{page}").get_data(as_text=True)


def test_the_sentence_that_the_data_make_now_can_be_taken(
    sign_in_as: Open, journey: Journey, conclusion: Conclusion
) -> None:
    url = f"/ket-luan/{conclusion.id}/du-thao"
    client, before = sign_in_as(journey.secretary.account), conclusion.general
    client.post(url, data=filled(client, url, general=before.replace("02 nội dung", "05 nội dung")))
    sent = filled(client, url)
    place = next(name.removeprefix("fresh-") for name in sent if name.startswith("fresh-"))
    client.post(url, data=sent | {"take": place})
    assert state_of(journey, conclusion).clashes == ()
    assert conclusion.general == before


def test_words_that_are_refused_stay_on_the_page(sign_in_as: Open, journey: Journey, conclusion: Conclusion) -> None:
    url = f"/ket-luan/{conclusion.id}/du-thao"
    client = sign_in_as(journey.secretary.account)
    mine = filled(client, url, opening="Lời của tôi.")
    client.post(url, data=filled(client, url, opening="Lời của người khác."))
    refused = client.post(url, data=mine)
    page = BeautifulSoup(refused.get_data(as_text=True), "html.parser")
    assert refused.status_code == 422
    assert words(page, "#opening").strip() == "Lời của tôi."
    assert "Lời của người khác." in words(page, "#phan-opening .errors")
    again = client.post(url, data=mine, headers=JSON)
    assert (again.status_code, list(again.get_json()["errors"])) == (422, ["opening"])
    shown = page.select_one("[name=theirs-opening]")
    assert shown is not None
    choice = {"choose-opening": "mine", "theirs-opening": str(shown["value"])}
    assert client.post(url, data=mine | choice, headers=JSON).get_json()["saved"]
    assert state_of(journey, conclusion).told[0][1][0].text == "Lời của tôi."


def test_a_request_shows_its_disagreement_and_its_confirmation(
    sign_in_as: Open, journey: Journey, conclusion: Conclusion
) -> None:
    url = f"/ket-luan/{conclusion.id}/yeu-cau"
    client = sign_in_as(journey.secretary.account)
    text = "Niêm yết tại 12 phòng trong 05 ngày."
    client.post(url, data=filled(client, url) | {"lines-0-text": text})
    assert "Số trong câu (12)" in client.get(url).get_data(as_text=True)
    key = state_of(journey, conclusion).unsettled[0].key
    client.post(url, data=filled(client, url) | {"confirm": key, f"reason-{key}": "Thêm hai phòng mới"})
    assert state_of(journey, conclusion).unsettled == []
    with pytest.raises(Exception, match="không còn"):
        confirm_disagreement(journey.session, journey.secretary.actor, conclusion, key, reason="lại", now=NOW)


@pytest.mark.parametrize("chosen", ["mine", "theirs"])
def test_two_drafters_words_are_shown_side_by_side_and_one_is_chosen(
    journey: Journey, conclusion: Conclusion, sign_in_as: Open, chosen: str
) -> None:
    url = f"/ket-luan/{conclusion.id}/du-thao"
    journey.session.commit()
    desk, lead = sign_in_as(journey.secretary.account), sign_in_as(journey.lead.account)
    mine = filled(desk, url, opening="Lời của thư ký")
    assert lead.post(url, data=filled(lead, url, opening="Lời của trưởng đoàn")).status_code == 302
    for _again in range(2):
        refused = desk.post(url, data=mine, headers=JSON)
        assert refused.status_code == 422
        assert "values" not in refused.get_json(), (
            "the page goes on saying what it showed: saving again is refused again"
        )
    page = BeautifulSoup(desk.post(url, data=mine | {"compare": "1"}).get_data(as_text=True), "html.parser")
    assert words(page, "blockquote").strip() == "Lời của trưởng đoàn"
    found = page.select_one("[name=theirs-opening]")
    assert found is not None
    mark = str(found["value"])
    again = mine | {"theirs-opening": mark, "choose-opening": chosen}
    assert desk.post(url, data=again).status_code == 302
    journey.session.expire_all()
    assert conclusion.opening == ("Lời của thư ký" if chosen == "mine" else "Lời của trưởng đoàn")


def test_a_choice_counts_for_just_the_words_that_were_shown(
    journey: Journey, conclusion: Conclusion, sign_in_as: Open
) -> None:
    url = f"/ket-luan/{conclusion.id}/du-thao"
    journey.session.commit()
    desk, lead = sign_in_as(journey.secretary.account), sign_in_as(journey.lead.account)
    mine = filled(desk, url, opening="Lời của thư ký")

    def after(text: str) -> BeautifulSoup:
        """The secretary's page, saved after the lead wrote this."""
        assert lead.post(url, data=filled(lead, url, opening=text)).status_code == 302
        return BeautifulSoup(desk.post(url, data=mine).get_data(as_text=True), "html.parser")

    found = after("Lời của trưởng đoàn").select_one("[name=theirs-opening]")
    assert found is not None
    mine |= {"theirs-opening": str(found["value"]), "choose-opening": "mine"}
    page = after("Lời thứ ba")
    assert words(page, "blockquote").strip() == "Lời thứ ba"
    journey.session.expire_all()
    assert conclusion.opening == "Lời thứ ba"
