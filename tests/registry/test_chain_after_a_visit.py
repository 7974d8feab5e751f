"""The kinds of paper after a visit: when each can be made, who signs it, and what the issue puts on it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation, SigningForm
from inspect_app.campaigns.queries import working_calendar
from inspect_app.conclusions.visit_report.kind import VISIT_REPORT
from inspect_app.documents.sheets import Sheet, VisitReportSheet
from inspect_app.followup.campaign_report.kind import CAMPAIGN_REPORT
from inspect_app.followup.reminder.kind import REMEDIATION_REMINDER
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.errors import Forbidden, RuleBroken
from inspect_app.ratings.notice.kind import RATING_NOTICE
from inspect_app.ratings.operations import decide, release
from inspect_app.registry.kinds import Making, PaperKind
from inspect_app.registry.models import IssuedPaper, PaperDraft
from inspect_app.registry.operations import SheetMade, begin_paper, issue_draft, submit_paper
from inspect_app.registry.operations.drafts import Issuing
from inspect_app.registry.operations.numbers import NumberWanted
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import LONG_AGO, NOW
from tests.factories.people import Player, make_player
from tests.factories.ratings import fill, make_rating_world, rating_at
from tests.factories.registry import make_delegation

LATER = datetime(2024, 7, 25, 2, tzinfo=NOW.tzinfo)


@pytest.fixture
def journey(session: Session) -> Journey:
    return make_journey(session)


def making(journey: Journey, delegation: Delegation | None = None, now: datetime = NOW, **words: str) -> Making:
    return Making(now, working_calendar(journey.visit.campaign), delegation, words)


def as_leader(session: Session, player: Player, unit: Any) -> Delegation:
    """The power of the team's leader to sign its papers."""
    delegation = Delegation(
        person_id=player.person.id, unit_id=unit.id, form=SigningForm.OWN, title="Trưởng đoàn", valid_from=LONG_AGO
    )
    session.add(delegation)
    session.flush()
    return delegation


def submitted(
    session: Session, actor: Actor, kind: PaperKind, thing: Any, asked: Making, words: dict[str, str] | None = None
) -> PaperDraft:
    """A paper of the kind, prepared and sent to the one whose power is in `asked`."""
    draft = begin_paper(session, actor, kind, thing, words=words or {}, now=asked.now)
    assert asked.delegation is not None
    submit_paper(session, actor, draft, kind, thing, asked.delegation, asked)
    return draft


def issued(session: Session, actor: Actor, kind: PaperKind, draft: PaperDraft) -> tuple[IssuedPaper, Sheet]:
    """The paper as its signer issues it, with its final sheet."""
    kept: list[Sheet] = []

    def keep(sheet: Sheet) -> SheetMade:
        kept.append(sheet)
        return SheetMade("1" * 64, None)

    roads = Issuing(NumberWanted(), lambda code: f"https://example.invalid/{code}", keep)
    return issue_draft(session, actor, draft, kind, roads, now=NOW), kept[0]


def test_the_teams_report_is_prepared_by_the_secretary_and_signed_by_the_leader(journey: Journey) -> None:
    session, visit = journey.session, journey.visit
    journey.begin()
    journey.answer("CV07", "fail", "Chưa có")
    assert VISIT_REPORT.hindrance(session, visit) == "Có khi cuộc kiểm tra đã khép lại."
    journey.close()
    assert "chưa quyết định các phát hiện" in (VISIT_REPORT.hindrance(session, visit) or "")
    journey.confirm_findings()
    assert VISIT_REPORT.hindrance(session, visit) is None
    leads = as_leader(session, journey.lead, journey.province)
    with pytest.raises(RuleBroken, match="Trưởng đoàn"):
        submitted(session, journey.secretary.actor, VISIT_REPORT, visit, making(journey, journey.delegation))
    draft = submitted(session, journey.secretary.actor, VISIT_REPORT, visit, making(journey, leads))
    paper, sheet = issued(session, journey.lead.actor, VISIT_REPORT, draft)
    assert isinstance(sheet, VisitReportSheet)
    assert (sheet.draft, sheet.signature.title, sheet.signature.name) == (False, "TRƯỞNG ĐOÀN", "Trưởng đoàn mẫu")
    assert (paper.type_sign, paper.sign) == ("BC", "BC-ĐKT")


