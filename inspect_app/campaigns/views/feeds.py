"""Calendars in other programs: the pages of their addresses, and what is read by an address."""

from uuid import UUID

from flask import Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns import operations
from inspect_app.campaigns.feed_queries import FeedReader, feed_by_id, live_feed, live_feeds_of_unit, reader_of
from inspect_app.campaigns.feed_queries import visits_of_feed as shown_visits
from inspect_app.campaigns.feeds import FeedPage, calendar_bytes
from inspect_app.campaigns.forms import FeedForm
from inspect_app.campaigns.models import CalendarFeed, Visit
from inspect_app.campaigns.permissions import may_keep_own_feed, may_keep_unit_feed, may_revoke_feed
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.kernel.actors import UNIT_SIDE_ROLES
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _
from inspect_app.units.models import Unit
from inspect_app.units.queries import unit_by_id
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.limits import limiter
from inspect_app.webkit.pages import render, tell
from inspect_app.webkit.permit import permit, public, sessionless

PER_ADDRESS = "120 per minute"
MEDIA_TYPE = "text/calendar; charset=utf-8"
# The reader's own copy is asked after each time; nobody on the way keeps one.
CACHING = "private, no-cache"


@bp.get("/lich-cua-toi")
@permit(may_keep_own_feed)
def my_calendar() -> ResponseReturnValue:
    """The address of one's own calendar: whether there is one, and what it shows."""
    return _page(None)


@bp.post("/lich-cua-toi")
@permit(may_keep_own_feed)
def make_my_feed() -> ResponseReturnValue:
    """Makes the address, or a new one in place of the old; it is shown this once."""
    return _make(None)


@bp.get("/lich-don-vi/<uuid:unit_id>")
@permit(may_keep_unit_feed, load=unit_by_id)
def unit_calendar(unit: Unit) -> ResponseReturnValue:
    """The addresses of a unit's calendar, and who keeps each."""
    return _page(unit)


@bp.post("/lich-don-vi/<uuid:unit_id>")
@permit(may_keep_unit_feed, load=unit_by_id)
def make_unit_feed(unit: Unit) -> ResponseReturnValue:
    """Makes one's own address of the unit's calendar, or a new one in place of the old."""
    return _make(unit)


@bp.post("/dia-chi-lich/<uuid:feed_id>/thu-hoi")
@permit(may_revoke_feed, load=feed_by_id)
def revoke_feed(feed: CalendarFeed) -> ResponseReturnValue:
    """Ends an address."""
    if FeedForm().validate_on_submit():
        operations.revoke_feed(session(), actor(), feed, now=now(), real_now=real_now())
        tell(_("Đã thu hồi địa chỉ. Chương trình lịch còn dùng địa chỉ đó sẽ không nhận được gì nữa."))
    return redirect(_page_url(feed.unit))


def _page_url(unit: Unit | None) -> str:
    return url_for("campaigns.my_calendar") if unit is None else url_for("campaigns.unit_calendar", unit_id=unit.id)


def _page(unit: Unit | None) -> str:
    mine = live_feed(session(), actor().account_id or UUID(int=0), unit.id if unit else None)
    return render(
        "campaigns/feed.html",
        unit=unit,
        mine=mine,
        page_url=_page_url(unit),
        others=[one for one in live_feeds_of_unit(session(), unit) if one is not mine] if unit else [],
        units=[] if unit else _own_units(),
    )


def _own_units() -> list[Unit]:
    ids = {unit_id for role in UNIT_SIDE_ROLES for unit_id in actor().units(role)}
    return sorted((unit_by_id(session(), unit_id) for unit_id in ids), key=lambda unit: unit.name)


def _make(unit: Unit | None) -> ResponseReturnValue:
    if not FeedForm().validate_on_submit():
        return redirect(_page_url(unit))
    token = operations.make_feed(session(), actor(), unit, now=now(), real_now=real_now())
    address = url_for("campaigns.read_feed", token=token, _external=True)
    _scheme, _colon, rest = address.partition("://")
    return render(
        "campaigns/feed_made.html", unit=unit, address=address, opener=f"webcal://{rest}", back=_page_url(unit)
    )


@bp.get("/lich/<token>.ics")
@public
@sessionless
@limiter.limit(PER_ADDRESS)
def read_feed(token: str) -> ResponseReturnValue:
    """The calendar behind a secret address, for a program without sign-in; whatever is wrong, there is no such page."""
    reader = reader_of(session(), token, today())
    if reader is None:
        return Response(_("Không có lịch ở địa chỉ này."), 404, mimetype="text/plain")
    language = reader.feed.account.language if reader.feed.unit is None else DEFAULT_LANGUAGE
    with use_language(language):
        body = calendar_bytes(_feed_page(reader), shown_visits(session(), reader, now(), today()))
    return _answer(body)


def _feed_page(reader: FeedReader) -> FeedPage:
    unit = reader.feed.unit
    if unit is not None:
        return FeedPage(_("Lịch kiểm tra tại %(unit)s", unit=unit.name), None, _visit_url)
    return FeedPage(_("Lịch kiểm tra của %(name)s", name=reader.actor.name), reader.actor.person_id, _visit_url)


def _visit_url(visit: Visit) -> str:
    return url_for("campaigns.visit", visit_id=visit.id, _external=True)


def _answer(body: bytes) -> Response:
    answer = make_response(body)
    answer.headers["Content-Type"] = MEDIA_TYPE
    answer.headers["Content-Disposition"] = 'inline; filename="lich-kiem-tra.ics"'
    answer.headers["Cache-Control"] = CACHING
    answer.add_etag()
    answer.make_conditional(request)
    return answer
