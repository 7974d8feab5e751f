"""The pages about people and their powers, through a browser."""

import re

import pytest
from sqlalchemy import select

from inspect_app.accounts.models import Account, Affiliation, Delegation, Person, RoleAssignment, SigningForm
from inspect_app.kernel.actors import Role
from inspect_app.units.rules import UnitKind
from tests.browsing import send, text_of
from tests.factories.moments import TODAY
from tests.factories.people import make_person, make_player
from tests.factories.units import make_unit


@pytest.fixture
def administrator(session):
    return make_player(session, Role.ADMINISTRATOR, name="Quản trị viên mẫu")


@pytest.fixture
def client(administrator, sign_in_as):
    """A browser in which the administrator is signed in."""
    return sign_in_as(administrator.account)


@pytest.fixture
def player(session):
    return make_player(session, name="Trưởng đoàn 1")


def reread(session, model, **by):
    session.expire_all()
    return session.scalars(select(model).filter_by(**by)).all()


def test_people_are_found_without_diacritics(session, client, player):
    make_person(session, "Thư ký đoàn 2")
    session.commit()
    page = text_of(client.get("/nhan-su?q=truong doan"))
    assert "Trưởng đoàn 1" in page
    assert "Thư ký đoàn 2" not in page


def test_the_list_of_people_is_paged(session, client):
    for number in range(60):
        make_person(session, f"Thành viên {number:02d}")
    session.commit()
    first = text_of(client.get("/nhan-su?q=thanh vien"))
    assert "1-50 trong 60" in first
    second = text_of(client.get("/nhan-su?q=thanh vien&trang=2"))
    assert "51-60 trong 60" in second
    assert "Thành viên 59" in second
    assert "Thành viên 00" not in second


@pytest.mark.parametrize("asked", ["0", "-1", "x", "²", "99999999999999999999", "7"])
def test_a_page_number_that_makes_no_sense_does_no_harm(client, asked):
    assert client.get("/nhan-su", query_string={"trang": asked}).status_code == 200


def test_adding_a_person_shows_the_key_once_and_the_key_opens_the_account(session, client, app):
    response = send(client, "/nhan-su/them", name="Thư ký đoàn 3", title="", email="", phone="", username="thu.ky3")
    assert response.status_code == 200
    link = re.search(r"http://localhost(/dat-mat-khau/[\w-]{43})", response.get_data(as_text=True))
    assert link is not None
    visitor = app.test_client()
    done = send(visitor, link[1], password="nắng hạn tháng tám", again="nắng hạn tháng tám")
    assert done.location == "/dang-nhap"
    person = reread(session, Person, name="Thư ký đoàn 3")[0]
    assert link[1] not in client.get(f"/nhan-su/{person.id}").get_data(as_text=True)


def test_a_refused_username_adds_nobody(session, client, player):
    response = send(client, "/nhan-su/them", name="Người mới", username=player.account.username)
    assert response.status_code == 422
    assert "đã có người dùng" in text_of(response)
    assert reread(session, Person, name="Người mới") == []


def test_a_person_without_account_gets_one(session, client):
    person = make_person(session)
    session.commit()
    assert "Cấp tài khoản" in text_of(client.get(f"/nhan-su/{person.id}"))
    assert "/dat-mat-khau/" in text_of(send(client, f"/nhan-su/{person.id}/tai-khoan", username="moi.moi"))
    assert [row.username for row in reread(session, Account, person_id=person.id)] == ["moi.moi"]


def test_correcting_a_person_keeps_the_new_name(session, client, player):
    page = f"/nhan-su/{player.person.id}/sua"
    assert send(client, page, name="", title="", email="", phone="").status_code == 422
    done = send(client, page, name="Trưởng đoàn Một", title="Phó Giám đốc", email="", phone="")
    assert done.location == f"/nhan-su/{player.person.id}"
    assert "Trưởng đoàn Một" in text_of(client.get(done.location))


def test_a_role_is_given_over_a_unit_and_ended(session, client, player):
    unit = make_unit(session, "UBND huyện Tây Giang", UnitKind.DISTRICT)
    session.commit()
    page = f"/nhan-su/{player.person.id}/vai-tro"
    form = {"role": "head_of_unit", "unit_id": str(unit.id), "valid_from": "17/06/2024", "valid_to": "", "note": "QĐ"}
    assert "gắn với một đơn vị" in text_of(send(client, page, **{**form, "unit_id": ""}))
    assert send(client, page, **{**form, "role": ""}).status_code == 422
    assert send(client, page, **form).status_code == 302
    held = reread(session, RoleAssignment, person_id=player.person.id)[0]
    assert (held.role, held.unit_id, held.valid_from) == ("head_of_unit", unit.id, TODAY)
    shown = text_of(client.get(f"/nhan-su/{player.person.id}"))
    assert "Người đứng đầu đơn vị" in shown
    ending = f"/nhan-su/vai-tro/{held.id}/ket-thuc"
    assert send(client, ending, valid_to="2024-06-01").status_code == 422
    assert send(client, ending, valid_to="2024-06-30").status_code == 302
    assert reread(session, RoleAssignment, id=held.id)[0].valid_to.isoformat() == "2024-06-30"


def test_a_role_of_the_future_can_be_taken_back(session, client, player):
    page = f"/nhan-su/{player.person.id}"
    send(client, f"{page}/vai-tro", role="lead", unit_id="", valid_from="2024-07-01", valid_to="", note="")
    held = reread(session, RoleAssignment, person_id=player.person.id)[0]
    assert send(client, f"/nhan-su/vai-tro/{held.id}/rut-lai", page=page).location == page
    assert reread(session, RoleAssignment, person_id=player.person.id) == []


