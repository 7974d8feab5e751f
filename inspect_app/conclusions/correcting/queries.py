"""Reading the notices that replace an issued one, the paper that counts now, and on what another one would stand."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.conclusions.correcting.amending import Ground
from inspect_app.conclusions.correcting.holding import Held, held_against
from inspect_app.conclusions.correcting.parts import DROP, REQUEST, Change, without_naming
from inspect_app.conclusions.drafting.material import Material
from inspect_app.conclusions.drafting.reading import found_of, material_of
from inspect_app.conclusions.drafting.state import DraftState, Keeper, KeptSentence
from inspect_app.conclusions.models import Conclusion, ConclusionRequest, Confirmation, Correction
from inspect_app.conclusions.rules import CorrectionState
from inspect_app.documents.sheets import ConclusionNoticeSheet
from inspect_app.findings.queries import later_findings, later_withdrawals, next_number
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
    """The sheet of an issued notice, without what it said of the one before it."""
    sheet = ConclusionNoticeSheet.from_json(json.dumps(paper.sheet))
    return replace(sheet, opening=without_naming(sheet.opening), revisions=())


def changes_in(correction: Correction) -> list[Change]:
    """What a correction changes."""
    return [Change(**change) for change in correction.changes]


def _issued(session: Session, conclusion: Conclusion) -> list[Correction]:
    return [each for each in corrections_of(session, conclusion.id) if each.state is CorrectionState.ISSUED]


def every_request(session: Session, conclusion: Conclusion) -> Sequence[ConclusionRequest]:
    """What a conclusion and the notices that replaced it asked for, withdrawn or not, by number."""
    query = select(ConclusionRequest).where(ConclusionRequest.conclusion_id == conclusion.id)
    return session.scalars(query.order_by(ConclusionRequest.position)).all()


def ground_of(session: Session, conclusion: Conclusion) -> Ground:
    """On what a correction stands: data, findings and requests as the notice that counts has them."""
    requests = every_request(session, conclusion)
    dropped = {
        change.values["number"]
        for correction in _issued(session, conclusion)
        for change in changes_in(correction)
        if change.key.startswith(f"{DROP}-{REQUEST}-")
    }
    return Ground(
        material=material_counting(session, conclusion),
        visit_code=conclusion.visit.code,
        next_finding=next_number(session, conclusion.visit_id),
        next_request=max((row.position for row in requests), default=0) + 1,
        asked={
            row.position: tuple(finding.label for finding in row.findings)
            for row in requests
            if row.position not in dropped
        },
    )


def material_counting(session: Session, conclusion: Conclusion) -> Material:
    """The visit's data, with the findings that notices which replace withdrew or added."""
    material = material_of(session, conclusion.visit)
    gone = {
        row.finding.label: f"đã rút bằng thông báo thay thế: {row.reason}"
        for row in later_withdrawals(session, conclusion.visit_id).values()
    }
    added = [found_of(finding, None, "") for finding in later_findings(session, conclusion.visit_id)]
    found = [replace(each, gone=gone.get(each.label, each.gone)) for each in (*material.found, *added)]
    return replace(material, found=tuple(found))


def issued_ties(session: Session, conclusion: Conclusion) -> dict[str, Any]:
    """On what the sentences of the notice that counts stand, by part."""
    ties = dict(conclusion.sources)
    for correction in _issued(session, conclusion):
        ties |= correction.sources
    return ties


def state_of(session: Session, correction: Correction) -> DraftState:
    """The same as the pages of a draft show it: sentences, sources, disagreements, and what is kept with a reason."""
    held = held_of(session, correction)
    kept: dict[str, Confirmation | KeptSentence] = {
        each["key"]: KeptSentence(each["reason"], Keeper(each["person"]), datetime.fromisoformat(each["at"]))
        for each in correction.confirmed
    }
    return DraftState(held.material, held.data, held.told, held.clashes, kept)


def held_of(session: Session, correction: Correction) -> Held:
    """A correction that is not issued yet, held against the visit's data."""
    conclusion = correction.conclusion
    return held_against(
        sheet_of(correction.base),
        changes_in(correction),
        ground_of(session, conclusion),
        issued_ties=issued_ties(session, conclusion),
        ties=correction.sources,
        said={row.position: row.said for row in every_request(session, conclusion)},
    )
