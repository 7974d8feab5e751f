"""The state that a tablet gets: told the same on both databases, and another one after every answer."""

import pytest

from inspect_app.accounts.models import Device
from inspect_app.accounts.operations import token_sha256
from inspect_app.fieldwork.permissions import may_take_along
from inspect_app.fieldwork.queries import revisions_of
from inspect_app.fieldwork.state import visit_state
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.ids import new_id
from tests.factories.journeys import make_journey


@pytest.fixture
def journey(session):
    journey = make_journey(session)
    journey.begin()
    return journey


def state_of(journey):
    return visit_state(journey.session, journey.visit, journey.version, None)


def test_an_answer_is_told_by_the_names_of_its_form(journey):
    item_id = next(item.id for item in journey.version.items if item.kind == "verdict")
    journey.answer(item_id, "fail", "Chưa niêm yết")
    told = state_of(journey)["answers"][item_id]
    assert (told["revision"], told["verdict"], told["by"]) == (1, "fail", "Thành viên mẫu")
    assert told["fields"] == {"verdict": "fail", "note": "Chưa niêm yết"}


def test_every_value_of_an_item_has_a_name_of_its_own(journey):
    journey.answer("CV01", "pass")
    first = state_of(journey)["answers"]["CV01"]["seen"]
    journey.answer("CV01", "fail")
    second = state_of(journey)["answers"]["CV01"]["seen"]
    assert first != second
    revisions = revisions_of(journey.session, journey.visit.id, "CV01")
    assert [str(revision.id) for revision in revisions] == [first, second]


def test_the_version_changes_with_an_answer_and_with_nothing_else(journey):
    before = state_of(journey)["version"]
    assert state_of(journey)["version"] == before
    journey.answer("CV01")
    assert state_of(journey)["version"] != before


def test_only_the_team_takes_a_visit_along(journey):
    assert may_take_along(journey.inspector.actor, journey.visit)
    for other in (journey.contact, journey.head, journey.coordinator, journey.auditor):
        assert not may_take_along(other.actor, journey.visit)


def test_the_state_is_sent_once_to_a_tablet_that_has_it(app, client, session):
    journey = make_journey(session)
    at = real_now()
    session.add(
        Device(
            id=new_id(),
            person_id=journey.inspector.person.id,
            label="Máy 1",
            token_sha256=token_sha256("token"),
            seal_key="0" * 64,
            enrolled_at=at,
            last_seen_at=at,
        )
    )
    session.commit()
    url = f"/dong-bo/cuoc/{journey.visit.id}/trang-thai"
    first = client.get(url, headers={"Authorization": "Bearer nobody"})
    assert (first.status_code, first.get_json()["error"]) == (401, "unknown_device")
    headers = {"Authorization": "Bearer token"}
    got = client.get(url, headers=headers)
    assert (got.status_code, got.get_json()["protocol"]) == (200, 1)
    again = client.get(url, headers={**headers, "If-None-Match": got.headers["ETag"]})
    assert again.status_code == 304
