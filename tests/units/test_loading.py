"""Loading units from a file: made once, changed when the file changed, never taken away."""

from datetime import date

import pytest
from sqlalchemy import func, select

from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.errors import Forbidden
from inspect_app.units.files import UnitEntry
from inspect_app.units.models import Unit
from inspect_app.units.operations import load_units
from inspect_app.units.queries import unit_by_code
from inspect_app.units.rules import UnitKind
from tests.factories.moments import NOW
from tests.factories.people import make_player


def entry(code, name, kind=UnitKind.DISTRICT, **more):
    return UnitEntry(code=code, kind=kind, name=name, short_name=name, **more)


TREE = [
    entry("519", "UBND huyện Nông Sơn", parent="49", valid_to=date(2024, 12, 31), successor="509"),
    entry("509", "UBND huyện Quế Sơn", parent="49"),
    entry("49", "UBND tỉnh Quảng Nam", UnitKind.PROVINCE),
]


def entries(session):
    return session.scalar(select(func.count()).select_from(JournalEntry))


def test_units_are_tied_to_parents_and_successors_in_any_order(session):
    changes = load_units(session, SYSTEM, TREE, now=NOW)
    assert [change.is_new for change in changes] == [True, True, True]
    nong_son = unit_by_code(session, "519")
    session.refresh(nong_son)
    assert nong_son.parent is unit_by_code(session, "49")
    assert nong_son.successor is unit_by_code(session, "509")
    assert nong_son.search_name.startswith("ubnd huyen nong son")


def test_the_same_units_again_write_nothing(session):
    load_units(session, SYSTEM, TREE, now=NOW)
    before = entries(session)
    assert load_units(session, SYSTEM, TREE, now=NOW) == []
    assert entries(session) == before


def test_a_change_is_told_before_and_after_and_what_is_not_named_stays(session):
    load_units(session, SYSTEM, TREE, now=NOW)
    changed = [entry("509", "UBND huyện Quế Sơn (mới)", parent="49"), TREE[2]]
    (change,) = load_units(session, SYSTEM, changed, now=NOW)
    assert change.fields["name"] == ("UBND huyện Quế Sơn", "UBND huyện Quế Sơn (mới)")
    assert session.scalar(select(func.count()).select_from(Unit)) == 3


def test_only_administrators_and_commands_load_units(session):
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with pytest.raises(Forbidden):
            load_units(session, make_player(session, role).actor, TREE, now=NOW)