def test_nobody_of_the_unit_prepares_a_paper_about_it(journey: Journey) -> None:
    session = journey.session
    conclusion = journey.issued(("CV07",))
    insider = make_player(session, Role.COORDINATOR, works_at=journey.unit)
    for kind, thing in ((VISIT_REPORT, journey.visit), (REMEDIATION_REMINDER, conclusion)):
        assert not kind.is_prepared_by(insider.actor, thing)
        assert not kind.is_prepared_by(journey.contact.actor, thing)
        assert not kind.may_read(journey.contact.actor, thing)
        with pytest.raises(Forbidden):
            begin_paper(session, insider.actor, kind, thing, words={}, now=NOW)


def test_the_campaigns_report_is_never_signed_for_the_committee_that_it_goes_to(journey: Journey) -> None:
    session, campaign = journey.session, journey.visit.campaign
    assert CAMPAIGN_REPORT.hindrance(session, campaign) is not None
    journey.begin()
    assert CAMPAIGN_REPORT.hindrance(session, campaign) is None
    with pytest.raises(RuleBroken, match="UBND tỉnh"):
        submitted(session, journey.coordinator.actor, CAMPAIGN_REPORT, campaign, making(journey, journey.delegation))
    assert not CAMPAIGN_REPORT.may_read(journey.head.actor, campaign)


def test_a_reminder_takes_the_preparers_words_and_carries_no_type(journey: Journey) -> None:
    session = journey.session
    conclusion = journey.issued(("CV07",))
    asked = making(journey, journey.delegation, LATER)
    words = {**REMEDIATION_REMINDER.first_words(session, conclusion, asked), "remark": "Mời dự họp giao ban."}
    assert words["answer_by"] == "ngày 01/8/2024"
    draft = submitted(session, journey.coordinator.actor, REMEDIATION_REMINDER, conclusion, asked, words)
    paper, sheet = issued(session, journey.signatory.actor, REMEDIATION_REMINDER, draft)
    assert "Mời dự họp giao ban." in sheet.to_json()
    assert (paper.type_sign, paper.sign) == ("", "UBND-CCHC")


def test_a_reminder_waits_for_the_issue_of_the_notice(journey: Journey) -> None:
    journey.begin()
    journey.answer("CV07", "fail", "Chưa có")
    journey.close()
    journey.confirm_findings()
    conclusion = journey.submitted()
    assert "đã phát hành" in (REMEDIATION_REMINDER.hindrance(journey.session, conclusion) or "")


def test_ratings_are_told_once_released_and_the_type_is_the_preparers_choice(session: Session) -> None:
    world = make_rating_world(session)
    assert RATING_NOTICE.hindrance(session, world.year) == "Có khi đã công bố kết quả xếp loại."
    rating = fill(session, world, rating_at(session, world.department))
    decide(session, world.chair.actor, rating, level="excellent", reason="", now=NOW)
    assert "chưa công bố" in (RATING_NOTICE.hindrance(session, world.year) or "")
    release(session, world.chair.actor, rating_at(session, world.department), now=NOW)
    assert RATING_NOTICE.hindrance(session, world.year) is None
    signer = make_player(session, Role.SIGNATORY, works_at=world.province)
    calendar = working_calendar(None)
    asked = Making(NOW, calendar, make_delegation(session, signer, world.province))
    words = dict(RATING_NOTICE.first_words(session, world.year, asked))
    assert words["type"] == "Thông báo"
    with pytest.raises(RuleBroken, match="Quyết định"):
        RATING_NOTICE.build(session, world.year, replace(asked, words={**words, "type": "Công văn"}))
    words["type"] = "Quyết định"
    draft = submitted(session, world.coordinator.actor, RATING_NOTICE, world.year, asked, words)
    paper, _sheet = issued(session, signer.actor, RATING_NOTICE, draft)
    assert (paper.type_sign, paper.sign) == ("QĐ", "QĐ-UBND")


def test_who_may_be_rated_does_not_read_the_notice_of_ratings_here(session: Session) -> None:
    world = make_rating_world(session)
    assert RATING_NOTICE.may_read(world.chair.actor, world.year)
    assert RATING_NOTICE.may_read(world.auditor.actor, world.year)
    for player in (world.head, world.district_chair):
        assert not RATING_NOTICE.may_read(player.actor, world.year)


def test_a_leader_of_another_visit_does_not_sign_the_teams_report(journey: Journey) -> None:
    other = make_player(journey.session, Role.LEAD)
    delegation = as_leader(journey.session, other, journey.province)
    assert VISIT_REPORT.unfit_signer(journey.visit, delegation) is not None
    assert VISIT_REPORT.signer_of(journey.visit, delegation) is None
