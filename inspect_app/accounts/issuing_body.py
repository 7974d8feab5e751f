"""Whose paper it is and over which lines it is signed, from the delegation of its signer. Pure.

Names and signs follow Nghị định 30/2020/NĐ-CP, Phụ lục I, II.2, II.3b, II.4a and II.7b-c. What abbreviates a body is
for its head to lay down: the tables here are the usual ones, a unit that is not among them goes by its own code.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from inspect_app.accounts.models import Delegation, SigningForm
from inspect_app.documents.sheets import Signature
from inspect_app.units.models import Unit
from inspect_app.units.rules import UnitKind

COMMITTEE: Final = "Ủy ban nhân dân"
COMMITTEE_SIGN: Final = "UBND"
# People's committees act as a body: their papers are signed TM., and they name no body above them.
COMMITTEES: Final = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE})
# What the head of a unit is called, by how its name begins: the longest beginning that fits.
HEAD_TITLES: Final = MappingProxyType(
    {
        COMMITTEE_SIGN: "Chủ tịch",
        COMMITTEE: "Chủ tịch",
        "Văn phòng": "Chánh Văn phòng",
        "Thanh tra": "Chánh Thanh tra",
        "Sở": "Giám đốc",
        "Kho bạc": "Giám đốc",
        "Bảo hiểm": "Giám đốc",
        "Công an": "Giám đốc",
        "Cục": "Cục trưởng",
        "Ban": "Trưởng ban",
        "Phòng": "Trưởng phòng",
    }
)
ANY_HEAD: Final = "Thủ trưởng"
ON_BEHALF: Final = f"{SigningForm.COLLECTIVE.value} "
# Titles in a team: who signs over one of them signs the team's paper (II.7c).
TEAM_TITLES: Final = ("trưởng đoàn", "phó trưởng đoàn", "tổ trưởng", "tổ phó")
# Where no unit tells the province: the one that this software was first made for.
HOME_PARENT: Final = "UBND tỉnh Quảng Nam"
HOME_PLACE: Final = "Quảng Nam"


@dataclass(frozen=True)
class TeamBody:
    """A team as an issuing body. With `seal` it may use an agency's seal, and its leader's office there is printed."""

    body: str
    sign: str = "ĐKT"
    author: str = "Đoàn kiểm tra"
    leader: str = "Trưởng đoàn"
    seal: bool = False


@dataclass(frozen=True)
class Issuer:
    """The issuing body: its name in full, the body above it, its sign, where it sits, and its name in running text.

    `collective` is the body that signs as one (TM.), empty where a head signs alone; `head` is the office of its head
    in full ("Giám đốc Sở Nội vụ").
    """

    parent_body: str
    body: str
    sign: str
    place: str
    author: str
    collective: str = ""
    head: str = ""


def issuer_of(delegation: Delegation | None, team: TeamBody, *, province: Unit | None = None) -> Issuer:
    """The issuing body that goes with a signature; without a delegation, or over a title in the team, it is the team.

    `province` is where the team works; without it the province of the delegation's unit, else the software's own.
    """
    if delegation is None or signs_for_team(delegation):
        home = province or (province_of(delegation.unit) if delegation else None)
        parent, place = (home.name, home.short_name) if home else (HOME_PARENT, HOME_PLACE)
        return Issuer(parent, team.body, team.sign, place, team.author, head=team.leader)
    return issuer_for(delegation.unit)


def issuer_for(unit: Unit) -> Issuer:
    """A unit as the issuing body of its own papers."""
    head = head_in_full(unit)
    place = _seat(unit)
    if unit.kind in COMMITTEES:
        body = name_in_full(unit).replace(f"{COMMITTEE} ", f"{COMMITTEE}\n", 1)
        level = unit.name.removeprefix(f"{COMMITTEE_SIGN} ").split(" ", 1)[0]
        author = f"{COMMITTEE} {level}" if unit.kind is UnitKind.PROVINCE else name_in_full(unit)
        return Issuer("", body, COMMITTEE_SIGN, place, author, collective=COMMITTEE, head=head)
    return Issuer(_parent_name(unit), unit.name, unit.code, place, unit.name, head=head)


def signs_for_team(delegation: Delegation) -> bool:
    """Whether the signer signs over his title in a team, not over an office."""
    return delegation.form is SigningForm.OWN and delegation.title.casefold().startswith(TEAM_TITLES)


def signature_of(
    delegation: Delegation | None,
    *,
    signed: bool,
    team: TeamBody | None = None,
    collective: str | None = None,
    expected: str = "",
) -> Signature:
    """Box 7: the lines of authority, then the title; the name only once it is `signed`.

    `collective` is the body on whose behalf the paper goes out ("Ủy ban nhân dân"): its TM. line stands first (II.7b).
    With "" the head issues alone, so that no TM. stands there; with None the lines are those of the delegation. Without
    a delegation the title is the `expected` one, or that of the team's leader.
    """
    if delegation is None:
        title = expected or (team.leader if team else ANY_HEAD)
        return Signature(title=title.upper(), authority=_on_behalf(collective))
    name = delegation.person.name if signed else ""
    *authority, title = delegation.authority_lines
    if signs_for_team(delegation):
        office = (delegation.person.title or "") if team and team.seal else ""
        return Signature(title=title, other_office=office, name=name)
    if collective is not None:
        authority = [*_on_behalf(collective), *(line for line in authority if not line.startswith(ON_BEHALF))]
    return Signature(title=title, authority=tuple(authority), name=name)


def _on_behalf(collective: str | None) -> tuple[str, ...]:
    return (f"{ON_BEHALF}{collective.upper()}",) if collective else ()


def name_in_full(unit: Unit) -> str:
    """The unit's official name: `UBND tỉnh Quảng Nam` is `Ủy ban nhân dân tỉnh Quảng Nam`."""
    bare = unit.name.removeprefix(f"{COMMITTEE_SIGN} ")
    return f"{COMMITTEE} {bare}" if bare != unit.name else unit.name


