"""How the states of a conclusion are said."""

from inspect_app.conclusions.correcting.parts import ADD, DROP, OWNER, REQUEST, SHORTCOMING, TEXT, request_change
from inspect_app.conclusions.rules import ConclusionState, CorrectionState, PointAnswer, Stance
from inspect_app.kernel.language import gettext as _

TONES = {
    ConclusionState.DRAFT: "wait",
    ConclusionState.EXPLAINING: "busy",
    ConclusionState.ANSWERING: "warn",
    ConclusionState.SUBMITTED: "busy",
    ConclusionState.ISSUED: "good",
}
ANSWER_TONES = {PointAnswer.KEPT: "plain", PointAnswer.CHANGED: "warn", PointAnswer.WITHDRAWN: "good"}


def conclusion_state_name(state: ConclusionState) -> str:
    """The state in words."""
    return {
        ConclusionState.DRAFT: _("Dự thảo"),
        ConclusionState.EXPLAINING: _("Chờ giải trình"),
        ConclusionState.ANSWERING: _("Trả lời giải trình"),
        ConclusionState.SUBMITTED: _("Chờ ký"),
        ConclusionState.ISSUED: _("Đã phát hành"),
    }[state]


def conclusion_state_tone(state: ConclusionState) -> str:
    """The tone of the state's badge."""
    return TONES[state]


def stance_name(stance: Stance) -> str:
    """Whether the unit agrees, in words."""
    return {Stance.AGREE: _("Thống nhất"), Stance.DISAGREE: _("Không thống nhất")}[stance]


def answer_name(answer: PointAnswer) -> str:
    """What the team did with a shortcoming, in words."""
    return {
        PointAnswer.KEPT: _("Giữ nguyên"),
        PointAnswer.CHANGED: _("Đã điều chỉnh"),
        PointAnswer.WITHDRAWN: _("Đã rút"),
    }[answer]


def answer_tone(answer: PointAnswer) -> str:
    """The tone of the answer's badge."""
    return ANSWER_TONES[answer]


def part_name(key: str) -> str:
    """What a part of an issued notice is called: `request-0-due` is the day of its first request."""
    names = {
        "opening": _("Lời mở đầu"),
        "general": _("Tình hình chung"),
        "objective_causes": _("Nguyên nhân khách quan (mỗi dòng một ý)"),
        "subjective_causes": _("Nguyên nhân chủ quan (mỗi dòng một ý)"),
        "responsibility": _("Trách nhiệm (mỗi dòng một ý)"),
        "recommendations": _("Kiến nghị cấp khác (mỗi dòng: cơ quan: nội dung)"),
        "recipients": _("Nơi nhận (mỗi dòng một nơi)"),
    }
    if key in names:
        return names[key]
    kind, _mark, rest = key.partition("-")
    if kind in (DROP, ADD):
        return {
            (DROP, SHORTCOMING): _("Rút thiếu sót (vì sao)"),
            (DROP, REQUEST): _("Rút yêu cầu (vì sao)"),
            (ADD, SHORTCOMING): _("Bổ sung thiếu sót"),
            (ADD, REQUEST): _("Bổ sung yêu cầu"),
        }[kind, rest.partition("-")[0]]
    place = request_change(key)
    if place is None:
        area, _mark, short = rest.partition("-")
        return _("Lĩnh vực thứ %(area)d, thiếu sót thứ %(n)d: lời văn", area=int(area) + 1, n=int(short) + 1)
    number, name = place[0] + 1, place[1]
    if name == TEXT:
        return _("Yêu cầu số %(n)d: nội dung", n=number)
    return _("Yêu cầu số %(n)d: người thực hiện", n=number) if name == OWNER else _("Yêu cầu số %(n)d: hạn", n=number)


def correction_state_name(state: CorrectionState) -> str:
    """Where a notice that replaces stands, in words."""
    return {
        CorrectionState.DRAFT: _("Dự thảo"),
        CorrectionState.SUBMITTED: _("Chờ ký"),
        CorrectionState.ISSUED: _("Đã phát hành"),
        CorrectionState.DROPPED: _("Đã bỏ"),
    }[state]
