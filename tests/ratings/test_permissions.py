"""Who may: the rated head never writes and reads only after release, whatever other roles he holds."""

from types import SimpleNamespace
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from inspect_app.kernel.actors import Actor, HeldRole, Role
from inspect_app.ratings.permissions import (
    may_decide_rating,
    may_prepare_rating,
    may_read_rating,
    may_release_rating,
)

UNIT, AUTHORITY, ABOVE, OTHER = (UUID(int=number) for number in range(1, 5))
HEAD, SOMEBODY = UUID(int=10), UUID(int=11)

held = st.builds(HeldRole, st.sampled_from(Role), st.sampled_from([None, UNIT, AUTHORITY, ABOVE, OTHER]))
actors = st.builds(
    Actor,
    name=st.just("Người mẫu"),
    person_id=st.sampled_from([HEAD, SOMEBODY]),
    roles=st.frozensets(held, max_size=5),
    unit_ids=st.frozensets(st.sampled_from([UNIT, AUTHORITY, OTHER]), max_size=2),
)


def rating(*, is_released=False):
    return SimpleNamespace(
        head_id=HEAD,
        unit_id=UNIT,
        authority_unit_id=AUTHORITY,
        authority_unit=SimpleNamespace(parent_id=ABOVE),
        is_released=is_released,
    )


@settings(deadline=None)
@given(actors, st.booleans())
def test_whoever_stands_on_the_units_side_writes_nothing(actor, is_released):
    own = actor.person_id == HEAD or actor.belongs_to(UNIT)
    writes = [may_prepare_rating, may_decide_rating, may_release_rating]
    if own:
        assert not any(may(actor, rating(is_released=is_released)) for may in writes)


@settings(deadline=None)
@given(actors)
def test_the_head_reads_his_own_after_release_and_not_before(actor):
    if actor.person_id == HEAD:
        assert not may_read_rating(actor, rating())
        assert may_read_rating(actor, rating(is_released=True))


@settings(deadline=None)
@given(actors, st.booleans())
def test_a_contact_or_later_head_of_the_unit_never_reads_the_persons_rating(actor, is_released):
    on_its_side = UNIT in actor.units(Role.HEAD_OF_UNIT) | actor.units(Role.UNIT_CONTACT)
    if on_its_side and actor.person_id != HEAD:
        assert not may_read_rating(actor, rating(is_released=is_released))


@settings(deadline=None)
@given(actors)
def test_only_the_authority_over_that_very_unit_decides(actor):
    if may_decide_rating(actor, rating()):
        assert HeldRole(Role.RATING_AUTHORITY, AUTHORITY) in actor.roles


@settings(deadline=None)
@given(actors)
def test_only_coordinators_prepare(actor):
    if may_prepare_rating(actor, rating()):
        assert actor.has(Role.COORDINATOR)


@settings(deadline=None)
@given(actors)
def test_inspectors_and_administrators_read_no_ratings(actor):
    readers = {Role.COORDINATOR, Role.AUDITOR, Role.RATING_AUTHORITY}
    if actor.person_id != HEAD and not any(role.role in readers for role in actor.roles):
        assert not may_read_rating(actor, rating())
