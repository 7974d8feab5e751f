"""All that the report on a campaign is made of, read once. What is secret is left out here, whoever asks.

Visits are counted as the board counts them; shortcomings are the confirmed findings of issued conclusions, since what
is not issued may still change and its unit has not been heard.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from inspect_app.campaigns.board_queries import board_visits
from inspect_app.campaigns.models import Campaign, TeamMember, Visit
from inspect_app.campaigns.papers.frame import lead_agency
from inspect_app.campaigns.queries import working_calendar
from inspect_app.campaigns.rules import VisitState
from inspect_app.campaigns.rules.progress import Standing, standings_of
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import Answered, ChecklistVersion, Scores, score
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.queries import conclusions_of_visits
from inspect_app.fieldwork.queries import answers_of, visits_with_self_report
from inspect_app.fieldwork.standing import as_answered
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import COUNTS
from inspect_app.findings.repeats import repeats_of
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.queries import actions_of_visits
from inspect_app.kernel.actors import SYSTEM
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.units.models import Unit
from inspect_app.units.queries import province


@dataclass(frozen=True)
class Concluded:
    """A visit whose conclusion was issued, with its checklist and the answers that count."""

    visit: Visit
    version: ChecklistVersion
    answered: Mapping[str, Answered]
    scores: Scores


@dataclass(frozen=True)
class CampaignMaterial:
    """A campaign on a day. `standings` hold no visit that is still a secret; `held` are those that have begun.

    `agency` prepares the campaign, for the committee of the `province`.
    """

    campaign: Campaign
    agency: Unit | None
    province: Unit
    on: date
    calendar: WorkingCalendar
    standings: Sequence[Standing]
    cancelled: int
    held: Sequence[Visit]
    concluded: Sequence[Concluded]
    findings: Sequence[Finding]
    repeats: Mapping[UUID, Finding]
    conclusions: Mapping[UUID, Conclusion]
    actions: Sequence[CorrectiveAction]

    def findings_of(self, visit_id: UUID) -> list[Finding]:
        """The shortcomings of one visit."""
        return [finding for finding in self.findings if finding.visit_id == visit_id]


def campaign_material(session: Session, campaign: Campaign, *, on: date) -> CampaignMaterial:
    """What the report on a campaign says on a day."""
    calendar = working_calendar(campaign)
    reported = visits_with_self_report(session, campaign.id)
    known = board_visits(session, SYSTEM, campaign, reported=reported, tablet_holders=())
    told = [visit for visit in known if not visit.is_secret]
    held = _held(session, campaign)
    concluded = _concluded(session, [visit for visit in held if visit.frozen_at is not None])
    ids = [one.visit.id for one in concluded]
    findings = _findings(session, ids)
    return CampaignMaterial(
        campaign=campaign,
        agency=lead_agency(session, campaign),
        province=province(session),
        on=on,
        calendar=calendar,
        standings=standings_of(told, calendar, on),
        cancelled=sum(visit.state is VisitState.CANCELLED for visit in told),
        held=held,
        concluded=concluded,
        findings=findings,
        repeats=repeats_of(session, findings),
        conclusions=conclusions_of_visits(session, ids),
        actions=actions_of_visits(session, ids),
    )


def _held(session: Session, campaign: Campaign) -> Sequence[Visit]:
    query = (
        select(Visit)
        .options(
            joinedload(Visit.unit),
            joinedload(Visit.stream),
            selectinload(Visit.campaign),
            selectinload(Visit.team).joinedload(TeamMember.person),
        )
        .where(Visit.campaign_id == campaign.id, Visit.begun_at.is_not(None))
    )
    return session.scalars(query.order_by(Visit.starts_on, Visit.code)).unique().all()


def _concluded(session: Session, visits: Sequence[Visit]) -> list[Concluded]:
    versions: dict[tuple[str, int], ChecklistVersion] = {}
    found = []
    for visit in visits:
        key = visit.checklist_code, visit.checklist_version
        if key not in versions:
            versions[key] = version_of(session, *key)
        answered = _answered(session, visit, versions[key])
        found.append(Concluded(visit, versions[key], answered, score(versions[key].items, answered)))
    return found


def _answered(session: Session, visit: Visit, version: ChecklistVersion) -> dict[str, Answered]:
    answers = answers_of(session, visit.id)
    known = {item.id: as_answered(item, answers[item.id]) for item in version.items if item.id in answers}
    return {item_id: answer for item_id, answer in known.items() if answer is not None}


def _findings(session: Session, visit_ids: Sequence[UUID]) -> Sequence[Finding]:
    query = (
        select(Finding)
        .join(Visit)
        .options(
            joinedload(Finding.visit).joinedload(Visit.unit), joinedload(Finding.visit).selectinload(Visit.campaign)
        )
        .where(Finding.visit_id.in_(visit_ids), COUNTS)
    )
    return session.scalars(query.order_by(Visit.code, Finding.number)).all()
