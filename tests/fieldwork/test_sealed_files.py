"""A sealed file by any hand: received once, in the name of its tablet; a broken or foreign one changes nothing."""

import base64
import hashlib
import io
import json
import os
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from inspect_app.accounts.operations import revoke_device
from inspect_app.fieldwork import handing_in
from inspect_app.fieldwork.models import Answer, Change, Evidence, HeldChange, Photo
from inspect_app.fieldwork.operations.recovery import recovery_key_of
from inspect_app.fieldwork.queries import answer_to
from inspect_app.journal.models import JournalEntry
from inspect_app.journal.queries import verify
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.incoming import IncomingFiles
from inspect_app.kernel.sealing import MARK, make_key_pair, seal_file
from tests.browsing import form_key, text_of
from tests.factories.journeys import make_journey
from tests.factories.moments import NOW
from tests.factories.people import make_player
from tests.factories.pictures import make_jpeg
from tests.factories.tablets import id_of, make_tablet

JPEG = make_jpeg()
ITEM = "CV05"


@pytest.fixture
def journey(session):
    found = make_journey(session)
    found.begin()
    return found


@pytest.fixture
def tablet(session, journey):
    made = make_tablet(session, journey.inspector, journey.visit, "Máy 3")
    made.device.seal_key = os.urandom(32).hex()
    session.flush()
    return made


@pytest.fixture
def spki(session, journey):
    return recovery_key_of(session, journey.visit.campaign, now=NOW).public_spki


@pytest.fixture
def written(tablet):
    """An answer and a photo that the tablet could not send."""
    photo = {"photo": str(uuid4()), "sha256": hashlib.sha256(JPEG).hexdigest(), "size": len(JPEG), "caption": ""}
    return (tablet.answer(ITEM, "fail", "Chưa có"), tablet.write("photo", ITEM, photo))


def carried_photo(text, data=JPEG):
    body = json.loads(text)["body"]
    return {"photo": body["photo"], "sha256": body["sha256"], "data": base64.b64encode(data).decode()}


def seal(tablet, spki, texts, photos=(), **other):
    content = {"device": str(tablet.device.id), "changes": list(texts), "photos": list(photos)}
    options = {
        "campaign": tablet.visit.campaign_id,
        "device": tablet.device.id,
        "public_spki": spki,
        "seal_key": tablet.device.seal_bytes,
        "nonce": os.urandom(12),
    }
    return seal_file(json.dumps({**content, **other.pop("content", {})}).encode(), **{**options, **other})


@pytest.fixture
def file(tablet, spki, written):
    return seal(tablet, spki, written, [carried_photo(written[1])])


@pytest.fixture
def carry(session, sign_in_as):
    """Hands a file in as somebody who is signed in; gives the status and what was said."""

    def by(player, data, **options):
        client = sign_in_as(player.account)
        headers = {"X-CSRFToken": form_key(client, "/thiet-bi/nop-tep"), "X-Requested-With": "tablet"}
        response = client.post("/dong-bo/tep", data=data, headers=headers, **options)
        session.expire_all()
        return response.status_code, response.get_json()

    return by


def counted(session, *models):
    return [session.scalar(select(func.count()).select_from(model)) for model in models]


def test_a_colleague_carries_what_a_tablet_could_not_send(session, journey, tablet, file, written, carry):
    status, said = carry(journey.secretary, file)
    assert (status, [receipt["state"] for receipt in said["receipts"]]) == (200, ["applied", "applied"])
    assert said["photos"] == {"received": 1, "known": 0, "left": 0}
    answer = answer_to(session, journey.visit.id, ITEM)
    assert answer is not None
    assert answer.answered_by == journey.inspector.person.id
    evidence = session.scalar(select(Evidence))
    assert (evidence.sha256, evidence.added_by) == (hashlib.sha256(JPEG).hexdigest(), journey.inspector.person.id)
    assert session.get_one(Change, id_of(written[0])).carried_by == journey.secretary.person.id


def test_each_use_of_the_campaigns_key_is_journalled_with_who_whose_and_why(session, journey, file, carry):
    carry(journey.secretary, file, query_string={"reason": "vỡ màn hình"})
    entry = session.scalar(select(JournalEntry).where(JournalEntry.verb == "fieldwork.open_sealed_file"))
    assert (entry.person_id, entry.reason) == (journey.secretary.person.id, "vỡ màn hình")
    assert "Máy 3" in entry.summary
    assert journey.inspector.person.name in entry.summary
    assert verify(session) is None


