"""Prepared by one, issued by another; what was submitted stands still."""

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from inspect_app.documents.sheets import Sheet
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.registry.models import IssuedPaper, PaperDraft
from inspect_app.registry.operations import (
    Issuing,
    NumberWanted,
    SheetMade,
    begin_paper,
    drop_paper,
    issue_draft,
    recall_paper,
    send_back_paper,
    submit_paper,
    word_paper,
)
from inspect_app.registry.rules import DraftState
from tests.factories.moments import NOW
from tests.factories.people import Player, make_player
from tests.factories.registry import MAKING, REMINDER, Office, make_delegation, make_office


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


def _begun(office: Office, opening: str = "Yêu cầu báo cáo") -> PaperDraft:
    return begin_paper(
        office.session, office.preparer.actor, REMINDER, office.unit, words={"opening": opening}, now=NOW
    )


def _submitted(office: Office) -> PaperDraft:
    draft = _begun(office)
    submit_paper(office.session, office.preparer.actor, draft, REMINDER, office.unit, office.delegation, MAKING)
    return draft


def _issue(office: Office, draft: PaperDraft, who: Player, typed: str = "") -> tuple[IssuedPaper, list[Sheet]]:
    kept: list[Sheet] = []

    def keep(sheet: Sheet) -> SheetMade:
        kept.append(sheet)
        return SheetMade("3" * 64, "4" * 64)

    issuing = Issuing(NumberWanted(typed=typed), lambda code: f"https://example.invalid/{code}", keep)
    return issue_draft(office.session, who.actor, draft, REMINDER, issuing, now=NOW), kept


def test_the_issue_puts_number_date_name_and_address_on_the_sheet_and_nothing_else(office: Office) -> None:
    draft = _submitted(office)
    before = REMINDER.sheet.from_json(json.dumps(draft.sheet))
    paper, (final,) = _issue(office, draft, office.signer, "12")
    assert paper.sheet["letterhead"]["number"] == 12
    assert paper.sheet["letterhead"]["issued_on"] == "2024-06-17"
    assert paper.sheet["signature"]["name"] == office.signer.person.name
    assert paper.sheet["verify_url"] == f"https://example.invalid/{paper.code}"
    assert paper.sheet["draft"] is False
    changed = {name for name in vars(before) if getattr(before, name) != getattr(final, name)}
    assert changed == {"draft", "verify_url", "letterhead", "signature"}
    assert (draft.state, draft.paper, paper.prepared_by) == (DraftState.ISSUED, paper, office.preparer.person.id)


def test_the_second_draft_of_a_kind_about_a_thing_is_the_first_one(office: Office) -> None:
    assert _begun(office) is _begun(office, "khác")


def test_who_prepared_does_not_sign_whatever_he_may(office: Office) -> None:
    both = make_player(office.session, Role.SECRETARY, Role.SIGNATORY)
    own = make_delegation(office.session, both, office.body.unit)
    draft = begin_paper(office.session, both.actor, REMINDER, office.unit, words={}, now=NOW)
    with pytest.raises(RuleBroken, match="tự ký"):
        submit_paper(office.session, both.actor, draft, REMINDER, office.unit, own, MAKING)
    submit_paper(office.session, both.actor, draft, REMINDER, office.unit, office.delegation, MAKING)
    with pytest.raises(Forbidden):
        _issue(office, draft, both)


def test_only_he_signs_to_whom_it_was_submitted(office: Office) -> None:
    other = make_player(office.session, Role.SIGNATORY)
    make_delegation(office.session, other, office.body.unit)
    with pytest.raises(Conflict):
        _issue(office, _submitted(office), other)


def test_a_signatory_of_the_unit_issues_nothing_about_it(office: Office) -> None:
    own = make_player(office.session, Role.SIGNATORY, works_at=office.unit)
    draft = _begun(office)
    delegation = make_delegation(office.session, own, office.body.unit)
    submit_paper(office.session, office.preparer.actor, draft, REMINDER, office.unit, delegation, MAKING)
    with pytest.raises(Forbidden):
        _issue(office, draft, own)
    with pytest.raises(Forbidden):
        send_back_paper(office.session, own.actor, draft, reason="x", now=NOW)


def test_a_preparer_of_the_unit_prepares_nothing_about_it(office: Office) -> None:
    own = make_player(office.session, Role.SECRETARY, works_at=office.unit)
    with pytest.raises(Forbidden):
        begin_paper(office.session, own.actor, REMINDER, office.unit, words={}, now=NOW)


def test_a_paper_sent_back_says_why_and_is_worded_again(office: Office) -> None:
    draft, session = _submitted(office), office.session
    with pytest.raises(RuleBroken):
        send_back_paper(session, office.signer.actor, draft, reason=" ", now=NOW)
    send_back_paper(session, office.signer.actor, draft, reason="Thiếu hạn", now=NOW)
    assert (draft.state, draft.reason, draft.sheet) == (DraftState.DRAFT, "Thiếu hạn", None)
    word_paper(
        session, office.preparer.actor, draft, REMINDER, office.unit, words={"opening": "Trước ngày 30/6"}, now=NOW
    )
    submit_paper(session, office.preparer.actor, draft, REMINDER, office.unit, office.delegation, MAKING)
    assert draft.sheet is not None
    assert draft.sheet["opening"] == "Trước ngày 30/6"


def test_a_submitted_paper_is_neither_worded_nor_dropped_until_it_is_recalled(office: Office) -> None:
    draft, session, actor = _submitted(office), office.session, office.preparer.actor
    with pytest.raises(Forbidden):
        word_paper(session, actor, draft, REMINDER, office.unit, words={"opening": "x"}, now=NOW)
    with pytest.raises(Forbidden):
        drop_paper(session, actor, draft, REMINDER, office.unit, reason="x", now=NOW)
    recall_paper(session, actor, draft, REMINDER, office.unit, now=NOW)
    drop_paper(session, actor, draft, REMINDER, office.unit, reason="Không cần nữa", now=NOW)
    assert draft.state is DraftState.DROPPED
    assert _begun(office) is not draft


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE paper_draft SET sheet = '{}'",
        "UPDATE paper_draft SET title = 'khác'",
        "UPDATE paper_draft SET words = '{}'",
        "UPDATE paper_draft SET state = 'issued'",
        "DELETE FROM paper_draft",
    ],
)
def test_direct_sql_changes_nothing_that_was_submitted(office: Office, sql: str) -> None:
    _submitted(office)
    with pytest.raises(IntegrityError), office.session.begin_nested():
        office.session.execute(text(sql))


def test_an_issued_draft_never_changes(office: Office) -> None:
    draft = _submitted(office)
    _issue(office, draft, office.signer)
    with pytest.raises(Forbidden):
        _issue(office, draft, office.signer)
    with pytest.raises(IntegrityError), office.session.begin_nested():
        office.session.execute(text("UPDATE paper_draft SET state = 'draft', paper_id = NULL"))
