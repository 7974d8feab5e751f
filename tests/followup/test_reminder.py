"""The letter of reminder: what waits for the unit and is late or soon due, counted in working days, by the notice."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from inspect_app.campaigns.queries import working_calendar
from inspect_app.conclusions.models import Conclusion
from inspect_app.documents.sheets import RemediationReminderSheet
from inspect_app.followup.operations import decide_report, report_action
from inspect_app.followup.queries import actions_of_conclusion
from inspect_app.followup.reminder import reminder_material, reminder_sheet, send_by
from inspect_app.kernel.errors import RuleBroken
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW, TODAY

# The conclusion is issued on Monday 17 June; its request is due 22 working days later.
DUE = date(2024, 7, 17)


@pytest.fixture
def journey(session: Session) -> Journey:
    return make_journey(session)


def letter(
    journey: Journey, conclusion: Conclusion, on: date, answer_by: str = "ngày 27/8/2024"
) -> RemediationReminderSheet:
    calendar = working_calendar(journey.visit.campaign)
    material = reminder_material(journey.session, conclusion, on=on, calendar=calendar)
    return reminder_sheet(material, answer_by=answer_by, issue=None, delegation=journey.delegation)


def test_it_names_the_notice_and_each_request_with_the_days_it_is_late(journey: Journey) -> None:
    sheet = letter(journey, journey.issued(("CV07",)), DUE + timedelta(days=9))
    assert "ngày 17/6/2024 kết luận kiểm tra toàn diện tại Sở Xây dựng" in sheet.follows
    assert "Thông báo số …/TB-" in sheet.follows
    assert (sheet.asked, sheet.late, sheet.soon) == (1, 1, 0)
    assert [(one.number, one.due, one.delay, one.standing) for one in sheet.requests] == [
        (1, DUE, "Quá hạn 07 ngày", "Đơn vị chưa báo cáo")
    ]
    assert sheet.letterhead.sign == "UBND-CCHC"
    assert RemediationReminderSheet.from_json(sheet.to_json()) == sheet


@pytest.mark.parametrize(("before", "said"), [(0, "Đến hạn hôm nay"), (5, "Còn 03 ngày"), (7, "Còn 05 ngày")])
def test_what_is_due_within_five_working_days_is_told_too(journey: Journey, before: int, said: str) -> None:
    sheet = letter(journey, journey.issued(("CV07",)), DUE - timedelta(days=before))
    assert (sheet.late, sheet.soon, sheet.requests[0].delay) == (0, 1, said)


def test_on_the_weekend_after_its_day_a_request_is_late_once_and_not_due_today(journey: Journey) -> None:
    conclusion = journey.issued(("CV07",))
    friday = date(2024, 7, 19)
    (action,) = actions_of_conclusion(journey.session, conclusion)
    action.due_on = friday
    journey.session.flush()
    sheet = letter(journey, conclusion, friday + timedelta(days=1))
    assert (sheet.late, sheet.soon, [one.delay for one in sheet.requests]) == (1, 0, ["Đã quá hạn"])
    assert [one.delay for one in letter(journey, conclusion, friday).requests] == ["Đến hạn hôm nay"]


def test_there_is_no_letter_when_nothing_is_late_or_due_soon(journey: Journey) -> None:
    conclusion = journey.issued(("CV07",))
    with pytest.raises(RuleBroken, match="đôn đốc"):
        letter(journey, conclusion, DUE - timedelta(days=8))


def test_what_the_unit_reported_waits_for_the_team_and_is_not_asked_again(journey: Journey) -> None:
    conclusion = journey.issued(("CV07",))
    (action,) = actions_of_conclusion(journey.session, conclusion)
    report_action(journey.session, journey.contact.actor, action, text="Đã làm", files=(), now=NOW)
    with pytest.raises(RuleBroken):
        letter(journey, conclusion, DUE + timedelta(days=2))
    decide_report(journey.session, journey.lead.actor, action, accepted=False, reason="Thiếu bảng kê.", now=NOW)
    journey.session.expire_all()
    told = letter(journey, conclusion, DUE + timedelta(days=2)).requests[0]
    assert told.standing == "Báo cáo bị trả lại ngày 17/6/2024: Thiếu bảng kê"


def test_the_unit_is_told_by_when_to_answer(journey: Journey) -> None:
    conclusion = journey.issued(("CV07",))
    assert send_by(TODAY, working_calendar(journey.visit.campaign)) == "ngày 24/6/2024"
    with pytest.raises(RuleBroken, match="thời hạn"):
        letter(journey, conclusion, DUE, answer_by=" ")
