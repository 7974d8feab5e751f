"""From the pages where one looks for them to the papers after a visit; nobody is shown a way that is closed to him."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.followup.queries import actions_of_conclusion
from tests.factories.journeys import Journey, make_journey
from tests.factories.ratings import make_rating_world

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def journey(session: Session) -> Journey:
    return make_journey(session)


def shown(client: FlaskClient, page: str, paper: str) -> bool:
    """Whether the page leads to the paper, which then opens."""
    leads = f'href="{paper}"' in client.get(page).get_data(as_text=True)
    if leads:
        assert client.get(paper).status_code == 200
    return leads


def test_the_visits_page_leads_to_the_teams_report_once_it_is_closed(journey: Journey, sign_in_as: SignIn) -> None:
    page, paper = f"/cuoc-kiem-tra/{journey.visit.id}", f"/van-ban/visit_report/{journey.visit.id}"
    journey.begin()
    assert not shown(sign_in_as(journey.secretary.account), page, paper)
    journey.close()
    assert shown(sign_in_as(journey.secretary.account), page, paper)
    assert not shown(sign_in_as(journey.contact.account), page, paper)
    assert sign_in_as(journey.contact.account).get(paper).status_code in {403, 404}


def test_the_board_leads_to_the_campaigns_report(journey: Journey, sign_in_as: SignIn) -> None:
    campaign = journey.visit.campaign
    page, paper = f"/dot-kiem-tra/{campaign.code}/theo-doi", f"/van-ban/campaign_report/{campaign.id}"
    assert shown(sign_in_as(journey.auditor.account), page, paper)
    assert sign_in_as(journey.head.account).get(paper).status_code in {403, 404}


def test_an_open_action_leads_to_the_letter_of_reminder_but_not_for_the_unit(
    journey: Journey, sign_in_as: SignIn
) -> None:
    conclusion = journey.issued(("CV07",))
    (action,) = actions_of_conclusion(journey.session, conclusion)
    page, paper = f"/khac-phuc/{action.id}", f"/van-ban/remediation_reminder/{conclusion.id}"
    assert shown(sign_in_as(journey.coordinator.account), page, paper)
    assert not shown(sign_in_as(journey.contact.account), page, paper)
    # Nothing is late or due soon yet: the print says so instead of making a letter about nothing.
    refused = sign_in_as(journey.coordinator.account).get(f"{paper}/ban-in.pdf")
    assert 400 <= refused.status_code < 500
    assert "để đôn đốc" in refused.get_data(as_text=True)


def test_the_table_of_ratings_leads_to_their_notice_save_for_who_is_rated(session: Session, sign_in_as: SignIn) -> None:
    world = make_rating_world(session)
    page, paper = "/xep-loai/?nam=2024", f"/van-ban/rating_notice/{world.year.id}"
    assert shown(sign_in_as(world.chair.account), page, paper)
    assert not shown(sign_in_as(world.district_chair.account), page, paper)


def test_the_unit_reads_the_minutes_but_is_not_led_to_where_the_team_writes_them(
    journey: Journey, sign_in_as: SignIn
) -> None:
    paper, page = f"/van-ban/minutes/{journey.visit.id}", f"/cuoc-kiem-tra/{journey.visit.id}/bien-ban"
    assert not shown(sign_in_as(journey.secretary.account), paper, page)
    journey.begin()
    journey.close()
    assert shown(sign_in_as(journey.secretary.account), paper, page)
    for person in (journey.contact, journey.head):
        client = sign_in_as(person.account)
        assert not shown(client, paper, page)
        assert f'href="{paper}/ban-in.pdf"' in client.get(paper).get_data(as_text=True)
