"""The people of teams.yaml: made once, by their codes, with the places where they work."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Person
from inspect_app.accounts.operations import add_affiliation, change_person, create_person
from inspect_app.accounts.queries import person_by_code
from inspect_app.campaigns.files import PersonEntry, TeamsFile
from inspect_app.campaigns.rules import ChangedThing, PlanChange
from inspect_app.kernel.actors import Actor
from inspect_app.units.models import Unit


def load_people(
    session: Session, actor: Actor, file: TeamsFile, units: Mapping[str, Unit], *, since: date, now: datetime
) -> tuple[list[PlanChange], list[PlanChange]]:
    """Makes or corrects the people of the file; gives who was added and who was changed.

    A new place of work is added beside the old ones, which stay: both keep a person from writing there.
    """
    added: list[PlanChange] = []
    changed: list[PlanChange] = []
    for entry in file.people:
        person = person_by_code(session, entry.code)
        if person is None:
            person = create_person(
                session,
                actor,
                code=entry.code,
                name=entry.name,
                title=entry.title,
                email=entry.email,
                is_sample=file.sample,
                now=now,
            )
            added.append(PlanChange(ChangedThing.PERSON, entry.code, entry.name))
        else:
            changed += _correct(session, actor, person, entry, now=now)
        _note_agency(session, actor, person, units.get(entry.agency or ""), since=since, now=now)
    return added, changed


def _correct(session: Session, actor: Actor, person: Person, entry: PersonEntry, *, now: datetime) -> list[PlanChange]:
    wanted = {"name": entry.name, "title": entry.title}
    fields = {name: (getattr(person, name), value) for name, value in wanted.items() if getattr(person, name) != value}
    if not fields:
        return []
    change_person(
        session,
        actor,
        person,
        name=entry.name,
        title=entry.title,
        email=entry.email or person.email,
        phone=person.phone,
        now=now,
    )
    return [PlanChange(ChangedThing.PERSON, entry.code, entry.name, fields)]


def _note_agency(
    session: Session, actor: Actor, person: Person, agency: Unit | None, *, since: date, now: datetime
) -> None:
    if agency is None or any(one.unit_id == agency.id and one.valid_to is None for one in person.affiliations):
        return
    add_affiliation(session, actor, person, agency, valid_from=since, now=now)
