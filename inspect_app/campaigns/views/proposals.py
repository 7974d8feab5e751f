"""Asking the planner, watching it, and publishing what it proposes."""

from dataclasses import asdict

from flask import make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns import operations
from inspect_app.campaigns.desk_forms import BareForm, ReasonForm, RunForm
from inspect_app.campaigns.models import Campaign, PlanningRun
from inspect_app.campaigns.permissions import may_coordinate
from inspect_app.campaigns.planning.proposal import Stage
from inspect_app.campaigns.planning_settings import planning_settings
from inspect_app.campaigns.proposal_output import PARTS, STAGES
from inspect_app.campaigns.proposals import Change, changes_of, run_by_id, run_state, runs_of
from inspect_app.campaigns.queries import campaign_by_code
from inspect_app.campaigns.rules import RunState
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.campaigns.words import run_state_name, run_state_tone
from inspect_app.kernel.errors import Conflict, DomainError
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.pages import render, render_form, tell
from inspect_app.webkit.permit import permit

bp.add_app_template_filter(run_state_name, "run_state_name")
bp.add_app_template_filter(run_state_tone, "run_state_tone")

REFRESH_SECONDS = 3
GOING = (RunState.WANTED, RunState.SEARCHING)


@bp.route("/dot-kiem-tra/<code>/phuong-an", methods=["GET", "POST"])
@permit(may_coordinate, load=campaign_by_code)
def proposals(campaign: Campaign) -> ResponseReturnValue:
    """The runs of the planner so far, and the form that asks for another."""
    form = RunForm(data=_plans_weights(campaign))
    asked = form.outcome(lambda: _ask(campaign, form))
    if asked is not None:
        return redirect(url_for("campaigns.proposal", run_id=asked.id))
    runs = [(run, run_state(run)) for run in runs_of(session(), campaign)]
    return render_form("campaigns/proposals.html", form=form, campaign=campaign, runs=runs)


def _ask(campaign: Campaign, form: RunForm) -> PlanningRun:
    seconds = form.seconds.data or 60
    weights = form.weights(_plans_weights(campaign))
    return operations.ask_for_plan(
        session(), actor(), campaign, seconds=seconds, ignore_sample=form.sample.data, weights=weights, now=now()
    )


def _plans_weights(campaign: Campaign) -> dict[str, int]:
    return asdict(planning_settings(campaign).weights)


@bp.get("/phuong-an/<uuid:run_id>")
@permit(may_coordinate, load=run_by_id)
def proposal(run: PlanningRun) -> ResponseReturnValue:
    """A run: while it searches, how far it is; afterwards what it proposes."""
    state = run_state(run)
    if state in GOING:
        page = make_response(render("campaigns/search.html", run=run, state=state, stage=_stage(run), form=BareForm()))
        # The page looks again by itself, with or without scripts.
        page.headers["Refresh"] = str(REFRESH_SECONDS)
        return page
    return _proposal_page(run, state, ReasonForm())


def _stage(run: PlanningRun) -> str:
    stage = run.progress.get("stage")
    return str(STAGES[Stage(stage)]) if stage else ""


def _proposal_page(run: PlanningRun, state: RunState, form: ReasonForm) -> ResponseReturnValue:
    changes = changes_of(session(), actor(), run)
    return render_form(
        "campaigns/proposal.html",
        form=form,
        run=run,
        state=state,
        unplaced=[one for one in changes if not one.has_place],
        changed=[one for one in changes if one.moves or one.changes_team],
        kept=sum(one.has_place and not (one.moves or one.changes_team) for one in changes),
        told=_told(changes),
        costs=_costs(run),
    )


def _told(changes: list[Change]) -> int:
    return sum(one.visit.notice_sent_at is not None and one.moves for one in changes)


def _costs(run: PlanningRun) -> list[tuple[str, int, int]]:
    """Each part of the cost by its name, as it is and as it would be; parts that are nothing on both sides are left out."""
    before, after = run.outcome.get("costs_before", {}), run.outcome.get("costs", {})
    rows = [(str(words), before.get(name, 0), after.get(name, 0)) for name, words in PARTS.items()]
    return [row for row in rows if row[1] or row[2]]


@bp.post("/phuong-an/<uuid:run_id>/dung")
@permit(may_coordinate, load=run_by_id)
def stop_search(run: PlanningRun) -> ResponseReturnValue:
    """Stops the search; the best plan so far is the proposal."""
    if BareForm().validate_on_submit():
        try:
            operations.ask_stop(session(), actor(), run, now=now())
            tell(_("Đang dừng và lấy phương án tốt nhất đã tìm được."), "info")
        except Conflict:
            tell(_("Việc tìm đã kết thúc trước khi bạn dừng."), "info")
    return redirect(url_for("campaigns.proposal", run_id=run.id))


@bp.post("/phuong-an/<uuid:run_id>/cong-bo")
@permit(may_coordinate, load=run_by_id)
def publish(run: PlanningRun) -> ResponseReturnValue:
    """Makes the proposal the plan, whole or not at all."""
    form = ReasonForm()
    done: list[int] = []
    if form.validate_on_submit():
        try:
            accepted = form.accept(
                lambda: done.append(
                    operations.publish_proposal(session(), actor(), run, reason=form.reason.data or "", now=now())
                )
            )
        except DomainError as refusal:
            accepted = False
            form.errors_at_top.append(refusal.message)
        if accepted:
            tell(_("Đã công bố: %(n)d cuộc có lịch mới; đoàn và đơn vị liên quan đã được báo.", n=done[0]))
            return redirect(url_for("campaigns.desk", code=run.campaign.code))
    return _proposal_page(run, run_state(run), form)


@bp.post("/phuong-an/<uuid:run_id>/bo")
@permit(may_coordinate, load=run_by_id)
def discard(run: PlanningRun) -> ResponseReturnValue:
    """Lays the proposal aside."""
    if BareForm().validate_on_submit():
        operations.discard_proposal(session(), actor(), run, now=now())
        tell(_("Đã bỏ phương án. Lịch đang dùng không đổi."))
    return redirect(url_for("campaigns.proposals", code=run.campaign.code))
