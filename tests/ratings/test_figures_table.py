"""The year's figures as a spreadsheet: read without guessing, looked at before anything counts, entered whole or not at all."""

import base64
import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from inspect_app.journal.queries import JournalFilter, search_entries
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.workbooks import Refused, open_workbook
from inspect_app.ratings import operations
from inspect_app.ratings.operations import DossierSource, IndexSource, enter_figures
from inspect_app.ratings.permissions import may_prepare_rating
from inspect_app.ratings.queries import visible_ratings
from inspect_app.ratings.rules import DossierCounts
from inspect_app.ratings.tables.columns import TITLES
from inspect_app.ratings.tables.comparing import compare
from inspect_app.ratings.tables.reading import read_figures
from inspect_app.ratings.tables.writing import figures_workbook
from tests.campaigns.tables import saved
from tests.factories.moments import NOW
from tests.factories.people import make_player
from tests.factories.ratings import fill, make_rating_world, rating_at

HEADS = tuple(TITLES.values())
ADDRESS = "/xep-loai/nhap-so-lieu"
SOURCES = {"index_from": IndexSource("Quyết định mẫu"), "dossiers_from": DossierSource("Hệ thống mẫu")}


def table(*rows, heads=HEADS, above=2):
    book = Workbook()
    for _line in range(above):
        book.active.append(["SỐ LIỆU NĂM 2024"])
    book.active.append(list(heads))
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def read(*rows, heads=HEADS):
    return read_figures(open_workbook(table(*rows, heads=heads)))


def problems(rows):
    return [f"{one.place}: {one.message}" for row in rows for one in row.problems]


@pytest.fixture
def world(session):
    return make_rating_world(session)


@pytest.fixture
def held(session, world):
    """Rows held against what a player sees."""

    def hold(*rows, heads=HEADS, by=None):
        actor = (by or world.coordinator).actor
        found = read(*rows, heads=heads)
        seen = visible_ratings(session, actor, world.year)
        return found, compare(found, seen, lambda rating: may_prepare_rating(actor, rating))

    return hold


class TestReading:
    def test_numbers_are_taken_as_people_and_spreadsheets_write_them(self):
        (row,) = read(("U1", "Sở Y tế", "92,15 %", "9.120", 254.0, " 12", None, "1 000", ""))
        assert row.index == Decimal("92.15")
        assert {column.value: count for column, count in row.counts.items()} == {
            "total": 9120,
            "late": 254,
            "apologised": 12,
            "received": 1000,
        }
        assert not row.problems

    def test_a_number_of_a_cell_keeps_its_decimals(self):
        (row,) = read(("U1", "", 89.99))
        assert row.index == Decimal("89.99")

    def test_headings_are_known_in_any_order_case_and_wording(self):
        (row,) = read((200, 12, "U1"), heads=("TỔNG SỐ ĐÃ GIẢI QUYẾT", "Hồ sơ trễ hẹn", "Mã"))
        assert list(row.counts.values()) == [200, 12]

    @pytest.mark.parametrize(
        ("cell", "message"),
        [
            (0.9215, "0,9215 có phải là 92,15 % không? Hãy bỏ định dạng phần trăm rồi ghi lại"),
            ("=1+1", "ô này có công thức; hãy chép rồi dán lại dạng giá trị"),
            (date(2024, 5, 12), "bảng tính đã đổi ô này thành ngày; hãy đặt dạng Văn bản hoặc Số rồi ghi lại"),
            (True, "ô này không phải là số; hãy ghi ví dụ 92,5"),
            ("khá", "“khá” không phải là chỉ số phần trăm; hãy ghi ví dụ 92,5"),
            ("-3", "“-3” không phải là chỉ số phần trăm; hãy ghi ví dụ 92,5"),
        ],
    )
    def test_an_index_that_a_spreadsheet_may_have_changed_is_never_guessed(self, cell, message):
        assert problems(read(("U1", "", cell))) == [f"C4: {message}"]

    @pytest.mark.parametrize("cell", [12.5, "12,5", "-4", "nhiều", -4, "1.23"])
    def test_a_count_is_a_whole_number_that_is_not_negative(self, cell):
        (said,) = problems(read(("U1", "", None, cell)))
        assert said.startswith("D4: ")

    def test_a_number_without_an_end_is_a_text_like_any_other(self):
        book = Workbook()
        book.active.append(list(HEADS))
        book.active.append(["U1", "", 1, 1])
        odd = re.sub(rb"<v>1</v>", b"<v>1e999</v>", sheet_of(saved(book)))
        (row,) = read_figures(open_workbook(with_sheet(saved(book), odd)))
        assert [one.split(": ")[0] for one in problems([row])] == ["C2", "D2"]

    def test_the_line_of_sums_ends_the_table(self):
        rows = read(("U1", "Sở Y tế", 92), (None, "Tổng cộng", None, 400), (None, "Người lập", None))
        assert [row.code for row in rows] == ["U1"]

    def test_figures_without_a_unit_are_told(self):
        rows = read((None, None, None, 100, 2))
        compare(rows, [], lambda _rating: True)
        assert problems(rows) == ["A4: thiếu mã hoặc tên đơn vị"]

    def test_a_file_without_the_headings_or_with_one_twice_is_refused(self):
        with pytest.raises(Refused, match="Không tìm thấy hàng tiêu đề"):
            read(("Sở Y tế", 92), heads=("Đơn vị", "Ghi chú"))
        with pytest.raises(Refused, match="Hai cột cùng tên"):
            read(("Sở Y tế", 92, 93), heads=("Đơn vị", "Chỉ số CCHC", "Chỉ số CCHC (%)"))
        with pytest.raises(Refused, match="không có dòng nào"):
            read()


