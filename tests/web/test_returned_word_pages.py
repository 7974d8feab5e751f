"""A draft that is edited in Word: taken along, handed in, looked at, and taken over in the drafter's own name."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.returned import field_label, merged
from inspect_app.journal.models import JournalEntry
from tests.browsing import form_key
from tests.factories.journeys import Journey, make_journey

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV06", "fail", "Không đeo thẻ")
    journey.close()
    journey.confirm_findings()
    journey.drafted()
    return journey


def conclusion_in(journey: Journey) -> Conclusion:
    return journey.session.scalars(select(Conclusion)).one()


def edited(data: bytes, old: str, new: str) -> bytes:
    """The Word file with one text in the place of another."""
    into = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(into, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "word/document.xml":
                assert old in part.decode()
                part = part.decode().replace(old, new, 1).encode()
            after.writestr(name, part)
    return into.getvalue()


def handed_in(client: FlaskClient, conclusion: Conclusion, data: bytes) -> tuple[int, str]:
    url = f"/ket-luan/{conclusion.id}/ban-word"
    sent = {"csrf_token": form_key(client, url), "file": (BytesIO(data), "du-thao.docx")}
    answer = client.post(url, data=sent)
    return answer.status_code, answer.get_data(as_text=True)


def chosen(page: str) -> dict[str, str]:
    """What the browser would send of the page that shows the changes."""
    inputs = BeautifulSoup(page, "html.parser", parse_only=SoupStrainer("input")).select("input[name^=lines-]")
    sent = [tick for tick in inputs if tick["type"] != "checkbox" or tick.has_attr("checked")]
    return {str(tick["name"]): str(tick["value"]) for tick in sent}


def test_what_was_edited_in_word_is_shown_and_taken_in_the_drafters_name(journey: Journey, sign_in_as: SignIn) -> None:
    conclusion = conclusion_in(journey)
    client = sign_in_as(journey.secretary.account)
    file = client.get(f"/ket-luan/{conclusion.id}/du-thao.docx")
    assert str(file.mimetype).endswith("wordprocessingml.document")
    request = conclusion.requests[0].text.rstrip(".")
    status, page = handed_in(client, conclusion, edited(file.data, f">{request}<", ">Đeo thẻ khi làm việc<"))
    assert status == 200
    assert "Yêu cầu số 1" in page
    assert "Đeo thẻ khi làm việc" in page
    assert conclusion.requests[0].text != "Đeo thẻ khi làm việc", "nothing is changed yet"
    key = form_key(client, f"/ket-luan/{conclusion.id}/ban-word")
    done = client.post(f"/ket-luan/{conclusion.id}/ban-word/nhan", data={"csrf_token": key, **chosen(page)})
    assert done.status_code == 302
    journey.session.expire_all()
    assert conclusion_in(journey).requests[0].text == "Đeo thẻ khi làm việc"
    newest = select(JournalEntry).where(JournalEntry.verb == "conclusions.requests")
    (entry,) = journey.session.scalars(newest).all()
    assert entry.person_id == journey.secretary.person.id
    assert entry.changes["requests"][1][0]["text"] == "Đeo thẻ khi làm việc"


def test_what_is_not_chosen_stays_and_what_stands_elsewhere_is_told(journey: Journey, sign_in_as: SignIn) -> None:
    conclusion = conclusion_in(journey)
    client, opening = sign_in_as(journey.secretary.account), conclusion.opening
    file = client.get(f"/ket-luan/{conclusion.id}/du-thao.docx").data
    changed = edited(edited(file, "Không đeo thẻ", "Có đeo thẻ"), opening.rstrip(".:"), "Lời mở đầu mới")
    _status, page = handed_in(client, conclusion, changed)
    assert "Có đeo thẻ" in page.partition('id="bo-qua"')[2]
    data = {name: value for name, value in chosen(page).items() if not name.endswith("-take")}
    key = form_key(client, f"/ket-luan/{conclusion.id}/ban-word")
    refused = client.post(f"/ket-luan/{conclusion.id}/ban-word/nhan", data={"csrf_token": key, **data})
    assert refused.status_code == 422
    assert "Chưa chọn sửa đổi nào" in refused.get_data(as_text=True)
    assert "Lời mở đầu mới" in refused.get_data(as_text=True), "what was handed in is not lost"
    assert conclusion_in(journey).opening == opening


def test_a_draft_that_changed_while_one_looked_is_not_overwritten(journey: Journey, sign_in_as: SignIn) -> None:
    conclusion = conclusion_in(journey)
    client = sign_in_as(journey.secretary.account)
    file = client.get(f"/ket-luan/{conclusion.id}/du-thao.docx").data
    _status, page = handed_in(client, conclusion, edited(file, conclusion.opening.rstrip(".:"), "Lời mở đầu mới"))
    conclusion.opening = "Lời của người khác:"
    journey.session.commit()
    key = form_key(client, f"/ket-luan/{conclusion.id}/ban-word")
    refused = client.post(f"/ket-luan/{conclusion.id}/ban-word/nhan", data={"csrf_token": key, **chosen(page)})
    assert refused.status_code == 422
    assert "vừa được sửa trên dự thảo" in refused.get_data(as_text=True)
    assert conclusion_in(journey).opening == "Lời của người khác:"


def test_only_who_drafts_takes_the_file_along_or_hands_it_in(journey: Journey, sign_in_as: SignIn) -> None:
    conclusion = conclusion_in(journey)
    for player in (journey.contact, journey.head):
        client = sign_in_as(player.account)
        for page in ("du-thao.docx", "ban-word"):
            assert client.get(f"/ket-luan/{conclusion.id}/{page}").status_code in (403, 404)


@pytest.mark.parametrize(("data", "told"), [(b"%PDF-1.7", "không phải tệp Word"), (b"", "trống")])
def test_what_is_no_word_file_is_refused_at_its_field(journey: Journey, sign_in_as: SignIn, data, told) -> None:
    status, page = handed_in(sign_in_as(journey.secretary.account), conclusion_in(journey), data)
    assert status == 422
    assert told in page


def test_a_line_that_was_not_touched_in_word_stays_as_it_was_typed() -> None:
    present, shown = "Một\nHai", "Một.\nHai."
    assert merged(present, shown, "Một.\nHai rưỡi.\nBa.") == "Một\nHai rưỡi.\nBa."
    assert merged(present, shown, "Hai.") == "Hai"
    assert merged("Một, hai", shown, "Một.\nBa.") == "Một.\nBa."


def test_a_field_that_the_draft_does_not_have_has_no_name() -> None:
    assert field_label("strengths.0")
    assert [field_label(tag) for tag in ("visit_id", "requests.x.text", "strengths.9", "requests.1.due")] == [None] * 4
