"""What states, kinds, parts, deadlines and fields are called, in the officials' own words."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from inspect_app.campaigns.rules import (
    AbsenceReason,
    ChangedThing,
    DeadlineKind,
    OccurrenceRule,
    OccurrenceState,
    RunState,
    StreamKind,
    VisitOrigin,
    VisitState,
)
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _

LONGEST = 80

STATES: Mapping[StrEnum, str] = {
    VisitState.PLANNED: _("Chưa có ngày"),
    VisitState.SCHEDULED: _("Đã lên lịch"),
    VisitState.UNDER_WAY: _("Đang kiểm tra"),
    VisitState.CLOSED: _("Chờ kết luận"),
    VisitState.CONCLUDED: _("Đã kết luận"),
    VisitState.CANCELLED: _("Đã hủy"),
}

STATE_TONES: Mapping[VisitState, str] = {
    VisitState.PLANNED: "plain",
    VisitState.SCHEDULED: "wait",
    VisitState.UNDER_WAY: "busy",
    VisitState.CLOSED: "warn",
    VisitState.CONCLUDED: "good",
    VisitState.CANCELLED: "plain",
}

KINDS: Mapping[StrEnum, str] = {
    StreamKind.COMPREHENSIVE: _("Kiểm tra toàn diện"),
    StreamKind.THEMATIC: _("Kiểm tra chuyên đề"),
    StreamKind.CIVIL_SERVICE: _("Kiểm tra công vụ"),
}

ORIGINS: Mapping[StrEnum, str] = {
    VisitOrigin.PLAN: _("Ghi trong kế hoạch"),
    VisitOrigin.DRAWN: _("Rút thăm"),
    VisitOrigin.ADDED: _("Bổ sung"),
}

DEADLINES: Mapping[StrEnum, str] = {
    DeadlineKind.NOTICE: _("Gửi thông báo lịch kiểm tra"),
    DeadlineKind.SELF_REPORT: _("Nhận báo cáo tự kiểm tra"),
    DeadlineKind.MINUTES: _("Ký biên bản kiểm tra"),
    DeadlineKind.TEAM_REPORT: _("Báo cáo kết quả của đoàn"),
    DeadlineKind.EXPLANATION: _("Đơn vị giải trình dự thảo kết luận"),
    DeadlineKind.CONCLUSION: _("Phát hành thông báo kết luận"),
    DeadlineKind.REMEDIATION: _("Đơn vị báo cáo khắc phục"),
}

RULES: Mapping[StrEnum, str] = {
    OccurrenceRule.NOTICE: _("Gửi thông báo lịch kiểm tra"),
    OccurrenceRule.SELF_REPORT_REMINDER: _("Nhắc nộp báo cáo tự kiểm tra"),
    OccurrenceRule.VISIT_EVE: _("Nhắc đoàn trước ngày kiểm tra"),
    OccurrenceRule.MINUTES_CHASE: _("Nhắc ký biên bản"),
    OccurrenceRule.TEAM_REPORT_DUE: _("Hạn báo cáo kết quả của đoàn"),
    OccurrenceRule.CONCLUSION_DUE: _("Hạn phát hành thông báo kết luận"),
    OccurrenceRule.SELF_REPORT_OVERDUE: _("Báo cấp trên: báo cáo tự kiểm tra quá hạn"),
    OccurrenceRule.MINUTES_OVERDUE: _("Báo cấp trên: biên bản quá hạn"),
    OccurrenceRule.TEAM_REPORT_OVERDUE: _("Báo cấp trên: báo cáo kết quả quá hạn"),
    OccurrenceRule.CONCLUSION_OVERDUE: _("Báo cấp trên: kết luận quá hạn"),
    OccurrenceRule.EXPLANATION_REMINDER: _("Nhắc đơn vị giải trình"),
    OccurrenceRule.EXPLANATION_DUE: _("Hạn giải trình của đơn vị"),
    OccurrenceRule.EXPLANATION_OVERDUE: _("Báo cấp trên: giải trình quá hạn"),
    OccurrenceRule.REMEDIATION_REMINDER: _("Nhắc đơn vị khắc phục"),
    OccurrenceRule.REMEDIATION_DUE: _("Hạn khắc phục"),
    OccurrenceRule.MONTHLY_REPORT: _("Báo cáo tiến độ tháng"),
    OccurrenceRule.CAMPAIGN_END: _("Kết thúc đợt kiểm tra"),
}

OCCURRENCE_STATES: Mapping[StrEnum, str] = {
    OccurrenceState.PENDING: _("Chờ đến ngày"),
    OccurrenceState.DONE: _("Đã chạy"),
    OccurrenceState.SKIPPED: _("Bỏ qua"),
    OccurrenceState.SUPERSEDED: _("Thay bằng ngày khác"),
}

ABSENCE_REASONS: Mapping[str, str] = {
    AbsenceReason.LEAVE: _("nghỉ phép"),
    AbsenceReason.DUTY: _("đi công tác, đi học"),
    AbsenceReason.COUNCIL: _("họp Hội đồng nhân dân"),
    AbsenceReason.SICK: _("nghỉ ốm"),
    AbsenceReason.PRIVATE: _("việc riêng"),
}

RUN_STATES: Mapping[StrEnum, tuple[str, str]] = {
    RunState.WANTED: (_("Chờ bắt đầu"), "wait"),
    RunState.SEARCHING: (_("Đang tìm"), "busy"),
    RunState.PROPOSED: (_("Chờ công bố"), "warn"),
    RunState.FAILED: (_("Không thành"), "bad"),
    RunState.PUBLISHED: (_("Đã công bố"), "good"),
    RunState.DISCARDED: (_("Đã bỏ"), "plain"),
}

THINGS: Mapping[StrEnum, str] = {
    ChangedThing.CAMPAIGN: _("đợt kiểm tra"),
    ChangedThing.STREAM: _("luồng"),
    ChangedThing.VISIT: _("cuộc kiểm tra"),
    ChangedThing.DRAW: _("rút thăm"),
    ChangedThing.UNIT: _("đơn vị"),
    ChangedThing.PERSON: _("người"),
    ChangedThing.ABSENCE: _("ngày vắng"),
    ChangedThing.CLOSURE: _("ngày không tiếp đoàn"),
}

FIELDS: Mapping[str, str] = {
    "code": _("mã đợt"),
    "units": _("danh sách đơn vị"),
    "rainy": _("mùa mưa"),
    "title": _("tên"),
    "year": _("năm"),
    "window": _("khoảng thời gian"),
    "window_start": _("ngày bắt đầu đợt"),
    "window_end": _("ngày kết thúc đợt"),
    "official_number": _("số kế hoạch"),
    "official_date": _("ngày kế hoạch"),
    "deadlines": _("các hạn"),
    "holidays": _("ngày nghỉ"),
    "working_weekend_days": _("ngày làm bù"),
    "calendar": _("lịch nghỉ và làm bù"),
    "source": _("nguồn"),
    "draws": _("các mục rút thăm"),
    "planning": _("cách xếp lịch"),
    "papers": _("lời văn của văn bản"),
    "notices": _("giờ báo và số ngày nhắc"),
    "dates": _("ngày kiểm tra"),
    "unit": _("đơn vị"),
    "stream": _("luồng"),
    "note": _("ghi chú lịch"),
    "members": _("thành viên đoàn"),
    "checklist": _("phiếu kiểm tra"),
    "name": _("tên"),
    "short_name": _("tên gọi tắt"),
    "kind": _("loại"),
    "valid_from": _("ngày bắt đầu"),
    "valid_to": _("ngày kết thúc"),
    "parent_id": _("đơn vị cấp trên"),
    "successor_id": _("đơn vị kế tiếp"),
}


def state_name(state: VisitState) -> str:
    """A visit's state in the current language."""
    return str(STATES[state])


