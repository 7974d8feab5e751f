"""The public page: anybody with a code learns whether the paper is ours and current, and nothing else."""

import hashlib
import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from inspect_app.documents.signing.verdict import Verdict
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.operations import (
    Amendment,
    NumberWanted,
    Returned,
    record_number,
    take_back_copy,
    take_number,
    withdraw_paper,
)
from inspect_app.registry.rules import AmendmentKind
from inspect_app.webkit.limits import limiter
from tests.factories.moments import NOW
from tests.factories.registry import Office, make_office

PDF = b"%PDF-1.7 the issued bytes"
SIGNED = PDF + b" signed"
UNKNOWN = "Không có văn bản nào mang mã này"


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def paper(office: Office) -> IssuedPaper:
    found = office.issued(
        pdf_sha256=hashlib.sha256(PDF).hexdigest(), docx_sha256=hashlib.sha256(b"PK word").hexdigest()
    )
    copy = Returned(hashlib.sha256(SIGNED).hexdigest(), len(SIGNED), Verdict())
    take_back_copy(office.session, office.keeper.actor, found, copy, known_issuers_only=False, now=NOW)
    return found


def asked(client: FlaskClient, code: str) -> TestResponse:
    return client.get(f"/kiem-tra/{code}")


def test_a_current_paper_is_told_by_type_date_and_body(client: FlaskClient, paper: IssuedPaper) -> None:
    page = asked(client, paper.code)
    assert page.status_code == 200
    for words in ("Thông báo", "…/TB-UBND (chưa ghi số)", "Chưa bị thay thế, chưa bị thu hồi", paper.body.name):
        assert words in page.text


def test_nothing_else_is_told(client: FlaskClient, office: Office, paper: IssuedPaper) -> None:
    text = asked(client, paper.code).text
    secrets = [paper.title, office.unit.name, office.signer.person.name, office.preparer.person.name, str(paper.id)]
    assert not [word for word in secrets if word in text]


def test_a_number_is_told_once_it_is_recorded(client: FlaskClient, office: Office, paper: IssuedPaper) -> None:
    record_number(office.session, office.keeper.actor, paper, typed="7", now=NOW)
    office.session.commit()
    assert "07/TB-UBND" in asked(client, paper.code).text


def test_a_replaced_a_corrected_and_a_withdrawn_paper_say_so(client: FlaskClient, office: Office) -> None:
    replaced, corrected, withdrawn = (office.issued() for _turn in range(3))
    office.issued(amends=Amendment(replaced, AmendmentKind.REPLACES))
    office.issued(amends=Amendment(corrected, AmendmentKind.CORRECTS))
    withdraw_paper(office.session, office.signer.actor, withdrawn, reason="một lý do nội bộ", now=NOW)
    office.session.commit()
    assert "đã có văn bản thay thế" in asked(client, replaced.code).text
    assert "Có văn bản đính chính kèm theo" in asked(client, corrected.code).text
    text = asked(client, withdrawn.code).text
    assert "Đã bị thu hồi" in text
    assert "một lý do nội bộ" not in text


def test_a_code_is_found_however_it_is_typed(client: FlaskClient, paper: IssuedPaper) -> None:
    typed = f" {paper.code.replace('-', ' ').lower()} "
    answer = client.get("/kiem-tra", query_string={"ma": typed})
    assert answer.status_code == 302
    assert answer.location == f"/kiem-tra/{paper.code}"
    assert asked(client, paper.code.replace("-", "").lower()).status_code == 200


@pytest.mark.parametrize("code", ["7K3M-9QFT-2W8X-J4C6", "x", "%27 OR 1=1--", "%00", "☃", "a" * 400, "None"])
def test_every_unknown_code_has_the_same_answer(client: FlaskClient, paper: IssuedPaper, code: str) -> None:
    first, other = asked(client, "0000-0000-0000-0000"), asked(client, code)
    assert (other.status_code, first.status_code) == (404, 404)
    timeless = [re.sub(r'(nonce|value)="[^"]*"', "", page.text) for page in (first, other)]
    assert timeless[0] == timeless[1]
    assert UNKNOWN in other.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (PDF, "Tệp này đúng là bản đã phát hành"),
        (SIGNED, "Tệp này đúng là bản đã ký số của văn bản"),
        (b"PK word", "Tệp này là bản Word làm cùng văn bản"),
        (PDF + b"!", "Tệp này không phải văn bản đó"),
        (b"", "Tệp này không phải văn bản đó"),
    ],
)
def test_a_file_is_compared_on_the_server_or_by_its_hash_alone(
    app: Flask, client: FlaskClient, paper: IssuedPaper, data: bytes, words: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    sent = client.post(f"/kiem-tra/{paper.code}", data={"file": (BytesIO(data), "van-ban.pdf")})
    hashed = client.post(f"/kiem-tra/{paper.code}", data={"sha256": hashlib.sha256(data).hexdigest()})
    for page in (sent, hashed):
        assert page.status_code == 200
        assert words in page.text


def test_comparing_needs_a_file_and_the_key_of_its_form(app: Flask, client: FlaskClient, paper: IssuedPaper) -> None:
    assert client.post(f"/kiem-tra/{paper.code}", data={}).status_code == 400
    app.config["WTF_CSRF_ENABLED"] = False
    page = client.post(f"/kiem-tra/{paper.code}", data={"sha256": "nonsense"})
    assert page.status_code == 422
    assert "Hãy chọn tệp cần so." in page.text
    assert client.post("/kiem-tra/0000-0000-0000-0000", data={"sha256": "0" * 64}).status_code == 404


@pytest.fixture
def limited(app: Flask, client: FlaskClient) -> Iterator[FlaskClient]:
    """The same site with its limits on."""
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    limiter.reset()
    yield client
    limiter.enabled = False


def test_nobody_tries_codes_without_end(limited: FlaskClient) -> None:
    codes = [asked(limited, "0000-0000-0000-0000").status_code for _turn in range(61)]
    assert codes == [*[404] * 60, 429]


def test_a_number_from_the_register_is_told_too(client: FlaskClient, office: Office) -> None:
    entry = take_number(
        office.session, office.signer.actor, office.numbers_itself(), "TB", purpose="x", wanted=NumberWanted(), now=NOW
    )
    paper = office.issued(entry)
    office.session.commit()
    assert "01/TB-UBND" in asked(client, paper.code).text
