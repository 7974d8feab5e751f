"""The journal: sealed before the commit, unbroken, and never changed."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from inspect_app.journal.models import JournalEntry
from inspect_app.journal.operations import record
from inspect_app.journal.queries import all_sealed, entries_of, head, verify
from inspect_app.journal.rules import GENESIS, SealedEntry, first_break, seal
from inspect_app.kernel.actors import SYSTEM
from tests.factories.moments import NOW
from tests.factories.units import make_unit


def _two_entries(session: Session) -> None:
    unit = make_unit(session)
    record(session, SYSTEM, "units.change", unit, now=NOW, summary="Sửa", changes={"name": ("a", "b")})
    record(session, SYSTEM, "units.change", unit, now=NOW, summary="Sửa lần hai", reason="nhầm")
    session.commit()


def test_entries_are_chained_at_the_commit(session: Session) -> None:
    _two_entries(session)
    assert head(session)[0] == 2
    assert verify(session) is None


def test_an_entry_keeps_what_was_before_and_after(session: Session) -> None:
    _two_entries(session)
    entry = session.query(JournalEntry).filter_by(sequence=1).one()
    assert entry.changes == {"name": ["a", "b"]}
    assert isinstance(entry.subject_id, UUID)
    assert len(entries_of(session, entry.subject_id)) == 2


def test_what_a_savepoint_undid_leaves_no_entry(session: Session) -> None:
    unit = make_unit(session)
    nested = session.begin_nested()
    record(session, SYSTEM, "units.change", unit, now=NOW, summary="không xảy ra")
    nested.rollback()
    session.commit()
    assert head(session) == (0, GENESIS)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET summary = 'khác'",
        "DELETE FROM journal_entry",
        "UPDATE journal_head SET sequence = 0",
        "DELETE FROM journal_head",
    ],
)
def test_no_sql_changes_what_was_sealed(session: Session, statement: str) -> None:
    _two_entries(session)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(statement))
    assert verify(session) is None


def _chain(length: int) -> list[tuple[SealedEntry, str]]:
    chain: list[tuple[SealedEntry, str]] = []
    previous = GENESIS
    for number in range(1, length + 1):
        entry = SealedEntry(
            number, f"id{number}", "2024-06-17", "a", None, "v", "k", None, None, None, f"câu {number}", {}, None
        )
        previous = seal(entry, previous)
        chain.append((entry, previous))
    return chain


def test_the_first_altered_entry_is_named() -> None:
    chain = _chain(5)
    altered, digest = chain[2]
    chain[2] = (replace(altered, summary="đã sửa"), digest)
    found = first_break(chain, (5, chain[-1][1]))
    assert found is not None
    assert (found.sequence, found.what) == (3, "altered")


def test_a_missing_entry_is_named() -> None:
    chain = _chain(5)
    del chain[1]
    found = first_break(chain, (5, chain[-1][1]))
    assert found is not None
    assert (found.sequence, found.what) == (2, "missing")


def test_a_cut_tail_is_seen_by_the_head() -> None:
    chain = _chain(5)
    found = first_break(chain[:3], (5, chain[-1][1]))
    assert found is not None
    assert found.what == "cut"


def test_the_sealed_entries_come_in_order(session: Session) -> None:
    _two_entries(session)
    assert [entry.sequence for entry, _hash in all_sealed(session)] == [1, 2]
