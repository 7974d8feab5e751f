"""The team's report: what was checked and how, figures and shortcomings with their proof, nothing that nobody recorded."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Campaign
from inspect_app.checklists.rules import Grade
from inspect_app.conclusions.operations import Wording, begin_draft, save_wording
from inspect_app.conclusions.visit_report import visit_material, visit_report_sheet
from inspect_app.documents.sheets import Issue, Listing, Paragraph, Table, VisitReportSheet
from inspect_app.fieldwork.models import Evidence
from inspect_app.findings.operations import withdraw_finding
from inspect_app.findings.queries import standing_findings
from inspect_app.kernel.errors import NotFound, RuleBroken
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW, TODAY

ISSUE = Issue(number=None, issued_on=TODAY, verify_url="https://example.invalid/k/1")


@pytest.fixture
def journey(session: Session) -> Journey:
    return make_journey(session)


def closed(journey: Journey, *failing: str) -> Journey:
    """A visit with two items met, the failing ones with a note, and one photo of the first of them."""
    journey.begin()
    journey.answer("CV05", "pass", "Niêm yết ở cổng và tại bộ phận một cửa.")
    journey.answer("CV06", "pass")
    if failing:
        journey.session.add(
            Evidence(
                visit_id=journey.visit.id,
                item_id=failing[0],
                number=1,
                sha256="0" * 64,
                filename="a.jpg",
                media_type="image/jpeg",
                size=3,
                added_by=journey.inspector.person.id,
                added_at=NOW,
            )
        )
        journey.session.flush()
    for item_id in failing:
        journey.answer(item_id, "fail", "Chưa có")
    journey.close()
    return journey


def report(journey: Journey, issue: Issue | None = None) -> VisitReportSheet:
    journey.session.expire_all()
    return visit_report_sheet(visit_material(journey.session, journey.visit), issue=issue, delegation=None)


def words(blocks: tuple[object, ...]) -> str:
    """The text of paragraphs, lists and tables."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, Listing):
            texts += block.lines
        elif isinstance(block, Table):
            texts += [cell for row in block.rows for cell in row]
    return "\n".join(texts)


def test_a_visit_that_has_not_begun_has_no_report(journey: Journey) -> None:
    with pytest.raises(NotFound):
        visit_material(journey.session, journey.visit)


def test_the_method_names_the_checklist_its_version_and_how_many_items_were_assessed(journey: Journey) -> None:
    method = words(report(closed(journey, "CV07")).method)
    assert "phiên bản 1 (mã cong-vu), gồm 32 mục" in method
    assert "đã ghi kết quả đối với 3 mục, còn " in method
    assert "không nhận được báo cáo tự kiểm tra" in method
    assert "Không lấy mẫu hồ sơ" in method
    assert "Thu thập 01 chứng cứ, đánh số CC-01" in method


def test_the_table_of_counts_adds_up(journey: Journey) -> None:
    method = report(closed(journey, "CV07")).method
    rows = next(block for block in method if isinstance(block, Table)).rows
    columns = [[int(cell) for cell in column] for column in list(zip(*rows, strict=True))[1:]]
    assert all(sum(column[:-1]) == column[-1] for column in columns)
    assert all(int(row[1]) == sum(int(cell) for cell in row[2:]) for row in rows)


def test_a_shortcoming_has_its_evidence_and_the_annex_what_became_of_every_item_not_met(journey: Journey) -> None:
    closed(journey, "CV07", "CV10")
    taken_back = standing_findings(journey.session, journey.visit.id)[1]
    withdraw_finding(journey.session, journey.lead.actor, taken_back, reason="Ghi nhầm", now=NOW)
    sheet = report(journey)
    shortcomings = [each for area in sheet.areas for each in area.shortcomings]
    assert [(each.item, each.evidence) for each in shortcomings] == [("CV07", ("CC-01",))]
    assert [(item.code, item.outcome) for item in sheet.unmet] == [
        ("CV07", f"Phát hiện {journey.visit.code}/01"),
        ("CV10", f"Đã rút phát hiện {journey.visit.code}/02: Ghi nhầm"),
    ]
    assert any("không nêu thành tồn tại" in fact.text for area in sheet.areas for fact in area.facts)


