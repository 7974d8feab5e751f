"""The demonstration: made once, honest, without leaks, and standing where the guides say that it stands."""

import re
import shutil
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, func, make_url, select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, Person
from inspect_app.accounts.operations import open_session
from inspect_app.accounts.queries import account_by_username, actor_for, samples_by_role
from inspect_app.campaigns.models import Campaign, Occurrence, Visit
from inspect_app.campaigns.permissions import may_see_visit
from inspect_app.campaigns.queries import campaigns, visible_visits, visit_by_code
from inspect_app.campaigns.rules import OccurrenceState, VisitState
from inspect_app.checklists.queries import version_of
from inspect_app.cli.database import ready_engine
from inspect_app.cli.demonstration import prepare
from inspect_app.cli.demonstration.cast import contact_code
from inspect_app.cli.demonstration.emptying import empty_out
from inspect_app.cli.demonstration.flaws import FLAWS
from inspect_app.cli.demonstration.preparing import PREPARED
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.fieldwork.models import Answer, Evidence, SelfReport
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import undecided_findings
from inspect_app.findings.rules import FindingState
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.rules import ActionState, is_late
from inspect_app.journal.models import JournalEntry
from inspect_app.journal.queries import head, verify
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import at_local, real_now
from inspect_app.kernel.database import make_engine, session_factory
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.files import DirectoryStore
from inspect_app.kernel.outbox import InboxMessage, OutgoingMail
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.state import CLOCK_SHIFT, fact, set_fact, stored_clock
from inspect_app.ratings.models import DossierInput, IndexInput
from inspect_app.ratings.queries import assess_all, rating_of_unit, rating_year, ratings_of
from inspect_app.ratings.rules import RatingState
from inspect_app.units.models import Unit
from inspect_app.units.queries import unit_by_code
from inspect_app.units.rules import UnitKind
from inspect_app.web.app import create_app
from inspect_app.web.journal.words import FIELDS
from tests.demonstrations import DEMO_DAY, YEAR_END, prepared

NINE = time(9)


def settings_at(directory) -> Settings:
    return Settings(
        data_dir=directory,
        database_url=f"sqlite:///{directory / 'inspect.db'}",
        secret_key="for tests only" * 3,
        demo=True,
    )


@pytest.fixture(scope="session")
def built(demonstrations) -> Path:
    """The demonstration of 17/06/2024 as it was made, for all workers."""
    return prepared(demonstrations, DEMO_DAY)


@pytest.fixture(scope="session")
def site(built, tmp_path_factory) -> Settings:
    """A copy of it."""
    return settings_at(shutil.copytree(built, tmp_path_factory.mktemp("june") / "data"))


@pytest.fixture
def demo(site):
    """A session on it."""
    engine = make_engine(site.database_url)
    with session_factory(engine)() as session:
        yield session
    engine.dispose()


def the_visit(session: Session, code: str) -> Visit:
    return visit_by_code(session, campaigns(session)[0], code)


def the_conclusion(session: Session, code: str) -> Conclusion | None:
    return session.scalar(select(Conclusion).where(Conclusion.visit_id == the_visit(session, code).id))


def answered(session: Session, code: str) -> int:
    visit = the_visit(session, code)
    return session.scalar(select(func.count()).select_from(Answer).where(Answer.visit_id == visit.id)) or 0


def secret_visits(session: Session) -> list[Visit]:
    return list(session.scalars(select(Visit).where(Visit.unannounced, Visit.begun_at.is_(None))))


def test_the_same_day_again_changes_nothing(site, demo):
    before = head(demo), fact(demo, CLOCK_SHIFT), fact(demo, PREPARED)
    demo.rollback()
    prepare(site, DEMO_DAY)
    assert (head(demo), fact(demo, CLOCK_SHIFT), fact(demo, PREPARED)) == before


def test_the_clock_shows_nine_o_clock_of_the_day_and_goes_on(built, demo):
    since_it_was_made = real_now() - datetime.fromtimestamp((built / "inspect.db").stat().st_mtime, UTC)
    gone = stored_clock(demo).now() - at_local(DEMO_DAY, NINE)
    assert since_it_was_made <= gone < since_it_was_made + timedelta(minutes=1)


def test_the_journal_holds_from_its_beginning(demo):
    assert verify(demo) is None
    assert head(demo)[0] > 1000


