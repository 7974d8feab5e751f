"""The map of permissions: every route is on it, and a rated head finds no way to write."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.conclusions.models import Approval, Conclusion
from inspect_app.fieldwork.models import Answer, Evidence, Minutes
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import standing_findings
from inspect_app.followup.models import ActionDecision, ActionReport
from inspect_app.followup.queries import actions_of_visit
from inspect_app.ratings.models import HeadRating
from inspect_app.registry.models import (
    IssuedPaper,
    IssuingBody,
    NumberBook,
    PaperDraft,
    PaperWithdrawal,
    RegisterEntry,
)
from inspect_app.web.permission_map import UNGUARDED, GuardedRoute, routes_of
from tests.factories.journeys import Journey, make_journey

SignIn = Callable[[Account], FlaskClient]
MAP = Path(__file__).resolve().parents[2] / "docs" / "permissions.txt"
GUARDED_TABLES = (
    Answer, Evidence, Minutes, Finding, Conclusion, Approval, ActionReport, ActionDecision, HeadRating, IssuingBody,
    NumberBook, RegisterEntry, IssuedPaper, PaperWithdrawal, PaperDraft,
)  # fmt: skip
NOBODY = UUID(int=0)
# What everybody does about himself: his account, his messages, the addresses of his calendars.
OWN_AFFAIRS = {
    "accounts.use_own",
    "inbox.read",
    "public",
    "campaigns.keep_own_feed",
    "campaigns.keep_unit_feed",
    "campaigns.revoke_feed",
}


def _lines(routes: list[GuardedRoute]) -> list[str]:
    return [f"{route.methods:<9} {route.rule} → {route.permission}" for route in routes]


def test_every_route_is_on_the_map_and_the_map_has_no_other(app: Flask) -> None:
    assert _lines(routes_of(app)) == MAP.read_text(encoding="utf-8").splitlines()


def test_no_route_is_without_a_guard(app: Flask) -> None:
    assert [route.endpoint for route in routes_of(app) if route.permission == UNGUARDED] == []


def _ids(journey: Journey) -> dict[str, object]:
    actions = actions_of_visit(journey.session, journey.visit.id)
    return {
        "visit_id": journey.visit.id,
        "finding_id": standing_findings(journey.session, journey.visit.id)[0].id,
        "action_id": actions[0].id,
        "conclusion_id": actions[0].request.conclusion_id,
        "kind": "minutes",
        "thing_id": journey.visit.id,
        "paper_id": journey.session.scalars(select(IssuedPaper.id)).first() or NOBODY,
        "body_id": journey.session.scalars(select(IssuingBody.id)).first() or NOBODY,
        "unit_id": journey.unit.id,
        "item_id": "CV06",
        "number": 1,
        "area": 1,
        "code": "cong-vu",
        "version": 1,
        "other": 1,
        "filename": "x",
        "key": "x",
        "year": 2024,
    }


def _address(app: Flask, route: GuardedRoute, ids: dict[str, object]) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.rule == route.rule)
    values = {name: ids.get(name, NOBODY) for name in rule.arguments}
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def _counts(session: Session) -> list[object]:
    session.expire_all()
    rows: list[object] = [session.scalar(select(func.count()).select_from(table)) for table in GUARDED_TABLES]
    rows += [(answer.verdict, answer.revision) for answer in session.scalars(select(Answer).order_by(Answer.item_id))]
    rows += [(finding.text, finding.state) for finding in session.scalars(select(Finding).order_by(Finding.number))]
    return rows


FORM = {
    "verdict": "pass",
    "note": "x",
    "text": "x",
    "grade": "note",
    "area": "1",
    "reason": "x",
    "place": "x",
    "copies": "3",
    "decision": "verify",
}


@pytest.mark.parametrize("issued", [False, True])
def test_no_route_lets_the_rated_head_write(session: Session, app: Flask, sign_in_as: SignIn, issued: bool) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    journey = make_journey(session)
    journey.issued(("CV06",))
    ids = _ids(journey)
    if not issued:
        journey = make_journey(session)
        journey.begin()
        journey.answer("CV06", "fail", "Thiếu")
        ids |= {"visit_id": journey.visit.id, "finding_id": standing_findings(session, journey.visit.id)[0].id}
    client = sign_in_as(journey.head.account)
    before = _counts(session)
    for route in routes_of(app):
        if "POST" in route.methods and route.permission not in OWN_AFFAIRS:
            response = client.post(_address(app, route, ids), data=FORM)
            # What a tablet says by its token alone: nobody's session speaks for one.
            refusals = {401} if route.rule == "/dong-bo/thay-doi" else {400, 403, 404, 422}
            assert response.status_code in refusals, (route.rule, response.status_code)
    assert _counts(session) == before


@pytest.mark.parametrize("who", ["lead", "coordinator", "contact", "head", "chair", "auditor", "signatory"])
def test_reading_changes_nothing(session: Session, app: Flask, sign_in_as: SignIn, who: str) -> None:
    journey = make_journey(session)
    journey.issued(("CV06",))
    client = sign_in_as(getattr(journey, who).account)
    before = _counts(session)
    for route in routes_of(app):
        if "GET" in route.methods and "static" not in route.rule:
            status = client.get(_address(app, route, _ids(journey))).status_code
            assert status < 500, (route.rule, status)
    assert _counts(session) == before
