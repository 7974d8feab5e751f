"""Closing on the spot: the lead asked on a tablet; the visit closes when nothing is missing and its paper is made."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import lock_visit
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.documents.sheets import MinutesSheet
from inspect_app.fieldwork.closings import Waiting, open_closing, waiting_closing
from inspect_app.fieldwork.models import Closing
from inspect_app.fieldwork.operations.visits import Paper, finish_minutes
from inspect_app.fieldwork.paper_signed import signed_minutes_sheet
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import SYSTEM, Actor


@dataclass(frozen=True)
class AskedClosing:
    """What the lead asked for: the change that says it, when by the tablet's clock, and the hash of what was signed."""

    change_id: UUID
    told_at: datetime
    sheet_sha256: str


def ask_closing(session: Session, actor: Actor, visit: Visit, asked: AskedClosing, *, now: datetime) -> Closing:
    """Keeps that the lead closed on a tablet; what he asked for before gives way, and stays as the change that it was.

    The caller has asked the permission and looked at what was signed.
    """
    closing = session.scalar(select(Closing).where(Closing.visit_id == visit.id))
    before = closing.sheet_sha256 if closing else None
    if closing is None:
        closing = Closing(visit_id=visit.id, visit=visit)
        session.add(closing)
    if actor.person_id is not None:
        closing.asked_by = actor.person_id
    closing.asked_at, closing.told_at = now, asked.told_at
    closing.change_id, closing.sheet_sha256 = asked.change_id, asked.sheet_sha256
    closing.done_at = closing.problem = None
    session.flush()
    record(
        session,
        actor,
        "fieldwork.ask_closing",
        closing,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=f"Khép lại cuộc {visit.code} trên máy tính bảng, chờ máy chủ đủ dữ liệu",
        changes={"sheet_sha256": (before, closing.sheet_sha256)},
    )
    return closing


def complete_closing(
    session: Session, visit: Visit, version: ChecklistVersion, sheet: MinutesSheet, pdf_sha256: str, *, now: datetime
) -> bool:
    """Closes the visit with the paper that was made of `sheet`; False when something else stands by now.

    The permission was the lead's when he asked; the system carries it out.
    """
    lock_visit(session, visit)
    waiting = waiting_closing(session, visit, version)
    if waiting is None or waiting.gaps or signed_sheet_of(visit, waiting).to_json() != sheet.to_json():
        return False
    signed = waiting.closing.sheet_sha256
    paper = Paper(json.loads(sheet.to_json()), pdf_sha256, waiting.ended_at, signed)
    waiting.closing.done_at, waiting.closing.problem = now, None
    finish_minutes(session, SYSTEM, visit, waiting.minutes, paper, now=now)
    return True


def signed_sheet_of(visit: Visit, waiting: Waiting) -> MinutesSheet:
    """The minutes as they are printed with their signatures."""
    return signed_minutes_sheet(
        visit,
        waiting.minutes,
        waiting.standing,
        waiting.signatures,
        ended_at=waiting.ended_at,
        sheet_sha256=waiting.closing.sheet_sha256,
    )


def note_problem(session: Session, visit: Visit, problem: str, *, now: datetime) -> None:
    """Keeps why the paper of a closing could not be made, so that somebody sees it."""
    lock_visit(session, visit)
    closing = open_closing(session, visit)
    if closing is None or closing.problem == problem:
        return
    before, closing.problem = closing.problem, problem
    session.flush()
    record(
        session,
        SYSTEM,
        "fieldwork.closing_problem",
        closing,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=f"Chưa lập được biên bản của cuộc {visit.code}",
        changes={"problem": (before, problem)},
    )
