"""A signed copy comes back: kept by hash with who signed, or refused with the reason in the journal."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from inspect_app.documents.signing.verdict import (
    Certificate,
    Mark,
    Party,
    Refusal,
    SignatureFound,
    Trust,
    Verdict,
    refusal,
)
from inspect_app.journal.models import JournalEntry
from inspect_app.journal.queries import verify
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.registry.operations import Returned, refuse_copy, take_back_copy, withdraw_paper
from inspect_app.registry.permissions import may_take_back
from inspect_app.registry.queries import papers_unsigned
from tests.factories.moments import NOW
from tests.factories.people import make_player
from tests.factories.registry import Office, make_office

CERTIFICATE = Certificate(
    name="Phó Chủ tịch 1", issuer="Nơi cấp thử", serial="1A", valid_from=NOW, valid_to=NOW, party=Party.PERSON
)


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


def returned(sign: str = "a", trust: Trust = Trust.TRUSTED) -> Returned:
    found = SignatureFound(mark=Mark.SIGNATURE, field="ChuKy1", certificate=CERTIFICATE, trust=trust, claimed_at=NOW)
    return Returned(sign * 64, 1000, Verdict(signatures=(found,)))


def entries(session: Session, verb: str) -> list[JournalEntry]:
    return [entry for entry in session.query(JournalEntry) if entry.verb == verb]


def test_a_signed_copy_is_kept_with_who_signed_and_journalled(office: Office) -> None:
    paper = office.issued()
    copy = take_back_copy(office.session, office.keeper.actor, paper, returned(), known_issuers_only=True, now=NOW)
    assert paper.signed_copies == [copy]
    assert Verdict.from_json(returned().verdict.to_json()).signatures[0].certificate.name == "Phó Chủ tịch 1"
    assert copy.verdict["signatures"][0]["certificate"]["serial"] == "1A"
    (entry,) = entries(office.session, "registry.take_back")
    assert "Phó Chủ tịch 1" in entry.summary
    assert entry.changes["signed_sha256"][1] == "a" * 64
    office.session.commit()
    assert verify(office.session) is None


def test_the_same_file_again_is_the_same_copy(office: Office) -> None:
    paper = office.issued()
    first, again = (
        take_back_copy(office.session, office.keeper.actor, paper, returned(), known_issuers_only=False, now=NOW)
        for _turn in range(2)
    )
    assert first is again
    assert len(entries(office.session, "registry.take_back")) == 1


def test_a_later_copy_with_one_more_signature_stands_beside_the_first(office: Office) -> None:
    paper = office.issued()
    for sign in "ab":
        take_back_copy(office.session, office.keeper.actor, paper, returned(sign), known_issuers_only=False, now=NOW)
    assert [copy.sha256[0] for copy in paper.signed_copies] == ["a", "b"]


def test_a_refused_file_keeps_nothing_but_its_trace_in_the_journal(office: Office) -> None:
    paper = office.issued()
    file = Returned("b" * 64, 10, refusal(Refusal.CONTENT_CHANGED, detail="object 7"))
    with pytest.raises(RuleBroken, match="nội dung văn bản đã bị thay đổi"):
        take_back_copy(office.session, office.keeper.actor, paper, file, known_issuers_only=False, now=NOW)
    refuse_copy(office.session, office.keeper.actor, paper, file, now=NOW)
    assert paper.signed_copies == []
    (entry,) = entries(office.session, "registry.refuse_copy")
    assert "nội dung văn bản đã bị thay đổi" in (entry.reason or "")
    assert "object 7" in str(entry.changes)


def test_an_unknown_issuer_is_taken_or_refused_as_the_site_sets_it(office: Office) -> None:
    paper, file = office.issued(), returned(trust=Trust.UNKNOWN)
    with pytest.raises(RuleBroken, match="Nơi cấp thử"):
        take_back_copy(office.session, office.keeper.actor, paper, file, known_issuers_only=True, now=NOW)
    refuse_copy(office.session, office.keeper.actor, paper, file, now=NOW)
    assert "chưa xác minh được nơi cấp" in (entries(office.session, "registry.refuse_copy")[0].reason or "")
    assert take_back_copy(office.session, office.keeper.actor, paper, file, known_issuers_only=False, now=NOW)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.COORDINATOR, True),
        (Role.SIGNATORY, True),
        (Role.SECRETARY, True),
        (Role.INSPECTOR, False),
        (Role.ADMINISTRATOR, False),
        (Role.AUDITOR, False),
        (Role.UNIT_CONTACT, False),
        (Role.HEAD_OF_UNIT, False),
    ],
)
def test_who_may_bring_a_copy(office: Office, role: Role, may: bool) -> None:
    paper, player = office.issued(), make_player(office.session, role)
    assert may_take_back(player.actor, paper) is may
    acts: tuple[Callable[[], object], ...] = (
        lambda: take_back_copy(office.session, player.actor, paper, returned(), known_issuers_only=False, now=NOW),
        lambda: refuse_copy(office.session, player.actor, paper, returned(), now=NOW),
    )
    for act in acts:
        if may:
            act()
        else:
            with pytest.raises(Forbidden):
                act()


def test_nobody_brings_a_copy_of_a_paper_on_his_own_unit(office: Office) -> None:
    paper = office.issued()
    theirs = make_player(office.session, Role.SECRETARY, works_at=office.unit)
    with pytest.raises(Forbidden):
        take_back_copy(office.session, theirs.actor, paper, returned(), known_issuers_only=False, now=NOW)


def test_a_withdrawn_paper_takes_no_copy_and_waits_for_none(office: Office) -> None:
    paper, waiting = office.issued(), office.issued()
    withdraw_paper(office.session, office.signer.actor, paper, reason="sai thẩm quyền", now=NOW)
    with pytest.raises(Conflict):
        take_back_copy(office.session, office.keeper.actor, paper, returned(), known_issuers_only=False, now=NOW)
    assert list(papers_unsigned(office.session)) == [waiting]
    take_back_copy(office.session, office.keeper.actor, waiting, returned(), known_issuers_only=False, now=NOW)
    assert papers_unsigned(office.session) == []


def test_the_database_lets_no_copy_be_changed_deleted_or_be_the_unsigned_paper(office: Office) -> None:
    paper = office.issued()
    take_back_copy(office.session, office.keeper.actor, paper, returned(), known_issuers_only=False, now=NOW)
    copied = "paper_id, size, verdict, brought_by, brought_at"
    for sql in (
        "UPDATE signed_copy SET size = 1",
        "DELETE FROM signed_copy",
        f"INSERT INTO signed_copy (id, sha256, {copied}) SELECT brought_by, '{'1' * 64}', {copied} FROM signed_copy",
    ):
        with pytest.raises(IntegrityError), office.session.begin_nested():
            office.session.execute(text(sql))
