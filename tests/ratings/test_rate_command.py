"""The command `rate`: the contract of its answer, and every kind of bad row refused whole with its place."""

import json
import unicodedata
from fractions import Fraction

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from inspect_app.ratings.commands import rate
from tests.ratings.oracle import expected
from tests.ratings.shipped import RULE_FILE

HEADER = "unit,contents_met,index,late,total\n"


@pytest.fixture
def run(tmp_path):
    """Rates a text or bytes as the file `in.csv`."""

    def run_it(content, *options):
        file = tmp_path / "in.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        result = CliRunner().invoke(rate, ["--rule", str(RULE_FILE), "--inputs", str(file), *options])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result, str(file)

    return run_it


@pytest.fixture
def answers(run):
    """The JSON list of a good file."""

    def answers_of(content):
        result, _file = run(content, "--json")
        assert result.exit_code == 0, result.stderr
        assert result.stderr == ""
        return json.loads(result.stdout)

    return answers_of


@pytest.fixture
def refusals(run):
    """The places and messages of a bad file, checked to be refused whole."""

    def refusals_of(content):
        result, file = run(content, "--json")
        assert result.exit_code == 1
        assert result.stdout == ""
        lines = result.stderr.splitlines()
        assert all(line.startswith(f"{file}:") for line in lines)
        return [line.removeprefix(f"{file}:") for line in lines]

    return refusals_of


def test_an_object_a_row_with_exactly_the_agreed_keys(answers):
    (row,) = answers(HEADER + "Sở Nội vụ,yes,92.5,4,100\n")
    assert list(row) == ["unit", "rating", "clause", "late_rate", "candidates", "reason"]
    assert row["unit"] == "Sở Nội vụ"
    assert (row["rating"], row["clause"], row["late_rate"], row["candidates"]) == ("excellent", "xuat-sac", "4/100", [])
    assert "92,5 %" in row["reason"]


def test_an_undecided_row_has_no_clause_and_the_nearest_levels(answers):
    (row,) = answers(HEADER + "A,yes,85,6,100\n")
    assert (row["rating"], row["clause"], row["candidates"]) == ("undecided", None, ["good", "completed"])


@pytest.mark.parametrize("dossiers", [",", "0,0"])
def test_no_counts_and_no_dossiers_give_no_rate(answers, dossiers):
    (row,) = answers(HEADER + f"A,yes,95,{dossiers}\n")
    assert (row["rating"], row["late_rate"]) == ("undecided", None)


def test_the_late_rate_is_the_counts_as_written_and_not_reduced(answers):
    (row,) = answers(HEADER + "A,yes,95,4,100\n")
    assert row["late_rate"] == "4/100"


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + (HEADER + "A,yes,92.5,4,100").encode(),
        "unit;contents_met;index;late;total\r\nA;yes;92,5;4;100\r\n",
        "unit;contents_met;index;late;total\rA;YES;92.5;4;100\r",
        HEADER + 'A,Yes,"92,5",4,100\n',
        HEADER + '"A", yes , "92.50" ,"4",0100\n',
        "\n\n" + HEADER + "\n   \nA,yes,92.5,4,100\n\n",
        "total,late,index,contents_met,unit\n100,4,92.5,yes,A\n",
        '"unit","contents_met","index","late","total"\n"A","yes","92.5","4","100"\n',
    ],
)
def test_the_ways_in_which_one_row_may_be_written(answers, content):
    (row,) = answers(content)
    assert (row["unit"], row["rating"], row["late_rate"]) == ("A", "excellent", "4/100")


def test_quoted_units_may_hold_separators_quotes_and_line_ends(answers):
    rows = answers(HEADER + '"Phòng ""Một cửa"", huyện\nTây Giang",yes,92,4,100\nB,no,60,,\n')
    assert [row["unit"] for row in rows] == ['Phòng "Một cửa", huyện Tây Giang', "B"]


def test_blank_cells_are_open_and_stop_nothing(answers):
    rows = answers(HEADER + "A,,,,\nB,,60,,\nC,no,,,\nD,yes,,1,100\n")
    assert [row["rating"] for row in rows] == ["undecided"] * 4
    assert [row["candidates"] for row in rows] == [
        ["excellent", "good", "completed", "not_completed"],
        ["not_completed"],
        ["not_completed"],
        ["excellent", "good", "completed"],
    ]


def test_a_file_with_only_a_header_rates_nobody(answers):
    assert answers(HEADER) == []


