"""calendar.yaml: holidays and worked weekend days."""

from collections.abc import Iterator
from datetime import date

from inspect_app.campaigns.files.opened import OpenedFolder, ReadFile
from inspect_app.campaigns.files.shapes import CalendarFile
from inspect_app.kernel.calendar import SATURDAY
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Problem

File = ReadFile[CalendarFile]


def check_calendar(opened: OpenedFolder) -> Iterator[Problem]:
    """Reversed, repeated and outlying days; a made-up day that is no weekend day; a campaign that is not covered."""
    if opened.calendar is None:
        return
    covers = opened.calendar.content.covers
    if not covers.is_forward:
        yield opened.calendar.problem(_("Ngày kết thúc trước ngày bắt đầu"), "covers", "ends")
    elif opened.plan is not None and not covers.holds(opened.plan.content.campaign.window):
        message = _("Lịch không bao trùm hết thời gian của đợt kiểm tra")
        yield opened.calendar.problem(message, "covers")
    yield from _holidays(opened.calendar)
    yield from _worked_weekends(opened.calendar)


def _holidays(file: File) -> Iterator[Problem]:
    seen: set[date] = set()
    for index, holiday in enumerate(file.content.holidays):
        if not holiday.days.is_forward:
            yield file.problem(_("Ngày kết thúc trước ngày bắt đầu"), "holidays", index, "ends")
        elif file.content.covers.is_forward and not file.content.covers.holds(holiday.days):
            yield file.problem(_("Ngày nghỉ nằm ngoài thời gian của lịch (mục “covers”)"), "holidays", index)
        for day in holiday.days.each():
            if day in seen:
                message = _("Ngày %(day)s đã có ở mục khác", day=format_date(day))
                yield file.problem(message, "holidays", index, "starts")
            seen.add(day)


def _worked_weekends(file: File) -> Iterator[Problem]:
    seen: set[date] = set()
    holidays = {day for holiday in file.content.holidays for day in holiday.days.each()}
    for index, worked in enumerate(file.content.working_weekend_days):
        path = ("working_weekend_days", index, "day")
        if worked.day.weekday() < SATURDAY:
            message = _("Ngày %(day)s không phải thứ Bảy, Chủ nhật", day=format_date(worked.day))
            yield file.problem(message, *path)
        if worked.day in holidays or worked.day in seen:
            yield file.problem(_("Ngày %(day)s đã có ở mục khác", day=format_date(worked.day)), *path)
        seen.add(worked.day)
