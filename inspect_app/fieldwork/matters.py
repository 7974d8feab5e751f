"""What is open at a visit besides its checklist: values that wait for a decision, what nobody could read, missing photos."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, joinedload

from inspect_app.accounts.models import Device
from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.asked import obstacle_of
from inspect_app.fieldwork.models import (
    Change,
    ChangeKind,
    HeldChange,
    Photo,
    PhotoProblem,
    Settlement,
    StrayChange,
    Why,
)
from inspect_app.fieldwork.photo_words import problem_text
from inspect_app.fieldwork.rules import Gap
from inspect_app.fieldwork.words import cause_words, kind_name
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _

# Announced and not here, or here and only kept; unless it was given up, taken back, or set aside with its change.
PHOTO_IS_OPEN = (
    Photo.waived_at.is_(None)
    & (Photo.received_at.is_(None) | Photo.problem.is_not(None))
    & ~exists().where(HeldChange.change_id == Photo.change_id, HeldChange.settlement == Settlement.SET_ASIDE)
)


@dataclass(frozen=True)
class Matters:
    """Everything of a visit that waits for somebody: in the order in which it came to the server."""

    conflicts: Sequence[HeldChange] = ()
    quarantined: Sequence[HeldChange] = ()
    shelved: Sequence[HeldChange] = ()
    strays: Sequence[StrayChange] = ()
    photos: Sequence[Photo] = ()

    def __len__(self) -> int:
        """How many decisions, readings and photos are waited for."""
        return sum(map(len, (self.conflicts, self.quarantined, self.shelved, self.strays, self.photos)))

    def conflicts_by_item(self) -> list[tuple[str | None, list[HeldChange]]]:
        """The values in conflict, item by item (None: the minutes)."""
        ordered = sorted(self.conflicts, key=lambda held: held.item_id or "")
        return [(item_id, list(rows)) for item_id, rows in groupby(ordered, key=lambda held: held.item_id)]


def matters_of(session: Session, visit_id: UUID) -> Matters:
    """What is open at a visit."""
    return _matters(
        session, HeldChange.visit_id == visit_id, StrayChange.visit_id == visit_id, Photo.visit_id == visit_id
    )


def matters_by(session: Session, person_id: UUID) -> Matters:
    """What is open of a person's own work, at whichever visit."""
    his_tablets = select(Device.id).where(Device.person_id == person_id)
    his_photos = Photo.change_id.in_(select(Change.id).where(Change.person_id == person_id))
    return _matters(session, Change.person_id == person_id, StrayChange.device_id.in_(his_tablets), his_photos)


def _matters(
    session: Session,
    held_where: ColumnElement[bool],
    strays_where: ColumnElement[bool],
    photos_where: ColumnElement[bool],
) -> Matters:
    rows = (
        select(HeldChange)
        .join(Change, Change.id == HeldChange.change_id)
        .options(
            joinedload(HeldChange.change).options(joinedload(Change.person), joinedload(Change.device)),
            joinedload(HeldChange.visit),
        )
        .where(held_where, HeldChange.settled_at.is_(None))
        .order_by(HeldChange.held_at, Change.sequence, Change.id)
    )
    held = session.scalars(rows).all()
    strays = (
        select(StrayChange)
        .options(joinedload(StrayChange.device), joinedload(StrayChange.visit))
        .where(strays_where, StrayChange.settled_at.is_(None))
        .order_by(StrayChange.received_at, StrayChange.id)
    )
    photos = (
        select(Photo)
        .options(
            joinedload(Photo.change).options(joinedload(Change.person), joinedload(Change.device)),
            joinedload(Photo.visit),
        )
        .where(photos_where, PHOTO_IS_OPEN)
        .order_by(Photo.item_id, Photo.id)
    )
    return Matters(
        conflicts=[row for row in held if row.why is Why.CONFLICT],
        quarantined=[row for row in held if row.why is Why.QUARANTINE],
        shelved=[row for row in held if row.why is Why.SHELF],
        strays=session.scalars(strays).all(),
        photos=session.scalars(photos).all(),
    )


def unplaced_strays(session: Session) -> Sequence[StrayChange]:
    """What belongs to no known visit and waits for a coordinator, in the order in which it came."""
    query = (
        select(StrayChange)
        .options(joinedload(StrayChange.device).joinedload(Device.person))
        .where(StrayChange.visit_id.is_(None), StrayChange.settled_at.is_(None))
    )
    return session.scalars(query.order_by(StrayChange.received_at, StrayChange.id)).all()


def held_of(session: Session, visit_id: UUID, change_id: UUID) -> HeldChange:
    """One held change of the visit, settled or not; raises NotFound."""
    found = session.get(HeldChange, change_id)
    if found is None or found.visit_id != visit_id:
        raise NotFound
    return found


def stray_of(session: Session, visit_id: UUID, stray_id: UUID) -> StrayChange:
    """One stray text of the visit, settled or not; raises NotFound."""
    found = session.get(StrayChange, stray_id)
    if found is None or found.visit_id != visit_id:
        raise NotFound
    return found


