"""Deciding what waits at a visit: taken in the name of its author or set aside, always with a reason and by name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import lock_visit
from inspect_app.checklists.queries import version_of
from inspect_app.fieldwork.events import AnswersApplied
from inspect_app.fieldwork.matters import can_become_evidence, obstacle_to_taking
from inspect_app.fieldwork.models import ChangeKind, HeldChange, Photo, Settlement, StrayChange
from inspect_app.fieldwork.operations.answers import Source, changes_of, write_answers, written_upon
from inspect_app.fieldwork.operations.effects import EFFECTS, Incoming
from inspect_app.fieldwork.operations.effects.answers import read_answer
from inspect_app.fieldwork.operations.effects.incoming import Gathered
from inspect_app.fieldwork.operations.effects.minutes import read_minutes
from inspect_app.fieldwork.operations.photos import give_up_photo_of, photo_of_taken_change, take_kept_photo
from inspect_app.fieldwork.operations.visits import write_minutes
from inspect_app.fieldwork.permissions import may_settle, may_settle_held, may_settle_unplaced
from inspect_app.fieldwork.photo_words import problem_text
from inspect_app.fieldwork.queries import answer_to, given, minutes_of, newest_revision, standing
from inspect_app.fieldwork.rules import same_answer
from inspect_app.fieldwork.wire import read_change
from inspect_app.fieldwork.words import kind_name
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, NotFound, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.formats import format_datetime
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

Changes = dict[str, tuple[Any, Any]]
REASON_MAX = 2000


def take_held(
    session: Session,
    actor: Actor,
    held: HeldChange,
    *,
    reason: str,
    seen: UUID | None,
    others: Sequence[HeldChange] = (),
    now: datetime,
) -> None:
    """Lets a held change count, in the name of its author; `others` are set aside in the same act, each by itself.

    `seen` names the value that stood at the item when the decider looked (None: nothing stood there). Raises
    Forbidden; Conflict when it was settled already or can never be taken; RuleBroken without a reason, when another
    value stands at the item by now, or when the checklist refuses what is held.
    """
    reason = _opened(session, actor, held, reason)
    obstacle = obstacle_to_taking(session, held)
    if obstacle is not None:
        raise Conflict(obstacle)
    kind, changes = held.change.kind, dict[str, tuple[Any, Any]]()
    if kind is ChangeKind.ANSWER:
        changes = _take_answer(session, actor, held, reason, seen, now)
    elif kind is ChangeKind.MINUTES:
        changes = _take_minutes(session, held, seen)
    elif kind is not ChangeKind.PHOTO:
        changes = _take_other(session, actor, held, now)
    _settle(session, actor, held, Settlement.TAKEN, reason, now, changes)
    if kind is ChangeKind.PHOTO:
        # Bytes that come later count by what was decided of their change.
        photo_of_taken_change(session, actor, held.change, now=now)
    for other in others:
        set_aside_held(session, actor, other, reason=reason, now=now)


def set_aside_held(session: Session, actor: Actor, held: HeldChange, *, reason: str, now: datetime) -> None:
    """Decides that a held change will not count; it stays in the history. Raises Forbidden, Conflict, RuleBroken."""
    reason = _opened(session, actor, held, reason)
    _settle(session, actor, held, Settlement.SET_ASIDE, reason, now, {})
    give_up_photo_of(session, actor, held.change, reason=reason, now=now)


def set_aside_stray(
    session: Session, actor: Actor, visit: Visit, stray: StrayChange, *, reason: str, now: datetime
) -> None:
    """Decides that a text that nobody could read is done with; it stays kept. Raises Forbidden, Conflict, RuleBroken."""
    lock_visit(session, visit)
    may_settle.require(actor, visit)
    reason = _checked_reason(reason)
    session.refresh(stray)
    if stray.visit_id != visit.id or stray.settled_at is not None:
        raise Conflict(_("Nội dung này đã được quyết định. Hãy tải lại trang."))
    stray.settled_at, stray.settled_by, stray.reason = now, actor.person_id, reason
    session.flush()
    summary = f"Bỏ một nội dung không đọc được từ máy {stray.device.label} của cuộc {visit.code}"
    _tell(session, actor, visit, stray, "fieldwork.set_aside_stray", summary, reason, now)


def set_aside_unplaced(session: Session, actor: Actor, stray: StrayChange, *, reason: str, now: datetime) -> None:
    """Decides that a text of no known visit is done with; it stays kept. Raises Forbidden, Conflict, RuleBroken."""
    may_settle_unplaced.require(actor, None)
    session.refresh(stray, with_for_update=True)
    reason = _checked_reason(reason)
    if stray.visit_id is not None or stray.settled_at is not None:
        raise Conflict(_("Nội dung này đã được quyết định. Hãy tải lại trang."))
    stray.settled_at, stray.settled_by, stray.reason = now, actor.person_id, reason
    session.flush()
    summary = f"Bỏ một nội dung không rõ cuộc kiểm tra từ máy {stray.device.label}"
    record(session, actor, "fieldwork.set_aside_stray", stray, now=now, summary=summary, reason=reason)


def take_photo(session: Session, actor: Actor, photo: Photo, *, reason: str, now: datetime) -> None:
    """Makes evidence of a photo that was only kept. Raises Forbidden, Conflict, RuleBroken when it cannot be."""
    reason = _opened_photo(session, actor, photo, reason)
    if not can_become_evidence(session, photo):
        raise Conflict(_("Ảnh này không đưa vào hồ sơ được. Chỉ thôi chờ được kèm lý do."))
    take_kept_photo(session, actor, photo, now=now)
    if photo.problem is not None:
        raise RuleBroken(None, problem_text(photo.problem))
    summary = f"Lấy một ảnh đã giữ cho mục {photo.item_id} của cuộc {photo.visit.code}"
    _tell(session, actor, photo.visit, photo, "fieldwork.take_photo", summary, reason, now)


def waive_photo(session: Session, actor: Actor, photo: Photo, *, reason: str, now: datetime) -> None:
    """Gives up a photo that does not come, or that was only kept; its bytes stay. Raises Forbidden, Conflict, RuleBroken."""
    reason, visit = _opened_photo(session, actor, photo, reason), photo.visit
    photo.waived_at, photo.waived_by, photo.waive_reason = now, actor.person_id, reason
    session.flush()
    summary = f"Không chờ một ảnh của mục {photo.item_id} của cuộc {visit.code}"
    _tell(session, actor, visit, photo, "fieldwork.waive_photo", summary, reason, now)


def _opened(session: Session, actor: Actor, held: HeldChange, reason: str) -> str:
    """The reason, once it is sure that the actor may decide and that nobody did before him."""
    lock_visit(session, held.visit)
    session.refresh(held)
    may_settle_held.require(actor, held)
    if held.settled_at is not None:
        when = format_datetime(held.settled_at)
        raise Conflict(_("Nội dung này đã được quyết định lúc %(when)s. Hãy tải lại trang.", when=when))
    return _checked_reason(reason)


def _opened_photo(session: Session, actor: Actor, photo: Photo, reason: str) -> str:
    lock_visit(session, photo.visit)
    may_settle.require(actor, photo.visit)
    session.refresh(photo)
    if photo.waived_at is not None or (photo.received_at is not None and photo.problem is None):
        raise Conflict(_("Ảnh này đã về máy chủ hoặc đã được quyết định. Hãy tải lại trang."))
    return _checked_reason(reason)


def _checked_reason(reason: str) -> str:
    reason = clean(reason)
    if not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do của quyết định này."))
    if len(reason) > REASON_MAX:
        raise RuleBroken("reason", _("Lý do dài quá 2.000 ký tự. Hãy rút gọn."))
    return reason


def _take_answer(
    session: Session, actor: Actor, held: HeldChange, reason: str, seen: UUID | None, now: datetime
) -> Changes:
    visit, change, item_id = held.visit, held.change, held.item_id or ""
    version = version_of(session, visit.checklist_code, visit.checklist_version)
    if not version.has(item_id):
        raise RuleBroken(None, _("Phiếu kiểm tra của cuộc này không có mục %(item)s.", item=item_id))
    wanted = read_answer(version.item(item_id), change.body)
    _refuse_unseen(session, visit, item_id, seen)
    present = answer_to(session, visit.id, item_id)
    before = given(present)
    if present is not None and same_answer(before, wanted):
        held.matched_revision = present.revision
        return {}
    own_reason = clean(str(change.body.get("change_reason") or ""))
    told = f"Theo quyết định của {actor.name}: {reason}"
    source = Source(change.person_id, f"{own_reason}\n{told}" if own_reason else told, change.id)
    written = written_upon(standing(present), visit.id, item_id, wanted, source, now=now)
    write_answers(session, [written])
    answer = written.answer
    publish(session, AnswersApplied(visit, (answer,)), actor=actor, now=now)
    revision = (answer.revision - 1 or None, answer.revision)
    return {"revision": revision, **changes_of(before, wanted)}


def _take_minutes(session: Session, held: HeldChange, seen: UUID | None) -> Changes:
    minutes = minutes_of(session, held.visit_id)
    if minutes is None:
        raise NotFound
    session.refresh(minutes)
    if minutes.seen != seen:
        message = _("Biên bản vừa được ghi sau khi trang này được mở. Hãy xem lại nội dung rồi quyết định.")
        raise RuleBroken("seen", message)
    changes = write_minutes(minutes, held.visit, read_minutes(held.change.body), seen=held.change_id)
    session.flush()
    return changes


def _refuse_unseen(session: Session, visit: Visit, item_id: str, seen: UUID | None) -> None:
    stands = newest_revision(session, visit.id, item_id)
    if (stands.id if stands else None) == seen:
        return
    who, when = (stands.person.name, format_datetime(stands.at)) if stands else ("", "")
    message = _(
        "Mục này vừa được %(who)s ghi lúc %(when)s, sau khi trang này được mở. Hãy xem lại giá trị rồi quyết định.",
        who=who,
        when=when,
    )
    raise RuleBroken("seen", message)


def _take_other(session: Session, actor: Actor, held: HeldChange, now: datetime) -> Changes:
    """Lets a change take its usual effect: by the rights of who decides, in the name of its author.

    What else of the tablet waits is left alone: only its author's own later change takes its place.
    """
    visit, change = held.visit, held.change
    version = version_of(session, visit.checklist_code, visit.checklist_version)
    wire = read_change(change.text, change.sha256)
    incoming = Incoming(session, actor, change.device, visit, version, wire, now, Gathered())
    outcome = EFFECTS[change.kind](incoming)
    if outcome.why is not None:
        raise RuleBroken(None, _("Chưa lấy được. %(why)s", why=outcome.message or ""))
    return incoming.gathered.told()


def _settle(
    session: Session,
    actor: Actor,
    held: HeldChange,
    settlement: Settlement,
    reason: str,
    now: datetime,
    changes: Changes,
) -> None:
    held.settled_at, held.settled_by, held.settlement, held.reason = now, actor.person_id, settlement, reason
    session.flush()
    author = session.get_one(Person, held.change.person_id)
    item = f" mục {held.item_id}" if held.item_id else ""
    verb, act = ("take", "Lấy") if settlement is Settlement.TAKEN else ("set_aside", "Bỏ")
    with use_language(DEFAULT_LANGUAGE):
        what = kind_name(held.change.kind).lower()
    summary = f"{act} {what}{item} do {author.name} gửi cho cuộc {held.visit.code}"
    _tell(session, actor, held.visit, held.change, f"fieldwork.{verb}_held", summary, reason, now, changes)


def _tell(
    session: Session,
    actor: Actor,
    visit: Visit,
    subject: object,
    verb: str,
    summary: str,
    reason: str,
    now: datetime,
    changes: Changes | None = None,
) -> None:
    record(
        session,
        actor,
        verb,
        subject,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=summary,
        reason=reason,
        changes=changes,
    )
