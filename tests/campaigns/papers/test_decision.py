"""The decision on teams: who decides for which stream, who is on the teams, and what stays a secret."""

import pytest

from inspect_app.campaigns.papers.decision import team_decision_sheet
from inspect_app.documents.sheets import TeamDecisionSheet
from inspect_app.kernel.errors import RuleBroken
from tests.campaigns.papers.conftest import Shipped
from tests.factories.moments import NOW


def draft(shipped: Shipped, stream: str) -> TeamDecisionSheet:
    return team_decision_sheet(shipped.session, shipped.stream(stream), delegation=None)


def test_the_provinces_chair_sets_up_comprehensive_teams_on_a_proposal(shipped: Shipped) -> None:
    sheet = draft(shipped, "toan-dien")
    assert (sheet.letterhead.sign, sheet.authority) == ("QĐ-UBND", "Chủ tịch Ủy ban nhân dân tỉnh Quảng Nam")
    assert sheet.bases[-1] == "Theo đề nghị của Giám đốc Sở Nội vụ"
    assert sheet.signature.title == "CHỦ TỊCH"
    assert sheet.bound.startswith("Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ, ")


def test_a_decision_is_the_heads_own_and_never_on_behalf_of_the_committee(shipped: Shipped) -> None:
    deputy = shipped.deputy("49", "Chủ tịch")
    sheet = team_decision_sheet(shipped.session, shipped.stream("toan-dien"), delegation=deputy)
    assert (*sheet.signature.authority, sheet.signature.title) == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


@pytest.mark.parametrize("stream", ["y-te", "mot-cua", "cong-vu"])
def test_the_director_sets_up_thematic_and_surprise_teams_and_proposes_to_nobody(shipped: Shipped, stream: str) -> None:
    sheet = draft(shipped, stream)
    assert (sheet.letterhead.parent_body, sheet.letterhead.sign) == ("UBND tỉnh Quảng Nam", "QĐ-SNV")
    assert sheet.authority == "Giám đốc Sở Nội vụ"
    assert not any(basis.startswith("Theo đề nghị") for basis in sheet.bases)


def test_announced_teams_name_their_units(shipped: Shipped) -> None:
    (team,) = draft(shipped, "y-te").teams
    assert "Sở Y tế" in team.units
    assert "Đoàn kiểm tra chuyên đề" in draft(shipped, "y-te").subject


def test_a_surprise_team_names_no_unit_and_tells_nobody(shipped: Shipped) -> None:
    sheet = draft(shipped, "cong-vu")
    assert [(team.title, team.units) for team in sheet.teams] == [
        ("Tổ kiểm tra công vụ 1", ()),
        ("Tổ kiểm tra công vụ 2", ()),
    ]
    assert sheet.founding.startswith("Thành lập 02 Tổ kiểm tra công vụ (sau đây gọi chung là Đoàn kiểm tra)")
    assert "giữ bí mật" in sheet.duties[1].lines[0]
    assert not any("Thông báo lịch" in line for duty in sheet.duties for line in duty.lines)


def test_the_seal_is_a_setting(shipped: Shipped) -> None:
    assert "không có con dấu riêng" in draft(shipped, "y-te").seal
    papers = shipped.campaign.settings["papers"]
    changed = {**papers, "decision": {**papers["decision"], "seal": "SNV"}}
    shipped.campaign.settings = {**shipped.campaign.settings, "papers": changed}
    assert "sử dụng con dấu của Sở Nội vụ" in draft(shipped, "y-te").seal


def test_without_a_team_there_is_nothing_to_decide(shipped: Shipped) -> None:
    for code in ("MC-01", "MC-02", "MC-03", "MC-04", "MC-05", "MC-06", "MC-07", "MC-08"):
        visit = shipped.visit(code)
        visit.cancelled_at, visit.cancel_reason = NOW, "thử"
    shipped.session.flush()
    with pytest.raises(RuleBroken, match="chưa có đoàn"):
        draft(shipped, "mot-cua")
