"""The page of jobs: what ran, what will, what was passed over and why, and whether scheduler and mail work."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.notice_settings import notice_settings, notices_entry
from inspect_app.campaigns.queries import current_campaign
from inspect_app.campaigns.rules import OccurrenceRule, OccurrenceState
from inspect_app.campaigns.words import occurrence_state_name, rule_name
from inspect_app.jobs.forms import JobFilterForm
from inspect_app.jobs.permissions import may_see_jobs
from inspect_app.jobs.queries import (
    Line,
    OccurrenceFilter,
    mail_figures,
    recent_runs,
    scheduler_lease,
    visible_lines,
)
from inspect_app.jobs.rules import CATCH_UP, is_ticking, month_of, months_of
from inspect_app.jobs.words import catch_up_sentence, notice_facts, target_name, task_name
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, session, settings, today
from inspect_app.webkit.pages import render
from inspect_app.webkit.paging import page_number, paged
from inspect_app.webkit.permit import permit

bp = Blueprint("jobs", __name__, url_prefix="/viec-theo-lich")
bp.add_app_template_filter(task_name, "job_task_name")
PAGE_SIZE = 50
RUNS_SHOWN = 10
ALL = "tat-ca"
TONES = {
    OccurrenceState.PENDING: "wait",
    OccurrenceState.DONE: "good",
    OccurrenceState.SKIPPED: "plain",
    OccurrenceState.SUPERSEDED: "plain",
}


@dataclass(frozen=True)
class Row:
    """A due date as the list shows it."""

    due_on: date
    rule: str
    target: str
    url: str | None
    state: str
    tone: str
    result: str | None
    ran_at: datetime | None


def _url(line: Line) -> str | None:
    if line.action is not None:
        return url_for("followup.action", action_id=line.action.id)
    if line.explanation is not None:
        return url_for("conclusions.explanation", conclusion_id=line.explanation.conclusion_id)
    if line.visit is not None:
        return url_for("campaigns.visit", visit_id=line.visit.id)
    return url_for("campaigns.campaign", code=line.campaign.code)


def _row(line: Line) -> Row:
    one = line.occurrence
    return Row(
        due_on=one.due_on,
        rule=rule_name(one.rule),
        target=target_name(line),
        url=_url(line),
        state=occurrence_state_name(one.state),
        tone=TONES[one.state],
        result=_(one.result) if one.result else None,
        ran_at=one.ran_at,
    )


def _form(lines: list[Line]) -> JobFilterForm:
    form = JobFilterForm(request.args)
    months = months_of(line.occurrence.due_on for line in lines)
    form.month.choices = [
        (ALL, _("Mọi tháng")),
        *((f"{month:%Y-%m}", _("Tháng %(month)s", month=f"{month:%m/%Y}")) for month in months),
    ]
    form.state.choices = [
        ("", _("Mọi trạng thái")),
        *((one.value, occurrence_state_name(one)) for one in OccurrenceState),
    ]
    if not form.month.data:
        now = today().replace(day=1)
        form.month.data = f"{now:%Y-%m}" if now in months else ALL
    return form


def _narrowed(lines: list[Line], form: JobFilterForm) -> list[Line]:
    month = month_of(form.month.data or "")
    found = [line for line in lines if month is None or line.occurrence.due_on.replace(day=1) == month]
    found = [line for line in found if not form.state.data or line.occurrence.state == form.state.data]
    # What comes next stands on top; then what was, the latest first.
    coming = [line for line in found if line.occurrence.due_on >= today()]
    return coming + [line for line in reversed(found) if line.occurrence.due_on < today()]


def _notices() -> list[tuple[str, str]]:
    campaign = current_campaign(session(), today())
    entry = notices_entry(campaign)
    return notice_facts(notice_settings(campaign), entry.source if entry else None)


@bp.get("/")
@permit(may_see_jobs)
def index() -> ResponseReturnValue:
    """The due dates that the reader may know of, by month and state."""
    lines = visible_lines(session(), actor(), OccurrenceFilter())
    form = _form(lines)
    found, number = _narrowed(lines, form), page_number()
    lease = scheduler_lease(session())
    ticked_at = lease.ticked_at if lease is not None else None
    return render(
        "jobs/index.html",
        form=form,
        rows=[_row(line) for line in found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]],
        page=paged(number, len(found), PAGE_SIZE),
        ticked_at=ticked_at,
        ticking=is_ticking(ticked_at, real_now()),
        mail=mail_figures(session()),
        mail_leaves=settings().smtp_url is not None,
        runs=recent_runs(session(), RUNS_SHOWN),
        notices=_notices(),
        policies=[(rule_name(rule), catch_up_sentence(CATCH_UP[rule])) for rule in OccurrenceRule],
    )
