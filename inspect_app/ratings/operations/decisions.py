"""The authority's decision and its release."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.accounts.queries import account_of
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.outbox import notify
from inspect_app.kernel.text import clean
from inspect_app.ratings.models import HeadRating, RatingDecision
from inspect_app.ratings.permissions import may_decide_rating, may_release_rating
from inspect_app.ratings.queries import assess, lock_rating, lock_year, waiting_conclusions
from inspect_app.ratings.rules import RatingState

OWN_RATINGS = "/xep-loai/cua-toi"
REASON_LENGTH = 4000


def decide(
    session: Session, actor: Actor, rating: HeadRating, *, level: str, reason: str, now: datetime
) -> RatingDecision:
    """Decides the level of a head. The proposal and the inputs of the moment are kept beside it.

    A reason is needed where the rule left it undecided or proposed another level. Raises RuleBroken for a level that
    the rule does not have or a missing reason; Conflict after release, or while the conclusion of a visit at the unit
    is begun and not issued, naming it.
    """
    lock_rating(session, rating)
    may_decide_rating.require(actor, rating)
    if actor.person_id is None:
        raise Forbidden
    _refuse_released(rating)
    _refuse_waiting(session, rating)
    assessment = assess(session, rating)
    with use_language(DEFAULT_LANGUAGE):  # the grounds are kept, and read by the head too
        grounds = assessment.outcome.reason
    reason = _checked_reason(reason, needed=level != assessment.outcome.rating)
    if level not in {known.id for known in assessment.rule.levels}:
        raise RuleBroken("level", _("Hãy chọn một mức của quy định."))
    before = rating.decision
    decision = RatingDecision(
        level=level,
        reason=reason or None,
        proposed=assessment.outcome.rating,
        proposal_reason=grounds,
        inputs=assessment.snapshot,
        decided_by=actor.person_id,
        decided_at=now,
    )
    rating.decisions.append(decision)
    session.flush()
    _record_decision(session, actor, rating, before, decision, now=now)
    return decision


def _refuse_waiting(session: Session, rating: HeadRating) -> None:
    waiting = waiting_conclusions(session, rating.unit_id, rating.rating_year.year)
    if waiting:
        raise Conflict(
            _(
                "Kết luận của cuộc kiểm tra %(visits)s tại đơn vị này chưa phát hành. "
                "Hãy quyết định và công bố xếp loại sau khi kết luận được phát hành.",
                visits=", ".join(waiting),
            )
        )


def _record_decision(
    session: Session,
    actor: Actor,
    rating: HeadRating,
    before: RatingDecision | None,
    decision: RatingDecision,
    *,
    now: datetime,
) -> None:
    record(
        session,
        actor,
        "ratings.decide",
        rating,
        now=now,
        summary=f"Quyết định xếp loại: {rating.unit.name}, năm {rating.rating_year.year}",
        changes={
            "level": (before.level if before else None, decision.level),
            "proposed": (before.proposed if before else None, decision.proposed),
        },
        reason=decision.reason,
        unit_id=rating.unit_id,
    )


def release(session: Session, actor: Actor, rating: HeadRating, *, now: datetime) -> None:
    """Releases the decision: the head may read it, he is told, and nothing changes any more.

    Raises Conflict when it was released before, is not decided, rests on inputs that have changed since, or while the
    conclusion of a visit at the unit is begun and not issued: after the release it could not count any more.
    """
    lock_year(session, rating.rating_year)
    lock_rating(session, rating)
    may_release_rating.require(actor, rating)
    _refuse_released(rating)
    _refuse_waiting(session, rating)
    state = assess(session, rating).state
    if state is RatingState.OUTDATED:
        raise Conflict(_("Số liệu đã thay đổi sau khi quyết định. Hãy xem lại và quyết định lại trước khi công bố."))
    if state is not RatingState.DECIDED:
        raise Conflict(_("Chưa có quyết định xếp loại. Hãy quyết định trước khi công bố."))
    rating.released_at, rating.released_by = now, actor.person_id
    session.flush()
    record(
        session,
        actor,
        "ratings.release",
        rating,
        now=now,
        summary=f"Công bố xếp loại: {rating.unit.name}, năm {rating.rating_year.year}",
        changes={"released_at": (None, now)},
        unit_id=rating.unit_id,
    )
    _tell_head(session, rating, now)


def _refuse_released(rating: HeadRating) -> None:
    if rating.is_released:
        raise Conflict(_("Kết quả xếp loại này đã công bố nên không thay đổi được nữa."))


def _checked_reason(text: str, *, needed: bool) -> str:
    reason = clean(text)
    if needed and not reason:
        raise RuleBroken("reason", _("Quyết định khác với đề xuất, hoặc chưa có đề xuất. Hãy ghi lý do."))
    if len(reason) > REASON_LENGTH:
        raise RuleBroken("reason", _("Lý do dài quá %(most)d ký tự. Hãy rút ngắn.", most=REASON_LENGTH))
    return reason


def _tell_head(session: Session, rating: HeadRating, now: datetime) -> None:
    account = account_of(session, rating.head_id) if rating.head_id else None
    if account is None:
        return
    year = rating.rating_year.year
    with use_language(account.language):
        notify(
            session,
            account_id=account.id,
            email=account.mail_address,
            subject=_("Kết quả xếp loại năm %(year)d đã được công bố", year=year),
            body=_(
                "Kết quả xếp loại người đứng đầu %(unit)s năm %(year)d đã được công bố. Hãy mở trang để xem kết quả và lý do.",
                unit=rating.unit.name,
                year=year,
            ),
            link=OWN_RATINGS,
            dedupe_key=f"rating:{rating.id}",
            now=now,
        )
