"""Who may draft, approve, issue and read a conclusion. The unit reads only what was issued."""

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.permissions import has_conflict_of_interest, is_on_team
from inspect_app.campaigns.queries import deadline_settings
from inspect_app.campaigns.rules import DeadlineKind, VisitState
from inspect_app.conclusions.explanation_queries import newest_round, newest_standing, open_round
from inspect_app.conclusions.models import Conclusion, Correction, ExplanationPoint, ExplanationRound
from inspect_app.conclusions.rules import WORDED, ConclusionState, CorrectionState
from inspect_app.fieldwork.permissions import DESK, LEADERS, may_read_fieldwork
from inspect_app.kernel.actors import TEAM_ROLES, UNIT_SIDE_ROLES, Actor, Role
from inspect_app.kernel.permissions import permission


def _drafts(actor: Actor, visit: Visit) -> bool:
    allowed = is_on_team(actor, visit, *DESK) or actor.has(Role.COORDINATOR)
    return allowed and not has_conflict_of_interest(actor, visit)


@permission("conclusions.list", "Everybody who takes part; the list holds only what each may read")
def may_list_conclusions(actor: Actor, _thing: object) -> bool:
    """The list of papers by state."""
    part = TEAM_ROLES | UNIT_SIDE_ROLES | {Role.COORDINATOR, Role.SIGNATORY, Role.RATING_AUTHORITY, Role.AUDITOR}
    return any(actor.has(role) for role in part)


@permission("conclusions.begin", "Lead, deputy or secretary of the team, or a coordinator, once the visit is closed")
def may_begin_draft(actor: Actor, visit: Visit) -> bool:
    """Beginning the draft of a visit's conclusion."""
    return visit.state is VisitState.CLOSED and _drafts(actor, visit)


@permission("conclusions.read_draft", "Whoever may read the visit's fieldwork")
def may_read_draft(actor: Actor, conclusion: Conclusion) -> bool:
    """The draft and the working papers beside it."""
    return may_read_fieldwork(actor, conclusion.visit)


@permission(
    "conclusions.read",
    "Whoever may read the draft; once issued also the unit's contact and head and the rating authorities",
)
def may_read_conclusion(actor: Actor, conclusion: Conclusion) -> bool:
    """The paper itself."""
    if may_read_draft(actor, conclusion):
        return True
    if conclusion.state is not ConclusionState.ISSUED:
        return False
    own = actor.units(Role.UNIT_CONTACT) | actor.units(Role.HEAD_OF_UNIT)
    return conclusion.visit.unit_id in own or actor.has(Role.RATING_AUTHORITY)


@permission(
    "conclusions.draft",
    "Lead, deputy or secretary of the team, or a coordinator, while it is a draft and after the unit has explained",
)
def may_draft(actor: Actor, conclusion: Conclusion) -> bool:
    """Wording the conclusion and its requests. While the unit explains, what it reads stays as it was sent."""
    return conclusion.state in WORDED and _drafts(actor, conclusion.visit)


def _leads(actor: Actor, visit: Visit) -> bool:
    return is_on_team(actor, visit, *LEADERS) and not has_conflict_of_interest(actor, visit)


def _of_the_unit(actor: Actor, visit: Visit) -> bool:
    return visit.unit_id in actor.units(Role.UNIT_CONTACT) | actor.units(Role.HEAD_OF_UNIT)


@permission("conclusions.send", "Lead or deputy of the team, while it is a draft or the unit's explanation is answered")
def may_send(actor: Actor, conclusion: Conclusion) -> bool:
    """Sending the draft's shortcomings to the unit for its explanation."""
    return conclusion.state in WORDED and _leads(actor, conclusion.visit)


@permission(
    "conclusions.skip", "Lead or deputy of the team, before anything was sent, where the campaign's settings allow it"
)
def may_skip(actor: Actor, conclusion: Conclusion) -> bool:
    """Going on without asking the unit, with a reason."""
    setting = deadline_settings(conclusion.visit.campaign).of(DeadlineKind.EXPLANATION)
    before = (
        conclusion.state is ConclusionState.DRAFT
        and newest_standing(conclusion) is None
        and conclusion.skipped_at is None
    )
    return before and setting.may_skip and _leads(actor, conclusion.visit)


@permission(
    "conclusions.lapse", "Lead, deputy or secretary of the team, or a coordinator, while the unit is to explain"
)
def may_lapse(actor: Actor, conclusion: Conclusion) -> bool:
    """Noting that no explanation came by the day; the operation asks for the day."""
    return conclusion.state is ConclusionState.EXPLAINING and _drafts(actor, conclusion.visit)


@permission(
    "conclusions.enter_explanation",
    "Lead, deputy or secretary of the team, from the sending until an explanation is submitted",
)
def may_enter_explanation(actor: Actor, conclusion: Conclusion) -> bool:
    """Entering an explanation that the unit sent on paper."""
    visit = conclusion.visit
    allowed = is_on_team(actor, visit, *DESK) and not has_conflict_of_interest(actor, visit)
    return open_round(conclusion) is not None and allowed


@permission(
    "conclusions.recall_sending",
    "Lead or deputy of the team, until the unit submits, and before the paper is signed for",
)
def may_recall_sending(actor: Actor, conclusion: Conclusion) -> bool:
    """Taking back what was sent to the unit by mistake."""
    under_way = conclusion.state in (ConclusionState.EXPLAINING, ConclusionState.ANSWERING)
    return under_way and open_round(conclusion) is not None and _leads(actor, conclusion.visit)


