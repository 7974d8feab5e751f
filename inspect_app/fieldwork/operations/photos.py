"""Photos of tablets: announced by a change, received once or days later, evidence as soon as bytes and change both count."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import AccountState
from inspect_app.campaigns.queries import lock_visit
from inspect_app.fieldwork.intake import JPEG, ReceivedFile, SentPhoto
from inspect_app.fieldwork.models import Change, HeldChange, Photo, PhotoProblem, Settlement
from inspect_app.fieldwork.operations.evidence import is_full, number_evidence
from inspect_app.fieldwork.permissions import may_fill, may_send_photo
from inspect_app.fieldwork.photo_notice import PhotoNotice
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor


def announce_photo(session: Session, change: Change) -> Photo | None:
    """Notes that the photo of a received change is to come, whatever became of the change: what was taken is kept.

    None where the change says nothing that could come, or names a photo that another change announced.
    """
    notice = PhotoNotice.read(change.body)
    if notice is None or change.item_id is None:
        return None
    found = session.get(Photo, notice.photo)
    if found is not None:
        return found if found.change_id == change.id else None
    photo = Photo(
        id=notice.photo,
        visit_id=change.visit_id,
        item_id=change.item_id,
        change_id=change.id,
        sha256=notice.sha256,
        size=notice.size,
        caption=notice.caption,
    )
    session.add(photo)
    session.flush()
    return photo


def photo_came(session: Session, actor: Actor, photo: Photo, kept: SentPhoto, *, now: datetime) -> None:
    """Notes that the photo's bytes are in the store, and makes evidence of them if its change counts. Twice is once.

    `actor` is who took it. Raises Forbidden for anybody else.
    """
    may_send_photo.require(actor, photo)
    device = photo.change.device
    # The tablet first, as whoever receives its changes does: two that wait for each other would wait for ever.
    session.refresh(device, ["unsent_photos", "revoked_at"], with_for_update=True)
    lock_visit(session, photo.visit)
    session.refresh(photo)
    was_here = photo.received_at is not None
    photo.kept_sha256, photo.kept_size = kept.sha256, kept.size
    if was_here:
        return
    photo.received_at = now
    photo.problem = None if kept.is_photo else PhotoProblem.NOT_A_PHOTO
    device.unsent_photos = max(0, device.unsent_photos - 1)
    session.flush()
    _record(session, actor, "fieldwork.receive_photo", photo, f"Nhận ảnh của mục {photo.item_id}", now)
    if photo.problem is None and _counts(session, photo):
        photo.problem = _obstacle(session, actor, photo)
        session.flush()
        if photo.problem is None:
            _make_evidence(session, actor, photo, now)


def photo_of_taken_change(session: Session, actor: Actor, change: Change, *, now: datetime) -> None:
    """What follows when a held photo change is taken: evidence at once if the bytes are here, else when they come.

    Whoever takes the change has asked whether `actor` may. A photo that its author took back stays out of the papers.
    """
    notice = PhotoNotice.read(change.body)
    photo = session.get(Photo, notice.photo) if notice else None
    if photo is None or photo.change_id != change.id:
        photo = announce_photo(session, change)
    if photo is not None and _is_only_kept(photo):
        take_kept_photo(session, actor, photo, now=now)


def give_up_photo_of(session: Session, actor: Actor, change: Change, *, reason: str, now: datetime) -> None:
    """What follows when a held photo change is set aside: nobody waits for its bytes; should they come, they are kept.

    Whoever sets it aside has asked whether `actor` may, and journals it.
    """
    photo = session.scalar(select(Photo).where(Photo.change_id == change.id))
    if photo is not None and photo.waived_at is None:
        photo.waived_at, photo.waived_by, photo.waive_reason = now, actor.person_id, reason
        session.flush()


def take_kept_photo(session: Session, actor: Actor, photo: Photo, *, now: datetime) -> None:
    """Makes evidence of bytes that were only kept; what is no picture, of a frozen visit or one too many stays kept.

    Whoever decides has asked whether `actor` may.
    """
    lock_visit(session, photo.visit)
    if photo.problem is PhotoProblem.NOT_A_PHOTO:
        return
    photo.problem = _no_room(session, photo)
    session.flush()
    if photo.problem is None:
        _make_evidence(session, actor, photo, now)


def take_back_photo(
    session: Session, actor: Actor, photo: Photo, change_id: UUID, *, reason: str, now: datetime
) -> None:
    """Takes back a photo that is no evidence yet: nobody waits for it, and what still comes of it is only kept."""
    may_fill.require(actor, photo.visit)
    photo.withdrawn_change = change_id
    if photo.waived_at is None:
        photo.waived_at, photo.waived_by, photo.waive_reason = now, actor.person_id, reason
    session.flush()
    _record(session, actor, "fieldwork.withdraw_photo", photo, f"Rút ảnh của mục {photo.item_id}", now, reason=reason)


def _is_only_kept(photo: Photo) -> bool:
    return photo.received_at is not None and photo.evidence_id is None and photo.withdrawn_change is None


def _counts(session: Session, photo: Photo) -> bool:
    """Whether the change that announced it took effect, and nothing took the photo back."""
    held = session.get(HeldChange, photo.change_id, populate_existing=True)
    return photo.withdrawn_change is None and (held is None or held.settlement is Settlement.TAKEN)


def _obstacle(session: Session, actor: Actor, photo: Photo) -> PhotoProblem | None:
    """Why the bytes stay only kept although their change counts: what came to pass since it was received."""
    if session.get(HeldChange, photo.change_id) is None:
        device = photo.change.device
        account = device.person.account
        if device.revoked_at is not None:
            return PhotoProblem.REVOKED
        if account is None or account.state != AccountState.ACTIVE:
            return PhotoProblem.NOT_ALLOWED
        if photo.visit.frozen_at is None and not may_fill(actor, photo.visit):
            return PhotoProblem.NOT_ALLOWED
    return _no_room(session, photo)


def _no_room(session: Session, photo: Photo) -> PhotoProblem | None:
    if photo.visit.frozen_at is not None:
        return PhotoProblem.FROZEN
    return PhotoProblem.TOO_MANY if is_full(session, photo.visit, photo.item_id) else None


def _make_evidence(session: Session, actor: Actor, photo: Photo, now: datetime) -> None:
    kept = ReceivedFile(
        photo.kept_sha256 or photo.sha256, f"{photo.sha256[:12]}.jpg", JPEG, photo.kept_size or photo.size
    )
    by = photo.change.person_id
    evidence = number_evidence(session, actor, photo.visit, photo.item_id, kept, caption=photo.caption, by=by, now=now)
    photo.evidence_id = evidence.id
    session.flush()


def _record(
    session: Session,
    actor: Actor,
    verb: str,
    photo: Photo,
    what: str,
    now: datetime,
    reason: str | None = None,
) -> None:
    visit = photo.visit
    changes: dict[str, tuple[Any, Any]] = {"sha256": (None, photo.sha256), "problem": (None, photo.problem)}
    record(
        session,
        actor,
        verb,
        photo,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=f"{what} cuộc {visit.code}",
        changes=changes,
        reason=reason,
    )
