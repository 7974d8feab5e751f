"""A later change of the same tablet takes the place of what of it still waits at the same spot."""

from collections.abc import Sequence

from sqlalchemy import select

from inspect_app.fieldwork.models import Change, HeldChange, Settlement, Why
from inspect_app.fieldwork.operations.effects.incoming import Incoming

SETTLED_BY_AUTHOR = (Why.CONFLICT, Why.SHELF)


def own_held(incoming: Incoming) -> Sequence[HeldChange]:
    """What of this tablet and kind still waits at the item (or at the minutes), in conflict or on the shelf."""
    query = (
        select(HeldChange)
        .join(Change, Change.id == HeldChange.change_id)
        .where(
            HeldChange.visit_id == incoming.visit.id,
            HeldChange.item_id == incoming.wire.item,
            HeldChange.settled_at.is_(None),
            HeldChange.why.in_(SETTLED_BY_AUTHOR),
            Change.device_id == incoming.device.id,
            Change.kind == incoming.wire.kind,
        )
    )
    return incoming.session.scalars(query).all()


def supersede(held: Sequence[HeldChange], by: Change) -> None:
    """Ends the waiting of what was held, in favour of the later change."""
    for row in held:
        if row.change_id != by.id:
            row.settled_at, row.settlement, row.superseded_by = by.received_at, Settlement.SUPERSEDED, by.id
