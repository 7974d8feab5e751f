"""Who may read, report and verify corrective actions."""

from inspect_app.campaigns.permissions import has_conflict_of_interest, is_on_team
from inspect_app.fieldwork.permissions import LEADERS
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.rules import ActionState
from inspect_app.kernel.actors import TEAM_ROLES, UNIT_SIDE_ROLES, Actor, Role
from inspect_app.kernel.permissions import permission

OVERSEERS = TEAM_ROLES | {Role.COORDINATOR, Role.SIGNATORY, Role.RATING_AUTHORITY, Role.AUDITOR}


@permission("followup.list", "Everybody who takes part; the list holds only what each may read")
def may_list_actions(actor: Actor, _thing: object) -> bool:
    """The list of corrective actions."""
    return any(actor.has(role) for role in OVERSEERS | UNIT_SIDE_ROLES)


@permission("followup.read", "Those who inspect or oversee, and the unit's own contact and head")
def may_read_action(actor: Actor, action: CorrectiveAction) -> bool:
    """One action with its reports."""
    own = actor.units(Role.UNIT_CONTACT) | actor.units(Role.HEAD_OF_UNIT)
    return action.unit_id in own or any(actor.has(role) for role in OVERSEERS)


@permission("followup.report", "The contact of the unit that must act, while the action is not verified")
def may_report(actor: Actor, action: CorrectiveAction) -> bool:
    """Reporting what was done, with proof."""
    return action.state is not ActionState.VERIFIED and action.unit_id in actor.units(Role.UNIT_CONTACT)


@permission("followup.verify", "Lead or deputy of the visit's team, not of the inspected unit, on a reported action")
def may_verify(actor: Actor, action: CorrectiveAction) -> bool:
    """Verifying a report, or returning it with a reason."""
    visit = action.visit
    return (
        action.state is ActionState.REPORTED
        and is_on_team(actor, visit, *LEADERS)
        and not has_conflict_of_interest(actor, visit)
    )
