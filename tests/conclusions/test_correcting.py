"""A notice that replaces an issued one: an explicit list of changes, two persons again, and the old one stays."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inspect_app.conclusions.correcting.parts import changes_of, parts_of
from inspect_app.conclusions.correcting.queries import paper_that_counts, sheet_of
from inspect_app.conclusions.models import Conclusion, Correction
from inspect_app.conclusions.operations import (
    drop_correction,
    issue_correction,
    save_correction,
    send_back_correction,
    submit_correction,
)
from inspect_app.conclusions.rules import CorrectionState
from inspect_app.findings.queries import standing_findings
from inspect_app.followup.queries import actions_of_visit
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.rules import PaperState
from tests.factories.journeys import ISSUING, Journey, make_journey
from tests.factories.moments import NOW
from tests.factories.people import make_player

WORDS = {"opening": "Mở đầu viết lại", "request-0-text": "Niêm yết lại nội quy", "request-0-due": "2024-08-30"}
REASON = "Ghi sai hạn khắc phục"


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.issued()
    return journey


def the_conclusion(journey: Journey) -> Conclusion:
    return actions_of_visit(journey.session, journey.visit.id)[0].request.conclusion


def begun(journey: Journey, words: dict[str, str] | None = None) -> Correction:
    actor = journey.secretary.actor
    return save_correction(
        journey.session, actor, the_conclusion(journey), reason=REASON, words=words or WORDS, now=NOW
    )


def submitted(journey: Journey) -> Correction:
    correction = begun(journey)
    submit_correction(journey.session, journey.lead.actor, correction, now=NOW)
    return correction


def issued(journey: Journey) -> Correction:
    correction = submitted(journey)
    issue_correction(journey.session, journey.signatory.actor, correction, journey.delegation, ISSUING, now=NOW)
    return correction


def test_only_what_differs_is_a_change(journey: Journey) -> None:
    correction = begun(journey)
    assert [change["key"] for change in correction.changes] == ["opening", "request-0-text", "request-0-due"]
    assert correction.changes[2]["before"] == "2024-07-17"


def test_a_correction_without_a_change_or_a_reason_is_refused(journey: Journey) -> None:
    with pytest.raises(RuleBroken):
        begun(journey, {"opening": sheet_of(the_paper(journey)).opening})
    with pytest.raises(RuleBroken) as refusal:
        save_correction(
            journey.session, journey.secretary.actor, the_conclusion(journey), reason=" ", words=WORDS, now=NOW
        )
    assert refusal.value.field == "reason"


def the_paper(journey: Journey) -> IssuedPaper:
    paper = paper_that_counts(journey.session, the_conclusion(journey))
    assert paper is not None
    return paper


@pytest.mark.parametrize("words", [{"request-0-due": "ngày mai"}, {"opening": " "}, {"request-0-owner": ""}])
def test_a_part_that_cannot_be_printed_is_named(journey: Journey, words: dict[str, str]) -> None:
    with pytest.raises(RuleBroken) as refusal:
        begun(journey, words)
    assert refusal.value.field == next(iter(words))


def test_the_new_notice_names_the_old_one_which_stays_and_counts_no_more(journey: Journey) -> None:
    conclusion = the_conclusion(journey)
    before = json.dumps(conclusion.sheet, sort_keys=True)
    correction = issued(journey)
    assert correction.paper is not None
    sheet = correction.paper.sheet
    assert sheet["opening"].startswith(
        "Thông báo này thay thế Thông báo số …/TB-UBND ngày 17 tháng 6 năm 2024; lý do: Ghi sai hạn"
    )
    assert sheet["requests"][0]["text"] == "Niêm yết lại nội quy"
    assert (correction.base.state, correction.paper.state) == (PaperState.REPLACED, PaperState.CURRENT)
    assert json.dumps(conclusion.sheet, sort_keys=True) == before
    assert the_paper(journey).id == correction.paper_id
    assert [area["shortcomings"][0]["grade"] for area in sheet["areas"] if area["shortcomings"]], "facts stay"


def test_actions_that_are_open_follow_the_notice_that_counts(journey: Journey) -> None:
    finding = standing_findings(journey.session, journey.visit.id)[0].text
    issued(journey)
    action = actions_of_visit(journey.session, journey.visit.id)[0]
    assert (action.text, action.due_on) == ("Niêm yết lại nội quy", date(2024, 8, 30))
    assert standing_findings(journey.session, journey.visit.id)[0].text == finding


def test_a_second_correction_goes_on_from_the_first(journey: Journey) -> None:
    first = issued(journey)
    again = begun(journey, {"request-0-owner": "Chánh Văn phòng"})
    assert (again.base_id, [change["key"] for change in again.changes]) == (first.paper_id, ["request-0-owner"])
    submit_correction(journey.session, journey.lead.actor, again, now=NOW)
    issue_correction(journey.session, journey.signatory.actor, again, journey.delegation, ISSUING, now=NOW)
    assert again.paper is not None
    assert again.paper.sheet["opening"].count("thay thế Thông báo số") == 1


@pytest.mark.parametrize("who", ["inspector", "contact", "head", "chair", "auditor", "signatory"])
def test_only_the_teams_desk_prepares_one(journey: Journey, who: str) -> None:
    actor = getattr(journey, who).actor
    with pytest.raises(Forbidden):
        save_correction(journey.session, actor, the_conclusion(journey), reason=REASON, words=WORDS, now=NOW)


@pytest.mark.parametrize("who", ["lead", "secretary", "coordinator", "contact", "head", "chair", "auditor"])
def test_only_another_person_who_may_sign_issues_one(journey: Journey, who: str) -> None:
    correction = submitted(journey)
    with pytest.raises(Forbidden):
        issue_correction(journey.session, getattr(journey, who).actor, correction, journey.delegation, ISSUING, now=NOW)


def test_neither_the_preparer_nor_a_person_of_the_unit_signs_even_as_a_signatory(journey: Journey) -> None:
    session, signer, preparer = journey.session, journey.signatory.actor, journey.coordinator
    correction = save_correction(session, preparer.actor, the_conclusion(journey), reason=REASON, words=WORDS, now=NOW)
    submit_correction(session, journey.lead.actor, correction, now=NOW)
    there = make_player(session, Role.SIGNATORY, works_at=journey.unit).actor
    for actor in (there, replace(signer, person_id=preparer.person.id)):
        with pytest.raises(Forbidden):
            issue_correction(session, actor, correction, journey.delegation, ISSUING, now=NOW)


def test_a_returned_correction_loses_its_approval_and_a_dropped_one_is_kept(journey: Journey) -> None:
    correction = submitted(journey)
    with pytest.raises(Conflict):
        begun(journey)
    send_back_correction(journey.session, journey.signatory.actor, correction, reason="Chưa rõ", now=NOW)
    assert (correction.state, correction.approved_by, correction.note) == (CorrectionState.DRAFT, None, "Chưa rõ")
    drop_correction(journey.session, journey.lead.actor, correction, reason="Không cần nữa", now=NOW)
    assert begun(journey).id != correction.id


def is_refused(session: Session, statement: str) -> bool:
    """Whether the database itself says no."""
    try:
        with session.begin_nested():
            session.execute(text(statement))
    except DBAPIError:
        return True
    return False


def test_no_sql_of_the_application_changes_what_was_approved_or_issued(journey: Journey) -> None:
    correction = submitted(journey)
    statements = [
        "UPDATE correction SET reason = 'khác'",
        "UPDATE correction SET changes = '[]'",
        "DELETE FROM correction",
    ]
    assert [each for each in statements if not is_refused(journey.session, each)] == []
    issue_correction(journey.session, journey.signatory.actor, correction, journey.delegation, ISSUING, now=NOW)
    again = [
        *statements,
        "UPDATE correction SET state = 'draft', paper_id = NULL",
        "UPDATE conclusion SET opening = 'x'",
    ]
    assert [each for each in again if not is_refused(journey.session, each)] == []


def test_every_part_that_is_offered_can_be_changed(journey: Journey) -> None:
    sheet = sheet_of(the_paper(journey))
    words = {part.key: "2024-09-02" if part.key.endswith("-due") else "Cơ quan: chữ khác" for part in parts_of(sheet)}
    assert {change.key for change in changes_of(sheet, words)} == set(words)
