"""How the states of an action are said."""

from inspect_app.followup.rules import ActionState
from inspect_app.kernel.language import gettext as _

TONES = {
    ActionState.OPEN: "wait",
    ActionState.REPORTED: "busy",
    ActionState.VERIFIED: "good",
    ActionState.WITHDRAWN: "plain",
}


def action_state_name(state: ActionState) -> str:
    """The state in words."""
    return {
        ActionState.OPEN: _("Chờ đơn vị khắc phục"),
        ActionState.REPORTED: _("Chờ xác minh"),
        ActionState.VERIFIED: _("Đã xác minh"),
        ActionState.WITHDRAWN: _("Đã rút"),
    }[state]


def action_state_tone(state: ActionState) -> str:
    """The tone of the state's badge."""
    return TONES[state]
