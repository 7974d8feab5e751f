"""Issued papers: whole, by a second person, kept for good, and amended by a new paper only."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from inspect_app.journal.queries import verify
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.registry.models import PaperWithdrawal
from inspect_app.registry.operations import Amendment, NumberWanted, issue_paper, new_code, take_number, withdraw_paper
from inspect_app.registry.queries import RegisterFilter, current_paper, paper_by_code, papers_page
from inspect_app.registry.rules import AmendmentKind, PaperState, readable_code
from tests.factories.moments import NOW
from tests.factories.people import make_player
from tests.factories.registry import Office, make_delegation, make_office


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


def test_an_issued_paper_stands_in_the_register_with_its_number_and_hashes(office: Office) -> None:
    entry = take_number(
        office.session, office.signer.actor, office.numbers_itself(), "TB", purpose="x", wanted=NumberWanted(), now=NOW
    )
    paper = office.issued(entry, docx_sha256="2" * 64)
    assert (str(paper.number), paper.year, paper.state) == ("01", 2024, PaperState.CURRENT)
    assert (paper.pdf_sha256, paper.docx_sha256) == ("1" * 64, "2" * 64)
    assert paper_by_code(office.session, paper.code) is paper
    office.session.commit()
    assert verify(office.session) is None


def test_codes_are_long_random_and_can_be_typed() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 19 and code == readable_code(code) for code in codes)


def test_a_code_is_found_however_it_was_typed() -> None:
    for typed in ("7K3M-9QFT-2W01-J4C6", "7k3m9qft2wO1j4c6", " 7K3M 9QFT 2WOI J4C6 ", "7K3M–9QFT–2W0L–J4C6"):
        assert readable_code(typed) == "7K3M-9QFT-2W01-J4C6", typed
    for other in ("", "7K3M", "7K3M-9QFT-2W01-J4CU", "7K3M-9QFT-2W01-J4C6-7", "x" * 500, "٣K3M-9QFT-2W01-J4C6"):
        assert readable_code(other) == other


def test_who_prepared_a_paper_does_not_issue_it(office: Office) -> None:
    paper = office.paper(prepared_by=office.signer.person.id)
    with pytest.raises(RuleBroken, match="người khác"):
        issue_paper(office.session, office.signer.actor, paper, now=NOW)


def test_the_database_holds_two_persons_by_itself(office: Office) -> None:
    paper = office.issued()
    copied = "kind, type_sign, sign, title, search_title, about_kind, about_id, body_id, year, sheet, pdf_sha256"
    with pytest.raises(IntegrityError), office.session.begin_nested():
        office.session.execute(
            text(
                f"INSERT INTO issued_paper (id, code, prepared_by, signer_id, delegation_id, issued_at, issued_on, {copied}) "
                f"SELECT prepared_by, 'other', signer_id, signer_id, delegation_id, issued_at, issued_on, {copied} "
                "FROM issued_paper"
            )
        )
    assert paper.prepared_by != paper.signer_id


def test_a_power_to_sign_counts_for_its_holder_and_its_days_only(office: Office) -> None:
    other = make_player(office.session, Role.SIGNATORY)
    with pytest.raises(RuleBroken):
        issue_paper(office.session, other.actor, office.paper(), now=NOW)
    office.delegation.valid_to = NOW.date() - timedelta(days=1)
    with pytest.raises(RuleBroken):
        office.issued()


def test_a_number_of_another_body_does_not_fit(office: Office) -> None:
    entry = take_number(
        office.session, office.signer.actor, office.numbers_itself(), "BC", purpose="x", wanted=NumberWanted(), now=NOW
    )
    with pytest.raises(Conflict):
        office.issued(entry)


def test_an_error_of_content_is_replaced_by_a_new_paper_that_names_the_old(office: Office) -> None:
    old = office.issued()
    new = office.issued(about_id=old.about_id, amends=Amendment(old, AmendmentKind.REPLACES))
    assert (old.state, new.state) == (PaperState.REPLACED, PaperState.CURRENT)
    assert current_paper(office.session, old.kind, old.about_id) is new
    with pytest.raises(Conflict):
        office.issued(amends=Amendment(old, AmendmentKind.REPLACES))


def test_an_error_of_form_is_corrected_and_the_old_paper_still_counts(office: Office) -> None:
    old = office.issued()
    for _ in range(2):
        office.issued(kind="letter", type_sign="", amends=Amendment(old, AmendmentKind.CORRECTS))
    assert old.state is PaperState.CURRENT
    assert len(old.amended_by) == 2


def test_a_paper_is_withdrawn_once_by_a_signatory_with_a_reason(office: Office) -> None:
    paper, session = office.issued(), office.session
    with pytest.raises(Forbidden):
        withdraw_paper(session, office.keeper.actor, paper, reason="x", now=NOW)
    with pytest.raises(RuleBroken):
        withdraw_paper(session, office.signer.actor, paper, reason="", now=NOW)
    withdraw_paper(session, office.signer.actor, paper, reason="Sai căn cứ", now=NOW)
    assert paper.state is PaperState.WITHDRAWN
    with pytest.raises(Conflict):
        withdraw_paper(session, office.signer.actor, paper, reason="x", now=NOW)


def test_nobody_withdraws_a_paper_about_his_own_unit(office: Office) -> None:
    own = make_player(office.session, Role.SIGNATORY, works_at=office.unit)
    with pytest.raises(Forbidden):
        withdraw_paper(office.session, own.actor, office.issued(), reason="x", now=NOW)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM paper_withdrawal",
        "UPDATE paper_withdrawal SET reason = 'khác'",
        "DELETE FROM paper_amendment",
        "UPDATE paper_amendment SET how = 'corrects'",
    ],
)
def test_direct_sql_unsays_nothing_that_was_said_of_a_paper(office: Office, sql: str) -> None:
    old = office.issued()
    new = office.issued(amends=Amendment(old, AmendmentKind.REPLACES))
    withdraw_paper(office.session, office.signer.actor, new, reason="Nhầm", now=NOW)
    with pytest.raises(IntegrityError), office.session.begin_nested():
        office.session.execute(text(sql))
    assert office.session.get(PaperWithdrawal, new.id) is not None


def test_the_register_is_searched_without_diacritics_by_title_sign_and_number(office: Office) -> None:
    wanted = NumberWanted(typed="215")
    entry = take_number(office.session, office.signer.actor, office.book(), "TB", purpose="x", wanted=wanted, now=NOW)
    found = office.issued(entry, title="Kết luận kiểm tra tại Sở Xây dựng")
    office.issued(title="Báo cáo đợt kiểm tra")

    def search(words: str, *, without_number: bool = False) -> list[object]:
        narrow = RegisterFilter(year=2024, words=words, without_number=without_number)
        return list(papers_page(office.session, narrow, offset=0, limit=10)[0])

    assert search("xay dung") == [found]
    assert search("215 tb-ubnd") == [found]
    assert len(search("")) == 2
    assert found not in search("", without_number=True)


def test_a_leader_signs_over_his_own_title_without_being_a_signatory(office: Office) -> None:
    leader = make_player(office.session, Role.LEAD)
    delegation = make_delegation(office.session, leader, office.body.unit)
    paper = issue_paper(office.session, leader.actor, office.paper(delegation=delegation), now=NOW)
    assert paper.signer_id == leader.person.id
