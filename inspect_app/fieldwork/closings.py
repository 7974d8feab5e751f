"""A closing that was asked for on a tablet: what was signed, what stands, and what it waits for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.fieldwork.matters import open_matters
from inspect_app.fieldwork.models import (
    AnswerRevision,
    Change,
    ChangeState,
    Closing,
    Evidence,
    HeldChange,
    Minutes,
    Photo,
    Signature,
    SignaturePart,
)
from inspect_app.fieldwork.queries import answers_of, evidence_of, minutes_of
from inspect_app.fieldwork.rules import Gap, unite_gaps
from inspect_app.fieldwork.signed_sheet import Sheet, differences, read_sheet, sheet_of
from inspect_app.fieldwork.standing import Standing
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _


@dataclass(frozen=True)
class Waiting:
    """A closing with what it waits for; when that is nothing, the paper can be made."""

    closing: Closing
    minutes: Minutes
    standing: Standing
    signatures: dict[SignaturePart, Signature]
    gaps: tuple[Gap, ...]

    @property
    def told(self) -> list[str]:
        """What it waits for in words; where that is nothing, why its paper could not be made."""
        problem = self.closing.problem
        return [gap.message for gap in self.gaps] or ([problem] if problem else [])

    @property
    def ended_at(self) -> datetime:
        """When the tablet says that the visit ended, if that can be; else when the server heard of it."""
        told, asked = self.closing.told_at, self.closing.asked_at
        return told if self.minutes.started_at <= told <= asked else asked


def open_closing(session: Session, visit: Visit) -> Closing | None:
    """The closing that a visit waits with; None when nobody asked, or when the visit is closed."""
    if visit.closed_at is not None:
        return None
    query = select(Closing).where(Closing.visit_id == visit.id, Closing.done_at.is_(None))
    return session.scalar(query.execution_options(populate_existing=True))


def waiting_closing(session: Session, visit: Visit, version: ChecklistVersion) -> Waiting | None:
    """The closing that a visit waits with, and everything that it waits for."""
    closing, minutes = open_closing(session, visit), minutes_of(session, visit.id)
    if closing is None or minutes is None:
        return None
    standing = Standing(version, answers_of(session, visit.id), evidence_of(session, visit.id))
    signatures = signatures_on(session, visit.id, closing.sheet_sha256)
    gaps = unite_gaps(
        standing.gaps(minutes),
        open_matters(session, visit),
        _unsigned(visit, signatures),
        _changed(session, visit, closing, standing, minutes),
    )
    return Waiting(closing, minutes, standing, signatures, tuple(gaps))


def signatures_on(session: Session, visit_id: UUID, sheet_sha256: str) -> dict[SignaturePart, Signature]:
    """Who signed a sheet, or refused: the newest of each part."""
    query = select(Signature).where(Signature.visit_id == visit_id, Signature.sheet_sha256 == sheet_sha256)
    return {row.part: row for row in session.scalars(query.order_by(Signature.id))}


def names_of_answers(session: Session, visit_id: UUID) -> dict[str, UUID]:
    """The name of each present answer: the change that brought it, else the value's own."""
    newest = (
        select(AnswerRevision.item_id, func.max(AnswerRevision.revision).label("revision"))
        .where(AnswerRevision.visit_id == visit_id)
        .group_by(AnswerRevision.item_id)
        .subquery()
    )
    query = (
        select(AnswerRevision.item_id, AnswerRevision.change_id, AnswerRevision.id)
        .join(newest, (newest.c.item_id == AnswerRevision.item_id) & (newest.c.revision == AnswerRevision.revision))
        .where(AnswerRevision.visit_id == visit_id)
    )
    return {row.item_id: row.change_id or row.id for row in session.execute(query)}


def present_sheet(session: Session, visit: Visit, standing: Standing, minutes: Minutes, at: str) -> Sheet:
    """The sheet that would be signed if what stands now were signed."""
    names = names_of_answers(session, visit.id)
    return sheet_of(visit, standing, minutes, names=names, photos=_photos(session, visit.id), at=at)


