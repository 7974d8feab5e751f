"""Nobody closes a visit or issues its conclusion while something of it is undecided, unread or missing."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Device
from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.matters import open_counts, open_matters
from inspect_app.fieldwork.models import Settlement, Why
from inspect_app.kernel.errors import RuleBroken
from tests.factories.held import make_device, make_held, make_photo, make_stray
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW

Open = Callable[[Session, Device, Visit], object]


def _conflict(session: Session, device: Device, visit: Visit) -> object:
    return make_held(session, device, visit, "CV06")


def _quarantine(session: Session, device: Device, visit: Visit) -> object:
    return make_held(session, device, visit, "CV07", why=Why.QUARANTINE, cause="revoked")


def _shelf(session: Session, device: Device, visit: Visit) -> object:
    return make_held(session, device, visit, "CV03", why=Why.SHELF, cause="invalid", message="Hãy chọn.")


def _unknown_item(session: Session, device: Device, visit: Visit) -> object:
    return make_held(session, device, visit, "Z99", why=Why.SHELF, cause="unknown_item")


EVERY_MATTER = pytest.mark.parametrize(
    ("make", "told"),
    [
        (_conflict, "Mục CV06 có 1 giá trị khác chờ trưởng đoàn quyết định."),
        (_quarantine, "máy tính bảng đã bị thu hồi"),
        (_shelf, "phiếu không nhận giá trị này"),
        (_unknown_item, "phiếu không có mục này"),
        (make_stray, "không đọc được"),
        (make_photo, "chưa về máy chủ"),
    ],
)


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV06", "pass")
    return journey


@EVERY_MATTER
def test_closing_is_refused_and_says_which(journey: Journey, make: Open, told: str) -> None:
    make(journey.session, make_device(journey.session, journey.inspector), journey.visit)
    with pytest.raises(RuleBroken, match=told):
        journey.close()
    assert journey.visit.closed_at is None


@EVERY_MATTER
def test_submitting_and_issuing_are_refused_and_say_which(journey: Journey, make: Open, told: str) -> None:
    device = make_device(journey.session, journey.inspector)
    journey.close()
    conclusion = journey.submitted()
    make(journey.session, device, journey.visit)
    with pytest.raises(RuleBroken, match=told):
        journey.issue(conclusion)
    assert journey.visit.frozen_at is None


def test_a_draft_is_not_submitted_over_an_open_conflict(journey: Journey) -> None:
    journey.close()
    _conflict(journey.session, make_device(journey.session, journey.inspector), journey.visit)
    with pytest.raises(RuleBroken, match="CV06"):
        journey.submitted()


def test_two_values_of_one_item_are_one_matter_to_close_and_are_counted_each(journey: Journey) -> None:
    for player in (journey.inspector, journey.lead):
        _conflict(journey.session, make_device(journey.session, player), journey.visit)
    assert [gap.message for gap in open_matters(journey.session, journey.visit)] == [
        "Mục CV06 có 2 giá trị khác chờ trưởng đoàn quyết định."
    ]
    assert open_counts(journey.session, [journey.visit.id]) == {journey.visit.id: 2}


def test_what_was_settled_received_or_waived_is_open_no_more(journey: Journey) -> None:
    session, visit = journey.session, journey.visit
    device, lead = make_device(session, journey.inspector), journey.lead.person.id
    held, stray = make_held(session, device, visit), make_stray(session, device, visit)
    waived, received = make_photo(session, device, visit), make_photo(session, device, visit)
    held.settled_at, held.settled_by, held.settlement, held.reason = NOW, lead, Settlement.SET_ASIDE, "Nhầm"
    stray.settled_at, stray.settled_by, stray.reason = NOW, lead, "Rác"
    waived.waived_at, waived.waived_by, waived.waive_reason = NOW, lead, "Máy hỏng"
    received.received_at = NOW
    session.flush()
    assert open_matters(session, visit) == []
    assert open_counts(session, [visit.id]) == {}
    journey.close()


def test_what_another_visit_waits_for_stops_nobody_here(journey: Journey) -> None:
    other = make_journey(journey.session)
    make_stray(journey.session, make_device(journey.session, journey.inspector), None)
    _conflict(journey.session, make_device(journey.session, other.inspector), other.visit)
    assert open_matters(journey.session, journey.visit) == []
