"""Tablets as devices of a person: enrolled with the password, revoked with a reason, and what they say of themselves."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from inspect_app.accounts.events import DeviceEnrolled, DeviceLost
from inspect_app.accounts.models import Account, Device
from inspect_app.accounts.operations.sessions import new_token, token_sha256
from inspect_app.accounts.passwords import common_passwords, matches
from inspect_app.accounts.permissions import (
    may_revoke_device,
    may_settle_loss,
    may_speak_for_device,
    may_use_own_account,
)
from inspect_app.accounts.rules import password_problem
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.state import IS_DEMONSTRATION, fact
from inspect_app.kernel.text import clean

SEAL_KEY_BYTES = 32
LABEL_MAX = 120


@dataclass(frozen=True)
class Enrolled:
    """A device, and the token that only the tablet keeps."""

    device: Device
    token: str


def enrol_device(
    session: Session,
    actor: Actor,
    account: Account,
    *,
    device_id: UUID,
    label: str,
    password: str,
    user_agent: str,
    app_version: str,
    now: datetime,
    real_now: datetime,
) -> Enrolled:
    """Makes a tablet the person's device; asked again with the same id, it gets a new token and keeps its seal.

    Raises Forbidden, RuleBroken at `password`, and Conflict when the id is another person's or was revoked.
    """
    may_use_own_account.require(actor, account)
    _check_password(session, account, password)
    token = new_token()
    device = session.get(Device, device_id)
    if device is None:
        device = Device(
            id=device_id,
            person_id=account.person_id,
            seal_key=secrets.token_hex(SEAL_KEY_BYTES),
            enrolled_at=real_now,
            unsent_changes=0,
            unsent_photos=0,
        )
        session.add(device)
    elif device.person_id != account.person_id or device.revoked_at is not None:
        raise Conflict(_("Máy tính bảng này đã được ghi nhận cho việc khác. Hãy tải lại trang rồi đăng ký lại."))
    device.label = clean(label)[:LABEL_MAX] or _("Máy tính bảng")
    device.user_agent, device.app_version = user_agent[:300], app_version[:40]
    device.token_sha256, device.last_seen_at = token_sha256(token), real_now
    session.flush()
    record(session, actor, "accounts.enrol_device", device, now=now, summary=f"Đăng ký máy tính bảng: {device.label}")
    publish(session, DeviceEnrolled(device), actor=actor, now=now)
    return Enrolled(device, token)


def _check_password(session: Session, account: Account, password: str) -> None:
    """The account's password once more; a sample person of a demonstration, who has none, chooses one for the tablet."""
    if account.password_hash is None and account.person.is_sample and fact(session, IS_DEMONSTRATION) is not None:
        problem = password_problem(password, username=account.username, common=common_passwords())
        if problem:
            raise RuleBroken("password", problem)
    elif not matches(account.password_hash, password):
        raise RuleBroken("password", _("Mật khẩu chưa đúng. Hãy nhập lại mật khẩu của tài khoản này."))


def note_contact(
    device: Device,
    *,
    real_now: datetime,
    unsent_changes: int | None = None,
    unsent_photos: int | None = None,
    clock_offset_ms: int | None = None,
    app_version: str | None = None,
) -> None:
    """Notes that the tablet was heard, and what it says that it still holds; None leaves what was said before."""
    device.last_seen_at = real_now
    if unsent_changes is not None:
        device.unsent_changes = max(0, unsent_changes)
    if unsent_photos is not None:
        device.unsent_photos = max(0, unsent_photos)
    if clock_offset_ms is not None:
        device.clock_offset_ms = max(-(2**31), min(2**31 - 1, clock_offset_ms))
    if app_version:
        device.app_version = app_version[:40]


def touch_device(session: Session, device_id: UUID, *, real_now: datetime) -> None:
    """Notes that the tablet was heard."""
    session.execute(update(Device).where(Device.id == device_id).values(last_seen_at=real_now))


def revoke_device(
    session: Session, actor: Actor, device: Device, *, reason: str, now: datetime, real_now: datetime
) -> None:
    """Ends a tablet's token: what it still brings is received, and nothing is given to it any more.

    Twice is once. Raises Forbidden, and RuleBroken without a reason.
    """
    may_revoke_device.require(actor, device)
    if device.revoked_at is not None:
        return
    reason = clean(reason)
    if not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do thu hồi máy tính bảng, ví dụ: mất máy ngày 18/06."))
    device.revoked_at, device.revoked_by, device.revoke_reason = real_now, actor.person_id, reason
    session.flush()
    summary = f"Thu hồi máy tính bảng: {device.label} của {device.person.name}"
    record(session, actor, "accounts.revoke_device", device, now=now, summary=summary, reason=reason)


def note_wiped(session: Session, actor: Actor, device: Device, *, now: datetime, real_now: datetime) -> None:
    """Notes, once, that a revoked tablet held nothing any more and was told to wipe itself."""
    may_speak_for_device.require(actor, device)
    if device.revoked_at is None or device.wiped_at is not None:
        return
    device.wiped_at, device.unsent_changes, device.unsent_photos = real_now, 0, 0
    session.flush()
    record(session, actor, "accounts.wipe_device", device, now=now, summary=f"Xóa dữ liệu trên máy: {device.label}")


def note_loss(
    session: Session,
    actor: Actor,
    device: Device,
    *,
    changes: int,
    photos: int,
    last_saved_at: str | None,
    now: datetime,
    real_now: datetime,
) -> None:
    """Notes that a browser threw its store away, and tells whoever waits for that work; twice the same is once."""
    may_speak_for_device.require(actor, device)
    lost = max(0, changes), max(0, photos)
    told = device.lost_at is not None and device.loss_settled_at is None
    if told and (device.lost_changes, device.lost_photos) == lost:
        return
    device.lost_at, (device.lost_changes, device.lost_photos) = real_now, lost
    device.loss_settled_at = device.loss_note = None
    session.flush()
    summary = f"Trình duyệt đã xóa dữ liệu trên máy {device.label}: {lost[0]} thay đổi, {lost[1]} ảnh chưa gửi"
    counts = {"changes": (None, lost[0]), "photos": (None, lost[1]), "last_saved_at": (None, last_saved_at)}
    record(session, actor, "accounts.note_loss", device, now=now, summary=summary, changes=counts)
    publish(session, DeviceLost(device), actor=actor, now=now)


def settle_loss(
    session: Session, actor: Actor, device: Device, *, note: str, now: datetime, real_now: datetime
) -> None:
    """Notes what came of lost work, so that it is not told any more. Raises Forbidden, RuleBroken without a note."""
    may_settle_loss.require(actor, device)
    if not device.has_open_loss:
        return
    note = clean(note)
    if not note:
        raise RuleBroken("reason", _("Hãy ghi kết quả đối chiếu, ví dụ: đã nhập lại đủ 7 mục."))
    device.loss_settled_at, device.loss_note = real_now, note
    session.flush()
    summary = f"Đối chiếu dữ liệu đã mất trên máy {device.label} của {device.person.name}"
    record(session, actor, "accounts.settle_loss", device, now=now, summary=summary, reason=note)
