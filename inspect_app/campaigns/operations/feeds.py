"""Addresses of calendars: made, renewed and revoked. The token is shown once; its hash alone is kept."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.accounts.operations.sessions import new_token, token_sha256
from inspect_app.accounts.queries import account_by_id
from inspect_app.campaigns.feed_queries import live_feed
from inspect_app.campaigns.models import CalendarFeed
from inspect_app.campaigns.permissions import may_keep_own_feed, may_keep_unit_feed, may_revoke_feed
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Forbidden
from inspect_app.units.models import Unit


def make_feed(session: Session, actor: Actor, unit: Unit | None, *, now: datetime, real_now: datetime) -> str:
    """Makes the actor's address (of a unit's calendar when `unit` is given) and gives its token, shown only now.

    An address that he had before ends with it. Raises Forbidden.
    """
    if unit is None:
        may_keep_own_feed.require(actor, None)
    else:
        may_keep_unit_feed.require(actor, unit)
    if actor.account_id is None:
        raise Forbidden
    before = live_feed(session, actor.account_id, unit.id if unit else None)
    if before is not None:
        before.revoked_at = real_now
        session.flush()
    token = new_token()
    feed = CalendarFeed(
        account_id=actor.account_id,
        unit_id=unit.id if unit else None,
        token_sha256=token_sha256(token),
        made_at=real_now,
    )
    session.add(feed)
    session.flush()
    verb = "campaigns.make_feed" if before is None else "campaigns.renew_feed"
    what = "Tạo" if before is None else "Cấp lại"
    _record(session, actor, feed, verb, what, now=now)
    return token


def revoke_feed(session: Session, actor: Actor, feed: CalendarFeed, *, now: datetime, real_now: datetime) -> bool:
    """Ends an address: whoever reads by it gets nothing from now on. False when it had ended. Raises Forbidden."""
    may_revoke_feed.require(actor, feed)
    if feed.revoked_at is not None:
        return False
    feed.revoked_at = real_now
    session.flush()
    _record(session, actor, feed, "campaigns.revoke_feed", "Thu hồi", now=now)
    return True


def _record(session: Session, actor: Actor, feed: CalendarFeed, verb: str, what: str, *, now: datetime) -> None:
    whose = account_by_id(session, feed.account_id).person.name
    of_unit = f" của đơn vị {feed.unit.name}" if feed.unit is not None else ""
    record(
        session,
        actor,
        verb,
        feed,
        now=now,
        unit_id=feed.unit_id,
        summary=f"{what} địa chỉ lịch điện tử{of_unit}, do {whose} giữ",
    )
