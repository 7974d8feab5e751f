"""Units: reading and writing them, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.errors import Forbidden, NotFound, RuleBroken
from inspect_app.units import operations
from inspect_app.units.models import RatingAuthorityBasis
from inspect_app.units.queries import (
    UnitFilter,
    authority_over,
    children_of,
    count_by_kind,
    province,
    unit_by_code,
    units_page,
    units_valid_on,
)
from inspect_app.units.rules import AuthorityBasis, RatedBy, UnitKind
from tests.factories.moments import NOW, TODAY
from tests.factories.people import make_player
from tests.factories.units import make_province, make_unit

LAST_DAY_OF_NONG_SON = date(2024, 12, 31)


@pytest.fixture
def administrator(session):
    return make_player(session, Role.ADMINISTRATOR).actor


@pytest.fixture
def tree(session):
    top = make_province(session)
    agency = make_unit(session, "Sở Y tế", UnitKind.SPECIALISED_AGENCY, top, code="SYT")
    district = make_unit(session, "UBND huyện Nông Sơn", UnitKind.DISTRICT, top, code="519")
    commune = make_unit(session, "UBND xã Quế Lộc", UnitKind.COMMUNE, district, code="20668")
    police = make_unit(session, "Công an tỉnh", UnitKind.SECTOR_BODY, top, code="CAT")
    heir = make_unit(session, "UBND huyện Quế Sơn", UnitKind.DISTRICT, top, code="509")
    district.valid_to, district.successor_id = LAST_DAY_OF_NONG_SON, heir.id
    session.flush()
    return {unit.code: unit for unit in (top, agency, district, commune, police, heir)}


def listed(session, on=TODAY, offset=0, limit=50, **narrow):
    rows, total = units_page(session, on, UnitFilter(**narrow), offset=offset, limit=limit)
    return [unit.code for unit in rows], total


def test_the_list_goes_from_the_province_down(session, tree):
    assert listed(session) == (["49", "SYT", "CAT", "509", "519", "20668"], 6)
    assert listed(session, offset=4, limit=1) == (["519"], 6)


@pytest.mark.parametrize(
    ("narrow", "codes"),
    [
        ({"words": "nong son"}, ["519"]),
        ({"words": "HUYEN que"}, ["509"]),
        ({"words": "20668"}, ["20668"]),
        ({"words": "que\x00loc"}, []),
        ({"words": "\x00"}, ["49", "SYT", "CAT", "509", "519", "20668"]),
        ({"words": "%"}, []),
        ({"words": "_"}, []),
        ({"kind": UnitKind.SECTOR_BODY}, ["CAT"]),
    ],
)
def test_the_list_is_narrowed_by_words_without_diacritics_and_by_kind(session, tree, narrow, codes):
    assert listed(session, **narrow) == (codes, len(codes))


def test_the_list_is_narrowed_by_the_unit_above(session, tree):
    assert listed(session, parent_id=tree["519"].id) == (["20668"], 1)
    assert [unit.code for unit in children_of(session, tree["519"])] == ["20668"]


def test_a_unit_is_listed_until_its_last_day_and_after_it_only_when_asked_for(session, tree):
    after = LAST_DAY_OF_NONG_SON + timedelta(days=1)
    assert "519" in listed(session, on=LAST_DAY_OF_NONG_SON)[0]
    assert "519" not in listed(session, on=after)[0]
    assert "519" in listed(session, on=after, with_ended=True)[0]
    assert tree["519"].successor.code == "509"
    assert count_by_kind(session, after)[UnitKind.DISTRICT] == 1
    assert [unit.code for unit in units_valid_on(session, after, {UnitKind.DISTRICT})] == ["509"]


@pytest.mark.parametrize(
    ("code", "rater", "needs_checking"),
    [("SYT", "49", False), ("519", "49", True), ("20668", "519", False), ("CAT", None, False), ("49", None, False)],
)
def test_who_rates_whom_follows_the_rule(session, tree, code, rater, needs_checking):
    authority = authority_over(session, tree[code], TODAY)
    assert (authority.unit.code if authority.unit else None) == rater
    assert authority.needs_checking is needs_checking


def test_who_rates_whom_is_kept_once_and_again_without_a_trace(session, tree):
    basis = AuthorityBasis(UnitKind.DISTRICT, RatedBy.PROVINCE, "QĐ mẫu", needs_checking=True, note="ghi chú")
    assert operations.set_authority_bases(session, SYSTEM, [basis], now=NOW)
    assert not operations.set_authority_bases(session, SYSTEM, [basis], now=NOW)
    entries = session.scalars(select(JournalEntry).where(JournalEntry.verb == "units.set_authority")).all()
    assert len(entries) == 1
    row = session.scalar(select(RatingAuthorityBasis).where(RatingAuthorityBasis.kind == UnitKind.DISTRICT))
    assert (row.source, row.note) == ("QĐ mẫu", "ghi chú")


def add(session, actor, district, **details):
    wanted = {"code": "519-PNV", "name": "Phòng Nội vụ", "short_name": "", "valid_from": None, **details}
    return operations.add_division(session, actor, district, now=NOW, **wanted)


def test_a_division_stands_under_its_district_and_is_rated_by_its_chair(session, tree, administrator):
    division = add(session, administrator, tree["519"])
    assert (division.kind, division.parent_id, division.short_name) == (
        UnitKind.DISTRICT_DIVISION,
        tree["519"].id,
        "Phòng Nội vụ",
    )
    assert authority_over(session, division, TODAY).unit == tree["519"]
    assert listed(session, words="phong noi vu")[0] == ["519-PNV"]
    assert unit_by_code(session, "519-PNV") == division


@pytest.mark.parametrize(
    ("over", "details", "field"),
    [("519", {"code": "SYT"}, "code"), ("SYT", {}, "parent_id"), ("20668", {}, "parent_id")],
)
def test_a_division_needs_a_free_code_and_a_district(session, tree, administrator, over, details, field):
    with pytest.raises(RuleBroken) as refusal:
        add(session, administrator, tree[over], **details)
    assert refusal.value.field == field


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_change_units(session, tree, role):
    actor = make_player(session, (role, tree["519"])).actor
    with pytest.raises(Forbidden):
        add(session, actor, tree["519"])
    with pytest.raises(Forbidden):
        change(session, actor, tree["519"])


def change(session, actor, unit, **details):
    wanted = {"name": unit.name, "short_name": unit.short_name, "address": "", "valid_to": unit.valid_to, **details}
    operations.change_unit(session, actor, unit, now=NOW, **wanted)


def test_a_correction_writes_what_changed_and_nothing_when_nothing_did(session, tree, administrator):
    change(session, administrator, tree["SYT"])
    change(session, administrator, tree["SYT"], address="Tam Kỳ")
    entries = session.scalars(select(JournalEntry).where(JournalEntry.verb == "units.change")).all()
    assert [(entry.unit_id, entry.changes) for entry in entries] == [(tree["SYT"].id, {"address": [None, "Tam Kỳ"]})]


def test_a_unit_does_not_end_before_it_begins(session, tree, administrator):
    tree["SYT"].valid_from = date(2024, 1, 1)
    with pytest.raises(RuleBroken) as refusal:
        change(session, administrator, tree["SYT"], valid_to=date(2023, 12, 31))
    assert refusal.value.field == "valid_to"


def test_an_unknown_code_is_not_found(session):
    with pytest.raises(NotFound):
        unit_by_code(session, "nothing")
    with pytest.raises(NotFound):
        province(session)
