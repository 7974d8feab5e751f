"""Who may see and steer campaigns and visits. A secret visit is known to its team and the coordinators alone."""

from collections.abc import Iterable
from uuid import UUID

from inspect_app.campaigns.models import CalendarFeed, Campaign, Stream, Visit
from inspect_app.campaigns.rules import coordinates, sees_announced_visits
from inspect_app.kernel.actors import UNIT_SIDE_ROLES, Actor, Role
from inspect_app.kernel.permissions import permission
from inspect_app.units.models import Unit

STARTERS = (Role.LEAD, Role.DEPUTY, Role.SECRETARY)


def has_conflict_of_interest(actor: Actor, visit: Visit) -> bool:
    """Whether the actor belongs, or lately belonged, to the inspected unit."""
    return actor.belongs_to(visit.unit_id)


def is_on_team(actor: Actor, visit: Visit, *roles: Role) -> bool:
    """Whether the actor is on the visit's team; with `roles`, in one of these parts."""
    if actor.person_id is None:
        return False
    return any(
        member.person_id == actor.person_id and (not roles or Role(member.role) in roles) for member in visit.team
    )


def is_lead(visit: Visit, person_id: UUID) -> bool:
    """Whether the person leads the visit's team."""
    return any(member.person_id == person_id and Role(member.role) is Role.LEAD for member in visit.team)


@permission(
    "campaigns.see", "Coordinators, inspectors, signatories, rating authorities, auditors; contact and head of a unit"
)
def may_see_campaign(actor: Actor, _thing: object) -> bool:
    """The campaign's page, its calendar and its list; each shows only the visits that the reader may see."""
    return coordinates(actor) or sees_announced_visits(actor) or any(actor.has(role) for role in UNIT_SIDE_ROLES)


@permission(
    "campaigns.see_board", "Coordinators, inspectors, signatories, rating authorities, auditors; never the units' side"
)
def may_see_board(actor: Actor, _thing: object) -> bool:
    """The board; it counts only the visits that the reader may see."""
    return coordinates(actor) or sees_announced_visits(actor)


@permission("campaigns.coordinate", "Coordinators; commands of the system")
def may_coordinate(actor: Actor, _thing: object) -> bool:
    """Loading a plan, drawing unannounced visits."""
    return coordinates(actor)


@permission("campaigns.add_visit", "Coordinators, at units to which they do not belong")
def may_add_visit(actor: Actor, unit: Unit) -> bool:
    """Ordering a visit that the plan does not name: nobody sends a team to his own unit, or keeps one away from it."""
    return coordinates(actor) and not actor.belongs_to(unit.id)


@permission("campaigns.close_unit", "Coordinators, for units to which they do not belong")
def may_close_unit(actor: Actor, unit: Unit) -> bool:
    """Entering days on which a unit receives no team: nobody keeps the team from his own unit."""
    return coordinates(actor) and not actor.belongs_to(unit.id)


@permission(
    "campaigns.see_visit",
    "Its team and coordinators; who inspects or oversees, unless it is unannounced and has not begun; "
    "contact and head of its unit once the notice was sent or it has begun",
)
def may_see_visit(actor: Actor, visit: Visit) -> bool:
    """One visit. `queries.visible_visits` is the same rule in SQL; a test holds the two against each other."""
    if actor.is_system or is_on_team(actor, visit):
        return True
    if visit.secret:
        return coordinates(actor) and not has_conflict_of_interest(actor, visit)
    if coordinates(actor):
        return True
    told = visit.notice_sent_at is not None or visit.begun_at is not None
    on_units_side = any(visit.unit_id in actor.units(role) for role in UNIT_SIDE_ROLES)
    if on_units_side or has_conflict_of_interest(actor, visit):
        return told and (on_units_side or sees_announced_visits(actor))
    return sees_announced_visits(actor)


@permission("campaigns.schedule", "Coordinators, on a visit that they may see at a unit that is not their own")
def may_schedule(actor: Actor, visit: Visit) -> bool:
    """Setting dates and team, cancelling: nobody moves the visit to his own unit, or chooses who inspects it."""
    return coordinates(actor) and may_see_visit(actor, visit) and not has_conflict_of_interest(actor, visit)


