"""Closing on the spot: the server keeps what was signed, waits for what is missing, and closes by itself."""

import json
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from inspect_app.checklists.kinds import kind_named
from inspect_app.documents.sheets import MinutesSheet
from inspect_app.fieldwork.closings import names_of_answers, present_sheet, waiting_closing
from inspect_app.fieldwork.models import Change, Closing, HeldChange, Photo, Signature, Why
from inspect_app.fieldwork.operations import MinutesDetails, answer_item, note_minutes
from inspect_app.fieldwork.operations.settling import set_aside_held, take_held, waive_photo
from inspect_app.fieldwork.queries import answers_of, evidence_of, minutes_of
from inspect_app.fieldwork.rules import GivenAnswer
from inspect_app.fieldwork.side_by_side import board_of
from inspect_app.fieldwork.signed_sheet import canonical
from inspect_app.fieldwork.standing import Standing
from inspect_app.fieldwork.state import visit_state
from inspect_app.fieldwork.tasks import ClosingWork, complete_closings
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.files import DirectoryStore
from tests.factories.journeys import make_journey, verdict
from tests.factories.moments import NOW
from tests.factories.tablets import NO_BASE, after, id_of, make_tablet

SAID = {
    "place": "Trụ sở",
    "unit_side": "Giám đốc, Giám đốc Sở",
    "unit_opinion": "",
    "refusal_reason": None,
    "copies": 3,
}
TITLES = {"lead": "Trưởng đoàn", "secretary": "Thư ký đoàn", "unit": "Giám đốc Sở"}
STROKES = [[[100, 200], [300, 100], [500, 250]], [[600, 200]]]
NONE = GivenAnswer(None, True, "Không phát sinh", "", "not_applicable")
AT = "2024-06-18T09:30:00+07:00"


@pytest.fixture
def journey(session):
    journey = make_journey(session)
    journey.begin()
    return journey


@pytest.fixture
def lead(journey):
    return make_tablet(journey.session, journey.lead, journey.visit, "Máy trưởng đoàn")


@pytest.fixture
def colleague(journey):
    return make_tablet(journey.session, journey.secretary, journey.visit, "Máy thư ký")


@pytest.fixture
def work(connection, tmp_path):
    transactions = sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
    return ClosingWork(transactions, DirectoryStore(tmp_path / "files"), None)


def fill(journey, but=()):
    """Everything that applies is answered, and the minutes say who was there."""
    for item in journey.version.items:
        if item.id not in but:
            answer_item(journey.session, journey.inspector.actor, journey.visit, item.id, NONE, now=NOW)
    note_minutes(journey.session, journey.lead.actor, journey.visit, details(), now=NOW)
    journey.session.commit()


def details(**changes):
    return MinutesDetails(**{**SAID, "refusal_reason": "", **changes})


def standing(journey):
    found, visit = journey.session, journey.visit
    return Standing(journey.version, answers_of(found, visit.id), evidence_of(found, visit.id))


def sheet_text(journey):
    """What a tablet that knows everything would have signed."""
    minutes = minutes_now(journey)
    return canonical(present_sheet(journey.session, journey.visit, standing(journey), minutes, AT))


def minutes_now(journey):
    found = minutes_of(journey.session, journey.visit.id)
    assert found is not None
    return found


def waiting_now(journey):
    waiting = waiting_closing(journey.session, journey.visit, journey.version)
    assert waiting is not None
    return waiting


def hash_of(text):
    return sha256(text.encode()).hexdigest()


def signature(tablet, part, digest, **changes):
    body = {
        "part": part, "name": f"Người ký {part}", "title": TITLES.get(part, ""), "strokes": STROKES, "refused": False, "reason": None,
        "sheet_sha256": digest, "sheet_at": AT, **changes,
    }  # fmt: skip
    return tablet.write("signature", None, body)


def refusal(tablet, digest, reason="Chờ ý kiến cấp trên"):
    return signature(tablet, "unit", digest, strokes=None, refused=True, reason=reason)


def close(tablet, text, at="2024-06-18T16:30:00+07:00", digest=None):
    return tablet.write("close", None, {"sheet": text, "sheet_sha256": digest or hash_of(text)}, at=at)


def signed_and_closed(journey, tablet, parts=("lead", "secretary", "unit")):
    text = sheet_text(journey)
    changes = [signature(tablet, part, hash_of(text)) for part in parts]
    receipts = tablet.sent(*changes, close(tablet, text))
    return text, receipts


