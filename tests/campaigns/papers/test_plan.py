"""The plan as a paper: what the plan file says and nothing else, and no visit that is to be a surprise."""

import pytest

from inspect_app.campaigns.papers.frame import require_settled
from inspect_app.campaigns.papers.plan import inspection_plan_sheet
from inspect_app.documents.sheets import InspectionPlanSheet
from inspect_app.kernel.errors import RuleBroken
from tests.campaigns.papers.conftest import Shipped


def draft(shipped: Shipped) -> InspectionPlanSheet:
    return inspection_plan_sheet(shipped.session, shipped.campaign, delegation=None)


def test_the_committee_issues_it_and_a_deputy_signs_on_its_behalf(shipped: Shipped) -> None:
    deputy = shipped.deputy("49", "Chủ tịch")
    sheet = inspection_plan_sheet(shipped.session, shipped.campaign, delegation=deputy)
    assert (sheet.letterhead.parent_body, sheet.letterhead.sign) == ("", "KH-UBND")
    assert (*sheet.signature.authority, sheet.signature.title) == (
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    assert sheet.signature.name == "", "the issue puts the name there"


def test_a_draft_has_neither_number_nor_day_nor_name(shipped: Shipped) -> None:
    sheet = draft(shipped)
    assert (sheet.letterhead.number, sheet.letterhead.issued_on, sheet.signature.name) == (None, None, "")
    assert (sheet.draft, sheet.sample, sheet.signature.title) == (True, True, "CHỦ TỊCH")


def test_every_announced_visit_stands_in_the_list_with_its_team_and_days(shipped: Shipped) -> None:
    annexes = draft(shipped).annexes
    lines = {visit.unit: visit for group in annexes.groups for visit in group.visits}
    assert sum(len(group.visits) for group in annexes.groups) == 29
    assert (lines["UBND huyện Tây Giang"].team, lines["UBND huyện Tây Giang"].days) == (
        "Đoàn số 1",
        "từ 18/6/2024 đến 20/6/2024",
    )
    assert (lines["Kho bạc Nhà nước Quảng Nam"].team, lines["Sở Y tế"].kind) == ("chưa phân công", "Chuyên đề")
    assert lines["UBND xã Trà Đông"].days == "trong khoảng từ 01/4/2024 đến 30/9/2024"
    assert annexes.teams[0].title == "Đoàn kiểm tra toàn diện A (cấp huyện)"
    assert "UBND huyện Tây Giang" in annexes.teams[0].units


def test_leaders_stand_first_and_secretaries_last(shipped: Shipped) -> None:
    for team in draft(shipped).annexes.teams:
        assert (team.people[0].role, team.people[-1].role) == ("Trưởng đoàn", "Thư ký")


def test_a_surprise_is_counted_from_the_plan_and_never_named(shipped: Shipped) -> None:
    sheet = draft(shipped)
    civil = next(one for one in sheet.scope.objects if one.title == "Kiểm tra công vụ")
    assert civil.text == "11 cuộc, kiểm tra đột xuất, không báo trước thời gian và đơn vị"
    assert [group.title for group in sheet.annexes.groups if "công vụ" in group.title] == []
    assert not any("công vụ" in team.title for team in sheet.annexes.teams)


def test_what_the_plan_file_says_is_printed_and_the_rest_is_the_default(shipped: Shipped) -> None:
    sheet = draft(shipped)
    assert sheet.scope.contents[0].lines[3] == "Giải pháp nâng cao các chỉ số: PAR Index, SIPAS, PAPI, PCI, DTI"
    assert sheet.scope.contents[0].areas[0] == "Công tác chỉ đạo, điều hành cải cách hành chính"
    shipped.campaign.settings = {**shipped.campaign.settings, "papers": {"plan": {"purposes": ["Mục đích riêng"]}}}
    changed = draft(shipped)
    assert changed.purposes == ("Mục đích riêng",)
    assert changed.requirements == sheet.requirements


def test_deadlines_are_those_of_the_campaign(shipped: Shipped) -> None:
    teams, units = draft(shipped).duties[:2]
    assert "chậm nhất 10 ngày làm việc trước" in teams.lines[0]
    assert "ngay trong ngày kết thúc kiểm tra" in teams.lines[1]
    assert "chậm nhất 05 ngày làm việc trước" in units.lines[0]


def test_what_a_preparer_worded_stands_in_place_of_the_plans_words(shipped: Shipped) -> None:
    words = {"purposes": "Một mục đích\n\nHai mục đích", "period": " quý II \n năm 2024 ", "bases": ""}
    sheet = inspection_plan_sheet(shipped.session, shipped.campaign, delegation=None, words=words)
    assert (sheet.purposes, sheet.scope.period, sheet.bases) == (
        ("Một mục đích", "Hai mục đích"),
        "quý II năm 2024",
        (),
    )


def test_a_paper_with_an_open_place_is_not_submitted_unless_it_is_a_sample(shipped: Shipped) -> None:
    require_settled(draft(shipped))
    shipped.campaign.is_sample = False
    with pytest.raises(RuleBroken, match="cần đối chiếu"):
        require_settled(draft(shipped))
    papers = shipped.campaign.settings["papers"]
    shipped.campaign.settings = {**shipped.campaign.settings, "papers": {**papers, "plan": {}}}
    require_settled(draft(shipped))
