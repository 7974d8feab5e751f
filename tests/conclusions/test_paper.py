"""The notice as a paper: whose letterhead goes with whose signature, and nothing that nobody knows."""

import pytest
from sqlalchemy.orm import Session

from inspect_app.accounts.models import SigningForm
from inspect_app.conclusions.drafting.reading import material_of
from inspect_app.conclusions.paper import notice_sheet
from inspect_app.conclusions.queries import likely_delegation
from inspect_app.documents.sheets import ConclusionNoticeSheet
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import TODAY


@pytest.fixture
def journey(session: Session) -> Journey:
    return make_journey(session)


def draft_of(journey: Journey) -> ConclusionNoticeSheet:
    return notice_sheet(
        journey.issued(),
        material_of(journey.session, journey.visit),
        due={},
        issued_on=None,
        delegation=journey.delegation,
    )


def test_who_signs_for_the_chair_signs_the_committees_paper(journey: Journey) -> None:
    letterhead = draft_of(journey).letterhead
    assert (letterhead.parent_body, letterhead.sign) == ("", "TB-UBND")
    assert letterhead.issuing_body.startswith("Ủy ban nhân dân")


def test_the_teams_own_leader_signs_the_teams_paper(journey: Journey) -> None:
    journey.delegation.form, journey.delegation.title = SigningForm.OWN, "Trưởng đoàn"
    assert draft_of(journey).letterhead.sign == "TB-ĐKT"


def test_a_draft_names_no_signer_and_no_number(journey: Journey) -> None:
    conclusion = journey.issued()
    material = material_of(journey.session, journey.visit)
    draft = notice_sheet(conclusion, material, due={}, issued_on=None, delegation=journey.delegation)
    assert (draft.draft, draft.signature.name, draft.letterhead.number) == (True, "", None)
    assert draft.signature.authority == ("KT. CHỦ TỊCH",)


def test_the_issued_paper_carries_findings_basis_and_due_dates(journey: Journey) -> None:
    conclusion = journey.issued()
    material = material_of(journey.session, journey.visit)
    due = {row.id: row.due_on for row in conclusion.requests if row.due_on}
    sheet = notice_sheet(conclusion, material, due=due, issued_on=TODAY, delegation=journey.delegation)
    shortcomings = [short for area in sheet.areas for short in area.shortcomings]
    assert [short.item for short in shortcomings] == ["CV01"]
    assert sheet.requests[0].due is not None
    assert sheet.signature.name == journey.signatory.person.name


def test_the_expected_signer_is_the_reader_or_the_provinces(journey: Journey) -> None:
    found = likely_delegation(journey.session, journey.signatory.person.id, TODAY)
    assert found is journey.delegation
    assert likely_delegation(journey.session, journey.secretary.person.id, TODAY) is journey.delegation
