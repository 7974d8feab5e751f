"""What the board calls stages, what is missed, what is lacking; and the one sentence that says what "at risk" is."""

from collections.abc import Mapping
from enum import StrEnum

from inspect_app.campaigns.rules import DeadlineKind
from inspect_app.campaigns.rules.progress import AHEAD_DAYS, DUE_DAYS, TABLET_DAYS, Lack, Waited
from inspect_app.campaigns.rules.selection import Stage
from inspect_app.campaigns.words import deadline_name
from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _

STAGES: Mapping[StrEnum, str] = {
    Stage.HELD: _("Đã tiến hành"),
    Stage.CLOSED: _("Đã khép lại"),
    Stage.CONCLUDED: _("Đã kết luận"),
    Stage.UNDATED: _("Chưa có ngày"),
    Stage.SCHEDULED: _("Đã lên lịch"),
    Stage.UNDER_WAY: _("Đang kiểm tra"),
    Stage.WAITING: _("Chờ kết luận"),
    Stage.LATE: _("Quá hạn"),
    Stage.DUE: _("Sắp đến hạn"),
    Stage.AT_RISK: _("Có nguy cơ"),
}

LACKS: Mapping[StrEnum, str] = {
    Lack.DATE: _("sắp hết khoảng thời gian mà chưa có ngày"),
    Lack.TEAM: _("chưa có đoàn"),
    Lack.LEAD: _("chưa có trưởng đoàn"),
    Lack.SECRETARY: _("chưa có thư ký"),
    Lack.NOTICE: _("đến hạn mà chưa gửi thông báo"),
    Lack.SELF_REPORT: _("đến hạn mà chưa nhận báo cáo tự kiểm tra"),
    Lack.TABLET: _("chưa thành viên nào có máy tính bảng đã đăng ký"),
}

_KINDS: Mapping[StrEnum, DeadlineKind] = {
    Waited.NOTICE: DeadlineKind.NOTICE,
    Waited.SELF_REPORT: DeadlineKind.SELF_REPORT,
    Waited.MINUTES: DeadlineKind.MINUTES,
    Waited.CONCLUSION: DeadlineKind.CONCLUSION,
}


def stage_name(stage: Stage) -> str:
    """How far, in a word or two."""
    return str(STAGES[stage])


def lack_name(lack: Lack) -> str:
    """What is lacking."""
    return str(LACKS[lack])


def missed_name(what: Waited) -> str:
    """What should have happened by now."""
    return gettext("Chưa bắt đầu") if what is Waited.START else deadline_name(_KINDS[what])


def coming_name(what: Waited) -> str:
    """What falls due."""
    return gettext("Bắt đầu kiểm tra tại đơn vị") if what is Waited.START else deadline_name(_KINDS[what])


def risk_rule() -> str:
    """The rule of "at risk", in one sentence."""
    return gettext(
        "Có nguy cơ là cuộc kiểm tra sẽ bắt đầu (hoặc sẽ hết khoảng thời gian mà chưa có ngày) trong vòng %(ahead)d ngày "
        "làm việc tới mà còn thiếu một trong các điều sau: đoàn có trưởng đoàn và thư ký; thông báo đã gửi và báo cáo tự "
        "kiểm tra đã nhận khi đến hạn; máy tính bảng đã đăng ký của một thành viên khi còn không quá %(tablet)d ngày làm việc.",
        ahead=AHEAD_DAYS,
        tablet=TABLET_DAYS,
    )


def due_rule() -> str:
    """What "due" is, in one sentence."""
    return gettext(
        "Sắp đến hạn là việc phải xong từ hôm nay đến hết %(days)d ngày làm việc tới: gửi thông báo, nhận báo cáo tự kiểm "
        "tra, bắt đầu, ký biên bản, phát hành kết luận.",
        days=DUE_DAYS,
    )