class TestComparing:
    def test_an_empty_cell_keeps_what_stands_and_so_does_a_unit_that_is_not_named(self, session, world, held):
        fill(session, world, rating_at(session, world.department), late=12, total=200)
        code = world.department.code
        _rows, comparison = held((code, "", None, None, 9))
        (one,) = comparison.differences
        assert one.index is None
        assert one.dossiers.counts == DossierCounts(9, 200)
        assert one.shown == [("Giải quyết quá hạn", "12", "9")]
        assert comparison.untouched == len(visible_ratings(session, world.coordinator.actor, world.year)) - 1

    def test_what_stands_already_is_no_change(self, session, world, held):
        fill(session, world, rating_at(session, world.department), index="92.50", late=12, total=200)
        _rows, comparison = held((world.department.code, "Sở Y tế", "92,5", 200, 12))
        assert comparison.differences == ()
        assert comparison.unchanged == 1

    def test_a_unit_is_known_by_its_code_or_its_name(self, world, held):
        _rows, by_name = held((None, "SO Y TE", 92), (None, "Ubnd xã A Tiêng", 80))
        assert [one.rating.unit for one in by_name.differences] == [world.department, world.commune]

    def test_a_code_and_a_name_that_mean_two_units_are_refused(self, world, held):
        rows, comparison = held((world.department.code, "UBND xã A Tiêng", 92))
        assert problems(rows) == ["B4: mã này là của Sở Y tế, khác với tên ghi trong dòng"]
        assert comparison.differences == ()

    def test_a_unit_that_is_not_rated_and_one_that_comes_twice_are_told(self, world, held):
        rows, _comparison = held((None, "Sở Y tế", 92), (None, "Sở Y tếế", 92), (world.department.code, None, 92))
        assert problems(rows) == [
            "B5: không có “Sở Y tếế” trong danh sách xếp loại mà bạn được nhập; có phải “Sở Y tế”?",
            "A6: Sở Y tế đã có ở dòng 4",
        ]

    @pytest.mark.parametrize(
        ("cells", "message"),
        [
            ((101,), "C4: Chỉ số tính bằng phần trăm, phải từ 0 đến 100."),
            ((None, 100), "E4: thiếu “Giải quyết quá hạn” của đơn vị này"),
            ((None, None, 3), "D4: thiếu “Hồ sơ đã giải quyết” của đơn vị này"),
            ((None, 10, 11), "E4: Số hồ sơ trễ hẹn không được lớn hơn tổng số hồ sơ đã giải quyết."),
            ((None, 10, 2, 3), "F4: Số hồ sơ trễ có phiếu xin lỗi không được lớn hơn số hồ sơ trễ hẹn."),
            ((None, 9_999_999_999, 2), "D4: Số hồ sơ phải từ 0 đến 1000000000."),
        ],
    )
    def test_figures_that_cannot_be_are_told_by_their_cells(self, world, held, cells, message):
        rows, _comparison = held((world.department.code, "", *cells))
        assert problems(rows) == [message]

    def test_nobody_enters_figures_of_his_own_unit(self, session, world, held):
        insider = make_player(session, Role.COORDINATOR, works_at=world.department)
        rows, _comparison = held((world.department.code, "", 92), by=insider)
        (said,) = problems(rows)
        assert said.startswith("A4: bạn công tác tại Sở Y tế")


