"""Reading what was sent to a unit for its explanation, what it said, and what was answered."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.rules import Grade
from inspect_app.conclusions.models import Conclusion, ExplanationPoint, ExplanationRound
from inspect_app.conclusions.rules import Heard, PointStanding, explanation_words, is_settled, response_words
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import standing_findings
from inspect_app.findings.rules import STANDING
from inspect_app.kernel.errors import NotFound


def round_by_id(session: Session, round_id: UUID) -> ExplanationRound:
    """The round; raises NotFound."""
    found = session.get(ExplanationRound, round_id)
    if found is None:
        raise NotFound
    return found


def point_by_id(session: Session, point_id: UUID) -> ExplanationPoint:
    """The point; raises NotFound."""
    point = session.get(ExplanationPoint, point_id)
    if point is None:
        raise NotFound
    return point


def points_of(conclusion: Conclusion) -> Iterator[ExplanationPoint]:
    """Every point that was sent and not recalled, in its order."""
    for each in conclusion.rounds:
        if each.recalled_at is None:
            yield from each.points


def newest_round(conclusion: Conclusion) -> ExplanationRound | None:
    """The round that was sent last, if any was."""
    return conclusion.rounds[-1] if conclusion.rounds else None


def newest_standing(conclusion: Conclusion) -> ExplanationRound | None:
    """The round that was sent last and not recalled, if there is one."""
    return next((each for each in reversed(conclusion.rounds) if each.recalled_at is None), None)


def open_round(conclusion: Conclusion) -> ExplanationRound | None:
    """The round in which the unit may still write."""
    newest = newest_round(conclusion)
    return newest if newest is not None and newest.is_open else None


def unsent_findings(session: Session, conclusion: Conclusion) -> Sequence[Finding]:
    """Standing findings that the unit has not been asked about yet."""
    sent = {point.finding_id for point in points_of(conclusion)}
    return [finding for finding in standing_findings(session, conclusion.visit_id) if finding.id not in sent]


def standing_of_point(point: ExplanationPoint) -> PointStanding:
    """The point as the way to the signature asks of it."""
    finding, answer = point.finding, point.answer
    closed = point.round.submitted_at is not None or point.round.lapsed_at is not None
    return PointStanding(
        label=finding.label,
        answer=answer.answer if answer is not None else None,
        needs_review=answer is not None and answer.needs_review,
        closed=closed,
        stands=finding.state in STANDING,
        same=finding.text == point.text and Grade(finding.grade) is Grade(point.grade),
    )


def unsettled_points(conclusion: Conclusion) -> list[ExplanationPoint]:
    """Points without an answer, or whose finding is not what the answer says."""
    return [point for point in points_of(conclusion) if not is_settled(standing_of_point(point))]


def heard_of(conclusion: Conclusion) -> dict[str, Heard]:
    """For each finding that was sent, by its label: what the unit said and what the team answered, as papers print it."""
    heard: dict[str, Heard] = {}
    for point in points_of(conclusion):
        said, answer = point.explanation, point.answer
        heard[point.finding.label] = Heard(
            explanation_words(
                said.stance if said is not None else None,
                said.text if said is not None else "",
                submitted=point.round.submitted_at is not None,
            ),
            response_words(answer.answer, answer.reason) if answer is not None else "",
        )
    return heard


def rounds_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, ExplanationRound]:
    """Some rounds with their visits."""
    query = select(ExplanationRound).where(ExplanationRound.id.in_(ids))
    options = joinedload(ExplanationRound.conclusion).joinedload(Conclusion.visit).joinedload(Visit.unit)
    return {row.id: row for row in session.scalars(query.options(options))}


def rounds_waiting(session: Session, visit_ids: Collection[UUID]) -> Sequence[ExplanationRound]:
    """The rounds of these visits that the unit has not submitted, of papers that are not issued; nearest due first."""
    query = (
        select(ExplanationRound)
        .join(Conclusion)
        .options(joinedload(ExplanationRound.conclusion).joinedload(Conclusion.visit))
        .options(selectinload(ExplanationRound.points))
        .where(Conclusion.visit_id.in_(visit_ids), Conclusion.issued_at.is_(None))
        .where(ExplanationRound.submitted_at.is_(None), ExplanationRound.recalled_at.is_(None))
    )
    return session.scalars(query.order_by(ExplanationRound.due_on, ExplanationRound.id)).all()
