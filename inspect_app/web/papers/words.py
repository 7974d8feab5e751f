"""How the states of papers and numbers are said."""

from inspect_app.kernel.language import gettext as _
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.rules import DraftState, EntryState, NumberSource, PaperState, full_sign

PAPER_TONES = {PaperState.CURRENT: "good", PaperState.REPLACED: "plain", PaperState.WITHDRAWN: "bad"}
DRAFT_TONES = {
    DraftState.DRAFT: "wait",
    DraftState.SUBMITTED: "busy",
    DraftState.ISSUED: "good",
    DraftState.DROPPED: "plain",
}
ENTRY_TONES = {EntryState.RESERVED: "wait", EntryState.ISSUED: "good", EntryState.CANCELLED: "plain"}


def paper_state_name(state: PaperState) -> str:
    """The state of an issued paper."""
    return {
        PaperState.CURRENT: _("Còn hiệu lực sử dụng"),
        PaperState.REPLACED: _("Đã được thay thế"),
        PaperState.WITHDRAWN: _("Đã thu hồi"),
    }[state]


def paper_state_tone(state: PaperState) -> str:
    """The tone of its badge."""
    return PAPER_TONES[state]


def draft_state_name(state: DraftState) -> str:
    """The state of a draft."""
    return {
        DraftState.DRAFT: _("Đang soạn"),
        DraftState.SUBMITTED: _("Chờ ký"),
        DraftState.ISSUED: _("Đã phát hành"),
        DraftState.DROPPED: _("Đã bỏ"),
    }[state]


def draft_state_tone(state: DraftState) -> str:
    """The tone of its badge."""
    return DRAFT_TONES[state]


def entry_state_name(state: EntryState) -> str:
    """The state of a number."""
    return {
        EntryState.RESERVED: _("Đang giữ"),
        EntryState.ISSUED: _("Đã dùng"),
        EntryState.CANCELLED: _("Đã hủy"),
    }[state]


def entry_state_tone(state: EntryState) -> str:
    """The tone of its badge."""
    return ENTRY_TONES[state]


def source_name(source: NumberSource) -> str:
    """Who gives the numbers."""
    return {
        NumberSource.OFFICE: _("Văn thư cơ quan cấp số ngoài phần mềm; ghi lại vào sổ này"),
        NumberSource.OWN: _("Phần mềm cấp số theo thứ tự, không bỏ trống số nào"),
    }[source]


def number_words(paper: IssuedPaper) -> str:
    """`05/TB-UBND`, or `…/TB-UBND` while the number is not recorded."""
    return full_sign(paper.number, paper.sign)
