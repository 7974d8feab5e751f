"""Papers on their pages: prepared by one, issued by another, numbered, searched, and read by whom they concern."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.campaigns.models import Visit
from inspect_app.documents.sheets import Sheet
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.permissions import permission
from inspect_app.registry.kinds import Making
from inspect_app.registry.models import IssuedPaper, RegisterEntry
from inspect_app.registry.operations import NumberWanted, open_book, reserve_number, set_numbering, take_number
from inspect_app.registry.rules import AboutKind, EntryState, NumberSource
from inspect_app.web.papers import catalogue
from inspect_app.web.papers.present import MINUTES
from tests.browsing import send
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW, TODAY
from tests.factories.people import make_player
from tests.factories.registry import REMINDER, Office, make_office

SignIn = Callable[[Account], FlaskClient]
EVERYBODY = ("lead", "secretary", "coordinator", "signatory", "contact", "head", "chair", "auditor")


@permission("test.read", "For tests: whoever is not of the unit")
def _may_read(actor: Actor, visit: Visit) -> bool:
    return not actor.belongs_to(visit.unit_id)


def _sheet(session: Session, visit: Visit, making: Making) -> Sheet:
    return REMINDER.build(session, visit.unit, making)


KIND = replace(
    REMINDER,
    about=AboutKind.VISIT,
    build=_sheet,
    may_read=_may_read,
    title=lambda visit: f"Nhắc việc tại {visit.unit.name}",
    unit_of=lambda visit: visit.unit_id,
)


@pytest.fixture
def journey(session: Session, monkeypatch: pytest.MonkeyPatch) -> Journey:
    monkeypatch.setattr(catalogue, "KINDS", (MINUTES, KIND))
    return make_journey(session)


def _page(journey: Journey) -> str:
    return f"/van-ban/{KIND.code}/{journey.visit.id}"


def _text(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return " ".join(BeautifulSoup(answer.get_data(as_text=True), "html5lib").get_text(" ").split())


def _submit(journey: Journey, sign_in_as: SignIn) -> str:
    client, page = sign_in_as(journey.secretary.account), _page(journey)
    assert send(client, f"{page}/soan", page=page).status_code == 302
    assert send(client, f"{page}/loi-van", page=page, opening="Trước ngày 30/6").status_code == 302
    fields = {"trinh-delegation": str(journey.delegation.id)}
    assert send(client, f"{page}/trinh-ky", page=page, token="trinh-csrf_token", **fields).status_code == 302
    link = BeautifulSoup(sign_in_as(journey.signatory.account).get(page).get_data(as_text=True), "html5lib").select_one(
        "a[href$='/phat-hanh']"
    )
    assert link is not None
    return str(link["href"])


def test_a_paper_goes_from_its_preparer_to_its_signer_and_into_the_register(
    journey: Journey, sign_in_as: SignIn
) -> None:
    issue = _submit(journey, sign_in_as)
    client = sign_in_as(journey.signatory.account)
    assert "Số: /TB-UBND" in _text(client, issue)
    assert send(client, issue, number="12a").status_code == 422
    assert send(client, issue, number="12").status_code == 302
    paper = journey.session.scalars(select(IssuedPaper)).one()
    assert paper.sheet["opening"] == "Trước ngày 30/6"
    assert "12/TB-UBND" in _text(client, f"/van-ban/ban-hanh/{paper.id}")
    for form in ("pdf", "docx"):
        kept = client.get(f"/van-ban/ban-hanh/{paper.id}/ban-goc.{form}")
        assert kept.data == client.get(f"{_page(journey)}/ban-in.{form}").data
        assert len(kept.data) > 5_000
    assert "Nhắc việc tại Sở Xây dựng" in _text(client, "/van-ban/so?q=nhac+viec+so+xay")


def test_a_number_that_comes_later_is_recorded_and_shown(journey: Journey, sign_in_as: SignIn) -> None:
    issue = _submit(journey, sign_in_as)
    assert send(sign_in_as(journey.signatory.account), issue).status_code == 302
    paper = journey.session.scalars(select(IssuedPaper)).one()
    client, page = sign_in_as(journey.coordinator.account), f"/van-ban/ban-hanh/{paper.id}"
    assert "Chờ văn thư cấp số" in _text(client, page)
    assert send(client, f"{page}/ghi-so", page=page, number="x").status_code == 422
    assert send(client, f"{page}/ghi-so", page=page, number="45").status_code == 302
    fields = {"sua-number": "54", "sua-reason": "Ghi ngược"}
    assert send(client, f"{page}/sua-so", page=page, token="sua-csrf_token", **fields).status_code == 302
    text = _text(client, page)
    assert "54/TB-UBND" in text
    assert "Ghi ngược" in text


def test_a_signer_sends_a_paper_back_with_a_reason(journey: Journey, sign_in_as: SignIn) -> None:
    issue = _submit(journey, sign_in_as)
    client, back = sign_in_as(journey.signatory.account), issue.replace("phat-hanh", "tra-lai")
    empty = send(client, back, page=issue, token="tra-lai-csrf_token", **{"tra-lai-reason": ""})
    assert empty.status_code == 422
    assert (
        send(client, back, page=issue, token="tra-lai-csrf_token", **{"tra-lai-reason": "Thiếu hạn"}).status_code == 302
    )
    assert "Thiếu hạn" in _text(sign_in_as(journey.secretary.account), _page(journey))
    assert "Văn bản chờ bạn ký: Nhắc việc tại Sở Xây dựng" in _text(client, "/hop-thu/")
    assert "Lý do: Thiếu hạn." in _text(sign_in_as(journey.secretary.account), "/hop-thu/")


def test_a_campaign_shows_where_each_paper_stands_and_what_waits_for_the_reader(
    journey: Journey, sign_in_as: SignIn
) -> None:
    _submit(journey, sign_in_as)
    address = f"/van-ban/dot/{journey.visit.campaign.code}"
    assert "Chờ bạn ký" in _text(sign_in_as(journey.signatory.account), address)
    text = _text(sign_in_as(journey.coordinator.account), address)
    assert "Chờ bạn ký" not in text
    assert f"Chờ ký {journey.signatory.person.name}" in text


def test_every_page_opens_or_refuses_for_every_role(journey: Journey, sign_in_as: SignIn) -> None:
    issue = _submit(journey, sign_in_as)
    for who in EVERYBODY:
        client = sign_in_as(getattr(journey, who).account)
        expected = {
            "/van-ban/": 302,
            f"/van-ban/dot/{journey.visit.campaign.code}": 200,
            f"/van-ban/cuoc/{journey.visit.id}": 200,
            _page(journey): 403 if who in ("contact", "head") else 200,
            issue: 200 if who == "signatory" else 403,
            "/van-ban/so": 200 if who in ("coordinator", "signatory", "chair", "auditor") else 403,
            "/van-ban/so/cach-danh-so": 200 if who in ("coordinator", "signatory") else 403,
        }
        assert {url: client.get(url).status_code for url in expected} == expected, who


def test_nobody_but_the_signer_issues_and_nobody_but_a_preparer_prepares(journey: Journey, sign_in_as: SignIn) -> None:
    issue = _submit(journey, sign_in_as)
    for who in EVERYBODY:
        client = sign_in_as(getattr(journey, who).account)
        parts = ("soan", "loi-van", "trinh-ky", "bo")
        answers = {part: send(client, f"{_page(journey)}/{part}", page="/").status_code for part in parts}
        assert who == "secretary" or set(answers.values()) == {403}, who
        assert who == "signatory" or send(client, issue, page="/").status_code == 403, who
    assert journey.session.scalars(select(IssuedPaper)).all() == []


def _office_of(journey: Journey) -> Office:
    return make_office(journey.session)


def test_numbering_is_laid_down_and_a_reserved_number_is_cancelled_with_a_reason(
    journey: Journey, sign_in_as: SignIn
) -> None:
    client = sign_in_as(journey.coordinator.account)
    page = "/van-ban/so/cach-danh-so"
    opened = send(client, f"{page}/mo-so/{journey.province.id}", page=page)
    rules = opened.headers["Location"]
    assert send(client, rules, source="own", one_series="y", first_number="1").status_code == 302
    assert "Phần mềm cấp số" in _text(client, page)
    keep = rules.replace("cach-danh-so", "giu-so")
    assert send(client, keep, type_sign="TB", purpose="Thông báo hẹn").status_code == 302
    entry = journey.session.scalars(select(RegisterEntry)).one()
    assert send(client, f"/van-ban/so/so/{entry.id}/huy", reason="").status_code == 422
    assert send(client, f"/van-ban/so/so/{entry.id}/huy", reason="Không phát hành").status_code == 302
    journey.session.refresh(entry)
    assert entry.state is EntryState.CANCELLED
    assert "Không phát hành" in _text(client, "/van-ban/so")


def test_a_reserved_number_is_printed_on_the_paper_that_it_was_kept_for(journey: Journey, sign_in_as: SignIn) -> None:
    office, session = _office_of(journey), journey.session
    set_numbering(
        session,
        office.keeper.actor,
        office.body,
        TODAY.year,
        source=NumberSource.OWN,
        one_series=True,
        first_number=7,
        now=NOW,
    )
    book = open_book(session, office.body, TODAY.year, now=NOW)
    entry = reserve_number(session, office.keeper.actor, book, "TB", purpose="Nhắc việc", now=NOW)
    take_number(session, office.signer.actor, book, "TB", purpose="khác", wanted=NumberWanted(), now=NOW)
    issue = _submit(journey, sign_in_as)
    assert send(sign_in_as(journey.signatory.account), issue, reserved=str(entry.id)).status_code == 302
    assert session.scalars(select(IssuedPaper)).one().sheet["letterhead"]["number"] == 7


def test_the_register_tells_every_number_but_no_title_to_whom_it_does_not_concern(
    journey: Journey, sign_in_as: SignIn
) -> None:
    issue = _submit(journey, sign_in_as)
    assert send(sign_in_as(journey.signatory.account), issue, number="12").status_code == 302
    own = make_player(journey.session, Role.COORDINATOR, works_at=journey.unit)
    client = sign_in_as(own.account)
    for url in ("/van-ban/so", "/van-ban/so.csv"):
        text = client.get(url).get_data(as_text=True)
        assert "12/TB-UBND" in text
        assert "Nhắc việc" not in text
    paper = journey.session.scalars(select(IssuedPaper)).one()
    assert client.get(f"/van-ban/ban-hanh/{paper.id}").status_code == 403
    answer = send(client, f"/van-ban/ban-hanh/{paper.id}/ghi-so", page="/", number="1")
    assert answer.status_code == 403


def test_a_paper_of_a_secret_visit_is_not_even_there(session: Session, journey: Journey, sign_in_as: SignIn) -> None:
    secret = make_journey(session, unannounced=True)
    stranger = make_player(session, Role.INSPECTOR)
    assert sign_in_as(stranger.account).get(f"/van-ban/{MINUTES.code}/{secret.visit.id}").status_code == 404
    assert sign_in_as(stranger.account).get(f"/van-ban/cuoc/{secret.visit.id}").status_code == 404


def test_withdrawing_says_what_it_means_and_keeps_the_bytes(journey: Journey, sign_in_as: SignIn) -> None:
    issue = _submit(journey, sign_in_as)
    client = sign_in_as(journey.signatory.account)
    send(client, issue)
    paper = journey.session.scalars(select(IssuedPaper)).one()
    page = f"/van-ban/ban-hanh/{paper.id}"
    assert send(client, f"{page}/thu-hoi", reason="").status_code == 422
    assert send(client, f"{page}/thu-hoi", reason="Sai căn cứ").status_code == 302
    assert "Sai căn cứ" in _text(client, page)
    assert client.get(f"{page}/ban-goc.pdf").status_code == 200
