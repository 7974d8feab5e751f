"""plan.yaml: what it says to the planner, held against streams, visits and units."""

from collections.abc import Iterator, Mapping, Sequence

from inspect_app.campaigns.files.opened import OpenedFolder, ReadFile, unknown_unit
from inspect_app.campaigns.files.plan_checks import reversed_days
from inspect_app.campaigns.files.shapes import PlanFile, VisitEntry
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Problem, did_you_mean

File = ReadFile[PlanFile]


def check_planning(opened: OpenedFolder) -> Iterator[Problem]:
    """Clusters, streams that may be combined, due dates, days that no window has, and visits that wait in a ring."""
    if opened.plan is None:
        return
    yield from _clusters(opened.plan, opened)
    yield from _combined(opened.plan)
    yield from _teams_streams(opened)
    for index, visit in enumerate(opened.plan.content.visits):
        yield from _due(opened.plan, index, visit)
        if opened.working_calendar is not None:
            yield from _room(opened.plan, opened.working_calendar, index, visit)
    yield from _order(opened.plan)


def _clusters(file: File, opened: OpenedFolder) -> Iterator[Problem]:
    if file.content.planning is None:
        return
    yield from reversed_days(file, file.content.planning.rainy, "planning", "rainy")
    seen: dict[str, int] = {}
    for number, cluster in enumerate(file.content.planning.clusters):
        if cluster.code in [one.code for one in file.content.planning.clusters[:number]]:
            message = _("Mã cụm “%(code)s” lặp lại", code=cluster.code)
            yield file.problem(message, "planning", "clusters", number, "code")
        for place, code in enumerate(cluster.units):
            path = ("planning", "clusters", number, "units", place)
            if opened.units_by_code is not None and code not in opened.units_by_code:
                yield file.problem(unknown_unit(code, opened.units_by_code), *path)
            if code in seen:
                yield file.problem(_("Đơn vị “%(code)s” đã ở cụm khác", code=code), *path)
            seen.setdefault(code, number)


def _combined(file: File) -> Iterator[Problem]:
    known = sorted(stream.code for stream in file.content.streams)
    for index, stream in enumerate(file.content.streams):
        for place, code in enumerate(stream.combines_with):
            if code not in known or code == stream.code:
                yield file.problem(_unknown_stream(code, known), "streams", index, "combines_with", place)


def _teams_streams(opened: OpenedFolder) -> Iterator[Problem]:
    """The streams that teams.yaml names for teams and experts."""
    if opened.teams is None or opened.plan is None:
        return
    known = sorted(stream.code for stream in opened.plan.content.streams)
    named: list[tuple[str, int, str, Sequence[str]]] = [
        ("teams", index, "streams", team.streams) for index, team in enumerate(opened.teams.content.teams)
    ]
    named += [("people", index, "expert_in", one.expert_in) for index, one in enumerate(opened.teams.content.people)]
    for listed, index, field, codes in named:
        for place, code in enumerate(codes):
            if code not in known:
                yield opened.teams.problem(_unknown_stream(code, known), listed, index, field, place)


def _unknown_stream(code: str, known: Sequence[str]) -> str:
    return _("Không có luồng “%(code)s”; %(hint)s", code=code, hint=did_you_mean(code, known))


def _due(file: File, index: int, visit: VisitEntry) -> Iterator[Problem]:
    if visit.due is None:
        return
    first = visit.dates.starts if visit.dates else file.content.window_of(visit).starts
    last = visit.dates.ends if visit.dates else first
    if visit.due < last:
        message = _(
            "Hạn %(due)s trước cuộc kiểm tra (%(day)s); hãy lùi hạn hoặc đổi ngày",
            due=format_date(visit.due),
            day=format_date(last),
        )
        yield file.problem(message, "visits", index, "due")


def _room(file: File, calendar: WorkingCalendar, index: int, visit: VisitEntry) -> Iterator[Problem]:
    """A window has to hold as many working days in a row as the visit takes."""
    window = file.content.window_of(visit)
    if not window.is_forward:
        return
    streams = {stream.code: stream for stream in file.content.streams}
    stream = streams.get(visit.stream)
    if visit.days is not None and visit.dates is not None and visit.dates.is_forward:
        worked = sum(calendar.is_working_day(day) for day in visit.dates.each())
        if worked != visit.days:
            message = _("Cuộc dài %(days)d ngày nhưng “dates” có %(have)d ngày làm việc", days=visit.days, have=worked)
            yield file.problem(message, "visits", index, "days")
    wanted = visit.days or (stream.days if stream and not visit.dates else None) or 1
    longest = run = 0
    for day in window.each():
        run = run + 1 if calendar.is_working_day(day) and (visit.due is None or day <= visit.due) else 0
        longest = max(longest, run)
        if longest >= wanted:
            return
    message = _(
        "Từ %(start)s đến %(end)s có nhiều nhất %(have)d ngày làm việc liền nhau, cuộc kiểm tra cần %(want)d",
        start=format_date(window.starts),
        end=format_date(min(window.ends, visit.due) if visit.due else window.ends),
        have=longest,
        want=wanted,
    )
    yield file.problem(message, "visits", index, "window" if visit.window else "code")


def _order(file: File) -> Iterator[Problem]:
    """Unknown visits, dates against the order, and rings of visits that wait for each other."""
    entries = {visit.code: visit for visit in file.content.visits}
    places = {visit.code: index for index, visit in reversed(list(enumerate(file.content.visits)))}
    for index, visit in enumerate(file.content.visits):
        for place, code in enumerate(visit.after):
            earlier = entries.get(code)
            if earlier is None:
                hint = did_you_mean(code, sorted(entries))
                message = _("Không có cuộc kiểm tra “%(code)s”; %(hint)s", code=code, hint=hint)
                yield file.problem(message, "visits", index, "after", place)
            elif visit.dates and earlier.dates and visit.dates.starts <= earlier.dates.ends:
                message = _("Phải sau “%(code)s”, nhưng ngày ghi ở đây không sau cuộc ấy", code=code)
                yield file.problem(message, "visits", index, "after", place)
    waits = {code: [other for other in visit.after if other in entries] for code, visit in entries.items()}
    for ring in _rings(waits):
        message = _("Các cuộc chờ nhau thành vòng: %(ring)s", ring=" → ".join([*ring, ring[0]]))
        yield file.problem(message, "visits", places[ring[0]], "after")


def _rings(waits: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Each ring once, from the first of its visits in the file; without recursion, since a chain may be long."""
    done: set[str] = set()
    for start in waits:
        path: list[str] = []
        on_path: set[str] = set()
        todo: list[tuple[str, bool]] = [(start, False)]
        while todo:
            code, is_left = todo.pop()
            if is_left:
                path.pop()
                on_path.discard(code)
                done.add(code)
            elif code in on_path:
                yield path[path.index(code) :]
            elif code not in done:
                path.append(code)
                on_path.add(code)
                todo.append((code, True))
                todo += [(other, False) for other in waits[code]]
