"""Leave in teams.yaml and closed days in calendar.yaml: whose they are, and whether the days can be meant."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from inspect_app.campaigns.files.closed_shapes import SpanEntry
from inspect_app.campaigns.files.days import Days
from inspect_app.campaigns.files.opened import OpenedFolder, ReadFile, unknown_unit
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Problem, StrictModel, did_you_mean

LONGEST_DAYS = 366

Model = TypeVar("Model", bound=StrictModel)


def check_closed_days(opened: OpenedFolder) -> Iterator[Problem]:
    """Unknown people and units; days that are reversed, too long, outside the calendar, or entered twice."""
    covers = opened.calendar.content.covers if opened.calendar else None
    if opened.teams is not None:
        leave = opened.teams.content.leave
        people = sorted(person.code for person in opened.teams.content.people)
        for index, entry in enumerate(leave):
            if entry.person not in people:
                hint = did_you_mean(entry.person, people)
                message = _("Không có người “%(code)s” trong mục “people”; %(hint)s", code=entry.person, hint=hint)
                yield opened.teams.problem(message, "leave", index, "person")
        yield from _spans(opened.teams, "leave", [(one.person, one) for one in leave], covers)
    if opened.calendar is not None:
        closures = opened.calendar.content.closures
        for index, closure in enumerate(closures):
            if opened.units_by_code is not None and closure.unit not in opened.units_by_code:
                message = unknown_unit(closure.unit, opened.units_by_code)
                yield opened.calendar.problem(message, "closures", index, "unit")
        yield from _spans(opened.calendar, "closures", [(one.unit, one) for one in closures], covers)


def _spans(
    file: ReadFile[Model], field: str, spans: Sequence[tuple[str, SpanEntry]], covers: Days | None
) -> Iterator[Problem]:
    before: dict[str, list[tuple[int, Days]]] = {}
    for index, (owner, entry) in enumerate(spans):
        days = entry.days
        if days.ends < days.starts:
            yield file.problem(_("Ngày kết thúc trước ngày bắt đầu"), field, index, "ends")
        elif not days.is_forward or len(days.each()) > LONGEST_DAYS:
            yield file.problem(_("Khoảng này dài hơn một năm. Hãy kiểm tra lại hai ngày."), field, index, "ends")
        elif covers is not None and covers.is_forward and not covers.meets(days):
            message = _("Khoảng này nằm ngoài thời gian của lịch (mục “covers” trong calendar.yaml)")
            yield file.problem(message, field, index, "starts")
        for other, known in before.setdefault(owner, []):
            if known.meets(days):
                line = file.source.place_of((field, other)).line
                message = _("“%(code)s” đã có khoảng trùng ngày ở dòng %(line)d", code=owner, line=line)
                yield file.problem(message, field, index, "starts")
        before[owner].append((index, days))