def test_counts_of_any_size_stay_exact(answers):
    total = 10**300
    rows = answers(HEADER + f"A,yes,95,{total // 20},{total}\nB,yes,95,{total // 20 - 1},{total}\n")
    assert [row["rating"] for row in rows] == ["undecided", "excellent"]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("A,maybe,92,4,100", 3, "yes, no"),
        ("A,1,92,4,100", 3, "yes, no"),
        ("A,có,92,4,100", 3, "yes, no"),
        ("A,yes,-1,4,100", 7, "số âm"),
        ("A,yes,100.01,4,100", 7, "ngoài khoảng 0 đến 100"),
        ('A,yes,"100,01",4,100', 7, "ngoài khoảng 0 đến 100"),
        ("A,yes,101,4,100", 7, "ngoài khoảng 0 đến 100"),
        ("A,yes,abc,4,100", 7, "không hợp lệ"),
        ("A,yes,NaN,4,100", 7, "không hợp lệ"),
        ("A,yes,Infinity,4,100", 7, "không hợp lệ"),
        ("A,yes,9e1,4,100", 7, "không hợp lệ"),
        ("A,yes,92%,4,100", 7, "không hợp lệ"),
        ("A,yes,９２,4,100", 7, "không hợp lệ"),
        ("A,yes,1.234.5,4,100", 7, "không hợp lệ"),
        ("A,yes,+92,4,100", 7, "không hợp lệ"),
        ("A,yes,92.,4,100", 7, "không hợp lệ"),
        ("A,yes,92,-4,100", 10, "số âm"),
        ("A,yes,92,4,-100", 12, "số âm"),
        ("A,yes,92,4.5,100", 10, "số nguyên"),
        ("A,yes,92,4,1_000", 12, "số nguyên"),
        ("A,yes,92,4,1.000", 12, "số nguyên"),
        ("A,yes,92,101,100", 10, "lớn hơn tổng số"),
        ("A,yes,92,1,0", 10, "lớn hơn tổng số"),
        ("A,yes,92,4,", 12, "cùng để trống"),
        ("A,yes,92,,100", 10, "cùng để trống"),
        (",yes,92,4,100", 1, "Thiếu tên đơn vị"),
        ("   ,yes,92,4,100", 1, "Thiếu tên đơn vị"),
        ('"",yes,92,4,100', 1, "Thiếu tên đơn vị"),
        ("\u200b,yes,92,4,100", 1, "Thiếu tên đơn vị"),
        ("A,yes,92,5,4,100", 14, "cần 5 ô"),
        ("A,yes,92", 1, "cần 5 ô"),
        ('A,yes,92,4,"100', 12, "không đóng lại"),
        ('A,yes,"92"x,4,100', 11, "sau dấu ngoặc kép đóng"),
        ('A"B,yes,92,4,100', 2, "đứng giữa ô"),
        ('"Phòng A",yes,x,4,100', 15, "không hợp lệ"),
        ('"Phòng ""A""",yes,x,4,100', 19, "không hợp lệ"),
        ("A,yes," + "9" * 5000 + ",4,100", 7, "quá nhiều chữ số"),
        ("A,yes,92,4," + "9" * 5000, 12, "quá nhiều chữ số"),
        ("A\x00,yes,92,4,100", 2, "ký tự điều khiển"),
    ],
)
def test_a_bad_row_is_refused_at_its_place(refusals, row, column, words):
    (refusal,) = refusals(HEADER + row + "\n")
    assert refusal.startswith(f"2:{column}: ")
    assert words in refusal


def test_all_bad_rows_are_told_and_a_good_one_beside_them_does_not_count(refusals):
    found = refusals(HEADER + "A,yes,92,4,100\nB,maybe,101,5,4\nC,yes\n,no,50,,\n")
    assert [refusal.split(": ")[0] for refusal in found] == ["3:3", "3:9", "3:13", "4:1", "5:1"]


def test_a_repeated_unit_is_told_with_the_line_of_the_first(refusals):
    (refusal,) = refusals(HEADER + "Sở Y tế,yes,92,4,100\nB,yes,92,4,100\n Sở  Y tế ,yes,92,4,100\n")
    assert refusal.startswith("4:2: ")
    assert "dòng 2" in refusal


def test_the_same_unit_in_another_unicode_form_is_a_repeated_unit(refusals):
    twice = "\n".join(unicodedata.normalize(form, "Sở Y tế") + ",yes,92,4,100" for form in ("NFC", "NFD"))
    (refusal,) = refusals(HEADER + twice)
    assert refusal.startswith("3:1: ")


def test_a_decimal_comma_without_quotes_is_explained(refusals):
    (refusal,) = refusals(HEADER + "A,yes,92,5,4,100\n")
    assert "phải đặt trong dấu ngoặc kép" in refusal