class TestEntering:
    def test_every_figure_is_entered_with_its_source_and_journalled(self, session, world, held):
        _rows, comparison = held((world.department.code, "", "92,5", 200, 9), (None, "UBND xã A Tiêng", 70))
        count = enter_figures(
            session,
            world.coordinator.actor,
            world.year,
            comparison.differences,
            index_from=IndexSource("Quyết định mẫu", "số mẫu", date(2024, 12, 1)),
            dossiers_from=DossierSource("Hệ thống mẫu", date(2024, 12, 20)),
            filename="so-lieu.xlsx",
            now=NOW,
        )
        assert count == 2
        session.commit()
        department, commune = rating_at(session, world.department), rating_at(session, world.commune)
        assert department.index_input
        assert department.dossiers
        assert commune.index_input
        assert (department.index_input.value, department.index_input.decision_number) == ("92.5", "số mẫu")
        assert (department.dossiers.counts, department.dossiers.source) == (DossierCounts(9, 200), "Hệ thống mẫu")
        assert department.dossiers.exported_on == date(2024, 12, 20)
        assert (commune.index_input.value, commune.dossiers) == ("70", None)
        told = [entry.verb for entry in search_entries(session, JournalFilter(), limit=4)]
        assert told[0] == "ratings.enter_figures"
        assert sorted(told[1:]) == ["ratings.enter_dossiers", "ratings.enter_index", "ratings.enter_index"]

    def test_figures_need_a_source(self, session, world, held):
        _rows, comparison = held((world.department.code, "", 92))
        with pytest.raises(RuleBroken, match="Hãy ghi nguồn"):
            self._enter(session, world.coordinator, world, comparison, index_from=IndexSource(" "))

    def test_a_rating_that_was_released_meanwhile_refuses_the_table(self, session, world, held):
        _rows, comparison = held((world.department.code, "", 92))
        rating = fill(session, world, rating_at(session, world.department))
        operations.decide(session, world.chair.actor, rating, level="excellent", reason="", now=NOW)
        operations.release(session, world.chair.actor, rating, now=NOW)
        with pytest.raises(Conflict):
            self._enter(session, world.coordinator, world, comparison)

    @pytest.mark.parametrize("who", ["chair", "district_chair", "head", "auditor"])
    def test_only_a_coordinator_hands_in_a_table(self, session, world, held, who):
        _rows, comparison = held((world.department.code, "", 92))
        with pytest.raises(Forbidden):
            self._enter(session, getattr(world, who), world, comparison)

    def test_what_was_looked_at_by_one_cannot_be_entered_by_an_insider(self, session, world, held):
        _rows, comparison = held((world.department.code, "", 92))
        insider = make_player(session, Role.COORDINATOR, works_at=world.department)
        with pytest.raises(Forbidden):
            self._enter(session, insider, world, comparison)

    def _enter(self, session, player, world, comparison, **other):
        enter_figures(
            session,
            player.actor,
            world.year,
            comparison.differences,
            filename="so-lieu.xlsx",
            now=NOW,
            **{**SOURCES, **other},
        )


class TestWriting:
    def test_the_file_that_is_taken_home_says_what_stands_and_changes_nothing_when_it_comes_back(self, session, world):
        fill(session, world, rating_at(session, world.department), index="92.15", late=12, total=9120)
        seen = visible_ratings(session, world.coordinator.actor, world.year)
        content = figures_workbook(world.year, seen, now=NOW)
        sheet = load_workbook(io.BytesIO(content)).active
        rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
        assert rows[world.department.code] == ("Sở Y tế", 92.15, 9120, 12, None, None, None, None)
        comparison = compare(read_figures(open_workbook(content)), seen, lambda _rating: True)
        assert (comparison.differences, comparison.unchanged) == ((), len(seen))
        assert comparison.untouched == 0


