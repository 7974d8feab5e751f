"""Entering what a rating rests on: the index, the dossiers, and the contents of each area. Every figure has a source."""

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean
from inspect_app.ratings.models import ContentsConfirmation, DossierInput, HeadRating, IndexInput
from inspect_app.ratings.permissions import may_prepare_rating
from inspect_app.ratings.queries import assess, lock_rating, rule_of
from inspect_app.ratings.rules import AreaProposal, DossierCounts, check_dossiers, index_as_kept

SOURCE_LENGTH = 500
Changes = dict[str, tuple[object, object]]


def enter_index(
    session: Session,
    actor: Actor,
    rating: HeadRating,
    *,
    value: Decimal,
    source: str,
    decision_number: str | None = None,
    published_on: date | None = None,
    file_sha256: str | None = None,
    now: datetime,
) -> bool:
    """Enters or corrects the unit's index, in percent, with where it comes from; gives whether an earlier file was left behind.

    Raises RuleBroken for a value outside 0 to 100 or without a source, Conflict after release.
    """
    _require(session, actor, rating)
    text = index_as_kept(value)
    row = rating.index_input or IndexInput()
    wanted: dict[str, object] = {
        "value": text,
        "source": _source(source),
        "decision_number": clean(decision_number or "") or None,
        "published_on": published_on,
    }
    # A file proves the decision with which it came, and no other.
    is_same_paper = all(getattr(row, name) == wanted[name] for name in ("source", "decision_number"))
    wanted["file_sha256"] = file_sha256 or (row.file_sha256 if is_same_paper else None)
    leaves_file = row.file_sha256 is not None and wanted["file_sha256"] is None
    changes = _changes(row, wanted)
    if not changes:
        return False
    _keep(row, wanted, actor, now)
    rating.index_input = row
    session.flush()
    _tell(session, actor, rating, "ratings.enter_index", "Nhập Chỉ số CCHC", changes, now)
    return leaves_file


def enter_dossiers(
    session: Session,
    actor: Actor,
    rating: HeadRating,
    *,
    counts: DossierCounts,
    apologised: int | None = None,
    source: str,
    exported_on: date | None = None,
    now: datetime,
) -> None:
    """Enters or corrects the year's dossiers of the unit; counts beyond late and total may be missing.

    Raises RuleBroken for counts that cannot be or without a source, Conflict after release.
    """
    _require(session, actor, rating)
    check_dossiers(counts, apologised)
    row = rating.dossiers or DossierInput()
    wanted: dict[str, object] = {field.name: getattr(counts, field.name) for field in fields(counts)}
    wanted |= {"apologised": apologised, "source": _source(source), "exported_on": exported_on}
    changes = _changes(row, wanted)
    if not changes:
        return
    _keep(row, wanted, actor, now)
    rating.dossiers = row
    session.flush()
    _tell(session, actor, rating, "ratings.enter_dossiers", "Nhập số liệu hồ sơ", changes, now)


def confirm_area(
    session: Session, actor: Actor, rating: HeadRating, *, area: int, met: bool, reason: str, now: datetime
) -> None:
    """Confirms whether the contents of an area are met, as proposed or otherwise; only then does it count.

    Raises RuleBroken for an unknown area, or without a reason where nothing or the opposite was proposed; Conflict
    after release.
    """
    _require(session, actor, rating)
    if area not in {known.number for known in rule_of(rating.rating_year).areas}:
        raise RuleBroken("area", _("Quy định không có lĩnh vực %(area)d.", area=area))
    _confirm(session, actor, rating, assess(session, rating).proposal(area), met, reason, now)


def confirm_as_proposed(session: Session, actor: Actor, rating: HeadRating, *, now: datetime) -> int:
    """Confirms every area that is still open as its findings propose; gives how many.

    Raises Conflict after release. Areas without a proposal stay open.
    """
    _require(session, actor, rating)
    confirmed = {confirmation.area for confirmation in rating.confirmations}
    done = 0
    for proposal in assess(session, rating).proposals:
        if proposal.met is not None and proposal.area not in confirmed:
            _confirm(session, actor, rating, proposal, proposal.met, "", now)
            done += 1
    return done


def _confirm(
    session: Session, actor: Actor, rating: HeadRating, proposal: AreaProposal, met: bool, reason: str, now: datetime
) -> None:
    reason = clean(reason)
    if proposal.met is None and not reason:
        raise RuleBroken(
            "reason", _("Chưa có kết luận nào về lĩnh vực này. Hãy ghi nguồn của kết quả, ví dụ số báo cáo.")
        )
    if proposal.met is not None and proposal.met is not met and not reason:
        raise RuleBroken("reason", _("Kết quả khác với đề xuất. Hãy ghi lý do."))
    row = next((known for known in rating.confirmations if known.area == proposal.area), None)
    row = row or ContentsConfirmation(area=proposal.area)
    wanted: dict[str, object] = {"proposed": proposal.met, "met": met, "reason": reason or None}
    changes = _changes(row, wanted)
    if not changes:
        return
    for field, value in wanted.items():
        setattr(row, field, value)
    row.confirmed_by, row.confirmed_at = actor.person_id, now
    if row not in rating.confirmations:
        rating.confirmations.append(row)
    session.flush()
    summary = f"Xác nhận nội dung lĩnh vực {proposal.area}"
    _tell(session, actor, rating, "ratings.confirm_area", summary, changes, now, reason or None)


def _require(session: Session, actor: Actor, rating: HeadRating) -> None:
    lock_rating(session, rating)
    may_prepare_rating.require(actor, rating)
    if rating.is_released:
        raise Conflict(_("Kết quả xếp loại này đã công bố nên không thay đổi được nữa."))


def _source(text: str) -> str:
    source = clean(text)
    if not source:
        raise RuleBroken("source", _("Hãy ghi nguồn của số liệu, ví dụ tên hệ thống hoặc số văn bản."))
    if len(source) > SOURCE_LENGTH:
        raise RuleBroken("source", _("Nguồn dài quá %(most)d ký tự. Hãy rút ngắn.", most=SOURCE_LENGTH))
    return source


def _changes(row: object, wanted: dict[str, object]) -> Changes:
    return {field: (getattr(row, field), value) for field, value in wanted.items() if getattr(row, field) != value}


def _keep(row: IndexInput | DossierInput, wanted: dict[str, object], actor: Actor, now: datetime) -> None:
    for field, value in wanted.items():
        setattr(row, field, value)
    row.entered_by, row.entered_at = actor.person_id, now


def _tell(
    session: Session,
    actor: Actor,
    rating: HeadRating,
    verb: str,
    what: str,
    changes: Changes,
    now: datetime,
    reason: str | None = None,
) -> None:
    summary = f"{what}: {rating.unit.name}, năm {rating.rating_year.year}"
    record(
        session, actor, verb, rating, now=now, summary=summary, changes=changes, reason=reason, unit_id=rating.unit_id
    )
