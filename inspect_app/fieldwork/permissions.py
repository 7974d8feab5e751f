"""Who may read and write a visit's fieldwork. A person of the inspected unit never writes, whatever else he is."""

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.permissions import has_conflict_of_interest, is_on_team, may_see_visit
from inspect_app.campaigns.rules import VisitState
from inspect_app.fieldwork.models import HeldChange, Photo
from inspect_app.kernel.actors import TEAM_ROLES, Actor, Role
from inspect_app.kernel.permissions import permission

WRITERS = (Role.LEAD, Role.DEPUTY, Role.SECRETARY, Role.INSPECTOR, Role.EXPERT)
LEADERS = (Role.LEAD, Role.DEPUTY)
DESK = (Role.LEAD, Role.DEPUTY, Role.SECRETARY)
OWN_UNIT = "own_unit"
OPEN_STATES = frozenset({VisitState.UNDER_WAY, VisitState.CLOSED})
BEFORE_CONCLUSION = frozenset({VisitState.PLANNED, VisitState.SCHEDULED, VisitState.UNDER_WAY, VisitState.CLOSED})


@permission(
    "fieldwork.read",
    "The visit's team, coordinators, signatories and auditors once it has begun; never the unit's side",
)
def may_read_fieldwork(actor: Actor, visit: Visit) -> bool:
    """Answers and evidence are working papers: the unit sees the released document instead."""
    if has_conflict_of_interest(actor, visit):
        return False
    if is_on_team(actor, visit) or actor.has(Role.COORDINATOR):
        return True
    return visit.begun_at is not None and (actor.has(Role.AUDITOR) or actor.has(Role.SIGNATORY))


@permission(
    "fieldwork.fill",
    "Members of the visit's team (not observers) while it is under way or closed, unless they belong to the unit",
)
def may_fill(actor: Actor, visit: Visit) -> bool:
    """Answering an item, adding a note or evidence."""
    return (
        visit.state in OPEN_STATES and is_on_team(actor, visit, *WRITERS) and not has_conflict_of_interest(actor, visit)
    )


@permission("fieldwork.begin", "Lead, deputy or secretary of the team, or a coordinator, on a visit that has a date")
def may_begin(actor: Actor, visit: Visit) -> bool:
    """Opening the fieldwork on the spot."""
    allowed = is_on_team(actor, visit, *DESK) or actor.has(Role.COORDINATOR)
    return visit.state is VisitState.SCHEDULED and allowed and not has_conflict_of_interest(actor, visit)


@permission("fieldwork.close", "Lead or deputy of the team while the visit is under way")
def may_close(actor: Actor, visit: Visit) -> bool:
    """Closing the fieldwork with its minutes."""
    return (
        visit.state is VisitState.UNDER_WAY
        and is_on_team(actor, visit, *LEADERS)
        and not has_conflict_of_interest(actor, visit)
    )


@permission(
    "fieldwork.receive_self_report",
    "The team's lead, deputy or secretary, a coordinator, or the unit's own contact, until the conclusion is issued",
)
def may_receive_self_report(actor: Actor, visit: Visit) -> bool:
    """Handing in the unit's own report."""
    if visit.state not in BEFORE_CONCLUSION:
        return False
    if not may_see_visit(actor, visit) or visit.secret:
        return False
    if actor.has(Role.UNIT_CONTACT) and visit.unit_id in actor.units(Role.UNIT_CONTACT):
        return True
    allowed = is_on_team(actor, visit, *DESK) or actor.has(Role.COORDINATOR)
    return allowed and not has_conflict_of_interest(actor, visit)


@permission(
    "fieldwork.prepare_dossiers",
    "Lead, deputy or secretary of the team, or a coordinator, until the conclusion is issued",
)
def may_prepare_dossiers(actor: Actor, visit: Visit) -> bool:
    """Handing in the list of dossiers from which the team draws its sample."""
    allowed = is_on_team(actor, visit, *DESK) or actor.has(Role.COORDINATOR)
    return visit.state in BEFORE_CONCLUSION and allowed and not has_conflict_of_interest(actor, visit)


@permission(
    "fieldwork.read_self_report", "Whoever may read the fieldwork, and the unit's own contact and head once told"
)
def may_read_self_report(actor: Actor, visit: Visit) -> bool:
    """Downloading the unit's own report."""
    own = actor.units(Role.UNIT_CONTACT) | actor.units(Role.HEAD_OF_UNIT)
    return may_read_fieldwork(actor, visit) or (
        visit.unit_id in own and may_see_visit(actor, visit) and not visit.secret
    )


@permission("fieldwork.read_minutes", "Whoever may read the fieldwork; the unit's contact and head once it is closed")
def may_read_minutes(actor: Actor, visit: Visit) -> bool:
    """The minutes were made together with the unit: it holds a copy."""
    own = actor.units(Role.UNIT_CONTACT) | actor.units(Role.HEAD_OF_UNIT)
    return may_read_fieldwork(actor, visit) or (visit.unit_id in own and visit.closed_at is not None)


@permission("fieldwork.take_along", "Members of the visit's team who do not belong to its unit, unless it is cancelled")
def may_take_along(actor: Actor, visit: Visit) -> bool:
    """Having the visit's fieldwork on one's tablet."""
    return (
        visit.state is not VisitState.CANCELLED
        and is_on_team(actor, visit)
        and not has_conflict_of_interest(actor, visit)
    )


@permission(
    "fieldwork.send_photo", "The person whose tablet announced the photo, whatever has become of the tablet since"
)
def may_send_photo(actor: Actor, photo: Photo | None) -> bool:
    """Bringing the bytes of a photo: received always, in effect only where its change is."""
    return actor.is_signed_in and (photo is None or photo.change.person_id == actor.person_id)


@permission("fieldwork.hand_in_file", "Whoever may be on a team, coordinators and administrators")
def may_hand_in_file(actor: Actor, _thing: object) -> bool:
    """Carrying a tablet's sealed file: only the server opens it, and it counts in the name of the tablet's person."""
    return any(actor.has(role) for role in (*TEAM_ROLES, Role.COORDINATOR, Role.ADMINISTRATOR))


@permission("fieldwork.settle", "Lead or deputy of the team, or a coordinator, who do not belong to the visit's unit")
def may_settle(actor: Actor, visit: Visit) -> bool:
    """Deciding what of the visit waits: taking what is held, setting it aside, giving up a photo that does not come."""
    allowed = is_on_team(actor, visit, *LEADERS) or actor.has(Role.COORDINATOR)
    return allowed and may_see_visit(actor, visit) and not has_conflict_of_interest(actor, visit)


@permission("fieldwork.settle_unplaced", "Coordinators")
def may_settle_unplaced(actor: Actor, _thing: object) -> bool:
    """Looking at what tablets sent that belongs to no known visit."""
    return actor.has(Role.COORDINATOR)


@permission("fieldwork.settle_held", "Who may settle at the visit; never the author of what is held for his own unit")
def may_settle_held(actor: Actor, held: HeldChange) -> bool:
    """Deciding one held change."""
    is_judge_of_himself = held.cause == OWN_UNIT and held.change.person_id == actor.person_id
    return may_settle(actor, held.visit) and not is_judge_of_himself