def test_importing_twice_gives_the_same_receipts_and_changes_nothing(session, journey, file, carry):
    first = carry(journey.secretary, file)[1]
    before = counted(session, Change, Answer, Photo, Evidence)
    again = carry(journey.coordinator, file)[1]
    assert counted(session, Change, Answer, Photo, Evidence) == before
    assert [one | {"replayed": True} for one in first["receipts"]] == again["receipts"]
    assert again["photos"] == {"received": 0, "known": 1, "left": 0}


def test_what_was_carried_is_a_replay_when_the_tablet_itself_sends_it(journey, tablet, file, written, carry):
    carry(journey.secretary, file)
    assert [receipt.replayed for receipt in tablet.sent(*written)] == [True, True]


def test_what_is_missing_before_a_file_is_no_gap_and_comes_later(journey, tablet, spki, carry):
    early, late = tablet.answer("CV01", "pass"), tablet.answer(ITEM, "pass")
    assert carry(journey.secretary, seal(tablet, spki, [late]))[1]["receipts"][0]["state"] == "applied"
    assert [receipt.state for receipt in tablet.sent(early, late)] == ["applied", "applied"]


def test_another_tablet_carries_it_with_its_token(session, journey, client, tablet, file):
    carrier = make_tablet(session, journey.lead, journey.visit)
    session.commit()
    headers = {"Authorization": f"Bearer {carrier.token}", "X-Requested-With": "tablet"}
    said = client.post("/dong-bo/tep", data=file, headers=headers).get_json()
    assert (said["protocol"], len(said["receipts"])) == (1, 2)


def test_a_revoked_tablet_carries_nothing_for_others(session, journey, client, tablet, file):
    carrier = make_tablet(session, journey.lead, journey.visit)
    revoke_device(session, journey.lead.actor, carrier.device, reason="mất", now=NOW, real_now=real_now())
    session.commit()
    response = client.post("/dong-bo/tep", data=file, headers={"Authorization": f"Bearer {carrier.token}"})
    assert (response.status_code, response.get_json()["error"]) == (403, "revoked")


def test_a_revoked_tablets_file_goes_into_quarantine_like_its_batch(session, journey, tablet, file, written, carry):
    revoke_device(session, journey.coordinator.actor, tablet.device, reason="mất máy", now=NOW, real_now=real_now())
    session.commit()
    said = carry(journey.secretary, file)[1]
    assert [receipt["state"] for receipt in said["receipts"]] == ["quarantined", "quarantined"]
    assert session.get_one(HeldChange, id_of(written[0])).cause == "revoked"
    photo = session.scalar(select(Photo))
    assert (photo.kept_sha256, photo.evidence_id) == (hashlib.sha256(JPEG).hexdigest(), None)


def _flipped(data, at):
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)