def test_everything_says_that_it_is_a_sample(demo):
    assert all(demo.scalars(select(Campaign.is_sample)))
    assert all(demo.scalars(select(Person.is_sample)))
    assert demo.scalar(select(func.count()).select_from(OutgoingMail)) == 0
    issued = demo.scalars(select(Conclusion).where(Conclusion.state == ConclusionState.ISSUED)).all()
    assert issued
    assert all(conclusion.sheet["sample"] for conclusion in issued)


def test_every_role_has_a_sample_account_and_the_door_stays_short(demo):
    offered = samples_by_role(demo, DEMO_DAY)
    assert {Role(held.role) for held, _account in offered} == set(Role)
    assert len(offered) <= 17
    names = [account.username for _held, account in offered]
    assert len(set(names)) == len(names)
    assert {
        "quan-tri",
        "toan-dien-b-truong-doan",
        "mot-cua-truong-doan",
        "dau-moi-stnmt",
        "dau-moi-20377",
        "dung-dau-stnmt",
        "chu-tich-nui-thanh",
    } <= set(names)


def test_visits_stand_where_the_guides_say(demo):
    states = {code: the_visit(demo, code).state for code in ("TD-03", "TD-06", "TD-07", "TD-10", "MC-05", "YT-03")}
    assert states == {
        "TD-03": VisitState.SCHEDULED,
        "TD-06": VisitState.PLANNED,
        "TD-07": VisitState.CONCLUDED,
        "TD-10": VisitState.UNDER_WAY,
        "MC-05": VisitState.UNDER_WAY,
        "YT-03": VisitState.CLOSED,
    }
    assert 25 <= answered(demo, "TD-10") <= 40
    assert 8 <= answered(demo, "MC-05") <= 20


def test_papers_wait_for_each_of_those_who_make_them(demo):
    assert undecided_findings(demo, the_visit(demo, "YT-03").id)
    assert the_conclusion(demo, "MC-04") is None
    states = {"MC-03": "draft", "CVX-02": "explaining", "YT-02": "answering", "TD-09": "submitted", "TD-01": "issued"}
    for code, state in states.items():
        conclusion = the_conclusion(demo, code)
        assert conclusion is not None
        assert conclusion.state == state
    general = {
        code: demo.scalar(select(Conclusion.general).where(Conclusion.visit_id == the_visit(demo, code).id))
        for code in ("YT-02", "MC-03")
    }
    assert all(general.values()), "a draft begins with what the data say"


def test_the_guide_s_visit_has_findings_of_several_grades_and_areas_some_put_right(demo):
    visit = the_visit(demo, "TD-07")
    findings = demo.scalars(select(Finding).where(Finding.visit_id == visit.id)).all()
    kept = [finding for finding in findings if finding.state is FindingState.CONFIRMED]
    assert 4 <= len(kept) <= 6
    assert {finding.grade.value for finding in kept} == {"major", "minor", "note"}
    assert len({finding.area for finding in kept}) >= 4
    assert {FindingState.MERGED, FindingState.WITHDRAWN} <= {finding.state for finding in findings}
    actions = demo.scalars(select(CorrectiveAction).where(CorrectiveAction.visit_id == visit.id)).all()
    states = Counter(action.state for action in actions)
    assert states[ActionState.VERIFIED] == 2
    assert [is_late(action.state, action.due_on, DEMO_DAY) for action in actions].count(True) == 1
    assert demo.scalar(select(func.count()).select_from(SelfReport).where(SelfReport.visit_id == visit.id)) == 1


def test_actions_are_due_soon_overdue_reported_and_verified(demo):
    actions = demo.scalars(select(CorrectiveAction)).all()
    assert {action.state for action in actions} == set(ActionState) - {ActionState.WITHDRAWN}
    soon = [
        action for action in actions if action.state is ActionState.OPEN and 0 <= (action.due_on - DEMO_DAY).days <= 7
    ]
    assert soon
    assert any(is_late(action.state, action.due_on, DEMO_DAY) for action in actions)


def test_notices_were_sent_as_they_fell_due(demo):
    assert the_visit(demo, "TD-07").notice_sent_at == at_local(date(2024, 4, 1), NINE.replace(hour=7, minute=30))
    assert the_visit(demo, "TD-11").notice_sent_at is None
    late = select(Occurrence).where(Occurrence.state == OccurrenceState.PENDING, Occurrence.due_on < DEMO_DAY)
    assert demo.scalars(late).all() == []


