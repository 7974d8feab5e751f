"""The chain of papers: what waits for the reader, and the papers of a campaign and of a visit in their order."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.permissions import may_see_campaign, may_see_visit
from inspect_app.campaigns.queries import campaign_by_code, current_campaign, visible_visits, visit_by_id
from inspect_app.registry.models import PaperDraft
from inspect_app.registry.permissions import may_issue_draft, may_read_register, may_see_papers
from inspect_app.registry.queries import submitted_drafts
from inspect_app.registry.rules import AboutKind
from inspect_app.web.papers.catalogue import kinds_about
from inspect_app.web.papers.overview import action_rows, campaign_cells, stream_cells, visit_rows
from inspect_app.web.papers.templates import may_read_templates
from inspect_app.web.papers.views.blueprint import bp
from inspect_app.webkit.context import actor, session, today
from inspect_app.webkit.pages import render
from inspect_app.webkit.permit import permit


@bp.get("/")
@permit(may_see_papers)
def index() -> ResponseReturnValue:
    """The papers of the current campaign; without one, the empty page that says what will be here."""
    campaign = current_campaign(session(), today())
    if campaign is None:
        return render("papers/none.html", sees_register=may_read_register(actor(), None))
    return redirect(url_for("papers.campaign", code=campaign.code))


@bp.get("/dot/<code>")
@permit(may_see_campaign, load=campaign_by_code)
def campaign(campaign: Campaign) -> ResponseReturnValue:
    """A campaign's papers in order: those of the whole, then one row a visit."""
    who = actor()
    visits = [visit for visit in visible_visits(session(), who) if visit.campaign_id == campaign.id]
    rows = [row for row in visit_rows(session(), who, visits) if any(row.cells)]
    mine = [draft for draft in submitted_drafts(session()) if _waits_for_me(draft)]
    return render(
        "papers/campaign.html",
        campaign=campaign,
        cells=campaign_cells(session(), who, campaign),
        kinds=kinds_about(AboutKind.VISIT, AboutKind.CONCLUSION),
        rows=rows,
        mine=mine,
        sees_register=may_read_register(who, None),
        reads_templates=may_read_templates(who, None),
    )


def _waits_for_me(draft: PaperDraft) -> bool:
    asked = draft.delegation
    return asked is not None and asked.person_id == actor().person_id and may_issue_draft(actor(), draft)


@bp.get("/cuoc/<uuid:visit_id>")
@permit(may_see_visit, load=visit_by_id)
def visit(visit: Visit) -> ResponseReturnValue:
    """A visit's papers in order, and those about its corrective actions."""
    (row,) = visit_rows(session(), actor(), [visit])
    return render(
        "papers/visit.html",
        visit=visit,
        cells=[*stream_cells(session(), actor(), [visit.stream]), *(cell for cell in row.cells if cell is not None)],
        action_kinds=kinds_about(AboutKind.ACTION),
        actions=action_rows(session(), actor(), visit),
    )
