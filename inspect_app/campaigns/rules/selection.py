"""Which visits a figure of the board counts: the same words choose the list behind it. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from inspect_app.campaigns.rules.progress import Standing, field_days, month_of
from inspect_app.campaigns.rules.states import VisitState
from inspect_app.kernel.calendar import WorkingCalendar

NOTHING = "khong"


class Stage(StrEnum):
    """How far a visit is, as the board counts it; held, closed and concluded hold what went further, too."""

    HELD = "da-tien-hanh"
    CLOSED = "da-khep-lai"
    CONCLUDED = "da-ket-luan"
    UNDATED = "chua-co-ngay"
    SCHEDULED = "da-len-lich"
    UNDER_WAY = "dang-kiem-tra"
    WAITING = "cho-ket-luan"
    LATE = "qua-han"
    DUE = "den-han"
    AT_RISK = "nguy-co"


_TESTS: Mapping[Stage, Callable[[Standing], bool]] = {
    Stage.HELD: lambda one: one.visit.began_on is not None,
    Stage.CLOSED: lambda one: one.visit.closed_on is not None,
    Stage.CONCLUDED: lambda one: one.visit.concluded_on is not None,
    Stage.UNDATED: lambda one: one.visit.state is VisitState.PLANNED,
    Stage.SCHEDULED: lambda one: one.visit.state is VisitState.SCHEDULED,
    Stage.UNDER_WAY: lambda one: one.visit.state is VisitState.UNDER_WAY,
    Stage.WAITING: lambda one: one.visit.state is VisitState.CLOSED,
    Stage.LATE: lambda one: bool(one.missed),
    Stage.DUE: lambda one: bool(one.coming),
    Stage.AT_RISK: lambda one: bool(one.lacks),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What narrows the visits. `lead` and `month` may be NOTHING: without a team, without a date.

    `month` is that of the first day; `in_month` asks for a day in the field of `person` (or anybody) in that month.
    """

    stage: Stage | None = None
    stream: str = ""
    lead: str = ""
    month: str = ""
    person: str = ""
    in_month: str = ""

    def holds(self, one: Standing, calendar: WorkingCalendar) -> bool:
        """Whether the visit is counted."""
        visit = one.visit
        return (
            (self.stage is None or _TESTS[self.stage](one))
            and (not self.stream or str(visit.stream_id) == self.stream)
            and (not self.lead or lead_key(one) == self.lead)
            and (not self.month or month_key(one) == self.month)
            and (not self.person or any(str(part.person_id) == self.person for part in visit.team))
            and (not self.in_month or self.in_month in {month_of(day) for day in field_days(visit, calendar)})
        )


def is_in(stage: Stage, one: Standing) -> bool:
    """Whether a visit is as far as that."""
    return _TESTS[stage](one)


def lead_key(one: Standing) -> str:
    """By whom a visit's team is known: its lead, or NOTHING."""
    lead = one.visit.lead
    return str(lead.person_id) if lead else NOTHING


def month_key(one: Standing) -> str:
    """The month of the visit's first day, or NOTHING."""
    return month_of(one.visit.starts_on) if one.visit.starts_on else NOTHING


def chosen(standings: Iterable[Standing], selection: Selection, calendar: WorkingCalendar) -> list[Standing]:
    """The list behind a figure."""
    return [one for one in standings if selection.holds(one, calendar)]