def waits(journey):
    waiting = waiting_now(journey)
    return [gap.message for gap in waiting.gaps]


def completed(journey, work, now=NOW):
    journey.session.commit()
    done = complete_closings(work, now=now)
    journey.session.expire_all()
    return done


def states(receipts):
    return [receipt.state for receipt in receipts]


def test_a_closing_waits_and_then_closes_by_itself_with_its_paper(journey, lead, work):
    fill(journey)
    text, receipts = signed_and_closed(journey, lead)
    assert states(receipts) == ["applied", "applied", "applied", "waiting"]
    assert journey.visit.closed_at is None
    assert completed(journey, work).closed == (journey.visit.code,)
    assert journey.visit.closed_at == NOW
    minutes = minutes_now(journey)
    pdf = work.store.read(minutes.pdf_sha256)
    assert pdf.startswith(b"%PDF")
    sheet = MinutesSheet.from_json(json.dumps(minutes.sheet))
    assert sheet.signed is not None
    assert sheet.signed.sha256 == hash_of(text)
    assert [[list(point) for point in stroke] for stroke in sheet.signed_by_lead.strokes] == STROKES
    assert sheet.signed_by_unit.name == "Người ký unit"
    assert completed(journey, work).is_empty


def test_the_state_says_everything_that_a_closing_waits_for(journey, lead, work):
    item = next(item.id for item in journey.version.items)
    fill(journey, but=(item,))
    signed_and_closed(journey, lead, parts=("lead",))
    told = visit_state(journey.session, journey.visit, journey.version, None)["closing"]
    assert told["waits_for"] == [
        f"Mục {item} chưa có câu trả lời.",
        "Chưa có chữ ký của thư ký đoàn trên bản này.",
        "Chưa có chữ ký của đại diện đơn vị, hoặc việc từ chối ký, trên bản này.",
    ]
    assert completed(journey, work).is_empty
    assert journey.visit.closed_at is None


def test_what_changed_after_the_signatures_is_named_and_signed_anew(journey, lead, work):
    fill(journey)
    first, _receipts = signed_and_closed(journey, lead)
    item = next(item.id for item in journey.version.items if item.kind == "verdict")
    answer_item(journey.session, journey.inspector.actor, journey.visit, item, verdict("pass"), now=NOW)
    note_minutes(journey.session, journey.lead.actor, journey.visit, details(unit_opinion="Khác"), now=NOW)
    assert waits(journey) == [
        f"Câu trả lời của mục {item} đã khác với bản đã ký. Hãy ký lại.",
        "Nội dung biên bản đã khác với bản đã ký. Hãy ký lại.",
    ]
    assert completed(journey, work).is_empty
    second, receipts = signed_and_closed(journey, lead)
    assert states(receipts)[-1] == "waiting"
    assert second != first
    closings = journey.session.scalars(select(Closing)).all()
    assert [closing.sheet_sha256 for closing in closings] == [hash_of(second)]
    kept = journey.session.scalars(select(Change).where(Change.kind == "close")).all()
    assert sorted(change.body["sheet"] for change in kept) == sorted([first, second])
    assert completed(journey, work).closed == (journey.visit.code,)


def test_a_refusal_stands_on_the_paper_with_its_reason(journey, lead, work):
    fill(journey)
    text = sheet_text(journey)
    digest = hash_of(text)
    texts = [signature(lead, "lead", digest), signature(lead, "secretary", digest), refusal(lead, digest)]
    assert states(lead.sent(*texts, close(lead, text)))[-1] == "waiting"
    assert completed(journey, work).closed == (journey.visit.code,)
    sheet = minutes_now(journey).sheet or {}
    assert sheet["refusal"]["reason"] == "Chờ ý kiến cấp trên"
    assert sheet["signed_by_unit"]["strokes"] == []


def test_an_undecided_conflict_holds_the_closing_back(journey, lead, colleague, work):
    fill(journey)
    item = next(item.id for item in journey.version.items if item.kind == "verdict")
    assert states(colleague.sent(colleague.answer(item, "fail", "Chưa có"))) == ["conflict"]
    signed_and_closed(journey, lead)
    assert [message for message in waits(journey) if item in message]
    assert completed(journey, work).is_empty


