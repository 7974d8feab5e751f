"""Replacing an issued notice: an explicit list of what is worded anew, withdrawn and added, approved by two persons again.

The visit's data stay frozen, the old notice stays as it was. A finding that is withdrawn stays readable with the reason
beside it; one that is added names the notice that added it. Both happen with the issue, and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation
from inspect_app.conclusions.correcting.amending import amendments_of, check_whole
from inspect_app.conclusions.correcting.holding import texts_of_sheet
from inspect_app.conclusions.correcting.parts import changes_of
from inspect_app.conclusions.correcting.queries import (
    ground_of,
    held_of,
    issued_ties,
    open_correction,
    paper_that_counts,
    sheet_of,
)
from inspect_app.conclusions.correcting.sheet import replacing_sheet
from inspect_app.conclusions.drafting.agreement import Disagreement
from inspect_app.conclusions.events import ConclusionReplaced
from inspect_app.conclusions.models import Conclusion, Correction
from inspect_app.conclusions.operations.agreeing import disagreement_words, kept_in_spite
from inspect_app.conclusions.operations.amending import amend_conclusion
from inspect_app.conclusions.operations.checks import writers_of
from inspect_app.conclusions.operations.explaining import person_of
from inspect_app.conclusions.operations.registering import register_notice
from inspect_app.conclusions.operations.telling import tell
from inspect_app.conclusions.operations.wording import Ties, tied_parts
from inspect_app.conclusions.permissions import may_correct, may_issue_correction, may_submit_correction
from inspect_app.conclusions.queries import lock_conclusion
from inspect_app.conclusions.rules import CorrectionState
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.operations import Amendment, Issuing
from inspect_app.registry.rules import AmendmentKind, PaperState

REASON_MAX = 1_000


def save_correction(
    session: Session,
    actor: Actor,
    conclusion: Conclusion,
    *,
    reason: str,
    words: Mapping[str, str],
    ties: Ties | None = None,
    now: datetime,
) -> Correction:
    """Keeps what is to be worded anew, withdrawn and added, as a list of changes to the notice that counts.

    `ties` say on what sentences stand. The open draft is gone on with. Raises Forbidden; Conflict while one waits for its
    signature; RuleBroken without a reason, without a change, or where the notice would not hold together.
    """
    lock_conclusion(session, conclusion)
    may_correct.require(actor, conclusion)
    base = _base(session, conclusion)
    reason = _reason(reason)
    changes = _changes(session, conclusion, base, words)
    correction = open_correction(session, conclusion.id)
    if correction is not None and correction.state is CorrectionState.SUBMITTED:
        raise Conflict(_("Thông báo thay thế đang chờ ký nên không sửa được."))
    if correction is None:
        correction = Correction(
            conclusion_id=conclusion.id,
            conclusion=conclusion,
            base_id=base.id,
            base=base,
            state=CorrectionState.DRAFT,
            drafted_by=person_of(actor),
            created_at=now,
        )
        session.add(correction)
    told = {"changes": (correction.changes, changes), "reason": (correction.reason, reason)}
    correction.reason, correction.changes, correction.drafted_by = reason, changes, person_of(actor)
    session.flush()
    _tie(session, correction, ties or {})
    tell(session, actor, conclusion, "conclusions.correct", "Soạn thông báo thay thế kết luận", now, changes=told)
    return correction


def _changes(
    session: Session, conclusion: Conclusion, base: IssuedPaper, words: Mapping[str, str]
) -> list[dict[str, object]]:
    sheet, ground = sheet_of(base), ground_of(session, conclusion)
    found = [*changes_of(sheet, words), *amendments_of(sheet, words, ground)]
    if not found:
        raise RuleBroken(None, _("Chưa có phần nào khác với thông báo đã phát hành."))
    check_whole(found, ground)
    return [asdict(change) for change in found]


def _tie(session: Session, correction: Correction, ties: Ties) -> None:
    """Keeps on what the sentences stand in parts that are worded anew or that the drafter ties anew."""
    held = held_of(session, correction)
    stored = issued_ties(session, correction.conclusion)
    said = {ref: datum.said for ref, datum in held.data.items()}
    before = dict(texts_of_sheet(sheet_of(correction.base)))
    anew = [(part, text) for part, text in texts_of_sheet(held.sheet) if text != before.get(part) or part in ties]
    correction.sources = tied_parts(anew, {**stored, **correction.sources}, said, ties)
    session.flush()


def confirm_in_correction(
    session: Session, actor: Actor, correction: Correction, key: str, *, reason: str, now: datetime
) -> None:
    """The drafter keeps a new sentence although the data say otherwise. Raises Forbidden, RuleBroken without a reason."""
    _lock(session, correction)
    may_correct.require(actor, correction.conclusion)
    if correction.state is not CorrectionState.DRAFT:
        raise Conflict(_("Thông báo thay thế đang chờ ký nên không sửa được."))
    clash, reason = kept_in_spite(unsettled_in(session, correction), key, reason)
    kept = {
        "key": key,
        "sentence": clash.sentence,
        "told": clash.new or clash.old,
        "reason": reason,
        "person": actor.name,
        "at": now.isoformat(),
    }
    correction.confirmed = [*correction.confirmed, kept]
    session.flush()
    told = {"sentence": (kept["told"], kept["sentence"])}
    what = "Giữ nguyên câu khác với dữ liệu trong thông báo thay thế kết luận"
    tell(session, actor, correction.conclusion, "conclusions.confirm", what, now, changes=told, reason=reason)


def unsettled_in(session: Session, correction: Correction) -> list[Disagreement]:
    """Where new words and data disagree, and nobody mended or confirmed it."""
    confirmed = {each["key"] for each in correction.confirmed}
    return [each for each in held_of(session, correction).clashes if each.key not in confirmed]


def _check_agreement(session: Session, correction: Correction) -> None:
    left = unsettled_in(session, correction)
    if left:
        raise RuleBroken(None, disagreement_words(left))


def _base(session: Session, conclusion: Conclusion) -> IssuedPaper:
    base = paper_that_counts(session, conclusion)
    if base is None or base.state is not PaperState.CURRENT:
        raise Conflict(_("Thông báo này không có trong sổ hoặc đã thu hồi nên không thay thế được ở đây."))
    return base


def _reason(text: str) -> str:
    text = clean(text)
    if not text:
        raise RuleBroken("reason", _("Hãy ghi lý do thay thế: lý do được in trong thông báo mới."))
    if len(text) > REASON_MAX:
        raise RuleBroken("reason", _("Nội dung dài quá %(max)d ký tự. Hãy rút ngắn.", max=REASON_MAX))
    return text


def submit_correction(session: Session, actor: Actor, correction: Correction, *, now: datetime) -> None:
    """The team's leader approves and sends it to the signatory. Raises Forbidden, Conflict when its base is replaced."""
    _lock(session, correction)
    may_submit_correction.require(actor, correction)
    _check_base(session, correction)
    _check_agreement(session, correction)
    correction.approved_by, correction.submitted_at, correction.note = person_of(actor), now, None
    correction.state = CorrectionState.SUBMITTED
    session.flush()
    _tell(session, actor, correction, "conclusions.submit_correction", "Duyệt và trình ký thông báo thay thế", now)