def _photos(session: Session, visit_id: UUID) -> dict[str, list[str]]:
    """The hashes of what is shown for each item, as the tablets know them, with the photos still on their way."""
    shown = select(Evidence.item_id, func.coalesce(Photo.sha256, Evidence.sha256)).join(
        Photo, Photo.evidence_id == Evidence.id, isouter=True
    )
    coming = select(Photo.item_id, Photo.sha256).where(
        Photo.visit_id == visit_id, Photo.received_at.is_(None), Photo.waived_at.is_(None)
    )
    found: dict[str, list[str]] = {}
    for query in (shown.where(Evidence.visit_id == visit_id, Evidence.withdrawn_at.is_(None)), coming):
        for item_id, sha256 in session.execute(query):
            found.setdefault(item_id, []).append(sha256)
    return found


def _changed(session: Session, visit: Visit, closing: Closing, standing: Standing, minutes: Minutes) -> list[Gap]:
    change = session.get(Change, closing.change_id) if closing.change_id else None
    try:
        signed = read_sheet(str(change.body["sheet"]) if change else "", visit)
    except RuleBroken as broken:
        return [Gap(None, broken.message)]
    present = present_sheet(session, visit, standing, minutes, signed["at"])
    given_up = select(Photo.sha256).where(
        Photo.visit_id == visit.id,
        Photo.evidence_id.is_(None),
        Photo.waived_at.is_not(None),
        Photo.withdrawn_change.is_(None),
    )
    same = _same(session, visit.id, standing, present)
    return differences(signed, present, same=same, given_up=frozenset(session.scalars(given_up)))


def _same(session: Session, visit_id: UUID, standing: Standing, present: Sheet) -> dict[str, str]:
    """From the changes that found their value standing already to the name of the value that still stands."""
    matched = case((Change.state == ChangeState.SAME, Change.revision), else_=HeldChange.matched_revision)
    query = (
        select(Change.id, Change.item_id, matched.label("revision"))
        .outerjoin(HeldChange, HeldChange.change_id == Change.id)
        .where(Change.visit_id == visit_id, matched.is_not(None))
    )
    found: dict[str, str] = {}
    for row in session.execute(query):
        answer = standing.answers.get(row.item_id or "")
        if answer is not None and answer.revision == row.revision:
            found[str(row.id)] = str(present["answers"][row.item_id]["seen"])
    return found


def _unsigned(visit: Visit, signatures: dict[SignaturePart, Signature]) -> list[Gap]:
    found: list[Gap] = []
    if SignaturePart.LEAD not in signatures:
        found.append(Gap(None, _("Chưa có chữ ký của trưởng đoàn trên bản này.")))
    has_secretary = any(Role(member.role) is Role.SECRETARY for member in visit.team)
    if has_secretary and SignaturePart.SECRETARY not in signatures:
        found.append(Gap(None, _("Chưa có chữ ký của thư ký đoàn trên bản này.")))
    if SignaturePart.UNIT not in signatures:
        found.append(Gap(None, _("Chưa có chữ ký của đại diện đơn vị, hoặc việc từ chối ký, trên bản này.")))
    return found


def closing_values(session: Session, visit: Visit, version: ChecklistVersion) -> dict[str, Any]:
    """What a tablet is told of the minutes, their signatures and the closing."""
    minutes = minutes_of(session, visit.id)
    names = ("revision", "place", "unit_side", "unit_opinion", "refusal_reason", "copies")
    waiting = waiting_closing(session, visit, version)
    signed = session.scalars(select(Signature).where(Signature.visit_id == visit.id).order_by(Signature.id))
    told = {name: getattr(minutes, name) for name in names} if minutes else None
    return {
        "minutes": {**told, "seen": str(minutes.seen) if minutes.seen else None} if told and minutes else None,
        "signatures": [
            {
                "part": row.part,
                "name": row.signer_name,
                "title": row.signer_title,
                "refused": row.refused,
                "at": row.signed_at.isoformat(),
                "sheet_sha256": row.sheet_sha256,
                "sheet_at": row.sheet_at,
            }
            for row in signed
        ],
        "closing": _told(waiting) if waiting else None,
    }


def _told(waiting: Waiting) -> dict[str, Any]:
    closing = waiting.closing
    return {"asked_at": closing.asked_at.isoformat(), "sheet_sha256": closing.sheet_sha256, "waits_for": waiting.told}