@pytest.mark.parametrize("spoil", ["hash", "visit", "text", "keys"])
def test_a_closing_whose_text_is_not_what_was_signed_goes_to_the_shelf(journey, lead, spoil):
    fill(journey)
    text = sheet_text(journey)
    if spoil == "hash":
        sent = close(lead, text, digest="0" * 64)
    elif spoil == "visit":
        sent = close(lead, text.replace(str(journey.visit.id), str(uuid4())))
    elif spoil == "text":
        sent = close(lead, "{}")
    else:
        sent = lead.write("close", None, {"sheet_sha256": "0" * 64})
    assert states(lead.sent(sent)) == ["shelved"]
    assert journey.session.scalar(select(func.count()).select_from(Closing)) == 0


def test_only_the_lead_closes(journey, colleague):
    fill(journey)
    _text, receipts = signed_and_closed(journey, colleague)
    assert states(receipts) == ["applied", "applied", "applied", "shelved"]


def test_what_comes_after_the_minutes_were_closed_waits_for_the_lead(journey, lead):
    fill(journey)
    text = sheet_text(journey)
    journey.close()
    sent = [signature(lead, "lead", hash_of(text)), close(lead, text), lead.write("minutes", None, SAID)]
    assert states(lead.sent(*sent)) == ["quarantined"] * 3
    held = journey.session.get(HeldChange, id_of(sent[1]))
    assert (held.why, held.cause) == (Why.QUARANTINE, "closed")


@pytest.mark.parametrize(
    "changes",
    [
        {"part": "head"},
        {"strokes": []},
        {"strokes": [[[0.5, 1]]]},
        {"strokes": [[[1, 2, 3]]]},
        {"strokes": [[["1", 2]]]},
        {"strokes": [[[0, 1001]]]},
        {"strokes": [[[1, 1]] * 1501]},
        {"strokes": None},
        {"name": " "},
        {"name": "x" * 201},
        {"sheet_sha256": "<svg>"},
        {"refused": True, "reason": "x"},
        {"strokes": None, "refused": True, "reason": " "},
        {"part": "lead", "strokes": None, "refused": True, "reason": "x"},
    ],
)
def test_a_drawing_that_is_none_goes_to_the_shelf(journey, lead, changes):
    part = changes.get("part", "unit")
    sent = signature(lead, part, "0" * 64, **{key: value for key, value in changes.items() if key != "part"})
    assert states(lead.sent(sent)) == ["shelved"]
    assert journey.session.scalar(select(func.count()).select_from(Signature)) == 0


def test_minutes_chain_on_one_tablet_and_meet_another_s_as_answers_do(journey, lead, colleague):
    first = lead.write("minutes", None, SAID)
    second = lead.write("minutes", None, {**SAID, "unit_opinion": "Thống nhất"}, after(first))
    assert states(lead.sent(first, second)) == ["applied", "applied"]
    other = colleague.write("minutes", None, {**SAID, "unit_opinion": "Không thống nhất"})
    assert states(colleague.sent(other)) == ["conflict"]
    minutes = minutes_now(journey)
    assert (minutes.unit_opinion, minutes.revision, minutes.seen) == ("Thống nhất", 2, id_of(second))
    told = visit_state(journey.session, journey.visit, journey.version, None)
    assert [held["fields"]["unit_opinion"] for held in told["held"]] == ["Không thống nhất"]
    assert told["minutes"]["seen"] == str(id_of(second))
    same = colleague.write("minutes", None, {**SAID, "unit_opinion": " Thống nhất "}, after(other))
    assert states(colleague.sent(same)) == ["same"]
    assert journey.session.get(HeldChange, id_of(other)).settlement == "superseded"


def test_minutes_written_on_the_page_are_not_overwritten_unseen(journey, lead):
    minutes = minutes_now(journey)
    note_minutes(journey.session, journey.secretary.actor, journey.visit, details(), now=NOW)
    old = lead.write("minutes", None, {**SAID, "copies": 5})
    assert states(lead.sent(old)) == ["conflict"]
    seen = {**NO_BASE, "revision": minutes.revision, "seen": str(minutes.seen)}
    assert states(lead.sent(lead.write("minutes", None, {**SAID, "copies": 5}, seen))) == ["applied"]
    with pytest.raises(RuleBroken, match="vừa ghi nội dung biên bản"):
        note_minutes(
            journey.session, journey.secretary.actor, journey.visit, details(copies=4), now=NOW, base_revision=1
        )


@pytest.mark.parametrize("body", [{}, {**SAID, "copies": "3"}, {**SAID, "copies": 0}, {**SAID, "place": "x" * 301}])
def test_minutes_that_do_not_fit_go_to_the_shelf(journey, lead, body):
    assert states(lead.sent(lead.write("minutes", None, body))) == ["shelved"]