def test_what_is_met_is_told_in_the_members_words_and_the_rest_by_its_items(journey: Journey) -> None:
    good = [remark.text for area in report(closed(journey)).areas for remark in area.strengths]
    assert any(text.endswith("Niêm yết ở cổng và tại bộ phận một cửa") for text in good)
    assert "01 nội dung khác được đánh giá đạt: mục CV06" in good


def test_without_shortcomings_there_is_no_request_and_no_cause(journey: Journey) -> None:
    sheet = report(closed(journey))
    assert (sheet.requests, sheet.unmet) == (None, ())
    assert words(sheet.causes) == "Không có tồn tại, hạn chế phải làm rõ nguyên nhân."


def test_causes_that_nobody_worded_are_said_to_be_unrecorded_then_the_drafters_words_stand(journey: Journey) -> None:
    closed(journey, "CV07")
    assert "chưa ghi nhận nguyên nhân" in words(report(journey).causes)
    wording = Wording(subjective_causes="Theo dõi chưa thường xuyên", strengths={"3": "Cán bộ tận tình"})
    drafter = journey.secretary.actor
    conclusion = begin_draft(journey.session, drafter, journey.visit, due_days=9, now=NOW)
    save_wording(journey.session, drafter, conclusion, wording, now=NOW)
    sheet = report(journey)
    assert words(sheet.causes) == "Theo dõi chưa thường xuyên"
    assert any(remark.text == "Cán bộ tận tình" for area in sheet.areas for remark in area.strengths)
    assert sheet.requests is not None
    assert sheet.requests.rows[0][3] == "9 ngày làm việc"


def test_the_requests_follow_from_the_findings_and_the_campaigns_days(journey: Journey) -> None:
    requests = report(closed(journey, "CV07")).requests
    assert requests is not None
    assert requests.rows[0][1].endswith("(mục\u00a0CV07).")
    assert requests.rows[0][2:] == (f"Người đứng đầu {journey.unit.name}", "22 ngày làm việc")


def test_an_unannounced_visit_is_said_to_be_one_and_asks_no_self_report(session: Session) -> None:
    journey = closed(make_journey(session, unannounced=True))
    sheet = report(journey)
    assert "đột xuất, không báo trước" in words(sheet.course)
    assert "tự kiểm tra" not in words(sheet.method)


def test_it_is_issued_only_once_every_finding_is_decided_and_then_names_the_leader(journey: Journey) -> None:
    closed(journey, "CV07")
    with pytest.raises(RuleBroken, match="/01"):
        report(journey, ISSUE)
    assert report(journey).signature.name == ""
    journey.confirm_findings()
    sheet = report(journey, ISSUE)
    assert (sheet.draft, sheet.signature.title, sheet.signature.name) == (False, "TRƯỞNG ĐOÀN", "Trưởng đoàn mẫu")
    assert sheet.verify_url == ISSUE.verify_url
    assert sheet.letterhead.sign == "BC-ĐKT"
    assert VisitReportSheet.from_json(sheet.to_json()) == sheet


def test_a_shortcoming_that_was_found_in_an_earlier_year_says_so(session: Session) -> None:
    earlier = make_journey(session)
    earlier.issued(("CV07",))
    session.get_one(Campaign, earlier.visit.campaign_id).year = 2023
    later = make_journey(session)
    closed(later, "CV07", "CV10")
    later.visit.unit_id = earlier.visit.unit_id
    session.flush()
    facts = {each.item: each.facts for area in report(later).areas for each in area.shortcomings}
    assert "kết luận kiểm tra năm 2023 (phát hiện" in facts["CV07"]
    assert facts["CV10"] == ""


def test_a_grade_of_note_asks_nothing(journey: Journey) -> None:
    closed(journey, "CV07")
    journey.confirm_findings(Grade.NOTE)
    sheet = report(journey)
    assert sheet.requests is None
    assert replace(sheet, requests=None) == sheet
