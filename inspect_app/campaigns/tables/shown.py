"""How a visit stands in the table, in plain values: what is written, and what a cell is held against."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inspect_app.accounts.models import Person
from inspect_app.accounts.words import role_name
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.tables.columns import NO_DATES
from inspect_app.kernel.actors import Role
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.text import clean

NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class ShownVisit:
    """One row: the codes by which it is known again, and the texts that people read."""

    code: str
    unit_code: str
    stream_code: str
    unit: str
    stream: str
    starts_on: date | None
    ends_on: date | None
    undated: str
    team: str
    members: str
    note: str


def tidy(text: str | None) -> str:
    """A text as a cell keeps it: nothing that markup cannot hold, no blanks at its ends, one kind of line end."""
    return NOT_IN_XML.sub("", clean((text or "").replace("\r", "\n"))).strip()


def shown_visit(visit: Visit) -> ShownVisit:
    """The row of a visit."""
    undated = f"{format_date(visit.window_start)} – {format_date(visit.window_end)} {NO_DATES}"
    return ShownVisit(
        code=visit.code,
        unit_code=visit.unit.code,
        stream_code=visit.stream.code,
        unit=tidy(visit.unit.name),
        stream=tidy(visit.stream.title),
        starts_on=visit.starts_on,
        ends_on=visit.ends_on,
        undated="" if visit.starts_on else undated,
        team=team_text((member.person, Role(member.role)) for member in visit.team),
        members=member_codes((member.person_id, Role(member.role)) for member in visit.team),
        note=tidy(visit.schedule_note),
    )


@use_language(DEFAULT_LANGUAGE)  # the table is Vietnamese, whoever reads it
def team_text(members: Iterable[tuple[Person, Role]]) -> str:
    """One line a member: `Nguyễn Văn A (Trưởng đoàn)`."""
    return "\n".join(f"{tidy(person.name)} ({role_name(role)})" for person, role in members)


def member_codes(members: Iterable[tuple[UUID, Role]]) -> str:
    """The same for the sheet of codes: `01a2…=lead 01a3…=inspector`."""
    return " ".join(f"{person_id}={role.value}" for person_id, role in members)


def members_of_codes(text: str) -> list[tuple[UUID, Role]]:
    """Back from the sheet of codes. Raises ValueError for anything else."""
    pairs = [part.partition("=") for part in text.split()]
    return [(UUID(person), Role(role)) for person, _equals, role in pairs]
