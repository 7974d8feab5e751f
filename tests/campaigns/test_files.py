"""A campaign's folder is refused whole, with the place of every problem."""

import re
import shutil
from datetime import date

import pytest

from inspect_app.kernel.yaml_source import ProblemsFound
from inspect_app.units.rules import UnitKind
from tests.campaigns.folders import SHIPPED, read, variant

PLAN, UNITS, TEAMS, CALENDAR = "plan.yaml", "units.yaml", "teams.yaml", "calendar.yaml"
TD07 = 'code: TD-07, stream: toan-dien, unit: "STNMT", dates: {starts: 2024-04-15, ends: 2024-04-16}'

NO_LEAVE, NO_CLOSURES = "leave: []", "closures: []"
LEAVE = "leave:\n  - {{person: {}, starts: {}, ends: {}}}"
CLOSED = "closures:\n  - {{unit: {}, starts: {}, ends: {}, why: bão lũ}}"

BROKEN = {
    "unknown unit": (PLAN, 'unit: "STNMT"', 'unit: "STNMTT"', "có phải “STNMT”"),
    "unknown stream": (PLAN, "stream: toan-dien", "stream: toan-dine", "có phải “toan-dien”"),
    "unknown team": (PLAN, "team: toan-dien-b", "team: toan-dien-x", "Không có đoàn “toan-dien-x”"),
    "unknown checklist version": (PLAN, "{code: toan-dien, version: 1}", "{code: toan-dien, version: 7}", "phiên bản 7"),
    "unknown key": (PLAN, "note: lịch mẫu", "notes: lịch mẫu", "có phải “note”"),
    "missing key": (PLAN, "  year: 2024\n", "", "Thiếu mục “year”"),
    "date outside the campaign": (PLAN, TD07, TD07.replace("2024-04-1", "2024-03-1"), "nằm ngoài khoảng"),
    "date outside its own window": (
        PLAN, "ends: 2024-09-30}, team: toan-dien-a",
        "ends: 2024-09-30}, dates: {starts: 2024-08-01, ends: 2024-08-01}, team: toan-dien-a", "nằm ngoài khoảng"),
    "dates reversed": (PLAN, TD07, TD07.replace("04-15", "04-17"), "Ngày kết thúc trước ngày bắt đầu"),
    "campaign reversed": (PLAN, "{starts: 2024-04-01, ends: 2024-09-30}", "{starts: 2024-09-30, ends: 2024-04-01}", "Ngày kết thúc trước"),
    "window outside the campaign": (PLAN, "{starts: 2024-09-04, ends: 2024-09-30}", "{starts: 2024-09-04, ends: 2024-10-31}", "nằm ngoài đợt kiểm tra"),
    "a holiday": (PLAN, TD07, TD07.replace("04-15", "04-18").replace("04-16", "04-18"), "18/04/2024 không phải ngày làm việc"),
    "the day off between": (PLAN, TD07, TD07.replace("04-15", "04-26").replace("04-16", "05-02"), "29/04/2024 không phải ngày làm việc"),
    "a saturday": (PLAN, TD07, TD07.replace("04-15", "05-11").replace("04-16", "05-11"), "11/05/2024 không phải ngày làm việc"),
    "impossible date": (PLAN, TD07, TD07.replace("04-15", "04-31"), "Không có ngày 2024-04-31"),
    "visit code twice": (PLAN, "code: TD-08", "code: TD-07", "đã có ở dòng"),
    "unit twice in a stream": (PLAN, 'unit: "SGDDT"', 'unit: "STNMT"', "đã có cuộc kiểm tra cùng luồng"),
    "a team in two places": (PLAN, "{starts: 2024-05-07, ends: 2024-05-08}", "{starts: 2024-04-16, ends: 2024-04-17}", "đã ở cuộc kiểm tra TD-07 trong ngày 16/04/2024"),
    "a unit with two visits on a day": (PLAN, 'unit: "20908"}', 'unit: "20377", dates: {starts: 2024-06-10, ends: 2024-06-10}}', "đã có cuộc kiểm tra YT-07 trong ngày"),
    "a unit that has ended": (UNITS, "valid_to: 2024-12-31, successor", "valid_to: 2024-07-10, successor", "không tồn tại suốt thời gian"),
    "a member from the inspected unit": (PLAN, "team: toan-dien-b-khong-tttt", "team: toan-dien-b", "công tác tại đơn vị được kiểm tra"),
    "a secret unit by name": (PLAN, "stream: toan-dien, unit", "stream: cong-vu, unit", "hãy dùng mục “draws”"),
    "a draw in an announced stream": (PLAN, "stream: cong-vu\n    prefix: CVT", "stream: y-te\n    prefix: CVT", "Chỉ rút thăm cho luồng đột xuất"),
    "more draws than units": (PLAN, "count: 3", "count: 19", "danh sách chỉ có 18 đơn vị"),
    "more draws than days": (PLAN, "count: 4\n    team: cong-vu-2", "count: 4\n    window: {starts: 2024-04-01, ends: 2024-04-02}\n    team: cong-vu-2", "chỉ có 2 ngày làm việc"),
    "a drawing team's own agency": (PLAN, "without: [SNV, TTT]", "without: [SNV]", "hãy bỏ đơn vị này"),
    "a prefix twice": (PLAN, "prefix: CVH", "prefix: CVT", "đã dùng cho mục khác"),
    "self-report before the notice": (PLAN, "self_report: {days: 5", "self_report: {days: 10", "phải sau ngày thông báo"),
    "a number without its date": (PLAN, "number: null", 'number: "1/KH-UBND"', "phải có cả hai"),
    "unknown kind of stream": (PLAN, "kind: comprehensive", "kind: comprehensiv", "có phải “comprehensive”"),
    "a unit's number unquoted": (PLAN, 'unit: "512"', "unit: 512", "Phải là chữ"),
    "unknown agency": (TEAMS, 'agency: "VPUB"', 'agency: "VPUBB"', "có phải “VPUB”"),
    "unknown person": (TEAMS, "{person: toan-dien-a-truong-doan,", "{person: toan-dien-a-truong,", "Không có người"),
    "a team without a lead": (TEAMS, "role: lead", "role: deputy", "đúng một trưởng đoàn"),
    "a role that is no part of a team": (TEAMS, "role: secretary", "role: auditor", "không phải vai trò trong đoàn"),
    "a person twice": (TEAMS, "code: toan-dien-a-thanh-vien-2", "code: toan-dien-a-thanh-vien-1", "đã có ở dòng"),
    "a made-up weekday": (CALENDAR, "day: 2024-05-04", "day: 2024-05-06", "không phải thứ Bảy, Chủ nhật"),
    "a holiday twice": (CALENDAR, "starts: 2024-08-31", "starts: 2024-05-01", "đã có ở mục khác"),
    "a calendar that ends too early": (CALENDAR, "ends: 2024-12-31}", "ends: 2024-08-31}", "không bao trùm hết"),
    "unit code twice": (UNITS, 'code: "STP"', 'code: "SNV"', "Mã đơn vị “SNV” lặp lại"),
    "unknown parent": (UNITS, 'parent: "502"', 'parent: "599"', "Không có đơn vị “599”"),
    "a commune under the province": (UNITS, 'parent: "502"', 'parent: "49"', "không thể là cấp trên"),
    "unknown successor": (UNITS, 'successor: "509"', 'successor: "599"', "Không có đơn vị “599”"),
    "a night that never ends": (PLAN, "{starts: 7, ends: 19, summary: 7}", "{starts: 19, ends: 7, summary: 7}", "phải sau giờ bắt đầu báo"),
    "a summary at night": (PLAN, "{starts: 7, ends: 19, summary: 7}", "{starts: 7, ends: 19, summary: 19}", "phải trong giờ báo"),
    "a reminder on the day itself": (PLAN, "remediation: [7, 3, 1]", "remediation: [7, 3, 0]", "Phải từ 1 trở lên"),
    "leave of somebody unknown": (TEAMS, NO_LEAVE, LEAVE.format("mot-cua-thu-kí", "2024-07-15", "2024-07-19"), "có phải “mot-cua-thu-ky”"),
    "leave reversed": (TEAMS, NO_LEAVE, LEAVE.format("mot-cua-thu-ky", "2024-07-15", "2024-07-12"), "Ngày kết thúc trước ngày bắt đầu"),
    "leave of another year": (TEAMS, NO_LEAVE, LEAVE.format("mot-cua-thu-ky", "2025-07-15", "2025-07-19"), "nằm ngoài thời gian của lịch"),
    "leave without end": (TEAMS, NO_LEAVE, LEAVE.format("mot-cua-thu-ky", "2024-07-15", "2026-07-15"), "dài hơn một năm"),
    "leave for an unknown reason": (TEAMS, NO_LEAVE, LEAVE.format("mot-cua-thu-ky", "2024-07-15", "2024-07-19").replace("}", ", why: leav}"), "có phải “leave”"),
    "closed days of an unknown unit": (CALENDAR, NO_CLOSURES, CLOSED.format('"599"', "2024-07-15", "2024-07-19"), "Không có đơn vị “599”"),
    "closed days without a reason": (CALENDAR, NO_CLOSURES, CLOSED.format('"504"', "2024-07-15", "2024-07-19").replace(", why: bão lũ", ""), "Thiếu mục “why”"),
    "closed days twice": (
        CALENDAR, NO_CLOSURES, CLOSED.format('"504"', "2024-07-15", "2024-07-19") + CLOSED.format('"504"', "2024-07-19", "2024-07-20")[9:],
        "đã có khoảng trùng ngày ở dòng"),
    "an alias": (TEAMS, 'agency: "49"', "agency: *x", "bí danh"),
}  # fmt: skip