BREAKS = {
    "empty": lambda data: b"",
    "no file of ours": lambda data: b"%PDF-1.7" + data,
    "cut": lambda data: data[:-20],
    "only its head": lambda data: data[: len(MARK) + 40],
    "a flipped byte of the content": lambda data: _flipped(data, len(data) - 100),
    "a flipped byte of the head": lambda data: _flipped(data, data.index(b"nonce") + 9),
    "something behind it": lambda data: data + b"!",
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_broken_file_changes_nothing_and_is_told(session, journey, file, carry, how):
    before = counted(session, Change, JournalEntry)
    status, said = carry(journey.secretary, BREAKS[how](file))
    assert (status, said["error"]) == (422, "invalid")
    assert "Chưa ghi gì" in said["message"]
    assert counted(session, Change, JournalEntry) == before


def test_a_file_that_a_colleague_forged_is_refused(session, journey, tablet, spki, written, carry):
    forged = seal(tablet, spki, written, seal_key=os.urandom(32))
    assert carry(journey.secretary, forged)[0] == 422
    assert counted(session, Change) == [0]


def test_a_file_for_another_key_or_of_an_unknown_tablet_is_refused(session, journey, tablet, spki, written, carry):
    for other in ({"public_spki": make_key_pair().public_spki}, {"device": uuid4()}, {"campaign": uuid4()}):
        assert carry(journey.secretary, seal(tablet, spki, written, **other))[0] == 422
    assert counted(session, Change) == [0]


@pytest.mark.parametrize(
    "content",
    [
        {"device": str(uuid4())},
        {"changes": "x"},
        {"changes": [1]},
        {"changes": ["a\0b"]},
        {"changes": ["\ud800"]},
        {"photos": [{}]},
        {"photos": [{"photo": "x", "sha256": "0" * 64, "data": ""}]},
        {"photos": [{"photo": str(uuid4()), "sha256": "0" * 64, "data": "*"}]},
        {"more": 1},
    ],
)
def test_a_sealed_file_of_another_form_is_refused(session, journey, tablet, spki, carry, content):
    assert carry(journey.secretary, seal(tablet, spki, [], content=content))[0] == 422
    assert counted(session, Change) == [0]


def test_photos_that_are_damaged_or_unknown_are_left_and_counted(session, journey, tablet, spki, written, carry):
    unknown = {"photo": str(uuid4()), "sha256": hashlib.sha256(b"x").hexdigest(), "data": "eA=="}
    damaged = carried_photo(written[1], JPEG[:-1])
    another = damaged | {"sha256": hashlib.sha256(JPEG[:-1]).hexdigest()}
    status, said = carry(journey.secretary, seal(tablet, spki, written, [unknown, damaged, another]))
    assert (status, said["photos"]) == (200, {"received": 0, "known": 0, "left": 3})
    assert counted(session, Evidence) == [0]


def test_the_pieces_of_a_photo_that_came_whole_in_a_file_are_let_go(tmp_path, journey, tablet, file, written, carry):
    incoming = IncomingFiles(tmp_path / "incoming")
    name = json.loads(written[1])["body"]["photo"]
    for each in (name, str(uuid4())):
        incoming.append(each, 0, JPEG[:100])
    carry(journey.secretary, file)
    assert len(incoming.names()) == 1
    assert name not in incoming.names()


def test_one_bad_change_holds_up_nothing(journey, tablet, spki, written, carry):
    status, said = carry(journey.secretary, seal(tablet, spki, ["no change at all", *written]))
    assert (status, [one["state"] for one in said["receipts"]]) == (200, ["shelved", "applied", "applied"])


@pytest.mark.parametrize("role", [Role.UNIT_CONTACT, Role.HEAD_OF_UNIT, Role.AUDITOR, Role.SIGNATORY])
def test_nobody_else_hands_a_file_in(session, sign_in_as, file, role):
    client = sign_in_as(make_player(session, role).account)
    assert client.get("/thiet-bi/nop-tep").status_code == 403
    headers = {"X-CSRFToken": form_key(client, "/tai-khoan")}
    assert client.post("/dong-bo/tep", data=file, headers=headers).status_code == 403
    assert counted(session, Change) == [0]


def test_without_a_session_or_the_key_of_forms_nothing_is_received(session, journey, sign_in_as, client, file):
    assert client.post("/dong-bo/tep", data=file).status_code == 401
    assert sign_in_as(journey.secretary.account).post("/dong-bo/tep", data=file).status_code == 400
    assert counted(session, Change) == [0]


def test_a_file_that_is_too_large_is_refused(session, journey, tablet, file, carry, monkeypatch):
    monkeypatch.setattr(handing_in, "LARGEST", len(file) - 1)
    status, said = carry(journey.secretary, file)
    assert (status, "100 MB" in said["message"]) == (422, True)
    assert counted(session, Change) == [0]


def test_a_file_larger_than_any_form_is_taken(journey, tablet, spki, written, carry):
    fat = {"photo": str(uuid4()), "sha256": "0" * 64, "data": base64.b64encode(os.urandom(22 * 1024 * 1024)).decode()}
    status, said = carry(journey.secretary, seal(tablet, spki, written, [fat]))
    assert (status, said["photos"]["left"]) == (200, 1)


def test_the_page_says_in_words_what_came_of_the_file(session, journey, tablet, spki, written, sign_in_as):
    file = seal(tablet, spki, [*written, "no change"], [carried_photo(written[1])])
    client = sign_in_as(journey.secretary.account)

    def hand_in():
        data = {
            "csrf_token": form_key(client, "/thiet-bi/nop-tep"),
            "file": (io.BytesIO(file), "may-3.ktra"),
            "reason": "vỡ màn hình",
        }
        return client.post("/thiet-bi/nop-tep", data=data)

    page = text_of(hand_in())
    assert "Đã nhận tệp của máy Máy 3" in page
    assert "Thay đổi vừa nhận 3" in page
    assert "Ảnh vừa nhận 1" in page
    assert "1 nội dung chưa đúng, được giữ nguyên để xem xét" in page
    assert journey.visit.code in page
    again = text_of(hand_in())
    assert "Thay đổi vừa nhận 0 Thay đổi đã có từ trước 3 Ảnh vừa nhận 0 Ảnh đã có từ trước 1" in again


def test_the_page_keeps_a_refused_file_out_and_says_why(session, journey, sign_in_as):
    client = sign_in_as(journey.secretary.account)
    data = {"csrf_token": form_key(client, "/thiet-bi/nop-tep"), "file": (io.BytesIO(b"%PDF"), "x.pdf")}
    response = client.post("/thiet-bi/nop-tep", data=data)
    assert response.status_code == 422
    assert "Chưa ghi gì" in text_of(response)
