"""The lead closes on the tablet: kept with the very text that was signed, until nothing is missing."""

from typing import Any

from inspect_app.fieldwork.models import ChangeState
from inspect_app.fieldwork.operations.closing import AskedClosing, ask_closing
from inspect_app.fieldwork.operations.effects.incoming import Incoming, Outcome, quarantined, shelved
from inspect_app.fieldwork.operations.effects.superseding import own_held
from inspect_app.fieldwork.permissions import may_close
from inspect_app.fieldwork.signed_sheet import read_sheet, sheet_hash
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _


def apply_close(incoming: Incoming) -> Outcome:
    """Asks for the closing; the visit closes by itself once nothing is missing (`fieldwork/tasks.py`)."""
    visit = incoming.visit
    if visit.closed_at is not None:
        message = _("Cuộc kiểm tra đã khép lại bằng một biên bản khác. Trưởng đoàn xem và quyết định.")
        return quarantined("closed", message)
    if not may_close(incoming.actor, visit):
        return shelved("not_allowed", _("Chỉ trưởng đoàn hoặc phó trưởng đoàn khép lại cuộc kiểm tra."))
    try:
        sha256 = _signed(incoming.wire.body, incoming)
    except RuleBroken as broken:
        return shelved("invalid", broken.message)
    asked = AskedClosing(incoming.wire.id, incoming.told_at, sha256)
    ask_closing(incoming.session, incoming.actor, visit, asked, now=incoming.now)
    own = own_held(incoming)
    return Outcome(ChangeState.WAITING, supersedes=own)


def _signed(body: dict[str, Any], incoming: Incoming) -> str:
    """The hash of what was signed. Raises RuleBroken when it is not the text's, or the text not this visit's."""
    sheet, sha256 = body.get("sheet"), body.get("sheet_sha256")
    if set(body) != {"sheet", "sheet_sha256"} or not isinstance(sheet, str) or not isinstance(sha256, str):
        raise RuleBroken(None, _("Nội dung khép lại không đúng khuôn dạng. Hãy ký lại rồi khép lại lần nữa."))
    if sheet_hash(sheet) != sha256:
        raise RuleBroken(None, _("Mã băm không đúng với nội dung đã ký. Hãy ký lại rồi khép lại lần nữa."))
    read_sheet(sheet, incoming.visit)
    return sha256
