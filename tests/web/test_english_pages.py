"""What a reader of English sees: pages without Vietnamese, except names, journal entries and words of a campaign."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.checklists.answers import checked_answer
from inspect_app.checklists.rules import ChecklistVersion, Grade
from inspect_app.fieldwork.operations import answer_item
from inspect_app.fieldwork.paper import minutes_sheet
from inspect_app.fieldwork.queries import answers_of, minutes_of
from inspect_app.fieldwork.rules import GivenAnswer
from inspect_app.fieldwork.standing import Standing
from inspect_app.findings.queries import standing_findings
from inspect_app.followup.queries import actions_of_visit
from inspect_app.kernel import language
from inspect_app.kernel.actors import Role
from inspect_app.kernel.language import use_language
from inspect_app.kernel.outbox import InboxMessage
from inspect_app.kernel.tables import Base
from inspect_app.kernel.yaml_source import read_yaml
from inspect_app.ratings import operations as ratings
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW
from tests.factories.people import make_player
from tests.factories.ratings import RULE_DATA, fill, make_rating_world, rating_at

SignIn = Callable[[Account], FlaskClient]
VIETNAMESE = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
REFUSED = "/khong-co-trang-nay"
SOURCE = language.CATALOGUES
SHOWN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "data-label", "value")


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The English catalogue as it is in the tree, compiled for this test alone."""
    source = SOURCE / "en" / "LC_MESSAGES" / "messages.po"
    target = tmp_path / "catalogues" / "en" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, read_po(BytesIO(source.read_bytes()), locale="en"))
    monkeypatch.setattr(language, "CATALOGUES", tmp_path / "catalogues")
    language._catalogue.cache_clear()
    yield
    language._catalogue.cache_clear()


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)


def _quoted_in_english() -> Iterator[str]:
    """English sentences of the catalogue that give a Vietnamese name as an example."""
    catalogue = read_po(BytesIO((SOURCE / "en" / "LC_MESSAGES" / "messages.po").read_bytes()), locale="en")
    return (english for message in catalogue for english in _leaves(message.string) if VIETNAMESE.search(english))


def _data(session: Session, version: ChecklistVersion | None = None) -> list[str]:
    """Every Vietnamese text of the database and every legal basis of the checklist, the longest first."""
    found = {"Tiếng Việt", *_quoted_in_english()}
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)):
            found.update(_leaves(list(row)))
    for item in version.items if version else ():
        for basis in item.basis:
            found.update(_leaves([basis.label, basis.document, basis.article, basis.note]))
    # A long text is shown by its lines.
    lines = {" ".join(line.split()) for text in found for line in [text, *text.splitlines()]}
    return sorted((line for line in lines if VIETNAMESE.search(line)), key=len, reverse=True)


def _shown(page: BeautifulSoup) -> Iterator[str]:
    """The texts and attributes that a reader meets, except those that say they are in Vietnamese."""
    for text in page.find_all(string=True):
        if text.parent is not None and text.parent.name not in {"script", "style"}:
            yield from _unless_marked(text.parent, str(text))
    for tag in page.find_all(True):
        for name in SHOWN_ATTRIBUTES:
            if name in tag.attrs and tag.get("type") != "hidden":
                yield from _unless_marked(tag, str(tag[name]))


def _unless_marked(tag: Tag, text: str) -> Iterator[str]:
    marked = tag if tag.get("lang") else tag.find_parent(attrs={"lang": True})
    if marked is None or marked["lang"] != "vi":
        yield " ".join(text.split())


def _without(data: list[str], text: str) -> str:
    """The text with a dot for each datum in it."""
    for known in data:
        if known.lower() in text.lower():
            text = re.sub(re.escape(known), "·", text, flags=re.IGNORECASE)
    return text


def left_in_vietnamese(html: str, data: list[str]) -> list[str]:
    """What of a page is Vietnamese and no data."""
    found = []
    for text in _shown(BeautifulSoup(html, "html5lib")):
        rest = _without(data, text) if VIETNAMESE.search(text) else text
        # A long datum is cut where a list shows it.
        if VIETNAMESE.search(rest) and not any(known.startswith(text.rstrip("… ")) for known in data):
            found.append(text)
    return sorted(set(found))


def _pages(journey: Journey) -> dict[str, list[str]]:
    """The pages of a visit under way, by who looks at them."""
    visit = f"/cuoc-kiem-tra/{journey.visit.id}"
    finding = standing_findings(journey.session, journey.visit.id)[0]
    inspector = journey.inspector.person.id
    return {
        "lead": [
            "/", "/cuoc-kiem-tra/", "/phieu-kiem-tra/", "/phieu-kiem-tra/cong-vu/1", "/tai-khoan", "/hop-thu/", visit,
            f"{visit}/phieu", f"{visit}/phieu?phan={journey.version.section_of('CV06').id}", f"{visit}/phieu/CV06/lich-su",
            f"{visit}/bien-ban", f"{visit}/bao-cao-tu-kiem-tra", f"{visit}/phat-hien", f"/phat-hien/{finding.id}",
        ],
        "coordinator": [
            "/", f"/dot-kiem-tra/{journey.visit.campaign.code}", f"/dot-kiem-tra/{journey.visit.campaign.code}/lich",
            f"{visit}/doan", f"{visit}/huy", "/viec-theo-lich/", "/xep-loai/",
        ],
        "administrator": [
            "/", "/nhan-su", "/nhan-su/them", f"/nhan-su/{inspector}", f"/nhan-su/{inspector}/vai-tro", "/don-vi/",
            f"/nhan-su/{inspector}/uy-quyen", f"/don-vi/{journey.unit.id}", f"/don-vi/{journey.unit.id}/sua",
        ],
        "auditor": ["/", "/nhat-ky/", "/nhat-ky/kiem-chung"],
        "head": ["/", "/xep-loai/cua-toi", REFUSED],
    }  # fmt: skip


