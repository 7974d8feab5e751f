"""The bundle that a tablet takes along: whole, only for the team, once, and without anything of other units."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inspect_app.accounts.models import Device
from inspect_app.accounts.operations import token_sha256
from inspect_app.fieldwork.operations.dossiers import take_dossier_list
from inspect_app.fieldwork.operations.recovery import make_recovery_keys
from inspect_app.fieldwork.queries import recovery_key
from inspect_app.fieldwork.views.fragments import fragments_of
from inspect_app.findings.queries import earlier_findings
from inspect_app.followup.queries import open_actions_of_units
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.ids import new_id
from inspect_app.units.queries import with_predecessors
from tests.factories.journeys import make_journey
from tests.factories.moments import NOW
from tests.factories.people import make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit


def make_device(session, player, token):
    at = real_now()
    device = Device(
        id=new_id(), person_id=player.person.id, label="Máy 1", token_sha256=token_sha256(token), seal_key="0" * 64,
        enrolled_at=at, last_seen_at=at,
    )  # fmt: skip
    session.add(device)
    session.flush()
    return device


@pytest.fixture
def journey(session):
    journey = make_journey(session)
    for player, token in ((journey.lead, "lead"), (journey.inspector, "inspector"), (journey.coordinator, "other")):
        make_device(session, player, token)
    make_recovery_keys(session, None, SYSTEM, NOW)
    return journey


def take(client, journey, who="lead", **headers):
    url = f"/dong-bo/cuoc/{journey.visit.id}/goi"
    return client.get(url, headers={"Authorization": f"Bearer {who}", **headers})


def test_the_bundle_holds_what_the_visit_needs(client, journey):
    told = take(client, journey).get_json()
    assert (told["protocol"], told["visit"]["code"]) == (1, journey.visit.code)
    key = recovery_key(journey.session, journey.visit.campaign_id)
    assert key is not None
    assert told["campaign"]["recovery_spki"] == key.public_spki
    assert [member["role"] for member in told["team"]] == ["lead", "inspector", "secretary"]
    ids = [item for section in told["checklist"]["sections"] for item in section["items"]]
    assert ids == [item.id for item in journey.version.items]
    assert set(ids) == set(told["items"]) == set(told["fragments"])
    assert 'name="unit_opinion"' in told["minutes_form"]
    assert told["state"]["server_time"]
    assert told["state"]["answers"] == {}


def test_the_bank_of_phrases_comes_along_for_this_checklist(client, journey):
    phrases = take(client, journey).get_json()["phrases"]
    items = {phrase["item"] for phrase in phrases}
    assert {None, "CV01"} <= items
    assert items <= {None, *(item.id for item in journey.version.items)}


def test_the_list_of_dossiers_comes_along(client, journey):
    assert take(client, journey).get_json()["dossiers"] == []
    data = "Mã hồ sơ,Ngày tiếp nhận\nH47-240601-0001,01/06/2024\n".encode()
    take_dossier_list(journey.session, journey.lead.actor, journey.visit, "ho-so.csv", data, now=NOW)
    journey.session.commit()
    told = take(client, journey).get_json()["dossiers"]
    assert told == [{"code": "H47-240601-0001", "received": "2024-06-01"}]


def test_who_takes_it_along_is_told_what_he_may_do_there(client, journey):
    lead, inspector = (take(client, journey, token).get_json()["me"] for token in ("lead", "inspector"))
    assert lead == {"person": str(journey.lead.person.id), "role": "lead", "may_close": True, "may_begin": True}
    assert (inspector["may_close"], inspector["may_begin"]) == (False, False)


def test_only_the_team_gets_it(client, journey):
    refused = take(client, journey, "other")
    assert (refused.status_code, refused.get_json()["error"]) == (403, "not_allowed")


def test_it_is_sent_once_until_something_changes(client, journey):
    etag = take(client, journey).headers["ETag"]
    assert take(client, journey, **{"If-None-Match": etag}).status_code == 304
    journey.begin()
    journey.session.commit()
    assert take(client, journey, **{"If-None-Match": etag}).status_code == 200


def test_a_campaign_without_a_recovery_key_is_refused_with_what_to_do(client, session):
    journey = make_journey(session)
    make_device(session, journey.lead, "lead")
    session.commit()
    refused = take(client, journey)
    assert (refused.status_code, refused.get_json()["error"]) == (409, "conflict")
    assert "khóa khôi phục" in refused.get_json()["message"]


def test_a_key_is_made_once_for_each_campaign(session):
    campaign = make_campaign(session)
    make_recovery_keys(session, None, SYSTEM, NOW)
    made = recovery_key(session, campaign.id)
    make_recovery_keys(session, None, SYSTEM, NOW)
    assert recovery_key(session, campaign.id) is made


def test_a_fragment_is_the_pages_own_form_without_values(client, sign_in_as, journey):
    journey.begin()
    journey.session.commit()
    fragments = take(client, journey).get_json()["fragments"]
    page = sign_in_as(journey.lead.account).get(f"/cuoc-kiem-tra/{journey.visit.id}/phieu/toan-bo").text
    for item in journey.version.items:
        inputs = fragments[item.id].split('<form class="item-form">')[1].split('<div class="item-more">')[0]
        assert inputs.strip().split("\n")[0] in page
        assert "csrf_token" not in fragments[item.id]
        assert "/cuoc-kiem-tra/" not in fragments[item.id]


def test_fragments_are_made_once_for_each_language(app, journey):
    with app.test_request_context():
        assert fragments_of(journey.version) is fragments_of(journey.version)


def test_last_years_findings_of_the_unit_and_of_its_predecessors_come_along(session):
    journey = make_journey(session)
    gone = make_unit(session, "Sở Giao thông vận tải")
    gone.successor_id = journey.unit.id
    journey.visit.unit_id = gone.id
    journey.visit.campaign.year = 2023
    session.flush()
    contact, head = (make_player(session, (role, gone)) for role in (Role.UNIT_CONTACT, Role.HEAD_OF_UNIT))
    replace(journey, contact=contact, head=head).issued(("CV01",), NOW + timedelta(hours=1))
    units = with_predecessors(session, journey.unit.id)
    assert units == {journey.unit.id, gone.id}
    assert [finding.item_id for finding in earlier_findings(session, units, before=2024)] == ["CV01"]
    assert not earlier_findings(session, units, before=2023)
    assert not earlier_findings(session, {new_id()}, before=2024)
    assert [action.visit_id for action in open_actions_of_units(session, units)] == [journey.visit.id]


def test_what_was_found_stands_at_its_item_only_in_the_same_checklist(client, session):
    before = make_journey(session)
    before.visit.campaign.year = 2023
    before.issued(("CV01",))
    lead = before.lead
    make_device(session, lead, "lead")
    stream = make_stream(session, make_campaign(session), checklist=(before.visit.checklist_code, 1))
    team = [(lead.person, before.visit.team[0].role)]
    now = make_visit(session, unit=before.unit, stream=stream, team=team)
    make_recovery_keys(session, None, SYSTEM, NOW)
    session.commit()
    told = client.get(f"/dong-bo/cuoc/{now.id}/goi", headers={"Authorization": "Bearer lead"}).get_json()
    assert [(each["item"], each["year"]) for each in told["last_year"]] == [("CV01", 2023)]
    assert told["open_actions"][0]["state"] == "open"
