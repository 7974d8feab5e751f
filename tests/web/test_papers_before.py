"""The papers before a visit on their pages: reached, prepared and refused; and nothing there tells of a surprise."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.papers.kinds import INSPECTION_PLAN, REPORT_OUTLINE, TEAM_DECISION, VISIT_NOTICE
from inspect_app.kernel.actors import Role
from tests.browsing import send
from tests.factories.journeys import Journey, keep_checklist, make_journey
from tests.factories.moments import TODAY
from tests.factories.people import Player, make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_stream, make_visit

SignIn = Callable[[Account], FlaskClient]
UNIT = "Ban Chích Choè Lửa"
LETTERS = (VISIT_NOTICE, REPORT_OUTLINE)


@dataclass(frozen=True)
class Ground:
    """A journey, whose campaign has an unannounced stream too, and readers who are to learn nothing of it."""

    journey: Journey
    secret: Visit
    coordinator: Player
    outsiders: dict[str, Player]


@pytest.fixture
def ground(session: Session) -> Ground:
    journey = make_journey(session)
    keep_checklist(session, "toan-dien")
    unit = make_unit(session, UNIT)
    stream = make_stream(session, journey.visit.campaign, unannounced=True)
    secret = make_visit(session, unit=unit, stream=stream, team=[(journey.lead.person, Role.LEAD)], starts_on=TODAY)
    there = make_player(session, Role.COORDINATOR, (Role.UNIT_CONTACT, unit), works_at=unit, name="Kiêm nhiệm")
    outsiders = {role.value: make_player(session, role) for role in Role if role is not Role.COORDINATOR}
    coordinator = make_player(session, Role.COORDINATOR, name="Điều phối nơi khác")
    session.commit()
    return Ground(journey, secret, coordinator, outsiders | {"coordinator there": there})


def _text(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return " ".join(BeautifulSoup(answer.get_data(as_text=True), "html5lib").get_text(" ").split())


def _places(ground: Ground) -> Iterator[tuple[str, object]]:
    yield INSPECTION_PLAN.code, ground.secret.campaign_id
    yield TEAM_DECISION.code, ground.secret.stream_id
    yield TEAM_DECISION.code, ground.journey.visit.stream_id


def test_they_are_reached_from_the_pages_of_campaign_and_visit(ground: Ground, sign_in_as: SignIn) -> None:
    client, visit = sign_in_as(ground.coordinator.account), ground.journey.visit
    assert f'href="/van-ban/dot/{visit.campaign.code}"' in client.get(f"/dot-kiem-tra/{visit.campaign.code}").text
    assert f'href="/van-ban/cuoc/{visit.id}"' in client.get(f"/cuoc-kiem-tra/{visit.id}").text
    campaign = _text(client, f"/van-ban/dot/{visit.campaign.code}")
    assert "Kế hoạch kiểm tra" in campaign
    assert campaign.count("Quyết định thành lập Đoàn kiểm tra") == len(visit.campaign.streams)
    page = _text(client, f"/van-ban/cuoc/{visit.id}")
    assert all(kind.name() in page for kind in (TEAM_DECISION, *LETTERS))


def test_a_coordinator_begins_a_letter_and_rewords_it(ground: Ground, sign_in_as: SignIn) -> None:
    client, visit = sign_in_as(ground.coordinator.account), ground.journey.visit
    page = f"/van-ban/{VISIT_NOTICE.code}/{visit.id}"
    assert send(client, f"{page}/soan", page=page).status_code == 302
    assert "trụ sở Sở Xây dựng" in client.get(page).text
    assert send(client, f"{page}/loi-van", page=page, venue="Hội trường tầng 2").status_code == 302
    assert "Hội trường tầng 2" in client.get(page).text


def test_there_is_no_letter_about_a_surprise_not_even_for_who_knows_of_it(ground: Ground, sign_in_as: SignIn) -> None:
    client = sign_in_as(ground.coordinator.account)
    assert UNIT in _text(client, f"/cuoc-kiem-tra/{ground.secret.id}")
    for kind in LETTERS:
        for end in ("", "/ban-in.pdf", "/ban-in.docx"):
            assert client.get(f"/van-ban/{kind.code}/{ground.secret.id}{end}").status_code in {403, 404}
    assert not any(kind.name() in _text(client, f"/van-ban/cuoc/{ground.secret.id}") for kind in LETTERS)


def test_no_paper_tells_an_outsider_of_a_surprise(ground: Ground, sign_in_as: SignIn) -> None:
    for who, player in ground.outsiders.items():
        client = sign_in_as(player.account)
        for kind in LETTERS:
            answer = client.get(f"/van-ban/{kind.code}/{ground.secret.id}")
            assert answer.status_code == 404 or player.actor.belongs_to(ground.secret.unit_id), (who, kind.code)
            assert ground.secret.code not in answer.text, (who, kind.code)
        for code, thing_id in _places(ground):
            answer = client.get(f"/van-ban/{code}/{thing_id}")
            assert ground.secret.code not in answer.text, (who, code)
            assert UNIT not in answer.text or player.actor.belongs_to(ground.secret.unit_id), (who, code)


def test_who_is_on_surprise_teams_is_shown_to_coordinators_alone(ground: Ground, sign_in_as: SignIn) -> None:
    page = f"/van-ban/{TEAM_DECISION.code}/{ground.secret.stream_id}"
    seen = {who for who, one in ground.outsiders.items() if sign_in_as(one.account).get(page).status_code == 200}
    assert seen == {"coordinator there"}
