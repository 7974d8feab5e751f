"""The files of the next campaign as text: commented, with every open question at its place, and ready for `plan check`."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any

from pydantic import BaseModel

from inspect_app.campaigns.files import CalendarFile, Days, PlanFile, TeamsFile
from inspect_app.campaigns.following.proposal import NextPlan
from inspect_app.campaigns.following.values import Question
from inspect_app.units.files import UnitsFile


def written_files(made: NextPlan, made_from: str) -> dict[str, str]:
    """plan, units, teams and calendar by their names; without teams.yaml when there is no team."""
    notes = _Notes(made.open)
    files = {
        "plan.yaml": _plan(made.plan, made_from, notes),
        "units.yaml": _units(made.units, made_from, notes),
        "calendar.yaml": _calendar(made.calendar, made.plan.campaign.year, notes),
    }
    if made.teams is not None:
        files["teams.yaml"] = _teams(made.teams, made_from, notes)
    return files


class _Notes:
    """The open questions, each written at its place once; what finds no place stands at the file's end."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self.left = list(questions)

    def at(self, file: str, key: str, indent: str = "  ") -> list[str]:
        here = [one for one in self.left if (one.file, one.key) == (file, key)]
        self.left = [one for one in self.left if one not in here]
        return [line for one in here for line in self.lines(one, indent)]

    def rest(self, file: str) -> list[str]:
        here = [one for one in self.left if one.file == file]
        self.left = [one for one in self.left if one not in here]
        return [line for one in here for line in self.lines(one, "")]

    def lines(self, question: Question, indent: str) -> list[str]:
        """The question as a comment that names itself, so that an answer can be given by its id."""
        text = " ".join(question.text.split())
        return [f"{indent}# CẦN TRẢ LỜI [{question.id}] {text}"]


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, BaseModel):
        fields = {
            name: getattr(value, name)
            for name, field in type(value).model_fields.items()
            if getattr(value, name) != field.default
        }
        return "{" + ", ".join(f"{name}: {_flow(part)}" for name, part in fields.items()) + "}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(name)}: {_flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, int | date):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False)


def _days(days: Days) -> str:
    return f"{{starts: {days.starts}, ends: {days.ends}}}"


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _plan(plan: PlanFile, made_from: str, notes: _Notes) -> str:
    campaign = plan.campaign
    lines = [
        f"# Dự thảo kế hoạch năm {campaign.year}, lập từ đợt {made_from}. Số và ngày để trống cho đến khi ban hành.",
        "# Ngày kiểm tra là đề xuất: cùng tháng với đợt trước, ngày làm việc kế tiếp. Cuộc đột xuất rút thăm lại khi nạp.",
        "campaign:",
        f"  code: {_flow(campaign.code)}",
        f"  title: {_flow(campaign.title)}",
        f"  year: {campaign.year}",
        f"  window: {_days(campaign.window)}",
        "  number: null",
        "  issued_on: null",
        f"  sample: {_flow(campaign.sample)}",
        f"  source: {_flow(campaign.source)}",
        "",
        "# Số ngày làm việc, lấy từ đợt trước.",
        "deadlines:",
        *(f"  {name}: {_flow(getattr(plan.deadlines, name))}" for name in type(plan.deadlines).model_fields),
        "",
        *_notices(plan),
        *_planning(plan),
        *_papers(plan, notes),
        "streams:",
        *(f"  - {_flow(stream)}" for stream in plan.streams),
        "",
    ]
    if plan.visits:
        lines.append("visits:")
        for visit in plan.visits:
            lines += [*notes.at("plan.yaml", visit.code), f"  - {_flow(visit)}"]
        lines.append("")
    if plan.draws:
        lines.append("# Đột xuất: đơn vị và ngày rút thăm bằng mã bí mật mới của đợt này khi nạp kế hoạch.")
        lines.append("draws:")
        for draw in plan.draws:
            lines += [*notes.at("plan.yaml", draw.code), f"  - {_flow(draw)}"]
    return _text([*lines, *notes.rest("plan.yaml")])


