"""People and accounts, on both databases."""

import pytest
from sqlalchemy import select

from inspect_app.accounts import operations
from inspect_app.accounts.models import Account, AccountState
from inspect_app.accounts.queries import account_of, people_page, search_people
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from tests.factories.moments import NOW
from tests.factories.people import make_person, make_player


@pytest.fixture
def administrator(session):
    return make_player(session, Role.ADMINISTRATOR, name="Quản trị viên mẫu")


def create(session, actor=SYSTEM, **details):
    return operations.create_person(session, actor, **{"name": "Thư ký đoàn 1", "now": NOW, **details})


def test_a_person_is_found_without_diacritics_by_name_and_title(session):
    person = create(session, name="Thư ký đoàn Một", title="Chuyên viên Sở Nội vụ")
    create(session, name="Người khác")
    assert list(search_people(session, "thu ky noi vu")) == [person]
    assert people_page(session, "DOAN mot", offset=0, limit=50) == ([person], 1)


def test_a_search_for_control_characters_finds_everybody_and_does_no_harm(session):
    create(session)
    assert people_page(session, "\x00", offset=0, limit=50)[1] == 1


def test_the_list_of_people_comes_in_pages(session):
    for number in range(5):
        create(session, name=f"Thành viên {number}")
    rows, total = people_page(session, "thanh vien", offset=3, limit=3)
    assert ([row.name for row in rows], total) == (["Thành viên 3", "Thành viên 4"], 5)


@pytest.mark.parametrize(
    ("details", "field"),
    [({"name": " \x00 "}, "name"), ({"email": "khong co a cong"}, "email"), ({"email": "a@b"}, "email")],
)
def test_a_person_needs_a_name_and_a_true_address(session, details, field):
    with pytest.raises(RuleBroken) as refusal:
        create(session, **details)
    assert refusal.value.field == field


def test_a_code_names_one_person(session):
    create(session, code="truong-doan-1")
    with pytest.raises(RuleBroken):
        create(session, code="truong-doan-1")


def test_an_account_is_one_for_a_person_and_a_username_one_for_all(session, administrator):
    person = create(session)
    account = operations.create_account(session, administrator.actor, person, username="Thu.Ky", now=NOW)
    assert account.username == "thu.ky"
    assert account.password_hash is None
    with pytest.raises(Conflict):
        operations.create_account(session, administrator.actor, person, username="thu.ky2", now=NOW)
    with pytest.raises(RuleBroken) as refusal:
        operations.create_account(session, administrator.actor, create(session), username="THU.KY", now=NOW)
    assert refusal.value.field == "username"


def test_a_refused_password_makes_no_account(session):
    with pytest.raises(RuleBroken) as refusal:
        operations.create_account(session, SYSTEM, create(session), username="thuky", password="1234567890", now=NOW)
    assert refusal.value.field == "password"
    assert session.scalar(select(Account)) is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_add_people_and_accounts(session, role):
    actor = make_player(session, role).actor
    person = make_person(session)
    with pytest.raises(Forbidden):
        create(session, actor)
    with pytest.raises(Forbidden):
        operations.create_account(session, actor, person, username="thuky", now=NOW)


def test_correcting_a_person_writes_what_changed_and_nothing_when_nothing_did(session, administrator):
    person = create(session, title="Chuyên viên")

    def correct(title):
        operations.change_person(
            session, administrator.actor, person, name=person.name, title=title, email="", phone=None, now=NOW
        )

    correct("Phó Chánh Văn phòng")
    correct("Phó Chánh Văn phòng")
    entries = session.scalars(select(JournalEntry).where(JournalEntry.verb == "accounts.change_person")).all()
    assert [entry.changes for entry in entries] == [{"title": ["Chuyên viên", "Phó Chánh Văn phòng"]}]
    assert list(search_people(session, "pho chanh")) == [person]


def test_nobody_closes_his_own_account(session, administrator):
    with pytest.raises(Forbidden):
        operations.disable_account(session, administrator.actor, administrator.account, now=NOW, real_now=real_now())
    assert administrator.account.state == AccountState.ACTIVE


def test_a_closed_account_gets_no_messages(session, administrator):
    player = make_player(session, Role.INSPECTOR)
    operations.disable_account(session, administrator.actor, player.account, now=NOW, real_now=real_now())
    assert account_of(session, player.person.id) is None
    with pytest.raises(Conflict):
        operations.disable_account(session, administrator.actor, player.account, now=NOW, real_now=real_now())


def test_a_language_is_one_of_ours_and_ones_own_choice(session, administrator):
    player = make_player(session)
    operations.choose_language(session, player.actor, player.account, "en", now=NOW)
    assert player.account.language == "en"
    with pytest.raises(RuleBroken):
        operations.choose_language(session, player.actor, player.account, "xx", now=NOW)
    with pytest.raises(Forbidden):
        operations.choose_language(session, administrator.actor, player.account, "vi", now=NOW)
