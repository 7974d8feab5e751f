"""The recovery key of a campaign: what lies on a tablet behind a forgotten password comes back to its own person."""

import base64
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Device
from inspect_app.accounts.permissions import may_speak_for_device
from inspect_app.campaigns.models import Campaign
from inspect_app.fieldwork.models import RecoveryKey
from inspect_app.fieldwork.queries import recovery_key, recovery_keys
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import SYSTEM, Actor
from inspect_app.kernel.errors import NotFound, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.sealing import BadSeal, key_label, make_key_pair, unwrap
from inspect_app.kernel.text import clean


def make_recovery_keys(session: Session, _event: object, _actor: Actor, now: datetime) -> None:
    """Gives a key to each campaign that has none: a bundle, which only reads, finds it there."""
    without = select(Campaign).outerjoin(RecoveryKey, RecoveryKey.campaign_id == Campaign.id)
    for campaign in session.scalars(without.where(RecoveryKey.id.is_(None)).order_by(Campaign.code)).all():
        recovery_key_of(session, campaign, now=now)


def recovery_key_of(session: Session, campaign: Campaign, *, now: datetime) -> RecoveryKey:
    """The campaign's key, made at its first use and never again."""
    found = recovery_key(session, campaign.id)
    if found is not None:
        return found
    # Two tablets at once: the campaign's row is locked, and the second finds what the first made.
    session.execute(select(Campaign.id).where(Campaign.id == campaign.id).with_for_update())
    found = recovery_key(session, campaign.id)
    if found is not None:
        return found
    pair = make_key_pair()
    made = RecoveryKey(
        campaign_id=campaign.id, public_spki=pair.public_spki, private_pkcs8=pair.private_pkcs8, made_at=now
    )
    session.add(made)
    session.flush()
    summary = f"Tạo khóa khôi phục của đợt {campaign.code}"
    record(session, SYSTEM, "fieldwork.make_recovery_key", made, now=now, summary=summary)
    return made


def recover_data_key(
    session: Session, actor: Actor, device: Device, *, wrapped_key: str, reason: str, now: datetime
) -> str:
    """The tablet's data key (base64), for its own person only; the journal keeps the reason and never the key.

    Raises Forbidden, RuleBroken without a reason, NotFound when no campaign's key opens it, or when it
    was wrapped for another tablet: what lies in the clear on a shared tablet helps nobody else.
    """
    may_speak_for_device.require(actor, device)
    reason = clean(reason)
    if not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do khôi phục, ví dụ: quên mật khẩu cũ."))
    for each in recovery_keys(session):
        try:
            key = unwrap(each.private_pkcs8, wrapped_key, key_label(device.id))
        except BadSeal:
            continue
        summary = f"Khôi phục khóa dữ liệu của máy tính bảng {device.label}"
        record(session, actor, "fieldwork.recover_data_key", device, now=now, summary=summary, reason=reason)
        return base64.b64encode(key).decode()
    raise NotFound(_("Không mở được khóa của máy tính bảng này. Hãy báo quản trị viên và đừng xóa dữ liệu trên máy."))
