"""Who may bring a signed copy of a paper that he may read."""

from inspect_app.kernel.actors import Actor
from inspect_app.kernel.permissions import permission
from inspect_app.registry.permissions import TAKERS, may_take_back
from inspect_app.web.papers.permissions import IssuedPlace, may_read_issued


@permission(
    "papers.take_back",
    "Coordinators, signatories and secretaries who may read the paper, unless it is about their own unit",
)
def may_take_back_place(actor: Actor, place: IssuedPlace) -> bool:
    """Handing in the copy of an issued paper that was signed outside."""
    return may_take_back(actor, place.paper) and may_read_issued(actor, place)


@permission("papers.unsigned", "Coordinators, signatories and secretaries; the list holds what each may hand in")
def may_list_unsigned(actor: Actor, _thing: object) -> bool:
    """The papers of which no signed copy came back yet."""
    return any(actor.has(role) for role in TAKERS)
