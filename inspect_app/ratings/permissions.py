"""Who may see, prepare and decide ratings. A rated head has no write path, and reads only his own, after release."""

from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.permissions import permission
from inspect_app.ratings.models import HeadRating, RatingYear


def is_rated(actor: Actor, rating: HeadRating) -> bool:
    """Whether this is the actor's own rating: he is the head of that year, or stands on the unit's side now."""
    is_head = actor.person_id is not None and actor.person_id == rating.head_id
    own = actor.units(Role.HEAD_OF_UNIT) | actor.units(Role.UNIT_CONTACT)
    return is_head or rating.unit_id in own


def is_authority(actor: Actor, rating: HeadRating) -> bool:
    """Whether he holds the rating authority over the unit whose head rates; held by name, never "everywhere"."""
    return rating.authority_unit_id in actor.units(Role.RATING_AUTHORITY)


def _is_above(actor: Actor, rating: HeadRating) -> bool:
    return rating.authority_unit.parent_id in actor.units(Role.RATING_AUTHORITY)


@permission("ratings.list", "Coordinators, auditors and rating authorities; each sees in it only what he may read")
def may_list_ratings(actor: Actor, _thing: object) -> bool:
    """The table of the year."""
    return any(actor.has(role) for role in (Role.COORDINATOR, Role.AUDITOR, Role.RATING_AUTHORITY))


@permission("ratings.open_year", "Coordinators; commands of the system")
def may_open_year(actor: Actor, _thing: object) -> bool:
    """Opening a year with its rule, and taking in units and heads that came later."""
    return actor.is_system or actor.has(Role.COORDINATOR)


@permission("ratings.enter_figures", "Coordinators; each row asks whether he may prepare the rating of its unit")
def may_enter_figures(actor: Actor, _thing: object) -> bool:
    """Handing in the year's figures as a table."""
    return actor.has(Role.COORDINATOR)


@permission("ratings.read_own", "Everybody who is signed in; it shows only one's own released ratings")
def may_read_own_ratings(actor: Actor, _thing: object) -> bool:
    """The page of one's own ratings."""
    return actor.is_signed_in


@permission(
    "ratings.read",
    "Coordinators, auditors, the rating authority and the one above it, never the rated head; he reads his own once "
    "it is released",
)
def may_read_rating(actor: Actor, rating: HeadRating) -> bool:
    """One head's rating with its inputs and grounds."""
    if is_rated(actor, rating):
        return rating.is_released and actor.person_id == rating.head_id
    oversees = actor.has(Role.COORDINATOR) or actor.has(Role.AUDITOR)
    return oversees or is_authority(actor, rating) or _is_above(actor, rating)


@permission("ratings.prepare", "Coordinators who do not belong to the rated unit")
def may_prepare_rating(actor: Actor, rating: HeadRating) -> bool:
    """Entering the index and the dossiers, confirming the contents of an area."""
    own = is_rated(actor, rating) or actor.belongs_to(rating.unit_id)
    return (actor.is_system or actor.has(Role.COORDINATOR)) and not own


@permission("ratings.decide", "The rating authority of the unit by name, who neither heads nor belongs to it")
def may_decide_rating(actor: Actor, rating: HeadRating) -> bool:
    """Deciding the level."""
    own = is_rated(actor, rating) or actor.belongs_to(rating.unit_id)
    return is_authority(actor, rating) and not own


@permission("ratings.release", "The rating authority of the unit by name, who neither heads nor belongs to it")
def may_release_rating(actor: Actor, rating: HeadRating) -> bool:
    """Releasing the decision to the head, after which nothing changes."""
    return may_decide_rating(actor, rating)


def _is_on_a_units_side(actor: Actor) -> bool:
    return bool(actor.units(Role.HEAD_OF_UNIT) | actor.units(Role.UNIT_CONTACT))


@permission(
    "ratings.read_notice", "Coordinators, auditors and rating authorities who neither head nor speak for any unit"
)
def may_read_rating_notice(actor: Actor, _year: RatingYear) -> bool:
    """The notice of the year's ratings: it holds every head's level, so nobody who may be among them reads it here."""
    return may_list_ratings(actor, None) and not _is_on_a_units_side(actor)


@permission("ratings.prepare_notice", "Coordinators who neither head nor speak for any unit")
def may_prepare_rating_notice(actor: Actor, _year: RatingYear) -> bool:
    """Preparing the notice of the year's ratings."""
    return actor.has(Role.COORDINATOR) and not _is_on_a_units_side(actor)
