"""A signed copy comes back on the paper's page: taken and shown, or refused with the reason and a trace of the attempt."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from inspect_app.accounts.models import Account
from inspect_app.campaigns.models import Visit
from inspect_app.documents.signing.verdict import Verdict
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.files import DirectoryStore
from inspect_app.kernel.permissions import permission
from inspect_app.registry.models import IssuedPaper, SignedCopy
from inspect_app.registry.rules import AboutKind
from inspect_app.web.papers import catalogue
from inspect_app.web.signed import views
from tests.browsing import form_key
from tests.factories.attacks import annotation, updated
from tests.factories.journeys import Journey, make_journey
from tests.factories.people import make_player
from tests.factories.registry import REMINDER, make_office
from tests.factories.signing import MOMENT, authority, person, sign, verdict

SignIn = Callable[[Account], FlaskClient]


@permission("test.read", "For tests: whoever is not of the unit")
def _may_read(actor: Actor, visit: Visit) -> bool:
    return not actor.belongs_to(visit.unit_id)


KIND = replace(REMINDER, about=AboutKind.VISIT, may_read=_may_read, unit_of=lambda visit: visit.unit_id)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A page with nothing on it."""
    writer, made = PdfFileWriter(), BytesIO()
    content = writer.add_object(generic.StreamObject(stream_data=b""))
    writer.insert_page(
        PageObject(contents=content, media_box=generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))))
    )
    writer.write(made)
    return made.getvalue()


@pytest.fixture
def journey(session: Session, monkeypatch: pytest.MonkeyPatch) -> Journey:
    monkeypatch.setattr(catalogue, "KINDS", (KIND,))
    return make_journey(session)


@pytest.fixture
def paper(journey: Journey, pdf: bytes, tmp_path: Path) -> IssuedPaper:
    """A paper about the visit, issued, its bytes in the store of the application."""
    stored = DirectoryStore(tmp_path / "files").put(pdf)
    return make_office(journey.session).issued(
        pdf_sha256=stored.sha256,
        about_kind=AboutKind.VISIT,
        about_id=journey.visit.id,
        unit_id=journey.visit.unit_id,
    )