def photo_of(session: Session, visit_id: UUID, photo_id: UUID) -> Photo:
    """One announced photo of the visit, missing or not; raises NotFound."""
    found = session.get(Photo, photo_id)
    if found is None or found.visit_id != visit_id:
        raise NotFound
    return found


def matters_as_gaps(matters: Matters) -> list[Gap]:
    """Each open matter as what stands in the way of closing and issuing: where it is, and what it waits for."""
    found = [_conflict(item_id, rows) for item_id, rows in matters.conflicts_by_item()]
    found += [_held(row) for row in (*matters.quarantined, *matters.shelved)]
    for stray in matters.strays:
        message = _("Máy %(device)s gửi một nội dung không đọc được, chờ xem xét.", device=stray.device.label)
        found.append(Gap(None, message, f"la-{stray.id}"))
    found += [Gap(photo.item_id, _photo(photo), f"anh-{photo.id}") for photo in matters.photos]
    return found


def open_matters(session: Session, visit: Visit) -> list[Gap]:
    """What of the visit is undecided, unread or missing; while it lasts, nobody closes the visit or issues."""
    return matters_as_gaps(matters_of(session, visit.id))


OF_THE_MINUTES = frozenset({ChangeKind.MINUTES, ChangeKind.SIGNATURE, ChangeKind.CLOSE})


def obstacle_to_taking(session: Session, held: HeldChange) -> str | None:
    """Why a held change cannot be taken as things stand, in words; None when it can."""
    visit = held.visit
    if held.why is Why.SHELF:
        return _("Không lấy được: máy chủ đã từ chối nội dung này. Người ghi sửa lại trên máy, hoặc bỏ kèm lý do.")
    if visit.frozen_at is not None:
        return _("Không lấy được: kết luận đã phát hành. Chỉ bỏ được kèm lý do.")
    if visit.cancelled_at is not None:
        return _("Không lấy được: cuộc kiểm tra đã hủy. Chỉ bỏ được kèm lý do.")
    if visit.begun_at is None and held.change.kind is not ChangeKind.BEGIN:
        return _("Chưa lấy được: cuộc kiểm tra chưa bắt đầu.")
    if visit.closed_at is not None and held.change.kind in OF_THE_MINUTES:
        return _("Không lấy được: biên bản đã khép lại. Chỉ bỏ được kèm lý do.")
    return obstacle_of(session, held.change)


def can_become_evidence(session: Session, photo: Photo) -> bool:
    """Whether the bytes of a photo are here, only kept, and could still be shown for the question that they belong to."""
    kept_only = photo.problem is not None and photo.problem is not PhotoProblem.NOT_A_PHOTO
    return kept_only and photo.visit.frozen_at is None and obstacle_of(session, photo.change) is None


def open_counts(session: Session, visit_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many matters are open at each of some visits; visits without any are left out."""
    rows = (
        *_visits(session, HeldChange, visit_ids, HeldChange.settled_at.is_(None)),
        *_visits(session, StrayChange, visit_ids, StrayChange.settled_at.is_(None)),
        *_visits(session, Photo, visit_ids, PHOTO_IS_OPEN),
    )
    return dict(Counter(rows))


def _visits(
    session: Session,
    model: type[HeldChange | StrayChange | Photo],
    visit_ids: Sequence[UUID],
    is_open: ColumnElement[bool],
) -> list[UUID]:
    query = select(model.visit_id).where(model.visit_id.in_(visit_ids), is_open)
    return [visit_id for visit_id in session.scalars(query) if visit_id is not None]


def _conflict(item_id: str | None, rows: Sequence[HeldChange]) -> Gap:
    if item_id is None:
        anchor = f"giu-{rows[0].change_id}"
        return Gap(None, _("Biên bản có %(n)d bản ghi khác nhau, chờ quyết định.", n=len(rows)), anchor)
    message = _("Mục %(item)s có %(n)d giá trị khác chờ trưởng đoàn quyết định.", item=item_id, n=len(rows))
    return Gap(item_id, message, f"muc-{item_id}")


def _held(row: HeldChange) -> Gap:
    what = kind_name(row.change.kind)
    subject = _("%(what)s của mục %(item)s", what=what, item=row.item_id) if row.item_id else what
    values = {"subject": subject, "who": row.change.person.name, "cause": cause_words(row.cause)}
    return Gap(row.item_id, _("%(subject)s do %(who)s gửi chưa được ghi: %(cause)s.", **values), f"giu-{row.change_id}")


def _photo(photo: Photo) -> str:
    values = {"item": photo.item_id, "who": photo.change.person.name, "device": photo.change.device.label}
    if photo.problem is None:
        return _("Ảnh của mục %(item)s (%(who)s, máy %(device)s) chưa về máy chủ.", **values)
    why = problem_text(photo.problem)
    return _("Ảnh của mục %(item)s (%(who)s, máy %(device)s) chưa là chứng cứ. %(why)s", why=why, **values)