class TestThePages:
    @pytest.fixture
    def client(self, world, sign_in_as):
        return sign_in_as(world.coordinator.account)

    def test_a_coordinator_takes_the_file_fills_it_looks_and_enters(self, session, world, client):
        assert ADDRESS in client.get("/xep-loai/").get_data(as_text=True)
        assert client.get("/xep-loai/so-lieu.xlsx?nam=2024").data.startswith(b"PK")
        page = hand_in(client, table((world.department.code, "", "92,5", 200, 9)))
        assert "Chưa đổi gì" in page.text
        assert rating_at(session, world.department).index_input is None
        answer = confirm(client, page, index_source="Quyết định mẫu", dossier_source="Hệ thống mẫu")
        assert answer.status_code == 302
        found = rating_at(session, world.department)
        assert found.index_input
        assert found.dossiers
        assert (found.index_input.value, found.dossiers.late) == ("92.5", 9)
        assert "Đã nhập số liệu của 1 đơn vị" in client.get(answer.location).get_data(as_text=True)

    def test_only_the_sources_of_what_changes_are_asked(self, world, client):
        page = hand_in(client, table((world.department.code, "", 92))).text
        assert 'name="index_source"' in page
        assert 'name="dossier_source"' not in page

    def test_without_a_source_nothing_is_entered_and_the_table_need_not_be_chosen_again(self, session, world, client):
        page = hand_in(client, table((world.department.code, "", 92)))
        answer = confirm(client, page, index_source="")
        assert answer.status_code == 422
        assert 'name="content"' in answer.text
        assert rating_at(session, world.department).index_input is None

    def test_problems_stand_by_their_cells_and_nothing_can_be_confirmed(self, world, client):
        page = hand_in(client, table((world.department.code, "", 192), (None, "UBND xã A Tiêng", 70)))
        assert "Ô C4" in page.text
        assert 'name="looked_at"' not in page.text

    def test_what_moved_since_the_look_is_looked_at_again(self, session, world, client):
        page = hand_in(client, table((world.department.code, "", 92)))
        operations.enter_index(
            session,
            world.coordinator.actor,
            rating_at(session, world.department),
            value=Decimal(80),
            source="Nguồn khác",
            now=NOW,
        )
        answer = confirm(client, page, index_source="Quyết định mẫu")
        assert answer.status_code == 200
        assert "Số liệu đã thay đổi trong lúc bạn xem" in answer.text
        stands = rating_at(session, world.department).index_input
        assert stands
        assert stands.value == "80"

    def test_a_paper_that_is_no_pdf_is_refused(self, session, world, client):
        page = hand_in(client, table((world.department.code, "", 92)))
        answer = confirm(client, page, index_source="Quyết định mẫu", paper=(io.BytesIO(b"MZ"), "qd.pdf"))
        assert answer.status_code == 422
        assert "Tệp không phải PDF" in answer.text
        assert rating_at(session, world.department).index_input is None

    def test_a_file_that_is_no_workbook_is_refused_in_words(self, client):
        answer = hand_in(client, b"a,b\n1,2\n", status=422)
        assert "không phải bảng tính XLSX" in answer.text

    @pytest.mark.parametrize("who", ["chair", "head", "auditor"])
    def test_nobody_else_has_these_pages(self, world, sign_in_as, who):
        client = sign_in_as(getattr(world, who).account)
        assert client.get(ADDRESS).status_code == 403
        assert client.get("/xep-loai/so-lieu.xlsx").status_code == 403
        assert "Nhập bảng số liệu" not in client.get("/xep-loai/").get_data(as_text=True)


def sheet_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def with_sheet(content, sheet):
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as other:
        for name in archive.namelist():
            other.writestr(name, sheet if name.endswith("sheet1.xml") else archive.read(name))
    return changed.getvalue()


def hand_in(client, content, status=200):
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(ADDRESS).get_data(as_text=True))
    assert found
    answer = client.post(
        ADDRESS,
        data={"csrf_token": found.group(1), "file": (io.BytesIO(content), "so-lieu.xlsx")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == status, answer.text
    return answer


def confirm(client, page, **values):
    hidden = dict(
        re.findall(r'<input[^>]*name="(csrf_token|content|filename|looked_at)"[^>]*value="([^"]*)"', page.text)
    )
    assert base64.b64decode(hidden["content"]).startswith(b"PK")
    return client.post(f"{ADDRESS}/ap-dung", data={**hidden, **values}, content_type="multipart/form-data")
