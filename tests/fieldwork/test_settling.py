"""What waits at a visit is taken in the name of its author or set aside: with a reason, by name, never unseen."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Device
from inspect_app.campaigns.models import TeamMember
from inspect_app.fieldwork.matters import open_matters
from inspect_app.fieldwork.models import ChangeKind, HeldChange, Photo, PhotoProblem, Settlement, Why
from inspect_app.fieldwork.operations import MinutesDetails, note_minutes
from inspect_app.fieldwork.operations.settling import (
    set_aside_held,
    set_aside_stray,
    take_held,
    take_photo,
    waive_photo,
)
from inspect_app.fieldwork.queries import answer_to, minutes_of, newest_revision, revisions_of
from inspect_app.findings.queries import standing_findings
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from tests.factories.held import make_device, make_held, make_photo, make_stray
from tests.factories.journeys import LATER, Journey, make_journey
from tests.factories.moments import NOW
from tests.factories.people import Player, make_player

THEN = NOW + LATER
OTHERS = ["inspector", "secretary", "contact", "head", "chair", "auditor", "signatory"]


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV06", "pass", "Có niêm yết")
    return journey


@pytest.fixture
def device(journey: Journey) -> Device:
    return make_device(journey.session, journey.secretary, "Máy của thư ký")


def seen_of(journey: Journey, item_id: str = "CV06") -> UUID | None:
    stands = newest_revision(journey.session, journey.visit.id, item_id)
    return stands.id if stands else None


def take(journey: Journey, held: HeldChange, who: Player | None = None, reason: str = "Đã xem tại chỗ") -> None:
    actor = (who or journey.lead).actor
    seen = seen_of(journey, held.item_id or "")
    take_held(journey.session, actor, held, reason=reason, seen=seen, now=THEN)


def verdicts(journey: Journey, item_id: str = "CV06") -> list[str | None]:
    return [row.verdict for row in revisions_of(journey.session, journey.visit.id, item_id)]


def test_a_taken_value_stands_in_the_name_of_its_author_and_says_who_decided_why(journey, device):
    held = make_held(journey.session, device, journey.visit)
    take(journey, held)
    answer = answer_to(journey.session, journey.visit.id, "CV06")
    assert answer is not None
    assert (answer.verdict, answer.note, answer.answered_by) == ("fail", "Thiếu", journey.secretary.person.id)
    newest = revisions_of(journey.session, journey.visit.id, "CV06")[-1]
    assert (newest.person_id, newest.change_id) == (journey.secretary.person.id, held.change_id)
    assert newest.change_reason == "Theo quyết định của Trưởng đoàn mẫu: Đã xem tại chỗ"
    assert (held.settlement, held.settled_by) == (Settlement.TAKEN, journey.lead.person.id)


def test_the_journal_names_the_decider_and_the_reason(journey, device):
    take(journey, make_held(journey.session, device, journey.visit))
    entry = journey.session.scalar(select(JournalEntry).where(JournalEntry.verb == "fieldwork.take_held"))
    assert (entry.person_id, entry.reason) == (journey.lead.person.id, "Đã xem tại chỗ")
    assert entry.changes["verdict"] == ["pass", "fail"]


def test_a_taken_shortcoming_drafts_its_finding(journey, device):
    take(journey, make_held(journey.session, device, journey.visit))
    assert [finding.item_id for finding in standing_findings(journey.session, journey.visit.id)] == ["CV06"]


def test_the_authors_own_reason_stays_beside_the_decision(journey, device):
    journey.close()
    body = {"fields": {"verdict": "fail", "note": "Thiếu"}, "change_reason": "Ghi nhầm"}
    held = make_held(journey.session, device, journey.visit, body=body)
    take(journey, held)
    reason = revisions_of(journey.session, journey.visit.id, "CV06")[-1].change_reason
    assert reason == "Ghi nhầm\nTheo quyết định của Trưởng đoàn mẫu: Đã xem tại chỗ"


def test_taking_what_stands_there_already_makes_no_second_revision(journey, device):
    held = make_held(journey.session, device, journey.visit, fields={"verdict": "pass", "note": "Có niêm yết"})
    take(journey, held)
    assert (held.settlement, verdicts(journey)) == (Settlement.TAKEN, ["pass"])


def test_taking_one_value_leaves_the_others_open(journey, device):
    first = make_held(journey.session, device, journey.visit)
    second = make_held(journey.session, make_device(journey.session, journey.lead), journey.visit)
    take(journey, first)
    assert second.settled_at is None
    assert [gap.item_id for gap in open_matters(journey.session, journey.visit)] == ["CV06"]


def test_one_act_takes_a_value_and_sets_the_others_aside_each_by_its_own_record(journey, device):
    first = make_held(journey.session, device, journey.visit)
    second = make_held(journey.session, make_device(journey.session, journey.lead), journey.visit)
    actor, seen = journey.lead.actor, seen_of(journey)
    take_held(journey.session, actor, first, reason="Đúng", seen=seen, others=[second], now=THEN)
    assert [held.settlement for held in (first, second)] == [Settlement.TAKEN, Settlement.SET_ASIDE]
    assert {held.reason for held in (first, second)} == {"Đúng"}
    verbs = journey.session.scalars(select(JournalEntry.verb).where(JournalEntry.reason == "Đúng")).all()
    assert sorted(verbs) == ["fieldwork.set_aside_held", "fieldwork.take_held"]
    assert open_matters(journey.session, journey.visit) == []


def test_a_value_that_came_since_the_page_was_shown_is_never_overwritten_unseen(journey, device):
    held = make_held(journey.session, device, journey.visit)
    seen = seen_of(journey)
    journey.answer("CV06", "partial", "Còn thiếu")
    with pytest.raises(RuleBroken, match="Thành viên mẫu") as refusal:
        take_held(journey.session, journey.lead.actor, held, reason="Đúng", seen=seen, now=THEN)
    assert refusal.value.field == "seen"
    assert (held.settled_at, verdicts(journey)) == (None, ["pass", "partial"])


def test_an_item_that_was_empty_on_the_page_is_not_overwritten_either(journey, device):
    held = make_held(journey.session, device, journey.visit, "CV07", why=Why.QUARANTINE, cause="revoked")
    journey.answer("CV07", "pass")
    with pytest.raises(RuleBroken):
        take_held(journey.session, journey.lead.actor, held, reason="Đúng", seen=None, now=THEN)
    assert verdicts(journey, "CV07") == ["pass"]


def test_a_quarantined_value_is_taken_where_nothing_stands(journey, device):
    held = make_held(journey.session, device, journey.visit, "CV07", why=Why.QUARANTINE, cause="not_on_team")
    take(journey, held)
    assert verdicts(journey, "CV07") == ["fail"]


@pytest.mark.parametrize("act", [take, lambda journey, held, who, reason: aside(journey, held, who, reason)])
@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_every_decision_needs_a_reason(journey, device, act, reason):
    held = make_held(journey.session, device, journey.visit)
    with pytest.raises(RuleBroken) as refusal:
        act(journey, held, journey.lead, reason)
    assert (refusal.value.field, held.settled_at) == ("reason", None)


def aside(journey: Journey, held: HeldChange, who: Player | None = None, reason: str = "Nhầm") -> None:
    set_aside_held(journey.session, (who or journey.lead).actor, held, reason=reason, now=THEN)


def test_what_was_set_aside_changes_nothing_and_stays_kept(journey, device):
    held = make_held(journey.session, device, journey.visit)
    aside(journey, held)
    assert verdicts(journey) == ["pass"]
    assert (held.settlement, held.reason, held.settled_by) == (Settlement.SET_ASIDE, "Nhầm", journey.lead.person.id)


@pytest.mark.parametrize("second", [take, aside])
def test_nobody_decides_twice(journey, device, second):
    held = make_held(journey.session, device, journey.visit)
    aside(journey, held)
    with pytest.raises(Conflict, match="đã được quyết định"):
        second(journey, held)


def test_what_the_form_refused_is_never_taken(journey, device):
    held = make_held(journey.session, device, journey.visit, why=Why.SHELF, cause="invalid", fields={"verdict": "x"})
    with pytest.raises(Conflict, match="từ chối"):
        take(journey, held)
    aside(journey, held)
    assert held.settlement is Settlement.SET_ASIDE


def test_a_quarantined_value_that_the_checklist_refuses_is_not_taken(journey, device):
    held = make_held(
        journey.session, device, journey.visit, fields={"verdict": "x"}, why=Why.QUARANTINE, cause="revoked"
    )
    with pytest.raises(RuleBroken):
        take(journey, held)
    assert (held.settled_at, verdicts(journey)) == (None, ["pass"])


def test_an_item_that_the_visit_does_not_have_is_not_taken(journey, device):
    held = make_held(journey.session, device, journey.visit, "Z99", why=Why.QUARANTINE, cause="other_version")
    with pytest.raises(RuleBroken, match="Z99"):
        take(journey, held)


def test_nothing_is_taken_for_a_frozen_visit_but_it_can_be_set_aside(session):
    journey = make_journey(session)
    journey.issued()
    device = make_device(session, journey.secretary)
    held = make_held(session, device, journey.visit, why=Why.QUARANTINE, cause="frozen")
    with pytest.raises(Conflict, match="đã phát hành"):
        take(journey, held)
    aside(journey, held)
    assert held.settlement is Settlement.SET_ASIDE


def test_nothing_is_taken_before_the_visit_begins_or_after_it_was_cancelled(session):
    journey = make_journey(session)
    held = make_held(
        session, make_device(session, journey.secretary), journey.visit, why=Why.QUARANTINE, cause="not_begun"
    )
    with pytest.raises(Conflict, match="chưa bắt đầu"):
        take(journey, held)
    journey.visit.cancelled_at, journey.visit.cancel_reason = NOW, "Hoãn"
    session.flush()
    with pytest.raises(Conflict, match="đã hủy"):
        take(journey, held)


@pytest.mark.parametrize("who", OTHERS)
def test_only_leaders_and_coordinators_decide(journey, device, who):
    actor = getattr(journey, who).actor
    held, stray = make_held(journey.session, device, journey.visit), make_stray(journey.session, device, journey.visit)
    photo = make_photo(journey.session, device, journey.visit)
    for act in (
        lambda: take_held(journey.session, actor, held, reason="x", seen=seen_of(journey), now=THEN),
        lambda: set_aside_held(journey.session, actor, held, reason="x", now=THEN),
        lambda: set_aside_stray(journey.session, actor, journey.visit, stray, reason="x", now=THEN),
        lambda: waive_photo(journey.session, actor, photo, reason="x", now=THEN),
    ):
        with pytest.raises(Forbidden):
            act()
    assert len(open_matters(journey.session, journey.visit)) == 3


def test_a_coordinator_decides(journey, device):
    take(journey, make_held(journey.session, device, journey.visit), journey.coordinator)
    assert verdicts(journey) == ["pass", "fail"]


def test_a_coordinator_of_the_unit_decides_nothing(journey, device):
    player = make_player(journey.session, Role.COORDINATOR, works_at=journey.unit)
    with pytest.raises(Forbidden):
        take(journey, make_held(journey.session, device, journey.visit), player)


def test_nobody_judges_what_was_held_because_the_unit_is_his_own(journey):
    """He left the unit since, or its end was noted late: what he wrote while he was of it, another judges."""
    held = make_held(
        journey.session,
        make_device(journey.session, journey.lead),
        journey.visit,
        why=Why.QUARANTINE,
        cause="own_unit",
    )
    for act in (take, aside):
        with pytest.raises(Forbidden):
            act(journey, held, journey.lead)
    take(journey, held, journey.coordinator)
    assert held.settlement is Settlement.TAKEN


def test_a_deputy_decides(journey, device):
    deputy = make_player(journey.session, Role.DEPUTY)
    member = TeamMember(visit_id=journey.visit.id, person_id=deputy.person.id, role=Role.DEPUTY, position=9)
    journey.session.add(member)
    journey.session.flush()
    journey.session.refresh(journey.visit, ["team"])
    take(journey, make_held(journey.session, device, journey.visit), deputy)
    assert verdicts(journey) == ["pass", "fail"]


def test_a_stray_is_set_aside_once_with_a_reason(journey, device):
    stray = make_stray(journey.session, device, journey.visit)
    actor = journey.lead.actor
    with pytest.raises(RuleBroken):
        set_aside_stray(journey.session, actor, journey.visit, stray, reason=" ", now=THEN)
    set_aside_stray(journey.session, actor, journey.visit, stray, reason="Máy hỏng", now=THEN)
    assert (stray.reason, stray.settled_by, stray.text) == ("Máy hỏng", journey.lead.person.id, "{")
    with pytest.raises(Conflict):
        set_aside_stray(journey.session, actor, journey.visit, stray, reason="x", now=THEN)


def test_a_stray_is_settled_at_its_own_visit_only(journey, device):
    other = make_journey(journey.session)
    stray = make_stray(journey.session, device, other.visit)
    with pytest.raises(Conflict):
        set_aside_stray(journey.session, journey.lead.actor, journey.visit, stray, reason="x", now=THEN)


def test_a_photo_is_given_up_with_a_reason_and_only_while_it_is_missing(journey, device):
    photo, came = (make_photo(journey.session, device, journey.visit) for _each in range(2))
    came.received_at = NOW
    journey.session.flush()
    waive_photo(journey.session, journey.lead.actor, photo, reason="Máy rơi xuống nước", now=THEN)
    assert (photo.waived_by, photo.waive_reason) == (journey.lead.person.id, "Máy rơi xuống nước")
    for gone in (photo, came):
        with pytest.raises(Conflict):
            waive_photo(journey.session, journey.lead.actor, gone, reason="x", now=THEN)


def test_once_everything_is_decided_the_visit_closes(journey, device):
    held, stray = make_held(journey.session, device, journey.visit), make_stray(journey.session, device, journey.visit)
    photo = make_photo(journey.session, device, journey.visit)
    with pytest.raises(RuleBroken):
        journey.close()
    take(journey, held)
    set_aside_stray(journey.session, journey.lead.actor, journey.visit, stray, reason="x", now=THEN)
    waive_photo(journey.session, journey.lead.actor, photo, reason="x", now=THEN)
    journey.close()
    assert journey.visit.closed_at is not None


def test_a_held_assignment_is_taken_by_the_rights_of_who_decides(journey, device):
    section = journey.version.sections[0].id
    body = {"section": section, "person": str(journey.inspector.person.id)}
    held = make_held(
        journey.session,
        device,
        journey.visit,
        None,
        kind=ChangeKind.OWNER,
        body=body,
        why=Why.QUARANTINE,
        cause="revoked",
    )
    take(journey, held)
    assert held.settlement is Settlement.TAKEN


def test_what_takes_no_effect_any_more_stays_held(journey, device):
    body = {"section": "QQ", "person": None}
    held = make_held(
        journey.session,
        device,
        journey.visit,
        None,
        kind=ChangeKind.OWNER,
        body=body,
        why=Why.QUARANTINE,
        cause="revoked",
    )
    with pytest.raises(RuleBroken, match="Chưa lấy được"):
        take(journey, held)
    assert held.settled_at is None


MINUTES = {"place": "Trụ sở", "unit_side": "Người đứng đầu", "unit_opinion": "", "refusal_reason": None, "copies": 3}


def held_minutes(journey: Journey, device: Device) -> HeldChange:
    return make_held(journey.session, device, journey.visit, None, kind=ChangeKind.MINUTES, body=MINUTES)


def test_held_minutes_are_taken_over_what_the_decider_saw(journey, device):
    held = held_minutes(journey, device)
    minutes = minutes_of(journey.session, journey.visit.id)
    assert minutes is not None
    take_held(journey.session, journey.lead.actor, held, reason="Đúng", seen=minutes.seen, now=THEN)
    assert (minutes.unit_side, minutes.seen, minutes.revision) == ("Người đứng đầu", held.change_id, 1)


def test_minutes_that_were_written_since_the_page_was_shown_are_not_overwritten(journey, device):
    held = held_minutes(journey, device)
    details = MinutesDetails("Trụ sở", "Phó trưởng đơn vị", "", "", 3)
    note_minutes(journey.session, journey.inspector.actor, journey.visit, details, now=NOW)
    with pytest.raises(RuleBroken) as refusal:
        take_held(journey.session, journey.lead.actor, held, reason="Đúng", seen=None, now=THEN)
    minutes = minutes_of(journey.session, journey.visit.id)
    assert minutes is not None
    assert (refusal.value.field, minutes.unit_side, held.settled_at) == ("seen", "Phó trưởng đơn vị", None)


def test_minutes_are_not_taken_once_they_are_closed(journey, device):
    journey.close()
    held = held_minutes(journey, device)
    with pytest.raises(Conflict, match="khép lại"):
        take_held(journey.session, journey.lead.actor, held, reason="Đúng", seen=None, now=THEN)


def held_photo(journey: Journey, device: Device) -> Photo:
    """A photo whose change is in quarantine and whose bytes are here."""
    photo = make_photo(journey.session, device, journey.visit)
    journey.session.add(
        HeldChange(
            change_id=photo.change_id,
            visit_id=journey.visit.id,
            item_id=photo.item_id,
            why=Why.QUARANTINE,
            cause="revoked",
            message="",
            held_at=NOW,
        )
    )
    photo.received_at, photo.kept_sha256, photo.kept_size = NOW, "a" * 64, 3
    journey.session.flush()
    return photo


@pytest.mark.parametrize("who", ["lead", "coordinator"])
def test_a_held_photo_that_is_here_becomes_evidence_in_the_name_of_its_author(journey, device, who):
    photo = held_photo(journey, device)
    held = journey.session.get_one(HeldChange, photo.change_id)
    take(journey, held, getattr(journey, who))
    assert photo.evidence is not None
    assert (photo.evidence.sha256, photo.evidence.added_by) == ("a" * 64, journey.secretary.person.id)


def test_a_held_photo_that_was_set_aside_is_waited_for_no_more(journey, device):
    photo = held_photo(journey, device)
    photo.received_at = photo.kept_sha256 = photo.kept_size = None
    aside(journey, journey.session.get_one(HeldChange, photo.change_id))
    assert open_matters(journey.session, journey.visit) == []


def test_a_photo_that_was_only_kept_is_taken_or_given_up(journey, device):
    photos = [make_photo(journey.session, device, journey.visit) for _each in range(2)]
    for photo in photos:
        photo.received_at, photo.kept_sha256, photo.kept_size = NOW, "b" * 64, 3
        photo.problem = PhotoProblem.REVOKED
    journey.session.flush()
    taken, given_up = photos
    take_photo(journey.session, journey.lead.actor, taken, reason="Đúng chỗ", now=THEN)
    waive_photo(journey.session, journey.lead.actor, given_up, reason="Chụp nhầm", now=THEN)
    assert (taken.problem, taken.evidence_id is not None, given_up.evidence_id) == (None, True, None)
    assert open_matters(journey.session, journey.visit) == []


def test_what_is_no_photo_is_never_taken(journey, device):
    photo = make_photo(journey.session, device, journey.visit)
    photo.received_at, photo.kept_sha256, photo.problem = NOW, "b" * 64, PhotoProblem.NOT_A_PHOTO
    journey.session.flush()
    with pytest.raises(Conflict):
        take_photo(journey.session, journey.lead.actor, photo, reason="x", now=THEN)


def test_taking_one_change_ends_the_waiting_of_no_other(journey, device):
    """Only an author's own later change takes the place of what of his waits."""
    body = {"section": journey.version.sections[0].id, "person": str(journey.inspector.person.id)}
    held = [
        make_held(
            journey.session,
            device,
            journey.visit,
            None,
            kind=ChangeKind.OWNER,
            body=body,
            why=why,
            cause="revoked",
        )
        for why in (Why.QUARANTINE, Why.SHELF)
    ]
    take(journey, held[0])
    assert [row.settlement for row in held] == [Settlement.TAKEN, None]
