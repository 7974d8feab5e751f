"""The journal's pages: what an auditor finds in it, how it is said, and who reads it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, RoleAssignment
from inspect_app.campaigns.models import Visit
from inspect_app.journal.models import JournalEntry
from inspect_app.journal.operations import record, seal_waiting
from inspect_app.journal.queries import JournalFilter, search_entries
from inspect_app.kernel.actors import Role
from inspect_app.ratings.operations import decide, release
from inspect_app.web.journal.lines import changes_of, lines_of
from inspect_app.web.journal.words import value_said
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import LONG_AGO, NOW, TODAY
from tests.factories.people import Player, make_player
from tests.factories.ratings import fill, make_rating_world, rating_at
from tests.factories.visits import make_visit

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def auditor(session: Session) -> Player:
    return make_player(session, Role.AUDITOR)


def write(
    session: Session,
    actor: Player,
    summary: str,
    thing: Visit | None = None,
    *,
    now: datetime = NOW,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    reason: str | None = None,
) -> None:
    """An entry in a transaction of its own, as operations leave it."""
    visit = thing.id if thing else None
    record(
        session,
        actor.actor,
        "tests.write",
        thing,
        summary=summary,
        now=now,
        changes=changes,
        reason=reason,
        visit_id=visit,
    )
    session.commit()


def found(session: Session, words: str, first: date | None = None, last: date | None = None) -> list[str]:
    narrow = JournalFilter(words=words, first=first, last=last)
    return [one.summary for one in search_entries(session, narrow, limit=50)]


@pytest.mark.parametrize("words", ["đổi đoàn", "DOI DOAN", "Đổi  ĐOÀN", "doan ĐỔI", "don vi bao o\u0302\u0301m"])
def test_words_are_found_whatever_their_diacritics_case_and_order(session: Session, words: str) -> None:
    someone = make_player(session, Role.COORDINATOR, name="Điều phối mẫu")
    write(session, someone, "Đổi đoàn cuộc kiểm tra TD-07", reason="Đơn vị báo ốm")
    write(session, someone, "Đặt lịch cuộc kiểm tra TD-08 50% xong")
    assert found(session, words) == ["Đổi đoàn cuộc kiểm tra TD-07"]


def test_signs_of_a_pattern_are_only_signs(session: Session) -> None:
    someone = make_player(session, Role.COORDINATOR)
    write(session, someone, "Xong 50%")
    write(session, someone, "Xong 500")
    assert found(session, "50%") == ["Xong 50%"]
    assert found(session, "x_ng") == []


def test_days_are_those_of_vietnam_and_both_are_counted(session: Session) -> None:
    someone = make_player(session, Role.COORDINATOR)
    for hours in (-48, 0, 48):
        write(session, someone, f"việc {hours}", now=NOW + timedelta(hours=hours))
    assert found(session, "viec", first=TODAY, last=TODAY) == ["việc 0"]
    assert found(session, "viec", first=TODAY) == ["việc 48", "việc 0"]
    assert found(session, "viec", last=TODAY) == ["việc 0", "việc -48"]


def test_entries_of_one_hand_on_one_thing_stand_in_one_line_and_nothing_between_them_is_lost(session: Session) -> None:
    someone, other = make_player(session, Role.SECRETARY), make_player(session, Role.LEAD)
    visit, another = make_visit(session), make_visit(session)
    for minute, (actor, thing) in enumerate(
        [(someone, visit), (someone, visit), (other, visit), (someone, visit), (someone, another)]
    ):
        write(session, actor, "Sửa lời văn", thing, now=NOW + timedelta(minutes=minute))
    write(session, someone, "Sửa lời văn", another, now=NOW + timedelta(hours=2))
    entries = search_entries(session, JournalFilter(words="sua loi van"), limit=50)
    lines = lines_of(entries)
    assert [len(line.entries) for line in lines] == [1, 1, 1, 1, 2]
    assert [entry for line in lines for entry in line.entries] == list(entries)
    assert lines[-1].numbers == f"{entries[-1].sequence}–{entries[-2].sequence}"


def test_fields_and_values_are_said_in_officials_words() -> None:
    entry = JournalEntry(
        changes={
            "verdict": [None, "fail"],
            "released_at": [None, "2024-12-26T07:00:00+00:00"],
            "starts_on": ["2024-06-18", None],
            "met": [True, False],
            "team": [[], ["Trưởng đoàn mẫu (lead)"]],
            "sha256": [None, "ab" * 32],
            "value": [None, {"total": 3, "note": "có"}],
            "A01.verdict": ["pass", "fail"],
            "SNV": [None, "Sở Nội vụ"],
        }
    )
    assert [f"{one.name}: {one.before} → {one.after}" for one in changes_of(entry)] == [
        "đánh giá: – → Không đạt",
        "lúc công bố: – → 14:00 26/12/2024",
        "ngày bắt đầu: 18/06/2024 → –",
        "đạt yêu cầu: có → không",
        "thành viên đoàn: – → Trưởng đoàn mẫu (Trưởng đoàn)",
        "mã băm: – → abababababab…",
        "trả lời: – → số hồ sơ đã giải quyết: 3; nhận xét: có",
        "A01, đánh giá: Đạt → Không đạt",
        "SNV: – → Sở Nội vụ",
    ]
    assert value_said("verdict", "of_another_release") == "of_another_release"
    assert value_said("note", "2024-06-99") == "2024-06-99"


def test_an_auditor_narrows_the_journal_and_takes_it_away(
    session: Session, sign_in_as: SignIn, auditor: Player
) -> None:
    visit = make_visit(session)
    write(session, auditor, "Đặt lịch", visit, changes={"starts_on": (None, TODAY)})
    write(session, auditor, "=2+5 việc khác")
    client = sign_in_as(auditor.account)
    page = client.get(f"/nhat-ky/?q=dat+lich&visit={visit.code.lower()}&first={TODAY:%d/%m/%Y}").get_data(as_text=True)
    assert "Đặt lịch" in page
    assert "việc khác" not in page
    assert "ngày bắt đầu" in page
    wrong = client.get("/nhat-ky/?first=31/02/2024")
    assert (wrong.status_code, "Ngày không hợp lệ" in wrong.get_data(as_text=True)) == (200, True)
    text = client.get("/nhat-ky/nhat-ky.csv").get_data(as_text=True)
    assert "'=2+5 việc khác" in text, "nothing of a file is run"
    assert str(session.query(JournalEntry).filter_by(summary="Đặt lịch").one().hash) in text


def test_the_list_goes_on_with_the_same_wishes(session: Session, sign_in_as: SignIn, auditor: Player) -> None:
    for number in range(53):
        write(session, auditor, f"việc số {number}")
    client = sign_in_as(auditor.account)
    first = client.get("/nhat-ky/?q=viec+so").get_data(as_text=True)
    [address] = [
        part.split('"')[0] for part in first.split('href="') if part.startswith("/nhat-ky/?") and "truoc" in part
    ]
    second = client.get(address.replace("&amp;", "&")).get_data(as_text=True)
    assert [f"việc số {number}<" in second for number in (0, 2, 3)] == [True, True, False]


def test_only_auditors_read_the_journal(session: Session, sign_in_as: SignIn) -> None:
    for role in (Role.COORDINATOR, Role.LEAD, Role.ADMINISTRATOR):
        client = sign_in_as(make_player(session, role).account)
        assert client.get("/nhat-ky/").status_code == client.get("/nhat-ky/nhat-ky.csv").status_code == 403


def _own_people(journey: Journey) -> list[Player]:
    """Auditors who work at the inspected unit, speak for it or head it."""
    session, unit = journey.session, journey.unit
    return [
        make_player(session, Role.AUDITOR, works_at=unit),
        make_player(session, Role.AUDITOR, (Role.UNIT_CONTACT, unit)),
        make_player(session, Role.AUDITOR, (Role.HEAD_OF_UNIT, unit)),
    ]


def test_an_auditor_reads_no_working_papers_of_his_own_unit_in_the_journal(
    session: Session, sign_in_as: SignIn, auditor: Player
) -> None:
    journey = make_journey(session)
    own = _own_people(journey)
    journey.begin()
    journey.answer("CV01", "fail", "Không ai trực ở quầy")
    seal_waiting(session)
    session.commit()
    for address in ("/nhat-ky/", "/nhat-ky/nhat-ky.csv", f"/nhat-ky/?visit={journey.visit.code}", "/nhat-ky/?q=CV01"):
        assert "Không ai trực ở quầy" in sign_in_as(auditor.account).get(address).get_data(as_text=True)
        for player in own:
            text = sign_in_as(player.account).get(address).get_data(as_text=True)
            assert "Không ai trực ở quầy" not in text
            assert "CV01 của" not in text


def test_an_auditor_who_is_rated_himself_reads_nothing_of_his_rating_before_its_release(
    session: Session, sign_in_as: SignIn, auditor: Player
) -> None:
    world = make_rating_world(session)
    rating = fill(session, world, rating_at(session, world.department))
    decide(session, world.chair.actor, rating, level="good", reason="Cân nhắc kín", now=NOW)
    for player in (world.head, make_player(session, (Role.UNIT_CONTACT, world.department))):
        session.add(RoleAssignment(person_id=player.person.id, role=Role.AUDITOR, valid_from=LONG_AGO))
        seal_waiting(session)
        session.commit()
        for address in ("/nhat-ky/", "/nhat-ky/nhat-ky.csv"):
            assert "Cân nhắc kín" in sign_in_as(auditor.account).get(address).get_data(as_text=True)
            assert "Cân nhắc kín" not in sign_in_as(player.account).get(address).get_data(as_text=True)
    release(session, world.chair.actor, rating, now=NOW)
    session.commit()
    assert "Cân nhắc kín" in sign_in_as(world.head.account).get("/nhat-ky/").get_data(as_text=True)
