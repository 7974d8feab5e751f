"""A photo is announced, received, held, taken back: nothing of it is lost, and nothing counts that may not."""

import hashlib
from uuid import uuid4

import pytest
from sqlalchemy import select

from inspect_app.accounts.models import AccountState
from inspect_app.accounts.operations import revoke_device
from inspect_app.campaigns.operations import mark_frozen
from inspect_app.fieldwork.intake import SentPhoto
from inspect_app.fieldwork.matters import open_matters
from inspect_app.fieldwork.models import Evidence, HeldChange, Photo, PhotoProblem, Settlement
from inspect_app.fieldwork.operations.evidence import EVIDENCE_PER_ITEM
from inspect_app.fieldwork.operations.photos import photo_came, photo_of_taken_change, take_kept_photo
from inspect_app.fieldwork.operations.settling import set_aside_held
from inspect_app.fieldwork.photo_words import problem_text
from inspect_app.fieldwork.queries import evidence_of
from inspect_app.fieldwork.state import visit_state
from inspect_app.findings.queries import standing_findings
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import Forbidden
from tests.factories.journeys import make_journey
from tests.factories.moments import NOW
from tests.factories.tablets import id_of, make_tablet

ITEM = "CV05"
SHA256 = hashlib.sha256(b"picture").hexdigest()


@pytest.fixture
def waiting(session):
    return make_journey(session)


@pytest.fixture
def journey(waiting):
    waiting.begin()
    return waiting


@pytest.fixture
def tablet(waiting):
    return make_tablet(waiting.session, waiting.inspector, waiting.visit)


@pytest.fixture
def other(waiting):
    return make_tablet(waiting.session, waiting.secretary, waiting.visit)


def announced(tablet, item=ITEM, photo=None, sha256=SHA256, **other):
    body = {"photo": str(photo or uuid4()), "sha256": sha256, "size": 7, "caption": "Bảng niêm yết", **other}
    return tablet.write("photo", item, body)


def withdrawn(tablet, photo, reason="chụp nhầm", item=ITEM):
    return tablet.write("photo_withdrawn", item, {"photo": str(photo.id), "reason": reason})


def photo_of(session, text):
    return session.scalar(select(Photo).where(Photo.change_id == id_of(text)))


def receive(tablet, photo, *, is_photo=True, now=NOW):
    photo_came(tablet.session, tablet.player.actor, photo, SentPhoto(photo.sha256, 7, is_photo), now=now)


def sent_photo(tablet, **options):
    text = announced(tablet, **options)
    tablet.send(text)
    return photo_of(tablet.session, text)


def state(tablet, text):
    (receipt,) = tablet.sent(text)
    return receipt.state


def held(session, text):
    return session.get(HeldChange, id_of(text), populate_existing=True)


def messages(session, visit):
    return " ".join(gap.message for gap in open_matters(session, visit))


def test_an_announced_photo_is_missing_until_its_bytes_are_here(journey, tablet):
    text = announced(tablet)
    assert state(tablet, text) == "applied"
    photo = photo_of(journey.session, text)
    assert (photo.item_id, photo.sha256, photo.size, photo.caption) == (ITEM, SHA256, 7, "Bảng niêm yết")
    assert "chưa về máy chủ" in messages(journey.session, journey.visit)
    receive(tablet, photo)
    assert messages(journey.session, journey.visit) == ""
    evidence = photo.evidence
    assert (evidence.number, evidence.added_by, evidence.caption) == (1, journey.inspector.person.id, "Bảng niêm yết")
    verbs = journey.session.scalars(select(JournalEntry.verb)).all()
    assert {"fieldwork.receive_photo", "fieldwork.add_evidence"} <= set(verbs)


def test_the_evidence_reaches_the_finding_of_its_item(journey, tablet):
    assert state(tablet, tablet.answer(ITEM, "fail", "Chưa có")) == "applied"
    receive(tablet, sent_photo(tablet))
    assert [finding.evidence_numbers for finding in standing_findings(journey.session, journey.visit.id)] == [[1]]


def test_the_same_change_again_announces_nothing_new(journey, tablet):
    text = announced(tablet)
    tablet.send(text)
    (receipt,) = tablet.sent(text)
    assert receipt.replayed
    assert len(journey.session.scalars(select(Photo)).all()) == 1


def test_received_twice_is_evidence_once(journey, tablet):
    photo = sent_photo(tablet)
    receive(tablet, photo)
    receive(tablet, photo)
    assert len(journey.session.scalars(select(Evidence)).all()) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"sha256": "x" * 64}, {"size": 0}, {"size": 21 * 1024 * 1024}, {"size": True}, {"caption": None}, {"more": 1}],
)
def test_what_announces_no_photo_is_shelved(journey, tablet, wrong):
    text = announced(tablet, **wrong)
    assert state(tablet, text) == "shelved"
    assert photo_of(journey.session, text) is None


def test_an_id_that_another_photo_has_is_shelved_and_the_first_stays(journey, tablet, other):
    photo = sent_photo(tablet)
    text = announced(other, photo=photo.id, sha256="0" * 64)
    assert state(other, text) == "shelved"
    assert photo_of(journey.session, text) is None
    assert journey.session.get_one(Photo, photo.id).sha256 == SHA256