def test_a_name_of_the_same_value_leads_to_what_stands(journey, lead, colleague, work):
    fill(journey)
    item = next(item.id for item in journey.version.items)
    name = kind_named(journey.version.item(item).kind).radio or "not_applicable"
    fields = {name: "not_applicable", "reason": "Không phát sinh"}
    again = lead.write("answer", item, {"fields": fields, "change_reason": None})
    assert states(lead.sent(again)) == ["same"]
    sheet = json.loads(sheet_text(journey))
    sheet["answers"][item]["seen"] = str(id_of(again))
    text = canonical(sheet)
    lead.sent(*(signature(lead, part, hash_of(text)) for part in ("lead", "secretary", "unit")), close(lead, text))
    assert waits(journey) == []
    assert names_of_answers(journey.session, journey.visit.id)[item] != id_of(again)


@pytest.mark.parametrize(
    ("told", "is_taken"), [(timedelta(hours=1), True), (timedelta(days=2), False), (-timedelta(days=1), False)]
)
def test_the_visit_ends_at_the_tablet_s_time_where_that_can_be(journey, lead, told, is_taken):
    fill(journey)
    received = NOW + timedelta(days=1)
    lead.send(close(lead, sheet_text(journey), at=(NOW + told).isoformat()), now=received)
    waiting = waiting_now(journey)
    assert waiting.ended_at == (NOW + told if is_taken else received)


def test_a_paper_that_cannot_be_made_says_why_and_is_tried_again(journey, lead, work, monkeypatch):
    fill(journey)
    signed_and_closed(journey, lead)

    def refuse(*_arguments, **_options):
        raise RuleBroken(None, "Văn bản quá dài")

    with monkeypatch.context() as broken:
        broken.setattr("inspect_app.fieldwork.tasks.pdf_of", refuse)
        assert completed(journey, work).failed == (journey.visit.code,)
    told = visit_state(journey.session, journey.visit, journey.version, None)["closing"]
    assert told["waits_for"] == ["Văn bản quá dài"]
    assert complete_closings(work, now=NOW, again=False).is_empty
    assert completed(journey, work).closed == (journey.visit.code,)


def test_a_paper_that_no_longer_says_what_stands_closes_nothing(journey, lead, work, monkeypatch):
    fill(journey)
    signed_and_closed(journey, lead)
    item = next(item.id for item in journey.version.items if item.kind == "verdict")

    def meanwhile(*_arguments, **_options):
        answer_item(journey.session, journey.inspector.actor, journey.visit, item, verdict("pass"), now=NOW)
        journey.session.commit()
        return b"%PDF-"

    monkeypatch.setattr("inspect_app.fieldwork.tasks.pdf_of", meanwhile)
    assert completed(journey, work).is_empty
    assert journey.visit.closed_at is None
    assert minutes_now(journey).pdf_sha256 is None


def test_a_signature_that_comes_while_the_paper_is_made_stands_on_the_next_one(journey, lead, work, monkeypatch):
    fill(journey)
    text, _receipts = signed_and_closed(journey, lead)

    def meanwhile(*_arguments, **_options):
        lead.sent(signature(lead, "unit", hash_of(text), name="Người ký sau"))
        journey.session.commit()
        return b"%PDF-"

    with monkeypatch.context() as slow:
        slow.setattr("inspect_app.fieldwork.tasks.pdf_of", meanwhile)
        assert completed(journey, work).is_empty
    assert completed(journey, work).closed == (journey.visit.code,)
    assert (minutes_now(journey).sheet or {})["signed_by_unit"]["name"] == "Người ký sau"


def test_a_waiting_closing_is_asked_again_only_when_something_happened(journey, lead, work, monkeypatch):
    fill(journey)
    text = sheet_text(journey)
    lead.sent(close(lead, text))
    assert completed(journey, work).is_empty
    asked = []

    def ask(*given):
        asked.append(1)
        return waiting_closing(*given)

    monkeypatch.setattr("inspect_app.fieldwork.tasks.waiting_closing", ask)
    assert complete_closings(work, now=NOW, again=False).is_empty
    assert asked == []
    lead.sent(*(signature(lead, part, hash_of(text)) for part in ("lead", "secretary", "unit")))
    journey.session.commit()
    assert complete_closings(work, now=NOW, again=False).closed == (journey.visit.code,)


