"""The pages of checklists: the list, one version, the difference of two."""

import hashlib

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from inspect_app.checklists.models import PublishedChecklist
from inspect_app.kernel.actors import Role
from tests.checklists.samples import SMALL, small_version
from tests.factories.moments import NOW
from tests.factories.people import make_player

SECOND = (
    SMALL.replace("version: 1", "version: 2")
    .replace("Có kế hoạch", "Có kế hoạch năm")
    .replace("      - id: C04", "      - id: C14")
)


def keep(session: Session, version: int, text: str) -> None:
    session.add(
        PublishedChecklist(
            code="nho",
            version=version,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            title="Phiếu nhỏ",
            body=text,
            recorded_at=NOW,
        )
    )
    session.flush()


@pytest.fixture
def reader(session: Session, sign_in_as):
    keep(session, 1, SMALL)
    keep(session, 2, SECOND)
    return sign_in_as(make_player(session, Role.INSPECTOR).account)


def test_a_visitor_who_is_not_signed_in_is_sent_to_sign_in(client: FlaskClient):
    assert client.get("/phieu-kiem-tra/").status_code == 302


def test_the_list_shows_each_version_and_which_is_newest(reader: FlaskClient):
    page = reader.get("/phieu-kiem-tra/").get_data(as_text=True)
    assert page.count("Phiếu nhỏ") == 2
    assert page.count("mới nhất") == 1
    assert "/phieu-kiem-tra/nho/2/so-voi/1" in page


def test_an_empty_list_says_what_will_appear(session: Session, sign_in_as):
    page = sign_in_as(make_player(session, Role.INSPECTOR).account).get("/phieu-kiem-tra/").get_data(as_text=True)
    assert "Phiếu kiểm tra sẽ hiện ở đây" in page


def test_a_version_is_readable_with_basis_evidence_and_how_it_is_judged(reader: FlaskClient):
    page = reader.get("/phieu-kiem-tra/nho/1").get_data(as_text=True)
    for item in small_version().items:
        assert f'id="item-{item.id}"' in page
    assert "Điều 19 khoản 9, Nghị định số 61/2018/NĐ-CP" in page
    assert "cần đối chiếu" in page
    assert "Đạt khi &lt; 5." in page
    assert "mục C07 không phải là “Không áp dụng”" in page


def test_the_difference_shows_what_was_added_removed_and_changed(reader: FlaskClient):
    page = reader.get("/phieu-kiem-tra/nho/1/so-voi/2").get_data(as_text=True)
    assert "Thêm 1, bỏ 1, sửa 1 nội dung." in page
    assert "<del>Có kế hoạch</del>" in page
    assert "<ins>Có kế hoạch năm</ins>" in page


@pytest.mark.parametrize("path", ["nho/3", "khac/1", "nho/1/so-voi/1", "nho/1/so-voi/9", "nho/x"])
def test_a_checklist_that_there_is_not_is_not_found(reader: FlaskClient, path: str):
    assert reader.get(f"/phieu-kiem-tra/{path}").status_code == 404