def problems_of(folder):
    with pytest.raises(ProblemsFound) as found:
        read(folder)
    return found.value.problems


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_folder_is_refused_with_the_place(name, tmp_path):
    file, old, new, words = BROKEN[name]
    problems = problems_of(variant(tmp_path, (file, old, new)))
    texts = [str(problem) for problem in problems]
    assert any(words in text for text in texts), texts
    assert all(re.match(r".+\.yaml:[0-9]+:[0-9]+: \S", text) for text in texts)


def test_the_place_is_that_of_the_value(tmp_path):
    folder = variant(tmp_path, (PLAN, 'unit: "STNMT"', 'unit: "STNMX"'))
    lines = (folder / PLAN).read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if "STNMX" in text)
    (problem,) = problems_of(folder)
    assert (problem.place.line, problem.place.column) == (line, lines[line - 1].index('"STNMX"') + 1)


def test_the_problems_of_all_files_are_told_at_once(tmp_path):
    folder = variant(
        tmp_path,
        (PLAN, 'unit: "STNMT"', 'unit: "X"'),
        (PLAN, "stream: mot-cua", "stream: x"),
        (TEAMS, 'agency: "VPUB"', 'agency: "X"'),
        (CALENDAR, "day: 2024-05-04", "day: 2024-05-06"),
        (UNITS, 'parent: "502"', 'parent: "X"'),
    )
    files = [problem.place.file.rsplit("/", 1)[1] for problem in problems_of(folder)]
    assert sorted(set(files)) == [CALENDAR, PLAN, TEAMS, UNITS]
    assert len(files) == 5