def state_tone(state: VisitState) -> str:
    """The tone of the state's badge."""
    return STATE_TONES[state]


def stream_kind_name(kind: StreamKind) -> str:
    """`Kiểm tra toàn diện`."""
    return str(KINDS[kind])


def origin_name(origin: VisitOrigin) -> str:
    """Where a visit came from."""
    return str(ORIGINS[origin])


def deadline_name(kind: DeadlineKind) -> str:
    """What has to be done by a deadline."""
    return str(DEADLINES[kind])


def rule_name(rule: OccurrenceRule) -> str:
    """What a due date is for."""
    return str(RULES[rule])


def occurrence_state_name(state: OccurrenceState) -> str:
    """What became of a due date."""
    return str(OCCURRENCE_STATES[state])


def run_state_name(state: RunState) -> str:
    """Where a run of the planner stands."""
    return str(RUN_STATES[state][0])


def run_state_tone(state: RunState) -> str:
    """The tone of its badge."""
    return RUN_STATES[state][1]


def thing_name(thing: ChangedThing) -> str:
    """What kind of thing a change is about."""
    return str(THINGS[thing])


def field_name(name: str) -> str:
    """A field in a list of changes."""
    return str(FIELDS.get(name, name))


def shown_value(value: object) -> str:
    """A value in a list of changes, on one line."""
    if value is None or value == "" or value == []:
        return gettext("để trống")
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _cut(", ".join(shown_value(part) for part in value))
    return _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
