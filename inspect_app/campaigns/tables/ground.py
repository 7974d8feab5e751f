"""What the names in a table may mean: units with former names, people, streams. Pure, over what was read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from inspect_app.accounts.models import Person
from inspect_app.accounts.words import ROLE_NAMES
from inspect_app.campaigns.models import Stream
from inspect_app.campaigns.words import KINDS
from inspect_app.kernel.actors import TEAM_ROLES, Role
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.names import Names, NoMatch
from inspect_app.kernel.text import fold
from inspect_app.units.models import Unit

NUMBERING = re.compile(r"^\s*(?:\d{1,2}\s*[.)]|[-+•*])\s*")
HONORIFIC = re.compile(r"^(?:ông|bà|đ/c|đồng chí|các ông|các bà)[\s:.]+", re.IGNORECASE)
SEPARATORS = re.compile(r"[\n;]+")
OTHER_ROLE_WORDS = {
    "truong doan": Role.LEAD,
    "to truong": Role.LEAD,
    "pho truong doan": Role.DEPUTY,
    "to pho": Role.DEPUTY,
    "pho doan": Role.DEPUTY,
    "thu ky": Role.SECRETARY,
    "thu ky doan": Role.SECRETARY,
    "thanh vien": Role.INSPECTOR,
    "thanh vien doan": Role.INSPECTOR,
    "uy vien": Role.INSPECTOR,
    "thanh vien moi": Role.EXPERT,
    "quan sat vien": Role.OBSERVER,
    "chuyen gia": Role.EXPERT,
}


@dataclass
class Ground:
    """The names of one campaign."""

    units: Names[Unit]
    streams: Names[Stream]
    people: Names[Person]

    @classmethod
    def of(cls, units: Iterable[Unit], streams: Sequence[Stream], people: Iterable[Person]) -> "Ground":
        """Knows units by code, name and short name, ended ones by their successor too."""
        ground = cls(Names(), Names(), Names())
        for unit in units:
            ground.units.add(unit, (unit.code, unit.name, unit.short_name))
        with use_language(DEFAULT_LANGUAGE):
            for stream in streams:
                alone = sum(one.kind == stream.kind for one in streams) == 1
                ground.streams.add(stream, (stream.code, stream.title, str(KINDS[stream.kind]) if alone else None))
        for person in people:
            ground.people.add(person, (person.name, person.code))
        return ground

    def unit(self, text: str) -> Unit:
        """The unit; for a former name the one that came after it, if only that one is left. Raises NoMatch."""
        found = list(dict.fromkeys(self._present(unit) for unit in self.units.find(text)))
        if len(found) == 1:
            return found[0]
        if not found:
            raise NoMatch(_("không có đơn vị “%(text)s”; %(hint)s", text=text, hint=self.units.hint(text)))
        codes = ", ".join(unit.code for unit in found)
        raise NoMatch(_("“%(text)s” có thể là nhiều đơn vị; hãy ghi mã: %(codes)s", text=text, codes=codes))

    @staticmethod
    def _present(unit: Unit) -> Unit:
        return unit.successor if unit.valid_to is not None and unit.successor is not None else unit

    def stream(self, text: str) -> Stream:
        """The stream. Raises NoMatch."""
        found = self.streams.find(text)
        if len(found) == 1:
            return found[0]
        hint = self.streams.hint(text)
        raise NoMatch(_("không có nội dung (luồng) “%(text)s” trong đợt kiểm tra; %(hint)s", text=text, hint=hint))

    def members(self, text: str, preferred: Sequence[UUID] = ()) -> list[tuple[Person, Role | None]]:
        """The people of a cell, one a line or between semicolons, each with the part that is written. Raises NoMatch."""
        pieces = [piece for piece in SEPARATORS.split(text) if piece.strip(" .,;")]
        return [one for piece in pieces for one in self._piece(piece, preferred)]

    def _piece(self, piece: str, preferred: Sequence[UUID]) -> list[tuple[Person, Role | None]]:
        name, role = _split_role(_bare(piece))
        found = self._person(name, preferred)
        if found is not None:
            return [(found, role)]
        parts = [part for part in name.split(",") if part.strip()]
        people = [(self._person(_split_role(_bare(part))[0], preferred), _split_role(_bare(part))[1]) for part in parts]
        if people and all(person is not None for person, _role in people):
            return [(person, part or role) for person, part in people if person is not None]
        if people and people[0][0] is not None:
            # What follows the name is an office: `Nguyễn Văn A, Phó Giám đốc Sở Nội vụ`.
            return [(people[0][0], role)]
        head = re.split(r"\s[-–]\s", name)[0]
        person = self._person(head, preferred)
        if person is None:
            raise NoMatch(_("không có người “%(text)s”; %(hint)s", text=head, hint=self.people.hint(head)))
        return [(person, role)]

    def _person(self, name: str, preferred: Sequence[UUID]) -> Person | None:
        found = self.people.find(name)
        if len(found) > 1:
            found = [person for person in found if person.id in preferred] or found
        if len(found) > 1:
            codes = ", ".join(person.code or person.title or str(person.id) for person in found)
            raise NoMatch(_("có nhiều người tên “%(text)s” (%(codes)s); hãy ghi mã người", text=name, codes=codes))
        return found[0] if found else None


def _bare(piece: str) -> str:
    return HONORIFIC.sub("", NUMBERING.sub("", piece.strip())).strip(" .,;")


def _split_role(text: str) -> tuple[str, Role | None]:
    """`A (Trưởng đoàn)`, `A - Trưởng đoàn`, `Trưởng đoàn: A` → the name and the part."""
    for pattern in (r"^(?P<name>.+?)\s*\((?P<role>[^()]+)\)$", r"^(?P<name>.+)\s[-–]\s(?P<role>[^-–]+)$"):
        found = re.match(pattern, text, re.DOTALL)
        role = _role_of(found["role"]) if found else None
        if found and role is not None:
            return _bare(found["name"]), role
    before, colon, after = text.partition(":")
    role = _role_of(before) if colon else None
    return (_bare(after), role) if role is not None else (text, None)


def _role_of(text: str) -> Role | None:
    wanted = fold(text)
    if wanted in OTHER_ROLE_WORDS:
        return OTHER_ROLE_WORDS[wanted]
    with use_language(DEFAULT_LANGUAGE):
        names = {fold(str(ROLE_NAMES[role])): role for role in TEAM_ROLES}
    return names.get(wanted)
