"""Hello and a batch over HTTP: receipts in JSON, refusals that take nothing, a revoked tablet that is heard to the end."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from inspect_app.accounts.operations import revoke_device
from inspect_app.fieldwork.models import Change, HeldChange, StrayChange
from inspect_app.fieldwork.state import state_version
from inspect_app.kernel.clock import real_now
from tests.factories.journeys import make_journey
from tests.factories.moments import NOW
from tests.factories.tablets import id_of, make_tablet

ITEM = "CV05"


@pytest.fixture
def journey(session):
    journey = make_journey(session)
    journey.begin()
    return journey


@pytest.fixture
def tablet(journey):
    return make_tablet(journey.session, journey.inspector, journey.visit)


def batch(tablet, *texts, **other):
    sent = {
        "protocol": 1, "app": "1", "device": str(tablet.device.id), "sent_at": "2024-06-18T09:12:33+07:00", "oldest": 1,
        "unsent": 0, "photos_unsent": 0, "changes": list(texts), **other,
    }  # fmt: skip
    return {"json": sent, "headers": {"Authorization": f"Bearer {tablet.token}"}}


def test_hello_names_the_server_and_the_visits_to_take_along(client, journey, tablet):
    told = client.get("/dong-bo/chao", headers={"Authorization": f"Bearer {tablet.token}"}).get_json()
    assert (told["protocol"], told["min_client"]) == (1, 1)
    assert (told["person"]["name"], told["device"]["revoked"]) == ("Thành viên mẫu", False)
    (line,) = told["visits"]
    assert (line["id"], line["role"], line["state"]) == (str(journey.visit.id), "inspector", "under_way")
    assert line["checklist"] == {"code": "cong-vu", "version": 1}


def test_a_tablet_that_has_a_concluded_visit_along_learns_of_its_last_state(client, session):
    journey = make_journey(session)
    journey.issued()
    tablet = make_tablet(session, journey.inspector, journey.visit)
    session.commit()
    told = client.get("/dong-bo/chao", headers={"Authorization": f"Bearer {tablet.token}"}).get_json()
    assert (told["visits"], told["concluded"]) == ([], {str(journey.visit.id): state_version(session, journey.visit)})


def test_a_tablet_that_only_says_hello_was_heard(client, journey, tablet):
    before = tablet.device.last_seen_at = real_now() - timedelta(hours=1)
    journey.session.commit()
    client.get("/dong-bo/chao", headers={"Authorization": f"Bearer {tablet.token}"})
    journey.session.refresh(tablet.device)
    assert tablet.device.last_seen_at > before


def test_a_batch_is_answered_with_its_receipts_and_the_name_of_the_visit_s_new_state(client, journey, tablet):
    answer = client.post("/dong-bo/thay-doi", **batch(tablet, tablet.answer(ITEM, "pass"), unsent=3))
    told = answer.get_json()
    assert (answer.status_code, told["receipts"][0]["state"], told["device"]) == (
        200, "applied", {"revoked": False, "wipe": False},
    )  # fmt: skip
    state = client.get(f"/dong-bo/cuoc/{journey.visit.id}/trang-thai", headers=batch(tablet)["headers"]).get_json()
    assert told["visits"] == {str(journey.visit.id): state["version"]}
    journey.session.refresh(tablet.device)
    assert (tablet.device.unsent_changes, tablet.device.last_sequence) == (3, 1)


def test_other_bytes_under_an_id_are_told_with_409_and_kept(client, journey, tablet):
    sent = tablet.answer(ITEM, "pass")
    client.post("/dong-bo/thay-doi", **batch(tablet, sent))
    other = json.dumps({**json.loads(sent), "item": "CV06"})
    answer = client.post("/dong-bo/thay-doi", **batch(tablet, other))
    assert (answer.status_code, answer.get_json()["receipts"][0]["state"]) == (409, "differs")
    assert journey.session.scalars(select(StrayChange)).one().text == other


def test_a_gap_is_told_and_nothing_is_taken(client, journey, tablet):
    tablet.answer(ITEM, "pass")
    answer = client.post("/dong-bo/thay-doi", **batch(tablet, tablet.answer("CV06", "pass")))
    assert (answer.status_code, answer.get_json()["error"], answer.get_json()["expected"]) == (409, "gap", 1)
    assert journey.session.scalar(select(func.count()).select_from(Change)) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"changes": "x"}, {"changes": [1]}, {"changes": ["x"] * 201}, {"changes": ["\ud800"]}, {"changes": ["\0"]},
        {"protocol": 2}, {"oldest": -1}, {"unsent": None}, {"photos_unsent": True}, {"device": "x"},
    ],
)  # fmt: skip
def test_a_batch_that_cannot_be_read_is_refused_whole(client, journey, tablet, wrong):
    answer = client.post("/dong-bo/thay-doi", **batch(tablet, tablet.answer(ITEM, "pass"), **wrong))
    assert (answer.status_code, answer.get_json()["protocol"], answer.get_json()["error"]) == (422, 1, "invalid")
    assert journey.session.scalar(select(func.count()).select_from(Change)) == 0


def test_a_token_that_nobody_knows_and_another_tablet_s_batch_take_nothing(client, journey, tablet):
    other = make_tablet(journey.session, journey.secretary, journey.visit)
    journey.session.commit()
    mixed = {**batch(other, tablet.answer(ITEM, "pass")), "headers": batch(tablet)["headers"]}
    assert client.post("/dong-bo/thay-doi", **mixed).get_json()["error"] == "other_device"
    nobody = {**batch(tablet), "headers": {"Authorization": "Bearer x"}}
    assert client.post("/dong-bo/thay-doi", **nobody).status_code == 401
    assert journey.session.scalar(select(func.count()).select_from(Change)) == 0


def test_a_revoked_tablet_is_received_into_quarantine_and_told_to_wipe_only_when_nothing_is_left(
    client, journey, tablet
):
    revoke_device(
        journey.session, journey.inspector.actor, tablet.device, reason="Mất máy", now=NOW, real_now=real_now()
    )
    journey.session.commit()
    hello = client.get("/dong-bo/chao", headers=batch(tablet)["headers"]).get_json()
    assert (hello["device"]["revoked"], hello["device"]["wipe"], hello["visits"]) == (True, False, [])
    sent = tablet.answer(ITEM, "pass")
    answer = client.post("/dong-bo/thay-doi", **batch(tablet, sent, photos_unsent=1))
    told = answer.get_json()
    assert answer.status_code == 202
    assert (told["receipts"][0]["state"], told["device"]["wipe"], told["visits"]) == ("quarantined", False, {})
    assert journey.session.get(HeldChange, id_of(sent)).cause == "revoked"
    assert client.post("/dong-bo/thay-doi", **batch(tablet)).get_json()["device"]["wipe"] is True
    journey.session.refresh(tablet.device)
    assert tablet.device.wiped_at is not None
