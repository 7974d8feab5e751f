"""What the issue of a replacing notice does to the conclusion: findings and requests that it withdraws and adds."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from inspect_app.campaigns.queries import working_calendar
from inspect_app.checklists.rules import Grade
from inspect_app.conclusions.correcting.parts import ADD, DROP, REQUEST, SHORTCOMING, Change
from inspect_app.conclusions.correcting.queries import changes_in
from inspect_app.conclusions.drafting.sources import Datum
from inspect_app.conclusions.models import ConclusionRequest, Correction
from inspect_app.findings.models import Finding
from inspect_app.findings.operations import Added, add_by_notice, withdraw_by_notice
from inspect_app.findings.queries import findings_of, later_findings
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.models import IssuedPaper

DUE_MAX = 365


def amend_conclusion(
    session: Session,
    actor: Actor,
    correction: Correction,
    paper: IssuedPaper,
    data: Mapping[str, Datum],
    *,
    now: datetime,
) -> None:
    """Withdraws and adds what the correction says, in the name of its paper. Corrective actions follow by the event.

    Raises Forbidden; RuleBroken for a day that has come; Conflict when a number was given away meanwhile.
    """
    visit_id = correction.conclusion.visit_id
    known = {each.label: each for each in (*findings_of(session, visit_id), *later_findings(session, visit_id))}
    for change in changes_in(correction):
        kind, _mark, rest = change.key.partition("-")
        what = rest.partition("-")[0]
        if (kind, what) == (DROP, SHORTCOMING):
            withdraw_by_notice(session, actor, known[change.values["finding"]], paper, reason=change.after, now=now)
        elif (kind, what) == (ADD, SHORTCOMING):
            finding = _add_finding(session, actor, correction, paper, change, now)
            known[finding.label] = finding
        elif (kind, what) == (ADD, REQUEST):
            _add_request(session, correction, paper, change, known, data, now)


def _add_finding(
    session: Session, actor: Actor, correction: Correction, paper: IssuedPaper, change: Change, now: datetime
) -> Finding:
    values = change.values
    if correction.approved_by is None:
        raise Conflict(_("Thông báo thay thế chưa được trưởng đoàn duyệt."))
    added = Added(
        item_id=values["item"],
        grade=Grade(values["grade"]),
        text=change.after,
        evidence_numbers=tuple(values["evidence"]),
        author_id=correction.drafted_by,
        decided_by=correction.approved_by,
    )
    finding = add_by_notice(session, actor, correction.conclusion.visit, paper, added, now=now)
    if finding.label != values["finding"]:
        raise Conflict(_("Thông báo gốc đã có thông báo khác thay thế. Hãy bỏ dự thảo này và soạn lại."))
    return finding


def _add_request(
    session: Session,
    correction: Correction,
    paper: IssuedPaper,
    change: Change,
    known: Mapping[str, Finding],
    data: Mapping[str, Datum],
    now: datetime,
) -> None:
    values, conclusion, today = change.values, correction.conclusion, local_date(now)
    due = date.fromisoformat(values["due"])
    if due <= today:
        message = _("Yêu cầu số %(n)d được bổ sung có hạn đã qua. Hãy trả lại để sửa hạn.", n=values["number"])
        raise RuleBroken(None, message)
    days = working_calendar(conclusion.visit.campaign).working_days_between(today, due)
    session.add(
        ConclusionRequest(
            conclusion_id=conclusion.id,
            position=values["number"],
            text=change.after,
            owner=values["owner"],
            due_days=min(max(days, 1), DUE_MAX),
            due_on=due,
            said={label: data[label].said for label in values["findings"] if label in data},
            findings=[known[label] for label in values["findings"]],
            paper_id=paper.id,
        )
    )
    session.flush()
