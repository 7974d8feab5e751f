"""Writing findings: drafted from answers, decided by the lead; the first wording stays in the journal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import lock_visit
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import Grade, Item
from inspect_app.checklists.rules.grading import finding_grade
from inspect_app.fieldwork.events import AnswersApplied, EvidenceChanged
from inspect_app.fieldwork.queries import answers_of, evidence_of
from inspect_app.fieldwork.rules import StandingAnswer
from inspect_app.findings.drafting import basis_values, judged_answer
from inspect_app.findings.models import Finding, FindingWithdrawal
from inspect_app.findings.permissions import may_amend_findings, may_decide_finding
from inspect_app.findings.queries import finding_of_item, newest_findings, next_number
from inspect_app.findings.rules import STANDING, FindingState, drafted_text
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean
from inspect_app.registry.models import IssuedPaper

TEXT_MAX = 4000


def draft_from_answers(session: Session, event: AnswersApplied, actor: Actor, now: datetime) -> None:
    """A bad answer drafts a finding; a good one withdraws an untouched draft, or asks the lead to look again."""
    version = version_of(session, event.visit.checklist_code, event.visit.checklist_version)
    present, drafts = newest_findings(session, event.visit.id), _Drafts(session, actor, event.visit, now)
    for answer in event.answers:
        _draft(drafts, version.item(answer.item_id), answer, present.get(answer.item_id))
    session.flush()


@dataclass
class _Drafts:
    """The drafts of one visit's answers: what they share is read for the first of them, not for each."""

    session: Session
    actor: Actor
    visit: Visit
    now: datetime

    @cached_property
    def numbers(self) -> Iterator[int]:
        """The numbers that come next; the visit is locked."""
        return count(next_number(self.session, self.visit.id))

    @cached_property
    def evidence(self) -> dict[str, list[int]]:
        """The numbers of each item's evidence."""
        found = evidence_of(self.session, self.visit.id)
        return {item_id: [evidence.number for evidence in lot] for item_id, lot in found.items()}


def _draft(drafts: _Drafts, item: Item, answer: StandingAnswer, present: Finding | None) -> None:
    grade = finding_grade(item.grade, answer.given.verdict)
    if present is not None and present.state is FindingState.MERGED:
        return
    standing = present if present is not None and present.state in STANDING else None
    if grade is None:
        if standing is not None:
            _answer_turned_good(drafts.session, drafts.actor, standing, drafts.now)
        return
    if standing is None:
        _add_draft(drafts, item, answer, grade, drafted_text(judged_answer(item, answer.given)))
    elif standing.state is FindingState.DRAFT and standing.decided_by is None:
        standing.text, standing.grade = drafted_text(judged_answer(item, answer.given)), grade
        standing.answer_revision = answer.revision
    elif standing.answer_revision != answer.revision:
        standing.needs_review = True


def _add_draft(drafts: _Drafts, item: Item, answer: StandingAnswer, grade: Grade, text: str) -> None:
    session, visit, now = drafts.session, drafts.visit, drafts.now
    finding = Finding(
        visit_id=visit.id,
        visit=visit,
        number=next(drafts.numbers),
        item_id=item.id,
        area=item.area,
        grade=grade,
        text=text,
        basis=basis_values(item),
        evidence_numbers=drafts.evidence.get(item.id, []),
        answer_revision=answer.revision,
        author_id=answer.by,
        created_at=now,
    )
    session.add(finding)
    session.flush()
    _tell(
        session,
        drafts.actor,
        finding,
        "findings.draft",
        f"Dự thảo phát hiện {finding.label} từ mục {item.id}",
        now,
        {
            "text": (None, text),
            "grade": (None, grade),
            "area": (None, item.area),
        },
    )


def _answer_turned_good(session: Session, actor: Actor, finding: Finding, now: datetime) -> None:
    if finding.state is FindingState.DRAFT and finding.decided_by is None:
        reason = "Câu trả lời đã được sửa, không còn là thiếu sót."
        finding.state, finding.reason = FindingState.WITHDRAWN, reason
        session.flush()
        _tell(session, actor, finding, "findings.withdraw", f"Rút dự thảo phát hiện {finding.label}", now, {}, reason)
    else:
        finding.needs_review = True
        session.flush()