def test_a_file_that_cannot_be_read_does_not_hide_the_others(tmp_path):
    folder = variant(tmp_path, (PLAN, "stream: mot-cua", "stream: x"))
    (folder / UNITS).write_text("units: [", encoding="utf-8")
    files = {problem.place.file.rsplit("/", 1)[1] for problem in problems_of(folder)}
    assert files == {PLAN, UNITS}


def test_a_missing_file_and_a_missing_folder_are_problems_not_crashes(tmp_path):
    folder = variant(tmp_path)
    (folder / CALENDAR).unlink()
    assert [problem.place.line for problem in problems_of(folder)] == [1]
    shutil.rmtree(folder)
    assert len(problems_of(folder)) == 4


def test_the_shipped_campaign_is_whole():
    folder = read(SHIPPED)
    assert len(folder.plan.visits) + sum(draw.count for draw in folder.plan.draws) == 40
    assert folder.plan.campaign.number is None
    assert folder.plan.campaign.window.starts == date(2024, 4, 1)
    assert any(visit.dates is None for visit in folder.plan.visits)
    assert any(visit.team is None for visit in folder.plan.visits)
    assert all(visit.note == "lịch mẫu" for visit in folder.plan.visits if visit.dates)


def test_the_shipped_units_are_those_of_2024():
    units = read(SHIPPED).units.units
    counts = {kind: sum(unit.kind is kind for unit in units) for kind in UnitKind}
    assert counts[UnitKind.SPECIALISED_AGENCY] == 19
    assert counts[UnitKind.MANAGEMENT_BOARD] == 1
    assert counts[UnitKind.DISTRICT] == 18
    assert counts[UnitKind.COMMUNE] == 241
    assert counts[UnitKind.SECTOR_BODY] == 5
    by_code = {unit.code: unit for unit in units}
    assert (by_code["519"].valid_to, by_code["519"].successor) == (date(2024, 12, 31), "509")
    of_nong_son = [unit for unit in units if unit.parent == "519"]
    assert len(of_nong_son) == 6
    assert all(unit.valid_to == date(2024, 12, 31) and unit.successor is None for unit in of_nong_son)
    assert all(unit.sample for unit in units if unit.kind is UnitKind.DISTRICT_DIVISION)


def test_the_shipped_people_are_roles_not_names():
    people = read(SHIPPED).teams.people
    assert all(re.match(r"(Trưởng đoàn|Phó trưởng đoàn|Thư ký đoàn|Thành viên) ", person.name) for person in people)