def test_a_photo_of_an_unknown_item_is_received_and_kept_on_the_shelf(journey, tablet):
    text = announced(tablet, item="Z9")
    assert state(tablet, text) == "shelved"
    photo = photo_of(journey.session, text)
    receive(tablet, photo)
    assert (photo.kept_sha256, photo.evidence_id) == (SHA256, None)


def test_a_withdrawal_before_the_bytes_keeps_them_out_of_the_papers_when_they_come(journey, tablet):
    photo = sent_photo(tablet)
    assert state(tablet, withdrawn(tablet, photo)) == "applied"
    assert messages(journey.session, journey.visit) == ""
    receive(tablet, photo)
    assert (photo.received_at, photo.evidence_id, photo.waive_reason) == (NOW, None, "chụp nhầm")
    assert messages(journey.session, journey.visit) == ""


def test_a_withdrawal_after_the_bytes_withdraws_the_evidence_with_its_reason(journey, tablet):
    photo = sent_photo(tablet)
    receive(tablet, photo)
    assert state(tablet, withdrawn(tablet, photo)) == "applied"
    assert evidence_of(journey.session, journey.visit.id) == {}
    assert photo.evidence.withdraw_reason == "chụp nhầm"
    assert state(tablet, withdrawn(tablet, photo)) == "same"


def test_a_colleague_withdraws_it_and_a_second_withdrawal_is_the_same(journey, tablet, other):
    photo = sent_photo(tablet)
    assert state(other, withdrawn(other, photo)) == "applied"
    assert state(tablet, withdrawn(tablet, photo)) == "same"


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_a_withdrawal_without_a_reason_is_shelved(journey, tablet, reason):
    photo = sent_photo(tablet)
    assert state(tablet, withdrawn(tablet, photo, reason)) == "shelved"
    assert photo.withdrawn_change is None


def test_a_withdrawal_of_a_photo_that_is_not_here_waits_in_quarantine(journey, tablet):
    class Nobody:
        id = uuid4()

    text = withdrawn(tablet, Nobody)
    assert state(tablet, text) == "quarantined"
    assert held(journey.session, text).cause == "unknown_photo"


def test_a_photo_that_the_lead_gave_up_is_evidence_when_it_comes_after_all(journey, tablet):
    photo = sent_photo(tablet)
    photo.waived_at, photo.waived_by, photo.waive_reason = NOW, journey.lead.person.id, "mất máy"
    receive(tablet, photo)
    assert photo.evidence_id is not None


def test_a_revoked_tablets_photo_is_kept_with_its_held_change_and_taken_with_it(journey, tablet):
    revoke_device(
        journey.session, journey.coordinator.actor, tablet.device, reason="mất máy", now=NOW, real_now=real_now()
    )
    text = announced(tablet)
    assert state(tablet, text) == "quarantined"
    photo = photo_of(journey.session, text)
    receive(tablet, photo)
    assert (photo.kept_sha256, photo.evidence_id, photo.problem) == (SHA256, None, None)
    photo_of_taken_change(journey.session, journey.lead.actor, photo.change, now=NOW)
    assert photo.evidence.added_by == journey.inspector.person.id


def test_a_held_change_that_is_taken_before_the_bytes_makes_evidence_when_they_come(journey, tablet):
    revoke_device(
        journey.session, journey.coordinator.actor, tablet.device, reason="mất máy", now=NOW, real_now=real_now()
    )
    text = announced(tablet)
    tablet.send(text)
    photo, row = photo_of(journey.session, text), held(journey.session, text)
    photo_of_taken_change(journey.session, journey.lead.actor, photo.change, now=NOW)
    assert photo.evidence_id is None
    row.settled_at, row.settlement, row.reason, row.settled_by = NOW, Settlement.TAKEN, "đúng", journey.lead.person.id
    journey.session.flush()
    receive(tablet, photo)
    assert photo.evidence_id is not None


def test_a_held_change_that_is_set_aside_leaves_nothing_to_wait_for(journey, tablet):
    revoke_device(
        journey.session, journey.coordinator.actor, tablet.device, reason="mất máy", now=NOW, real_now=real_now()
    )
    text = announced(tablet)
    tablet.send(text)
    set_aside_held(
        journey.session, journey.lead.actor, held(journey.session, text), reason="không thuộc cuộc này", now=NOW
    )
    assert _state(journey)["photos_missing"] == []
    assert messages(journey.session, journey.visit) == ""
    photo = photo_of(journey.session, text)
    receive(tablet, photo)
    assert (photo.kept_sha256, photo.evidence_id) == (SHA256, None)
    assert messages(journey.session, journey.visit) == ""


def test_a_photo_of_before_the_beginning_is_evidence_once_the_visit_has_begun(waiting, tablet):
    text = announced(tablet)
    assert state(tablet, text) == "quarantined"
    photo = photo_of(waiting.session, text)
    receive(tablet, photo)
    assert photo.evidence_id is None
    waiting.begin()
    assert held(waiting.session, text).settlement is Settlement.TAKEN
    assert photo.evidence_id is not None