def follow_evidence(session: Session, event: EvidenceChanged, actor: Actor, now: datetime) -> None:
    """Keeps the evidence numbers of an item's finding in step with its evidence."""
    finding = finding_of_item(session, event.visit.id, event.item_id)
    if finding is None or finding.state not in STANDING:
        return
    numbers = [evidence.number for evidence in evidence_of(session, event.visit.id).get(event.item_id, [])]
    if numbers == finding.evidence_numbers:
        return
    before, finding.evidence_numbers = finding.evidence_numbers, numbers
    session.flush()
    summary = f"Cập nhật chứng cứ của phát hiện {finding.label}"
    _tell(session, actor, finding, "findings.evidence", summary, now, {"evidence_numbers": (before, numbers)})


def edit_finding(
    session: Session,
    actor: Actor,
    finding: Finding,
    *,
    text: str,
    grade: Grade,
    area: int | None,
    reason: str,
    now: datetime,
    seen: str | None = None,
) -> None:
    """The lead words and grades a finding and so confirms it; `seen` is the mark of what was on his screen.

    Raises RuleBroken without a text, without a reason when the grade or the area is changed, and for what somebody else
    wrote since: nothing is overwritten unseen.
    """
    _may_change(session, actor, finding)
    _refuse_unseen(finding, seen)
    text, reason = clean(text), clean(reason)
    if not text:
        raise RuleBroken("text", _("Hãy ghi nội dung phát hiện."))
    if len(text) > TEXT_MAX:
        raise RuleBroken("text", _("Nội dung phát hiện dài quá 4.000 ký tự. Hãy rút gọn."))
    if (grade is not finding.grade or area != finding.area) and not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do đổi mức độ hoặc lĩnh vực."))
    wanted: dict[str, Any] = {"text": text, "grade": grade, "area": area, "state": FindingState.CONFIRMED}
    changes = {field: (getattr(finding, field), new) for field, new in wanted.items() if getattr(finding, field) != new}
    if not changes and not finding.needs_review:
        return
    for field, (_before, new) in changes.items():
        setattr(finding, field, new)
    _decided(finding, actor, now)
    session.flush()
    _tell(session, actor, finding, "findings.edit", f"Xác nhận phát hiện {finding.label}", now, changes, reason or None)


def _refuse_unseen(finding: Finding, seen: str | None) -> None:
    if seen is not None and seen != finding.mark:
        raise RuleBroken(
            None,
            _(
                "Phát hiện này đã thay đổi sau khi bạn mở trang. Nội dung đang lưu: “%(text)s”. Nội dung bạn ghi còn ở dưới; "
                "hãy so lại rồi lưu lần nữa nếu vẫn muốn thay.",
                text=finding.text,
            ),
        )


def withdraw_finding(session: Session, actor: Actor, finding: Finding, *, reason: str, now: datetime) -> None:
    """The lead takes a finding out, with a reason. Raises RuleBroken without one."""
    _may_change(session, actor, finding)
    reason = clean(reason)
    if not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do rút phát hiện này."))
    changes = {"state": (finding.state, FindingState.WITHDRAWN)}
    finding.state, finding.reason = FindingState.WITHDRAWN, reason
    _decided(finding, actor, now)
    session.flush()
    _tell(session, actor, finding, "findings.withdraw", f"Rút phát hiện {finding.label}", now, changes, reason)


def merge_findings(
    session: Session, actor: Actor, finding: Finding, into: Finding, *, reason: str, now: datetime
) -> None:
    """The lead merges a finding into another of the same visit. Raises RuleBroken for itself, another visit, no reason."""
    _may_change(session, actor, finding)
    _may_change(session, actor, into)
    reason = clean(reason)
    if into.id == finding.id or into.visit_id != finding.visit_id:
        raise RuleBroken("into", _("Hãy chọn một phát hiện khác của cùng cuộc kiểm tra."))
    if not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do nhập hai phát hiện."))
    numbers = sorted({*into.evidence_numbers, *finding.evidence_numbers})
    changes = {"state": (finding.state, FindingState.MERGED), "into": (None, into.label)}
    finding.state, finding.merged_into_id, finding.reason = FindingState.MERGED, into.id, reason
    into.evidence_numbers = numbers
    _decided(finding, actor, now)
    session.flush()
    summary = f"Nhập phát hiện {finding.label} vào {into.label}"
    _tell(session, actor, finding, "findings.merge", summary, now, changes, reason)


