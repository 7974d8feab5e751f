"""How grades and states of findings are said."""

from inspect_app.findings.rules import FindingState
from inspect_app.kernel.language import gettext as _

TONES = {
    FindingState.DRAFT: "wait",
    FindingState.CONFIRMED: "good",
    FindingState.MERGED: "plain",
    FindingState.WITHDRAWN: "plain",
}


def finding_state_name(state: FindingState) -> str:
    """The state in words."""
    return {
        FindingState.DRAFT: _("Chờ trưởng đoàn xác nhận"),
        FindingState.CONFIRMED: _("Đã xác nhận"),
        FindingState.MERGED: _("Đã nhập vào phát hiện khác"),
        FindingState.WITHDRAWN: _("Đã rút"),
    }[state]


def finding_state_tone(state: FindingState) -> str:
    """The tone of the state's badge."""
    return TONES[state]
