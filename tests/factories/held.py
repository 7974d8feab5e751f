"""What a tablet sent and what of it waits for somebody, as the server keeps it."""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Device
from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.models import Change, ChangeKind, ChangeState, HeldChange, Photo, StrayChange, Why
from inspect_app.kernel.ids import new_id
from tests.factories.moments import NOW
from tests.factories.people import Player

_numbers = count(1)
STATES = {
    Why.CONFLICT: ChangeState.CONFLICT,
    Why.QUARANTINE: ChangeState.QUARANTINED,
    Why.SHELF: ChangeState.SHELVED,
    None: ChangeState.APPLIED,
}


def make_device(session: Session, player: Player, label: str | None = None) -> Device:
    """A tablet in use by the person."""
    device = Device(
        id=new_id(),
        person_id=player.person.id,
        label=label or f"Máy mẫu {next(_numbers)}",
        token_sha256=os.urandom(32).hex(),
        seal_key=os.urandom(32).hex(),
        enrolled_at=NOW,
        last_seen_at=NOW,
    )
    session.add(device)
    session.flush()
    return device


def make_change(
    session: Session,
    device: Device,
    visit: Visit,
    *,
    kind: ChangeKind = ChangeKind.ANSWER,
    item_id: str | None = None,
    body: Mapping[str, Any] | None = None,
    base_revision: int = 0,
    base_change: Change | None = None,
    state: ChangeState = ChangeState.APPLIED,
    told_at: datetime = NOW,
    carried_by: UUID | None = None,
    now: datetime = NOW,
) -> Change:
    """A change of the visit as received, the next in the device's sequence; nothing else comes of it."""
    device.last_sequence += 1
    body, change_id = dict(body or {}), new_id()
    wire = {
        "id": str(change_id),
        "sequence": device.last_sequence,
        "visit": str(visit.id),
        "kind": kind,
        "item": item_id,
        "checklist": {"code": visit.checklist_code, "version": visit.checklist_version},
        "base": {"revision": base_revision, "seen": None, "change": str(base_change.id) if base_change else None},
        "at": told_at.isoformat(),
        "body": body,
    }
    text = json.dumps(wire, ensure_ascii=False)
    change = Change(
        id=change_id,
        device_id=device.id,
        device=device,
        sequence=device.last_sequence,
        person_id=device.person_id,
        visit_id=visit.id,
        visit=visit,
        kind=kind,
        item_id=item_id,
        checklist_version=visit.checklist_version,
        base_revision=base_revision,
        base_change=base_change.id if base_change else None,
        body=body,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        told_at=told_at,
        received_at=now,
        carried_by=carried_by,
        state=state,
    )
    session.add(change)
    session.flush()
    return change


def make_held(
    session: Session,
    device: Device,
    visit: Visit,
    item_id: str | None = "CV06",
    fields: Mapping[str, Any] | None = None,
    *,
    why: Why = Why.CONFLICT,
    cause: str = "conflict",
    message: str = "",
    kind: ChangeKind = ChangeKind.ANSWER,
    body: Mapping[str, Any] | None = None,
    now: datetime = NOW,
) -> HeldChange:
    """A change that waits for a decision: by itself an answer of the item with the form's fields."""
    if body is None:
        body = {"fields": dict(fields or {"verdict": "fail", "note": "Thiếu"}), "change_reason": None}
    change = make_change(session, device, visit, kind=kind, item_id=item_id, body=body, state=STATES[why], now=now)
    held = HeldChange(
        change_id=change.id,
        change=change,
        visit_id=visit.id,
        visit=visit,
        item_id=item_id,
        why=why,
        cause=cause,
        message=message,
        held_at=now,
    )
    session.add(held)
    session.flush()
    return held


def make_stray(
    session: Session, device: Device, visit: Visit | None, text: str = "{", now: datetime = NOW
) -> StrayChange:
    """A text of the device that is no change at all."""
    stray = StrayChange(
        device_id=device.id,
        device=device,
        visit_id=visit.id if visit else None,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        cause="unreadable",
        message="",
        received_at=now,
    )
    session.add(stray)
    session.flush()
    return stray


def make_photo(session: Session, device: Device, visit: Visit, item_id: str = "CV06", now: datetime = NOW) -> Photo:
    """A photo that the device announced and whose bytes are not here yet."""
    sha256 = os.urandom(32).hex()
    photo_id = new_id()
    body = {"photo": str(photo_id), "sha256": sha256, "size": 3, "caption": ""}
    change = make_change(session, device, visit, kind=ChangeKind.PHOTO, item_id=item_id, body=body, now=now)
    photo = Photo(
        id=photo_id,
        visit_id=visit.id,
        visit=visit,
        item_id=item_id,
        change_id=change.id,
        change=change,
        sha256=sha256,
        size=3,
    )
    session.add(photo)
    session.flush()
    return photo