@dataclass(frozen=True)
class Added:
    """A finding that a notice which replaces adds: on which item's answer it stands, with which of the visit's evidence."""

    item_id: str
    grade: Grade
    text: str
    evidence_numbers: tuple[int, ...]
    author_id: UUID
    decided_by: UUID


def add_by_notice(
    session: Session, actor: Actor, visit: Visit, paper: IssuedPaper, added: Added, *, now: datetime
) -> Finding:
    """Adds a confirmed finding to an issued conclusion. Raises Forbidden, RuleBroken when its item was not answered."""
    may_amend_findings.require(actor, visit)
    item = version_of(session, visit.checklist_code, visit.checklist_version).item(added.item_id)
    answer = answers_of(session, visit.id).get(added.item_id)
    if answer is None:
        raise RuleBroken(None, _("Mục %(item)s không có câu trả lời ở cuộc kiểm tra này.", item=added.item_id))
    finding = Finding(
        visit_id=visit.id,
        visit=visit,
        number=next_number(session, visit.id),
        item_id=item.id,
        area=item.area,
        grade=added.grade,
        state=FindingState.CONFIRMED,
        text=added.text,
        basis=basis_values(item),
        evidence_numbers=list(added.evidence_numbers),
        answer_revision=answer.revision,
        author_id=added.author_id,
        created_at=now,
        decided_by=added.decided_by,
        decided_at=now,
        paper_id=paper.id,
        paper=paper,
    )
    session.add(finding)
    session.flush()
    summary = f"Bổ sung phát hiện {finding.label} bằng thông báo thay thế"
    _tell(session, actor, finding, "findings.add_by_notice", summary, now, {"text": (None, finding.text)})
    return finding


def withdraw_by_notice(
    session: Session, actor: Actor, finding: Finding, paper: IssuedPaper, *, reason: str, now: datetime
) -> None:
    """Takes a finding of an issued conclusion back: it stays readable and counts no more. Raises Forbidden, Conflict."""
    may_amend_findings.require(actor, finding.visit)
    if session.get(FindingWithdrawal, finding.id) is not None:
        raise Conflict(_("Phát hiện này đã được rút hoặc nhập vào phát hiện khác."))
    session.add(FindingWithdrawal(finding_id=finding.id, paper_id=paper.id, reason=reason, withdrawn_at=now))
    session.flush()
    session.expire(finding, ["withdrawal"])
    summary = f"Rút phát hiện {finding.label} bằng thông báo thay thế"
    _tell(session, actor, finding, "findings.withdraw_by_notice", summary, now, {}, reason)


def _may_change(session: Session, actor: Actor, finding: Finding) -> None:
    lock_visit(session, finding.visit)
    session.refresh(finding, ["state", "text", "grade", "area", "answer_revision"])
    if finding.visit.frozen_at is not None:
        raise Conflict(_("Kết luận của cuộc kiểm tra này đã phát hành nên phát hiện không sửa được nữa."))
    may_decide_finding.require(actor, finding)
    if finding.state not in STANDING:
        raise Conflict(_("Phát hiện này đã được rút hoặc nhập vào phát hiện khác."))


def _decided(finding: Finding, actor: Actor, now: datetime) -> None:
    if actor.person_id is None:
        raise Forbidden
    finding.decided_by, finding.decided_at, finding.needs_review = actor.person_id, now, False


def _tell(
    session: Session,
    actor: Actor,
    finding: Finding,
    verb: str,
    summary: str,
    now: datetime,
    changes: dict[str, tuple[Any, Any]],
    reason: str | None = None,
) -> None:
    visit = finding.visit
    record(
        session,
        actor,
        verb,
        finding,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=summary,
        changes=changes,
        reason=reason,
    )


__all__: Sequence[str] = (
    "Added",
    "add_by_notice",
    "draft_from_answers",
    "edit_finding",
    "follow_evidence",
    "merge_findings",
    "withdraw_by_notice",
    "withdraw_finding",
)