@pytest.mark.parametrize(("hours", "is_taken"), [(-1, True), (1, False), (-48, False)])
def test_the_minutes_begin_when_the_team_began_where_that_can_be(session, hours, is_taken):
    waiting = make_journey(session)
    tablet = make_tablet(session, waiting.lead, waiting.visit)
    told = NOW + timedelta(hours=hours)
    assert states(tablet.sent(tablet.write("begin", None, {"place": ""}, at=told.isoformat()))) == ["applied"]
    assert minutes_now(waiting).started_at == (told if is_taken else NOW)
    assert waiting.visit.begun_at == NOW


def missing_photo(tablet, item):
    """A photo that a tablet announced and that never comes."""
    photo_id = uuid4()
    body = {"photo": str(photo_id), "sha256": "a" * 64, "size": 1000, "caption": ""}
    (receipt,) = tablet.sent(tablet.write("photo", item, body))
    assert receipt.state == "applied"
    return tablet.session.get_one(Photo, photo_id)


def test_a_photo_that_is_given_up_needs_no_new_signatures(journey, lead, work):
    fill(journey)
    item = next(item.id for item in journey.version.items)
    photo = missing_photo(lead, item)
    signed_and_closed(journey, lead)
    assert len(waits(journey)) == 1
    assert completed(journey, work).is_empty
    waive_photo(journey.session, journey.lead.actor, photo, reason="Máy đã mất", now=NOW)
    assert waits(journey) == []
    assert completed(journey, work).closed == (journey.visit.code,)


def test_a_photo_that_nobody_signed_for_is_named(journey, lead, colleague):
    fill(journey)
    item = next(item.id for item in journey.version.items)
    signed_and_closed(journey, lead)
    missing_photo(colleague, item)
    assert f"Ảnh của mục {item} đã khác với bản đã ký. Hãy ký lại." in waits(journey)


def test_minutes_in_conflict_are_shown_beside_what_stands_and_taken_by_the_lead(journey, lead, colleague):
    mine = lead.write("minutes", None, {**SAID, "unit_opinion": "Thống nhất"})
    lead.sent(mine)
    theirs = colleague.write("minutes", None, {**SAID, "unit_opinion": "Không thống nhất"})
    colleague.sent(theirs)
    board = board_of(journey.session, journey.visit, journey.version)
    (single,) = board.quarantined
    assert single.standing.seen == id_of(mine)
    assert single.standing.written is not None
    assert ("Ý kiến của đơn vị", "Thống nhất") in single.standing.written.value.texts
    held = journey.session.get(HeldChange, id_of(theirs))
    with pytest.raises(RuleBroken, match="vừa được ghi"):
        take_held(journey.session, journey.lead.actor, held, reason="x", seen=None, now=NOW)
    take_held(journey.session, journey.lead.actor, held, reason="Đúng lời đơn vị", seen=id_of(mine), now=NOW)
    minutes = minutes_now(journey)
    assert (minutes.unit_opinion, minutes.seen) == ("Không thống nhất", id_of(theirs))
    assert states(colleague.sent(colleague.write("minutes", None, SAID, after(theirs)))) == ["applied"]


def test_what_belongs_to_closed_minutes_can_only_be_set_aside(journey, lead):
    fill(journey)
    journey.close()
    late = lead.write("minutes", None, SAID)
    lead.sent(late)
    held = journey.session.get(HeldChange, id_of(late))
    with pytest.raises(Conflict, match="đã khép lại"):
        take_held(journey.session, journey.lead.actor, held, reason="x", seen=None, now=NOW)
    set_aside_held(journey.session, journey.lead.actor, held, reason="Đã có biên bản", now=NOW)
    assert held.settlement == "set_aside"


def test_a_deputy_signs_in_the_lead_s_place(journey, lead, work):
    fill(journey)
    text = sheet_text(journey)
    digest = hash_of(text)
    deputy = signature(lead, "lead", digest, name="Phó đoàn mẫu", title="Phó Trưởng đoàn")
    lead.sent(deputy, signature(lead, "secretary", digest), signature(lead, "unit", digest), close(lead, text))
    assert completed(journey, work).closed == (journey.visit.code,)
    box = (minutes_now(journey).sheet or {})["signed_by_lead"]
    assert (box["authority"], box["title"], box["name"]) == (["KT. TRƯỞNG ĐOÀN"], "Phó Trưởng đoàn", "Phó đoàn mẫu")