def test_every_stored_file_is_there(site, demo):
    store = DirectoryStore(site.data_dir / "files")
    hashes = [*demo.scalars(select(Evidence.sha256)), *demo.scalars(select(SelfReport.sha256))]
    hashes += [sha for sha in demo.scalars(select(Conclusion.pdf_sha256)) if sha]
    assert hashes
    assert all(store.read(sha256) for sha256 in set(hashes))


def test_nobody_else_knows_of_a_visit_that_is_still_secret(demo):
    secret = secret_visits(demo)
    assert secret
    for account in demo.scalars(select(Account)):
        actor = actor_for(demo, account, DEMO_DAY)
        seen = {visit.id for visit in visible_visits(demo, actor)}
        for visit in secret:
            on_team = account.person_id in {member.person_id for member in visit.team}
            coordinates = actor.has(Role.COORDINATOR) and not actor.belongs_to(visit.unit_id)
            assert (visit.id in seen) == may_see_visit(actor, visit) == (on_team or coordinates)


def test_no_contact_was_made_for_a_commune_because_it_will_be_visited(demo):
    announced = {visit.unit_id for visit in demo.scalars(select(Visit).where(~Visit.unannounced))}
    codes = set(demo.scalars(select(Person.code)))
    for visit in secret_visits(demo):
        if visit.unit.kind == "commune" and visit.unit_id not in announced:
            assert contact_code(visit.unit) not in codes


def test_no_message_names_a_secret_visit_to_others(demo):
    for visit in secret_visits(demo):
        team = {member.person_id for member in visit.team}
        for message in demo.scalars(select(InboxMessage).where(InboxMessage.body.contains(visit.code))):
            reader = demo.get(Account, message.account_id)
            assert reader.person_id in team or actor_for(demo, reader, DEMO_DAY).has(Role.COORDINATOR)


@pytest.fixture
def client_of(site, demo):
    """Browses as a sample account."""
    app = create_app(replace(site), stored_clock(demo), testing=True)

    def sign_in(username: str) -> FlaskClient:
        account = account_by_username(demo, username)
        assert account is not None
        token = open_session(demo, account, address="127.0.0.1", device="test", real_now=real_now())
        demo.commit()
        client = app.test_client()
        client.set_cookie("inspect", token)
        return client

    return sign_in


def test_no_page_shows_a_secret_visit_to_others(client_of, demo):
    secret = secret_visits(demo)
    told = re.compile(r"\b(" + "|".join(visit.code for visit in secret) + r")\b")
    paths = ["/", "/cuoc-kiem-tra/", "/dot-kiem-tra/", *(f"/don-vi/{visit.unit_id}" for visit in secret)]
    for username in ("toan-dien-b-truong-doan", "nguoi-ky", "kiem-toan", "dau-moi-syt", "quan-tri"):
        client = client_of(username)
        for path in paths:
            page = client.get(path, follow_redirects=True)
            assert page.status_code in (200, 403), path
            assert not told.search(page.get_data(as_text=True)), (username, path)
        assert {client.get(f"/cuoc-kiem-tra/{visit.id}").status_code for visit in secret} <= {403, 404}


def test_a_database_with_real_work_is_refused_and_left_alone(tmp_path):
    settings = settings_at(tmp_path)
    engine = ready_engine(settings)
    with session_factory(engine).begin() as session:
        session.add(Person(name="Người thật", search_name="nguoi that"))
    with pytest.raises(Conflict, match="INSPECT_DATA_DIR"):
        prepare(settings, DEMO_DAY)
    with session_factory(engine)() as session:
        assert session.scalars(select(Person.name)).all() == ["Người thật"]
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_emptied_database_takes_the_schema_again(kind, request, tmp_path):
    settings = settings_at(tmp_path)
    if kind == "postgresql":
        url = make_url(request.getfixturevalue("postgres").get_uri()).set(drivername="postgresql+psycopg")
        owner = create_engine(url, isolation_level="AUTOCOMMIT")
        with owner.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE emptied")
        owner.dispose()
        settings = replace(settings, database_url=url.set(database="emptied").render_as_string(hide_password=False))
    engine = ready_engine(settings)
    for _time in range(2):
        with session_factory(engine).begin() as session:
            set_fact(session, "kept", "until emptied")
        empty_out(engine)
        ready_engine(settings).dispose()
        with session_factory(engine)() as session:
            assert fact(session, "kept") is None
    engine.dispose()


