"""Reading the notices that replace an issued one, and the paper that counts now."""

import json
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.conclusions.correcting.parts import without_naming
from inspect_app.conclusions.models import Conclusion, Correction
from inspect_app.conclusions.rules import CorrectionState
from inspect_app.documents.sheets import ConclusionNoticeSheet
from inspect_app.kernel.errors import NotFound
from inspect_app.registry.models import IssuedPaper

OPEN = (CorrectionState.DRAFT, CorrectionState.SUBMITTED)


def correction_by_id(session: Session, correction_id: UUID) -> Correction:
    """The correction; raises NotFound."""
    correction = session.get(Correction, correction_id)
    if correction is None:
        raise NotFound
    return correction


def corrections_of(session: Session, conclusion_id: UUID) -> Sequence[Correction]:
    """Every correction of a conclusion, dropped ones too, the oldest first."""
    query = select(Correction).where(Correction.conclusion_id == conclusion_id)
    return session.scalars(query.order_by(Correction.created_at, Correction.id)).all()


def open_correction(session: Session, conclusion_id: UUID) -> Correction | None:
    """The correction that is being prepared or waits for its signature; there is one at most."""
    query = select(Correction).where(Correction.conclusion_id == conclusion_id, Correction.state.in_(OPEN))
    return session.scalar(query)


def paper_that_counts(session: Session, conclusion: Conclusion) -> IssuedPaper | None:
    """The notice that counts now: the newest that replaces, else the first; None for a paper of before the register."""
    issued = [each for each in corrections_of(session, conclusion.id) if each.paper is not None]
    return issued[-1].paper if issued else conclusion.paper


def sheet_of(paper: IssuedPaper) -> ConclusionNoticeSheet:
    """The sheet of an issued notice, without the sentence in which it named the one before it."""
    sheet = ConclusionNoticeSheet.from_json(json.dumps(paper.sheet))
    return replace(sheet, opening=without_naming(sheet.opening))
