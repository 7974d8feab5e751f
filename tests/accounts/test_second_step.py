"""The second step of signing in, on both databases and in the pages."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from inspect_app.accounts import operations, passwords
from inspect_app.accounts.codes import PERIOD, address_of, code_at, counter_of, new_secret, spelled
from inspect_app.accounts.models import SignInSession
from inspect_app.accounts.operations import CodeAsked, CodeRefused, SignedIn
from inspect_app.accounts.operations.second_step import LOCKED_FOR, MOST_FAILURES
from inspect_app.accounts.waiting import LIFE
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from tests.browsing import send, text_of
from tests.factories.moments import NOW
from tests.factories.people import make_player

PASSWORD = "mưa rào tháng sáu"
PAGE = "/tai-khoan/xac-minh-hai-buoc"
BEGUN = datetime(2024, 6, 18, 2, 0, tzinfo=UTC)
HALF_MINUTE = timedelta(seconds=PERIOD)
# RFC 6238, appendix B: the key of its examples.
RFC_KEY = b"12345678901234567890"


class TestCodes:
    @pytest.mark.parametrize(
        ("seconds", "code"),
        [
            (59, "287082"),
            (1111111109, "081804"),
            (1234567890, "005924"),
            (2000000000, "279037"),
            (20000000000, "353130"),
        ],
    )
    def test_they_are_those_of_the_standard(self, seconds, code):
        at = datetime.fromtimestamp(seconds, UTC)
        assert code_at(RFC_KEY, at) == code
        assert counter_of(RFC_KEY, f"{code[:3]} {code[3:]}", at) == seconds // PERIOD

    def test_a_clock_may_be_half_a_minute_off_and_no_more(self):
        code = code_at(RFC_KEY, BEGUN)
        taken = [counter_of(RFC_KEY, code, BEGUN + steps * HALF_MINUTE) is not None for steps in range(-2, 3)]
        assert taken == [False, True, True, True, False]

    @pytest.mark.parametrize("text", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345", "12 34 5"])
    def test_anything_else_is_no_code(self, text):
        assert counter_of(RFC_KEY, text, BEGUN) is None

    def test_a_secret_has_160_bits_and_is_told_to_the_phone(self):
        secret = bytes.fromhex(new_secret())
        assert len(secret) == 20
        assert spelled(secret).replace(" ", "") in address_of(secret, "lan.nt", "kiemtra.example")
        assert new_secret() != new_secret()


@pytest.fixture
def player(session):
    found = make_player(session, Role.LEAD)
    found.account.password_hash = passwords.hash_of(PASSWORD)
    session.flush()
    return found


@pytest.fixture
def step(session, player):
    """The player's second step, turned on at BEGUN."""
    made = operations.begin_second_step(session, player.actor, player.account, password=PASSWORD, real_now=BEGUN)
    confirm(session, player, code_at(made.secret_bytes, BEGUN))
    return made


def confirm(session, player, code, at=BEGUN):
    operations.confirm_second_step(
        session, player.actor, player.account, code=code, keep_session_id=None, now=NOW, real_now=at
    )


def enter(session, player, password=PASSWORD, at=BEGUN):
    return operations.sign_in(
        session, player.account.username, password, address="10.0.0.1", device="thử", now=NOW, real_now=at
    )


def bring(session, player, code, at):
    return operations.sign_in_by_code(
        session, player.account, code, address="10.0.0.1", device="thử", now=NOW, real_now=at
    )


def later(step, minutes=1):
    at = BEGUN + timedelta(minutes=minutes)
    return code_at(step.secret_bytes, at), at


