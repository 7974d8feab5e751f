"""plan.yaml: the draws of unannounced visits. No unit is drawn here: a check never knows the secret seed."""

from collections.abc import Iterator

from inspect_app.campaigns.files.opened import OpenedFolder, ReadFile, unknown_unit
from inspect_app.campaigns.files.plan_checks import window_within
from inspect_app.campaigns.files.pools import units_of_pool
from inspect_app.campaigns.files.shapes import DrawEntry, PlanFile
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Problem, did_you_mean

File = ReadFile[PlanFile]


def check_draws(opened: OpenedFolder) -> Iterator[Problem]:
    """Everything about the draws."""
    if opened.plan is None:
        return
    yield from _repeated(opened.plan)
    for index, draw in enumerate(opened.plan.content.draws):
        yield from _stream(opened.plan, index, draw)
        yield from window_within(opened.plan, draw.window, "draws", index, "window")
        yield from _pool(opened.plan, opened, index, draw)
        yield from _team(opened.plan, opened, index, draw)
        yield from _enough(opened.plan, opened, index, draw)


def _repeated(file: File) -> Iterator[Problem]:
    for field in ("code", "prefix"):
        seen: dict[str, int] = {}
        taken = {visit.code.split("-")[0] for visit in file.content.visits} if field == "prefix" else set()
        for index, draw in enumerate(file.content.draws):
            value = getattr(draw, field)
            if value in seen or value in taken:
                message = _("“%(value)s” đã dùng cho mục khác; hãy chọn chữ khác", value=value)
                yield file.problem(message, "draws", index, field)
            seen.setdefault(value, index)


def _stream(file: File, index: int, draw: DrawEntry) -> Iterator[Problem]:
    streams = {stream.code: stream for stream in file.content.streams}
    stream = streams.get(draw.stream)
    if stream is None:
        hint = did_you_mean(draw.stream, sorted(streams))
        message = _("Không có luồng “%(code)s”; %(hint)s", code=draw.stream, hint=hint)
        yield file.problem(message, "draws", index, "stream")
    elif not stream.unannounced:
        message = _("Chỉ rút thăm cho luồng đột xuất (mục “unannounced: true”)")
        yield file.problem(message, "draws", index, "stream")


def _pool(file: File, opened: OpenedFolder, index: int, draw: DrawEntry) -> Iterator[Problem]:
    if opened.units_by_code is None:
        return
    for field in ("units", "under", "without"):
        for place, code in enumerate(getattr(draw.pool, field)):
            if code not in opened.units_by_code:
                message = unknown_unit(code, opened.units_by_code)
                yield file.problem(message, "draws", index, "pool", field, place)


def _team(file: File, opened: OpenedFolder, index: int, draw: DrawEntry) -> Iterator[Problem]:
    if draw.team is None or opened.teams_by_code is None:
        return
    if draw.team not in opened.teams_by_code:
        hint = did_you_mean(draw.team, sorted(opened.teams_by_code))
        message = _("Không có đoàn “%(code)s” trong teams.yaml; %(hint)s", code=draw.team, hint=hint)
        yield file.problem(message, "draws", index, "team")
        return
    window = file.content.window_of(draw)
    own = opened.agencies_of(draw.team) & set(units_of_pool(draw.pool, opened.units_by_code or {}, window))
    for code in sorted(own):
        message = _(
            "Đoàn “%(team)s” có thành viên công tác tại “%(unit)s”; hãy bỏ đơn vị này khỏi danh sách rút thăm",
            team=draw.team,
            unit=code,
        )
        yield file.problem(message, "draws", index, "pool")


def _enough(file: File, opened: OpenedFolder, index: int, draw: DrawEntry) -> Iterator[Problem]:
    window = file.content.window_of(draw)
    if opened.units_by_code is None or not window.is_forward:
        return
    units = len(units_of_pool(draw.pool, opened.units_by_code, window))
    if draw.count > units:
        message = _("Rút %(count)d cuộc nhưng danh sách chỉ có %(units)d đơn vị", count=draw.count, units=units)
        yield file.problem(message, "draws", index, "count")
    if opened.working_calendar is None:
        return
    days = sum(opened.working_calendar.is_working_day(day) for day in window.each())
    if draw.count > days:
        message = _("Rút %(count)d cuộc nhưng chỉ có %(days)d ngày làm việc", count=draw.count, days=days)
        yield file.problem(message, "draws", index, "count")
