"""What was answered by another version of the checklist: shown by its own question, and taken for no other one."""

import hashlib
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, Device
from inspect_app.checklists.models import PublishedChecklist
from inspect_app.fieldwork.models import ChangeKind, HeldChange, PhotoProblem, Settlement, Why
from inspect_app.fieldwork.operations.settling import set_aside_held, take_held, take_photo
from inspect_app.fieldwork.queries import revisions_of
from inspect_app.kernel.errors import Conflict
from tests.factories.held import make_device, make_held, make_photo
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW

SignIn = Callable[[Account], FlaskClient]
CV06 = "Việc nghỉ phép, đi công tác có giấy tờ được người có thẩm quyền duyệt."
CV07 = "Khi có người vắng, đơn vị phân công người làm thay để công việc không gián đoạn."
REWORDED = "Việc nghỉ phép được duyệt trước ngày nghỉ."


@pytest.fixture
def journey(session: Session, app: Flask) -> Journey:
    app.config["WTF_CSRF_ENABLED"] = False
    journey = make_journey(session)
    journey.begin()
    return journey


@pytest.fixture
def device(journey: Journey) -> Device:
    return make_device(journey.session, journey.secretary, "Máy số 7")


def another_version(journey: Journey, *edits: tuple[str, str]) -> None:
    """The visit has the second version, which differs by the edits."""
    body = journey.session.scalars(select(PublishedChecklist.body).where(PublishedChecklist.code == "cong-vu")).one()
    for old, new in (("\nversion: 1\n", "\nversion: 2\n"), *edits):
        assert old in body
        body = body.replace(old, new)
    sha256 = hashlib.sha256(body.encode()).hexdigest()
    values = {"code": "cong-vu", "version": 2, "title": "Bản hai", "body": body, "recorded_at": NOW}
    journey.session.add(PublishedChecklist(sha256=sha256, **values))
    journey.visit.checklist_version = 2
    journey.session.flush()


def held_answer(journey: Journey, device: Device) -> HeldChange:
    return make_held(journey.session, device, journey.visit, why=Why.QUARANTINE, cause="other_version")


def take(journey: Journey, held: HeldChange) -> None:
    take_held(journey.session, journey.lead.actor, held, reason="Đã xem", seen=None, now=NOW)


def page(journey: Journey, sign_in_as: SignIn, rest: str = "cho-quyet-dinh") -> str:
    response = sign_in_as(journey.lead.account).get(f"/cuoc-kiem-tra/{journey.visit.id}/{rest}")
    assert response.status_code == 200
    return response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ((CV06, REWORDED), "đã đổi"),
        (("id: CV06\n", "id: CV96\n"), "nay là mục CV96"),
        (("id: CV06\n", "id: CW06\n"), "nay là mục CW06"),
    ],
)
def test_an_answer_is_never_taken_for_a_question_that_was_not_answered(journey, device, edit, told):
    held = held_answer(journey, device)
    another_version(journey, edit)
    with pytest.raises(Conflict, match=told):
        take(journey, held)
    assert not revisions_of(journey.session, journey.visit.id, "CV06")
    set_aside_held(journey.session, journey.lead.actor, held, reason="Đã trả lời lại", now=NOW)
    assert held.settlement is Settlement.SET_ASIDE


def test_a_question_that_changed_its_number_with_another_is_found_under_its_new_one(journey, device):
    held = held_answer(journey, device)
    another_version(journey, ("id: CV06\n", "id: CV99\n"), ("id: CV07\n", "id: CV06\n"), ("id: CV99\n", "id: CV07\n"))
    with pytest.raises(Conflict, match="nay là mục CV07"):
        take(journey, held)


def test_the_same_question_is_taken_whatever_else_the_version_changed(journey, device):
    held = held_answer(journey, device)
    another_version(journey, (CV07, REWORDED))
    take(journey, held)
    assert [row.change_id for row in revisions_of(journey.session, journey.visit.id, "CV06")] == [held.change_id]


def test_a_version_that_the_server_does_not_have_tells_nothing_of_its_questions(journey, device):
    journey.visit.checklist_version = 7
    held = held_answer(journey, device)
    journey.visit.checklist_version = 1
    with pytest.raises(Conflict, match="cong-vu v7"):
        take(journey, held)


@pytest.mark.parametrize("cause", ["revoked", "not_on_team"])
def test_another_cause_does_not_hide_the_other_version(journey, device, cause):
    held = make_held(journey.session, device, journey.visit, why=Why.QUARANTINE, cause=cause)
    another_version(journey, (CV06, REWORDED))
    with pytest.raises(Conflict, match="đã đổi"):
        take(journey, held)


def test_a_photo_stays_with_the_question_that_it_was_taken_for(journey, device):
    photo = make_photo(journey.session, device, journey.visit)
    photo.received_at, photo.kept_sha256, photo.problem = NOW, photo.sha256, PhotoProblem.REVOKED
    held = make_held(
        journey.session,
        device,
        journey.visit,
        why=Why.QUARANTINE,
        cause="other_version",
        kind=ChangeKind.PHOTO,
        body={},
    )
    another_version(journey, (CV06, REWORDED), (CV07, f"{CV07} Nếu có."))
    with pytest.raises(Conflict, match="đã đổi"):
        take(journey, held)
    with pytest.raises(Conflict, match="không đưa vào hồ sơ được"):
        take_photo(journey.session, journey.lead.actor, photo, reason="Đã xem", now=NOW)


def test_the_page_shows_both_questions_and_offers_no_taking_where_they_differ(journey, device, sign_in_as):
    held = held_answer(journey, device)
    another_version(journey, (CV06, REWORDED))
    text = page(journey, sign_in_as)
    for told in (
        CV06,
        REWORDED,
        "phiếu cong-vu v1",
        "câu hỏi của mục này đã đổi",
        "/phieu-kiem-tra/cong-vu/1/so-voi/2",
    ):
        assert told in text
    assert f'name="giu-{held.change_id}-choice"' not in text


def test_the_page_offers_taking_where_the_question_is_the_same(journey, device, sign_in_as):
    held = held_answer(journey, device)
    another_version(journey, (CV07, REWORDED))
    text = page(journey, sign_in_as)
    assert "giống như trên máy" in text
    assert f'name="giu-{held.change_id}-choice"' in text


def test_the_history_reads_a_value_by_the_question_that_was_answered(journey, device, sign_in_as):
    held_answer(journey, device)
    another_version(journey, ("kind: verdict", "kind: yes_no"))
    text = page(journey, sign_in_as, "phieu/CV06/lich-su")
    assert f"Trả lời câu hỏi: {CV06} (cong-vu v1)" in text
    assert "Không đạt" in text
