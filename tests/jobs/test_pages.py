"""The page of jobs and the inbox, as their readers see them."""

import re
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from inspect_app.campaigns.operations import refresh_campaign_occurrences, refresh_occurrences
from inspect_app.campaigns.queries import occurrences_of
from inspect_app.campaigns.rules import TargetKind
from inspect_app.jobs.models import SchedulerLease
from inspect_app.jobs.runs import MAIL, record_run
from inspect_app.jobs.tasks import run_due
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.outbox import InboxMessage, notify
from inspect_app.web import health
from inspect_app.web.schema import head_revision
from tests.factories.moments import NOW
from tests.factories.people import make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

JUNE = "/viec-theo-lich/?month=2024-06"
EVERYTHING = "/viec-theo-lich/?month=tat-ca"
CANARY = "Sở Chim Hoàng Yến"
BEFORE = NOW - timedelta(days=40)


@pytest.fixture
def coordinator(session):
    return make_player(session, Role.COORDINATOR, name="Điều phối mẫu")


@pytest.fixture
def visits(session):
    """An announced and an unannounced visit on 25 June, with their due dates."""
    campaign = make_campaign(session)
    made = []
    for name, unannounced in (("Sở Tài chính", False), (CANARY, True)):
        stream = make_stream(session, campaign, unannounced=unannounced)
        visit = make_visit(session, unit=make_unit(session, name), stream=stream, starts_on=date(2024, 6, 25))
        refresh_occurrences(session, visit, now=BEFORE)
        made.append(visit)
    refresh_campaign_occurrences(session, campaign, now=BEFORE)
    return made


def text_of(response):
    assert response.status_code == 200, response.get_data(as_text=True)
    return re.sub(r"\s+", " ", response.get_data(as_text=True))


def rows_of(page):
    return re.findall(r"<tr>.*?</tr>", page.split("Những lần chạy gần đây")[0])[1:]


def post(client, page_url, url):
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page_url).get_data(as_text=True))
    assert found
    return client.post(url, data={"csrf_token": found.group(1)})


def put(session, player, subject="Lịch kiểm tra", link="/don-vi/", key="k"):
    account = player.account
    return notify(
        session,
        account_id=account.id,
        email=None,
        subject=subject,
        body="Dòng một.\nDòng hai.",
        link=link,
        dedupe_key=key,
        now=NOW,
    )


def test_the_list_begins_with_this_month_and_shows_each_due_date(session, visits, coordinator, sign_in_as):
    client = sign_in_as(coordinator.account)
    page = text_of(client.get("/viec-theo-lich/"))
    rows = rows_of(page)
    assert len(rows) == len(rows_of(text_of(client.get(JUNE)))) == 10
    assert all("/06/2024" in row for row in rows)
    assert any("Gửi thông báo lịch kiểm tra" in row and "Sở Tài chính" in row for row in rows)
    days = [row.split('data-sort="')[1][:10] for row in rows]
    assert days == [f"2024-06-{day}" for day in (17, 19, 24, 24, 26, 26, 28, 28, 28, 11)]
    assert len(rows_of(text_of(client.get(EVERYTHING)))) > len(rows)


def test_what_ran_and_what_was_passed_over_says_why(session, visits, coordinator, sign_in_as):
    run_due(session, now=NOW + timedelta(days=13))
    client = sign_in_as(coordinator.account)
    skipped = rows_of(text_of(client.get(f"{EVERYTHING}&state=skipped")))
    assert any("đã qua ngày" in row and "Gửi thông báo lịch kiểm tra" in row for row in skipped)
    done = rows_of(text_of(client.get(f"{JUNE}&state=done")))
    assert done
    assert all("Đã chạy" in row for row in done)


@pytest.mark.parametrize(
    "asked", ["?month=xyz&state=abc", "?month=2024-13", "?trang=999999", "?month=%00", "?state=pending&trang=-1"]
)
def test_a_strange_address_still_shows_a_list(visits, coordinator, sign_in_as, asked):
    assert sign_in_as(coordinator.account).get(f"/viec-theo-lich/{asked}").status_code == 200


def test_a_coordinator_of_the_unit_does_not_find_its_surprise_in_the_list(session, visits, coordinator, sign_in_as):
    secret = visits[1]
    insider = make_player(session, Role.COORDINATOR, name="Điều phối mẫu", works_at=secret.unit)
    assert CANARY in text_of(sign_in_as(coordinator.account).get(EVERYTHING))
    page = text_of(sign_in_as(insider.account).get(EVERYTHING))
    assert CANARY not in page
    assert str(secret.id) not in page
    assert occurrences_of(session, TargetKind.VISIT, secret.id)


def test_only_coordinators_see_the_list(session, visits, client, sign_in_as):
    assert client.get("/viec-theo-lich/").status_code == 302
    for role in Role:
        if role is not Role.COORDINATOR:
            player = make_player(session, role)
            assert sign_in_as(player.account).get("/viec-theo-lich/").status_code == 403, role


