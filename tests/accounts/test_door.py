"""The door as a browser sees it: signing in and out, cookies, keys, limits."""

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import select

from inspect_app.accounts import operations, passwords
from inspect_app.accounts.models import Account, AccountState, SignInSession
from inspect_app.accounts.sign_in import safe_next
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.state import IS_DEMONSTRATION, set_fact
from inspect_app.webkit.limits import limiter
from tests.browsing import form_key, send, text_of
from tests.factories.moments import NOW
from tests.factories.people import make_player, open_door

PASSWORD = "mưa rào tháng sáu"
DOOR = "/dang-nhap"


@pytest.fixture
def player(session):
    found = make_player(session, Role.INSPECTOR)
    found.account.password_hash = passwords.hash_of(PASSWORD)
    session.flush()
    return found


def knock(client, player, password=PASSWORD, door=DOOR):
    return send(client, door, username=player.account.username, password=password)


def sessions(session):
    session.expire_all()
    return session.scalars(select(SignInSession).order_by(SignInSession.created_at)).all()


def test_signing_in_leads_home_with_a_cookie_that_scripts_cannot_read(player, client):
    response = knock(client, player)
    assert (response.status_code, response.location) == (303, "/")
    cookie = next(line for line in response.headers.getlist("Set-Cookie") if line.startswith("inspect="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert client.get("/tai-khoan").status_code == 200


def test_over_https_the_cookie_is_bound_to_the_host(player, client):
    key = client.get(DOOR, base_url="https://localhost").get_data(as_text=True).split('name="csrf_token"')[1]
    token = key.split('value="')[1].split('"')[0]
    response = client.post(
        DOOR,
        data={"csrf_token": token, "username": player.account.username, "password": PASSWORD},
        base_url="https://localhost",
        headers={"Referer": "https://localhost/dang-nhap"},
    )
    cookie = next(line for line in response.headers.getlist("Set-Cookie") if line.startswith("__Host-inspect="))
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie


def test_a_wrong_password_is_refused_without_a_cookie(player, client):
    response = knock(client, player, "mưa rào tháng bảy")
    assert response.status_code == 422
    assert "chưa đúng" in text_of(response)
    assert client.get_cookie("inspect") is None


def test_a_session_brought_along_is_not_taken_over(player, client, session):
    client.set_cookie("inspect", "chosen-by-somebody-else")
    knock(client, player)
    cookie = client.get_cookie("inspect")
    assert cookie is not None
    assert cookie.value != "chosen-by-somebody-else"
    assert [row.token_sha256 for row in sessions(session)] == [hashlib.sha256(cookie.value.encode()).hexdigest()]


def test_signing_in_anew_ends_the_session_before(player, client, session, sign_in_as):
    visitor = sign_in_as(player.account)
    key = form_key(visitor, "/tai-khoan")
    form = {"csrf_token": key, "username": player.account.username, "password": PASSWORD}
    assert visitor.post(DOOR, data=form).status_code == 303
    assert [row.revoked_at is None for row in sessions(session)] == [False, True]


def test_the_form_key_of_before_sign_in_opens_nothing_after_it(player, client):
    before = form_key(client, DOOR)
    knock(client, player)
    assert client.post("/dang-xuat", data={"csrf_token": before}).status_code == 400
    assert client.get("/tai-khoan").status_code == 200


def test_a_form_without_its_key_is_refused(player, client, session):
    response = client.post(DOOR, data={"username": player.account.username, "password": PASSWORD})
    assert response.status_code == 400
    assert sessions(session) == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/don-vi/", "/don-vi/"),
        ("/don-vi/?q=a&trang=2", "/don-vi/?q=a&trang=2"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("/\\evil.example", None),
        ("\\\\evil.example", None),
        ("/\t/evil.example", None),
        ("/\n//evil.example", None),
        ("javascript:alert(1)", None),
        ("don-vi", None),
        ("", None),
        (None, None),
    ],
)
def test_the_way_back_stays_on_this_site(target, expected):
    assert safe_next(target) == expected


def test_sign_in_goes_on_to_where_one_came_from_and_nowhere_else(player, client):
    assert client.get("/don-vi/?q=a").location == "/dang-nhap?next=/don-vi/?q%3Da"
    assert knock(client, player, door="/dang-nhap?next=/don-vi/?q%3Da").location == "/don-vi/?q=a"


def test_signing_in_for_a_tablet_leads_back_to_its_page(player, client):
    assert knock(client, player, door="/dang-nhap?next=/may-tinh-bang").location == "/may-tinh-bang"


def test_sign_in_never_leads_to_another_site(player, client):
    assert knock(client, player, door="/dang-nhap?next=//evil.example/").location == "/"


def test_signing_out_ends_the_session_on_the_server_and_in_the_browser(player, session, sign_in_as):
    client = sign_in_as(player.account)
    token = client.get_cookie("inspect").value
    response = send(client, "/dang-xuat", page="/tai-khoan")
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies"'
    assert "storage" not in response.headers["Clear-Site-Data"]
    client.set_cookie("inspect", token)
    assert client.get("/tai-khoan").status_code == 302
    assert "Bạn đã đăng xuất" in text_of(client.get(response.location))


def test_signing_out_is_no_link(player, sign_in_as):
    assert sign_in_as(player.account).get("/dang-xuat").status_code == 405


def test_revoking_a_session_elsewhere_is_felt_by_its_next_request(player, session, sign_in_as):
    lost, here = sign_in_as(player.account), sign_in_as(player.account)
    assert lost.get("/tai-khoan").status_code == 200
    row = sessions(session)[0]
    response = send(here, f"/phien/{row.id}/thu-hoi", page="/tai-khoan")
    assert response.location == "/tai-khoan"
    assert lost.get("/tai-khoan").location.startswith("/dang-nhap")
    assert here.get("/tai-khoan").status_code == 200


def test_nobody_ends_the_session_of_another(player, session, sign_in_as):
    other = make_player(session, Role.COORDINATOR)
    open_door(session, player.account)
    row = sessions(session)[0]
    client = sign_in_as(other.account)
    assert send(client, f"/phien/{row.id}/thu-hoi", page="/tai-khoan").status_code == 403
    assert sessions(session)[0].revoked_at is None


def test_a_disabled_account_is_out_with_its_next_request(player, session, sign_in_as):
    client = sign_in_as(player.account)
    player.account.state = AccountState.DISABLED
    session.commit()
    assert client.get("/tai-khoan").status_code == 302


def test_a_request_after_a_while_notes_that_the_session_is_in_use(player, session, sign_in_as):
    client = sign_in_as(player.account)
    row = sessions(session)[0]
    row.last_seen_at = row.last_seen_at - operations.TOUCH_EVERY * 2
    session.commit()
    before = row.last_seen_at
    assert client.get("/tai-khoan").status_code == 200
    assert sessions(session)[0].last_seen_at > before


def make_key(session, player):
    administrator = make_player(session, Role.ADMINISTRATOR)
    key = operations.issue_reset(session, administrator.actor, player.account, now=NOW, real_now=real_now())
    session.commit()
    return key


def test_a_key_opens_its_page_once(player, session, client):
    page = f"/dat-mat-khau/{make_key(session, player)}"
    refused = send(client, page, password="ngắn", again="ngắn")
    assert refused.status_code == 422
    unlike = send(client, page, password="nắng hạn tháng tám", again="nắng hạn tháng chín")
    assert "chưa giống nhau" in text_of(unlike)
    done = send(client, page, password="nắng hạn tháng tám", again="nắng hạn tháng tám")
    assert done.location == DOOR
    assert client.get(page).status_code == 404
    assert knock(client, player, "nắng hạn tháng tám").status_code == 303


def test_a_made_up_key_opens_nothing(client):
    response = client.get("/dat-mat-khau/made-up")
    assert response.status_code == 404
    assert "cấp khóa mới" in text_of(response)


def test_changing_the_password_gives_this_browser_a_new_session_and_ends_the_rest(player, session, sign_in_as):
    elsewhere, here = sign_in_as(player.account), sign_in_as(player.account)
    before = here.get_cookie("inspect").value
    form = {"current": PASSWORD, "new": "nắng hạn tháng tám", "again": "nắng hạn tháng tám"}
    assert send(here, "/tai-khoan/mat-khau", **{**form, "current": "sai rồi sai rồi"}).status_code == 422
    assert send(here, "/tai-khoan/mat-khau", **form).location == "/tai-khoan"
    assert here.get_cookie("inspect").value != before
    assert here.get("/tai-khoan").status_code == 200
    assert elsewhere.get("/tai-khoan").status_code == 302


def test_english_is_chosen_before_and_after_sign_in(player, client, session, sign_in_as):
    assert 'lang="vi"' in client.get(DOOR).get_data(as_text=True)
    assert send(client, "/ngon-ngu", page=DOOR, language="en", next=DOOR).location == DOOR
    assert 'lang="en"' in client.get(DOOR).get_data(as_text=True)
    inside = sign_in_as(player.account)
    assert 'lang="vi"' in inside.get("/tai-khoan").get_data(as_text=True)
    send(inside, "/ngon-ngu", page="/tai-khoan", language="en", next="/tai-khoan")
    assert 'lang="en"' in inside.get("/tai-khoan").get_data(as_text=True)
    session.expire_all()
    assert session.get(Account, player.account.id).language == "en"


def test_one_mail_a_day_is_chosen_on_ones_own_page(player, session, sign_in_as):
    visitor = sign_in_as(player.account)
    assert player.account.mail_address == player.person.email
    response = send(visitor, "/tai-khoan", page="/tai-khoan", language="vi", mail_choice="daily")
    assert response.location == "/tai-khoan"
    session.refresh(player.account)
    assert player.account.mail_address is None
    refused = send(visitor, "/tai-khoan", page="/tai-khoan", language="vi", mail_choice="hourly")
    assert refused.status_code != 303
    session.refresh(player.account)
    assert player.account.mail_choice == "daily"


@pytest.fixture
def demonstration(app, session):
    """A database that says that it is a demonstration, with a sample lead, on a site that says so too."""
    lead = make_player(session, Role.LEAD, name="Trưởng đoàn 1")
    lead.person.is_sample = True
    set_fact(session, IS_DEMONSTRATION, "1")
    session.commit()
    app.extensions["inspect_settings"] = replace(app.extensions["inspect_settings"], demo=True)
    return lead


def test_a_demonstration_offers_one_sample_account_for_each_role(demonstration, session, client):
    for role in (Role.COORDINATOR, Role.LEAD):
        make_player(session, role, name="Người khác").person.is_sample = True
    session.commit()
    page = text_of(client.get(DOOR))
    assert "Trưởng đoàn Trưởng đoàn 1" in page
    assert "Người điều phối Người khác" in page
    assert "Trưởng đoàn Người khác" not in page
    sample = f"/dang-nhap/mau/{demonstration.account.id}"
    assert send(client, sample, page=DOOR).status_code == 303
    assert "Trưởng đoàn 1" in text_of(client.get("/tai-khoan"))


def test_a_sample_account_of_a_real_site_stays_shut(demonstration, app, session, client):
    sample = f"/dang-nhap/mau/{demonstration.account.id}"
    real = make_player(session, Role.ADMINISTRATOR)
    session.commit()
    assert send(client, f"/dang-nhap/mau/{real.account.id}", page=DOOR).status_code == 404
    app.extensions["inspect_settings"] = replace(app.extensions["inspect_settings"], demo=False)
    assert "tài khoản mẫu" not in text_of(client.get(DOOR))
    assert send(client, sample, page=DOOR).status_code == 404
    app.extensions["inspect_settings"] = replace(app.extensions["inspect_settings"], demo=True)
    set_fact(session, IS_DEMONSTRATION, "")
    session.commit()


@pytest.fixture
def limited(app, client):
    """A visitor of the same site with its limits on."""
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    limiter.reset()
    yield client
    limiter.enabled = False


def refused_after(client, names):
    key = form_key(client, DOOR)
    for number, name in enumerate(names):
        answer = client.post(DOOR, data={"csrf_token": key, "username": name, "password": "x"})
        if answer.status_code == 429:
            assert "Bạn thử quá nhiều lần" in text_of(answer)
            return number
    return None


def test_the_eleventh_try_at_one_name_within_a_minute_is_refused(limited):
    assert refused_after(limited, ["lan.nt", "LAN.NT "] * 10) == 10


def test_the_sixty_first_try_from_one_address_within_a_minute_is_refused(limited):
    assert refused_after(limited, [f"name{number}" for number in range(70)]) == 60


def test_opening_the_sign_in_page_is_not_limited(limited):
    assert {limited.get(DOOR).status_code for _ in range(80)} == {200}
