"""What became of the requests of the issued conclusions: by state, those done late, those late now."""

from collections.abc import Sequence
from fractions import Fraction

from inspect_app.documents.rules import format_short_day
from inspect_app.documents.sheets import Block, Paragraph, Table
from inspect_app.followup.campaign_report.material import CampaignMaterial
from inspect_app.followup.campaign_report.words import said
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.rules import ActionState
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.formats import format_number, format_percent

STATE_NAMES = {
    ActionState.VERIFIED: "Đã xác minh khắc phục",
    ActionState.REPORTED: "Đơn vị đã báo cáo, chờ xác minh",
    ActionState.OPEN: "Đơn vị chưa báo cáo",
}
LATE_HEAD = ("STT", "Đơn vị", "Nội dung yêu cầu", "Thời hạn", "Quá hạn (ngày làm việc)")


def remedy_blocks(material: CampaignMaterial) -> tuple[Block, ...]:
    """The requests by state, and the list of those that are late on the day of the report."""
    actions = material.actions
    if not actions:
        return (Paragraph(text="Các thông báo kết luận đã phát hành chưa giao yêu cầu khắc phục nào."),)
    late = [action for action in actions if action.is_late(material.on)]
    rows = [_row(STATE_NAMES[state], [a for a in actions if a.state is state], late) for state in STATE_NAMES]
    done = sum(action.state is ActionState.VERIFIED for action in actions)
    share = format_percent(Fraction(100 * done, len(actions)), 1)
    told = (
        f"Các thông báo kết luận đã giao {said(len(actions))} yêu cầu khắc phục. Đến ngày "
        f"{format_short_day(material.on)}, {said(done)} yêu cầu đã được xác minh khắc phục ({share}), trong đó "
        f"{said(_reported_late(actions))} yêu cầu được báo cáo sau thời hạn."
    )
    table = Table(
        caption="Bảng 7. Yêu cầu khắc phục theo tình trạng",
        head=("Tình trạng", "Số yêu cầu", "Hiện quá hạn"),
        rows=(*rows, _row("Tổng cộng", actions, late)),
        aligns=("left", "right", "right"),
        widths=(0, 35, 35),
    )
    return (Paragraph(text=told), table, *_late_blocks(material, late))


def _row(name: str, actions: Sequence[CorrectiveAction], late: Sequence[CorrectiveAction]) -> tuple[str, str, str]:
    own = {action.id for action in actions}
    return name, format_number(len(actions)), format_number(sum(action.id in own for action in late))


def _reported_late(actions: Sequence[CorrectiveAction]) -> int:
    """Verified requests whose last report, the one that was accepted, came after the day."""
    return sum(
        action.state is ActionState.VERIFIED
        and bool(action.reports)
        and local_date(action.reports[-1].at) > action.due_on
        for action in actions
    )


def _late_blocks(material: CampaignMaterial, late: Sequence[CorrectiveAction]) -> tuple[Block, ...]:
    if not late:
        return (Paragraph(text="Không có yêu cầu nào quá hạn tại thời điểm báo cáo."),)
    rows = tuple(
        (
            str(number),
            action.unit.name,
            action.text.rstrip(" ."),
            format_short_day(action.due_on),
            format_number(material.calendar.working_days_between(action.due_on, material.on)),
        )
        for number, action in enumerate(late, start=1)
    )
    table = Table(
        caption="Bảng 8. Yêu cầu khắc phục quá hạn",
        head=LATE_HEAD,
        rows=rows,
        aligns=("center", "left", "left", "center", "right"),
        widths=(12, 42, 0, 25, 25),
    )
    return (Paragraph(text=f"Còn {said(len(late))} yêu cầu quá hạn tại thời điểm báo cáo (Bảng 8)."), table)
