"""Who may read, report and verify corrective actions."""

from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.permissions import has_conflict_of_interest, is_on_team
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.fieldwork.permissions import DESK, LEADERS
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.rules import ENDED, ActionState
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


@permission(
    "followup.report", "The contact of the unit that must act, while the action is neither verified nor withdrawn"
)
def may_report(actor: Actor, action: CorrectiveAction) -> bool:
    """Reporting what was done, with proof."""
    return action.state not in ENDED and action.unit_id in actor.units(Role.UNIT_CONTACT)


@permission("followup.verify", "Lead or deputy of the visit's team, not of the inspected unit, on a reported action")
def may_verify(actor: Actor, action: CorrectiveAction) -> bool:
    """Verifying a report, or returning it with a reason."""
    visit = action.visit
    return (
        action.state is ActionState.REPORTED
        and is_on_team(actor, visit, *LEADERS)
        and not has_conflict_of_interest(actor, visit)
    )


@permission("followup.prepare_campaign_report", "Coordinators")
def may_prepare_campaign_report(actor: Actor, _campaign: Campaign) -> bool:
    """Preparing the report on the whole campaign."""
    return actor.has(Role.COORDINATOR)


@permission("followup.read_reminder", "Those who inspect or oversee, save who belongs to the unit that is reminded")
def may_read_reminder(actor: Actor, conclusion: Conclusion) -> bool:
    """The letter that reminds a unit of what it has to put right."""
    return any(actor.has(role) for role in OVERSEERS) and not has_conflict_of_interest(actor, conclusion.visit)


@permission(
    "followup.prepare_reminder",
    "Lead, deputy or secretary of the visit's team, or a coordinator, not of the inspected unit, once it is issued",
)
def may_prepare_reminder(actor: Actor, conclusion: Conclusion) -> bool:
    """Preparing the letter of reminder."""
    visit = conclusion.visit
    able = is_on_team(actor, visit, *DESK) or actor.has(Role.COORDINATOR)
    issued = conclusion.state is ConclusionState.ISSUED
    return issued and able and not has_conflict_of_interest(actor, visit)


@permission("followup.receive_reminder", "Contact and head of the unit that is reminded, once the letter is issued")
def may_receive_reminder(actor: Actor, conclusion: Conclusion) -> bool:
    """Reading the issued letter that is addressed to one's own unit."""
    own = actor.units(Role.UNIT_CONTACT) | actor.units(Role.HEAD_OF_UNIT)
    return conclusion.state is ConclusionState.ISSUED and conclusion.visit.unit_id in own