@permission("conclusions.read_scan", "Whoever may read the explanation")
def may_read_scan(actor: Actor, sent: ExplanationRound) -> bool:
    """The scan of an explanation that came on paper."""
    return may_read_explanation(actor, sent.conclusion)


@permission(
    "conclusions.read_explanation",
    "Whoever may read the draft; contact and head of the unit once the shortcomings were sent to it",
)
def may_read_explanation(actor: Actor, conclusion: Conclusion) -> bool:
    """What was sent and what the unit said to it."""
    if newest_round(conclusion) is None:
        return False
    return may_read_draft(actor, conclusion) or _of_the_unit(actor, conclusion.visit)


@permission("conclusions.explain", "Contact and head of the unit, from the sending until they submit")
def may_explain(actor: Actor, conclusion: Conclusion) -> bool:
    """Writing and submitting the unit's explanation, late too, as long as the paper is not issued."""
    return open_round(conclusion) is not None and _of_the_unit(actor, conclusion.visit)


@permission("conclusions.explain_point", "Contact and head of the unit, on a point of the round that is open")
def may_explain_point(actor: Actor, point: ExplanationPoint) -> bool:
    """Writing what the unit says to one shortcoming."""
    return point.round.is_open and may_explain(actor, point.round.conclusion)


@permission("conclusions.read_proof", "Whoever may read the explanation")
def may_read_proof(actor: Actor, point: ExplanationPoint) -> bool:
    """A file that the unit handed in with its explanation; the team reads it once it was submitted."""
    conclusion = point.round.conclusion
    if _of_the_unit(actor, conclusion.visit):
        return True
    return point.round.submitted_at is not None and may_read_draft(actor, conclusion)


@permission(
    "conclusions.answer", "Lead, deputy or secretary of the team, once the unit has explained or its day passed"
)
def may_answer(actor: Actor, conclusion: Conclusion) -> bool:
    """Answering what the unit said. Changing or withdrawing a finding asks `findings.decide` besides."""
    visit = conclusion.visit
    allowed = is_on_team(actor, visit, *DESK) and not has_conflict_of_interest(actor, visit)
    return conclusion.state is ConclusionState.ANSWERING and allowed


@permission("conclusions.answer_point", "Who may answer, on a point of that conclusion")
def may_answer_point(actor: Actor, point: ExplanationPoint) -> bool:
    """Answering one point."""
    return may_answer(actor, point.round.conclusion)


@permission(
    "conclusions.submit",
    "Lead or deputy of the team, while it is a draft or the unit's explanation is answered: the first of two approvals",
)
def may_submit(actor: Actor, conclusion: Conclusion) -> bool:
    """Approving as the team's leader and sending it to the signatory."""
    return conclusion.state in WORDED and _leads(actor, conclusion.visit)


@permission(
    "conclusions.issue",
    "A signatory who is not on the visit's team and not of the inspected unit, once the lead has approved",
)
def may_issue(actor: Actor, conclusion: Conclusion) -> bool:
    """Approving as the signatory, issuing, or sending it back with a reason."""
    visit = conclusion.visit
    return (
        conclusion.state is ConclusionState.SUBMITTED
        and actor.has(Role.SIGNATORY)
        and not is_on_team(actor, visit)
        and not has_conflict_of_interest(actor, visit)
    )


@permission(
    "conclusions.prepare_report", "Lead, deputy or secretary of the team, or a coordinator, once the visit is closed"
)
def may_prepare_visit_report(actor: Actor, visit: Visit) -> bool:
    """Preparing the team's report on the visit; its leader signs it."""
    return visit.closed_at is not None and _drafts(actor, visit)


@permission(
    "conclusions.correct", "Lead, deputy or secretary of the team, or a coordinator, once the notice is in the register"
)
def may_correct(actor: Actor, conclusion: Conclusion) -> bool:
    """Preparing a notice that replaces the issued one."""
    return conclusion.paper_id is not None and _drafts(actor, conclusion.visit)


@permission("conclusions.read_correction", "Whoever may read the conclusion's working papers; once issued, its readers")
def may_read_correction(actor: Actor, correction: Correction) -> bool:
    """What is worded anew; the unit reads it once it was issued."""
    if may_read_draft(actor, correction.conclusion):
        return True
    return correction.state is CorrectionState.ISSUED and may_read_conclusion(actor, correction.conclusion)


@permission("conclusions.submit_correction", "Lead or deputy of the team: the first of two approvals")
def may_submit_correction(actor: Actor, correction: Correction) -> bool:
    """Approving what is worded anew and sending it to the signatory; or dropping it with a reason."""
    return correction.state is CorrectionState.DRAFT and _leads(actor, correction.conclusion.visit)


@permission(
    "conclusions.issue_correction",
    "A signatory who neither prepared nor approved it, is not on the visit's team and not of the inspected unit",
)
def may_issue_correction(actor: Actor, correction: Correction) -> bool:
    """Issuing the notice that replaces, or sending it back with a reason."""
    visit = correction.conclusion.visit
    return (
        correction.state is CorrectionState.SUBMITTED
        and actor.has(Role.SIGNATORY)
        and actor.person_id not in (correction.drafted_by, correction.approved_by)
        and not is_on_team(actor, visit)
        and not has_conflict_of_interest(actor, visit)
    )
