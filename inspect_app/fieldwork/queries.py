"""Reading a visit's fieldwork."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload

from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.models import (
    Answer,
    AnswerRevision,
    Change,
    ChangeState,
    DossierList,
    Evidence,
    Minutes,
    Photo,
    RecoveryKey,
    SelfReport,
    StrayChange,
)
from inspect_app.fieldwork.rules import GivenAnswer, Named, StandingAnswer
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.rows import read_rows, table_of

LARGEST_NUMBER = 2**31 - 1


def answers_of(session: Session, visit_id: UUID) -> dict[str, Answer]:
    """The present answers of a visit by item id."""
    query = select(Answer).options(joinedload(Answer.person)).where(Answer.visit_id == visit_id)
    return {answer.item_id: answer for answer in session.scalars(query)}


def answer_to(session: Session, visit_id: UUID, item_id: str) -> Answer | None:
    """The present answer to one item, read anew: another member may have answered since the page was built."""
    query = select(Answer).where(Answer.visit_id == visit_id, Answer.item_id == item_id)
    return session.scalar(query.execution_options(populate_existing=True))


def given(answer: Answer | None) -> GivenAnswer | None:
    """An answer's plain value."""
    if answer is None:
        return None
    return GivenAnswer(answer.value, answer.not_applicable, answer.reason, answer.note, answer.verdict)


def standing(answer: Answer | None) -> StandingAnswer | None:
    """An answer as a plain value; by which name it goes is not asked."""
    plain = given(answer)
    if answer is None or plain is None:
        return None
    named = Named(answer.revision, None)
    return StandingAnswer(
        answer.id, answer.visit_id, answer.item_id, plain, named, answer.answered_by, answer.answered_at
    )


def revisions_of(session: Session, visit_id: UUID, item_id: str) -> Sequence[AnswerRevision]:
    """Every value that an answer had, oldest first."""
    query = (
        select(AnswerRevision)
        .options(joinedload(AnswerRevision.person))
        .where(AnswerRevision.visit_id == visit_id, AnswerRevision.item_id == item_id)
    )
    return session.scalars(query.order_by(AnswerRevision.revision)).all()


def newest_revision(session: Session, visit_id: UUID, item_id: str) -> AnswerRevision | None:
    """The value that stands at an item, read anew; its id names it, whatever number it has."""
    query = select(AnswerRevision).where(AnswerRevision.visit_id == visit_id, AnswerRevision.item_id == item_id)
    return session.scalar(query.order_by(AnswerRevision.revision.desc()).limit(1))


def evidence_of(session: Session, visit_id: UUID) -> dict[str, list[Evidence]]:
    """The evidence of a visit that was not withdrawn, by item id, in the order of its numbers."""
    query = select(Evidence).where(Evidence.visit_id == visit_id, Evidence.withdrawn_at.is_(None))
    found: dict[str, list[Evidence]] = {}
    for evidence in session.scalars(query.order_by(Evidence.number)):
        found.setdefault(evidence.item_id, []).append(evidence)
    return found


def evidence_by_number(session: Session, visit_id: UUID, number: int) -> Evidence:
    """One piece of evidence; raises NotFound, also for a number that no column holds."""
    if number > LARGEST_NUMBER:
        raise NotFound
    found = session.scalar(select(Evidence).where(Evidence.visit_id == visit_id, Evidence.number == number))
    if found is None:
        raise NotFound
    return found


def next_evidence_number(session: Session, visit_id: UUID) -> int:
    """The number that the next piece of evidence of the visit gets."""
    return (session.scalar(select(func.max(Evidence.number)).where(Evidence.visit_id == visit_id)) or 0) + 1


def self_reports_of(session: Session, visit_id: UUID) -> Sequence[SelfReport]:
    """The self-reports received for a visit, the newest first."""
    query = select(SelfReport).where(SelfReport.visit_id == visit_id)
    return session.scalars(query.order_by(SelfReport.recorded_at.desc(), SelfReport.id.desc())).all()


def visits_with_self_report(session: Session, campaign_id: UUID) -> frozenset[UUID]:
    """The visits of a campaign for which a self-report was received."""
    query = select(SelfReport.visit_id).join(Visit).where(Visit.campaign_id == campaign_id).distinct()
    return frozenset(session.scalars(query))


