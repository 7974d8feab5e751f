"""From draft to issue: two persons, neither an author nor of the unit; then frozen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation, SigningForm
from inspect_app.campaigns.queries import working_calendar
from inspect_app.conclusions.operations import (
    RequestWanted,
    begin_draft,
    issue_conclusion,
    save_requests,
    send_back,
    submit_draft,
)
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.findings.operations import edit_finding
from inspect_app.findings.queries import standing_findings
from inspect_app.followup.queries import actions_of_visit
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Forbidden, RuleBroken
from inspect_app.registry.operations import NumberWanted, open_book, take_number
from tests.factories.journeys import ISSUING, Journey, make_journey
from tests.factories.moments import LONG_AGO, NOW
from tests.factories.people import make_player


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV01", "fail", "Không niêm yết")
    journey.close()
    return journey


def test_a_draft_starts_with_a_request_for_each_finding(journey: Journey) -> None:
    journey.confirm_findings()
    conclusion = begin_draft(journey.session, journey.secretary.actor, journey.visit, due_days=22, now=NOW)
    assert [row.due_days for row in conclusion.requests] == [22]
    assert conclusion.requests[0].findings == list(standing_findings(journey.session, journey.visit.id))


def test_an_undecided_finding_stops_the_draft(journey: Journey) -> None:
    with pytest.raises(RuleBroken):
        journey.submitted()


def test_a_finding_without_a_request_stops_the_draft(journey: Journey) -> None:
    journey.confirm_findings()
    actor = journey.secretary.actor
    conclusion = begin_draft(journey.session, actor, journey.visit, due_days=22, now=NOW)
    save_requests(journey.session, actor, conclusion, [], now=NOW)
    with pytest.raises(RuleBroken):
        submit_draft(journey.session, journey.lead.actor, conclusion, now=NOW)


def test_requests_are_replaced_as_the_drafter_words_them(journey: Journey) -> None:
    journey.confirm_findings()
    actor = journey.secretary.actor
    conclusion = begin_draft(journey.session, actor, journey.visit, due_days=22, now=NOW)
    finding = standing_findings(journey.session, journey.visit.id)[0]
    wanted = [RequestWanted("Niêm yết nội quy", "Chánh Văn phòng", 10, (finding.id,))]
    save_requests(journey.session, actor, conclusion, wanted, now=NOW)
    assert [(row.text, row.owner, row.due_days) for row in conclusion.requests] == [
        ("Niêm yết nội quy", "Chánh Văn phòng", 10)
    ]


def test_two_persons_issue_and_the_visit_freezes(journey: Journey) -> None:
    journey.confirm_findings()
    conclusion = journey.submitted()
    journey.issue(conclusion)
    assert conclusion.state is ConclusionState.ISSUED
    assert journey.visit.frozen_at == NOW
    assert {approval.person_id for approval in conclusion.approvals} == {
        journey.lead.person.id,
        journey.signatory.person.id,
    }


def test_issuing_makes_a_corrective_action_due_in_working_days(journey: Journey) -> None:
    journey.confirm_findings()
    journey.issue(journey.submitted())
    action = actions_of_visit(journey.session, journey.visit.id)[0]
    # 22 working days after Monday 17/06/2024, no holiday between.
    assert action.due_on.isoformat() == "2024-07-17"


@pytest.mark.parametrize(
    "who", ["inspector", "secretary", "coordinator", "contact", "head", "chair", "auditor", "lead"]
)
def test_nobody_but_a_signatory_issues(journey: Journey, who: str) -> None:
    journey.confirm_findings()
    conclusion = journey.submitted()
    with pytest.raises(Forbidden):
        send_back(journey.session, getattr(journey, who).actor, conclusion, reason="thử", now=NOW)


def test_a_signatory_of_the_unit_cannot_issue(journey: Journey) -> None:
    journey.confirm_findings()
    conclusion = journey.submitted()
    player = make_player(journey.session, Role.SIGNATORY, works_at=journey.unit)
    with pytest.raises(Forbidden):
        send_back(journey.session, player.actor, conclusion, reason="thử", now=NOW)


def test_somebody_elses_delegation_does_not_sign(journey: Journey) -> None:
    journey.confirm_findings()
    conclusion = journey.submitted()
    other = Delegation(
        person_id=journey.chair.person.id,
        unit_id=journey.province.id,
        form=SigningForm.OWN,
        title="Chủ tịch",
        valid_from=LONG_AGO,
    )
    journey.session.add(other)
    journey.session.flush()
    object.__setattr__(journey, "delegation", other)
    with pytest.raises(RuleBroken) as refusal:
        journey.issue(conclusion)
    assert refusal.value.field == "delegation"


def test_a_returned_draft_says_why_and_loses_the_leads_approval(journey: Journey) -> None:
    journey.confirm_findings()
    conclusion = journey.submitted()
    send_back(journey.session, journey.signatory.actor, conclusion, reason="Chưa rõ trách nhiệm", now=NOW)
    assert (conclusion.state, conclusion.return_reason) == (ConclusionState.ANSWERING, "Chưa rõ trách nhiệm")
    assert not conclusion.approvals


def test_an_issued_notice_stands_in_the_register_with_its_code_and_both_hashes(journey: Journey) -> None:
    journey.confirm_findings()
    conclusion = journey.submitted()
    journey.issue(conclusion)
    paper = conclusion.paper
    assert paper is not None
    assert (paper.about_id, paper.pdf_sha256, paper.docx_sha256) == (conclusion.id, "1" * 64, "2" * 64)
    assert (conclusion.sheet, conclusion.pdf_sha256) == (paper.sheet, paper.pdf_sha256)
    assert paper.sheet["verify_url"].endswith(paper.code)
    assert (paper.prepared_by, paper.signer_id) == (journey.secretary.person.id, journey.signatory.person.id)
    assert paper.number is None, "the office gives it later"


def test_a_number_of_the_office_is_printed_and_not_given_twice(journey: Journey, session: Session) -> None:
    journey.confirm_findings()
    conclusion = journey.submitted()
    typed = replace(ISSUING, wanted=NumberWanted("05"))
    calendar = working_calendar(journey.visit.campaign)
    signing, delegation = journey.signatory.actor, journey.delegation
    issue_conclusion(session, signing, conclusion, delegation, typed, calendar=calendar, now=NOW)
    assert conclusion.sheet is not None
    assert conclusion.sheet["letterhead"]["number"] == 5
    body = open_book(session, conclusion.paper.body, 2024, now=NOW) if conclusion.paper else None
    assert body is not None
    with pytest.raises(RuleBroken) as refusal:
        take_number(session, journey.signatory.actor, body, "TB", purpose="x", wanted=NumberWanted("5"), now=NOW)
    assert refusal.value.field == "number"


def test_what_was_decided_on_a_finding_after_the_lead_approved_is_not_issued_unseen(journey: Journey) -> None:
    session, lead = journey.session, journey.lead.actor
    journey.confirm_findings()
    conclusion = journey.drafted()
    conclusion.skipped_at, conclusion.skipped_by, conclusion.skip_reason = NOW, journey.lead.person.id, "Không cần"
    session.flush()
    submit_draft(session, lead, conclusion, now=NOW)
    finding = standing_findings(session, journey.visit.id)[0]
    later = NOW + timedelta(hours=1)
    edit_finding(
        session, lead, finding, text=finding.text, grade=finding.grade, area=5, reason="Thuộc lĩnh vực khác", now=later
    )
    with pytest.raises(RuleBroken, match=finding.label):
        journey.issue(conclusion, now=later)
    send_back(session, journey.signatory.actor, conclusion, reason="Phát hiện đã đổi", now=later)
    submit_draft(session, lead, conclusion, now=later)
    journey.issue(conclusion, now=later)
