"""The plan as a spreadsheet: what is written is read back as the same, and what somebody writes by hand is understood."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, Person
from inspect_app.campaigns.models import Campaign, Stream, TeamMember, Visit
from inspect_app.campaigns.operations import NotDone, apply_table, join_visits, try_table
from inspect_app.campaigns.rules import StreamKind, VisitOrigin
from inspect_app.campaigns.tables.differences import compare
from inspect_app.campaigns.tables.ground import Ground
from inspect_app.campaigns.tables.reading import read_table
from inspect_app.campaigns.tables.writing import plan_workbook
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import TEAM_ROLES, Role
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.text import fold
from inspect_app.kernel.workbooks import open_workbook
from inspect_app.units.models import Unit
from tests.campaigns.tables import HEADS, held, problems, table
from tests.factories.moments import NOW, TODAY
from tests.factories.people import Player, make_player
from tests.factories.units import make_unit
from tests.factories.visits import WINDOW, make_stream, make_visit

SignIn = Callable[[Account], FlaskClient]
DAY, NEXT = date(2024, 6, 25), date(2024, 6, 26)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
names = st.one_of(
    st.sampled_from(["Sở Tài chính", "Xã Trà Vân", "=1+1", "A; B", "C (Trưởng đoàn)", "12/6/2024"]), texts
)
some_names = names.filter(lambda text: bool(fold(text).strip()) and any(letter.isalnum() for letter in text))
days = st.dates(date(2024, 4, 1), date(2024, 9, 20))


@st.composite
def campaigns(draw: st.DrawFn) -> tuple[Campaign, list[Visit]]:
    """A campaign with visits, names repeating and strange; nothing of it is in a database."""
    campaign = Campaign(
        id=new_id(),
        code="dot-1",
        title=draw(names),
        year=2024,
        window_start=WINDOW[0],
        window_end=WINDOW[1],
        settings={},
    )
    units = [
        Unit(id=new_id(), code=f"U{number}", name=name, short_name=name)
        for number, name in enumerate(draw(st.lists(some_names, min_size=1, max_size=4)))
    ]
    streams = [
        Stream(id=new_id(), code=f"s{number}", title=title, kind=StreamKind.THEMATIC, campaign=campaign)
        for number, title in enumerate(draw(st.lists(some_names, min_size=1, max_size=3)))
    ]
    people = [Person(id=new_id(), name=name) for name in draw(st.lists(some_names, min_size=1, max_size=4))]
    visits = []
    for number in range(draw(st.integers(1, 8))):
        first = draw(st.none() | days)
        visits.append(
            Visit(
                id=new_id(),
                code=f"V-{number}",
                campaign=campaign,
                stream=draw(st.sampled_from(streams)),
                unit=draw(st.sampled_from(units)),
                window_start=WINDOW[0],
                window_end=WINDOW[1],
                starts_on=first,
                ends_on=first + timedelta(days=draw(st.integers(0, 9))) if first else None,
                schedule_note=draw(st.none() | texts),
                unannounced=False,
                team=[
                    TeamMember(person=person, person_id=person.id, role=draw(st.sampled_from(sorted(TEAM_ROLES))))
                    for person in draw(st.lists(st.sampled_from(people), max_size=3, unique_by=id))
                ],
            )
        )
        visits[-1].unit_id, visits[-1].stream_id = visits[-1].unit.id, visits[-1].stream.id
    return campaign, visits


@given(campaigns())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_read_back_as_no_change(made: tuple[Campaign, list[Visit]]) -> None:
    campaign, visits = made
    read = read_table(open_workbook(plan_workbook(campaign, visits, now=NOW)), campaign.year)
    people = {member.person.id: member.person for visit in visits for member in visit.team}
    units = {visit.unit.id: visit.unit for visit in visits}
    found = compare(read, Ground.of(units.values(), campaign.streams, people.values()), visits)
    assert problems(read) == []
    assert [one.shown for one in found.differences] == []
    assert (found.unchanged, found.untouched) == (len(visits), [])


@pytest.fixture
def coordinator(session: Session) -> Player:
    return make_player(session, Role.COORDINATOR, name="Điều phối mẫu")


@pytest.fixture
def people(session: Session) -> list[Person]:
    names = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường")
    return [make_player(session, Role.INSPECTOR, name=name).person for name in names]


@pytest.fixture
def visit(session: Session, people: list[Person]) -> Visit:
    unit = make_unit(session, "UBND huyện Chim Én", code="U-CHIMEN")
    return make_visit(session, unit=unit, team=[(people[0], Role.LEAD), (people[1], Role.INSPECTOR)], starts_on=TODAY)


def look(session: Session, visit: Visit, *rows: Any, heads: tuple[str, ...] = HEADS) -> list[Any]:
    """What one hand-made table changes; it must have no problem."""
    read, found = held(session, visit.campaign, [visit], table(*rows, heads=heads))
    assert problems(read) == []
    return found.differences


def test_a_table_by_hand_in_any_order_of_columns_moves_a_visit(session: Session, visit: Visit) -> None:
    heads = ("Thành phần", "Thời gian", "STT", "Kinh phí", "Đơn vị được kiểm tra")
    [change] = look(session, visit, ("", "25–26/6/2024", 1, "x", "ubnd huyen chim en"), heads=heads)
    assert (change.visit, change.days, change.members, change.note) == (visit, (DAY, NEXT), None, None)
    assert change.needs_reason


def test_people_are_found_by_name_with_office_title_and_part(
    session: Session, visit: Visit, people: list[Person]
) -> None:
    text = "1. Ông Lê Văn Cường, Phó Giám đốc Sở Nội vụ - Trưởng đoàn;\n2. Bà Trần Thị Bình (Thư ký)\n- nguyen van an"
    [change] = look(session, visit, (1, "U-CHIMEN", "", "", text, ""))
    an, binh, cuong = people
    assert change.members == ((cuong.id, Role.LEAD), (binh.id, Role.SECRETARY), (an.id, Role.LEAD))
    [change] = look(session, visit, (1, "U-CHIMEN", "", "", "Lê Văn Cường, Trần Thị Bình", ""))
    assert change.members == ((cuong.id, Role.INSPECTOR), (binh.id, Role.INSPECTOR))


def test_two_people_of_one_name_are_a_problem_at_the_cell(session: Session, visit: Visit) -> None:
    make_player(session, Role.INSPECTOR, name="Nguyễn Văn An")
    read, found = held(session, visit.campaign, [visit], table((1, "U-CHIMEN", "", "", "Nguyễn Văn An", "")))
    assert found.differences == []
    [problem] = problems(read)
    assert problem.startswith("E4: có nhiều người tên “Nguyễn Văn An”")


def test_a_former_unit_is_the_one_that_came_after_it(session: Session, visit: Visit) -> None:
    former = make_unit(session, "UBND huyện Họa Mi")
    former.valid_to, former.successor_id = TODAY - timedelta(days=1), visit.unit_id
    session.flush()
    [change] = look(session, visit, (1, "UBND huyện Họa Mi", "", DAY, "", ""))
    assert change.visit == visit


def test_every_problem_is_told_by_its_cell(session: Session, visit: Visit) -> None:
    twin = make_unit(session, "Phòng Nội vụ"), make_unit(session, "Phòng Nội vụ")
    rows = (
        (1, "Sở Chim Cu", "Kiểm tra toàn diện", DAY, "", ""),
        (2, "Phòng Nội vụ", "Kiểm tra toàn diện", DAY, "", ""),
        (3, "U-CHIMEN", "Kiểm tra việc khác", DAY, "", ""),
        (4, "U-CHIMEN", "", "31/6/2024", "Người Lạ Mặt", "x" * 201),
        (5, "", "Kiểm tra toàn diện", DAY, "", ""),
    )
    read, found = held(session, visit.campaign, [visit], table(*rows))
    assert found.differences == [] or [one.row.row for one in found.differences] == [6]
    told = problems(read)
    assert [line.partition(":")[0] for line in told] == ["B4", "B5", "C6", "D7", "E7", "F7", "B8"]
    assert all(unit.code in told[1] for unit in twin)


def changes(session: Session, visits: list[Visit], *rows: Any) -> Any:
    read, found = held(session, visits[0].campaign, visits, table(*rows))
    assert problems(read) == []
    return found.differences


def test_two_visits_of_one_team_change_their_days_at_once(
    session: Session, coordinator: Player, visit: Visit, people: list[Person]
) -> None:
    other = make_visit(
        session,
        unit=make_unit(session, "Sở Hoàng Yến"),
        stream=visit.stream,
        team=[(people[0], Role.LEAD)],
        starts_on=DAY,
    )
    found = changes(
        session, [visit, other], (1, "U-CHIMEN", "", DAY, "", ""), (2, "Sở Hoàng Yến", "", TODAY, "", "mới")
    )
    assert try_table(session, coordinator.actor, visit.campaign, found, now=NOW) == []
    assert (visit.starts_on, other.starts_on, other.schedule_note) == (TODAY, DAY, None)
    apply_table(session, coordinator.actor, visit.campaign, found, filename="kh.xlsx", reason="Đổi chỗ", now=NOW)
    assert (visit.starts_on, other.starts_on, other.schedule_note) == (DAY, TODAY, "mới")


def test_a_table_moves_two_joined_visits_together_or_tells_at_the_cell_that_they_would_part(
    session: Session, coordinator: Player, visit: Visit, people: list[Person]
) -> None:
    stream = make_stream(session, visit.campaign)
    stream.title = "Chuyên đề"
    team = [(people[2], Role.LEAD)]
    mate = make_visit(session, unit=visit.unit, stream=stream, team=team, starts_on=DAY)
    join_visits(session, coordinator.actor, mate, visit, reason="Đỡ phiền đơn vị", now=NOW)
    both = ((1, "U-CHIMEN", visit.stream.title, NEXT, "", ""), (2, "U-CHIMEN", "Chuyên đề", NEXT, "", ""))
    for row in both:
        found = changes(session, [visit, mate], row)
        [problem] = try_table(session, coordinator.actor, visit.campaign, found, now=NOW)
        assert (problem.place, "đi cùng cuộc" in problem.message) == ("D4", True)
    found = changes(session, [visit, mate], *both)
    apply_table(session, coordinator.actor, visit.campaign, found, filename="kh.xlsx", reason="Lùi", now=NOW)
    assert visit.starts_on == mate.starts_on == NEXT


def test_a_new_visit_gets_a_code_dates_and_a_team(
    session: Session, coordinator: Player, visit: Visit, people: list[Person]
) -> None:
    make_unit(session, "Sở Hoàng Yến")
    row = (1, "Sở Hoàng Yến", "Kiểm tra toàn diện", DAY, "Lê Văn Cường", "bổ sung")
    found = changes(session, [visit], row)
    apply_table(session, coordinator.actor, visit.campaign, found, filename="kh.xlsx", reason="", now=NOW)
    added = session.scalars(select(Visit).where(Visit.origin == VisitOrigin.ADDED)).one()
    assert (added.starts_on, added.schedule_note, added.stream_id) == (DAY, "bổ sung", visit.stream_id)
    assert [(member.person_id, member.role) for member in added.team] == [(people[2].id, Role.LEAD)]
    assert added.code not in {visit.code, ""}


def test_one_refusal_takes_everything_back(session: Session, coordinator: Player, visit: Visit) -> None:
    begun = make_visit(session, unit=make_unit(session, "Sở Hoàng Yến"), stream=visit.stream, begun=True)
    session.commit()
    sunday = date(2024, 6, 23)
    found = changes(
        session,
        [visit, begun],
        (1, "U-CHIMEN", "", DAY, "", ""),
        (2, "Sở Hoàng Yến", "", DAY, "", ""),
    )
    before = session.scalar(select(func.count()).select_from(JournalEntry))
    told = try_table(session, coordinator.actor, visit.campaign, found, now=NOW)
    assert [problem.place for problem in told] == ["B5"]
    with pytest.raises(NotDone):
        apply_table(session, coordinator.actor, visit.campaign, found, filename="kh.xlsx", reason="Họp", now=NOW)
    assert visit.starts_on == TODAY
    assert session.scalar(select(func.count()).select_from(JournalEntry)) == before
    found = changes(session, [visit], (1, "U-CHIMEN", "", sunday, "", ""))
    [problem] = try_table(session, coordinator.actor, visit.campaign, found, now=NOW)
    assert (problem.place, "không phải ngày làm việc" in problem.message) == ("D4", True)


def test_a_table_neither_holds_nor_takes_unannounced_visits(
    session: Session, coordinator: Player, visit: Visit
) -> None:
    stream = make_stream(session, visit.campaign, unannounced=True)
    stream.title = "Kiểm tra công vụ"
    secret = make_visit(session, unit=make_unit(session, "Sở Kín"), stream=stream)
    book = load_workbook(io.BytesIO(plan_workbook(visit.campaign, [visit, secret], now=NOW)))
    written = {str(cell.value) for sheet in book for row in sheet for cell in row}
    assert visit.unit.name in written
    assert not {"Sở Kín", secret.code} & written
    read, found = held(session, visit.campaign, [visit], table((1, "Sở Kín", "Kiểm tra công vụ", DAY, "", "")))
    assert found.differences == []
    assert "đột xuất" in problems(read)[0]


def test_the_table_is_made_for_paper_and_runs_nothing(session: Session, visit: Visit) -> None:
    visit.unit.name, visit.campaign.official_number = "=HYPERLINK(1)", "05/KH-UBND"
    visit.campaign.official_date = date(2024, 2, 5)
    book = load_workbook(io.BytesIO(plan_workbook(visit.campaign, [visit], now=NOW)))
    sheet = book.worksheets[0]
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.paperSize, sheet.print_title_rows, sheet.freeze_panes) == (9, "$5:$6", "C7")
    assert sheet["A3"].value == "(Kèm theo Kế hoạch số 05/KH-UBND ngày 05 tháng 02 năm 2024)"
    assert (sheet["B7"].data_type, sheet["B7"].value) == ("s", "=HYPERLINK(1)")
    assert (sheet["D7"].is_date, sheet["D7"].value.date()) == (True, TODAY)
    assert {cell.font.name for row in sheet["A1:G7"] for cell in row} == {"Times New Roman"}


def post(client: FlaskClient, visit: Visit, content: bytes) -> Any:
    address = f"/dot-kiem-tra/{visit.campaign.code}/nhap-bang"
    key = hidden(client.get(address).get_data(as_text=True), "csrf_token")
    return client.post(address, data={"file": (io.BytesIO(content), "ke-hoach.xlsx"), "csrf_token": key})


def hidden(page: str, name: str) -> str:
    tag = next(part for part in page.split("<input") if f'name="{name}"' in part)
    return tag.split('value="')[1].split('"')[0]


def test_a_table_is_looked_at_and_then_done_on_the_pages(
    session: Session, sign_in_as: SignIn, coordinator: Player, visit: Visit
) -> None:
    client = sign_in_as(coordinator.account)
    exported = client.get(f"/dot-kiem-tra/{visit.campaign.code}/bang.xlsx")
    assert exported.status_code == 200
    same = post(client, visit, exported.data)
    assert "không đổi gì" in same.get_data(as_text=True)
    bad = post(client, visit, b"%PDF")
    assert bad.status_code == 422
    wrong = post(client, visit, table((1, "U-CHIMEN", "", "31/6/2024", "", "")))
    assert "Ô D4" in wrong.get_data(as_text=True)
    sunday = date(2024, 6, 23)
    two = post(client, visit, table((1, "U-CHIMEN", "", sunday, "", ""), (2, "Không có", "", DAY, "", "")))
    listed = two.get_data(as_text=True)
    assert -1 < listed.find("Ô D4") < listed.find("Ô B5"), "a day off is told beside a cell that cannot be read"
    page = post(client, visit, table((1, "U-CHIMEN", "", DAY, "", ""))).get_data(as_text=True)
    session.expire_all()
    assert visit.starts_on == TODAY, "a look changes nothing"
    address = f"/dot-kiem-tra/{visit.campaign.code}/nhap-bang/ap-dung"
    fields = {name: hidden(page, name) for name in ("csrf_token", "content", "filename", "looked_at")}
    assert client.post(address, data=fields).status_code == 422
    session.expire_all()
    assert visit.starts_on == TODAY, "dates that were set ask a reason"
    stale = client.post(address, data={**fields, "looked_at": "0" * 64, "reason": "Họp"})
    assert "Hãy xem lại những gì sẽ đổi" in stale.get_data(as_text=True)
    assert client.post(address, data={**fields, "reason": "Họp"}).status_code == 302
    session.expire_all()
    assert visit.starts_on == DAY


def test_only_coordinators_hand_a_table_in(session: Session, sign_in_as: SignIn, visit: Visit) -> None:
    for role in (Role.LEAD, Role.AUDITOR, Role.ADMINISTRATOR, (Role.HEAD_OF_UNIT, visit.unit)):
        client = sign_in_as(make_player(session, role).account)
        assert client.get(f"/dot-kiem-tra/{visit.campaign.code}/nhap-bang").status_code == 403
