"""What belongs to no known visit is dropped by nobody: coordinators see it, and end it with a reason."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.fieldwork.models import StrayChange
from inspect_app.fieldwork.operations.settling import set_aside_unplaced
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from tests.factories.held import make_device, make_stray
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW

SignIn = Callable[[Account], FlaskClient]
PAGE = "/thiet-bi/khong-ro-cuoc/"


@pytest.fixture
def journey(session: Session) -> Journey:
    return make_journey(session)


@pytest.fixture
def stray(journey: Journey) -> StrayChange:
    device = make_device(journey.session, journey.inspector, "Máy số 7")
    return make_stray(journey.session, device, None, '{"note": "Ghi chú bị lạc"}')


@pytest.mark.parametrize("who", ["lead", "inspector", "head", "contact", "auditor", "signatory", "chair"])
def test_nobody_but_a_coordinator_ends_it(journey: Journey, stray: StrayChange, who: str) -> None:
    with pytest.raises(Forbidden):
        set_aside_unplaced(journey.session, getattr(journey, who).actor, stray, reason="x", now=NOW)


def test_it_is_ended_once_and_with_a_reason(journey: Journey, stray: StrayChange) -> None:
    actor = journey.coordinator.actor
    with pytest.raises(RuleBroken):
        set_aside_unplaced(journey.session, actor, stray, reason=" ", now=NOW)
    set_aside_unplaced(journey.session, actor, stray, reason="Đã nhập lại", now=NOW)
    assert (stray.reason, stray.settled_by) == ("Đã nhập lại", journey.coordinator.person.id)
    with pytest.raises(Conflict):
        set_aside_unplaced(journey.session, actor, stray, reason="x", now=NOW)


def test_what_belongs_to_a_visit_is_decided_there(journey: Journey) -> None:
    device = make_device(journey.session, journey.inspector)
    at_visit = make_stray(journey.session, device, journey.visit)
    with pytest.raises(Conflict):
        set_aside_unplaced(journey.session, journey.coordinator.actor, at_visit, reason="x", now=NOW)


def test_a_coordinator_reads_it_and_ends_it_on_its_page(
    app: Flask, journey: Journey, stray: StrayChange, sign_in_as: SignIn
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = sign_in_as(journey.coordinator.account)
    assert PAGE in client.get("/").get_data(as_text=True)
    text = client.get(PAGE).get_data(as_text=True)
    assert "Ghi chú bị lạc" in text
    assert "Máy số 7" in text
    assert client.post(f"{PAGE}{stray.id}", data={}).status_code == 422
    assert client.post(f"{PAGE}{stray.id}", data={f"la-{stray.id}-reason": "Đã nhập lại"}).status_code == 302
    assert client.post(f"{PAGE}{stray.id}", data={f"la-{stray.id}-reason": "x"}).status_code == 404
    assert PAGE not in client.get("/").get_data(as_text=True)


def test_nobody_else_opens_the_page(journey: Journey, stray: StrayChange, sign_in_as: SignIn) -> None:
    assert sign_in_as(journey.lead.account).get(PAGE).status_code == 403
