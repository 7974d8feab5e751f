"""Findings: drafted from bad answers, decided by the lead, kept for good."""

import pytest
from sqlalchemy.orm import Session

from inspect_app.checklists.rules import Grade
from inspect_app.checklists.rules.grading import finding_grade
from inspect_app.findings.operations import edit_finding, merge_findings, withdraw_finding
from inspect_app.findings.queries import findings_of, standing_findings, undecided_findings
from inspect_app.findings.rules import FindingState, Judged, drafted_text
from inspect_app.journal.queries import entries_of
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    return journey


def _judged(verdict: str | None, grade: Grade = Grade.MAJOR, note: str = "") -> Judged:
    return Judged("Có niêm yết nội quy.", grade, verdict, note, "")


@pytest.mark.parametrize(
    ("verdict", "grade", "expected"),
    [
        ("fail", Grade.MAJOR, Grade.MAJOR),
        ("partial", Grade.MAJOR, Grade.MINOR),
        ("partial", Grade.MINOR, Grade.MINOR),
        ("partial", Grade.NOTE, Grade.NOTE),
        ("pass", Grade.MAJOR, None),
        ("not_applicable", Grade.MAJOR, None),
        (None, Grade.MAJOR, None),
    ],
)
def test_the_grade_follows_the_item_and_the_answer(verdict: str | None, grade: Grade, expected: Grade | None) -> None:
    assert finding_grade(grade, verdict) is expected


def test_the_first_wording_says_the_criterion_and_what_was_seen() -> None:
    text = drafted_text(_judged("fail", note="Bảng niêm yết bỏ trống."))
    assert text == "Chưa bảo đảm nội dung “Có niêm yết nội quy”: Bảng niêm yết bỏ trống."


def test_a_bad_answer_drafts_a_finding_with_basis_and_area(journey: Journey) -> None:
    journey.answer("CV01", "fail", "Không niêm yết")
    finding = standing_findings(journey.session, journey.visit.id)[0]
    item = journey.version.item("CV01")
    assert (finding.state, finding.area, finding.grade) == (FindingState.DRAFT, item.area, item.grade)
    assert [entry["label"] for entry in finding.basis] == [basis.label for basis in item.basis]
    assert "Không niêm yết" in finding.text


def test_a_good_answer_drafts_nothing(journey: Journey) -> None:
    journey.answer("CV01", "pass")
    assert not findings_of(journey.session, journey.visit.id)


def test_a_corrected_answer_withdraws_the_untouched_draft(journey: Journey) -> None:
    journey.answer("CV01", "fail", "Không niêm yết")
    journey.answer("CV01", "pass")
    finding = findings_of(journey.session, journey.visit.id)[0]
    assert finding.state is FindingState.WITHDRAWN
    assert finding.reason


def test_a_corrected_answer_asks_the_lead_about_a_confirmed_finding(journey: Journey) -> None:
    journey.answer("CV01", "fail", "Không niêm yết")
    journey.confirm_findings()
    journey.answer("CV01", "pass")
    finding = standing_findings(journey.session, journey.visit.id)[0]
    assert finding.needs_review
    assert undecided_findings(journey.session, journey.visit.id) == [finding]


def test_the_first_wording_stays_in_the_journal(journey: Journey) -> None:
    journey.answer("CV01", "fail", "Không niêm yết")
    finding = standing_findings(journey.session, journey.visit.id)[0]
    first = finding.text
    edit_finding(
        journey.session,
        journey.lead.actor,
        finding,
        text="Lời văn của trưởng đoàn",
        grade=finding.grade,
        area=finding.area,
        reason="",
        now=NOW,
    )
    changes = [entry.changes.get("text") for entry in entries_of(journey.session, finding.id)]
    assert [first, "Lời văn của trưởng đoàn"] in changes


def test_a_changed_grade_needs_a_reason(journey: Journey) -> None:
    journey.answer("CV01", "fail", "Không niêm yết")
    finding = standing_findings(journey.session, journey.visit.id)[0]
    other = next(grade for grade in Grade if grade is not finding.grade)
    with pytest.raises(RuleBroken) as refusal:
        edit_finding(
            journey.session,
            journey.lead.actor,
            finding,
            text="x",
            grade=other,
            area=finding.area,
            reason="",
            now=NOW,
        )
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("who", ["inspector", "secretary", "coordinator", "contact", "head", "chair", "signatory"])
def test_only_the_lead_decides(journey: Journey, who: str) -> None:
    journey.answer("CV01", "fail", "Không niêm yết")
    finding = standing_findings(journey.session, journey.visit.id)[0]
    with pytest.raises(Forbidden):
        withdraw_finding(journey.session, getattr(journey, who).actor, finding, reason="thử", now=NOW)


def test_merged_findings_join_their_evidence_and_name_the_other(journey: Journey) -> None:
    journey.answer("CV01", "fail", "Một")
    journey.answer("CV02", "fail", "Hai")
    one, two = standing_findings(journey.session, journey.visit.id)
    one.evidence_numbers, two.evidence_numbers = [1], [2]
    merge_findings(journey.session, journey.lead.actor, one, two, reason="Cùng việc", now=NOW)
    assert (one.state, one.merged_into_id, two.evidence_numbers) == (FindingState.MERGED, two.id, [1, 2])


def test_a_finding_of_an_issued_conclusion_is_not_withdrawn(session: Session) -> None:
    journey = make_journey(session)
    journey.issued()
    finding = standing_findings(session, journey.visit.id)[0]
    with pytest.raises(Conflict):
        withdraw_finding(session, journey.lead.actor, finding, reason="thử", now=NOW)
