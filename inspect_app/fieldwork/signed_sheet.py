"""What stood on the screen when the minutes were signed, as canonical JSON: the same on every tablet and here.

A tablet makes it from what it knows (web/frontend/tablet/closing/sheet_text.ts), the server from what stands. Both texts
are the same when both know the same; shared vectors hold that (tests/fieldwork/vectors/closing.json).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.models import Minutes
from inspect_app.fieldwork.paper import facts_of
from inspect_app.fieldwork.rules import Gap
from inspect_app.fieldwork.standing import Standing
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _

PARTS = {"answers": dict, "at": str, "checklist": dict, "minutes": dict, "photos": dict, "visit": dict}
LONGEST_TIME = 40
Sheet = dict[str, Any]


def sheet_hash(text: str) -> str:
    """SHA-256 of the text's bytes, as the tablet counts and prints it."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(sheet: Mapping[str, Any]) -> str:
    """The one text of a sheet: sorted keys, no spaces."""
    return json.dumps(sheet, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_sheet(text: str, visit: Visit) -> Sheet:
    """The sheet that a tablet's text says. Raises RuleBroken unless it is one of this visit."""
    broken = RuleBroken(None, _("Nội dung đã ký không đọc được. Hãy ký lại rồi khép lại lần nữa."))
    try:
        sheet = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise broken from error
    if not isinstance(sheet, dict) or set(sheet) != set(PARTS):
        raise broken
    if not all(isinstance(sheet[name], kind) for name, kind in PARTS.items()) or len(sheet["at"]) > LONGEST_TIME:
        raise broken
    if not all(isinstance(each, dict) for each in sheet["answers"].values()):
        raise broken
    if not all(isinstance(each, list) for each in sheet["photos"].values()):
        raise broken
    if sheet["visit"].get("id") != str(visit.id):
        raise RuleBroken(None, _("Nội dung đã ký là của cuộc kiểm tra khác. Hãy ký lại rồi khép lại lần nữa."))
    return sheet


@use_language(DEFAULT_LANGUAGE)  # what is signed is the Vietnamese paper, whatever its reader's language
def sheet_of(
    visit: Visit,
    standing: Standing,
    minutes: Minutes,
    *,
    names: Mapping[str, UUID],
    photos: Mapping[str, Sequence[str]],
    at: str,
) -> Sheet:
    """The sheet of what stands now. `names` are those of the present answers, `photos` the hashes by item."""
    version = standing.version
    return {
        "answers": {
            item_id: {
                "facts": facts_of(version.item(item_id), standing),
                "note": answer.note,
                "reason": answer.reason or "",
                "seen": str(names[item_id]),
                "verdict": answer.verdict or "",
            }
            for item_id, answer in standing.answers.items()
            if version.has(item_id)
        },
        "at": at,
        "checklist": {"code": version.code, "sha256": version.sha256, "version": version.version},
        "minutes": {
            "copies": minutes.copies,
            "place": minutes.place,
            "refusal_reason": minutes.refusal_reason or "",
            "unit_opinion": minutes.unit_opinion,
            "unit_side": minutes.unit_side,
        },
        "photos": {item_id: sorted(hashes) for item_id, hashes in photos.items() if hashes},
        "visit": {"code": visit.code, "id": str(visit.id), "unit": visit.unit.name},
    }


def differences(signed: Sheet, present: Sheet, *, same: Mapping[str, str], given_up: frozenset[str]) -> list[Gap]:
    """Where what stands is not what was signed; each is a reason to sign anew.

    `same` leads from the name of an answer that found its value standing already to the name of that value; `given_up`
    are the hashes of photos that nobody waits for any more.
    """
    found = [
        Gap(item_id, _("Câu trả lời của mục %(item)s đã khác với bản đã ký. Hãy ký lại.", item=item_id))
        for item_id in sorted({*signed["answers"], *present["answers"]})
        if _name(signed, item_id, same) != _name(present, item_id, {})
    ]
    for item_id in sorted({*signed["photos"], *present["photos"]}):
        before = {str(each) for each in signed["photos"].get(item_id, ())} - given_up
        if before != set(present["photos"].get(item_id, ())):
            found.append(Gap(item_id, _("Ảnh của mục %(item)s đã khác với bản đã ký. Hãy ký lại.", item=item_id)))
    if signed["minutes"] != present["minutes"]:
        found.append(Gap(None, _("Nội dung biên bản đã khác với bản đã ký. Hãy ký lại.")))
    if signed["checklist"] != present["checklist"]:
        found.append(Gap(None, _("Phiếu kiểm tra đã khác với bản đã ký. Hãy ký lại.")))
    return found


def _name(sheet: Sheet, item_id: str, same: Mapping[str, str]) -> str | None:
    answer = sheet["answers"].get(item_id)
    if answer is None:
        return None
    seen = str(answer.get("seen"))
    return same.get(seen, seen)
