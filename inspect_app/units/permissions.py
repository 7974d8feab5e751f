"""Who may see and change units."""

from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.permissions import permission


@permission("units.read", "Everybody who is signed in")
def may_read_units(actor: Actor, _thing: object) -> bool:
    """The list of units is no secret inside the system."""
    return actor.is_signed_in


@permission("units.manage", "Administrators; commands of the system")
def may_manage_units(actor: Actor, _thing: object) -> bool:
    """Adding a division, renaming, ending a unit."""
    return actor.is_system or actor.has(Role.ADMINISTRATOR)
