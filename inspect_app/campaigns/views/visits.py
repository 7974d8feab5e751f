"""One visit: where it stands, what comes next, its team and deadlines, and the ways to the other rooms."""

from typing import TypedDict

from flask.typing import ResponseReturnValue

from inspect_app.campaigns.closures import pin_of
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.page_parts import deadlines_met, other_due_dates, visit_links, visit_parts
from inspect_app.campaigns.permissions import may_schedule, may_see_visit
from inspect_app.campaigns.queries import deadlines_of, visit_by_id, working_calendar
from inspect_app.campaigns.rules import DeadlineKind, DueDate, VisitState
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.campaigns.words import deadline_name
from inspect_app.kernel.formats import format_datetime, format_long_date
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, session, today
from inspect_app.webkit.pages import render
from inspect_app.webkit.permit import permit

BEFORE_BEGUN = (VisitState.PLANNED, VisitState.SCHEDULED)


class Moment(TypedDict):
    """A line of components/timeline.html."""

    when: str
    title: str
    state: str


@bp.get("/cuoc-kiem-tra/<uuid:visit_id>")
@permit(may_see_visit, load=visit_by_id)
def visit(visit: Visit) -> ResponseReturnValue:
    """One visit for whoever may know of it."""
    due = _due_lines(visit)
    schedules = may_schedule(actor(), visit)
    return render(
        "campaigns/visit.html",
        visit=visit,
        due=due,
        next_due=next((line for line in due if line[1] is not None), None),
        moments=_moments(visit),
        links=visit_links(session(), actor(), visit, today()),
        parts=visit_parts(session(), actor(), visit, today()),
        pin=pin_of(session(), visit) if schedules else None,
        may_schedule=schedules and visit.state in BEFORE_BEGUN,
        may_change_team=schedules and visit.state in (*BEFORE_BEGUN, VisitState.UNDER_WAY),
    )


def _done(visit: Visit) -> frozenset[DeadlineKind]:
    """What is done: by the visit's own marks, and as the higher rooms know it."""
    marks = {
        DeadlineKind.NOTICE: visit.notice_sent_at or visit.begun_at,
        DeadlineKind.SELF_REPORT: visit.begun_at,
        DeadlineKind.MINUTES: visit.closed_at,
        DeadlineKind.TEAM_REPORT: visit.frozen_at,
        DeadlineKind.CONCLUSION: visit.frozen_at,
    }
    return frozenset(kind for kind, at in marks.items() if at is not None) | deadlines_met(session(), visit)


def _due_lines(visit: Visit) -> list[tuple[DueDate, int | None]]:
    """Each due date with the working days left (negative when late), or None when nothing is waited for."""
    deadlines = deadlines_of(visit)
    if deadlines is None:
        return []
    calendar, done = working_calendar(visit.campaign), _done(visit)
    waits = visit.state is not VisitState.CANCELLED
    kinds = list(DeadlineKind)
    every = sorted([*deadlines, *other_due_dates(session(), visit)], key=lambda one: kinds.index(one.kind))
    return [(one, calendar.days_left(today(), one.on) if waits and one.kind not in done else None) for one in every]


def _moments(visit: Visit) -> list[Moment]:
    marks = (
        (visit.notice_sent_at, deadline_name(DeadlineKind.NOTICE)),
        (visit.begun_at, _("Bắt đầu kiểm tra tại đơn vị")),
        (visit.closed_at, _("Kết thúc kiểm tra, ký biên bản")),
        (visit.frozen_at, deadline_name(DeadlineKind.CONCLUSION)),
        (visit.cancelled_at, _("Hủy cuộc kiểm tra")),
    )
    reached = sorted((at, title) for at, title in marks if at is not None)
    past = [Moment(when=format_datetime(at), title=title, state="done") for at, title in reached]
    if visit.state is VisitState.SCHEDULED and visit.starts_on is not None:
        late = visit.starts_on < today()
        coming = Moment(when=format_long_date(visit.starts_on), title=marks[1][1], state="late" if late else "next")
        past.append(coming)
    return past
