"""Numbers of the register: in order, without a gap, once, and for good."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.registry.models import RegisterEntry
from inspect_app.registry.operations import (
    NumberWanted,
    cancel_number,
    correct_number,
    open_book,
    record_number,
    reserve_number,
    set_numbering,
    take_number,
)
from inspect_app.registry.queries import numbers_taken, unexplained_gaps
from inspect_app.registry.rules import (
    EntryState,
    NumberSource,
    PaperNumber,
    full_sign,
    missing_numbers,
    next_number,
    series_of,
    typed_number,
)
from tests.factories.moments import NOW, TODAY
from tests.factories.people import make_player
from tests.factories.registry import Office, make_office

NEXT_YEAR = NOW + timedelta(days=365)


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.mark.parametrize(
    ("typed", "read"), [("5", PaperNumber(5)), ("05", PaperNumber(5)), (" 12a ", PaperNumber(12, "a"))]
)
def test_a_number_of_an_office_is_read_as_it_is_written(typed: str, read: PaperNumber) -> None:
    assert typed_number(typed, letters=True) == read


@pytest.mark.parametrize("typed", ["", "0", "-1", "05/TB-UBND", "a12", "123456", "12ab", "٥"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken):
        typed_number(typed, letters=True)


def test_a_number_with_a_letter_is_never_printed() -> None:
    with pytest.raises(RuleBroken, match="để trống"):
        typed_number("12a", letters=False)


@given(st.lists(st.booleans(), max_size=40), st.integers(1, 50))
def test_a_series_that_is_counted_has_no_gap_whatever_is_rolled_back(kept: list[bool], first: int) -> None:
    taken: list[int] = []
    for commits in kept:
        number = next_number(taken, first)
        if commits:
            taken.append(number)
    assert taken == list(range(first, first + sum(kept)))
    assert missing_numbers(taken, first) == ()


@given(st.sets(st.integers(1, 60)))
def test_every_number_below_the_last_is_taken_or_told_missing(taken: set[int]) -> None:
    assert sorted(taken | set(missing_numbers(taken, 1))) == list(range(1, max(taken, default=0) + 1))


def test_the_sign_of_a_paper_has_a_leading_zero_and_an_empty_place_without_a_number() -> None:
    assert full_sign(PaperNumber(5), "TB-UBND") == "05/TB-UBND"
    assert full_sign(None, "TB-UBND") == "…/TB-UBND"
    assert [series_of(sign, one_series=False) for sign in ("TB", "")] == ["TB", "CV"]


# Each example takes back all it wrote.
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["reserve", "issue", "cancel", "roll back"]), max_size=12))
def test_whatever_happens_numbers_follow_one_another(session: Session, steps: list[str]) -> None:
    with session.begin_nested() as all_of_it:
        office = make_office(session)
        book = office.numbers_itself()
        waiting: list[RegisterEntry] = []
        for step in steps:
            if step == "cancel" and waiting:
                cancel_number(session, office.keeper.actor, waiting.pop(), reason="Không dùng", now=NOW)
            elif step == "issue":
                wanted = NumberWanted(reserved_id=waiting.pop().id if waiting else None)
                office.issued(
                    take_number(session, office.signer.actor, book, "TB", purpose="Thử", wanted=wanted, now=NOW)
                )
            elif step == "reserve":
                waiting.append(reserve_number(session, office.keeper.actor, book, "TB", purpose="Thử", now=NOW))
            elif step == "roll back":
                with session.begin_nested() as passing:
                    reserve_number(session, office.keeper.actor, book, "TB", purpose="Thử", now=NOW)
                    passing.rollback()
        taken = numbers_taken(session, book.id, "")
        assert list(taken) == list(range(1, len(taken) + 1))
        assert unexplained_gaps(session, TODAY.year, TODAY) == []
        all_of_it.rollback()


def test_a_reserved_number_of_a_year_that_ended_is_an_unexplained_gap_until_it_is_cancelled(office: Office) -> None:
    book = office.numbers_itself()
    entry = reserve_number(office.session, office.keeper.actor, book, "TB", purpose="Thử", now=NOW)
    assert unexplained_gaps(office.session, None, TODAY) == []
    found = unexplained_gaps(office.session, None, NEXT_YEAR.date())
    assert [(gap.number, gap.entry) for gap in found] == [(1, entry)]
    cancel_number(office.session, office.keeper.actor, entry, reason="Không phát hành", now=NEXT_YEAR)
    assert unexplained_gaps(office.session, None, NEXT_YEAR.date()) == []


def test_a_number_is_cancelled_with_a_reason_once_and_never_comes_again(office: Office) -> None:
    book, session, keeper = office.numbers_itself(), office.session, office.keeper.actor
    entry = reserve_number(session, keeper, book, "TB", purpose="Thử", now=NOW)
    with pytest.raises(RuleBroken):
        cancel_number(session, keeper, entry, reason=" ", now=NOW)
    cancel_number(session, keeper, entry, reason="Nhầm", now=NOW)
    with pytest.raises(Conflict):
        cancel_number(session, keeper, entry, reason="Nhầm", now=NOW)
    assert reserve_number(session, keeper, book, "TB", purpose="Thử", now=NOW).number == 2


def test_each_type_has_its_own_series_where_the_head_lays_it_down(office: Office) -> None:
    book, session, keeper = office.numbers_itself(one_series=False), office.session, office.keeper.actor
    taken = [reserve_number(session, keeper, book, sign, purpose="Thử", now=NOW) for sign in ("TB", "BC", "TB", "")]
    assert [(entry.series, entry.number) for entry in taken] == [("TB", 1), ("BC", 1), ("TB", 2), ("CV", 1)]


def test_the_rules_of_a_register_stand_once_it_has_a_number_and_go_on_the_next_year(office: Office) -> None:
    book = office.numbers_itself(one_series=False)
    reserve_number(office.session, office.keeper.actor, book, "TB", purpose="Thử", now=NOW)
    with pytest.raises(RuleBroken, match="giữ nguyên"):
        office.numbers_itself(one_series=True)
    later = open_book(office.session, office.body, TODAY.year + 1, now=NEXT_YEAR)
    assert (later.source, later.one_series, later.first_number) == (NumberSource.OWN, False, 1)


def test_by_itself_the_office_gives_the_numbers_and_none_is_invented(office: Office) -> None:
    session, book = office.session, office.book()
    wanted = NumberWanted()
    assert take_number(session, office.signer.actor, book, "TB", purpose="Thử", wanted=wanted, now=NOW) is None
    with pytest.raises(RuleBroken):
        reserve_number(session, office.keeper.actor, book, "TB", purpose="Thử", now=NOW)
    assert office.issued().number is None


def test_the_number_of_the_office_is_recorded_once_with_who_and_when(office: Office) -> None:
    paper = office.issued()
    record_number(office.session, office.keeper.actor, paper, typed="0215a", now=NOW)
    assert paper.entry is not None
    assert (str(paper.number), paper.entry.settled_by, paper.entry.taken_at) == (
        "215a",
        office.keeper.person.id,
        NOW,
    )
    with pytest.raises(Conflict):
        record_number(office.session, office.keeper.actor, paper, typed="216", now=NOW)


def test_a_number_that_another_paper_has_is_refused_by_name(office: Office) -> None:
    first, second = office.issued(), office.issued()
    record_number(office.session, office.keeper.actor, first, typed="7", now=NOW)
    with pytest.raises(RuleBroken, match=first.title):
        record_number(office.session, office.keeper.actor, second, typed="07", now=NOW)


def test_a_number_written_down_wrongly_stays_cancelled_beside_the_right_one(office: Office) -> None:
    session, keeper, paper = office.session, office.keeper.actor, office.issued()
    record_number(session, keeper, paper, typed="13", now=NOW)
    correct_number(session, keeper, paper, typed="31", reason="Ghi ngược", now=NOW)
    assert [(entry.number, entry.state) for entry in sorted(paper.entries, key=lambda one: one.number)] == [
        (13, EntryState.CANCELLED),
        (31, EntryState.ISSUED),
    ]
    record_number(session, keeper, office.issued(), typed="13", now=NOW)


def test_a_printed_number_is_not_corrected_in_the_register(office: Office) -> None:
    wanted = NumberWanted(typed="13")
    entry = take_number(office.session, office.signer.actor, office.book(), "TB", purpose="x", wanted=wanted, now=NOW)
    with pytest.raises(Conflict):
        correct_number(office.session, office.keeper.actor, office.issued(entry), typed="31", reason="x", now=NOW)


@pytest.mark.parametrize("role", [Role.LEAD, Role.AUDITOR, Role.ADMINISTRATOR, Role.RATING_AUTHORITY])
def test_nobody_else_keeps_the_register(office: Office, role: Role) -> None:
    other, paper, session = make_player(office.session, role), office.issued(), office.session
    for write in (
        lambda: reserve_number(session, other.actor, office.book(), "TB", purpose="x", now=NOW),
        lambda: record_number(session, other.actor, paper, typed="1", now=NOW),
        lambda: correct_number(session, other.actor, paper, typed="1", reason="x", now=NOW),
        lambda: set_numbering(
            session,
            other.actor,
            office.body,
            2024,
            source=NumberSource.OWN,
            one_series=True,
            first_number=1,
            now=NOW,
        ),
    ):
        with pytest.raises(Forbidden):
            write()


def test_a_keeper_records_no_number_of_a_paper_about_his_own_unit(office: Office) -> None:
    own = make_player(office.session, Role.COORDINATOR, works_at=office.unit)
    with pytest.raises(Forbidden):
        record_number(office.session, own.actor, office.issued(), typed="1", now=NOW)


FORBIDDEN_SQL = (
    "DELETE FROM register_entry",
    "UPDATE register_entry SET number = 99",
    "UPDATE register_entry SET state = 'reserved', settled_at = NULL, settled_by = NULL, paper_id = NULL",
    "UPDATE register_entry SET reason = 'khác', state = 'cancelled'",
    "UPDATE number_book SET source = 'office'",
    "DELETE FROM number_book",
    "UPDATE issued_paper SET title = 'khác'",
    "DELETE FROM issued_paper",
    "UPDATE issuing_body SET team = 'khác'",
)


@pytest.mark.parametrize("sql", FORBIDDEN_SQL)
def test_direct_sql_changes_no_number_and_no_issued_paper(office: Office, sql: str) -> None:
    book = office.numbers_itself()
    wanted = NumberWanted()
    office.issued(take_number(office.session, office.signer.actor, book, "TB", purpose="x", wanted=wanted, now=NOW))
    with pytest.raises(IntegrityError), office.session.begin_nested():
        office.session.execute(text(sql))


def test_direct_sql_jumps_over_no_number_and_takes_none_twice(office: Office) -> None:
    book, session = office.numbers_itself(), office.session
    first = reserve_number(session, office.keeper.actor, book, "TB", purpose="x", now=NOW)
    for number, series in ((3, ""), (1, ""), (2, "TB")):
        with pytest.raises(IntegrityError):
            _insert(session, _like(first, number=number, series=series))
    _insert(session, _like(first, number=2))


def _insert(session: Session, entry: RegisterEntry) -> None:
    with session.begin_nested():
        session.add(entry)
        session.flush()


def _like(entry: RegisterEntry, **changed: object) -> RegisterEntry:
    names = ("book_id", "series", "number", "suffix", "source", "type_sign", "purpose", "taken_by", "taken_at")
    return RegisterEntry(**{name: getattr(entry, name) for name in names} | changed)


def test_a_cancelled_number_of_the_office_stays_cancelled(office: Office) -> None:
    session, paper = office.session, office.issued()
    record_number(session, office.keeper.actor, paper, typed="13", now=NOW)
    correct_number(session, office.keeper.actor, paper, typed="31", reason="Ghi ngược", now=NOW)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(RegisterEntry).where(RegisterEntry.number == 13).values(state=EntryState.ISSUED))
