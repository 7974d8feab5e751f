"""What an issued paper says to its campaign: the plan's number, and that a unit had its notice."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.campaigns.operations.issued_papers import follow_issue
from inspect_app.jobs.paper_tidings import tell_addressee
from inspect_app.kernel.actors import SYSTEM
from inspect_app.kernel.outbox import InboxMessage
from inspect_app.registry.events import DraftIssued
from inspect_app.registry.models import IssuedPaper, PaperDraft
from inspect_app.registry.operations import correct_number, record_number
from inspect_app.registry.rules import AboutKind, DraftState
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW
from tests.factories.registry import Office, make_office


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def journey(session: Session) -> Journey:
    return make_journey(session)


def draft_of(journey: Journey, paper: IssuedPaper) -> PaperDraft:
    draft = PaperDraft(
        kind=paper.kind,
        about_kind=paper.about_kind,
        about_id=paper.about_id,
        unit_id=paper.unit_id,
        title=paper.title,
        words={},
        state=DraftState.ISSUED,
        sheet={},
        submitted_at=NOW,
        delegation_id=paper.delegation_id,
        prepared_by=journey.coordinator.person.id,
        created_at=NOW,
        paper=paper,
    )
    journey.session.add(draft)
    journey.session.flush()
    return draft


def test_the_number_of_the_issued_plan_is_the_campaigns_and_follows_when_it_is_put_right(
    office: Office, journey: Journey
) -> None:
    campaign = journey.visit.campaign
    about: dict[str, Any] = {"about_kind": AboutKind.CAMPAIGN, "about_id": campaign.id, "unit_id": None}
    paper = office.issued(kind="inspection_plan", type_sign="KH", sign="KH-UBND", **about)
    follow_issue(journey.session, DraftIssued(draft_of(journey, paper)), SYSTEM, NOW)
    unnumbered = campaign.official_number
    assert unnumbered is None, "nothing is filled while the office gave no number"
    record_number(office.session, office.keeper.actor, paper, typed="5", now=NOW)
    assert (campaign.official_number, campaign.official_date) == ("05/KH-UBND", date(2024, 6, 17))
    correct_number(office.session, office.keeper.actor, paper, typed="6", reason="ghi nhầm", now=NOW)
    assert campaign.official_number == "06/KH-UBND"


def test_another_papers_number_is_not_the_plans(office: Office, journey: Journey) -> None:
    paper = office.issued(kind="team_decision", about_kind=AboutKind.CAMPAIGN, about_id=journey.visit.campaign_id)
    record_number(office.session, office.keeper.actor, paper, typed="5", now=NOW)
    assert journey.visit.campaign.official_number is None


def test_the_issued_notice_is_the_units_notice_and_lies_in_its_inbox(office: Office, journey: Journey) -> None:
    visit = journey.visit
    visit.notice_sent_at = None
    journey.session.flush()
    about: dict[str, Any] = {"about_kind": AboutKind.VISIT, "about_id": visit.id, "unit_id": visit.unit_id}
    paper = office.issued(kind="visit_notice", type_sign="", sign="SNV-CCHC", **about)
    event = DraftIssued(draft_of(journey, paper))
    follow_issue(journey.session, event, SYSTEM, NOW)
    tell_addressee(journey.session, event, SYSTEM, NOW)
    assert visit.notice_sent_at == NOW
    links = {(row.account_id, row.link) for row in journey.session.scalars(select(InboxMessage))}
    link = f"/van-ban/ban-hanh/{paper.id}"
    assert {(journey.contact.account.id, link), (journey.head.account.id, link)} <= links
    assert (journey.lead.account.id, link) not in links
