"""A signature that was drawn on a screen, or the unit's refusal with its reason."""

import re
from dataclasses import dataclass
from typing import Any

from inspect_app.fieldwork.models import ChangeState, Signature, SignaturePart
from inspect_app.fieldwork.operations.effects.incoming import Incoming, Outcome, quarantined, shelved
from inspect_app.fieldwork.operations.effects.superseding import own_held
from inspect_app.fieldwork.permissions import may_fill
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

KEYS = {"part", "name", "title", "strokes", "refused", "reason", "sheet_sha256", "sheet_at"}
HASH = re.compile(r"[0-9a-f]{64}")
MOST_STROKES = 300
MOST_POINTS = 1500
BOX = 1000
REASON_MAX = 2000
NAME_MAX = 200
TIME_MAX = 40


@dataclass(frozen=True)
class Drawn:
    """What the body of a signature says, checked."""

    part: SignaturePart
    name: str
    title: str
    strokes: list[list[list[int]]] | None
    reason: str | None
    sheet_sha256: str
    sheet_at: str


def apply_signature(incoming: Incoming) -> Outcome:
    """Keeps the signature under the sheet whose hash it names; whether that sheet is the closing's is asked later."""
    if not may_fill(incoming.actor, incoming.visit):
        return shelved("not_allowed", _("Người quan sát không lấy chữ ký. Hãy nhờ một thành viên đoàn."))
    try:
        drawn = read_signature(incoming.wire.body)
    except RuleBroken as broken:
        return shelved("invalid", broken.message)
    if incoming.visit.closed_at is not None:
        return quarantined(
            "closed", _("Biên bản đã khép lại trước khi nhận chữ ký này. Trưởng đoàn xem và quyết định.")
        )
    incoming.session.add(
        Signature(
            visit_id=incoming.visit.id,
            part=drawn.part,
            signer_name=drawn.name,
            signer_title=drawn.title,
            strokes=drawn.strokes,
            refused=drawn.reason is not None,
            refusal_reason=drawn.reason,
            sheet_sha256=drawn.sheet_sha256,
            sheet_at=drawn.sheet_at,
            signed_at=incoming.told_at,
            change_id=incoming.wire.id,
            recorded_by=incoming.device.person_id,
        )
    )
    incoming.session.flush()
    incoming.gathered.changes[f"signature.{drawn.part}"] = (None, drawn.sheet_sha256)
    own = own_held(incoming)
    return Outcome(ChangeState.APPLIED, supersedes=own)


def read_signature(body: dict[str, Any]) -> Drawn:
    """The signature that a change's body says. Raises RuleBroken."""
    if set(body) != KEYS or not all(
        isinstance(body[name], str) for name in ("name", "title", "sheet_sha256", "sheet_at")
    ):
        raise _broken()
    if not HASH.fullmatch(body["sheet_sha256"]) or len(body["sheet_at"]) > TIME_MAX:
        raise _broken()
    name, title = clean(body["name"]), clean(body["title"])
    if max(len(name), len(title)) > NAME_MAX:
        raise RuleBroken(None, _("Họ tên hoặc chức vụ người ký quá dài. Hãy ký lại."))
    part, reason = _part(body["part"]), _reason(body)
    if reason is not None and part is not SignaturePart.UNIT:
        raise RuleBroken(None, _("Chỉ đại diện đơn vị được ghi nhận là từ chối ký."))
    if reason is None and not name:
        raise RuleBroken(None, _("Chữ ký chưa ghi họ tên người ký. Hãy ký lại."))
    strokes = _strokes(body["strokes"]) if reason is None else None
    return Drawn(part, name, title, strokes, reason, body["sheet_sha256"], body["sheet_at"])


def _broken() -> RuleBroken:
    return RuleBroken(None, _("Chữ ký không đúng khuôn dạng. Hãy ký lại."))


def _part(value: Any) -> SignaturePart:
    try:
        return SignaturePart(value)
    except ValueError:
        raise _broken() from None


def _reason(body: dict[str, Any]) -> str | None:
    refused, reason = body["refused"], body["reason"]
    if not isinstance(refused, bool) or not isinstance(reason, str | None) or (refused and body["strokes"] is not None):
        raise _broken()
    if not refused:
        return None
    words = clean(reason or "")
    if not words or len(words) > REASON_MAX:
        raise RuleBroken(None, _("Việc từ chối ký chưa có lý do, hoặc lý do quá dài. Hãy ghi lại."))
    return words


def _strokes(value: Any) -> list[list[list[int]]]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_STROKES:
        raise _broken()
    if not all(isinstance(line, list) and 0 < len(line) <= MOST_POINTS for line in value):
        raise _broken()
    if not all(_is_point(point) for line in value for point in line):
        raise _broken()
    return value


def _is_point(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(part, int) and not isinstance(part, bool) and 0 <= part <= BOX for part in value)
    )