@pytest.mark.slow
def test_another_day_makes_it_anew(tmp_path):
    settings = settings_at(tmp_path)
    for day in (date(2024, 3, 25), date(2024, 3, 28)):
        prepare(settings, day)
        engine = make_engine(settings.database_url)
        with session_factory(engine)() as session:
            assert stored_clock(session).now() >= at_local(day, NINE)
            assert session.scalar(select(func.count()).select_from(Campaign)) == 1
            assert verify(session) is None
        engine.dispose()


def test_a_day_outside_the_sample_is_refused(tmp_path):
    for day in (date(2024, 3, 24), date(2025, 1, 1)):
        with pytest.raises(RuleBroken, match="31/12/2024"):
            prepare(settings_at(tmp_path), day)
    assert not list(tmp_path.iterdir())


def test_every_sample_shortcoming_is_of_an_item_that_there_is(demo):
    assert set(demo.scalars(select(Visit.checklist_code))) == set(FLAWS)
    for code, flaws in FLAWS.items():
        version = version_of(demo, code, 1)
        assert all(version.has(flaw.item) for flaw in flaws)
        assert len({flaw.item for flaw in flaws}) == len(flaws)


@pytest.fixture(scope="module")
def year_end(demonstrations, tmp_path_factory):
    """A session on a copy of the demonstration of 27/12/2024."""
    settings = settings_at(
        shutil.copytree(prepared(demonstrations, YEAR_END), tmp_path_factory.mktemp("december") / "data")
    )
    engine = make_engine(settings.database_url)
    with session_factory(engine)() as session:
        yield session
    engine.dispose()


@pytest.mark.slow
def test_every_visit_is_concluded_and_the_journal_holds(year_end):
    assert {visit.state for visit in year_end.scalars(select(Visit))} == {VisitState.CONCLUDED}
    assert verify(year_end) is None


@pytest.mark.slow
def test_every_field_that_the_journal_names_is_said_in_words(year_end):
    codes = {
        *year_end.scalars(select(Unit.code)),
        *(kind.value for kind in UnitKind),
        "cap-tinh",
        "cap-huyen",
        "cap-xa",
    }
    fields = {name for changes in year_end.scalars(select(JournalEntry.changes)) for name in changes}
    assert fields - codes - set(FIELDS) == set()


@pytest.mark.slow
def test_ratings_are_proposed_decided_released_and_some_wait(year_end):
    year = rating_year(year_end, 2024)
    assert year is not None
    assessed = assess_all(year_end, ratings_of(year_end, year))
    fed = [one for one in assessed if one.rating.index_input is not None]
    assert {one.state for one in fed} == set(RatingState) - {RatingState.OUTDATED}
    assert {one.outcome.rating for one in fed} == {"excellent", "good", "completed", "undecided"}
    sources = [*year_end.scalars(select(IndexInput.source)), *year_end.scalars(select(DossierInput.source))]
    assert all("mẫu" in source for source in sources)


@pytest.mark.slow
def test_each_gap_of_the_published_rule_waits_for_a_reasoned_decision(year_end):
    found: dict[str, tuple[bool | None, Decimal | None, bool]] = {}
    for code in ("506", "BQLKKT", "516"):
        unit: Unit = unit_by_code(year_end, code)
        rating = rating_of_unit(year_end, 2024, unit.id)
        assert rating is not None
        assessment = assess_all(year_end, [rating])[0]
        assert assessment.state is RatingState.OPEN_QUESTION
        rate = assessment.inputs.late_rate
        found[code] = assessment.inputs.contents, assessment.inputs.index, rate is not None and rate < Fraction(5, 100)
    assert found == {
        "506": (True, Decimal("85.20"), False),
        "BQLKKT": (False, Decimal("92.15"), True),
        "516": (True, Decimal("60.40"), True),
    }


@pytest.mark.slow
def test_the_guide_s_department_is_rated_good_and_released(year_end):
    rating = rating_of_unit(year_end, 2024, unit_by_code(year_end, "STNMT").id)
    assert rating is not None
    assert rating.is_released
    assert rating.decision is not None
    assert rating.decision.level == "good"
    visit = the_visit(year_end, "TD-07")
    states = year_end.scalars(select(CorrectiveAction.state).where(CorrectiveAction.visit_id == visit.id))
    assert set(states) == {ActionState.VERIFIED}
