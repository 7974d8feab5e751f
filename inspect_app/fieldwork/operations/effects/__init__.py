"""What each kind of change does, once it was let through."""

from inspect_app.fieldwork.models import ChangeKind
from inspect_app.fieldwork.operations.effects.answers import apply_answer
from inspect_app.fieldwork.operations.effects.beginning import apply_begin
from inspect_app.fieldwork.operations.effects.closings import apply_close
from inspect_app.fieldwork.operations.effects.incoming import Effect, Incoming, Outcome
from inspect_app.fieldwork.operations.effects.minutes import apply_minutes
from inspect_app.fieldwork.operations.effects.owners import apply_owner
from inspect_app.fieldwork.operations.effects.photos import apply_photo, apply_withdrawal
from inspect_app.fieldwork.operations.effects.signatures import apply_signature

EFFECTS: dict[ChangeKind, Effect] = {
    ChangeKind.BEGIN: apply_begin,
    ChangeKind.ANSWER: apply_answer,
    ChangeKind.OWNER: apply_owner,
    ChangeKind.PHOTO: apply_photo,
    ChangeKind.PHOTO_WITHDRAWN: apply_withdrawal,
    ChangeKind.MINUTES: apply_minutes,
    ChangeKind.SIGNATURE: apply_signature,
    ChangeKind.CLOSE: apply_close,
}

__all__ = ["EFFECTS", "Effect", "Incoming", "Outcome"]
