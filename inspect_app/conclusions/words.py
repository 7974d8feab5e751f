"""How the states of a conclusion are said."""

from inspect_app.conclusions.rules import ConclusionState
from inspect_app.kernel.language import gettext as _

TONES = {ConclusionState.DRAFT: "wait", ConclusionState.SUBMITTED: "busy", ConclusionState.ISSUED: "good"}


def conclusion_state_name(state: ConclusionState) -> str:
    """The state in words."""
    return {
        ConclusionState.DRAFT: _("Dự thảo"),
        ConclusionState.SUBMITTED: _("Chờ ký"),
        ConclusionState.ISSUED: _("Đã phát hành"),
    }[state]


def conclusion_state_tone(state: ConclusionState) -> str:
    """The tone of the state's badge."""
    return TONES[state]