def test_the_page_says_whether_the_scheduler_is_at_work(session, coordinator, sign_in_as):
    client = sign_in_as(coordinator.account)
    assert "Bộ lập lịch chưa chạy lần nào" in text_of(client.get("/viec-theo-lich/"))
    lease = SchedulerLease(id=1, ticked_at=real_now())
    session.add(lease)
    session.commit()
    assert "Bộ lập lịch đang chạy" in text_of(client.get("/viec-theo-lich/"))
    lease.ticked_at = real_now() - timedelta(minutes=4)
    session.commit()
    page = text_of(client.get("/viec-theo-lich/"))
    assert "Bộ lập lịch không chạy từ" in page
    assert "inspect-app scheduler" in page


def test_waiting_mail_and_failures_are_shown(session, coordinator, sign_in_as):
    person = make_player(session, Role.LEAD)
    notify(
        session,
        account_id=person.account.id,
        email=person.person.email,
        subject="s",
        body="b",
        link=None,
        dedupe_key="k",
        now=NOW,
    )
    moment: datetime = real_now()
    for _time in range(3):
        record_run(session, MAIL, started_at=moment, ended_at=moment, error="thu.example:25: connection refused")
    page = text_of(sign_in_as(coordinator.account).get("/viec-theo-lich/"))
    assert "1 thư điện tử đang chờ" in page
    assert "INSPECT_SMTP_URL" in page
    assert page.count("connection refused") == 1


def test_the_inbox_shows_ones_own_messages_and_how_many_are_unread(session, sign_in_as):
    reader, other = make_player(session, Role.LEAD), make_player(session, Role.LEAD)
    put(session, reader)
    put(session, other, subject="Tin của người khác")
    client = sign_in_as(reader.account)
    page = text_of(client.get("/hop-thu/"))
    assert "Lịch kiểm tra" in page
    assert "<p>Dòng một.</p>" in page
    assert "Tin của người khác" not in page
    assert 'Hộp thư <span class="count">1<' in page
    assert 'class="count">1<' in text_of(client.get("/don-vi/"))


def test_opening_a_message_marks_it_read_and_leads_to_its_thing(session, sign_in_as):
    reader = make_player(session, Role.LEAD)
    message = put(session, reader)
    client = sign_in_as(reader.account)
    answer = post(client, "/hop-thu/", f"/hop-thu/{message.id}/mo")
    assert answer.status_code == 302
    assert answer.location == "/don-vi/"
    session.expire_all()
    assert message.read_at == NOW
    assert "Bạn đã đọc hết" in text_of(client.get("/hop-thu/?loc=chua-doc"))


def test_looking_at_the_inbox_reads_nothing(session, sign_in_as):
    reader = make_player(session, Role.LEAD)
    message = put(session, reader)
    client = sign_in_as(reader.account)
    client.get("/hop-thu/")
    assert client.get(f"/hop-thu/{message.id}/mo").status_code == 405
    session.expire_all()
    assert message.read_at is None


def test_nobody_opens_the_message_of_somebody_else(session, sign_in_as):
    reader, other = make_player(session, Role.LEAD), make_player(session, Role.COORDINATOR)
    put(session, other, key="own")
    message = put(session, reader)
    client = sign_in_as(other.account)
    assert post(client, "/hop-thu/", f"/hop-thu/{message.id}/mo").status_code == 403
    assert post(client, "/hop-thu/", "/hop-thu/00000000-0000-7000-8000-000000000000/mo").status_code == 404
    post(client, "/hop-thu/", "/hop-thu/da-doc")
    session.expire_all()
    assert message.read_at is None


def test_all_can_be_marked_read_at_once(session, sign_in_as):
    reader = make_player(session, Role.LEAD)
    for number in range(30):
        put(session, reader, key=str(number))
    client = sign_in_as(reader.account)
    assert "1-20 trong 30" in text_of(client.get("/hop-thu/"))
    assert post(client, "/hop-thu/", "/hop-thu/da-doc").status_code == 302
    session.expire_all()
    assert not [one for one in session.scalars(select(InboxMessage)) if one.read_at is None]
    assert "Đã đánh dấu 30 tin là đã đọc." in text_of(client.get("/hop-thu/"))


def test_the_links_of_notices_are_pages_of_this_site(app):
    adapter = app.url_map.bind("localhost")
    some_id = "00000000-0000-7000-8000-000000000000"
    for path, endpoint in {
        f"/cuoc-kiem-tra/{some_id}": "campaigns.visit",
        "/cuoc-kiem-tra/": "campaigns.visits",
        f"/khac-phuc/{some_id}": "followup.action",
        "/khac-phuc/": "followup.index",
        "/hop-thu/": "inbox.index",
    }.items():
        assert adapter.match(path)[0] == endpoint


def test_healthz_turns_red_when_the_clock_that_went_has_stopped(session, client, monkeypatch):
    monkeypatch.setattr(health, "revision_at", lambda _connection: head_revision())
    assert client.get("/healthz").status_code == 200
    lease = SchedulerLease(owner=None, ticked_at=real_now() - timedelta(minutes=2))
    session.add(lease)
    session.flush()
    assert client.get("/healthz").status_code == 200
    lease.ticked_at = real_now() - timedelta(minutes=4)
    session.flush()
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.get_json() == {"status": "the scheduler has stopped"}
