"""The report on a campaign: its figures are the board's, its shortcomings are of issued conclusions, and no secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy.orm import Session

from inspect_app.campaigns.board_queries import board_visits
from inspect_app.campaigns.models import Campaign, Stream
from inspect_app.campaigns.queries import working_calendar
from inspect_app.campaigns.rules.progress import Standing, standings_of
from inspect_app.checklists.rules import Grade
from inspect_app.documents.sheets import Block, CampaignReportSheet, Chart, Issue, Paragraph, Table
from inspect_app.followup.campaign_report import campaign_material, campaign_report_sheet
from inspect_app.followup.queries import visible_actions
from inspect_app.followup.rules import ActionState, is_late
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.clock import local_date
from inspect_app.units.models import Unit
from inspect_app.units.rules import UnitKind
from inspect_app.web.board.figures import by_month, by_stream
from tests.factories.journeys import keep_checklist
from tests.factories.moments import NOW, TODAY
from tests.factories.people import make_player
from tests.factories.ratings import make_issued
from tests.factories.units import make_province, make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

AUGUST = date(2024, 8, 20)


@dataclass(frozen=True)
class World:
    """A campaign of two streams, one of them unannounced, with visits as far along as visits can be."""

    session: Session
    campaign: Campaign
    open_stream: Stream
    hidden_stream: Stream
    province: Unit
    district: Unit
    secret_unit: Unit
    auditor: Actor

    def sheet(self, issue: Issue | None = None, on: date = AUGUST) -> CampaignReportSheet:
        """The report on a day."""
        self.session.expire_all()
        material = campaign_material(self.session, self.campaign, on=on)
        return campaign_report_sheet(material, issue=issue, delegation=None)

    def standings(self, on: date = AUGUST) -> Sequence[Standing]:
        """What the board counts for one who may know of no secret."""
        visits = board_visits(self.session, self.auditor, self.campaign, reported=(), tablet_holders=())
        return standings_of(visits, working_calendar(self.campaign), on)


@pytest.fixture
def world(session: Session) -> World:
    keep_checklist(session, "toan-dien")
    province = make_province(session)
    district = make_unit(session, "UBND huyện Tây Giang", UnitKind.DISTRICT, province)
    secret_unit = make_unit(session, "UBND xã Bí Mật", UnitKind.COMMUNE, district)
    campaign = make_campaign(session)
    streams = make_stream(session, campaign), make_stream(session, campaign, unannounced=True)
    streams[0].title, streams[1].title = "Kiểm tra toàn diện", "Kiểm tra công vụ"
    open_stream, hidden = streams
    for starts_on in (TODAY, date(2024, 9, 3), None):
        make_visit(session, stream=open_stream, starts_on=starts_on)
    make_visit(session, stream=hidden, unit=secret_unit)
    make_visit(session, stream=hidden, begun=True, starts_on=date(2024, 5, 6))
    cancelled = make_visit(session, stream=open_stream)
    cancelled.cancelled_at, cancelled.cancel_reason = NOW, "Sáp nhập"
    _issue(session, open_stream, district, (5, Grade.MAJOR, None), (5, Grade.MINOR, date(2024, 7, 30)))
    _issue(session, open_stream, make_unit(session, "Sở Y tế"), (5, Grade.MINOR, None))
    _issue(session, open_stream, make_unit(session, "Sở Tư pháp"))
    return World(
        session,
        campaign,
        open_stream,
        hidden,
        province,
        district,
        secret_unit,
        make_player(session, Role.AUDITOR).actor,
    )


def _issue(session: Session, stream: Stream, unit: Unit, *findings: tuple[int, Grade, date | None]) -> None:
    """A concluded visit of the stream, whose conclusion asks something of another body."""
    wish = f"Sở Nội vụ: Đôn đốc {unit.name} khắc phục"
    make_issued(session, unit, *findings, stream=stream, recommendations=wish)


def table(blocks: Sequence[Block], caption: str) -> Table:
    return next(block for block in blocks if isinstance(block, Table) and block.caption.startswith(caption))


def text(blocks: Sequence[Block]) -> str:
    return " ".join(block.text for block in blocks if isinstance(block, Paragraph))


def numbers(found: Table) -> dict[str, list[int]]:
    """The rows of a table of counts by their first cell."""
    return {row[0]: [int(cell.replace(".", "")) for cell in row[1:]] for row in found.rows}


def test_visits_by_stream_and_month_are_those_of_the_board(world: World) -> None:
    sheet, standings = world.sheet(), world.standings()
    for caption, rows in (
        ("Bảng 1", by_stream(world.campaign, standings, {})),
        ("Bảng 2", by_month(world.campaign, standings)),
    ):
        told = numbers(table(sheet.organisation, caption))
        assert {row.label: [figure.count for figure in row.figures[:5]] for row in rows} == {
            name: counts for name, counts in told.items() if name != "Tổng cộng"
        }
        assert told["Tổng cộng"] == [sum(row.figures[n].count for row in rows) for n in range(5)]
    assert numbers(table(sheet.organisation, "Bảng 1"))["Tổng cộng"][:4] == [7, 4, 3, 3]


def test_the_chart_shows_the_numbers_of_the_table(world: World) -> None:
    sheet = world.sheet()
    for blocks, caption, columns in ((sheet.organisation, "Bảng 2", (0, 1)), (sheet.areas, "Bảng 3", None)):
        chart = next(block for block in blocks if isinstance(block, Chart))
        told = numbers(table(blocks, caption))
        for place, label in enumerate(chart.labels):
            values = [one.values[place] for one in chart.series]
            if columns:
                assert values == [told[label][column] for column in columns]
            else:
                assert [sum(values), values[0]] == told[label][-2:]


def test_an_unannounced_visit_that_has_not_begun_never_counts_nor_shows(world: World) -> None:
    sheet = world.sheet()
    assert world.secret_unit.name not in sheet.to_json()
    assert numbers(table(sheet.organisation, "Bảng 1"))["Kiểm tra công vụ"][:2] == [1, 1]
    assert "không kể các cuộc kiểm tra đột xuất chưa tiến hành" in text(sheet.organisation)


def test_shortcomings_are_counted_by_area_grade_and_kind_of_unit(world: World) -> None:
    sheet = world.sheet()
    assert "03 tồn tại, hạn chế, gồm 01 thiếu sót lớn, 02 thiếu sót nhỏ, 0 lưu ý; 01 cuộc không có" in text(
        sheet.general
    )
    assert "chưa gồm 01 cuộc đã tiến hành nhưng chưa phát hành" in text(sheet.general)
    assert numbers(table(sheet.areas, "Bảng 3"))["Thủ tục hành chính"][-2:] == [3, 1]
    kinds = {row[0]: row[1:] for row in table(sheet.kinds, "Bảng 4").rows}
    assert kinds["Cấp huyện"] == ("1", "1", "2", "1", "0", "2,0")
    assert kinds["Sở, ban, ngành cấp tỉnh"] == ("2", "2", "1", "0", "0", "0,5")
    assert kinds["Tổng cộng"][2] == "3"


def test_what_is_short_at_several_units_is_told_with_how_many_were_assessed(world: World) -> None:
    rows = table(world.sheet().common, "Bảng 6").rows
    assert [(row[2].split(",")[0], row[3]) for row in rows] == [("C01", "2")]


def test_a_shortcoming_of_an_earlier_year_is_named_with_year_and_finding(world: World) -> None:
    assert "Chưa ghi nhận tồn tại, hạn chế nào lặp lại" in text(world.sheet().repeats)
    earlier = make_issued(world.session, world.district, (5, Grade.MINOR, None), issued_on=date(2023, 7, 3))
    world.session.get_one(Campaign, earlier.campaign_id).year = 2023
    world.session.flush()
    sheet = world.sheet()
    rows = table(sheet.repeats, "Bảng 5").rows
    assert [(row[1], row[4]) for row in rows] == [
        (world.district.name, f"Kết luận năm 2023, phát hiện {earlier.code}/01")
    ]
    assert table(sheet.kinds, "Bảng 4").rows[-1][5] == "1"


def test_requests_by_state_are_those_of_the_followup_page(world: World) -> None:
    actions = visible_actions(world.session, world.auditor)
    told = numbers(table(world.sheet().remedies, "Bảng 7"))
    late = [action for action in actions if is_late(action.state, action.due_on, AUGUST)]
    assert told["Tổng cộng"] == [len(actions), len(late)]
    for state, name in (
        (ActionState.OPEN, "Đơn vị chưa báo cáo"),
        (ActionState.REPORTED, "Đơn vị đã báo cáo, chờ xác minh"),
        (ActionState.VERIFIED, "Đã xác minh khắc phục"),
    ):
        assert told[name][0] == sum(action.state is state for action in actions)
    rows = table(world.sheet().remedies, "Bảng 8").rows
    assert [(row[3], row[4]) for row in rows] == [("01/8/2024", "13")] * 2
    assert "Không có yêu cầu nào quá hạn" in text(world.sheet(on=date(2024, 7, 31)).remedies)


def test_what_the_conclusions_recommend_is_gathered_by_addressee(world: World) -> None:
    told = world.sheet().recommendations
    assert [(one.addressee, one.text) for one in told] == [
        ("Sở Nội vụ", "- Đôn đốc đơn vị được kiểm tra khắc phục (nêu tại 03 thông báo kết luận).")
    ]


def test_before_any_conclusion_the_report_says_so(session: Session) -> None:
    make_province(session)
    campaign = make_campaign(session)
    make_stream(session, campaign)
    material = campaign_material(session, campaign, on=TODAY)
    sheet = campaign_report_sheet(material, issue=None, delegation=None)
    assert sheet.visits is None
    parts = (sheet.general, sheet.areas, sheet.kinds, sheet.repeats, sheet.common, sheet.remedies)
    assert all(text(part) for part in parts)
    assert CampaignReportSheet.from_json(sheet.to_json()) == sheet


def test_an_issued_report_has_its_day_and_a_draft_has_none(world: World) -> None:
    issued = world.sheet(Issue(issued_on=local_date(NOW), verify_url="https://example.invalid/k/2"))
    assert (issued.draft, issued.letterhead.issued_on) == (False, TODAY)
    draft = world.sheet()
    assert (draft.draft, draft.letterhead.issued_on, draft.letterhead.number) == (True, None, None)
    assert draft.addressee == "Ủy ban nhân dân tỉnh Quảng Nam"