def test_places_stay_right_after_a_cell_of_several_lines(refusals):
    (refusal,) = refusals(HEADER + '"A\nB",yes,x,4,100\n')
    assert refusal.startswith("3:8: ")


@pytest.mark.parametrize(
    ("header", "place", "words"),
    [
        ("unit,contents_met,index,late", "1:1", "Thiếu cột total"),
        ("unit,contents_met,index,late,total,note", "1:36", "Không có cột “note”"),
        ("unit,contents_met,index,late,total,", "1:36", "không có tên"),
        ("unit,unit,contents_met,index,late,total", "1:6", "lặp lại"),
        ("unit,contents_met,indx,late,total", "1:19", "có phải “index”?"),
        ("unit;contents_met,index,late,total", "1:1", "Thiếu cột unit, contents_met"),
        ("A,yes,92,4,100", "1:1", "Thiếu cột"),
        ("", "1:1", "Tệp trống"),
    ],
)
def test_a_wrong_header_is_refused_at_its_place(refusals, header, place, words):
    found = refusals(header + "\n")
    assert any(refusal.startswith(f"{place}: ") and words in refusal for refusal in found)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ((HEADER + "Sở,yes,92,4,100\nB\xe9,yes,92,4,100").encode("latin-1", "ignore"), "3:2"),
        ((HEADER + "A,yes,92,4,100").encode("utf-16"), "1:1"),
        (HEADER.encode() + b"A\xff,yes,92,4,100", "2:2"),
    ],
)
def test_another_encoding_than_utf8_is_refused(refusals, content, place):
    (refusal,) = refusals(content)
    assert refusal.startswith(f"{place}: ")
    assert "UTF-8" in refusal


def test_a_broken_rule_and_a_broken_table_are_told_together(tmp_path):
    rule, table = tmp_path / "rating.yaml", tmp_path / "in.csv"
    rule.write_text("schema: 1\n", encoding="utf-8")
    table.write_text("unit\n", encoding="utf-8")
    result = CliRunner().invoke(rate, ["--rule", str(rule), "--inputs", str(table)])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"{rule}:" in result.stderr
    assert f"{table}:" in result.stderr


def test_wrong_use_exits_with_two():
    assert CliRunner().invoke(rate, ["--rule", "nowhere.yaml"]).exit_code == 2


def test_the_table_for_people_names_the_level_the_rate_and_how_it_is_counted(run):
    result, _file = run(HEADER + "Sở Nội vụ,yes,92.5,4,100\nB,yes,,0,0\n")
    assert result.exit_code == 0
    assert "Tỷ lệ trễ hẹn: giải quyết quá hạn / đã giải quyết (cần đối chiếu)" in result.stdout
    assert "4/100 = 4,00 %" in result.stdout
    assert "Chưa đủ căn cứ" in result.stdout


units = st.lists(
    st.text(st.characters(categories=["L", "N"]) | st.sampled_from(',;" \n'), min_size=1).filter(
        lambda unit: any(character.isalnum() for character in unit)
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda unit: " ".join(unit.split()),
)
dossiers = st.none() | st.integers(0, 60).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
rows = st.tuples(st.sampled_from(["yes", "no", ""]), st.none() | st.decimals(0, 100, places=2), dossiers)


@settings(deadline=None, max_examples=40)
@given(st.data(), st.sampled_from(",;"))
def test_any_good_table_is_rated_row_by_row_as_the_second_writing_does(tmp_path_factory, data, separator):
    names = [" ".join(name.split()) for name in data.draw(units)]
    names = list(dict.fromkeys(unicode_nfc(name) for name in names))
    drawn = [data.draw(rows) for _name in names]
    file = tmp_path_factory.mktemp("rate") / "in.csv"
    lines = [separator.join(HEADER.strip().split(","))]
    for name, (contents, index, counts) in zip(names, drawn, strict=True):
        late, total = counts or ("", "")
        quoted = '"' + name.replace('"', '""') + '"'
        lines.append(separator.join([quoted, contents, "" if index is None else str(index), str(late), str(total)]))
    file.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(rate, ["--rule", str(RULE_FILE), "--inputs", str(file), "--json"])
    assert result.exit_code == 0, result.stderr
    for answer, name, (contents, index, counts) in zip(json.loads(result.stdout), names, drawn, strict=True):
        late, total = counts or (None, None)
        truth = {"yes": True, "no": False, "": None}[contents]
        assert answer["unit"] == name
        assert (answer["rating"], answer["candidates"]) == expected(truth, index, late, total)
        assert answer["late_rate"] == (f"{late}/{total}" if total else None)
        if late is not None and total:
            assert Fraction(answer["late_rate"]) == Fraction(late, total)


def unicode_nfc(text):
    return unicodedata.normalize("NFC", text)
