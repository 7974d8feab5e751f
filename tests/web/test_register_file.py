"""The register as a workbook, what a reader may search in it, and a reserved number on a conclusion's issue page."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.campaigns.models import Visit
from inspect_app.registry.models import IssuedPaper, RegisterEntry
from inspect_app.registry.operations import body_for, open_book, reserve_number, set_numbering
from inspect_app.registry.queries import RegisterFilter, papers_page
from inspect_app.registry.rules import AboutKind, NumberSource
from tests.browsing import send
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW
from tests.factories.registry import Office, make_office

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def journey(session: Session) -> Journey:
    return make_journey(session)


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


def about(visit: Visit) -> dict[str, Any]:
    return {"kind": "visit_notice", "about_kind": AboutKind.VISIT, "about_id": visit.id, "unit_id": visit.unit_id}


def test_the_register_is_a_workbook_with_real_days_and_no_formula(
    journey: Journey, office: Office, sign_in_as: SignIn
) -> None:
    office.issued(title="=1+1", **about(journey.visit))
    journey.session.commit()
    answer = sign_in_as(journey.coordinator.account).get("/van-ban/so.xlsx?year=2024")
    rows = list(load_workbook(io.BytesIO(answer.get_data())).active.iter_rows())
    assert [cell.value for cell in rows[0]][:2] == ["Số, ký hiệu", "Ngày ban hành"]
    assert (rows[1][1].value.date(), rows[1][3].value, rows[1][3].data_type) == (NOW.date(), "=1+1", "s")


@pytest.mark.parametrize("who", ["contact", "head", "inspector", "secretary"])
def test_who_may_not_read_the_register_takes_no_file_of_it(journey: Journey, sign_in_as: SignIn, who: str) -> None:
    assert sign_in_as(getattr(journey, who).account).get("/van-ban/so.xlsx").status_code == 403


def test_titles_about_ones_own_unit_are_not_found_by_their_words(journey: Journey, office: Office) -> None:
    paper = office.issued(title="Kết luận mật về trụ sở", **about(journey.visit))

    def found(**more: Any) -> list[IssuedPaper]:
        narrow = RegisterFilter(words="tru so", **more)
        return list(papers_page(journey.session, narrow, offset=0, limit=9)[0])

    assert found() == [paper]
    assert found(own_units=frozenset({journey.unit.id})) == []


def reserved(journey: Journey) -> RegisterEntry:
    session = journey.session
    body = body_for(session, journey.province.id)
    set_numbering(
        session,
        journey.coordinator.actor,
        body,
        NOW.year,
        source=NumberSource.OWN,
        one_series=True,
        first_number=1,
        now=NOW,
    )
    book = open_book(session, body, NOW.year, now=NOW)
    return reserve_number(session, journey.coordinator.actor, book, "TB", purpose="Kết luận mẫu", now=NOW)


def test_a_reserved_number_is_chosen_on_the_issue_page_of_a_conclusion(journey: Journey, sign_in_as: SignIn) -> None:
    journey.begin()
    journey.answer("CV06", "fail", "Không đeo thẻ")
    journey.close()
    journey.confirm_findings()
    conclusion = journey.submitted()
    entry = reserved(journey)
    journey.session.commit()
    signer = sign_in_as(journey.signatory.account)
    page = f"/ket-luan/{conclusion.id}/phat-hanh"
    html = signer.get(page).get_data(as_text=True)
    assert "Dùng số đã giữ" in html
    assert 'name="number"' not in html, "the program gives the numbers here"
    wanted = {"delegation": str(journey.delegation.id), "reserved": str(entry.id)}
    assert send(signer, page, **wanted).status_code == 302
    journey.session.expire_all()
    assert conclusion.paper is not None
    assert (conclusion.paper.number, conclusion.paper.sheet["letterhead"]["number"]) == (entry.paper_number, 1)
