"""What a plan file says to the planner and to its papers is checked, with the place of every problem, in a file of any size."""

import re

import pytest

from inspect_app.kernel.yaml_source import ProblemsFound
from tests.campaigns.folders import SHIPPED, read, variant

PLAN, TEAMS, UNITS = "plan.yaml", "teams.yaml", "units.yaml"
TD06 = "window: {starts: 2024-09-04, ends: 2024-09-30}, team: toan-dien-a"
YT07 = 'unit: "20908"}'

BROKEN = {
    "a window without a working day": (
        PLAN, TD06, TD06.replace("09-04, ends: 2024-09-30", "08-31, ends: 2024-09-03"), "nhiều nhất 0 ngày làm việc"),
    "a window too short for the visit": (
        PLAN, TD06, "days: 3, " + TD06.replace("09-04, ends: 2024-09-30", "09-05, ends: 2024-09-09"), "nhiều nhất 2 ngày làm việc liền nhau"),
    "a window that the due date cuts short": (
        PLAN, TD06, TD06 + ", days: 3, due: 2024-09-05", "Từ 04/09/2024 đến 05/09/2024 có nhiều nhất 2"),
    "due before the visit": (PLAN, "note: lịch mẫu, team: toan-dien-a", "due: 2024-04-23, team: toan-dien-a", "Hạn 23/04/2024 trước cuộc kiểm tra (24/04/2024)"),
    "due before the window": (PLAN, TD06, TD06 + ", due: 2024-08-01", "Hạn 01/08/2024 trước cuộc kiểm tra"),
    "another length than its dates": (PLAN, "note: lịch mẫu, team: toan-dien-a", "days: 2, team: toan-dien-a", "Cuộc dài 2 ngày nhưng “dates” có 3"),
    "after an unknown visit": (PLAN, YT07, 'unit: "20908", after: [YT-99]}', "Không có cuộc kiểm tra “YT-99”"),
    "after itself": (PLAN, YT07, 'unit: "20908", after: [YT-07]}', "thành vòng: YT-07 → YT-07"),
    "dates against the order": (PLAN, "note: lịch mẫu, team: toan-dien-a", "after: [TD-02], team: toan-dien-a", "không sau cuộc ấy"),
    "unknown unit in a cluster": (PLAN, 'units: ["517"]', 'units: ["5177"]', "Không có đơn vị “5177”"),
    "a unit in two clusters": (PLAN, 'units: ["517"]', 'units: ["502"]', "đã ở cụm khác"),
    "a cluster twice": (PLAN, "{code: nam,", "{code: bac,", "Mã cụm “bac” lặp lại"),
    "an unknown stream to combine": (PLAN, "combines_with: [toan-dien, mot-cua]", "combines_with: [toan-dien, mot-cau]", "có phải “mot-cua”"),
    "a stream combined with itself": (PLAN, "combines_with: [toan-dien, mot-cua]", "combines_with: [y-te]", "Không có luồng “y-te”"),
    "a negative weight": (PLAN, "travel: 10", "travel: -1", "Phải từ 0 trở lên"),
    "the rainy season reversed": (PLAN, "rainy: {starts: 2024-09-01, ends: 2024-12-31}", "rainy: {starts: 2024-12-31, ends: 2024-09-01}", "Ngày kết thúc trước"),
    "an unknown stream of a team": (TEAMS, "  - code: y-te\n", "  - code: y-te\n    streams: [y-tee]\n", "có phải “y-te”"),
    "contents of an unknown stream": (PLAN, "      y-te:\n", "      y-tee:\n", "có phải “y-te”"),
    "a decision by an unknown unit": (PLAN, 'y-te: "SNV", mot-cua', 'y-te: "SNVV", mot-cua', "Không có đơn vị “SNVV”"),
    "bases of an unknown unit": (PLAN, '      "SNV":\n', '      "SNVV":\n', "Không có đơn vị “SNVV”"),
    "an unknown lead agency": (PLAN, 'lead_agency: "SNV"', 'lead_agency: "X"', "Không có đơn vị “X”"),
    "an expert of an unknown stream": (TEAMS, 'agency: "STP"}\n  - {code: y-te-thu-ky', 'agency: "STP", expert_in: [x]}\n  - {code: y-te-thu-ky', "Không có luồng “x”"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_folder_is_refused_with_the_place(name, tmp_path):
    file, old, new, told = BROKEN[name]
    with pytest.raises(ProblemsFound) as found:
        read(variant(tmp_path, (file, old, new)))
    lines = [str(problem) for problem in found.value.problems]
    assert any(told in line and re.search(rf"{file}:\d+:\d+: ", line) for line in lines), lines


def test_visits_that_wait_for_each_other_are_told_once_as_a_ring(tmp_path):
    folder = variant(
        tmp_path,
        (PLAN, YT07, 'unit: "20908", after: [TD-06]}'),
        (PLAN, TD06, TD06 + ", after: [MC-08]"),
        (PLAN, "ends: 2024-09-30}, team: mot-cua}", "ends: 2024-09-30}, team: mot-cua, after: [YT-07]}"),
    )
    with pytest.raises(ProblemsFound) as found:
        read(folder)
    (line,) = [str(problem) for problem in found.value.problems]
    assert "TD-06 → MC-08 → YT-07 → TD-06" in line


def test_what_a_file_leaves_out_has_a_default(tmp_path):
    content = (SHIPPED / PLAN).read_text(encoding="utf-8")
    start, end = content.index("planning:\n"), content.index("streams:\n  - code: toan-dien")
    folder = variant(tmp_path)
    (folder / PLAN).write_text(content[:start] + content[end:], encoding="utf-8")
    assert read(folder).plan.planning is None


def many(tmp_path, count):
    """A folder with so many visits, each of which waits for the one before it; the last one is due too early."""
    folder = variant(tmp_path)
    content = (folder / PLAN).read_text(encoding="utf-8")
    start, end = content.index("visits:\n"), content.index("# Công vụ là đột xuất: chỉ ghi")
    communes = re.findall(r'code: "(2\d{4})", kind: commune', (folder / UNITS).read_text(encoding="utf-8"))
    streams = [f"s{number}" for number in range(count // len(communes) + 1)]
    kinds = "".join(
        f"  - {{code: {code}, title: {code}, kind: thematic, checklist: {{code: cong-vu, version: 1}}}}\n"
        for code in streams
    )
    lines = ["visits:\n"]
    for number in range(count):
        stream, unit = streams[number // len(communes)], communes[number % len(communes)]
        after = f", after: [VV-{number - 1:05d}]" if number else ""
        lines.append(f'  - {{code: VV-{number:05d}, stream: {stream}, unit: "{unit}"{after}}}\n')
    lines[-1] = lines[-1].replace("unit: ", "due: 2024-03-01, unit: ")
    content = content[:start] + "".join(lines) + "\n" + content[end:]
    (folder / PLAN).write_text(content.replace("streams:\n", "streams:\n" + kinds, 1), encoding="utf-8")
    return folder


def problems_of(folder):
    with pytest.raises(ProblemsFound) as found:
        read(folder)
    return [str(problem) for problem in found.value.problems]


def test_three_thousand_visits_are_checked_to_the_last_which_alone_is_wrong(tmp_path):
    folder = many(tmp_path, 3_000)
    lines = (folder / PLAN).read_text(encoding="utf-8").splitlines()
    last = next(number for number, line in enumerate(lines, 1) if "VV-02999, " in line)
    told = problems_of(folder)
    assert all(f"plan.yaml:{last}:" in line for line in told)
    assert any("Hạn 01/03/2024 trước cuộc kiểm tra" in line for line in told)


def test_ten_thousand_visits_are_too_many_for_one_file_and_the_place_is_told(tmp_path):
    (line,) = problems_of(many(tmp_path, 10_000))
    assert re.search(r"plan\.yaml:\d+:\d+: Tệp có quá nhiều mục", line)
