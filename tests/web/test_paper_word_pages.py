"""A paper before a visit that is edited in Word: handed in, looked at, and taken over in the preparer's own name."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.campaigns.papers.kinds import INSPECTION_PLAN, REPORT_OUTLINE, TEAM_DECISION, VISIT_NOTICE
from inspect_app.documents.samples import sample_sheet
from inspect_app.documents.word.making import docx_of
from inspect_app.documents.word.returned import field_values
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Role
from inspect_app.registry.models import PaperDraft
from inspect_app.registry.rules import DraftState
from inspect_app.web.papers.returned import field_label, reworded
from tests.browsing import form_key, send
from tests.factories.journeys import Journey, keep_checklist, make_journey
from tests.factories.moments import NOW
from tests.factories.people import Player, make_player
from tests.web.test_returned_word_pages import chosen, edited

SignIn = Callable[[Account], FlaskClient]
# What a first draft of our own wording leaves empty, so that there is no field to hold it.
EMPTY = {"bases", "period", "funding", "hours"}


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    keep_checklist(session, "toan-dien")
    session.commit()
    return journey


@pytest.fixture
def coordinator(session: Session, journey: Journey) -> Player:
    player = make_player(session, Role.COORDINATOR, name="Điều phối nơi khác")
    session.commit()
    return player


def begun(client: FlaskClient, journey: Journey) -> str:
    page = f"/van-ban/{VISIT_NOTICE.code}/{journey.visit.id}"
    assert send(client, f"{page}/soan", page=page).status_code == 302
    return page


def handed_in(client: FlaskClient, page: str, data: bytes) -> tuple[int, str]:
    url = f"{page}/ban-word"
    answer = client.post(url, data={"csrf_token": form_key(client, url), "file": (BytesIO(data), "du-thao.docx")})
    return answer.status_code, answer.get_data(as_text=True)


def taken(client: FlaskClient, page: str, shown: str) -> int:
    key = form_key(client, f"{page}/ban-word")
    return client.post(f"{page}/ban-word/nhan", data={"csrf_token": key, **chosen(shown)}).status_code


def draft_in(journey: Journey) -> PaperDraft:
    journey.session.expire_all()
    return journey.session.scalars(select(PaperDraft)).one()


def test_what_was_edited_in_word_is_shown_and_taken_in_the_preparers_name(
    journey: Journey, coordinator: Player, sign_in_as: SignIn
) -> None:
    client = sign_in_as(coordinator.account)
    page = begun(client, journey)
    assert f'href="{page}/ban-word"' in client.get(page).text
    before = dict(draft_in(journey).words)
    file = client.get(f"{page}/ban-in.docx").data
    status, shown = handed_in(client, page, edited(file, ">trụ sở Sở Xây dựng<", ">Hội trường tầng 2<"))
    assert status == 200
    assert "Địa điểm" in shown
    assert draft_in(journey).words == before, "nothing is changed yet"
    assert taken(client, page, shown) == 302
    assert draft_in(journey).words == {**before, "venue": "Hội trường tầng 2"}
    entry = journey.session.scalars(select(JournalEntry).where(JournalEntry.verb == "papers.word")).one()
    assert entry.actor == coordinator.person.name
    assert "Hội trường tầng 2" in str(entry.changes)


def test_a_line_of_a_list_comes_back_without_its_hyphen_and_mark(
    journey: Journey, coordinator: Player, sign_in_as: SignIn
) -> None:
    client = sign_in_as(coordinator.account)
    page = begun(client, journey)
    lines = draft_in(journey).words["prepare"].splitlines()
    file = client.get(f"{page}/ban-in.docx").data
    status, shown = handed_in(
        client, page, edited(file, f">- {lines[0].rstrip('.;')};<", ">- Sổ theo dõi hồ sơ năm 2024;<")
    )
    assert status == 200
    assert taken(client, page, shown) == 302
    assert draft_in(journey).words["prepare"].splitlines() == ["Sổ theo dõi hồ sơ năm 2024", *lines[1:]]


@pytest.mark.parametrize(
    "kind", [INSPECTION_PLAN, TEAM_DECISION, VISIT_NOTICE, REPORT_OUTLINE], ids=lambda one: one.code
)
def test_each_field_of_a_kind_stands_in_its_word_file(
    kind, journey: Journey, coordinator: Player, sign_in_as: SignIn
) -> None:
    client, visit = sign_in_as(coordinator.account), journey.visit
    thing = {"inspection_plan": visit.campaign_id, "team_decision": visit.stream_id}.get(kind.code, visit.id)
    tags = field_values(client.get(f"/van-ban/{kind.code}/{thing}/ban-in.docx").data)
    assert {tag.partition(".")[0] for tag in tags} | EMPTY == {one.name for one in kind.fields if one.in_word} | EMPTY
    assert all(field_label(kind, tag) for tag in tags)


@pytest.mark.parametrize("kind", [INSPECTION_PLAN, VISIT_NOTICE], ids=lambda one: one.code)
def test_a_paper_in_which_everything_is_said_has_all_its_fields_in_word(kind) -> None:
    said = {"hours": "từ 08 giờ 00"} if kind is VISIT_NOTICE else {}
    sheet = replace(sample_sheet(kind.sheet), draft=True, **said)
    tags = field_values(docx_of(sheet, made_at=NOW))
    assert {tag.partition(".")[0] for tag in tags} == {one.name for one in kind.fields if one.in_word}


def test_nobody_but_a_preparer_hands_a_file_in_and_only_while_it_is_a_draft(
    journey: Journey, coordinator: Player, sign_in_as: SignIn, session: Session
) -> None:
    client = sign_in_as(coordinator.account)
    page = f"/van-ban/{VISIT_NOTICE.code}/{journey.visit.id}"
    assert client.get(f"{page}/ban-word").status_code == 409
    begun(client, journey)
    draft = draft_in(journey)
    draft.state, draft.reason = DraftState.DROPPED, "Thôi"
    session.commit()
    assert client.get(f"{page}/ban-word").status_code == 409
    assert sign_in_as(journey.secretary.account).get(f"{page}/ban-word").status_code in (403, 404)


def test_lines_that_were_emptied_go_and_the_others_stay() -> None:
    words = {"bases": "Một\nHai\nBa", "recipients": "Như trên"}
    shown = {"bases.0": "Một", "bases.1": "Hai", "bases.2": "Ba"}
    assert reworded(INSPECTION_PLAN, words, {"bases.0": "", "bases.2": "Bốn;"}, shown)["bases"] == "Hai\nBốn"
    assert reworded(INSPECTION_PLAN, words, {"bases.7": "Xa", "lạ": "x", "title": "x"}, shown) == words


def test_a_field_is_called_by_its_label_and_line() -> None:
    assert field_label(VISIT_NOTICE, "unit_side.1") == "Thành phần của đơn vị, mỗi dòng một thành phần: dòng 2"
    assert field_label(VISIT_NOTICE, "venue") == "Địa điểm"
    for strange in ("unit_side.x", "unit_side.99999", "number", ""):
        assert field_label(VISIT_NOTICE, strange) is None
