"""A photo is announced, or taken back with a reason; its bytes come apart from that, before or after."""

from inspect_app.fieldwork.models import ChangeState, Photo
from inspect_app.fieldwork.operations.effects.incoming import Incoming, Outcome, quarantined, shelved
from inspect_app.fieldwork.operations.evidence import withdraw_evidence
from inspect_app.fieldwork.operations.photos import photo_of_taken_change, take_back_photo
from inspect_app.fieldwork.permissions import may_fill
from inspect_app.fieldwork.photo_notice import PhotoNotice, read_uuid
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

REASON_MAX = 2000


def apply_photo(incoming: Incoming) -> Outcome:
    """A photo that will come: until then the visit knows that it is missing. Its row is made with the receipt."""
    session, wire = incoming.session, incoming.wire
    notice = PhotoNotice.read(wire.body)
    if notice is None:
        return shelved("invalid", _("Thông tin của ảnh không đúng khuôn dạng nên máy chủ không chờ ảnh này."))
    known = session.get(Photo, notice.photo)
    if known is not None and known.change_id != wire.id:
        return shelved("invalid", _("Mã của ảnh này đã dùng cho một ảnh khác. Hãy chụp lại ảnh."))
    if wire.item is None or not incoming.version.has(wire.item):
        return shelved("unknown_item", _("Phiếu kiểm tra này không có mục %(item)s.", item=wire.item or ""))
    if not may_fill(incoming.actor, incoming.visit):
        return shelved("not_allowed", _("Bạn không được ghi phiếu của cuộc kiểm tra này nên ảnh chưa có hiệu lực."))
    incoming.gathered.changes[f"photo.{notice.photo}"] = (None, notice.sha256)
    return Outcome(
        ChangeState.APPLIED,
        then=lambda change: photo_of_taken_change(session, incoming.actor, change, now=incoming.now),
    )


def apply_withdrawal(incoming: Incoming) -> Outcome:
    """The photo goes out of the papers, whether or not its bytes are here; it stays in the record with the reason."""
    session, body = incoming.session, incoming.wire.body
    photo_id, reason = read_uuid(body.get("photo")), body.get("reason")
    if photo_id is None or not isinstance(reason, str) or not clean(reason) or set(body) != {"photo", "reason"}:
        return shelved("invalid", _("Hãy chọn ảnh và ghi lý do rút ảnh."))
    photo = session.get(Photo, photo_id)
    if photo is None or photo.visit_id != incoming.visit.id:
        return quarantined("unknown_photo", _("Máy chủ chưa biết ảnh cần rút. Hãy xem xét lại khi ảnh đã về máy chủ."))
    if not may_fill(incoming.actor, incoming.visit):
        return shelved("not_allowed", _("Bạn không được ghi phiếu của cuộc kiểm tra này nên chưa rút được ảnh."))
    return _taken_back(incoming, photo, clean(reason)[:REASON_MAX])


def _taken_back(incoming: Incoming, photo: Photo, reason: str) -> Outcome:
    evidence = photo.evidence
    if photo.withdrawn_change is not None or (evidence is not None and evidence.withdrawn_at is not None):
        return Outcome(ChangeState.SAME)
    session, actor, change_id, now = incoming.session, incoming.actor, incoming.wire.id, incoming.now
    if evidence is not None:
        withdraw_evidence(session, actor, evidence, reason=reason, now=now)
        photo.withdrawn_change = change_id
        session.flush()
    else:
        take_back_photo(session, actor, photo, change_id, reason=reason, now=now)
    return Outcome(ChangeState.APPLIED)
