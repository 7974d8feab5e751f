"""How the fields and values of journal entries are said; the entries themselves keep the names and codes of the program."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from inspect_app.accounts.words import role_name
from inspect_app.checklists.kinds.verdict import verdict_name
from inspect_app.checklists.rules import Grade, Verdict
from inspect_app.checklists.rules.grading import grade_name
from inspect_app.conclusions.rules import PointAnswer, Stance
from inspect_app.conclusions.words import answer_name, stance_name
from inspect_app.findings.rules import FindingState
from inspect_app.findings.words import finding_state_name
from inspect_app.kernel.actors import Role
from inspect_app.kernel.formats import format_date, format_datetime
from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _

NOTHING = "–"
HASH = re.compile(r"[0-9a-f]{64}")
HASH_SHOWN = 12
ROLE_IN_TEAM = re.compile(r" \((\w+)\)$")

FIELDS: Mapping[str, str] = {
    "added": _("cuộc được thêm"),
    "answer": _("trả lời giải trình"),
    "apologised": _("số hồ sơ có thư xin lỗi"),
    "area": _("lĩnh vực"),
    "authority": _("cơ quan xếp loại"),
    "basis": _("căn cứ"),
    "begun_at": _("lúc bắt đầu"),
    "changed": _("cuộc được đổi"),
    "details": _("chi tiết"),
    "device": _("máy tính bảng"),
    "docx_sha256": _("mã băm bản Word"),
    "due_on": _("hạn"),
    "email": _("thư điện tử"),
    "ends_on": _("ngày kết thúc"),
    "evidence_numbers": _("ảnh, tài liệu kèm theo"),
    "exported_on": _("ngày trích xuất"),
    "file": _("tệp"),
    "filename": _("tên tệp"),
    "files": _("các tệp"),
    "first_day": _("từ ngày"),
    "given_by": _("người nộp"),
    "grade": _("mức"),
    "heads": _("số người đứng đầu"),
    "ignore_sample": _("bỏ qua ngày mẫu"),
    "into": _("nhập vào"),
    "joined": _("đi cùng cuộc"),
    "kept": _("cuộc được giữ nguyên"),
    "language": _("ngôn ngữ"),
    "last_day": _("đến ngày"),
    "late": _("số hồ sơ trễ hẹn"),
    "level": _("mức xếp loại"),
    "mail_choice": _("cách nhận thư"),
    "met": _("đạt yêu cầu"),
    "name": _("họ tên, tên gọi"),
    "needs_checking": _("cần đối chiếu"),
    "next": _("đợt kế tiếp"),
    "not_applicable": _("không áp dụng"),
    "note": _("nhận xét"),
    "notice_sent_at": _("lúc gửi thông báo"),
    "objective_causes": _("nguyên nhân khách quan"),
    "official_date": _("ngày kế hoạch"),
    "official_number": _("số kế hoạch"),
    "owner": _("người chịu trách nhiệm"),
    "pdf_sha256": _("mã băm bản PDF"),
    "phone": _("điện thoại"),
    "place": _("nơi lập biên bản"),
    "problem": _("vướng mắc"),
    "proposed": _("theo đề xuất"),
    "reason": _("lý do"),
    "received_on": _("ngày nhận"),
    "recommendations": _("kiến nghị cấp khác"),
    "refused_sha256": _("mã băm bản không nhận"),
    "released_at": _("lúc công bố"),
    "removed": _("cuộc bị bỏ"),
    "requests": _("yêu cầu khắc phục"),
    "responsibility": _("trách nhiệm"),
    "rule": _("quy tắc xếp loại"),
    "scan": _("bản chụp"),
    "schedule_note": _("ghi chú lịch"),
    "seconds": _("thời gian tìm (giây)"),
    "sentence": _("câu"),
    "sha256": _("mã băm"),
    "sheet_sha256": _("mã băm phiếu"),
    "signed_sha256": _("mã băm bản ký số"),
    "source": _("nguồn"),
    "stance": _("ý kiến của đơn vị"),
    "starts_on": _("ngày bắt đầu"),
    "state": _("trạng thái"),
    "subjective_causes": _("nguyên nhân chủ quan"),
    "team": _("thành viên đoàn"),
    "text": _("nội dung"),
    "title": _("chức vụ, tên"),
    "total": _("số hồ sơ đã giải quyết"),
    "unit_opinion": _("ý kiến của đơn vị"),
    "unit_side": _("thành phần của đơn vị"),
    "valid_from": _("từ ngày"),
    "valid_to": _("đến hết ngày"),
    "value": _("trả lời"),
    "verdict": _("đánh giá"),
    "visits": _("các cuộc"),
    "weights": _("trọng số"),
    "with_below": _("cả đơn vị trực thuộc"),
}


def _of(kind: type[StrEnum], word: Callable[[Any], str]) -> Callable[[str], str]:
    """The word of a code; a code of another release is shown as it is."""
    codes = {str(one) for one in kind}
    return lambda code: word(kind(code)) if code in codes else code


CODES: Mapping[str, Callable[[str], str]] = {
    "verdict": _of(Verdict, verdict_name),
    "grade": _of(Grade, grade_name),
    "answer": _of(PointAnswer, answer_name),
    "stance": _of(Stance, stance_name),
    "state": _of(FindingState, finding_state_name),
}
_ROLES = _of(Role, role_name)


def field_said(name: str) -> str:
    """A field in words, after the item that it belongs to (`A01.verdict`); what is named by a code keeps it."""
    item, _dot, part = name.rpartition(".")
    said = str(FIELDS.get(part, part))
    return f"{item}, {said}" if item else said


def value_said(field: str, value: Any) -> str:
    """A value as officials write it: days as dd/mm/yyyy, codes in words, hashes by their beginning."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return gettext("có") if value else gettext("không")
    if isinstance(value, Mapping):
        return "; ".join(f"{field_said(name)}: {value_said(name, part)}" for name, part in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(value_said(field, part) for part in value)
    return _text_said(field.rpartition(".")[2], str(value))


def _text_said(field: str, text: str) -> str:
    if field in CODES:
        return CODES[field](text)
    if field == "team":
        return ROLE_IN_TEAM.sub(lambda found: f" ({_ROLES(found[1])})", text)
    if HASH.fullmatch(text):
        return f"{text[:HASH_SHOWN]}…"
    try:
        if len(text) == len("2024-06-18"):
            return format_date(date.fromisoformat(text))
        return format_datetime(datetime.fromisoformat(text)) if "T" in text else text
    except ValueError:
        return text
