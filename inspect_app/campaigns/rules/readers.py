"""Who reads about visits by the roles that he holds, before any one visit is looked at. Pure."""

from inspect_app.kernel.actors import TEAM_ROLES, Actor, Role

OVERSEERS = frozenset({Role.SIGNATORY, Role.RATING_AUTHORITY, Role.AUDITOR})


def coordinates(actor: Actor) -> bool:
    """Whether the actor is a coordinator, or the system itself."""
    return actor.is_system or actor.has(Role.COORDINATOR)


def sees_announced_visits(actor: Actor) -> bool:
    """Whether the actor sees every visit that is no secret: inspectors and those who oversee."""
    return any(actor.has(role) for role in TEAM_ROLES | OVERSEERS)