def test_an_administrator_gives_himself_nothing(session, client, administrator):
    own = f"/nhan-su/{administrator.person.id}"
    shown = client.get(own)
    assert "Không ai tự thay đổi quyền" in text_of(shown)
    assert f"{own}/vai-tro" not in shown.get_data(as_text=True)
    for act in ("vai-tro", "noi-cong-tac", "uy-quyen", "dat-lai-mat-khau", "khoa"):
        assert client.get(f"{own}/{act}").status_code == 403
        data = {"role": "coordinator", "valid_from": "2024-06-17"}
        assert send(client, f"{own}/{act}", page="/nhan-su/them", **data).status_code == 403
    held = reread(session, RoleAssignment, person_id=administrator.person.id)
    assert [row.role for row in held] == ["administrator"]


def test_a_place_of_work_is_noted_and_ended(session, client, player):
    unit = make_unit(session)
    session.commit()
    page = f"/nhan-su/{player.person.id}/noi-cong-tac"
    assert send(client, page, unit_id="", valid_from="2020-01-01", valid_to="").status_code == 422
    assert send(client, page, unit_id=str(unit.id), valid_from="2020-01-01", valid_to="").status_code == 302
    place = reread(session, Affiliation, person_id=player.person.id)[0]
    assert send(client, f"/nhan-su/noi-cong-tac/{place.id}/ket-thuc", valid_to="2024-06-17").status_code == 302
    assert reread(session, Affiliation, id=place.id)[0].valid_to == TODAY


def test_a_right_to_sign_is_noted_and_ended(session, client, player):
    unit = make_unit(session)
    session.commit()
    page = f"/nhan-su/{player.person.id}/uy-quyen"
    form = {"unit_id": str(unit.id), "form": "KT.", "title": "Phó Giám đốc", "on_behalf_of": "Giám đốc"}
    dates = {"valid_from": "2024-06-17", "valid_to": "", "note": ""}
    assert send(client, page, **{**form, "on_behalf_of": ""}, **dates).status_code == 422
    assert send(client, page, **form, **dates).status_code == 302
    signs = reread(session, Delegation, person_id=player.person.id)[0]
    assert signs.form == SigningForm.DEPUTY
    assert "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC" in text_of(client.get(f"/nhan-su/{player.person.id}"))
    assert send(client, f"/nhan-su/uy-quyen/{signs.id}/ket-thuc", valid_to="2024-12-31").status_code == 302


def test_closing_an_account_asks_first_and_opening_it_again_does_not(session, client, player, sign_in_as):
    theirs = sign_in_as(player.account)
    page = f"/nhan-su/{player.person.id}/khoa"
    assert "bị đăng xuất ngay" in text_of(client.get(page))
    assert theirs.get("/tai-khoan").status_code == 200
    assert send(client, page).status_code == 302
    assert theirs.get("/tai-khoan").status_code == 302
    shown = text_of(client.get(f"/nhan-su/{player.person.id}"))
    assert "Tài khoản đã khóa" in shown
    assert send(client, page).status_code == 409
    reopened = send(client, f"/nhan-su/{player.person.id}/mo-khoa", page=f"/nhan-su/{player.person.id}")
    assert reopened.status_code == 302


def test_a_new_key_is_shown_after_a_question(client, player):
    page = f"/nhan-su/{player.person.id}/dat-lai-mat-khau"
    assert "hết hiệu lực ngay" in text_of(client.get(page))
    response = send(client, page)
    assert "/dat-mat-khau/" in text_of(response)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_change_people(session, player, sign_in_as, role):
    client = sign_in_as(make_player(session, (role, make_unit(session))).account)
    reads = role in {Role.COORDINATOR, Role.AUDITOR}
    person = f"/nhan-su/{player.person.id}"
    assert client.get("/nhan-su").status_code == (200 if reads else 403)
    assert client.get(person).status_code == (200 if reads else 403)
    for page in ("/nhan-su/them", f"{person}/sua", f"{person}/vai-tro", f"{person}/tai-khoan", f"{person}/khoa"):
        assert client.get(page).status_code == 403


def test_who_may_only_read_sees_no_button(session, player, sign_in_as):
    client = sign_in_as(make_player(session, Role.AUDITOR).account)
    html = client.get(f"/nhan-su/{player.person.id}").get_data(as_text=True)
    assert not any(act in html for act in ("/sua", "/vai-tro", "/khoa", "/noi-cong-tac", "/uy-quyen"))


def test_a_stranger_is_sent_to_the_door(app, player, session):
    session.commit()
    visitor = app.test_client()
    for page in ("/nhan-su", f"/nhan-su/{player.person.id}", "/tai-khoan", "/don-vi/"):
        assert visitor.get(page).location.startswith("/dang-nhap?next=")


def test_names_are_shown_as_text_and_not_as_markup(session, client):
    person = make_person(session, "<script>alert(1)</script>")
    session.commit()
    html = client.get(f"/nhan-su/{person.id}").get_data(as_text=True)
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_ones_own_page_lists_roles_and_devices(session, sign_in_as):
    lead = make_player(session, Role.LEAD, name="Trưởng đoàn 2")
    client = sign_in_as(lead.account)
    shown = text_of(client.get("/tai-khoan"))
    assert "Trưởng đoàn 2" in shown
    assert "phiên này" in shown
    assert send(client, "/tai-khoan", language="en").location == "/tai-khoan"
    assert 'lang="en"' in client.get("/tai-khoan").get_data(as_text=True)
