"""plan.yaml: the visits at named units, held against streams, units, teams and calendar."""

from collections.abc import Iterator
from datetime import date

from inspect_app.campaigns.files.days import Days
from inspect_app.campaigns.files.opened import OpenedFolder, ReadFile, unknown_unit
from inspect_app.campaigns.files.plan_checks import reversed_days, window_within
from inspect_app.campaigns.files.shapes import PlanFile, VisitEntry
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Problem, did_you_mean

File = ReadFile[PlanFile]


def check_visits(opened: OpenedFolder) -> Iterator[Problem]:
    """Everything about the list of visits."""
    if opened.plan is None:
        return
    for index, visit in enumerate(opened.plan.content.visits):
        yield from _stream(opened.plan, index, visit)
        yield from _unit(opened.plan, opened, index, visit)
        yield from window_within(opened.plan, visit.window, "visits", index, "window")
        yield from _dates(opened.plan, opened, index, visit)
        yield from _team(opened.plan, opened, index, visit)
    yield from _repeated(opened.plan)
    yield from _same_day(opened.plan, opened)


def _stream(file: File, index: int, visit: VisitEntry) -> Iterator[Problem]:
    streams = {stream.code: stream for stream in file.content.streams}
    stream = streams.get(visit.stream)
    if stream is None:
        hint = did_you_mean(visit.stream, sorted(streams))
        message = _("Không có luồng “%(code)s”; %(hint)s", code=visit.stream, hint=hint)
        yield file.problem(message, "visits", index, "stream")
    elif stream.unannounced:
        message = _("Luồng “%(code)s” là đột xuất: không ghi tên đơn vị, hãy dùng mục “draws”", code=visit.stream)
        yield file.problem(message, "visits", index, "stream")


def _unit(file: File, opened: OpenedFolder, index: int, visit: VisitEntry) -> Iterator[Problem]:
    if opened.units_by_code is None:
        return
    unit = opened.units_by_code.get(visit.unit)
    if unit is None:
        yield file.problem(unknown_unit(visit.unit, opened.units_by_code), "visits", index, "unit")
        return
    days = visit.dates or file.content.window_of(visit)
    if days.is_forward and not unit.is_valid_between(days.starts, days.ends):
        message = _(
            "“%(name)s” không tồn tại suốt thời gian kiểm tra (hết ngày %(end)s)",
            name=unit.name,
            end=format_date(unit.valid_to) or "…",
        )
        yield file.problem(message, "visits", index, "unit")


def _dates(file: File, opened: OpenedFolder, index: int, visit: VisitEntry) -> Iterator[Problem]:
    if visit.dates is None:
        return
    path = ("visits", index, "dates")
    yield from reversed_days(file, visit.dates, *path)
    window = file.content.window_of(visit)
    if visit.dates.is_forward and window.is_forward and not window.holds(visit.dates):
        message = _(
            "Ngày kiểm tra nằm ngoài khoảng %(start)s đến %(end)s",
            start=format_date(window.starts),
            end=format_date(window.ends),
        )
        yield file.problem(message, *path)
    if opened.working_calendar is not None:
        for day in visit.dates.each():
            if not opened.working_calendar.is_working_day(day):
                yield file.problem(_("Ngày %(day)s không phải ngày làm việc", day=format_date(day)), *path)


def _team(file: File, opened: OpenedFolder, index: int, visit: VisitEntry) -> Iterator[Problem]:
    if visit.team is None or opened.teams_by_code is None:
        return
    if visit.team not in opened.teams_by_code:
        hint = did_you_mean(visit.team, sorted(opened.teams_by_code))
        message = _("Không có đoàn “%(code)s” trong teams.yaml; %(hint)s", code=visit.team, hint=hint)
        yield file.problem(message, "visits", index, "team")
    elif visit.unit in opened.agencies_of(visit.team):
        message = _(
            "Đoàn “%(team)s” có thành viên công tác tại đơn vị được kiểm tra “%(unit)s”",
            team=visit.team,
            unit=visit.unit,
        )
        yield file.problem(message, "visits", index, "team")


def _repeated(file: File) -> Iterator[Problem]:
    codes: dict[str, int] = {}
    targets: dict[tuple[str, str], int] = {}
    for index, visit in enumerate(file.content.visits):
        if visit.code in codes:
            line = file.source.place_of(("visits", codes[visit.code])).line
            message = _("Mã cuộc kiểm tra “%(code)s” lặp lại; đã có ở dòng %(line)d", code=visit.code, line=line)
            yield file.problem(message, "visits", index, "code")
        target = (visit.stream, visit.unit)
        if target in targets:
            line = file.source.place_of(("visits", targets[target])).line
            message = _("Đơn vị “%(unit)s” đã có cuộc kiểm tra cùng luồng ở dòng %(line)d", unit=visit.unit, line=line)
            yield file.problem(message, "visits", index, "unit")
        codes.setdefault(visit.code, index)
        targets.setdefault(target, index)


def _same_day(file: File, opened: OpenedFolder) -> Iterator[Problem]:
    """A person in two places, or a unit with two visits, on one day."""
    people: dict[tuple[date, str], int] = {}
    units: dict[tuple[date, str], int] = {}
    told: set[tuple[int, int, str]] = set()
    for index, visit in enumerate(file.content.visits):
        for day in (visit.dates or Days(starts=date.max, ends=date.min)).each():
            yield from _clash(file, told, units.setdefault((day, visit.unit), index), index, visit.unit, "unit", day)
            for person in sorted(_people_of(opened, visit.team)):
                yield from _clash(file, told, people.setdefault((day, person), index), index, person, "team", day)


def _people_of(opened: OpenedFolder, team_code: str | None) -> set[str]:
    team = (opened.teams_by_code or {}).get(team_code or "")
    return {member.person for member in team.members} if team else set()


def _clash(
    file: File, told: set[tuple[int, int, str]], first: int, index: int, what: str, field: str, day: date
) -> Iterator[Problem]:
    if first == index or (first, index, field) in told:
        return
    told.add((first, index, field))
    other = file.content.visits[first].code
    if field == "unit":
        message = _(
            "Đơn vị “%(what)s” đã có cuộc kiểm tra %(other)s trong ngày %(day)s",
            what=what,
            other=other,
            day=format_date(day),
        )
    else:
        message = _(
            "“%(what)s” đã ở cuộc kiểm tra %(other)s trong ngày %(day)s", what=what, other=other, day=format_date(day)
        )
    yield file.problem(message, "visits", index, field)
