"""A later change of the same tablet takes the place of what of it still waits at the same spot."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from inspect_app.fieldwork.models import HeldChange, Settlement
from inspect_app.fieldwork.operations.effects.incoming import Incoming


def own_held(incoming: Incoming) -> Sequence[HeldChange]:
    """What of this tablet and kind still waits at the item (or at the minutes), in conflict or on the shelf."""
    wire, known = incoming.wire, incoming.gathered.known
    waiting = known.own_held(incoming.session, wire.visit, incoming.device.id)
    return [
        held
        for held, kind in waiting
        if (kind, held.item_id) == (wire.kind, wire.item) and held.settled_at is None and held.change_id != wire.id
    ]


def supersede(held: Sequence[HeldChange], by: UUID, received_at: datetime) -> None:
    """Ends the waiting of what was held, in favour of the later change, whose row is there."""
    for row in held:
        if row.change_id != by:
            row.settled_at, row.settlement, row.superseded_by = received_at, Settlement.SUPERSEDED, by
