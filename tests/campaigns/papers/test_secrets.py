"""A surprise that is planted changes no letter of any paper."""

from datetime import date

from inspect_app.campaigns.models import TeamMember, Visit
from inspect_app.campaigns.papers.decision import team_decision_sheet
from inspect_app.campaigns.papers.plan import inspection_plan_sheet
from inspect_app.kernel.actors import Role
from tests.campaigns.papers.conftest import Shipped
from tests.factories.moments import NOW


def everything(shipped: Shipped) -> list[str]:
    session, campaign = shipped.session, shipped.campaign
    plan = inspection_plan_sheet(session, campaign, delegation=None)
    decisions = [team_decision_sheet(session, one, delegation=None) for one in campaign.streams]
    return [sheet.to_json() for sheet in (plan, *decisions)]


def plant(shipped: Shipped, stream: str) -> Visit:
    known = shipped.visit("TD-03")
    visit = Visit(
        campaign=shipped.campaign,
        stream=shipped.stream(stream),
        unit=shipped.unit("BDT"),
        code="ZKDX-77",
        window_start=shipped.campaign.window_start,
        window_end=shipped.campaign.window_end,
        starts_on=date(2024, 7, 18),
        ends_on=date(2024, 7, 18),
        unannounced=True,
        checklist_code=known.checklist_code,
        checklist_version=known.checklist_version,
    )
    visit.team = [TeamMember(person=known.team[1].person, role=Role.LEAD)]
    shipped.session.add(visit)
    shipped.session.flush()
    return visit


def test_a_surprise_changes_no_letter_of_any_paper(shipped: Shipped) -> None:
    before = everything(shipped)
    for stream in ("cong-vu", "toan-dien"):
        visit = plant(shipped, stream)
        assert everything(shipped) == before
        visit.begun_at = NOW
        shipped.session.flush()
        assert everything(shipped) == before, "not even once it has begun: the plan was made before"
        shipped.session.delete(visit)
        shipped.session.flush()