@permission("campaigns.begin", "Lead, deputy or secretary of its team, or a coordinator, who do not belong to its unit")
def may_begin(actor: Actor, visit: Visit) -> bool:
    """Telling that a visit has begun on the spot; with it an unannounced visit stops being a secret."""
    if actor.is_system:
        return True
    allowed = is_on_team(actor, visit, *STARTERS) or coordinates(actor)
    return allowed and not has_conflict_of_interest(actor, visit)


@permission("campaigns.keep_own_feed", "Whoever sees campaigns; each his own calendar")
def may_keep_own_feed(actor: Actor, thing: object) -> bool:
    """The page of one's own calendar address, and reading by it as long as a role is held."""
    return actor.account_id is not None and may_see_campaign(actor, thing)


@permission("campaigns.keep_unit_feed", "Contact and head of the unit; coordinators")
def may_keep_unit_feed(actor: Actor, unit: Unit) -> bool:
    """The addresses of a unit's calendar: making one's own, revoking any."""
    on_units_side = any(unit.id in actor.units(role) for role in UNIT_SIDE_ROLES)
    return actor.account_id is not None and (on_units_side or coordinates(actor))


@permission("campaigns.revoke_feed", "Who keeps it; of a unit's calendar, whoever may keep the unit's")
def may_revoke_feed(actor: Actor, feed: CalendarFeed) -> bool:
    """Ending an address, for instance when a telephone was lost."""
    own = actor.account_id is not None and feed.account_id == actor.account_id
    return own or (feed.unit is not None and may_keep_unit_feed(actor, feed.unit))


def _announced_units(campaign: Campaign, stream: Stream | None = None) -> Iterable[UUID]:
    """Where a paper of the campaign says that somebody will come; a secret adds nothing here."""
    return (
        visit.unit_id
        for visit in campaign.visits
        if not visit.unannounced and visit.cancelled_at is None and (stream is None or visit.stream_id == stream.id)
    )


@permission("campaigns.prepare_plan", "Coordinators who belong to none of the units that it names")
def may_prepare_plan(actor: Actor, campaign: Campaign) -> bool:
    """The inspection plan as a paper."""
    return coordinates(actor) and not any(actor.belongs_to(unit_id) for unit_id in _announced_units(campaign))


@permission("campaigns.read_plan", "Coordinators; signatories who belong to none of the units that it names")
def may_read_plan(actor: Actor, campaign: Campaign) -> bool:
    """The plan as a paper: it names units that were not told yet, so their own people do not read it here."""
    oversees = actor.has(Role.SIGNATORY) and not any(map(actor.belongs_to, _announced_units(campaign)))
    return coordinates(actor) or oversees


@permission("campaigns.prepare_team_decision", "Coordinators who belong to none of the announced units of the stream")
def may_prepare_team_decision(actor: Actor, stream: Stream) -> bool:
    """The decision that sets up the teams of a stream; of an unannounced one it names no unit, and no secret decides."""
    return coordinates(actor) and not any(map(actor.belongs_to, _announced_units(stream.campaign, stream)))


@permission(
    "campaigns.read_team_decision",
    "Coordinators; unless the stream is unannounced, signatories who belong to none of its units",
)
def may_read_team_decision(actor: Actor, stream: Stream) -> bool:
    """Who comes as a surprise is known to the coordinators, and to who is to sign the decision."""
    if coordinates(actor):
        return True
    if stream.unannounced:
        return False
    return actor.has(Role.SIGNATORY) and not any(map(actor.belongs_to, _announced_units(stream.campaign, stream)))


@permission("campaigns.prepare_letter", "Whoever may schedule the visit; nobody for an unannounced one")
def may_prepare_letter(actor: Actor, visit: Visit) -> bool:
    """The letters before a visit: its notice, and the request for the unit's own report."""
    return not visit.unannounced and may_schedule(actor, visit)


@permission("campaigns.read_letter", "Whoever may know of the visit; nobody for an unannounced one")
def may_read_letter(actor: Actor, visit: Visit) -> bool:
    """The letters as they stand; the unit's people once the notice was sent."""
    return not visit.unannounced and may_see_visit(actor, visit)
