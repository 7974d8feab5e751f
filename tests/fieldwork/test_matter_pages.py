"""The page of what waits at a visit: both values side by side, a decision with its reason, and nothing lost from sight."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, Device
from inspect_app.fieldwork.models import ChangeKind, HeldChange, PhotoProblem, Settlement, Why
from inspect_app.fieldwork.queries import newest_revision, revisions_of
from inspect_app.webkit.context import file_store
from tests.factories.held import make_device, make_held, make_photo, make_stray
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW
from tests.factories.people import Player

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def journey(session: Session, app: Flask) -> Journey:
    app.config["WTF_CSRF_ENABLED"] = False
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV06", "pass", "Có niêm yết")
    return journey


@pytest.fixture
def device(journey: Journey) -> Device:
    return make_device(journey.session, journey.secretary, "Máy số 7")


def address(journey: Journey, rest: str = "") -> str:
    return f"/cuoc-kiem-tra/{journey.visit.id}/cho-quyet-dinh{rest}"


def page(sign_in_as: SignIn, journey: Journey, who: Player, rest: str = "") -> str:
    response = sign_in_as(who.account).get(address(journey, rest))
    assert response.status_code == 200
    return response.get_data(as_text=True)


def conflict_form(
    held: HeldChange, choice: str, journey: Journey, reason: str = "Đã xem", **more: str
) -> dict[str, str]:
    stands = newest_revision(journey.session, journey.visit.id, "CV06")
    return {
        "muc-CV06-choice": choice,
        "muc-CV06-stood": str(stands.id) if stands else "-",
        "muc-CV06-others": str(held.change_id),
        "muc-CV06-reason": reason,
        **more,
    }


def test_both_values_stand_side_by_side_with_who_and_which_tablet(journey, device, sign_in_as):
    make_held(journey.session, device, journey.visit, fields={"verdict": "fail", "note": "Không thấy bảng"})
    text = page(sign_in_as, journey, journey.lead)
    for told in ("Có niêm yết", "Thành viên mẫu", "Không thấy bảng", "Thư ký mẫu", "Máy số 7", "Giá trị đang có"):
        assert told in text


def test_choosing_a_value_takes_it_and_settles_what_the_page_showed(journey, device, sign_in_as):
    held = make_held(journey.session, device, journey.visit)
    client = sign_in_as(journey.lead.account)
    data = conflict_form(held, f"take:{held.change_id}", journey)
    assert client.post(address(journey, "/muc/CV06"), data=data).status_code == 302
    journey.session.expire_all()
    assert held.settlement is Settlement.TAKEN
    assert [row.verdict for row in revisions_of(journey.session, journey.visit.id, "CV06")] == ["pass", "fail"]


def test_keeping_what_stands_sets_aside_what_the_page_showed_and_no_more(journey, device, sign_in_as):
    held = make_held(journey.session, device, journey.visit)
    data = conflict_form(held, "keep", journey)
    later = make_held(journey.session, make_device(journey.session, journey.lead), journey.visit)
    assert sign_in_as(journey.lead.account).post(address(journey, "/muc/CV06"), data=data).status_code == 302
    journey.session.expire_all()
    assert (held.settlement, later.settlement) == (Settlement.SET_ASIDE, None)


def test_the_others_may_wait(journey, device, sign_in_as):
    held = make_held(journey.session, device, journey.visit)
    other = make_held(journey.session, make_device(journey.session, journey.lead), journey.visit)
    data = conflict_form(held, f"take:{held.change_id}", journey)
    data["muc-CV06-others"] += f" {other.change_id}"
    client = sign_in_as(journey.lead.account)
    client.post(address(journey, "/muc/CV06"), data={**data, "muc-CV06-others_wait": "y"})
    journey.session.expire_all()
    assert (held.settlement, other.settlement) == (Settlement.TAKEN, None)


def test_one_value_alone_is_set_aside(journey, device, sign_in_as):
    held = make_held(journey.session, device, journey.visit)
    other = make_held(journey.session, make_device(journey.session, journey.lead), journey.visit)
    data = conflict_form(held, f"drop:{other.change_id}", journey)
    sign_in_as(journey.lead.account).post(address(journey, "/muc/CV06"), data=data)
    journey.session.expire_all()
    assert (held.settlement, other.settlement) == (None, Settlement.SET_ASIDE)


def test_what_was_answered_since_the_page_was_made_is_shown_before_it_is_overwritten(journey, device, sign_in_as):
    held = make_held(journey.session, device, journey.visit)
    data = conflict_form(held, f"take:{held.change_id}", journey)
    journey.answer("CV06", "partial", "Vừa xem lại")
    client = sign_in_as(journey.lead.account)
    refused = client.post(address(journey, "/muc/CV06"), data=data)
    text = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "sau khi trang này được mở" in text
    assert "Vừa xem lại" in text
    stands = newest_revision(journey.session, journey.visit.id, "CV06")
    assert stands is not None
    assert f'value="{stands.id}"' in text
    journey.session.expire_all()
    assert held.settled_at is None


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_decision_without_a_reason_is_refused_at_its_field(journey, device, sign_in_as, reason):
    held = make_held(journey.session, device, journey.visit)
    data = conflict_form(held, "keep", journey, reason)
    refused = sign_in_as(journey.lead.account).post(address(journey, "/muc/CV06"), data=data)
    assert refused.status_code == 422
    assert 'id="muc-CV06-reason-errors"' in refused.get_data(as_text=True)


def test_quarantine_says_its_cause_and_is_taken_or_set_aside(journey, device, sign_in_as):
    held = make_held(journey.session, device, journey.visit, "CV07", why=Why.QUARANTINE, cause="revoked")
    assert "máy tính bảng đã bị thu hồi" in page(sign_in_as, journey, journey.coordinator)
    anchor = f"giu-{held.change_id}"
    data = {f"{anchor}-choice": "take", f"{anchor}-stood": "-", f"{anchor}-reason": "Đúng là của đoàn"}
    client = sign_in_as(journey.coordinator.account)
    assert client.post(address(journey, f"/{held.change_id}"), data=data).status_code == 302
    journey.session.expire_all()
    assert held.settlement is Settlement.TAKEN


def test_the_shelf_says_what_the_form_refused_and_offers_no_taking(journey, device, sign_in_as):
    held = make_held(
        journey.session,
        device,
        journey.visit,
        "CV06",
        {"verdict": "không rõ", "note": "Tường phía sau"},
        why=Why.SHELF,
        cause="invalid",
        message="Hãy chọn một mức đánh giá.",
    )
    text = page(sign_in_as, journey, journey.lead)
    assert "Hãy chọn một mức đánh giá." in text
    assert "Tường phía sau" in text
    assert f"giu-{held.change_id}-choice" not in text
    data = {f"giu-{held.change_id}-choice": "take", f"giu-{held.change_id}-reason": "Đã ghi lại trên trang"}
    sign_in_as(journey.lead.account).post(address(journey, f"/{held.change_id}"), data=data)
    journey.session.expire_all()
    assert held.settlement is Settlement.SET_ASIDE


def test_a_box_that_was_ticked_is_told_in_words(journey, device, sign_in_as):
    fields = {"not_applicable": "y"}
    make_held(
        journey.session, device, journey.visit, "CV06", fields, why=Why.SHELF, cause="invalid", message="Ghi lý do."
    )
    text = page(sign_in_as, journey, journey.lead)
    assert "<dt>Không áp dụng</dt>" in text
    assert "<dd>y</dd>" not in text
    assert "<dd>Có</dd>" in text


def test_a_stray_is_readable_as_far_as_it_can_be(journey, device, sign_in_as):
    stray = make_stray(journey.session, device, journey.visit, '{"item": "CV06", "note": "Ghi chú bị lạc"}')
    half = make_stray(journey.session, device, journey.visit, "nửa chừng {")
    text = page(sign_in_as, journey, journey.lead)
    assert "Ghi chú bị lạc" in text
    assert "nửa chừng {" in text
    client = sign_in_as(journey.lead.account)
    for one in (stray, half):
        done = client.post(address(journey, f"/noi-dung/{one.id}"), data={f"la-{one.id}-reason": "Đã nhập lại"})
        assert done.status_code == 302
    journey.session.expire_all()
    assert {stray.reason, half.reason} == {"Đã nhập lại"}


def test_a_missing_photo_is_given_up_with_a_reason(journey, device, sign_in_as):
    photo = make_photo(journey.session, device, journey.visit)
    assert "Ảnh chưa về hoặc chưa là chứng cứ" in page(sign_in_as, journey, journey.lead)
    client = sign_in_as(journey.lead.account)
    assert client.post(address(journey, f"/anh/{photo.id}"), data={}).status_code == 422
    data = {f"anh-{photo.id}-reason": "Máy hỏng"}
    assert client.post(address(journey, f"/anh/{photo.id}"), data=data).status_code == 302
    journey.session.expire_all()
    assert photo.waive_reason == "Máy hỏng"


def test_what_was_decided_is_listed_with_who_and_why(journey, device, sign_in_as):
    held = make_held(journey.session, device, journey.visit)
    data = conflict_form(held, "keep", journey, "Bảng đã có từ sáng")
    sign_in_as(journey.lead.account).post(address(journey, "/muc/CV06"), data=data)
    text = page(sign_in_as, journey, journey.inspector)
    for told in ("Đã quyết định (1)", "Bảng đã có từ sáng", "Trưởng đoàn mẫu", "Đã bỏ", "Không có gì chờ quyết định"):
        assert told in text


@pytest.mark.parametrize("who", ["inspector", "secretary", "auditor", "signatory"])
def test_who_may_read_sees_the_values_and_no_form(journey, device, sign_in_as, who):
    held = make_held(journey.session, device, journey.visit)
    text = page(sign_in_as, journey, getattr(journey, who))
    assert "Thiếu" in text
    assert "muc-CV06-reason" not in text
    client = sign_in_as(getattr(journey, who).account)
    data = conflict_form(held, f"take:{held.change_id}", journey)
    assert client.post(address(journey, "/muc/CV06"), data=data).status_code == 403


@pytest.mark.parametrize("who", ["contact", "head", "chair"])
def test_the_units_side_sees_nothing(journey, device, sign_in_as, who):
    make_held(journey.session, device, journey.visit)
    client = sign_in_as(getattr(journey, who).account)
    assert client.get(address(journey)).status_code == 403


def test_another_visits_held_change_is_not_found_here(journey, device, sign_in_as):
    other = make_journey(journey.session)
    held = make_held(journey.session, device, other.visit)
    stray, photo = make_stray(journey.session, device, other.visit), make_photo(journey.session, device, other.visit)
    client = sign_in_as(journey.lead.account)
    for rest in (f"/{held.change_id}", f"/noi-dung/{stray.id}", f"/anh/{photo.id}"):
        assert client.post(address(journey, rest), data={}).status_code == 404


def test_an_item_with_nothing_open_is_told_as_a_conflict(journey, sign_in_as):
    assert sign_in_as(journey.lead.account).post(address(journey, "/muc/CV06"), data={}).status_code == 409


def test_the_minutes_page_links_each_open_matter(journey, device, sign_in_as):
    make_held(journey.session, device, journey.visit)
    text = sign_in_as(journey.lead.account).get(f"/cuoc-kiem-tra/{journey.visit.id}/bien-ban").get_data(as_text=True)
    assert f"{address(journey)}#muc-CV06" in text


def test_held_minutes_stand_beside_the_minutes(journey, device, sign_in_as):
    body = {
        "place": "Hội trường",
        "unit_side": "Người ký thay",
        "unit_opinion": "",
        "refusal_reason": None,
        "copies": 3,
    }
    held = make_held(journey.session, device, journey.visit, None, kind=ChangeKind.MINUTES, body=body)
    text = page(sign_in_as, journey, journey.lead)
    for told in ("Giá trị đang có", "Trụ sở", "Hội trường", "Người ký thay"):
        assert told in text
    anchor = f"giu-{held.change_id}"
    data = {f"{anchor}-choice": "take", f"{anchor}-stood": "-", f"{anchor}-reason": "Đúng"}
    assert sign_in_as(journey.lead.account).post(address(journey, f"/{held.change_id}"), data=data).status_code == 302
    journey.session.expire_all()
    assert held.settlement is Settlement.TAKEN


def test_a_photo_that_was_only_kept_is_seen_before_it_is_decided(journey, device, sign_in_as, app):
    photo = make_photo(journey.session, device, journey.visit)
    with app.app_context():
        kept = file_store().put(b"a picture")
    photo.received_at, photo.kept_sha256, photo.problem = NOW, kept.sha256, PhotoProblem.REVOKED
    journey.session.commit()
    assert "Ảnh về sau khi máy tính bảng bị thu hồi" in page(sign_in_as, journey, journey.lead)
    client = sign_in_as(journey.lead.account)
    assert client.get(address(journey, f"/anh/{photo.id}")).data == b"a picture"
    data = {f"anh-{photo.id}-choice": "take", f"anh-{photo.id}-reason": "Đúng chỗ"}
    assert client.post(address(journey, f"/anh/{photo.id}"), data=data).status_code == 302
    journey.session.expire_all()
    assert photo.evidence_id is not None


def test_a_photo_that_is_not_here_has_no_bytes_to_show(journey, device, sign_in_as):
    photo = make_photo(journey.session, device, journey.visit)
    assert sign_in_as(journey.lead.account).get(address(journey, f"/anh/{photo.id}")).status_code == 404


@pytest.mark.parametrize(("who", "rest"), [("lead", ""), ("signatory", "/phat-hanh")])
def test_the_conclusions_pages_link_what_stops_the_issue(journey, device, sign_in_as, who, rest):
    journey.close()
    conclusion = journey.submitted()
    make_held(journey.session, device, journey.visit)
    text = sign_in_as(getattr(journey, who).account).get(f"/ket-luan/{conclusion.id}{rest}").get_data(as_text=True)
    assert "Còn 1 việc phải quyết định trước khi phát hành" in text
    assert f"{address(journey)}#muc-CV06" in text
