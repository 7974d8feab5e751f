"""Sealed files: what a tablet could not send comes by another hand, and becomes what it would have become by its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Device
from inspect_app.accounts.queries import actor_for
from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.intake import SentPhoto
from inspect_app.fieldwork.operations.batches import Receipt
from inspect_app.fieldwork.operations.photos import photo_came
from inspect_app.fieldwork.operations.receiving import receive_changes
from inspect_app.fieldwork.permissions import may_hand_in_file
from inspect_app.fieldwork.queries import find_photo, recovery_key
from inspect_app.fieldwork.sealed_content import CarriedPhoto, SealedContent, read_content
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Forbidden, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.sealing import BadSeal, SealedFile, open_file
from inspect_app.kernel.text import clean

# A file says nothing of what its tablet still holds: what is missing before it comes later.
NO_GAP = 2**31 - 1
AT_ONCE = 200


@dataclass(frozen=True)
class FileKeys:
    """What opens a sealed file: taken out of the database so that nothing waits for it while the file is opened."""

    private_pkcs8: str
    seal_key: bytes


@dataclass(frozen=True)
class Carried:
    """What came of a file: receipts in the order of the changes, and photos."""

    device: Device
    receipts: tuple[Receipt, ...]
    visits: tuple[Visit, ...]
    photos_received: int
    photos_known: int
    # Whose change the server does not have, or whose bytes are not those that were announced.
    photos_left: int

    @property
    def new(self) -> int:
        """How many changes were not here before."""
        return sum(not receipt.replayed for receipt in self.receipts)

    @property
    def replayed(self) -> int:
        """How many changes were here already."""
        return sum(receipt.replayed for receipt in self.receipts)


def keys_of_file(session: Session, actor: Actor, sealed: SealedFile) -> FileKeys:
    """The keys of the file's campaign and tablet. Raises Forbidden, and RuleBroken when the file is of another server."""
    may_hand_in_file.require(actor, None)
    device, key = session.get(Device, sealed.device), recovery_key(session, sealed.campaign)
    if device is None or key is None or device.person.account is None:
        raise RuleBroken(
            "file", _("Tệp này không phải của máy tính bảng hoặc đợt kiểm tra nào trên máy chủ này. Chưa ghi gì.")
        )
    return FileKeys(key.private_pkcs8, device.seal_bytes)


def open_carried(sealed: SealedFile, keys: FileKeys) -> SealedContent:
    """What lies in the file. Raises RuleBroken when it was altered, cut short or sealed by somebody else."""
    try:
        content = open_file(sealed, private_pkcs8=keys.private_pkcs8, seal_key=keys.seal_key)
        return read_content(content, sealed.device)
    except BadSeal as error:
        raise RuleBroken("file", broken_file()) from error


def broken_file() -> str:
    """What to say of a file that cannot be opened."""
    return _("Tệp bị hỏng hoặc không do máy tính bảng niêm phong. Chưa ghi gì; hãy chép lại tệp từ máy rồi nộp lại.")


def take_carried(
    session: Session,
    carrier: Actor,
    sealed: SealedFile,
    content: SealedContent,
    kept: Sequence[tuple[CarriedPhoto, SentPhoto]],
    *,
    reason: str,
    now: datetime,
) -> Carried:
    """Receives what the file holds in the name of its tablet's person; the same file again changes nothing.

    `kept` are its whole photos with what the store holds of them. Journalled with who carried it and why. Raises Forbidden.
    """
    may_hand_in_file.require(carrier, None)
    device = session.get_one(Device, sealed.device)
    account = device.person.account
    if account is None:
        raise Forbidden
    author = actor_for(session, account, local_date(now))
    receipts: list[Receipt] = []
    visits: dict[object, Visit] = {}
    for start in range(0, len(content.changes), AT_ONCE):
        texts = content.changes[start : start + AT_ONCE]
        received = receive_changes(session, author, device, texts, oldest=NO_GAP, now=now, carried_by=carrier.person_id)
        receipts += received.receipts
        visits |= {visit.id: visit for visit in received.visits}
    came, known = _photos(session, author, kept, now)
    left = len(content.photos) - came - known
    _record(session, carrier, device, sealed, len(receipts), came, reason, now)
    return Carried(device, tuple(receipts), tuple(visits.values()), came, known, left)


def _photos(
    session: Session, author: Actor, kept: Sequence[tuple[CarriedPhoto, SentPhoto]], now: datetime
) -> tuple[int, int]:
    """How many photos were received now, and how many before."""
    came = known = 0
    for carried, sent in kept:
        photo = find_photo(session, carried.photo)
        if photo is None or photo.sha256 != carried.sha256 or photo.change.person_id != author.person_id:
            continue
        if photo.received_at is not None:
            known += 1
            continue
        photo_came(session, author, photo, sent, now=now)
        came += 1
    return came, known


def _record(
    session: Session,
    carrier: Actor,
    device: Device,
    sealed: SealedFile,
    changes: int,
    photos: int,
    reason: str,
    now: datetime,
) -> None:
    record(
        session,
        carrier,
        "fieldwork.open_sealed_file",
        recovery_key(session, sealed.campaign),
        now=now,
        summary=f"Mở tệp niêm phong của máy {device.label} ({device.person.name}): {changes} thay đổi, {photos} ảnh",
        changes={"device": (None, device.id), "file": (None, sealed.digest.hex())},
        reason=clean(reason) or "Nộp thay máy tính bảng không gửi được",
    )
