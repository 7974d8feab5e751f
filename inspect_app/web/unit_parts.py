"""What a unit's page shows from the rooms above units: its visits, and the rating of its head to who may read it."""

from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from inspect_app.campaigns.permissions import may_keep_unit_feed, may_see_campaign
from inspect_app.campaigns.queries import visits_of_unit
from inspect_app.kernel.actors import Actor
from inspect_app.ratings.permissions import may_read_rating
from inspect_app.ratings.queries import assess, rating_of_unit, rating_years
from inspect_app.units.models import Unit
from inspect_app.units.page_parts import PagePart, add_part


def visits_part(session: Session, actor: Actor, unit: Unit, _on: date) -> PagePart | None:
    """The unit's visits that the reader may know of."""
    if not may_see_campaign(actor, None):
        return None
    visits = visits_of_unit(session, actor, unit.id)
    feed_url = _feed_url(actor, unit)
    return PagePart("web/unit_visits.html", {"visits": visits, "feed_url": feed_url}) if visits or feed_url else None


def _feed_url(actor: Actor, unit: Unit) -> str | None:
    return url_for("campaigns.unit_calendar", unit_id=unit.id) if may_keep_unit_feed(actor, unit) else None


def ratings_part(session: Session, actor: Actor, unit: Unit, _on: date) -> PagePart | None:
    """The ratings of the unit's head that the reader may read."""
    found = [rating_of_unit(session, year.year, unit.id) for year in rating_years(session)]
    ratings = [rating for rating in found if rating is not None and may_read_rating(actor, rating)]
    rows = [assess(session, rating) for rating in ratings]
    return PagePart("web/unit_ratings.html", {"rows": rows}) if rows else None


def add_unit_parts() -> None:
    """Hands the sections to the unit's page."""
    add_part(visits_part)
    add_part(ratings_part)
