"""The letter of reminder as a sheet: the requests of one issued notice that wait for the unit, late or soon due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from inspect_app.accounts.issuing_body import TeamBody, issuer_of, name_in_full, province_of, signature_of
from inspect_app.accounts.models import Delegation
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.documents.rules import count_word, format_short_day
from inspect_app.documents.sheets import Issue, Letterhead, RemediationReminderSheet, RemindedRequest
from inspect_app.fieldwork.paper import stream_subject, team_body
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.queries import actions_of_conclusion
from inspect_app.followup.rules import ActionState, is_due, is_late
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.queries import current_paper
from inspect_app.registry.rules import PaperNumber, full_sign

# How long a unit is given to answer, in working days: a default of the software, which the preparer may change.
ANSWER_DAYS = 5
DRAFTER = "ĐKT"


@dataclass(frozen=True)
class ReminderMaterial:
    """An issued conclusion, its number where the register knows one, and all that it asked for, on a day."""

    conclusion: Conclusion
    number: PaperNumber | None
    actions: Sequence[CorrectiveAction]
    on: date
    calendar: WorkingCalendar

    def days(self, action: CorrectiveAction) -> int:
        """Working days that are left until the action is due; negative once it is late."""
        return self.calendar.working_days_between(self.on, action.due_on)

    @property
    def late(self) -> list[CorrectiveAction]:
        """What is past its day and waits for the unit."""
        return [action for action in self._waiting_for_unit if is_late(action.state, action.due_on, self.on)]

    @property
    def soon(self) -> list[CorrectiveAction]:
        """What is due within the next working days and waits for the unit."""
        return [action for action in self._waiting_for_unit if is_due(action.state, self.days(action))]

    @property
    def reported(self) -> int:
        """How many wait for the team to verify them: the unit is not reminded of these."""
        return sum(action.state is ActionState.REPORTED for action in self.actions)

    @property
    def _waiting_for_unit(self) -> list[CorrectiveAction]:
        return [action for action in self.actions if action.state is ActionState.OPEN]


def reminder_material(
    session: Session, conclusion: Conclusion, *, on: date, calendar: WorkingCalendar
) -> ReminderMaterial:
    """What the letter of reminder about a conclusion is made of."""
    paper = current_paper(session, "conclusion_notice", conclusion.id)
    return ReminderMaterial(
        conclusion, paper.number if paper else None, actions_of_conclusion(session, conclusion), on, calendar
    )


def send_by(on: date, calendar: WorkingCalendar) -> str:
    """By when the unit is first asked to answer."""
    return f"ngày {format_short_day(calendar.add_working_days(on, ANSWER_DAYS))}"


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def reminder_sheet(
    material: ReminderMaterial,
    *,
    answer_by: str,
    remark: str = "",
    issue: Issue | None,
    delegation: Delegation | None,
) -> RemediationReminderSheet:
    """The letter: a draft while `issue` is None.

    Raises RuleBroken when nothing is late or due soon, or nobody said by when the unit is to answer.
    """
    asking = [*material.late, *material.soon]
    if material.conclusion.state is not ConclusionState.ISSUED or not asking:
        raise RuleBroken(None, _("Kết luận này không có yêu cầu quá hạn hoặc sắp đến hạn để đôn đốc."))
    if not answer_by.strip():
        raise RuleBroken("answer_by", _("Hãy ghi thời hạn đơn vị gửi báo cáo, ví dụ: ngày 27/8/2024."))
    visit = material.conclusion.visit
    issuer = issuer_of(delegation, TeamBody(team_body(visit)), province=province_of(visit.unit))
    return RemediationReminderSheet(
        draft=issue is None,
        sample=visit.campaign.is_sample,
        verify_url=issue.verify_url if issue else "",
        letterhead=Letterhead(
            parent_body=issuer.parent_body,
            issuing_body=issuer.body,
            sign=issuer.sign if issuer.sign == DRAFTER else f"{issuer.sign}-{DRAFTER}",
            number=issue.number if issue else None,
            place=issuer.place,
            issued_on=issue.issued_on if issue else None,
            year=material.on.year,
        ),
        subject=f"đôn đốc khắc phục tồn tại, hạn chế sau kiểm tra tại {visit.unit.name}",
        addressee=name_in_full(visit.unit),
        unit=visit.unit.name,
        author=issuer.author,
        follows=f"{_notice_words(material)} kết luận {stream_subject(visit)} tại {visit.unit.name}",
        until=material.on,
        asked=len(material.actions),
        late=len(material.late),
        soon=len(material.soon),
        reported=material.reported,
        requests=tuple(_request(action, material) for action in asking),
        answer_by=answer_by.strip(),
        report_to="Đoàn kiểm tra và Sở Nội vụ",
        remark=remark.strip(),
        signature=signature_of(delegation, signed=issue is not None, team=TeamBody(team_body(visit))),
        recipients=("Như trên", "Chủ tịch UBND tỉnh (để báo cáo)", "Sở Nội vụ", "Trưởng đoàn kiểm tra"),
    )


def _notice_words(material: ReminderMaterial) -> str:
    """The notice as it was issued: its number stays open while the register has none."""
    conclusion = material.conclusion
    sign = (conclusion.sheet or {}).get("letterhead", {}).get("sign", "TB-…")
    day = format_short_day(conclusion.issued_on)
    return f"Thông báo số {full_sign(material.number, sign)} ngày {day}"


def _request(action: CorrectiveAction, material: ReminderMaterial) -> RemindedRequest:
    return RemindedRequest(
        number=action.request.position,
        text=action.request.text,
        owner=action.request.owner,
        due=action.due_on,
        delay=_delay(material.days(action)),
        standing=_standing(action),
    )


def _delay(days: int) -> str:
    if days < 0:
        return f"Quá hạn {count_word(-days)} ngày"
    return f"Còn {count_word(days)} ngày" if days else "Đến hạn hôm nay"


def _standing(action: CorrectiveAction) -> str:
    """Whether the unit reported on it, and why that was not accepted."""
    returned = [decision for decision in action.decisions if not decision.accepted]
    if not returned:
        return "Đơn vị chưa báo cáo"
    last = returned[-1]
    reason = (last.reason or "").rstrip(".")
    return f"Báo cáo bị trả lại ngày {format_short_day(local_date(last.at))}: {reason}"
