"""What the server's page of the minutes says of a closing on a tablet."""

from bs4 import BeautifulSoup

from tests.factories.journeys import make_journey
from tests.factories.tablets import make_tablet
from tests.fieldwork.test_closing import close, completed, fill, hash_of, sheet_text, signature, signed_and_closed, work

__all__ = ["work"]


def page_of(client, journey):
    return client.get(f"/cuoc-kiem-tra/{journey.visit.id}/bien-ban").get_data(as_text=True)


def test_the_page_says_what_a_closing_on_a_tablet_waits_for(session, sign_in_as):
    journey = make_journey(session)
    journey.begin()
    fill(journey)
    tablet = make_tablet(session, journey.lead, journey.visit)
    text = sheet_text(journey)
    tablet.sent(signature(tablet, "lead", hash_of(text)), close(tablet, text))
    page = page_of(sign_in_as(journey.lead.account), journey)
    assert "Đã khép lại trên máy tính bảng" in page
    assert "Chưa có chữ ký của thư ký đoàn trên bản này." in page


def test_the_page_shows_the_code_of_what_was_signed(session, work, sign_in_as):
    journey = make_journey(session)
    journey.begin()
    fill(journey)
    tablet = make_tablet(session, journey.lead, journey.visit)
    text, _receipts = signed_and_closed(journey, tablet)
    assert "Máy chủ đang lập biên bản có chữ ký." in page_of(sign_in_as(journey.lead.account), journey)
    completed(journey, work)
    assert hash_of(text) in page_of(sign_in_as(journey.lead.account), journey)


def test_somebody_elses_words_in_the_minutes_are_not_overwritten_unseen(session, sign_in_as):
    journey = make_journey(session)
    journey.begin()
    fill(journey)
    client = sign_in_as(journey.lead.account)
    sent = {"place": "Hội trường", "unit_side": "Giám đốc", "unit_opinion": "", "refusal_reason": "", "copies": "3"}
    url = f"/cuoc-kiem-tra/{journey.visit.id}/bien-ban"
    fields = BeautifulSoup(client.get(url).get_data(as_text=True), "html5lib")
    hidden = {str(field["name"]): str(field["value"]) for field in fields.select("input[type=hidden]")}
    sent["csrf_token"] = hidden["csrf_token"]
    assert hidden["revision"] == "1"
    old = client.post(url, data={**sent, "revision": "0"})
    assert "vừa ghi nội dung biên bản này" in old.get_data(as_text=True)
    assert client.post(url, data={**sent, "revision": "1"}).status_code == 302
