"""Reading addresses of calendars, and which visits each of them shows."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from inspect_app.accounts.models import Account, AccountState
from inspect_app.accounts.operations import token_sha256
from inspect_app.accounts.queries import actor_for
from inspect_app.campaigns.models import CalendarFeed, TeamMember, Visit
from inspect_app.campaigns.permissions import may_keep_own_feed, may_keep_unit_feed
from inspect_app.campaigns.queries import visibility
from inspect_app.campaigns.rules import coordinates
from inspect_app.kernel.actors import UNIT_SIDE_ROLES, Actor
from inspect_app.kernel.errors import NotFound
from inspect_app.units.models import Unit

LONGEST_TOKEN = 100
PAST_KEPT = timedelta(days=366)
CANCELLED_KEPT = timedelta(days=60)


@dataclass(frozen=True)
class FeedReader:
    """A live address and who reads by it, as he is today."""

    feed: CalendarFeed
    actor: Actor


def live_feed(session: Session, account_id: UUID, unit_id: UUID | None) -> CalendarFeed | None:
    """The account's address of its own calendar, or of a unit's."""
    of_unit = CalendarFeed.unit_id == unit_id if unit_id is not None else CalendarFeed.unit_id.is_(None)
    return session.scalar(
        select(CalendarFeed).where(CalendarFeed.account_id == account_id, of_unit, CalendarFeed.revoked_at.is_(None))
    )


def live_feeds_of_unit(session: Session, unit: Unit) -> Sequence[CalendarFeed]:
    """All addresses of the unit's calendar, the oldest first."""
    query = select(CalendarFeed).where(CalendarFeed.unit_id == unit.id, CalendarFeed.revoked_at.is_(None))
    with_keepers = query.options(joinedload(CalendarFeed.account).joinedload(Account.person))
    return session.scalars(with_keepers.order_by(CalendarFeed.made_at)).all()


def feed_by_id(session: Session, feed_id: UUID) -> CalendarFeed:
    """The address, whoever asks; raises NotFound."""
    feed = session.get(CalendarFeed, feed_id)
    if feed is None:
        raise NotFound
    return feed


def reader_of(session: Session, token: str, on: date) -> FeedReader | None:
    """Who reads by the token; None for one that is unknown or revoked, whose account is closed or whose role has ended.

    The token has 256 random bits and is looked for by its hash, so that the time it takes tells nothing of it.
    """
    if len(token) > LONGEST_TOKEN:
        return None
    wanted = token_sha256(token)
    query = select(CalendarFeed).where(CalendarFeed.token_sha256 == wanted, CalendarFeed.revoked_at.is_(None))
    feed = session.scalar(query.options(joinedload(CalendarFeed.account), joinedload(CalendarFeed.unit)))
    if feed is None or not hmac.compare_digest(feed.token_sha256, wanted):
        return None
    if feed.account.state != AccountState.ACTIVE:
        return None
    actor = actor_for(session, feed.account, on)
    allowed = may_keep_own_feed(actor, None) if feed.unit is None else may_keep_unit_feed(actor, feed.unit)
    return FeedReader(feed, actor) if allowed else None


def visits_of_feed(session: Session, reader: FeedReader, now: datetime, on: date) -> Sequence[Visit]:
    """The visits with dates that the address shows, by date; a cancelled one is shown for 60 days more."""
    lately = or_(Visit.cancelled_at.is_(None), Visit.cancelled_at >= now - CANCELLED_KEPT)
    query = select(Visit).where(_shown(reader), Visit.starts_on.is_not(None), Visit.ends_on >= on - PAST_KEPT, lately)
    query = query.options(
        joinedload(Visit.unit),
        joinedload(Visit.stream),
        selectinload(Visit.campaign),
        selectinload(Visit.team).joinedload(TeamMember.person),
    )
    return session.scalars(query.order_by(Visit.starts_on, Visit.code, Visit.id)).unique().all()


def _shown(reader: FeedReader) -> ColumnElement[bool]:
    """A secret visit leaves this house only for its own team, and there without unit, code and place."""
    told = or_(Visit.notice_sent_at.is_not(None), Visit.begun_at.is_not(None))
    open_ = or_(Visit.unannounced.is_(False), Visit.begun_at.is_not(None))
    if reader.feed.unit_id is not None:
        return and_(Visit.unit_id == reader.feed.unit_id, open_, told)
    actor = reader.actor
    on_team = Visit.id.in_(select(TeamMember.visit_id).where(TeamMember.person_id == actor.person_id))
    if coordinates(actor):
        return or_(on_team, and_(open_, visibility(actor)))
    spoken_for = frozenset(unit_id for role in UNIT_SIDE_ROLES for unit_id in actor.units(role))
    return or_(on_team, and_(open_, Visit.unit_id.in_(spoken_for), visibility(actor)))
