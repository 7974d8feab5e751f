"""The pages about units, through a browser."""

from datetime import date

import pytest
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select

from inspect_app.kernel.actors import Role
from inspect_app.units import page_parts
from inspect_app.units.models import Unit
from inspect_app.units.page_parts import PagePart, add_part
from inspect_app.units.rules import UnitKind
from tests.browsing import send, text_of
from tests.factories.people import make_player
from tests.factories.units import make_province, make_unit


@pytest.fixture
def tay_giang(session):
    return make_unit(session, "UBND huyện Tây Giang", UnitKind.DISTRICT, make_province(session), code="504")


@pytest.fixture
def client(session, sign_in_as, tay_giang):
    """A browser in which an inspector is signed in."""
    return sign_in_as(make_player(session, Role.INSPECTOR).account)


@pytest.fixture
def administrator(session, sign_in_as, tay_giang):
    """A browser in which an administrator is signed in."""
    return sign_in_as(make_player(session, Role.ADMINISTRATOR).account)


def test_the_list_finds_a_unit_without_diacritics(client):
    page = client.get("/don-vi/?q=tay giang").get_data(as_text=True)
    assert "UBND huyện Tây Giang</a></th>" in page.replace("\n", "")
    assert "UBND tỉnh Quảng Nam</a></th>" not in page


def test_the_list_is_narrowed_by_kind_and_by_the_unit_above(session, client, tay_giang):
    make_unit(session, "UBND xã Lăng", UnitKind.COMMUNE, tay_giang)
    make_unit(session, "UBND xã Khác", UnitKind.COMMUNE)
    session.commit()
    page = text_of(client.get(f"/don-vi/?kind=commune&parent={tay_giang.id}"))
    assert "UBND xã Lăng" in page
    assert "UBND xã Khác" not in page


@pytest.mark.parametrize("query", ["kind=king", "parent=x", "parent=' OR 1=1", "trang=abc", "q=%00", "ended=maybe"])
def test_a_filter_that_makes_no_sense_does_no_harm(client, query):
    assert client.get(f"/don-vi/?{query}").status_code == 200


def test_the_list_is_paged_by_fifty_and_keeps_the_filter(session, client):
    for number in range(55):
        make_unit(session, f"UBND xã Mẫu {number:02d}", UnitKind.COMMUNE, code=f"9{number:02d}")
    session.commit()
    response = client.get("/don-vi/?q=mau&kind=commune")
    assert "1-50 trong 55" in text_of(response)
    assert "/don-vi/?q=mau&amp;kind=commune&amp;trang=2" in response.get_data(as_text=True)
    assert "UBND xã Mẫu 54" in text_of(client.get("/don-vi/?q=mau&kind=commune&trang=2"))


def test_an_empty_list_says_what_to_do(client):
    assert "bớt điều kiện tìm" in text_of(client.get("/don-vi/?q=khong co don vi nay"))


def test_a_unit_says_who_rates_its_head_by_which_source_and_that_it_needs_checking(client, tay_giang):
    page = text_of(client.get(f"/don-vi/{tay_giang.id}"))
    assert "Người đứng đầu UBND tỉnh Quảng Nam" in page
    assert "quy định mẫu" in page
    assert "cần đối chiếu" in page


def test_a_sector_body_is_rated_by_nobody_here(session, client):
    unit = make_unit(session, "Kho bạc Nhà nước", UnitKind.SECTOR_BODY)
    session.commit()
    assert "Không có cấp nào trong hệ thống này xếp loại" in text_of(client.get(f"/don-vi/{unit.id}"))


def test_a_unit_that_ends_says_when_and_what_it_goes_into(session, client, tay_giang):
    ended = make_unit(session, "UBND huyện Nông Sơn", UnitKind.DISTRICT)
    ended.valid_to, ended.successor_id = date(2024, 5, 31), tay_giang.id
    session.commit()
    page = text_of(client.get(f"/don-vi/{ended.id}"))
    assert "Không hoạt động tại ngày 17/06/2024" in page
    assert "UBND huyện Tây Giang" in page
    assert "UBND huyện Nông Sơn" not in text_of(client.get("/don-vi/?q=nong son")).replace("Tìm", "")
    assert "UBND huyện Nông Sơn" in text_of(client.get("/don-vi/?q=nong son&ended=y"))


def test_a_unit_that_is_not_there_is_not_found(client):
    assert client.get("/don-vi/0190163d-8694-739b-aea5-966c26f8ad91").status_code == 404
    assert client.get("/don-vi/abc").status_code == 404


def test_an_administrator_adds_a_division(session, administrator, tay_giang):
    page = f"/don-vi/{tay_giang.id}/them-phong-ban"
    form = {"name": "Phòng Nội vụ", "short_name": "", "code": "504-PNV", "valid_from": ""}
    refused = send(administrator, page, **{**form, "code": "504"})
    assert refused.status_code == 422
    assert "đã dùng cho đơn vị khác" in text_of(refused)
    assert send(administrator, page, **{**form, "code": "mã có dấu"}).status_code == 422
    assert send(administrator, page, **form).location == f"/don-vi/{tay_giang.id}"
    assert "Phòng Nội vụ" in text_of(administrator.get(f"/don-vi/{tay_giang.id}"))


def test_an_administrator_corrects_a_unit(session, administrator, tay_giang):
    page = f"/don-vi/{tay_giang.id}/sua"
    form = {"name": tay_giang.name, "short_name": "Tây Giang", "address": "Thôn Agrồng", "valid_to": "30/06/2025"}
    assert send(administrator, page, **{**form, "name": ""}).status_code == 422
    assert send(administrator, page, **form).status_code == 302
    session.expire_all()
    row = session.scalar(select(Unit).where(Unit.code == "504"))
    assert (row.short_name, row.address, row.valid_to) == ("Tây Giang", "Thôn Agrồng", date(2025, 6, 30))


def test_an_inspector_changes_no_unit_and_sees_no_button(client, tay_giang):
    html = client.get(f"/don-vi/{tay_giang.id}").get_data(as_text=True)
    assert "them-phong-ban" not in html
    assert "/sua" not in html
    for act in ("them-phong-ban", "sua"):
        assert client.get(f"/don-vi/{tay_giang.id}/{act}").status_code == 403


def test_higher_rooms_add_their_parts_to_a_units_page(app, client, tay_giang, monkeypatch):
    monkeypatch.setattr(page_parts, "_makers", [])
    probe = DictLoader({"probe.html": "<p>{{ part.values.who }} đọc {{ unit.name }}</p>"})
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([probe, app.jinja_env.loader]))
    add_part(lambda _session, actor, _unit, _on: PagePart("probe.html", {"who": actor.name}))
    add_part(lambda _session, _actor, _unit, _on: None)
    assert "Kiểm tra viên mẫu đọc UBND huyện Tây Giang" in text_of(client.get(f"/don-vi/{tay_giang.id}"))
