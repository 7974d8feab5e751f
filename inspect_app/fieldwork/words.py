"""How what tablets sent is called: kinds of changes, why one waits, and how the waiting ended."""

from collections.abc import Mapping
from enum import StrEnum

from inspect_app.fieldwork.models import ChangeKind, Settlement, SignaturePart, Why
from inspect_app.kernel.language import lazy_gettext as _

KINDS: Mapping[StrEnum, str] = {
    ChangeKind.BEGIN: _("Bắt đầu kiểm tra"),
    ChangeKind.ANSWER: _("Câu trả lời"),
    ChangeKind.PHOTO: _("Ảnh"),
    ChangeKind.PHOTO_WITHDRAWN: _("Rút ảnh"),
    ChangeKind.OWNER: _("Phân công phần"),
    ChangeKind.MINUTES: _("Nội dung biên bản"),
    ChangeKind.SIGNATURE: _("Chữ ký biên bản"),
    ChangeKind.CLOSE: _("Khép lại cuộc kiểm tra"),
}

WHYS: Mapping[StrEnum, str] = {
    Why.CONFLICT: _("Giá trị khác nhau"),
    Why.QUARANTINE: _("Chờ xem xét"),
    Why.SHELF: _("Chưa nhận được"),
}

SETTLEMENTS: Mapping[StrEnum, str] = {
    Settlement.TAKEN: _("Đã lấy"),
    Settlement.SET_ASIDE: _("Đã bỏ"),
    Settlement.SUPERSEDED: _("Người ghi đã sửa lại"),
}

# docs/tablets.md, "What becomes of a change": why a change is in quarantine or on the shelf.
CAUSES: Mapping[str, str] = {
    "conflict": _("có giá trị khác được ghi cùng lúc"),
    "revoked": _("máy tính bảng đã bị thu hồi"),
    "disabled": _("tài khoản của người ghi đã bị khóa"),
    "not_on_team": _("người ghi không có trong đoàn kiểm tra"),
    "own_unit": _("người ghi thuộc đơn vị được kiểm tra"),
    "not_begun": _("cuộc kiểm tra chưa bắt đầu; tự được ghi khi bắt đầu"),
    "closed": _("ghi sau khi khép lại biên bản mà không có lý do"),
    "frozen": _("kết luận đã phát hành"),
    "cancelled": _("cuộc kiểm tra đã hủy"),
    "other_version": _("ghi theo phiên bản khác của phiếu kiểm tra"),
    "invalid": _("phiếu không nhận giá trị này"),
    "refused": _("máy chủ không nhận nội dung này"),
    "failed": _("máy chủ gặp lỗi khi xử lý"),
    "unreadable": _("không đọc được"),
    "differs": _("trùng số với một nội dung khác"),
    "unknown_visit": _("máy chủ không có cuộc kiểm tra này"),
    "unknown_item": _("phiếu không có mục này"),
    "not_allowed": _("người ghi không được làm việc này"),
    "unknown_photo": _("máy chủ chưa biết ảnh cần rút"),
}

# The parts of a change's body, for who reads what the server could not take.
PARTS: Mapping[str, str] = {
    "kind": _("Loại nội dung"),
    "item": _("Mục"),
    "at": _("Lúc (đồng hồ máy)"),
    "verdict": _("Đánh giá"),
    "note": _("Nhận xét"),
    "reason": _("Lý do"),
    "change_reason": _("Lý do sửa"),
    "not_applicable": _("Không áp dụng"),
    "caption": _("Chú thích"),
    "section": _("Phần"),
    "person": _("Người phụ trách"),
    "place": _("Nơi lập biên bản"),
    "unit_side": _("Thành phần của đơn vị"),
    "unit_opinion": _("Ý kiến của đơn vị"),
    "refusal_reason": _("Lý do từ chối ký"),
    "copies": _("Số bản"),
    "part": _("Bên ký"),
    "name": _("Họ tên"),
    "title": _("Chức vụ"),
    "refused": _("Từ chối ký"),
}


# Values of a body that are words of the protocol.
VALUES: Mapping[str, str] = {
    **{kind.value: name for kind, name in KINDS.items()},
    SignaturePart.LEAD.value: _("Trưởng đoàn"),
    SignaturePart.SECRETARY.value: _("Thư ký"),
    SignaturePart.UNIT.value: _("Đại diện đơn vị"),
}

# What a receipt says of a change that is not in effect.
HELD_STATES: Mapping[str, str] = {
    "conflict": _("khác với giá trị đã có trên máy chủ: trưởng đoàn chọn"),
    "quarantined": _("tạm giữ, chờ trưởng đoàn hoặc người điều phối xem xét"),
    "shelved": _("nội dung chưa đúng, được giữ nguyên để xem xét"),
    "waiting": _("việc khép lại đang chờ đủ dữ liệu"),
    "differs": _("trùng số với nội dung khác đã nhận: giữ cả hai để xem xét"),
}


def held_state(state: str) -> str:
    """What becomes of a change in this state, to stand after a number."""
    return str(HELD_STATES[state])


def kind_name(kind: ChangeKind) -> str:
    """What a change says something about."""
    return str(KINDS[kind])


def why_name(why: Why) -> str:
    """Why a change waits, in a word or two."""
    return str(WHYS[why])


def settlement_name(settlement: Settlement) -> str:
    """How the waiting ended."""
    return str(SETTLEMENTS[settlement])


def cause_words(cause: str) -> str:
    """The cause in words, to stand within a sentence; a cause of a later release is shown as it is."""
    return str(CAUSES.get(cause, cause))


def part_name(name: str) -> str:
    """A part of a change's body; an input of an answer's form keeps its own name."""
    return str(PARTS.get(name, name))


def value_name(value: str) -> str:
    """A value of a body: a word of the protocol in the officials' words, anything else as it was written."""
    return str(VALUES.get(value, value))