class TestTurningItOn:
    def test_until_a_first_code_came_nothing_is_asked(self, session, player):
        made = operations.begin_second_step(session, player.actor, player.account, password=PASSWORD, real_now=BEGUN)
        assert isinstance(enter(session, player), SignedIn)
        with pytest.raises(RuleBroken) as refused:
            confirm(session, player, "000000" if code_at(made.secret_bytes, BEGUN) != "000000" else "111111")
        assert refused.value.field == "code"
        confirm(session, player, code_at(made.secret_bytes, BEGUN))
        assert isinstance(enter(session, player), CodeAsked)

    def test_a_new_beginning_replaces_the_last_but_not_one_that_is_on(self, session, player):
        first = operations.begin_second_step(
            session, player.actor, player.account, password=PASSWORD, real_now=BEGUN
        ).secret
        again = operations.begin_second_step(session, player.actor, player.account, password=PASSWORD, real_now=BEGUN)
        assert again.secret != first
        confirm(session, player, code_at(again.secret_bytes, BEGUN))
        with pytest.raises(Conflict):
            operations.begin_second_step(session, player.actor, player.account, password=PASSWORD, real_now=BEGUN)
        with pytest.raises(Conflict):
            confirm(session, player, code_at(again.secret_bytes, BEGUN))

    def test_whoever_finds_a_browser_signed_in_cannot_shut_its_owner_out(self, session, player):
        with pytest.raises(RuleBroken) as refused:
            operations.begin_second_step(session, player.actor, player.account, password="khác", real_now=BEGUN)
        assert refused.value.field == "password"
        assert player.account.second_step is None

    def test_the_other_sessions_end(self, session, player):
        enter(session, player)
        made = operations.begin_second_step(session, player.actor, player.account, password=PASSWORD, real_now=BEGUN)
        confirm(session, player, code_at(made.secret_bytes, BEGUN))
        session.expire_all()
        assert [row.revoked_at for row in session.scalars(select(SignInSession))] == [BEGUN]

    def test_nobody_turns_it_on_or_off_for_somebody_else(self, session, player, step):
        other = make_player(session, Role.ADMINISTRATOR)
        with pytest.raises(Forbidden):
            operations.begin_second_step(session, other.actor, player.account, password=PASSWORD, real_now=BEGUN)
        with pytest.raises(Forbidden):
            operations.end_second_step(session, other.actor, player.account, password=PASSWORD, now=NOW)


class TestTheDoor:
    def test_the_password_alone_opens_nothing(self, session, player, step):
        assert isinstance(enter(session, player), CodeAsked)
        assert session.scalars(select(SignInSession)).all() == []
        with pytest.raises(RuleBroken):
            enter(session, player, "mưa rào tháng bảy")

    def test_a_code_opens_once(self, session, player, step):
        code, at = later(step)
        assert isinstance(bring(session, player, code, at), SignedIn)
        assert isinstance(bring(session, player, code, at), CodeRefused)

    def test_the_code_that_turned_it_on_opens_nothing(self, session, player, step):
        assert isinstance(bring(session, player, code_at(step.secret_bytes, BEGUN), BEGUN), CodeRefused)

    def test_after_five_wrong_ones_not_even_the_right_one_opens_for_a_while(self, session, player, step):
        code, at = later(step)
        wrong = "000000" if code != "000000" else "111111"
        told = [bring(session, player, wrong, at) for _try in range(MOST_FAILURES)]
        assert "Hãy thử lại sau" in told[-1].message
        assert isinstance(bring(session, player, code, at), CodeRefused)
        code, at = later(step, minutes=1 + LOCKED_FOR.total_seconds() / 60)
        assert isinstance(bring(session, player, code, at), SignedIn)
        verbs = session.scalars(select(JournalEntry.verb)).all()
        assert verbs.count("accounts.lock_second_step") == 1

    def test_a_right_one_in_between_forgets_the_wrong_ones(self, session, player, step):
        for minutes in (1, 2):
            code, at = later(step, minutes)
            for _try in range(MOST_FAILURES - 1):
                bring(session, player, "abc", at)
            assert isinstance(bring(session, player, code, at), SignedIn)

    def test_a_disabled_account_is_not_let_in_by_a_code(self, session, player, step):
        admin = make_player(session, Role.ADMINISTRATOR)
        operations.disable_account(session, admin.actor, player.account, now=NOW, real_now=BEGUN)
        with pytest.raises(NotFound):
            bring(session, player, *later(step))


class TestTakingItAway:
    def test_its_owner_turns_it_off_with_the_password(self, session, player, step):
        with pytest.raises(RuleBroken):
            operations.end_second_step(session, player.actor, player.account, password="khác", now=NOW)
        operations.end_second_step(session, player.actor, player.account, password=PASSWORD, now=NOW)
        assert isinstance(enter(session, player), SignedIn)
        with pytest.raises(NotFound):
            bring(session, player, *later(step))

    def test_an_administrator_takes_it_from_others_with_a_reason_never_from_himself(self, session, player, step):
        admin = make_player(session, Role.ADMINISTRATOR)
        with pytest.raises(RuleBroken):
            operations.remove_second_step(session, admin.actor, player.account, reason=" ", now=NOW)
        with pytest.raises(Forbidden):
            operations.remove_second_step(session, player.actor, player.account, reason="mất máy", now=NOW)
        with pytest.raises(Forbidden):
            operations.remove_second_step(session, admin.actor, admin.account, reason="mất máy", now=NOW)
        operations.remove_second_step(session, admin.actor, player.account, reason="Mất điện thoại", now=NOW)
        assert isinstance(enter(session, player), SignedIn)
        entry = session.scalar(select(JournalEntry).where(JournalEntry.verb == "accounts.remove_second_step"))
        assert entry is not None
        assert entry.reason == "Mất điện thoại"

    def test_no_journal_entry_holds_the_secret_or_a_code(self, session, player, step):
        code, at = later(step)
        bring(session, player, code, at)
        told = [f"{entry.summary} {entry.changes} {entry.reason}" for entry in session.scalars(select(JournalEntry))]
        assert told
        assert not any(step.secret in text or code in text for text in told)


