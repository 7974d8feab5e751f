"""The letter of reminder as a kind of paper: about an issued conclusion, with the preparer's own words at its end."""

from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.documents.sheets import RemediationReminderSheet
from inspect_app.followup.permissions import may_prepare_reminder, may_read_reminder, may_receive_reminder
from inspect_app.followup.queries import actions_of_conclusion
from inspect_app.followup.reminder.sheet import reminder_material, reminder_sheet, send_by
from inspect_app.followup.rules import ActionState
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.kinds import Making, PaperKind, WordField
from inspect_app.registry.rules import AboutKind

ANSWER_BY, REMARK = "answer_by", "remark"


def _hindrance(session: Session, conclusion: Conclusion) -> str | None:
    if conclusion.state is not ConclusionState.ISSUED:
        return _("Có khi thông báo kết luận đã phát hành.")
    if any(action.state is ActionState.OPEN for action in actions_of_conclusion(session, conclusion)):
        return None
    return _("Không có yêu cầu nào chờ đơn vị khắc phục.")


def _first_words(_session: Session, _conclusion: Conclusion, making: Making) -> dict[str, str]:
    return {ANSWER_BY: send_by(local_date(making.now), making.calendar)}


def _build(session: Session, conclusion: Conclusion, making: Making) -> RemediationReminderSheet:
    material = reminder_material(session, conclusion, on=local_date(making.now), calendar=making.calendar)
    words = making.words
    return reminder_sheet(
        material,
        answer_by=words.get(ANSWER_BY, ""),
        remark=words.get(REMARK, ""),
        issue=None,
        delegation=making.delegation,
    )


def _unit_of(conclusion: Conclusion) -> UUID:
    return conclusion.visit.unit_id


REMEDIATION_REMINDER = PaperKind(
    code=RemediationReminderSheet.KIND,
    name=lambda: _("Công văn đôn đốc khắc phục"),
    about=AboutKind.CONCLUSION,
    type_sign="",
    sheet=RemediationReminderSheet,
    may_read=may_read_reminder,
    may_receive=may_receive_reminder,
    may_prepare=may_prepare_reminder,
    build=_build,
    title=lambda conclusion: f"Đôn đốc khắc phục sau kiểm tra tại {conclusion.visit.unit.name}",
    unit_of=_unit_of,
    fields=(
        WordField(ANSWER_BY, lambda: _("Đơn vị gửi báo cáo trước"), rows=1, in_word=True),
        WordField(REMARK, lambda: _("Nội dung khác (mỗi dòng một đoạn)"), in_word=True),
    ),
    first_words=_first_words,
    hindrance=_hindrance,
)
