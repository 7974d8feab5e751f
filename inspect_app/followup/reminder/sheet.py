"""The letter of reminder as a sheet: the requests of one issued notice that wait for the unit, late or soon due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from inspect_app.accounts.issuing_body import name_in_full
from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.papers.frame import lead_agency, letter_signature, letterhead_of, report_to, writer_of
from inspect_app.campaigns.papers.wording import wording_of
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.documents.rules import count_word, format_short_day, letter_sign
from inspect_app.documents.sheets import Issue, RemediationReminderSheet, RemindedRequest
from inspect_app.fieldwork.paper import stream_subject
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.queries import actions_of_conclusion
from inspect_app.followup.rules import ActionState, is_due
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.queries import current_paper
from inspect_app.registry.rules import PaperNumber, full_sign
from inspect_app.units.models import Unit

# How long a unit is given to answer, in working days: a default of the software, which the preparer may change.
ANSWER_DAYS = 5


@dataclass(frozen=True)
class ReminderMaterial:
    """An issued conclusion, its number where the register knows one, and all that it asked for, on a day.

    `agency` prepares the campaign: it writes the letter where nobody else is to sign it.
    """

    conclusion: Conclusion
    number: PaperNumber | None
    actions: Sequence[CorrectiveAction]
    on: date
    calendar: WorkingCalendar
    agency: Unit | None = None

    def days(self, action: CorrectiveAction) -> int:
        """Working days that are left until the action is due; negative once it is late."""
        return self.calendar.working_days_between(self.on, action.due_on)

    @property
    def late(self) -> list[CorrectiveAction]:
        """What is past its day and waits for the unit."""
        return [action for action in self._waiting_for_unit if action.is_late(self.on)]

    @property
    def soon(self) -> list[CorrectiveAction]:
        """What is due within the next working days and waits for the unit."""
        return [
            action
            for action in self._waiting_for_unit
            if is_due(action.state, action.due_on, self.on, self.days(action))
        ]

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
        conclusion=conclusion,
        number=paper.number if paper else None,
        actions=actions_of_conclusion(session, conclusion),
        on=on,
        calendar=calendar,
        agency=lead_agency(session, conclusion.visit.campaign),
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
    asking = _asking(material, answer_by)
    visit = material.conclusion.visit
    campaign, agency = visit.campaign, material.agency
    issuer = writer_of(visit, delegation, agency)
    return RemediationReminderSheet(
        draft=issue is None,
        sample=campaign.is_sample,
        verify_url=issue.verify_url if issue else "",
        letterhead=letterhead_of(issuer, letter_sign(issuer.sign, wording_of(campaign).notice.field), campaign, issue),
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
        report_to=report_to(agency),
        remark=remark.strip(),
        signature=letter_signature(campaign, delegation, issuer, agency, signed=issue is not None),
        recipients=("Như trên", "Chủ tịch UBND tỉnh (để báo cáo)", "Trưởng đoàn kiểm tra"),
        archive=f"VT, {wording_of(campaign).lead_agency}",
    )


def _asking(material: ReminderMaterial, answer_by: str) -> list[CorrectiveAction]:
    asking = [*material.late, *material.soon]
    if material.conclusion.state is not ConclusionState.ISSUED or not asking:
        raise RuleBroken(None, _("Kết luận này không có yêu cầu quá hạn hoặc sắp đến hạn để đôn đốc."))
    if not answer_by.strip():
        raise RuleBroken("answer_by", _("Hãy ghi thời hạn đơn vị gửi báo cáo, ví dụ: ngày 27/8/2024."))
    return asking


def _notice_words(material: ReminderMaterial) -> str:
    """The notice as it was issued: its number stays open while the register has none."""
    conclusion = material.conclusion
    sign = (conclusion.sheet or {}).get("letterhead", {}).get("sign", "TB-…")
    day = format_short_day(conclusion.issued_on)
    return f"Thông báo số {full_sign(material.number, sign)} ngày {day}"


def _request(action: CorrectiveAction, material: ReminderMaterial) -> RemindedRequest:
    return RemindedRequest(
        number=action.request.position,
        text=action.text,
        owner=action.owner,
        due=action.due_on,
        delay=_delay(material.days(action), late=action.is_late(material.on)),
        standing=_standing(action),
    )


def _delay(days: int, *, late: bool) -> str:
    if late:
        return f"Quá hạn {count_word(-days)} ngày" if days else "Đã quá hạn"
    return f"Còn {count_word(days)} ngày" if days else "Đến hạn hôm nay"


def _standing(action: CorrectiveAction) -> str:
    """Whether the unit reported on it, and why that was not accepted."""
    returned = [decision for decision in action.decisions if not decision.accepted]
    if not returned:
        return "Đơn vị chưa báo cáo"
    last = returned[-1]
    reason = (last.reason or "").rstrip(".")
    return f"Báo cáo bị trả lại ngày {format_short_day(local_date(last.at))}: {reason}"
