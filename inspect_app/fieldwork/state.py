"""What a visit holds at this moment, as plain JSON for a tablet (docs/tablets.md): answers, evidence, what is held."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Visit
from inspect_app.checklists.kinds import BadValue, kind_named
from inspect_app.checklists.kinds.base import NOT_APPLICABLE
from inspect_app.checklists.rules import ChecklistVersion, Item
from inspect_app.fieldwork.closings import closing_values
from inspect_app.fieldwork.models import (
    Answer,
    AnswerRevision,
    Change,
    ChangeKind,
    HeldChange,
    Photo,
    SectionOwner,
    StrayChange,
)
from inspect_app.fieldwork.photo_words import problem_text
from inspect_app.fieldwork.queries import answers_of, evidence_of
from inspect_app.journal.queries import newest_of_visit

Fields = dict[str, str | list[str]]


def fields_of(item: Item, answer: Answer) -> Fields:
    """An answer as the texts of its form, by the names of the page's inputs without prefix."""
    kind = kind_named(item.kind)
    raw = kind.blank()
    if answer.value is not None:
        try:
            raw = kind.to_raw(kind.from_json(answer.value, item.options))
        except BadValue:
            raw = kind.blank()
    fields: Fields = {name: value for name, value in raw.items() if name != "rows"}
    for number, row in enumerate(raw.get("rows", [])):
        fields |= {f"rows-{number}-{column}": text for column, text in row.items()}
    if answer.not_applicable:
        name, value = (kind.radio, NOT_APPLICABLE) if kind.radio else ("not_applicable", "y")
        fields |= {name: value, "reason": answer.reason or ""}
    return {**fields, "note": answer.note}


def visit_state(session: Session, visit: Visit, version: ChecklistVersion, minutes_pdf: str | None) -> dict[str, Any]:
    """The whole state but for its time. `minutes_pdf` is the paper's address."""
    names = _names(session)
    return {
        "version": state_version(session, visit),
        "visit": {
            "id": str(visit.id),
            "state": visit.state.value,
            "begun_at": _at(visit.begun_at),
            "closed_at": _at(visit.closed_at),
            "frozen": visit.frozen_at is not None,
            "minutes_pdf": minutes_pdf if visit.closed_at is not None else None,
        },
        "owners": {row.section_id: str(row.person_id) for row in _rows(session, SectionOwner, visit)},
        "answers": _answers(session, visit, version),
        "evidence": _evidence(session, visit, names),
        "held": [_held(row) for row in _open(session, HeldChange, visit)],
        "strays": len(_open(session, StrayChange, visit)),
        "photos_missing": [_photo(row) for row in _photos(session, visit) if not (row.received_at or row.waived_at)],
        "photos_kept": _only_kept(session, visit),
        **closing_values(session, visit, version),
    }


def state_version(session: Session, visit: Visit) -> str:
    """A name of the state that changes with it: every write at a visit has an entry in the journal."""
    count, newest = newest_of_visit(session, visit.id)
    return hashlib.sha256(f"{visit.id} {count} {newest}".encode()).hexdigest()[:32]


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _rows(session: Session, model: type[Any], visit: Visit) -> list[Any]:
    return list(session.scalars(select(model).where(model.visit_id == visit.id).order_by(model.id)))


def _open(session: Session, model: type[Any], visit: Visit) -> list[Any]:
    query = select(model).where(model.visit_id == visit.id, model.settled_at.is_(None))
    order = model.change_id if model is HeldChange else model.id
    return list(session.scalars(query.order_by(order)))


def _photos(session: Session, visit: Visit) -> list[Photo]:
    return _rows(session, Photo, visit)


def _names(session: Session) -> dict[UUID, str]:
    return {row.id: row.name for row in session.execute(select(Person.id, Person.name))}


def _answers(session: Session, visit: Visit, version: ChecklistVersion) -> dict[str, Any]:
    query = select(AnswerRevision.item_id, func.max(AnswerRevision.revision)).where(AnswerRevision.visit_id == visit.id)
    newest = query.group_by(AnswerRevision.item_id).subquery()
    rows = session.execute(
        select(AnswerRevision.item_id, AnswerRevision.change_id, AnswerRevision.id)
        .join(newest, (newest.c[0] == AnswerRevision.item_id) & (newest.c[1] == AnswerRevision.revision))
        .where(AnswerRevision.visit_id == visit.id)
    )
    newest_of = {row.item_id: row for row in rows}
    return {
        item_id: {
            "revision": answer.revision,
            "fields": fields_of(version.item(item_id), answer),
            "verdict": answer.verdict,
            "by": answer.person.name,
            "at": _at(answer.answered_at),
            **_named(newest_of[item_id]),
        }
        for item_id, answer in sorted(answers_of(session, visit.id).items())
        if version.has(item_id)
    }


def _named(revision: Any) -> dict[str, str | None]:
    """The change that brought a value, and the value's own name, which no other value ever bears."""
    brought = revision.change_id
    return {"change": str(brought) if brought else None, "seen": str(brought or revision.id)}


def _evidence(session: Session, visit: Visit, names: dict[UUID, str]) -> dict[str, Any]:
    photos = {row.evidence_id: row for row in _photos(session, visit)}
    return {
        item_id: [
            {
                "number": each.number,
                "photo": str(photos[each.id].id) if each.id in photos else None,
                # Of the bytes as the tablet sent them, which it knows; else of the file.
                "sha256": photos[each.id].sha256 if each.id in photos else each.sha256,
                "caption": each.caption,
                "by": names.get(each.added_by, ""),
                "at": _at(each.added_at),
            }
            for each in rows
        ]
        for item_id, rows in evidence_of(session, visit.id).items()
    }


def _held(row: HeldChange) -> dict[str, Any]:
    change = row.change
    return {
        "change": str(row.change_id),
        "why": row.why,
        "cause": row.cause,
        "message": row.message,
        "item": row.item_id,
        "kind": change.kind,
        "fields": _fields(change),
        "by": change.person.name,
        "person": str(change.person_id),
        "device": change.device.label,
        "at": _at(change.told_at),
    }


def _fields(change: Change) -> Any:
    """What was entered, as texts by name, so that it can be shown beside what stands."""
    if change.kind is ChangeKind.MINUTES:
        return {name: "" if value is None else str(value) for name, value in change.body.items()}
    return change.body.get("fields")


def _only_kept(session: Session, visit: Visit) -> list[dict[str, Any]]:
    """Photos that are here and no evidence, with the reason, as long as nobody gave them up."""
    query = select(Photo).where(Photo.visit_id == visit.id, Photo.received_at.is_not(None), Photo.waived_at.is_(None))
    found: list[dict[str, Any]] = []
    for row in session.scalars(query.where(Photo.evidence_id.is_(None)).order_by(Photo.id)):
        held = session.get(HeldChange, row.change_id)
        if row.problem is not None:
            found.append({**_photo(row), "message": problem_text(row.problem)})
        elif held is not None and held.settled_at is None:
            found.append({**_photo(row), "message": held.message})
    return found


def _photo(row: Photo) -> dict[str, Any]:
    change = row.change
    return {
        "photo": str(row.id),
        "item": row.item_id,
        "sha256": row.sha256,
        "by": change.person.name,
        "device": change.device.label,
    }
