"""The page of the office's templates: who sees it, what is in force, and what a change breaks."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.kernel.actors import Role
from tests.factories.people import make_player

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office's folder for the notice of conclusions, in a site of its own."""
    made = tmp_path / "site" / "templates" / "documents" / "conclusion_notice"
    made.mkdir(parents=True)
    site = replace(app.extensions["inspect_settings"], site_dir=tmp_path / "site")
    monkeypatch.setitem(app.extensions, "inspect_settings", site)
    return made


@pytest.fixture
def administrator(session: Session, sign_in_as: SignIn) -> FlaskClient:
    return sign_in_as(make_player(session, Role.ADMINISTRATOR).account)


def _text(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_the_list_says_which_template_is_the_offices(administrator: FlaskClient, folder: Path):
    (folder / "style.css").write_text("h1 { color: black }")
    page = _text(administrator, "/mau-van-ban/")
    assert "Của cơ quan: style.css" in page
    assert "Cần xem thử" in page
    assert page.count("Mẫu chung") >= 2
    assert "Mẫu văn bản" in _text(administrator, "/")


def test_a_broken_template_is_shown_with_file_and_line_and_no_preview(administrator: FlaskClient, folder: Path):
    (folder / "template.html").write_text("<p>\n{{ sheet.subjekt }}</p>")
    assert "1 lỗi trong mẫu" in _text(administrator, "/mau-van-ban/")
    page = _text(administrator, "/mau-van-ban/conclusion_notice")
    assert "template.html:2: văn bản không có trường “subjekt”" in page
    assert "Xem thử" not in page
    assert "subjekt" in _text(administrator, "/mau-van-ban/conclusion_notice.pdf")


def test_a_template_is_previewed_and_held_against_the_form(administrator: FlaskClient, folder: Path):
    (folder / "style.css").write_text("h1 { font-size: 16pt }")
    page = _text(administrator, "/mau-van-ban/conclusion_notice")
    assert "PL I, Phần I, Mục II.5b" in page
    assert "Tên loại văn bản có cỡ chữ 16; phải từ cỡ 13 đến 14." in page
    response = administrator.get("/mau-van-ban/conclusion_notice.pdf")
    assert response.mimetype == "application/pdf"
    assert response.data.startswith(b"%PDF-")


def test_only_administrators_and_coordinators_see_templates(session: Session, sign_in_as: SignIn):
    for role, status in ((Role.COORDINATOR, 200), (Role.INSPECTOR, 403), (Role.HEAD_OF_UNIT, 403)):
        client = sign_in_as(make_player(session, role).account)
        assert client.get("/mau-van-ban/").status_code == status
        assert client.get("/mau-van-ban/no-such-kind").status_code == 404
