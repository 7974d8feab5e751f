"""What tablets send: each text gets one receipt for good, nothing is overwritten unseen, nothing is dropped."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, InternalError

from inspect_app.accounts.models import AccountState
from inspect_app.fieldwork.models import AnswerRevision, Change, HeldChange, Settlement, StrayChange, Why
from inspect_app.fieldwork.operations.answers import write_answers
from inspect_app.fieldwork.operations.effects import incoming
from inspect_app.fieldwork.operations.settling import take_held
from inspect_app.fieldwork.queries import answer_to, newest_revision, revisions_of
from inspect_app.fieldwork.state import state_version
from inspect_app.findings.queries import standing_findings
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Forbidden
from tests.factories.journeys import make_journey
from tests.factories.moments import NOW
from tests.factories.people import make_player
from tests.factories.tablets import NO_BASE, after, id_of, make_tablet

ITEM, OTHER = "CV05", "CV06"


@pytest.fixture
def waiting(session):
    return make_journey(session)


@pytest.fixture
def journey(waiting):
    waiting.begin()
    return waiting


@pytest.fixture
def one(journey):
    return make_tablet(journey.session, journey.inspector, journey.visit, "Máy một")


@pytest.fixture
def two(journey):
    return make_tablet(journey.session, journey.secretary, journey.visit, "Máy hai")


def held_of(session, text_sent):
    return session.get(HeldChange, id_of(text_sent))


def present(journey):
    answer = answer_to(journey.session, journey.visit.id, ITEM)
    assert answer is not None
    return answer


def states(receipts):
    return [receipt.state for receipt in receipts]


def test_an_answer_is_applied_in_the_name_of_the_tablet_s_person_and_drafts_its_finding(journey, one):
    sent = one.answer(ITEM, "fail", "Chưa có")
    (receipt,) = one.sent(sent)
    assert (receipt.state, receipt.revision, receipt.replayed) == ("applied", 1, False)
    answer = present(journey)
    assert (answer.verdict, answer.note, answer.answered_by) == ("fail", "Chưa có", journey.inspector.person.id)
    assert revisions_of(journey.session, journey.visit.id, ITEM)[0].change_id == id_of(sent)
    assert [finding.item_id for finding in standing_findings(journey.session, journey.visit.id)] == [ITEM]


def test_the_same_bytes_again_get_the_same_receipt_and_no_second_effect(journey, one):
    sent = one.answer(ITEM, "pass")
    (first,) = one.sent(sent)
    (again,) = one.sent(sent)
    assert (again.state, again.revision, again.sha256, again.message) == (
        first.state,
        first.revision,
        first.sha256,
        None,
    )
    assert again.replayed
    assert journey.session.scalar(select(func.count()).select_from(AnswerRevision)) == 1


def test_an_answer_that_could_not_be_written_is_told_nowhere_as_one_that_stands(journey, one, monkeypatch):
    def refuses(session, written):
        if any(each.answer.item_id == ITEM for each in written):
            raise RuntimeError("nobody foresaw this")
        write_answers(session, written)

    monkeypatch.setattr(incoming, "write_answers", refuses)
    receipts = one.sent(one.answer(OTHER, "fail", "Sai"), one.answer(ITEM, "fail", "Chưa có"))
    assert states(receipts) == ["applied", "shelved"]
    assert answer_to(journey.session, journey.visit.id, ITEM) is None
    assert [finding.item_id for finding in standing_findings(journey.session, journey.visit.id)] == [OTHER]
    told = (
        journey.session.scalars(select(JournalEntry).where(JournalEntry.verb == "fieldwork.receive_changes"))
        .one()
        .changes
    )
    assert {name.split(".")[0] for name in told} == {OTHER}
    assert told[f"{OTHER}.verdict"] == [None, "fail"]


@pytest.mark.parametrize("changed", ["id", "sequence"])
def test_an_id_or_a_number_used_for_other_bytes_differs_and_both_texts_are_kept(journey, one, changed):
    sent = one.answer(ITEM, "pass")
    one.sent(sent)
    parts = json.loads(sent)
    other = {
        **parts,
        "item": OTHER,
        "id" if changed == "sequence" else "sequence": str(uuid4()) if changed == "sequence" else 2,
    }
    told = json.dumps(other)
    received = one.send(told)
    assert received.differs
    assert states(received.receipts) == ["differs"]
    stray = journey.session.scalars(select(StrayChange)).one()
    assert (stray.text, stray.cause, stray.visit_id) == (told, "differs", journey.visit.id)
    assert answer_to(journey.session, journey.visit.id, OTHER) is None
    assert states(one.sent(told)) == ["differs"]
    assert journey.session.scalar(select(func.count()).select_from(StrayChange)) == 1


def test_two_who_answer_the_same_item_unseen_are_both_kept_side_by_side(journey, one, two):
    one.sent(one.answer(ITEM, "pass", "Đủ"))
    theirs = two.answer(ITEM, "fail", "Thiếu")
    (receipt,) = two.sent(theirs)
    assert receipt.state == "conflict"
    assert "Thành viên mẫu" in receipt.message
    assert present(journey).verdict == "pass"
    held = held_of(journey.session, theirs)
    assert (held.why, held.item_id, held.settled_at) == (Why.CONFLICT, ITEM, None)


def test_two_tablets_of_one_person_do_not_overwrite_each_other_unseen_either(journey, one):
    other = make_tablet(journey.session, journey.inspector, journey.visit, "Máy ba")
    one.sent(one.answer(ITEM, "pass", "Đủ"))
    assert states(other.sent(other.answer(ITEM, "fail", "Thiếu"))) == ["conflict"]


def test_different_items_merge(journey, one, two):
    assert states(one.sent(one.answer(ITEM, "pass"))) == ["applied"]
    assert states(two.sent(two.answer(OTHER, "fail", "Thiếu"))) == ["applied"]


def test_the_same_answer_by_two_is_no_conflict(journey, one, two):
    one.sent(one.answer(ITEM, "pass", "Đủ"))
    (receipt,) = two.sent(two.answer(ITEM, "pass", " Đủ "))
    assert (receipt.state, receipt.revision) == ("same", 1)
    assert len(revisions_of(journey.session, journey.visit.id, ITEM)) == 1


def test_who_has_seen_what_stands_there_replaces_it(journey, one, two):
    first = one.answer(ITEM, "pass")
    one.sent(first)
    seen = {"revision": 1, "seen": str(id_of(first)), "change": None}
    (receipt,) = two.sent(two.answer(ITEM, "fail", "Xem lại thì thiếu", base=seen))
    assert (receipt.state, receipt.revision) == ("applied", 2)


def test_the_right_number_with_another_name_was_not_seen(journey, one, two):
    one.sent(one.answer(ITEM, "pass"))
    mistaken = {"revision": 1, "seen": str(uuid4()), "change": None}
    assert states(two.sent(two.answer(ITEM, "fail", "Thiếu", base=mistaken))) == ["conflict"]


def test_a_row_of_own_changes_is_applied_one_after_the_other(journey, one):
    first = one.answer(ITEM, "pass")
    second = one.answer(ITEM, "partial", "Một nửa", base=after(first))
    third = one.answer(ITEM, "fail", "Không có", base=after(second))
    assert states(one.sent(first, second, third)) == ["applied"] * 3
    assert [each.verdict for each in revisions_of(journey.session, journey.visit.id, ITEM)] == [
        "pass",
        "partial",
        "fail",
    ]


def test_a_change_after_one_that_was_the_same_as_one_of_its_own_batch_knows_what_it_matched(one):
    first = one.answer(ITEM, "pass")
    repeated = one.answer(ITEM, "pass", base=after(first))
    changed = one.answer(ITEM, "fail", "Thiếu", base=after(repeated))
    assert states(one.sent(first, repeated, changed)) == ["applied", "same", "applied"]


def test_a_change_after_one_that_was_the_same_knows_what_it_matched(journey, one, two):
    one.sent(one.answer(ITEM, "pass"))
    matched = two.answer(ITEM, "pass")
    changed = two.answer(ITEM, "fail", "Thiếu", base=after(matched))
    assert states(two.sent(matched, changed)) == ["same", "applied"]


def test_a_change_after_one_that_the_lead_took_where_it_stood_knows_what_it_matched(journey, one, two):
    before = one.answer(ITEM, "pass")
    one.sent(before)
    held = two.answer(ITEM, "fail", "Thiếu")
    two.sent(held)
    one.sent(one.answer(ITEM, "fail", "Thiếu", base=after(before)))
    newest = newest_revision(journey.session, journey.visit.id, ITEM)
    assert newest is not None
    waiting = held_of(journey.session, held)
    take_held(journey.session, journey.lead.actor, waiting, reason="Như nhau", seen=newest.id, now=NOW)
    assert states(two.sent(two.answer(ITEM, "partial", "Một nửa", base=after(held)))) == ["applied"]


def test_a_later_value_takes_the_place_of_one_s_own_in_conflict(journey, one, two):
    one.sent(one.answer(ITEM, "pass", "Đủ"))
    first = two.answer(ITEM, "fail", "Thiếu")
    second = two.answer(ITEM, "fail", "Thiếu hai biển", base=after(first))
    assert states(two.sent(first, second)) == ["conflict", "conflict"]
    old, new = held_of(journey.session, first), held_of(journey.session, second)
    assert (old.settlement, old.superseded_by) == (Settlement.SUPERSEDED, id_of(second))
    assert new.settled_at is None


def test_a_value_behind_one_s_own_in_conflict_was_not_written_upon_what_came_meanwhile(journey, one, two):
    one.sent(one.answer(ITEM, "pass", "Đủ"))
    first = two.answer(ITEM, "fail", "Thiếu")
    seen = {"revision": 1, "seen": json.loads(one.written[0])["id"]}
    assert states(two.sent(first, two.answer(ITEM, "partial", "Một nửa", after(first, **seen)))) == ["conflict"] * 2


def test_two_unseen_answers_to_one_item_in_one_batch_meet_without_a_second_try(journey, one, caplog):
    first, second = one.answer(ITEM, "pass", "Đủ"), one.answer(ITEM, "fail", "Thiếu")
    assert states(one.sent(first, second)) == ["applied", "conflict"]
    assert not [row for row in caplog.records if row.name.startswith("inspect_app")]


def test_a_bad_change_goes_to_the_shelf_and_holds_up_nothing(journey, one):
    texts = [
        one.answer(ITEM, "pass"),
        one.answer(OTHER, "không có"),
        one.answer("ZZ99", "pass"),
        one.answer("CV07", "pass"),
    ]
    receipts = one.sent(*texts)
    assert states(receipts) == ["applied", "shelved", "shelved", "applied"]
    assert [held_of(journey.session, sent).cause for sent in texts[1:3]] == ["invalid", "unknown_item"]
    corrected = one.answer(OTHER, "pass", base=after(texts[1]))
    assert states(one.sent(corrected)) == ["applied"]
    assert held_of(journey.session, texts[1]).settlement is Settlement.SUPERSEDED


BROKEN = [
    "", "null", "[]", "{}", "không phải JSON", '{"id": 1}', "[" * 5000,
    json.dumps({"id": str(uuid4()), "sequence": 1, "visit": str(uuid4()), "kind": "answer"}),
]  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN)
def test_a_text_that_is_no_change_is_kept_as_it_came(journey, one, broken):
    (receipt,) = one.sent(broken)
    assert receipt.state == "shelved"
    assert journey.session.scalars(select(StrayChange)).one().text == broken


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("sequence", 0), ("sequence", 2**31), ("sequence", True), ("id", "x"), ("kind", "delete"), ("item", None),
        ("item", "CV001"), ("body", []), ("base", {"revision": -1, "seen": None, "change": None}), ("base", {}),
        ("checklist", {"code": "", "version": 1}), ("extra", 1), ("body", {"fields": {"note": "\ud800"}}),
        ("body", {"fields": {"note": "\0"}}), ("\ud800", 1), ("\0", 1),
    ],
)  # fmt: skip
def test_a_change_with_a_wrong_part_is_a_stray_of_its_visit(journey, one, part, value):
    parts = {**json.loads(one.answer(ITEM, "pass")), part: value}
    assert states(one.sent(json.dumps(parts))) == ["shelved"]
    assert journey.session.scalars(select(StrayChange)).one().visit_id == journey.visit.id
    assert answer_to(journey.session, journey.visit.id, ITEM) is None


@pytest.mark.parametrize("at", ["hôm qua", "+010000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", None, 17])
def test_a_clock_that_tells_nonsense_spoils_no_answer(journey, one, at):
    parts = {**json.loads(one.answer(ITEM, "pass")), "at": at}
    assert states(one.sent(json.dumps(parts))) == ["applied"]


def test_a_visit_that_nobody_knows_makes_a_stray(journey, one):
    assert states(one.sent(one.write("answer", ITEM, {}, visit=str(uuid4())))) == ["shelved"]
    assert journey.session.scalars(select(StrayChange)).one().cause == "unknown_visit"


def test_a_missing_number_that_the_tablet_still_holds_is_asked_for_and_nothing_is_taken(journey, one):
    texts = [one.answer(item, "pass") for item in (ITEM, OTHER, "CV07")]
    one.sent(texts[0])
    received = one.send(texts[2])
    assert (received.expected, received.receipts) == (2, ())
    assert states(one.sent(*texts)) == ["applied"] * 3
    assert one.device.last_sequence == 3


def test_numbers_that_the_tablet_let_go_are_no_gap(journey, one):
    one.sequence = 40
    assert one.send(one.answer(ITEM, "pass"), oldest=41).expected is None


def test_after_the_minutes_an_answer_needs_a_reason(journey, one):
    first = one.answer(ITEM, "pass")
    one.sent(first)
    journey.close()
    seen = {"revision": 1, "seen": str(id_of(first)), "change": None}
    without, with_reason = one.answer(ITEM, "fail", "Thiếu", seen), one.answer(ITEM, "fail", "Thiếu", seen, "Đếm lại")
    assert states(one.sent(without, with_reason)) == ["quarantined", "applied"]
    assert held_of(journey.session, without).cause == "closed"


def quarantine_cause(journey, tablet):
    sent = tablet.answer(ITEM, "fail", "Thiếu")
    assert states(tablet.sent(sent)) == ["quarantined"]
    assert answer_to(journey.session, journey.visit.id, ITEM) is None
    return held_of(journey.session, sent).cause


def test_a_revoked_tablet_s_work_is_received_into_quarantine(journey, one):
    one.device.revoked_at, one.device.revoke_reason = one.device.enrolled_at, "Mất máy"
    journey.session.flush()
    assert quarantine_cause(journey, one) == "revoked"


def test_work_under_a_disabled_account_is_received_into_quarantine(journey, one):
    journey.inspector.account.state = AccountState.DISABLED
    assert quarantine_cause(journey, one) == "disabled"


def test_who_was_taken_off_the_team_meanwhile_is_received_into_quarantine(journey, one):
    journey.visit.team = [member for member in journey.visit.team if member.role is not Role.INSPECTOR]
    journey.session.flush()
    assert quarantine_cause(journey, one) == "not_on_team"


def test_a_person_of_the_unit_never_writes_by_tablet_either(journey):
    player = make_player(journey.session, Role.INSPECTOR, (Role.HEAD_OF_UNIT, journey.unit))
    journey.visit.team[1].person_id = player.person.id
    journey.session.flush()
    journey.session.refresh(journey.visit)
    assert quarantine_cause(journey, make_tablet(journey.session, player, journey.visit)) == "own_unit"


def test_a_checklist_of_another_version_is_received_into_quarantine(journey, one):
    sent = one.write(
        "answer",
        ITEM,
        {"fields": {"verdict": "pass"}, "change_reason": None},
        checklist={"code": "cong-vu", "version": 2},
    )
    assert states(one.sent(sent)) == ["quarantined"]
    assert held_of(journey.session, sent).cause == "other_version"


def test_what_comes_after_the_issue_is_kept_and_changes_nothing(waiting):
    waiting.issued((ITEM,))
    tablet = make_tablet(waiting.session, waiting.inspector, waiting.visit)
    sent = tablet.answer(ITEM, "pass")
    assert states(tablet.sent(sent)) == ["quarantined"]
    assert held_of(waiting.session, sent).cause == "frozen"
    assert present(waiting).verdict == "fail"


def test_what_was_written_before_the_beginning_takes_effect_with_it(waiting):
    tablet = make_tablet(waiting.session, waiting.inspector, waiting.visit)
    first = tablet.answer(ITEM, "pass")
    second = tablet.answer(ITEM, "fail", "Thiếu", base=after(first))
    assert states(tablet.sent(first, second)) == ["quarantined", "quarantined"]
    waiting.begin()
    assert present(waiting).verdict == "fail"
    assert [held_of(waiting.session, sent).settlement for sent in (first, second)] == [Settlement.TAKEN] * 2


def test_a_change_behind_one_that_the_beginning_found_standing_already_is_no_conflict(waiting):
    tablet = make_tablet(waiting.session, waiting.inspector, waiting.visit)
    # The second is written after the first was received and held: the tablet's state shows nothing at the item.
    first, again = tablet.answer(ITEM, "pass"), tablet.answer(ITEM, "pass")
    tablet.sent(first, again, tablet.answer(ITEM, "fail", "Thiếu", base=after(again)))
    waiting.begin()
    assert [row.verdict for row in revisions_of(waiting.session, waiting.visit.id, ITEM)] == ["pass", "fail"]


def test_of_two_that_waited_for_the_beginning_and_met_another_value_the_later_takes_the_place_of_the_first(waiting):
    other = make_tablet(waiting.session, waiting.secretary, waiting.visit, "Máy khác")
    tablet = make_tablet(waiting.session, waiting.inspector, waiting.visit)
    other.sent(other.answer(ITEM, "pass"))
    first, second = tablet.answer(ITEM, "partial", "Một nửa"), tablet.answer(ITEM, "fail", "Thiếu")
    tablet.sent(first, second)
    waiting.begin()
    old, new = held_of(waiting.session, first), held_of(waiting.session, second)
    assert (old.settlement, old.superseded_by) == (Settlement.SUPERSEDED, id_of(second))
    assert (new.settled_at, new.why) == (None, Why.CONFLICT)


def test_fieldwork_begun_on_the_tablet_lets_the_answers_behind_it_through(waiting):
    tablet = make_tablet(waiting.session, waiting.lead, waiting.visit)
    begin = tablet.write("begin", None, {"place": "Trụ sở"})
    assert states(tablet.sent(begin, tablet.answer(ITEM, "pass"))) == ["applied", "applied"]
    assert waiting.visit.begun_at is not None
    assert states(tablet.sent(tablet.write("begin", None, {"place": ""}))) == ["same"]


def test_a_member_who_may_not_begin_is_shelved(waiting):
    tablet = make_tablet(waiting.session, waiting.inspector, waiting.visit)
    assert states(tablet.sent(tablet.write("begin", None, {"place": ""}))) == ["shelved"]
    assert waiting.visit.begun_at is None


def test_a_section_has_an_owner_by_the_lead_s_side_or_by_himself(journey, one):
    lead = make_tablet(journey.session, journey.lead, journey.visit)
    section = journey.version.sections[0].id
    given = {"section": section, "person": str(journey.secretary.person.id)}
    assert states(lead.sent(lead.write("owner", None, given))) == ["applied"]
    assert states(one.sent(one.write("owner", None, {**given, "person": str(journey.inspector.person.id)}))) == [
        "shelved"
    ]
    assert states(lead.sent(lead.write("owner", None, {**given, "person": None}))) == ["applied"]
    assert states(one.sent(one.write("owner", None, {**given, "person": str(journey.inspector.person.id)}))) == [
        "applied"
    ]
    assert states(one.sent(one.write("owner", None, {"section": "?", "person": None}))) == ["shelved"]


def test_nobody_sends_by_another_person_s_tablet(journey, one):
    one.player = journey.head
    with pytest.raises(Forbidden):
        one.send(one.answer(ITEM, "pass"))


def test_every_receipt_renames_the_visit_s_state(journey, one, two):
    known = {state_version(journey.session, journey.visit)}
    for tablet, verdict in ((one, "pass"), (two, "fail"), (two, "không có")):
        tablet.sent(tablet.answer(ITEM, verdict, "Ghi"))
        known.add(state_version(journey.session, journey.visit))
    assert len(known) == 4


@pytest.mark.parametrize("sql", ["UPDATE change SET state = 'same'", "DELETE FROM change", "DELETE FROM held_change"])
def test_the_database_itself_refuses_to_change_a_receipt(journey, one, two, sql):
    one.sent(one.answer(ITEM, "pass"))
    two.sent(two.answer(ITEM, "fail", "Thiếu"))
    with pytest.raises((IntegrityError, InternalError)), journey.session.begin_nested():
        journey.session.execute(text(sql))
    assert journey.session.scalar(select(func.count()).select_from(Change)) == 2


def test_a_conflict_before_and_after_is_the_same_whatever_the_clocks_say(journey, one, two):
    first = one.write(
        "answer", ITEM, {"fields": {"verdict": "pass", "note": ""}, "change_reason": None}, at="2030-01-01T00:00:00Z"
    )
    second = two.write(
        "answer",
        ITEM,
        {"fields": {"verdict": "fail", "note": "T"}, "change_reason": None},
        NO_BASE,
        at="1999-01-01T00:00:00Z",
    )
    assert states(one.sent(first)) + states(two.sent(second)) == ["applied", "conflict"]