def head_title(unit: Unit) -> str:
    """What the head of the unit is called ("Chủ tịch", "Giám đốc")."""
    return HEAD_TITLES.get(_beginning(unit), ANY_HEAD)


def head_in_full(unit: Unit) -> str:
    """The head's office with the unit's name: `Giám đốc Sở Nội vụ`, `Chánh Văn phòng UBND tỉnh`."""
    title, start = head_title(unit), _beginning(unit)
    if start and title.casefold().endswith(start.casefold()):
        return f"{title}{unit.name.removeprefix(start)}"
    return f"{title} {name_in_full(unit)}"


def _beginning(unit: Unit) -> str:
    return max((start for start in HEAD_TITLES if unit.name.startswith(start)), key=len, default="")


def province_of(unit: Unit) -> Unit | None:
    """The province that the unit belongs to; None for one that stands under no province, as a sector body does."""
    return next((one for one in _upwards(unit) if one.kind is UnitKind.PROVINCE), None)


def _upwards(unit: Unit) -> Iterator[Unit]:
    one: Unit | None = unit
    while one is not None:
        yield one
        one = one.parent


def _seat(unit: Unit) -> str:
    """The administrative unit where it sits (II.4a)."""
    return next((one.short_name for one in _upwards(unit) if one.kind in COMMITTEES), HOME_PLACE)


def _parent_name(unit: Unit) -> str:
    """The body right above, with the name of its place (II.2a)."""
    parent = unit.parent
    if parent is None:
        return ""
    seat = next((one for one in _upwards(parent) if one.kind in COMMITTEES), None)
    if seat is None or seat.short_name in parent.name:
        return parent.name
    place = seat.name.removeprefix(f"{COMMITTEE_SIGN} ")
    level = place.removesuffix(f" {seat.short_name}")
    return f"{parent.name.removesuffix(f' {level}')} {place}"