class TestPages:
    def knock(self, client, player, **query):
        door = "/dang-nhap" + ("?next=%2Ftai-khoan" if query.get("next") else "")
        return send(client, door, username=player.account.username, password=PASSWORD)

    def test_it_is_turned_on_from_ones_own_page_with_the_code_of_the_shown_key(self, session, player, sign_in_as):
        client = sign_in_as(player.account)
        assert "chưa bật" in text_of(client.get(PAGE))
        assert send(client, f"{PAGE}/bat-dau", page=PAGE, password=PASSWORD).status_code == 303
        page = client.get(f"{PAGE}/ma").get_data(as_text=True)
        assert "data:image/png" in page
        shown = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
        assert shown
        session.expire_all()
        secret = player.account.second_step.secret_bytes
        assert shown.group(1) == spelled(secret)
        assert send(client, f"{PAGE}/ma", code="12").status_code == 422
        assert send(client, f"{PAGE}/ma", code=code_at(secret, real_now())).status_code == 303
        assert "đang bật từ" in text_of(client.get(PAGE))
        # The key is shown no more.
        assert client.get(f"{PAGE}/ma").status_code == 303
        assert client.get("/tai-khoan").status_code == 200

    def test_the_door_asks_for_the_code_and_leads_on_where_one_wanted_to_go(self, session, player, step, client):
        answer = self.knock(client, player, next=True)
        assert (answer.status_code, answer.location) == (303, "/dang-nhap/ma?next=/tai-khoan")
        assert client.get_cookie("inspect") is None
        assert client.get("/tai-khoan").status_code != 200
        refused = send(client, answer.location, code="000 00")
        assert refused.status_code == 422
        assert "Mã chưa đúng hoặc đã dùng" in text_of(refused)
        entered = send(client, answer.location, code=code_at(step.secret_bytes, real_now()))
        assert (entered.status_code, entered.location) == (303, "/tai-khoan")
        assert client.get("/tai-khoan").status_code == 200

    def test_wrong_codes_are_counted_though_each_is_refused(self, session, player, step, client):
        self.knock(client, player)
        for _try in range(MOST_FAILURES):
            send(client, "/dang-nhap/ma", code="1")
        assert "Hãy thử lại sau" in text_of(send(client, "/dang-nhap/ma", code=code_at(step.secret_bytes, real_now())))

    def test_without_the_password_the_page_of_the_code_leads_to_the_door(self, player, step, client):
        answer = client.get("/dang-nhap/ma")
        assert (answer.status_code, answer.location) == (303, "/dang-nhap")

    def test_a_password_that_was_changed_meanwhile_must_be_shown_anew(self, session, player, step, client):
        self.knock(client, player)
        player.account.password_hash = passwords.hash_of("mật khẩu khác hẳn")
        session.flush()
        assert client.get("/dang-nhap/ma").status_code == 303

    def test_who_waits_longer_than_five_minutes_begins_anew(self, session, player, step, client, time_machine):
        time_machine.move_to(real_now(), tick=False)
        self.knock(client, player)
        assert client.get("/dang-nhap/ma").status_code == 200
        time_machine.shift(LIFE + timedelta(seconds=1))
        assert client.get("/dang-nhap/ma").status_code == 303

    def test_an_administrator_sees_who_has_it_and_takes_it_from_a_lost_phone(self, session, player, step, sign_in_as):
        client = sign_in_as(make_player(session, Role.ADMINISTRATOR).account)
        person = f"/nhan-su/{player.person.id}"
        assert "Gỡ xác minh hai bước" in text_of(client.get(person))
        assert send(client, f"{person}/go-xac-minh", reason="Mất điện thoại, đã gặp").status_code == 303
        assert "Gỡ xác minh hai bước" not in text_of(client.get(person))
        assert client.get(f"{person}/go-xac-minh").status_code == 404
