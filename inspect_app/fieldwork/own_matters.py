"""What of a person's own work the server did not take into effect: in his words, with what he can do about it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.matters import matters_by
from inspect_app.fieldwork.models import ChangeKind, HeldChange, Photo, StrayChange, Why
from inspect_app.fieldwork.photo_words import problem_text
from inspect_app.fieldwork.words import cause_words, kind_name, why_name
from inspect_app.kernel.language import gettext as _

CORRECTABLE = frozenset({"invalid", "not_allowed", "unknown_item"})


@dataclass(frozen=True)
class OwnMatter:
    """One thing of one's own that waits: at which visit (None: nobody knows), from which tablet, and what to do."""

    title: str
    visit: Visit | None
    device: str
    anchor: str
    tone: str
    state: str
    advice: str


def own_matters(session: Session, person_id: UUID) -> list[OwnMatter]:
    """What of a person waits, the shelf first: that is what only he can correct."""
    matters = matters_by(session, person_id)
    found = [_held(row) for row in (*matters.shelved, *matters.quarantined, *matters.conflicts)]
    return [*found, *(_stray(row) for row in matters.strays), *(_photo(row) for row in matters.photos)]


def _held(row: HeldChange) -> OwnMatter:
    what = kind_name(row.change.kind)
    title = _("Mục %(code)s: %(what)s", code=row.item_id, what=what.lower()) if row.item_id else what
    in_conflict = row.why is Why.CONFLICT and row.item_id
    return OwnMatter(
        title=title,
        visit=row.visit,
        device=row.change.device.label,
        anchor=f"muc-{row.item_id}" if in_conflict else f"giu-{row.change_id}",
        tone="bad" if row.why is Why.SHELF else "warn",
        state=why_name(row.why),
        advice=_advice(row),
    )


def _advice(row: HeldChange) -> str:
    if row.why is Why.CONFLICT:
        return _("Người khác cũng đã ghi mục này; trưởng đoàn chọn một giá trị.")
    if row.why is Why.SHELF and row.change.kind is ChangeKind.ANSWER and row.cause in CORRECTABLE:
        return _("%(told)s Hãy sửa lại trên máy đã ghi, hoặc báo trưởng đoàn.", told=row.message).strip()
    if row.cause == "not_begun":
        return _("Tự được ghi khi cuộc kiểm tra bắt đầu.")
    cause = cause_words(row.cause)
    return _("Chưa được ghi: %(cause)s. Trưởng đoàn hoặc người điều phối quyết định.", cause=cause)


def _stray(row: StrayChange) -> OwnMatter:
    return OwnMatter(
        title=_("Nội dung không đọc được"),
        visit=row.visit,
        device=row.device.label,
        anchor=f"la-{row.id}",
        tone="bad",
        state=_("Chưa nhận được"),
        advice=_("Máy chủ giữ nguyên văn. Hãy báo trưởng đoàn hoặc người điều phối và ghi lại nếu cần."),
    )


def _photo(row: Photo) -> OwnMatter:
    title, state = _("Mục %(code)s: ảnh chưa về máy chủ", code=row.item_id), _("Ảnh chưa về")
    advice = _("Hãy mở máy %(device)s ở nơi có mạng để gửi nốt ảnh.", device=row.change.device.label)
    if row.problem is not None:
        title, state = _("Mục %(code)s: ảnh chưa là chứng cứ", code=row.item_id), _("Chờ xem xét")
        advice = problem_text(row.problem)
    return OwnMatter(title, row.visit, row.change.device.label, f"anh-{row.id}", "warn", state, advice)
