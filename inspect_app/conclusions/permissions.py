"""Who may draft, approve, issue and read a conclusion. The unit reads only what was issued."""

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.permissions import has_conflict_of_interest, is_on_team
from inspect_app.campaigns.rules import VisitState
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.rules import ConclusionState
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


@permission("conclusions.draft", "Lead, deputy or secretary of the team, or a coordinator, while it is a draft")
def may_draft(actor: Actor, conclusion: Conclusion) -> bool:
    """Wording the conclusion and its requests."""
    return conclusion.state is ConclusionState.DRAFT and _drafts(actor, conclusion.visit)


@permission("conclusions.submit", "Lead or deputy of the team while it is a draft: the first of two approvals")
def may_submit(actor: Actor, conclusion: Conclusion) -> bool:
    """Approving as the team's leader and sending it to the signatory."""
    visit = conclusion.visit
    return (
        conclusion.state is ConclusionState.DRAFT
        and is_on_team(actor, visit, *LEADERS)
        and not has_conflict_of_interest(actor, visit)
    )


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
