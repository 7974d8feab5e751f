"""The letters to a unit: of its visits, and of the report it is to write; never about a surprise."""

from datetime import date

import pytest

from inspect_app.accounts.models import SigningForm
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.papers.notice import visit_notice_sheet
from inspect_app.campaigns.papers.outline import report_outline_sheet
from inspect_app.documents.sheets import ReportOutlineSheet, VisitNoticeSheet
from inspect_app.kernel.errors import Forbidden, RuleBroken
from tests.campaigns.papers.conftest import Shipped
from tests.factories.moments import NOW


def notice(shipped: Shipped, *visits: Visit) -> VisitNoticeSheet:
    checklists = {visit.id: shipped.checklist(visit) for visit in visits}
    return visit_notice_sheet(visits, checklists, delegation=None, agency=shipped.unit("SNV"))


def outline(shipped: Shipped, visit: Visit) -> ReportOutlineSheet:
    checklist = shipped.checklist(visit)
    return report_outline_sheet(visit, checklist, delegation=None, agency=shipped.unit("SNV"))


def test_a_letter_has_no_sign_of_a_type_and_goes_to_the_unit_in_full(shipped: Shipped) -> None:
    sheet = notice(shipped, shipped.visit("TD-03"))
    assert (sheet.letterhead.sign, sheet.author) == ("SNV-CCHC", "Sở Nội vụ")
    assert sheet.addressees == ("Ủy ban nhân dân huyện Tây Giang",)
    assert sheet.recipients[0] == "Như trên"


def test_it_tells_days_team_parts_and_when_the_report_is_due(shipped: Shipped) -> None:
    (visit,) = notice(shipped, shipped.visit("TD-03")).visits
    assert (visit.begins, visit.ends, visit.report_due) == (date(2024, 6, 18), date(2024, 6, 20), date(2024, 6, 11))
    assert (len(visit.parts), len(visit.team), visit.team[0].role) == (7, 8, "Trưởng đoàn")


def test_all_visits_of_a_unit_stand_in_one_letter_under_the_campaigns_subject(shipped: Shipped) -> None:
    later = shipped.visit("TD-06")
    later.starts_on = later.ends_on = date(2024, 9, 10)
    sheet = notice(shipped, shipped.visit("YT-02"), later)
    assert sheet.subject == "thông báo lịch kiểm tra công tác cải cách hành chính, chuyển đổi số và công vụ năm 2024"
    assert [visit.begins for visit in sheet.visits] == [date(2024, 6, 4), date(2024, 9, 10)]


def test_the_teams_leader_writes_on_the_teams_paper(shipped: Shipped) -> None:
    leader = shipped.deputy("SNV", "Giám đốc")
    leader.form, leader.title = SigningForm.OWN, "Trưởng đoàn"
    visit = shipped.visit("TD-03")
    sheet = visit_notice_sheet(
        [visit], {visit.id: shipped.checklist(visit)}, delegation=leader, agency=shipped.unit("SNV")
    )
    assert (sheet.letterhead.sign, sheet.letterhead.parent_body) == ("ĐKT-CCHC", "UBND tỉnh Quảng Nam")
    assert (sheet.author, sheet.signature.title, sheet.signature.authority) == ("Đoàn kiểm tra", "TRƯỞNG ĐOÀN", ())


def test_no_letter_is_written_about_a_surprise_whether_it_has_begun_or_not(shipped: Shipped) -> None:
    visit = shipped.visit("TD-03")
    visit.unannounced = True
    for begun in (None, NOW):
        visit.begun_at = begun
        for write in (notice, outline):
            with pytest.raises(Forbidden) as refusal:
                write(shipped, visit)
            assert visit.code not in refusal.value.message


@pytest.mark.parametrize(("code", "words"), [("TD-14", "chưa có ngày"), ("YT-07", "chưa có ngày")])
def test_a_visit_without_day_or_team_is_not_told(shipped: Shipped, code: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        notice(shipped, shipped.visit(code))


def test_one_letter_is_for_one_unit(shipped: Shipped) -> None:
    with pytest.raises(RuleBroken, match="một đơn vị"):
        notice(shipped, shipped.visit("TD-03"), shipped.visit("TD-02"))


def test_the_outline_asks_for_what_the_checklist_is_about(shipped: Shipped) -> None:
    visit = shipped.visit("TD-03")
    sheet = outline(shipped, visit)
    results = sheet.outline.sections[1]
    assert [len(part.lines) for part in results.parts] == [
        len(section.items) for section in shipped.checklist(visit).sections
    ]
    assert [section.title for section in sheet.outline.sections] == [
        "Đặc điểm, tình hình chung",
        "Kết quả thực hiện",
        "Đánh giá chung",
        "Phương hướng, nhiệm vụ",
        "Kiến nghị, đề xuất",
    ]
    assert (sheet.due, sheet.report_to) == (date(2024, 6, 11), "Đoàn kiểm tra (qua Sở Nội vụ)")