def send_back_correction(session: Session, actor: Actor, correction: Correction, *, reason: str, now: datetime) -> None:
    """The signatory returns it with a reason; the approval lapses. Raises Forbidden, RuleBroken."""
    _lock(session, correction)
    may_issue_correction.require(actor, correction)
    reason = clean(reason)
    if not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do trả lại để đoàn kiểm tra sửa."))
    correction.state, correction.approved_by, correction.submitted_at = CorrectionState.DRAFT, None, None
    correction.note = reason
    session.flush()
    _tell(session, actor, correction, "conclusions.return_correction", "Trả lại thông báo thay thế", now, reason)


def drop_correction(session: Session, actor: Actor, correction: Correction, *, reason: str, now: datetime) -> None:
    """Gives it up with a reason; it is kept, and another may be begun. Raises Forbidden, RuleBroken."""
    _lock(session, correction)
    may_submit_correction.require(actor, correction)
    reason = clean(reason)
    if not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do bỏ dự thảo này."))
    correction.state, correction.note = CorrectionState.DROPPED, reason
    session.flush()
    _tell(session, actor, correction, "conclusions.drop_correction", "Bỏ thông báo thay thế", now, reason)


def issue_correction(
    session: Session,
    actor: Actor,
    correction: Correction,
    delegation: Delegation,
    issuing: Issuing,
    *,
    now: datetime,
) -> None:
    """The signatory issues the notice that replaces: it names the old one, which stays and no longer counts.

    Raises Forbidden; Conflict when another one replaced its base meanwhile; RuleBroken for a delegation or a number
    that cannot be his, or when he wrote an answer, a finding, the notice or this change of it.
    """
    _lock(session, correction)
    may_issue_correction.require(actor, correction)
    conclusion = correction.conclusion
    _check_base(session, correction)
    if actor.person_id in writers_of(session, conclusion):
        raise RuleBroken(None, _("Người đã ghi câu trả lời, phát hiện hoặc dự thảo không được ký kết luận này."))
    _check_agreement(session, correction)
    today, held = local_date(now), held_of(session, correction)
    sheet = replacing_sheet(correction.base, held, correction.reason, conclusion, delegation, today)
    paper = register_notice(
        session,
        actor,
        conclusion,
        sheet,
        delegation,
        issuing,
        prepared_by=correction.drafted_by,
        amends=Amendment(correction.base, AmendmentKind.REPLACES),
        now=now,
    )
    amend_conclusion(session, actor, correction, paper, held.data, now=now)
    _end(session, actor, correction, paper)
    _tell(session, actor, correction, "conclusions.issue_correction", "Phát hành thông báo thay thế", now)
    publish(session, ConclusionReplaced(correction), actor=actor, now=now)


def _end(session: Session, actor: Actor, correction: Correction, paper: IssuedPaper) -> None:
    correction.signer_id, correction.issued_on, correction.paper_id = actor.person_id, paper.issued_on, paper.id
    correction.state = CorrectionState.ISSUED
    session.flush()
    session.expire(correction, ["paper", "signer"])


def _check_base(session: Session, correction: Correction) -> None:
    if _base(session, correction.conclusion).id != correction.base_id:
        raise Conflict(_("Thông báo gốc đã có thông báo khác thay thế. Hãy bỏ dự thảo này và soạn lại."))


def _lock(session: Session, correction: Correction) -> None:
    lock_conclusion(session, correction.conclusion)
    session.refresh(correction, ["state", "changes", "sources", "confirmed", "approved_by", "drafted_by"])


def _tell(
    session: Session, actor: Actor, correction: Correction, verb: str, what: str, now: datetime, reason: str = ""
) -> None:
    tell(session, actor, correction.conclusion, verb, f"{what} kết luận", now, reason=reason or None)
