"""The unit's explanation: what is sent to it, what it writes and submits, and that nothing came by the day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.queries import deadline_settings, working_calendar
from inspect_app.campaigns.rules import DeadlineKind
from inspect_app.conclusions.events import DraftSent, ExplanationSubmitted
from inspect_app.conclusions.explanation_queries import open_round, unsent_findings
from inspect_app.conclusions.models import Conclusion, Explanation, ExplanationPoint, ExplanationRound
from inspect_app.conclusions.operations.agreeing import check_agreement
from inspect_app.conclusions.operations.checks import check_findings, check_matters
from inspect_app.conclusions.operations.telling import tell
from inspect_app.conclusions.permissions import may_explain, may_explain_point, may_lapse, may_send, may_skip
from inspect_app.conclusions.queries import lock_conclusion
from inspect_app.conclusions.rules import ConclusionState, Stance
from inspect_app.fieldwork.intake import ReceivedFile
from inspect_app.findings.models import Finding
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

TEXT_MAX = 8_000
FILES_MAX = 20


@dataclass(frozen=True)
class Said:
    """What the unit says to one point: whether it agrees, its words, and files that are added."""

    stance: Stance | None
    text: str
    files: Sequence[ReceivedFile] = ()


def person_of(actor: Actor) -> UUID:
    """Who acts; raises Forbidden for whoever is no person."""
    if actor.person_id is None:
        raise Forbidden
    return actor.person_id


def send_for_explanation(session: Session, actor: Actor, conclusion: Conclusion, *, now: datetime) -> ExplanationRound:
    """Sends the shortcomings that the unit was not asked about yet, each with its requests, as they are worded now.

    The unit has so many working days as the campaign's settings say. Raises Forbidden; RuleBroken while something of
    the visit waits for a decision, a finding is undecided or without a request, words and data disagree, or nothing is left.
    """
    lock_conclusion(session, conclusion)
    may_send.require(actor, conclusion)
    check_matters(session, conclusion)
    check_findings(session, conclusion)
    check_agreement(session, conclusion)
    findings = unsent_findings(session, conclusion)
    if not findings:
        raise RuleBroken(None, _("Không còn thiếu sót nào chưa gửi đơn vị. Hãy duyệt và trình ký."))
    if open_round(conclusion) is not None:
        raise RuleBroken(None, _("Đơn vị còn đang giải trình lần trước. Hãy chờ đơn vị nộp rồi gửi tiếp."))
    today, visit = local_date(now), conclusion.visit
    days = deadline_settings(visit.campaign).of(DeadlineKind.EXPLANATION).days
    sent = ExplanationRound(
        conclusion_id=conclusion.id,
        conclusion=conclusion,
        number=len(conclusion.rounds) + 1,
        sent_at=now,
        sent_by=person_of(actor),
        due_on=working_calendar(visit.campaign).add_working_days(today, days),
    )
    session.add(sent)
    session.flush()
    for position, finding in enumerate(findings, start=1):
        session.add(_point(sent, position, finding, conclusion))
    conclusion.state, conclusion.return_reason = ConclusionState.EXPLAINING, None
    session.flush()
    session.refresh(conclusion, ["rounds"])
    session.refresh(sent, ["points"])
    summary = f"Gửi {len(findings)} thiếu sót cho {visit.unit.name} giải trình,"
    tell(session, actor, conclusion, "conclusions.send", summary, now, changes={"due_on": (None, sent.due_on)})
    publish(session, DraftSent(sent), actor=actor, now=now)
    return sent


def _point(sent: ExplanationRound, position: int, finding: Finding, conclusion: Conclusion) -> ExplanationPoint:
    asked = [row for row in conclusion.requests if finding in row.findings]
    return ExplanationPoint(
        round_id=sent.id,
        position=position,
        finding_id=finding.id,
        area=finding.area,
        grade=finding.grade,
        text=finding.text,
        basis="; ".join(str(entry["label"]) for entry in finding.basis),
        requests=[{"text": row.text, "owner": row.owner, "due_days": row.due_days} for row in asked],
    )


def skip_explanation(session: Session, actor: Actor, conclusion: Conclusion, *, reason: str, now: datetime) -> None:
    """Goes on without asking the unit. Raises Forbidden unless the campaign allows that, RuleBroken without a reason."""
    lock_conclusion(session, conclusion)
    may_skip.require(actor, conclusion)
    reason = clean(reason)
    if not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do không lấy giải trình của đơn vị."))
    conclusion.skip_reason, conclusion.skipped_at, conclusion.skipped_by = reason, now, person_of(actor)
    session.flush()
    tell(session, actor, conclusion, "conclusions.skip", "Bỏ qua bước giải trình của đơn vị", now, reason=reason)


def save_explanation(
    session: Session, actor: Actor, point: ExplanationPoint, said: Said, *, base_revision: int, now: datetime
) -> Explanation:
    """Keeps what the unit says to one point, until it submits; files are added to those that are there.

    Raises Forbidden, Conflict once it is submitted, RuleBroken for a text that is too long, or when somebody else of
    the unit wrote since `base_revision`.
    """
    conclusion = point.round.conclusion
    lock_conclusion(session, conclusion)
    session.refresh(point.round)
    session.refresh(point, ["explanation"])
    if not point.round.is_open:
        raise Conflict(_("Giải trình đã nộp nên không sửa được nữa."))
    may_explain_point.require(actor, point)
    text = clean(said.text)
    if len(text) > TEXT_MAX:
        raise RuleBroken("text", _("Giải trình dài quá 8.000 ký tự. Hãy rút gọn hoặc đính kèm tệp."))
    present = point.explanation
    if (present.revision if present is not None else 0) != base_revision:
        raise RuleBroken("revision", _someone_else(present))
    before = _plain(present)
    kept = list(present.files) if present is not None else []
    known = {file["sha256"] for file in kept}
    kept += [file_values(file) for file in said.files if file.sha256 not in known]
    if len(kept) > FILES_MAX:
        raise RuleBroken("files", _("Mỗi thiếu sót đính kèm tối đa 20 tệp."))
    return _keep(session, actor, point, before, said.stance, text, kept, now)


def _keep(
    session: Session,
    actor: Actor,
    point: ExplanationPoint,
    before: Mapping[str, Any],
    stance: Stance | None,
    text: str,
    files: list[Any],
    now: datetime,
) -> Explanation:
    present, person_id = point.explanation, person_of(actor)
    after = {"stance": stance, "text": text, "files": files}
    if present is not None and before == after:
        return present
    if present is None:
        present = Explanation(point_id=point.id, point=point, revision=0, files=[], text="")
        session.add(present)
    present.stance, present.text, present.files = stance, text, files
    present.revision += 1
    present.written_by, present.written_at = person_id, now
    session.flush()
    changes = {name: (before[name], value) for name, value in after.items() if before[name] != value}
    summary = f"Đơn vị ghi giải trình {point.finding.label} của"
    tell(session, actor, point.round.conclusion, "conclusions.explain", summary, now, changes=changes)
    return present


def take_back_file(
    session: Session, actor: Actor, point: ExplanationPoint, *, sha256: str, now: datetime
) -> Explanation:
    """Takes a file off a point again, before submitting. Raises Forbidden, Conflict, RuleBroken when it is not there."""
    lock_conclusion(session, point.round.conclusion)
    session.refresh(point.round)
    session.refresh(point, ["explanation"])
    if not point.round.is_open:
        raise Conflict(_("Giải trình đã nộp nên không sửa được nữa."))
    may_explain_point.require(actor, point)
    present = point.explanation
    if present is None or all(file["sha256"] != sha256 for file in present.files):
        raise RuleBroken(None, _("Tệp này không còn trong giải trình."))
    files = [file for file in present.files if file["sha256"] != sha256]
    return _keep(session, actor, point, _plain(present), present.stance, present.text, files, now)


def submit_explanation(session: Session, actor: Actor, conclusion: Conclusion, *, now: datetime) -> None:
    """The unit hands in what it wrote; from then on nobody changes it. After the day it is received, and marked late.

    Raises Forbidden; RuleBroken that names a point without a stance, or without words where the unit disagrees.
    """
    lock_conclusion(session, conclusion)
    may_explain.require(actor, conclusion)
    handed = open_round(conclusion)
    if handed is None:
        raise Conflict(_("Giải trình đã nộp nên không sửa được nữa."))
    session.refresh(handed, ["points"])
    for point in handed.points:
        check_said(point)
    handed.submitted_at, handed.submitted_by = now, person_of(actor)
    handed.late = local_date(now) > handed.due_on
    for point in handed.points:
        if point.answer is not None:
            point.answer.needs_review = True
    if conclusion.state is ConclusionState.EXPLAINING:
        conclusion.state = ConclusionState.ANSWERING
    session.flush()
    late = " (muộn)" if handed.late else ""
    tell(session, actor, conclusion, "conclusions.submit_explanation", f"Đơn vị nộp giải trình{late} của", now)
    publish(session, ExplanationSubmitted(handed), actor=actor, now=now)


def check_said(point: ExplanationPoint) -> None:
    """Raises RuleBroken for a point to which nothing, or not enough, is said."""
    said = point.explanation
    if said is None or said.stance is None:
        raise RuleBroken(None, _("Thiếu sót số %(n)d chưa có ý kiến: chọn thống nhất hoặc không.", n=point.position))
    if said.stance is Stance.DISAGREE and not said.text:
        raise RuleBroken(None, _("Thiếu sót số %(n)d: đơn vị không thống nhất thì phải nêu lý do.", n=point.position))


def record_lapse(session: Session, actor: Actor, conclusion: Conclusion, *, now: datetime) -> None:
    """Notes that no explanation came by the day, so that the team may go on. Raises Forbidden, RuleBroken before that."""
    lock_conclusion(session, conclusion)
    may_lapse.require(actor, conclusion)
    waited = open_round(conclusion)
    if waited is None:
        raise Conflict(_("Đơn vị đã nộp giải trình."))
    if local_date(now) <= waited.due_on:
        raise RuleBroken(None, _("Đơn vị còn hạn giải trình đến hết ngày %(day)s.", day=f"{waited.due_on:%d/%m/%Y}"))
    waited.lapsed_at, waited.lapsed_by = now, person_of(actor)
    conclusion.state = ConclusionState.ANSWERING
    session.flush()
    tell(session, actor, conclusion, "conclusions.lapse", "Ghi nhận đơn vị không giải trình trong thời hạn,", now)


def file_values(file: ReceivedFile) -> dict[str, Any]:
    """A received file as it is kept beside what was written."""
    return {"sha256": file.sha256, "filename": file.filename, "media_type": file.media_type, "size": file.size}


def _plain(present: Explanation | None) -> dict[str, Any]:
    if present is None:
        return {"stance": None, "text": "", "files": []}
    return {"stance": present.stance, "text": present.text, "files": list(present.files)}


def _someone_else(present: Explanation | None) -> str:
    if present is None:
        return _("Trang đã cũ. Hãy tải lại trang.")
    return _(
        "%(name)s vừa ghi nội dung khác cho thiếu sót này: “%(text)s”. Chữ của bạn còn ở đây; hãy chép lại, tải lại "
        "trang rồi gộp hai nội dung.",
        name=present.writer.name,
        text=present.text[:400],
    )
