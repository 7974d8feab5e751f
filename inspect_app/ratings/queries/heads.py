"""Reading the years and the heads that are rated in them."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Select, distinct, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from inspect_app.accounts.models import RoleAssignment
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.locks import lock_row
from inspect_app.ratings.files import read_rule
from inspect_app.ratings.models import HeadRating, RatingDecision, RatingYear
from inspect_app.ratings.rules import RatingRule
from inspect_app.units.models import Unit
from inspect_app.units.rules import UnitKind


@lru_cache(maxsize=16)
def _parsed(code: str, text: str) -> RatingRule:
    return read_rule(code, text.encode())


def rule_of(year: RatingYear) -> RatingRule:
    """The rule as the year was opened with it."""
    return _parsed(year.rule_code, year.rule_text)


def rating_years(session: Session) -> Sequence[RatingYear]:
    """The years that were opened, the newest first."""
    return session.scalars(select(RatingYear).order_by(RatingYear.year.desc())).all()


def rating_year(session: Session, year: int) -> RatingYear | None:
    """The year, if it was opened."""
    return session.scalar(select(RatingYear).where(RatingYear.year == year))


def _whole() -> Select[HeadRating]:
    """A head's rating with all that its assessment reads."""
    return select(HeadRating).options(
        joinedload(HeadRating.rating_year),
        joinedload(HeadRating.unit),
        joinedload(HeadRating.authority_unit),
        joinedload(HeadRating.head),
        joinedload(HeadRating.index_input),
        joinedload(HeadRating.dossiers),
        selectinload(HeadRating.confirmations),
        selectinload(HeadRating.decisions).joinedload(RatingDecision.person),
    )


def head_rating_by_id(session: Session, rating_id: UUID) -> HeadRating:
    """The rating of one head; raises NotFound."""
    rating = session.scalar(_whole().where(HeadRating.id == rating_id))
    if rating is None:
        raise NotFound
    return rating


def lock_rating(session: Session, rating: HeadRating) -> None:
    """Waits until nobody else writes on the rating, and reads all that it rests on anew; held until the commit."""
    lock_row(session, rating, ("released_at",), key_share=True)
    session.scalars(_whole().where(HeadRating.id == rating.id), execution_options={"populate_existing": True}).one()


def lock_year(session: Session, year: RatingYear) -> None:
    """Waits until nobody else changes the year's rule or releases by it, and reads it anew; held until the commit."""
    lock_row(session, year, ("rule_code", "rule_sha256", "rule_text"), key_share=True)


def rating_with_area(session: Session, rating_id: UUID, area: int) -> HeadRating:
    """The rating of one head, if its rule has the area; raises NotFound."""
    rating = head_rating_by_id(session, rating_id)
    if area not in {known.number for known in rule_of(rating.rating_year).areas}:
        raise NotFound
    return rating


def rating_of_unit(session: Session, year: int, unit_id: UUID) -> HeadRating | None:
    """The rating of a unit's head in a year; None where nobody rates him here."""
    query = _whole().join(RatingYear).where(RatingYear.year == year, HeadRating.unit_id == unit_id)
    return session.scalar(query)


def ratings_of(session: Session, year: RatingYear) -> Sequence[HeadRating]:
    """All ratings of a year, whoever may see them: for operations, never for a page."""
    return session.scalars(_whole().where(HeadRating.rating_year_id == year.id)).all()


def visible_ratings(session: Session, actor: Actor, year: RatingYear, kind: UnitKind | None = None) -> list[HeadRating]:
    """The ratings that the actor may read in a list: all for coordinators and auditors, an authority's own and those
    below it, never one's own before release."""
    query = _whole().where(HeadRating.rating_year_id == year.id).join(Unit, HeadRating.unit_id == Unit.id)
    if kind is not None:
        query = query.where(Unit.kind == kind)
    if not (actor.has(Role.COORDINATOR) or actor.has(Role.AUDITOR)):
        over = actor.units(Role.RATING_AUTHORITY)
        below = select(Unit.id).where(or_(Unit.id.in_(over), Unit.parent_id.in_(over)))
        query = query.where(HeadRating.authority_unit_id.in_(below))
    own = actor.units(Role.HEAD_OF_UNIT) | actor.units(Role.UNIT_CONTACT)
    query = query.where(HeadRating.unit_id.not_in(own))
    if actor.person_id is not None:
        query = query.where(or_(HeadRating.head_id.is_(None), HeadRating.head_id != actor.person_id))
    levels = list(UnitKind)
    return sorted(session.scalars(query), key=lambda rating: (levels.index(rating.unit.kind), rating.unit.code))


def own_unreleased_ids(session: Session, actor: Actor) -> Sequence[UUID]:
    """The ratings that are the actor's own, or of the unit on whose side he stands, before they are released."""
    own = actor.units(Role.HEAD_OF_UNIT) | actor.units(Role.UNIT_CONTACT)
    query = select(HeadRating.id).where(or_(HeadRating.head_id == actor.person_id, HeadRating.unit_id.in_(own)))
    return session.scalars(query.where(HeadRating.released_at.is_(None))).all() if actor.is_signed_in else []


def own_ratings(session: Session, actor: Actor) -> Sequence[HeadRating]:
    """The actor's own ratings that were released, the newest first."""
    if actor.person_id is None:
        return []
    query = _whole().join(RatingYear).where(HeadRating.head_id == actor.person_id, HeadRating.released_at.is_not(None))
    return session.scalars(query.order_by(RatingYear.year.desc())).all()


def released_anywhere(session: Session, year: RatingYear) -> bool:
    """Whether any rating of the year was released: then its rule stands."""
    query = select(HeadRating.id).where(HeadRating.rating_year_id == year.id, HeadRating.released_at.is_not(None))
    return session.scalar(query.limit(1)) is not None


def decided_unreleased(session: Session, year: RatingYear) -> int:
    """How many heads of the year have a decision that was not released yet."""
    query = select(func.count(distinct(HeadRating.id))).join(RatingDecision)
    return session.scalar(query.where(HeadRating.rating_year_id == year.id, HeadRating.released_at.is_(None))) or 0


def heads_of_units(session: Session, on: date) -> dict[UUID, UUID]:
    """Who heads each unit on the day; of several the one who came last."""
    query = (
        select(RoleAssignment)
        .where(
            RoleAssignment.role == Role.HEAD_OF_UNIT,
            RoleAssignment.unit_id.is_not(None),
            RoleAssignment.valid_from <= on,
            or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to >= on),
        )
        .order_by(RoleAssignment.valid_from, RoleAssignment.id)
    )
    return {row.unit_id: row.person_id for row in session.scalars(query) if row.unit_id is not None}
