"""The minutes as they stand, to be shown beside what a tablet wrote meanwhile."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.fieldwork.history import Written, changes_by_ids, written_by
from inspect_app.fieldwork.models import Minutes
from inspect_app.fieldwork.shown_values import ShownValue
from inspect_app.fieldwork.words import part_name
from inspect_app.journal.queries import entries_of

PARTS = ("place", "unit_side", "unit_opinion", "refusal_reason", "copies")
NOTED = "fieldwork.note_minutes"


def written_minutes(session: Session, minutes: Minutes, names: Mapping[UUID, str]) -> Written:
    """What the minutes say, with who wrote it: a tablet's change, somebody on the page, or who began the visit."""
    told = ((part, getattr(minutes, part)) for part in PARTS)
    value = ShownValue(texts=tuple((part_name(part), str(text)) for part, text in told if text))
    change = changes_by_ids(session, [minutes.seen]).get(minutes.seen) if minutes.seen else None
    if change is not None:
        return written_by(change, value, names)
    noted = [entry for entry in entries_of(session, minutes.id) if entry.verb == NOTED]
    return Written(value, noted[-1].actor, noted[-1].at) if noted else Written(value, "", minutes.started_at)