@pytest.fixture(autouse=True)
def _examined_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The examination in this process and at its own moment; a process of its own has its own tests."""

    def examined(issued: bytes, signed: bytes, *, roots: tuple[bytes, ...], at: datetime) -> Verdict:
        assert at.tzinfo is not None
        return verdict(issued, signed, roots)

    monkeypatch.setattr(views, "checked", examined)


def page_of(paper: IssuedPaper) -> str:
    return f"/van-ban/ban-hanh/{paper.id}/ban-ky"


def bring(client: FlaskClient, paper: IssuedPaper, data: bytes) -> TestResponse:
    page = page_of(paper)
    return client.post(page, data={"csrf_token": form_key(client, page), "file": (BytesIO(data), "da-ky.pdf")})


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_signed_copy_is_taken_shown_and_given_back(
    journey: Journey, paper: IssuedPaper, pdf: bytes, sign_in_as: SignIn
) -> None:
    client, signed = sign_in_as(journey.secretary.account), sign(pdf, person())
    assert "Chưa có bản đã ký số" in client.get(page_of(paper)).text
    assert bring(client, paper, signed).status_code == 302
    text = client.get(page_of(paper)).text
    for words in ("Phó Giám đốc 1", "cá nhân", "Nơi cấp chứng thư thử", "Chưa xác minh được nơi cấp chứng thư"):
        assert words in text
    copy = journey.session.scalars(select(SignedCopy)).one()
    assert client.get(f"{page_of(paper)}/{copy.id}.pdf").data == signed
    assert client.get(f"{page_of(paper)}/{paper.id}.pdf").status_code == 404
    assert bring(client, paper, signed).status_code == 302
    assert count(journey.session, SignedCopy) == 1


def test_a_trusted_root_of_the_site_is_believed(
    app: Flask, journey: Journey, paper: IssuedPaper, pdf: bytes, sign_in_as: SignIn, tmp_path: Path
) -> None:
    (tmp_path / "site" / "trust").mkdir(parents=True)
    (tmp_path / "site" / "trust" / "goc.pem").write_bytes(authority().pem)
    site = replace(app.extensions["inspect_settings"], site_dir=tmp_path / "site", known_issuers_only=True)
    app.extensions["inspect_settings"] = site
    client = sign_in_as(journey.secretary.account)
    assert bring(client, paper, sign(pdf, person())).status_code == 302
    text = client.get(page_of(paper)).text
    assert "Chứng thư do nơi cấp mà đơn vị tin cậy cấp" in text
    assert "Chưa xác minh được nơi cấp" not in text
    (tmp_path / "site" / "trust" / "goc.pem").write_bytes(b"no certificate")
    assert "goc.pem" in bring(client, paper, sign(pdf, person(), "Khac")).text


def test_a_site_may_refuse_issuers_that_it_does_not_know(
    app: Flask, journey: Journey, paper: IssuedPaper, pdf: bytes, sign_in_as: SignIn
) -> None:
    app.extensions["inspect_settings"] = replace(app.extensions["inspect_settings"], known_issuers_only=True)
    answer = bring(sign_in_as(journey.secretary.account), paper, sign(pdf, person()))
    assert answer.status_code == 422
    assert "chỉ nhận chứng thư của nơi cấp có trong danh sách tin cậy" in answer.text
    assert count(journey.session, SignedCopy) == 0


def test_a_tampered_file_is_refused_with_its_reason_and_noted(
    journey: Journey, paper: IssuedPaper, pdf: bytes, sign_in_as: SignIn, tmp_path: Path
) -> None:
    forged = updated(sign(pdf, person()), annotation)
    answer = bring(sign_in_as(journey.secretary.account), paper, forged)
    assert answer.status_code == 422
    assert "nội dung văn bản đã bị thay đổi sau khi phát hành" in answer.text
    assert count(journey.session, SignedCopy) == 0
    assert not DirectoryStore(tmp_path / "files").holds(hashlib.sha256(forged).hexdigest())
    noted = journey.session.scalars(select(JournalEntry).where(JournalEntry.verb == "registry.refuse_copy")).one()
    assert hashlib.sha256(forged).hexdigest() in str(noted.changes)


def test_only_who_may_read_and_bring_sees_the_form(
    journey: Journey, paper: IssuedPaper, pdf: bytes, sign_in_as: SignIn
) -> None:
    for player, reads, brings in (
        (journey.secretary, 200, True),
        (journey.coordinator, 200, True),
        (journey.signatory, 200, True),
        (journey.inspector, 200, False),
        (journey.auditor, 200, False),
        (journey.contact, 403, False),
        (journey.head, 403, False),
    ):
        client = sign_in_as(player.account)
        page = client.get(page_of(paper))
        assert page.status_code == reads, player.person.name
        assert ("Kiểm tra và nộp" in page.text) is brings
        if not brings:
            data = {"csrf_token": form_key(client, "/tai-khoan"), "file": (BytesIO(pdf), "x.pdf")}
            assert client.post(page_of(paper), data=data).status_code == 403


def test_papers_wait_in_a_list_until_their_copy_came(
    journey: Journey, paper: IssuedPaper, pdf: bytes, sign_in_as: SignIn
) -> None:
    client = sign_in_as(journey.secretary.account)
    assert paper.title in client.get("/van-ban/cho-ban-ky").text
    bring(client, paper, sign(pdf, person()))
    assert paper.title not in client.get("/van-ban/cho-ban-ky").text
    theirs = make_player(journey.session, Role.SECRETARY, works_at=journey.visit.unit)
    assert paper.title not in sign_in_as(theirs.account).get("/van-ban/cho-ban-ky").text
    assert sign_in_as(journey.inspector.account).get("/van-ban/cho-ban-ky").status_code == 403


def test_a_copy_needs_a_file_and_the_key_of_its_form(journey: Journey, paper: IssuedPaper, sign_in_as: SignIn) -> None:
    client, page = sign_in_as(journey.secretary.account), page_of(paper)
    assert client.post(page, data={}).status_code == 400
    assert client.post(page, data={"csrf_token": form_key(client, page)}).status_code == 422
    assert bring(client, paper, b"").status_code == 422


def test_the_moment_of_the_tests_is_within_the_certificates() -> None:
    assert person().certificate.not_valid_before_utc < MOMENT < person().certificate.not_valid_after_utc