def _notices(plan: PlanFile) -> list[str]:
    """When and how early people are told, if the plan says so."""
    if plan.notices is None:
        return []
    return [
        "# Phần mềm báo vào giờ nào, nhắc trước và báo lên trên mấy ngày làm việc; lấy từ đợt trước.",
        "notices:",
        *(f"  {name}: {_flow(getattr(plan.notices, name))}" for name in type(plan.notices).model_fields),
        "",
    ]


def _planning(plan: PlanFile) -> list[str]:
    """The planner's settings, a line each, if there are any."""
    if plan.planning is None:
        return []
    fields = [name for name in type(plan.planning).model_fields if name != "clusters"]
    clusters = [f"    - {_flow(cluster)}" for cluster in plan.planning.clusters]
    return [
        "# Cho bộ lập lịch, lấy từ đợt trước.",
        "planning:",
        *(f"  {name}: {_flow(getattr(plan.planning, name))}" for name in fields),
        *(["  clusters:", *clusters] if clusters else []),
        "",
    ]


def _papers(plan: PlanFile, notes: _Notes) -> list[str]:
    """The sentences of papers that the plan words itself, a line each."""
    if plan.papers is None:
        return []
    head = "# Lời văn của văn bản trước khi kiểm tra, lấy từ đợt trước; phần không ghi dùng mặc định của phần mềm."
    return [head, *notes.at("plan.yaml", "papers", ""), "papers:", *_block(plan.papers, "  "), ""]


def _block(value: Any, indent: str) -> Iterator[str]:
    """A value as indented lines; of a model what was said, not its defaults."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields if name in value.model_fields_set}
    if isinstance(value, Mapping):
        for name, part in value.items():
            if isinstance(part, BaseModel | Mapping | tuple | list) and (lines := list(_block(part, indent + "  "))):
                yield f"{indent}{_key(name)}:"
                yield from lines
            else:
                yield f"{indent}{_key(name)}: {_flow(part)}"
    else:
        for part in value:
            yield f"{indent}- {_flow(part)}"


def _key(name: str) -> str:
    """A code of digits is no number."""
    return name if name.isidentifier() else _flow(name)


def _units(file: UnitsFile, made_from: str, notes: _Notes) -> str:
    return _text(
        [
            f"# Các đơn vị, lấy từ đợt {made_from}; cả đơn vị đã kết thúc, để biết đơn vị kế tiếp.",
            *notes.rest("units.yaml"),
            f"source: {_flow(file.source)}",
            "units:",
            *(f"  - {_flow(unit)}" for unit in file.units),
        ]
    )


def _teams(file: TeamsFile, made_from: str, notes: _Notes) -> str:
    lines = [
        f"# Người và đoàn, lấy từ đợt {made_from}; thành phần cần quyết định mới của năm nay.",
        f"source: {_flow(file.source)}",
        f"sample: {_flow(file.sample)}",
        "people:",
    ]
    for person in file.people:
        lines += [*notes.at("teams.yaml", person.code), f"  - {_flow(person)}"]
    lines.append("teams:")
    for team in file.teams:
        lines += [
            f"  - code: {_flow(team.code)}",
            f"    title: {_flow(team.title)}",
            f"    basis: {_flow(team.basis)}",
            f"    streams: {_flow(team.streams)}",
            "    members:",
            *(f"      - {_flow(member)}" for member in team.members),
        ]
    return _text([*lines, *notes.rest("teams.yaml")])


def _calendar(file: CalendarFile, year: int, notes: _Notes) -> str:
    lines = [
        f"# Ngày nghỉ và ngày làm bù của năm {year}. Ngày chưa có văn bản ghi “cần đối chiếu” ở mục source.",
        f"covers: {_days(file.covers)}",
        "holidays:" if file.holidays else "holidays: []",
    ]
    for holiday in file.holidays:
        lines += [*notes.at("calendar.yaml", holiday.name), f"  - {_flow(holiday)}"]
    worked = file.working_weekend_days
    lines.append("working_weekend_days:" if worked else "working_weekend_days: []")
    lines += [f"  - {_flow(one)}" for one in worked]
    return _text([*lines, *notes.rest("calendar.yaml")])
