"""However the line fails, what an inspector wrote reaches the server exactly once, and the tablet never says more than it knows."""

import hashlib
import json
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from inspect_app.accounts.models import SignInSession
from inspect_app.fieldwork.models import ChangeState
from inspect_app.kernel.clock import real_now
from tests.browser.conftest import OpenTablet
from tests.browser.crew import Crew
from tests.browser.http_proxy import NOTHING, PORTAL, SIGN_IN, Answer, Cut
from tests.browser.own_server import OwnServer
from tests.browser.real_tablet import RECEIVED, RealTablet

pytestmark = pytest.mark.browser
CHANGES = "POST /dong-bo/thay-doi"
CANARY = "chim hoàng yến 8271"
JSON = {"Content-Type": "application/json"}


def test_a_visit_that_was_taken_along_opens_in_a_browser_started_without_a_network(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """The page, its script and the visit come from the tablet alone."""
    tablet = open_tablet(crew, crew.lead, disk=True)
    tablet.cut()
    tablet.restart()
    tablet.unlock()
    expect(tablet.page.locator("[data-visit]")).to_contain_text(crew.unit)
    tablet.open_visit()
    expect(tablet.note("A01")).to_be_visible()


def test_an_answer_that_is_said_to_be_kept_is_there_after_the_browser_was_killed(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """And it is sent once the network is back."""
    tablet = open_tablet(crew, crew.lead, disk=True)
    tablet.open_visit()
    tablet.cut()
    tablet.answer("A01", CANARY)
    tablet.restart()
    tablet.unlock()
    tablet.expect_kept()
    tablet.open_visit()
    expect(tablet.note("A01")).to_have_value(CANARY)
    tablet.mend()
    tablet.expect_received()
    assert crew.remarks("A01") == [CANARY]


@pytest.mark.parametrize("cut", list(Cut))
def test_a_line_that_is_cut_anywhere_leaves_exactly_one_answer(crew: Crew, open_tablet: OpenTablet, cut: Cut) -> None:
    """The same bytes are sent again, and only a receipt ends that."""
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    fault = tablet.proxy.fails(CHANGES, cut, times=3)
    tablet.answer("A01", CANARY)
    while fault.times:
        tablet.come_online()
        tablet.page.wait_for_timeout(100)
        expect(tablet.state()).not_to_have_text(RECEIVED)
    tablet.come_online()
    tablet.expect_received()
    assert crew.remarks("A01") == [CANARY]
    assert (crew.states(), crew.strays()) == ([ChangeState.APPLIED], 0)
    assert len({request.body.split(b'"changes"')[1] for request in tablet.proxy.sent(CHANGES)}) == 1


@pytest.mark.parametrize(
    "answer",
    [
        PORTAL,
        SIGN_IN,
        NOTHING,
        Answer("200 OK", json.dumps({"receipts": []}), JSON),
        Answer("401 Unauthorized", json.dumps({"error": "login"}), JSON),
        Answer("502 Bad Gateway", "<h1>502</h1>", {"Content-Type": "text/html"}),
    ],
    ids=["portal", "sign-in", "204", "json", "401", "502"],
)
def test_whoever_answers_in_the_servers_place_takes_nothing_from_the_queue(
    crew: Crew, open_tablet: OpenTablet, answer: Answer
) -> None:
    """A captive portal's friendly 200, a redirect to the sign-in page and an empty body are no receipts."""
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    fault = tablet.proxy.fails("/dong-bo/", answer)
    tablet.answer("A01", CANARY)
    tablet.answer("A02", CANARY)
    before = fault.times
    tablet.come_online()
    tablet.wait_until(lambda: fault.times < before)
    expect(tablet.state()).to_have_text(re.compile("Đã lưu trên máy, 2 mục chờ gửi"))
    tablet.mend()
    tablet.expect_received()
    assert crew.remarks("A01") == crew.remarks("A02") == [CANARY]


def receipts(tablet: RealTablet, protocol: int, of: Callable[[str], str]) -> Answer:
    """What a server says that has the one change of the last batch; `of` makes its text what was hashed."""
    (text,) = json.loads(tablet.proxy.sent(CHANGES)[-1].body)["changes"]
    change = json.loads(text)
    receipt = {"id": change["id"], "sequence": change["sequence"], "state": "applied", "revision": 1, "message": None}
    whole = {**receipt, "sha256": hashlib.sha256(of(text).encode()).hexdigest(), "replayed": False}
    device = {"revoked": False, "wipe": False}
    body = {"protocol": protocol, "epoch": "", "min_client": 1, "device": device, "receipts": [whole], "visits": {}}
    return Answer("200 OK", json.dumps(body), JSON)


def test_a_receipt_for_other_bytes_is_no_receipt(crew: Crew, open_tablet: OpenTablet) -> None:
    """The hash says what the server has, not the number."""
    refuse_receipts(open_tablet(crew, crew.lead), 1, lambda text: text.replace("8271", "1728"))


def test_a_reply_that_does_not_name_the_protocol_is_no_receipt(crew: Crew, open_tablet: OpenTablet) -> None:
    """Whatever it says, it is not of this server."""
    refuse_receipts(open_tablet(crew, crew.lead), 2, lambda text: text)


def refuse_receipts(tablet: RealTablet, protocol: int, of: Callable[[str], str]) -> None:
    """The tablet goes on sending after such an answer, until the server's own receipt is here."""
    tablet.open_visit()
    tablet.proxy.fails(CHANGES, Cut.BEFORE, times=1)
    tablet.answer("A01", CANARY)
    tablet.wait_until(lambda: bool(tablet.proxy.sent(CHANGES)))
    fault = tablet.proxy.fails(CHANGES, receipts(tablet, protocol, of), times=1)
    tablet.come_online()
    tablet.wait_until(lambda: not fault.times)
    tablet.expect_kept()
    tablet.come_online()
    tablet.expect_received()
    assert tablet.crew.remarks("A01") == [CANARY]


def test_an_ended_session_keeps_no_answer_from_the_server(crew: Crew, open_tablet: OpenTablet) -> None:
    """The tablet speaks by its own token."""
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    with crew.server.session() as session:
        session.execute(
            update(SignInSession).where(SignInSession.account_id == crew.lead.account).values(revoked_at=real_now())
        )
    tablet.context.clear_cookies()
    tablet.answer("A01", CANARY)
    tablet.expect_received()
    assert crew.remarks("A01") == [CANARY]


def test_a_rotated_secret_and_a_server_that_was_away_keep_no_answer_from_the_server(
    own_house: OwnServer, open_tablet: OpenTablet
) -> None:
    """Whatever forms and cookies are worth now, the change arrives."""
    crew = Crew(own_house)
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    own_house.stop()
    tablet.answer("A01", CANARY)
    tablet.expect_kept()
    own_house.rotate_secret()
    tablet.come_online()
    tablet.expect_received()
    assert crew.remarks("A01") == [CANARY]


def test_a_server_that_was_killed_while_it_received_has_every_answer_once(
    own_house: OwnServer, open_tablet: OpenTablet
) -> None:
    """What it said that it has, it has; what it did not say, it gets again."""
    crew = Crew(own_house)
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    tablet.proxy.fails(CHANGES, Cut.AFTER, times=1)
    tablet.answer("A01", CANARY)
    own_house.kill()
    tablet.answer("A02", CANARY)
    own_house.start()
    tablet.come_online()
    tablet.expect_received()
    assert crew.remarks("A01") == crew.remarks("A02") == [CANARY]
    assert crew.states() == [ChangeState.APPLIED] * 2


def breathe(tablet: RealTablet) -> None:
    """As long as the page needs for some requests on this machine, while its own clock stands still."""
    for _request in range(5):
        tablet.page.evaluate("() => fetch('/healthz', { cache: 'no-store' }).then(answer => answer.text(), () => '')")
    tablet.page.wait_for_timeout(30)


@pytest.mark.slow
def test_a_line_that_is_up_for_three_seconds_of_twenty_is_enough(crew: Crew, open_tablet: OpenTablet) -> None:
    """Without a word of the browser that the network is back."""
    tablet = open_tablet(crew, crew.lead)
    tablet.page.clock.install()
    tablet.unlock()
    tablet.open_visit()
    tablet.cut()
    items = ["A01", "A02", "A03", "A04", "C01", "C02", "C03", "C04"]
    for item in items:
        tablet.answer(item, f"{CANARY} {item}")
    before = len(tablet.proxy.sent("/dong-bo/chao|/dong-bo/thay-doi"))
    tablet.proxy.fails("/dong-bo/", Cut.BEFORE)
    tablet.proxy.mend()
    for _try in range(60):
        tablet.page.clock.run_for(10_000)
        breathe(tablet)
    # In ten minutes without an answer; a pause that doubled for ever would leave seven tries.
    assert len(tablet.proxy.sent("/dong-bo/chao|/dong-bo/thay-doi")) - before >= 12
    tablet.proxy.heal()
    tablet.proxy.cut()
    for _window in range(60):
        tablet.page.clock.run_for(17_000)
        tablet.proxy.mend()
        tablet.page.clock.run_for(3_000)
        breathe(tablet)
        if "nhận tất cả" in tablet.state().inner_text():
            break
        tablet.proxy.cut()
    tablet.expect_received()
    assert [crew.remarks(item) for item in items] == [[f"{CANARY} {item}"] for item in items]


# The line comes back while an attempt is failing: the browser says so once, and does not say it again.
BACK_DURING_A_FAILURE = """() => {
    const fetch = window.fetch;
    const later = window.setTimeout;
    window.setTimeout = (act, pause, ...more) => pause >= 5000 ? 0 : later(act, pause, ...more);
    window.fetch = (...asked) => {
        window.fetch = fetch;
        window.dispatchEvent(new Event("online"));
        return Promise.reject(new TypeError("cut"));
    };
}"""


def test_a_network_that_comes_back_during_a_failing_attempt_is_used_at_once(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    tablet.page.evaluate(BACK_DURING_A_FAILURE)
    tablet.answer("A01", CANARY)
    # The next attempt without that word would come after 7 seconds: here it never comes.
    expect(tablet.state()).to_have_text(re.compile("Máy chủ đã nhận tất cả"))
    assert crew.remarks("A01") == [CANARY]


def test_one_answer_that_the_form_refuses_holds_up_no_other(crew: Crew, open_tablet: OpenTablet) -> None:
    """It lies on the shelf with its reason, in sight of its writer; the rest is in effect."""
    tablet = open_tablet(crew, crew.inspector)
    tablet.open_visit()
    tablet.cut()
    tablet.answer("A01", CANARY)
    number = tablet.item("C01").locator("input[name=number]")
    number.fill("rất nhiều")
    number.blur()
    for item in ("A02", "C02", "C04"):
        tablet.answer(item, CANARY)
    tablet.mend()
    tablet.expect_received()
    assert sorted(crew.states()) == sorted([ChangeState.APPLIED] * 4 + [ChangeState.SHELVED])
    assert [(held.item, held.why, held.cause) for held in crew.held()] == [("C01", "shelf", "invalid")]
    expect(tablet.item("C01").locator(".sheet-held")).to_contain_text("Hãy nhập một số")


def test_other_bytes_under_the_number_of_a_change_are_told_and_both_are_kept(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """A disk that was copied to a second tablet speaks with the same numbers: nothing is written over."""
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    tablet.answer("A01", CANARY)
    tablet.expect_received()
    (sent,) = tablet.proxy.sent(CHANGES)
    batch = json.loads(sent.body)
    forged = {**json.loads(batch["changes"][0]), "id": str(uuid4())}
    token = re.search(rb"authorization: (.*)", sent.head, re.IGNORECASE)
    assert token is not None
    reply = tablet.context.request.post(
        "/dong-bo/thay-doi",
        data={**batch, "changes": [json.dumps(forged)]},
        headers={"Authorization": token.group(1).decode().strip(), "X-Requested-With": "tablet"},
    )
    assert (reply.status, reply.json()["receipts"][0]["state"]) == (409, "differs")
    assert crew.remarks("A01") == [CANARY]