def test_a_photo_that_was_announced_before_the_closing_is_still_received(journey, tablet):
    photo = sent_photo(tablet)
    photo.waived_at, photo.waive_reason = NOW, "chờ gửi sau"
    journey.close()
    receive(tablet, photo)
    assert photo.evidence_id is not None


def test_what_comes_after_the_conclusion_is_kept_and_shown(journey, tablet):
    photo = sent_photo(tablet)
    photo.waived_at, photo.waive_reason = NOW, "chờ gửi sau"
    journey.close()
    mark_frozen(journey.session, journey.signatory.actor, journey.visit, now=NOW)
    photo.waived_at = photo.waive_reason = None
    journey.session.flush()
    receive(tablet, photo)
    assert (photo.kept_sha256, photo.evidence_id, photo.problem) == (SHA256, None, PhotoProblem.FROZEN)
    assert "sau khi kết luận phát hành" in messages(journey.session, journey.visit)


def test_one_too_many_is_kept_and_becomes_evidence_when_there_is_room(journey, tablet):
    for number in range(EVIDENCE_PER_ITEM):
        sha256 = hashlib.sha256(str(number).encode()).hexdigest()
        receive(tablet, sent_photo(tablet, sha256=sha256))
    photo = sent_photo(tablet)
    receive(tablet, photo)
    assert (photo.kept_sha256, photo.evidence_id, photo.problem) == (SHA256, None, PhotoProblem.TOO_MANY)
    assert "60 chứng cứ" in messages(journey.session, journey.visit)
    take_kept_photo(journey.session, journey.lead.actor, photo, now=NOW)
    assert photo.evidence_id is None
    first = journey.session.scalars(select(Photo).where(Photo.evidence_id.is_not(None))).first()
    assert state(tablet, withdrawn(tablet, first)) == "applied"
    take_kept_photo(journey.session, journey.lead.actor, photo, now=NOW)
    assert photo.evidence.number == EVIDENCE_PER_ITEM + 1
    assert messages(journey.session, journey.visit) == ""


def test_what_is_no_picture_is_kept_shown_and_never_taken(journey, tablet):
    photo = sent_photo(tablet)
    receive(tablet, photo, is_photo=False)
    assert (photo.kept_sha256, photo.problem) == (SHA256, PhotoProblem.NOT_A_PHOTO)
    assert "không đọc được như một ảnh" in messages(journey.session, journey.visit)
    take_kept_photo(journey.session, journey.lead.actor, photo, now=NOW)
    assert photo.evidence_id is None
    assert state(tablet, withdrawn(tablet, photo)) == "applied"
    assert messages(journey.session, journey.visit) == ""


def test_the_tablets_are_told_which_photos_are_only_kept_and_why(journey, tablet, other):
    def told():
        return [(row["photo"], row["message"]) for row in _state(journey)["photos_kept"]]

    unread, shown, back = (sent_photo(tablet) for _ in range(3))
    receive(tablet, shown)
    receive(tablet, unread, is_photo=False)
    tablet.send(withdrawn(tablet, back))
    receive(tablet, back)
    held_text = announced(other, item="Z9")
    other.send(held_text)
    kept = photo_of(journey.session, held_text)
    receive(other, kept)
    assert dict(told()) == {
        str(unread.id): problem_text(PhotoProblem.NOT_A_PHOTO),
        str(kept.id): held(journey.session, held_text).message,
    }
    tablet.send(withdrawn(tablet, unread))
    set_aside_held(
        journey.session, journey.lead.actor, held(journey.session, held_text), reason="không có mục này", now=NOW
    )
    assert told() == []


def _state(journey):
    return visit_state(journey.session, journey.visit, journey.version, None)


@pytest.mark.parametrize("change", ["revoked", "disabled", "off_team"])
def test_bytes_that_come_after_the_author_lost_his_right_are_only_kept(journey, tablet, change):
    photo = sent_photo(tablet)
    if change == "revoked":
        revoke_device(
            journey.session, journey.coordinator.actor, tablet.device, reason="mất máy", now=NOW, real_now=real_now()
        )
    elif change == "disabled":
        journey.inspector.account.state = AccountState.DISABLED
    else:
        journey.visit.team = [one for one in journey.visit.team if one.person_id != journey.inspector.person.id]
    journey.session.flush()
    receive(tablet, photo)
    assert (photo.kept_sha256, photo.evidence_id) == (SHA256, None)
    assert photo.problem in {PhotoProblem.REVOKED, PhotoProblem.NOT_ALLOWED}
    take_kept_photo(journey.session, journey.lead.actor, photo, now=NOW)
    assert photo.evidence.added_by == journey.inspector.person.id


@pytest.mark.parametrize("who", ["lead", "secretary", "coordinator"])
def test_nobody_brings_the_bytes_of_somebody_elses_photo(journey, tablet, who):
    photo = sent_photo(tablet)
    with pytest.raises(Forbidden):
        photo_came(journey.session, getattr(journey, who).actor, photo, SentPhoto(SHA256, 7, True), now=NOW)
    assert photo.received_at is None
