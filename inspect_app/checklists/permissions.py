"""Who may read checklists. Nobody changes them here: a change is a new file."""

from inspect_app.kernel.actors import Actor
from inspect_app.kernel.permissions import permission


@permission("checklists.read", "Everybody who is signed in")
def may_read_checklists(actor: Actor, _thing: object) -> bool:
    """The inspected units, too, may know what they are held against."""
    return actor.is_signed_in
