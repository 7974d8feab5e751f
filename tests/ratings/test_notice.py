"""The notice of ratings: only what the authority decided has a level; the rule's words, sources and doubts stand in it."""

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from inspect_app.documents.sheets import RatedHead, RatingNoticeSheet
from inspect_app.kernel.errors import RuleBroken
from inspect_app.ratings.notice import PaperType, first_bases, rating_notice_sheet
from inspect_app.ratings.operations import decide, enter_index, release
from inspect_app.ratings.queries import assess_all, ratings_of
from inspect_app.units.models import Unit
from tests.factories.moments import NOW
from tests.factories.ratings import World, fill, make_rating_world, rating_at


@pytest.fixture
def world(session: Session) -> World:
    return make_rating_world(session)


def notice(session: Session, world: World, authority: Unit | None = None, type_: PaperType = "TB") -> RatingNoticeSheet:
    session.expire_all()
    found = assess_all(session, ratings_of(session, world.year))
    return rating_notice_sheet(
        world.year,
        authority or world.province,
        found,
        bases=first_bases(world.year, found),
        paper_type=type_,
        issue=None,
        delegation=None,
    )


def line(sheet: RatingNoticeSheet, unit: Unit) -> RatedHead:
    return next(row for row in sheet.heads if row.unit == unit.name)


def decided(
    session: Session,
    world: World,
    unit: Unit,
    level: str = "excellent",
    reason: str = "",
    *,
    index: str = "92.00",
    late: int = 4,
) -> None:
    rating = fill(session, world, rating_at(session, unit), index=index, late=late)
    decide(session, world.chair.actor, rating, level=level, reason=reason, now=NOW)


def test_nothing_decided_gives_no_notice(session: Session, world: World) -> None:
    fill(session, world, rating_at(session, world.department))
    with pytest.raises(RuleBroken, match="quyết định"):
        notice(session, world)


def test_a_decided_head_has_figures_level_and_ground_by_office(session: Session, world: World) -> None:
    decided(session, world, world.department)
    sheet = notice(session, world)
    row = line(sheet, world.department)
    assert (row.head, row.index, row.late, row.contents) == ("Giám đốc", "92\u00a0%", "4/100 (4,00\u00a0%)", "7/7")
    assert (row.level, row.is_open) == ("Hoàn thành xuất sắc nhiệm vụ", False)
    assert row.ground.startswith("Các nội dung được thực hiện đầy đủ")
    assert world.chair.person.name not in sheet.to_json()


def test_what_the_rule_leaves_open_waits_for_the_authority_and_has_no_level(session: Session, world: World) -> None:
    decided(session, world, world.department)
    fill(session, world, rating_at(session, world.district), index="85.00", late=6, total=100)
    sheet = notice(session, world)
    row = line(sheet, world.district)
    assert (row.level, row.is_open) == ("Cần người có thẩm quyền xem xét", True)
    assert "Quy định không nêu mức" in row.ground
    assert "Mức có thể" in row.ground
    assert (sheet.decided, sheet.open_count) == (1, 1)
    assert sheet.summary.rows[-1] == ("Tổng cộng", "2", "1", "0", "0", "0", "1")


def test_a_proposal_of_the_rule_alone_is_no_level(session: Session, world: World) -> None:
    decided(session, world, world.department)
    fill(session, world, rating_at(session, world.district))
    assert line(notice(session, world), world.district).ground == "Người có thẩm quyền chưa quyết định."


def test_a_decision_on_figures_that_changed_since_counts_no_more(session: Session, world: World) -> None:
    decided(session, world, world.department)
    decided(session, world, world.district)
    rating = rating_at(session, world.district)
    enter_index(session, world.coordinator.actor, rating, value=Decimal("81"), source="Nguồn mẫu", now=NOW)
    row = line(notice(session, world), world.district)
    assert row.is_open
    assert "cần quyết định lại" in row.ground


def test_a_decision_beside_the_rule_says_its_own_reason_first(session: Session, world: World) -> None:
    decided(session, world, world.department, "good", "Có đơn thư đúng", index="85.00", late=6)
    release(session, world.chair.actor, rating_at(session, world.department), now=NOW)
    row = line(notice(session, world), world.department)
    assert row.level == "Hoàn thành tốt nhiệm vụ"
    assert row.ground.startswith("Người có thẩm quyền quyết định: Có đơn thư đúng. Theo quy định: Quy định không nêu")


def test_an_authority_speaks_of_those_whom_he_rates_alone(session: Session, world: World) -> None:
    decided(session, world, world.department)
    assert [row.unit for row in notice(session, world).heads] == [world.department.name, world.district.name]
    rating = fill(session, world, rating_at(session, world.commune))
    decide(session, world.district_chair.actor, rating, level="excellent", reason="", now=NOW)
    sheet = notice(session, world, world.district)
    assert [row.unit for row in sheet.heads] == [world.commune.name]
    assert sheet.letterhead.issuing_body == "Ủy ban nhân dân\nhuyện Tây Giang"


def test_rule_authority_and_doubts_stand_in_the_paper(session: Session, world: World) -> None:
    decided(session, world, world.department)
    sheet = notice(session, world)
    assert sheet.bases[0].startswith("Căn cứ Quyết định số 1171/QĐ-UBND ngày 16 tháng 5 năm 2024")
    assert sheet.levels[0].name == "Hoàn thành xuất sắc nhiệm vụ"
    assert all("(cần đối chiếu)" in level.text for level in sheet.levels)
    assert sheet.authorities[-1] == (
        "Cấp huyện: do Chủ tịch Ủy ban nhân dân tỉnh Quảng Nam xếp loại; nguồn: quy định mẫu (cần đối chiếu)"
    )
    assert RatingNoticeSheet.from_json(sheet.to_json()) == sheet


def test_the_type_of_paper_is_chosen_and_signed_by_the_head_alone(session: Session, world: World) -> None:
    decided(session, world, world.department)
    as_notice, as_decision = notice(session, world), notice(session, world, type_="QĐ")
    assert (as_notice.letterhead.sign, as_decision.letterhead.sign) == ("TB-UBND", "QĐ-UBND")
    assert as_decision.decider == "Chủ tịch Ủy ban nhân dân tỉnh Quảng Nam"
    assert (as_decision.signature.authority, as_decision.signature.title) == ((), "CHỦ TỊCH")
