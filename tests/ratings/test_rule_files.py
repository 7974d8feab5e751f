"""Rule files: the shipped one, and what is refused with its place."""

from decimal import Decimal

import pytest
from click.testing import CliRunner

from inspect_app.kernel.yaml_source import ProblemsFound
from inspect_app.ratings.commands import rating_rule
from inspect_app.ratings.files import read_rule
from inspect_app.ratings.rules import Reading, Status, Subject
from inspect_app.units.rules import RatedBy, UnitKind
from tests.ratings.shipped import RULE_FILE

TEXT = RULE_FILE.read_text(encoding="utf-8")


def problems_of(text):
    with pytest.raises(ProblemsFound) as found:
        read_rule("rating.yaml", text.encode())
    return [str(problem) for problem in found.value.problems]


def test_the_shipped_rule_has_seven_areas_and_four_levels_best_first(rule):
    assert [area.number for area in rule.areas] == [1, 2, 3, 4, 5, 6, 7]
    assert [level.id for level in rule.levels] == ["excellent", "good", "completed", "not_completed"]
    assert rule.thresholds(Subject.INDEX) == (Decimal(65), Decimal(80), Decimal(90))
    assert rule.late_rate.reading is Reading.RESOLVED


def test_what_was_not_read_in_the_original_is_marked_to_be_checked(rule):
    assert rule.source.status is Status.CONFIRMED
    assert {clause.status for clause in rule.clauses} == {Status.TO_BE_CHECKED}
    assert rule.index.decision is None


def test_district_chairs_are_rated_by_the_province_with_a_note_and_sector_bodies_by_nobody(rule):
    by_kind = {basis.kind: basis for basis in rule.authorities}
    district = by_kind[UnitKind.DISTRICT]
    assert district.rated_by is RatedBy.PROVINCE
    assert district.needs_checking
    assert "3227/QĐ-UBND" in district.source
    assert by_kind[UnitKind.SECTOR_BODY].rated_by is RatedBy.NOBODY
    assert by_kind[UnitKind.COMMUNE].rated_by is RatedBy.PARENT


def line_of(needle):
    return next(number for number, line in enumerate(TEXT.splitlines(), 1) if needle in line)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("level: good", "level: god", "có phải “good”?"),
        ("- id: tot\n", "- id: xuat-sac\n", "đã dùng ở trên"),
        ("{number: 2,", "{number: 1,", "đã dùng ở trên"),
        ("index: {ge: 80, lt: 90}", "index: {ge: 90, lt: 80}", "Không giá trị nào"),
        ("index: {ge: 80, lt: 90}", "index: {ge: 80, gt: 79}", "Chỉ dùng một ngưỡng dưới"),
        ("index: {ge: 80, lt: 90}", "index: {}", "ít nhất một ngưỡng"),
        ("index: {ge: 80, lt: 90}", "index: {ge: 80, lt: 190}", "từ 0 đến 100"),
        ("index: {ge: 80, lt: 90}", "contents: all_met", "đã có điều kiện"),
        ("reading: resolved", "reading: solved", "resolved"),
        ("{id: good,", "{id: undecided,", "undecided"),
        ("{id: good,", "{id: fair,", "không có khoản nào"),
        ("kind: commune", "kind: district", "đã dùng ở trên"),
        ("grade: major", "grade: mayor", "mayor"),
    ],
)
def test_a_wrong_rule_file_is_refused_at_its_line(before, after, words):
    assert before in TEXT
    found = problems_of(TEXT.replace(before, after, 1))
    assert any(words in problem for problem in found)
    wanted = line_of(before.rstrip("\n"))
    assert any(problem.startswith(f"rating.yaml:{wanted}:") for problem in found)


def test_all_problems_are_told_at_once():
    broken = TEXT.replace("level: good", "level: god").replace("{number: 2,", "{number: 1,")
    assert len(problems_of(broken)) == 3


def test_an_unknown_key_is_refused_with_a_suggestion():
    assert any("areas" in problem for problem in problems_of(TEXT.replace("\nareas:", "\narea:")))


def test_the_check_command_lists_the_gaps_as_remarks_and_passes():
    result = CliRunner().invoke(rating_rule, ["check", str(RULE_FILE)])
    assert result.exit_code == 0
    assert result.stdout.count("Lưu ý: không khoản nào phù hợp") == 4


def test_the_check_command_refuses_a_broken_file_with_its_place(tmp_path):
    broken = tmp_path / "rating.yaml"
    broken.write_text(TEXT.replace("level: good", "level: god"), encoding="utf-8")
    result = CliRunner().invoke(rating_rule, ["check", str(broken)])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"{broken}:{line_of('level: good')}:12: " in result.stderr
