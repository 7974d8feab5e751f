"""What a browser would never send, or a person would by mistake: a clear refusal, no fault, nothing changed."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.conclusions.models import ConclusionRequest
from inspect_app.fieldwork.models import Answer, AnswerRevision, Evidence, Minutes, SelfReport
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import standing_findings
from inspect_app.journal.queries import head
from inspect_app.kernel.files import DirectoryStore
from tests.factories.journeys import Journey, make_journey

SignIn = Callable[[Account], FlaskClient]
TABLES = (Answer, AnswerRevision, Evidence, Minutes, SelfReport, Finding, ConclusionRequest)
HUGE = "x" * 1_000_000
ODD_TEXTS = ("a\x00b", "\ud800", "‮gpj.exe", HUGE, "1e9999", "NaN", "-1", "2024-13-45", "31/02/2024", "<script>")


def _jpeg(size: tuple[int, int] = (40, 30), *, gps: bool = False) -> bytes:
    exif = Image.Exif()
    if gps:
        exif[0x010E] = "CANARY-EXIF"
        exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    Image.new("RGB", size, "white").save(written, "JPEG", exif=exif)
    return written.getvalue()


def _png(size: tuple[int, int]) -> bytes:
    written = io.BytesIO()
    Image.new("1", size).save(written, "PNG")
    return written.getvalue()


def _gif() -> bytes:
    written = io.BytesIO()
    Image.new("P", (5, 5)).save(written, "GIF")
    return written.getvalue()


BAD_PHOTOS = {
    "empty": b"",
    "html": b"<html><script>alert(1)</script></html>",
    "truncated": _jpeg((400, 300))[:-900],
    "too many pixels": _png((9000, 9000)),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "gif": _gif(),
    "pdf": b"%PDF-1.7\n%%EOF",
}
ODD_NAMES = (
    "../../etc/passwd.jpg",
    "a\x00b.jpg",
    "a\r\nX-Evil: 1.jpg",
    "‮gpj.exe",
    "á" * 4000 + ".jpg",
    ".jpg",
    "a/b.jpg",
)


@pytest.fixture
def journey(session: Session, app: Flask) -> Journey:
    """A visit under way with one answer and one drafted finding."""
    app.config["WTF_CSRF_ENABLED"] = False
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV06", "fail", "Thiếu sổ")
    session.commit()
    return journey


def _state(session: Session) -> list[object]:
    session.commit()
    session.expire_all()
    counts: list[object] = [session.scalar(select(func.count()).select_from(table)) for table in TABLES]
    return [*counts, head(session)]


def _item(journey: Journey, item_id: str = "CV01") -> str:
    return f"/cuoc-kiem-tra/{journey.visit.id}/phieu/{item_id}"


@pytest.mark.parametrize("what", BAD_PHOTOS)
def test_a_file_that_is_no_photo_is_refused_with_its_answer(
    session: Session, journey: Journey, sign_in_as: SignIn, what: str
) -> None:
    client, before = sign_in_as(journey.inspector.account), _state(session)
    form = {"verdict": "pass", "note": "x", "photos": (io.BytesIO(BAD_PHOTOS[what]), "anh.jpg")}
    response = client.post(_item(journey), data=form)
    assert response.status_code == 422
    assert "Hãy" in response.get_data(as_text=True)
    assert _state(session) == before


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_file_name_becomes_a_plain_one(
    session: Session, journey: Journey, sign_in_as: SignIn, name: str
) -> None:
    client = sign_in_as(journey.inspector.account)
    form = {"verdict": "pass", "note": "x", "photos": (io.BytesIO(_jpeg()), name)}
    response = client.post(_item(journey), data=form)
    assert response.status_code in {302, 400, 422}
    session.expire_all()
    for evidence in session.scalars(select(Evidence)):
        assert evidence.filename.isprintable()
        assert not set(evidence.filename) & set('/\\"<>|?*:\r\n\x00‮')
        assert len(evidence.filename) <= 130
        shown = client.get(f"/cuoc-kiem-tra/{journey.visit.id}/chung-cu/{evidence.number}")
        assert shown.status_code == 200
        assert shown.mimetype == "image/jpeg"


def test_a_stored_photo_says_nothing_of_place_and_camera(
    app: Flask, session: Session, journey: Journey, sign_in_as: SignIn
) -> None:
    client = sign_in_as(journey.inspector.account)
    form = {"verdict": "pass", "note": "x", "photos": (io.BytesIO(_jpeg(gps=True)), "a.jpg")}
    assert client.post(_item(journey), data=form).status_code == 302
    session.expire_all()
    kept = session.scalars(select(Evidence)).one()
    data = DirectoryStore(app.extensions["inspect_settings"].data_dir / "files").read(kept.sha256)
    assert b"CANARY" not in data
    assert not Image.open(io.BytesIO(data)).getexif()


def test_a_body_over_the_limit_is_refused(session: Session, journey: Journey, sign_in_as: SignIn) -> None:
    client, before = sign_in_as(journey.inspector.account), _state(session)
    form = {"verdict": "pass", "photos": (io.BytesIO(b"x" * 30_000_000), "a.jpg")}
    response = client.post(_item(journey), data=form)
    assert response.status_code == 413
    assert "quá lớn" in response.get_data(as_text=True)
    assert _state(session) == before


@pytest.mark.parametrize("odd", ODD_TEXTS, ids=lambda odd: ascii(odd)[:20])
def test_odd_values_in_an_answer_are_refused_or_kept_as_text(
    session: Session, journey: Journey, sign_in_as: SignIn, odd: str
) -> None:
    client, before = sign_in_as(journey.inspector.account), _state(session)
    data = {"verdict": odd, "note": "x"}
    body = "&".join(f"{key}={_quoted(value)}" for key, value in data.items())
    judged = _item(journey, "CV06")
    response = client.post(judged, data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in {400, 413, 422}
    assert _state(session) == before
    body = f"verdict=pass&note={_quoted(odd)}&revision={_quoted(odd[:50])}"
    response = client.post(_item(journey), data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in {302, 400, 413, 422}
    body = f"verdict=fail&text={_quoted(odd)}&grade={_quoted(odd[:50])}&area=99&reason=x"
    finding = standing_findings(session, journey.visit.id)[0]
    lead = sign_in_as(journey.lead.account)
    response = lead.post(f"/phat-hien/{finding.id}", data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in {400, 413, 422}


def _quoted(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "surrogatepass"))


def test_ids_of_elsewhere_lead_nowhere(session: Session, journey: Journey, sign_in_as: SignIn) -> None:
    other = make_journey(session)
    other.issued(("CV06",))
    client, before = sign_in_as(journey.lead.account), _state(session)
    foreign = standing_findings(session, other.visit.id)[0]
    own = standing_findings(session, journey.visit.id)[0]
    tries = {
        _item(journey, "ZZ99"): {"verdict": "pass"},
        _item(journey, "x" * 300): {"verdict": "pass"},
        _item(other): {"verdict": "pass"},
        f"/phat-hien/{foreign.id}": {"text": "x", "grade": "note", "area": "1", "reason": "x"},
        f"/phat-hien/{own.id}/nhap": {"into": str(foreign.id), "reason": "x"},
        f"/phat-hien/{own.id}/rut": {"reason": ""},
        f"/cuoc-kiem-tra/{journey.visit.id}/chung-cu/999999999999999999999/rut": {"reason": "x"},
        f"/cuoc-kiem-tra/{journey.visit.id}/chung-cu/1/rut": {"reason": "x"},
        "/cuoc-kiem-tra/khong-phai-uuid/phieu/CV01": {"verdict": "pass"},
    }
    for address, data in tries.items():
        status = client.post(address, data=data).status_code
        assert status in {400, 403, 404, 409, 422}, (address, status)
    assert _state(session) == before


def test_requests_with_bad_deadlines_are_refused(session: Session, journey: Journey, sign_in_as: SignIn) -> None:
    journey.close()
    journey.confirm_findings()
    conclusion = journey.submitted()
    conclusion.state = type(conclusion.state).DRAFT
    session.commit()
    client, before = sign_in_as(journey.secretary.account), _state(session)
    for days in ("-1", "0", "1e9999", "NaN", "999999999999999999999", "x"):
        data = {"lines-0-text": "x", "lines-0-owner": "x", "lines-0-due_days": days}
        status = client.post(f"/ket-luan/{conclusion.id}/yeu-cau", data=data).status_code
        assert status == 422, (days, status)
    data = {"lines-0-text": "x", "lines-0-owner": "x", "lines-0-due_days": "5", "lines-0-findings": "x"}
    assert client.post(f"/ket-luan/{conclusion.id}/yeu-cau", data=data).status_code == 422
    assert _state(session) == before


ODD_QUERIES = (
    "phan=<script>",
    "trang-thai=x",
    "trang=-1",
    "trang=999999999999999999999",
    "nam=abc",
    "nam=99999999999999999999",
    "truoc=999999999999999999999",
    "thang=2024-99",
    "thang=0000-01",
    "q=" + "%25_" * 3000,
    "q=%00",
    "q=%ED%A0%80",
    "dot=%00",
    "loai=%00",
    "loc=%00",
    "stream=x&state=x&month=x",
)


@pytest.mark.parametrize("query", ODD_QUERIES, ids=lambda query: query[:12])
def test_odd_queries_are_answered_calmly(session: Session, journey: Journey, sign_in_as: SignIn, query: str) -> None:
    pages = (
        "/cuoc-kiem-tra/",
        "/cuoc-kiem-tra/bang.csv",
        f"/cuoc-kiem-tra/{journey.visit.id}/phieu",
        f"/dot-kiem-tra/{journey.visit.campaign.code}/lich",
        "/don-vi/",
        "/ket-luan/",
        "/khac-phuc/",
        "/hop-thu/",
        "/nhat-ky/",
        "/nhan-su",
        "/xep-loai/",
        "/viec-theo-lich/",
    )
    for who in (journey.coordinator, journey.auditor):
        client = sign_in_as(who.account)
        for page in pages:
            response = client.get(f"{page}?{query}")
            assert response.status_code < 500, (page, response.status_code)
            assert "<script>" not in response.get_data(as_text=True).replace("<script nonce", "")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "PATCH"])
def test_other_methods_are_refused(session: Session, journey: Journey, sign_in_as: SignIn, method: str) -> None:
    client, before = sign_in_as(journey.inspector.account), _state(session)
    assert client.open(_item(journey), method=method).status_code == 405
    assert _state(session) == before


def test_without_the_token_of_the_form_nothing_is_saved(
    app: Flask, session: Session, journey: Journey, sign_in_as: SignIn
) -> None:
    client, before = sign_in_as(journey.inspector.account), _state(session)
    app.config["WTF_CSRF_ENABLED"] = True
    for data in ({"verdict": "pass"}, {"verdict": "pass", "csrf_token": "foreign"}):
        response = client.post(_item(journey), data=data)
        assert response.status_code == 400
        assert "tải lại" in response.get_data(as_text=True)
    assert client.post(_item(journey), json={"verdict": "pass"}).status_code == 400
    assert client.get("/", headers={"Host": "evil.example/<script>"}).status_code < 500
    assert _state(session) == before