@pytest.mark.usefixtures("english")
def test_pages_are_wholly_english_when_that_is_chosen(session: Session, sign_in_as: SignIn) -> None:
    journey = make_journey(session)
    players = {"administrator": make_player(session, Role.ADMINISTRATOR, name="Quản trị mẫu")}
    journey.begin()
    journey.answer("CV06", "fail", "Thiếu")
    left: dict[str, str] = {}
    for who, pages in _pages(journey).items():
        player = players.get(who) or getattr(journey, who)
        player.account.language = "en"
        client = sign_in_as(player.account)
        left |= _left_on(client, pages, _data(session, journey.version))
    assert left == {}


@pytest.mark.usefixtures("english")
def test_conclusions_and_corrections_are_english_too(session: Session, sign_in_as: SignIn) -> None:
    journey = make_journey(session)
    conclusion = journey.issued(("CV06",))
    show = f"/ket-luan/{conclusion.id}"
    action = f"/khac-phuc/{actions_of_visit(session, journey.visit.id)[0].id}"
    signing = make_journey(session)
    signing.begin()
    signing.close()
    draft = f"/ket-luan/{signing.submitted().id}"
    left: dict[str, str] = {}
    for player, pages in (
        (journey.contact, ["/", show, "/khac-phuc/", action]),
        (journey.lead, ["/ket-luan/", show, action]),
        (signing.signatory, ["/", draft, f"{draft}/phat-hanh"]),
    ):
        player.account.language = "en"
        left |= _left_on(sign_in_as(player.account), pages, _data(session, journey.version))
    assert left == {}


@pytest.mark.usefixtures("english")
def test_ratings_are_english_too(session: Session, sign_in_as: SignIn) -> None:
    world = make_rating_world(session)
    rating = fill(session, world, rating_at(session, world.department))
    own = [line for line in _leaves(read_yaml("rating.yaml", RULE_DATA).data) if VIETNAMESE.search(line)]
    world.chair.account.language = "en"
    client = sign_in_as(world.chair.account)
    pages = ["/", "/xep-loai/", f"/xep-loai/{rating.id}", f"/xep-loai/{rating.id}/quyet-dinh"]
    assert _left_on(client, pages, [*own, *_data(session)]) == {}


def _left_on(client: FlaskClient, pages: list[str], data: list[str]) -> dict[str, str]:
    left: dict[str, str] = {}
    for page in pages:
        answer = client.get(page)
        assert answer.mimetype == "text/html"
        assert (answer.status_code == 200) is (page != REFUSED), (page, answer.status_code)
        left |= dict.fromkeys(left_in_vietnamese(answer.get_data(as_text=True), data), page)
    return left


@pytest.mark.usefixtures("english")
def test_papers_and_findings_stay_vietnamese_for_a_maker_who_reads_english(session: Session) -> None:
    journey = make_journey(session, checklist="toan-dien")
    journey.begin()
    minutes = minutes_of(session, journey.visit.id)
    assert minutes is not None
    ratio = next(item for item in journey.version.items if item.kind == "ratio" and item.grade is not Grade.NOTE)
    given = checked_answer(ratio, {"part": 1, "whole": 3}, not_applicable=False, reason=None, note="")
    answer = GivenAnswer(given.value, False, None, "", "fail")
    with use_language("en"):
        answer_item(session, journey.inspector.actor, journey.visit, ratio.id, answer, now=NOW)
        standing = Standing(journey.version, answers_of(session, journey.visit.id), {})
        english = minutes_sheet(journey.visit, minutes, standing, ended_at=None)
    assert english == minutes_sheet(journey.visit, minutes, standing, ended_at=None)
    assert "33,33 %" in standing_findings(session, journey.visit.id)[0].text


@pytest.mark.usefixtures("english")
def test_a_decision_keeps_vietnamese_grounds_and_tells_the_head_in_his_language(session: Session) -> None:
    world = make_rating_world(session)
    world.head.account.language = "en"
    rating = fill(session, world, rating_at(session, world.department))
    with use_language("en"):
        decision = ratings.decide(session, world.chair.actor, rating, level="excellent", reason="", now=NOW)
    with use_language("vi"):
        ratings.release(session, world.chair.actor, rating, now=NOW)
    assert decision.proposal_reason.startswith("Xếp loại")
    told = session.scalars(select(InboxMessage).where(InboxMessage.account_id == world.head.account.id)).one()
    assert told.subject == "The rating of 2024 has been published"
