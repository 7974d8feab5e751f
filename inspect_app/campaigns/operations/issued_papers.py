"""What an issued paper says to a campaign: its plan's number and date, and that a unit had its notice."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.operations.lifecycle import mark_notice_sent
from inspect_app.documents.sheets import InspectionPlanSheet, VisitNoticeSheet
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.registry.events import DraftIssued, NumberRecorded
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.rules import full_sign


def follow_issue(session: Session, event: DraftIssued, actor: Actor, now: datetime) -> None:
    """The issued plan gives the campaign its number; the issued notice of a visit is the unit's notice of it."""
    paper = event.draft.paper
    if paper is None:
        return
    if paper.kind == VisitNoticeSheet.KIND:
        visit = session.get(Visit, paper.about_id)
        if visit is not None and not visit.unannounced:
            mark_notice_sent(session, actor, visit, now=now)
    elif paper.kind == InspectionPlanSheet.KIND:
        _fill_number(session, actor, paper, now)


def follow_number(session: Session, event: NumberRecorded, actor: Actor, now: datetime) -> None:
    """The number that the office gave to the plan later, or put right."""
    if event.paper.kind == InspectionPlanSheet.KIND:
        _fill_number(session, actor, event.paper, now)


def _fill_number(session: Session, actor: Actor, paper: IssuedPaper, now: datetime) -> None:
    campaign = session.get(Campaign, paper.about_id)
    session.refresh(paper, ["entries"])
    if campaign is None or paper.number is None:
        return
    number, before = full_sign(paper.number, paper.sign), (campaign.official_number, campaign.official_date)
    if before == (number, paper.issued_on):
        return
    campaign.official_number, campaign.official_date = number, paper.issued_on
    session.flush()
    record(
        session,
        actor,
        "campaigns.number_plan",
        campaign,
        now=now,
        summary=f"Ghi số {number} của kế hoạch đã phát hành vào đợt {campaign.code}",
        changes={"official_number": (before[0], number), "official_date": (before[1], paper.issued_on)},
    )