def dossier_list_of(session: Session, visit_id: UUID) -> DossierList | None:
    """The newest list of dossiers of a visit."""
    query = select(DossierList).options(joinedload(DossierList.person)).where(DossierList.visit_id == visit_id)
    return session.scalar(query.order_by(DossierList.recorded_at.desc(), DossierList.id.desc()).limit(1))


def self_report_by_id(session: Session, report_id: UUID) -> SelfReport:
    """One self-report; raises NotFound."""
    report = session.get(SelfReport, report_id)
    if report is None:
        raise NotFound
    return report


def minutes_of(session: Session, visit_id: UUID) -> Minutes | None:
    """The minutes of a visit, once it has begun."""
    return session.scalar(select(Minutes).where(Minutes.visit_id == visit_id))


def answer_counts(session: Session, visit_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many items are answered at each visit."""
    query = select(Answer.visit_id, func.count()).where(Answer.visit_id.in_(visit_ids)).group_by(Answer.visit_id)
    return {row[0]: row[1] for row in session.execute(query)}


def recovery_key(session: Session, campaign_id: UUID) -> RecoveryKey | None:
    """The recovery key of a campaign, once it was needed."""
    return session.scalar(select(RecoveryKey).where(RecoveryKey.campaign_id == campaign_id))


def recovery_keys(session: Session) -> Sequence[RecoveryKey]:
    """Every campaign's recovery key, the newest first."""
    return session.scalars(select(RecoveryKey).order_by(RecoveryKey.made_at.desc(), RecoveryKey.id.desc())).all()


@dataclass(frozen=True, slots=True)
class KnownChange:
    """What is known of a change that was received: by which bytes, from which tablet, and what its receipt says."""

    id: UUID
    device_id: UUID
    sequence: int
    sha256: str
    state: ChangeState
    revision: int | None
    message: str | None


def received_changes(
    session: Session, device_id: UUID, ids: Collection[UUID], numbers: Collection[int]
) -> list[KnownChange]:
    """What was received under these ids, from whichever tablet, and from this tablet among these numbers."""
    if not ids:
        return []
    asked = {"ids": list(ids), "device": device_id, "first": min(numbers), "last": max(numbers)}
    return [KnownChange(*row) for row in read_rows(session, RECEIVED, asked)]


_CHANGES = table_of(Change).c
# Not the whole row: its text and body are long.
RECEIVED = select(
    _CHANGES.id,
    _CHANGES.device_id,
    _CHANGES.sequence,
    _CHANGES.sha256,
    _CHANGES.state,
    _CHANGES.revision,
    _CHANGES.message,
).where(
    or_(
        _CHANGES.id.in_(bindparam("ids", expanding=True)),
        and_(
            _CHANGES.device_id == bindparam("device"),
            _CHANGES.sequence.between(bindparam("first"), bindparam("last")),
        ),
    )
)


def stray_by_hash(session: Session, device_id: UUID, sha256: str) -> StrayChange | None:
    """The stray text of a tablet, if it came before."""
    return session.scalar(select(StrayChange).where(StrayChange.device_id == device_id, StrayChange.sha256 == sha256))


def visits_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, Visit]:
    """The visits with these ids, as far as there are such."""
    if not ids:
        return {}
    return {visit.id: visit for visit in session.scalars(VISITS, {"ids": list(ids)}).unique()}


VISITS = select(Visit).options(joinedload(Visit.team)).where(Visit.id.in_(bindparam("ids", expanding=True)))


def find_photo(session: Session, photo_id: UUID) -> Photo | None:
    """The photo of this id with its change, once its change was received."""
    query = select(Photo).options(joinedload(Photo.change).joinedload(Change.device)).where(Photo.id == photo_id)
    return session.scalar(query)


def visits_on_devices(session: Session, device_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Of which visits each tablet has sent something, as far as it ever did."""
    query = select(Change.device_id, Change.visit_id).where(Change.device_id.in_(device_ids)).distinct()
    found: dict[UUID, list[UUID]] = {}
    for row in session.execute(query.order_by(Change.device_id, Change.visit_id)):
        found.setdefault(row[0], []).append(row[1])
    return found


def received_photos(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Which of the photos are here already."""
    query = select(Photo.id).where(Photo.id.in_(ids), Photo.received_at.is_not(None))
    return set(session.scalars(query)) if ids else set()
