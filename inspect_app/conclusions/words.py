"""How the states of a conclusion are said."""

from inspect_app.conclusions.rules import ConclusionState, PointAnswer, Stance
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
