"""Fieldwork that was opened on the spot, where there was no network."""

from datetime import datetime

from inspect_app.fieldwork.models import ChangeState
from inspect_app.fieldwork.operations.effects.incoming import Incoming, Outcome, shelved
from inspect_app.fieldwork.operations.visits import begin_fieldwork
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.language import gettext as _


def apply_begin(incoming: Incoming) -> Outcome:
    """Begins the visit; one that has begun already stays as it is."""
    place = incoming.wire.body.get("place", "")
    if set(incoming.wire.body) - {"place"} or not isinstance(place, str):
        return shelved("invalid", _("Nội dung mở cuộc kiểm tra không đúng khuôn dạng. Hãy bắt đầu lại."))
    if incoming.visit.begun_at is not None:
        return Outcome(ChangeState.SAME)
    session, actor, started = incoming.session, incoming.actor, _started_at(incoming)
    try:
        begin_fieldwork(session, actor, incoming.visit, place=place[:300], now=incoming.now, started_at=started)
    except DomainError as refused:
        return shelved("not_allowed", refused.message)
    return Outcome(ChangeState.APPLIED)


def _started_at(incoming: Incoming) -> datetime:
    """The tablet's time, where it lies between the visit's first day and the receipt; else the receipt."""
    told, first_day = incoming.told_at, incoming.visit.starts_on
    is_plausible = told <= incoming.now and (first_day is None or local_date(told) >= first_day)
    return told if is_plausible else incoming.now
