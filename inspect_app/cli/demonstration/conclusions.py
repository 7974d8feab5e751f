"""From the closed visit to the issued conclusion: findings decided, the draft worded, approved twice and issued."""

from datetime import datetime, timedelta
from functools import partial

from inspect_app.accounts.models import Delegation
from inspect_app.accounts.queries import delegations_of
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import deadline_settings
from inspect_app.campaigns.rules import DeadlineKind
from inspect_app.checklists.rules import Grade
from inspect_app.cli.demonstration.answering import Ground
from inspect_app.cli.demonstration.cast import SIGNATORY, head_title
from inspect_app.cli.demonstration.casting import Casting
from inspect_app.cli.demonstration.explaining import leading, plan_explanation
from inspect_app.cli.demonstration.followup import plan_followup
from inspect_app.cli.demonstration.remarks import APOLOGISED_IS_ENOUGH
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.cli.demonstration.wording import whole_wording
from inspect_app.conclusions.drafting.reading import material_of
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.operations import (
    RequestWanted,
    begin_draft,
    due_dates,
    issue_conclusion,
    save_requests,
    save_wording,
    send_back,
    submit_draft,
)
from inspect_app.conclusions.paper import notice_sheet
from inspect_app.conclusions.queries import conclusion_of
from inspect_app.documents.sheets import ConclusionNoticeSheet, Sheet
from inspect_app.findings.models import Finding
from inspect_app.findings.operations import edit_finding, merge_findings, withdraw_finding
from inspect_app.findings.queries import standing_findings
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.clock import local_date
from inspect_app.registry.operations import Issuing, NumberWanted, SheetMade

GRADES = list(Grade)
SEND_BACK = "Đề nghị nêu rõ hơn nguyên nhân chủ quan và thời hạn của từng yêu cầu trước khi ký."


def plan_conclusion(stage: Stage, visit: Visit, casting: Casting, ground: Ground) -> None:
    """Puts down what becomes of a visit after its last day."""
    last, course, code = visit.ends_on or visit.window_end, casting.course, visit.code
    stage.after(last, course.decided, 8, 45, partial(decide_findings, code, casting))
    stage.after(last, course.begun, 9, 30, partial(draft, code))
    stage.after(last, course.worded, 14, 20, partial(word, code, casting))
    plan_explanation(stage, visit, course)
    issued_at = stage.moment_after(last, course.issued, 10, 30)
    stage.after(last, course.submitted, 16, 0, partial(submit, code, issued_at))
    if course.sent_back is not None:
        stage.after(last, course.sent_back, 10, 15, partial(return_draft, code))
        stage.after(last, course.sent_back + 2, 9, 0, partial(submit, code, issued_at))
    stage.agenda.put(issued_at, partial(issue, code, casting))


def decide_findings(code: str, casting: Casting, stage: Stage, now: datetime) -> None:
    """The lead confirms each finding in his own words, merges some and withdraws what is no shortcoming."""
    visit = stage.visit(code)
    lead = stage.actor_of(leading(visit, Role.LEAD), now)
    by_item = {finding.item_id: finding for finding in standing_findings(stage.session, visit.id)}
    for number, (item_id, finding) in enumerate(by_item.items()):
        at = now + timedelta(minutes=6 * number)
        flaw = casting.flaw_of(item_id)
        if item_id in casting.told.withdrawn:
            withdraw_finding(stage.session, lead, finding, reason=casting.told.withdrawn[item_id], now=at)
        elif flaw is None:
            withdraw_finding(stage.session, lead, finding, reason=APOLOGISED_IS_ENOUGH, now=at)
        elif item_id in casting.told.merged:
            into, reason = casting.told.merged[item_id]
            merge_findings(stage.session, lead, finding, by_item[into], reason=reason, now=at)
        else:
            edit_finding(
                stage.session,
                lead,
                finding,
                text=flaw.finding,
                grade=finding.grade,
                area=finding.area,
                reason="",
                now=at,
            )


def draft(code: str, stage: Stage, now: datetime) -> None:
    """The secretary begins the draft from the findings."""
    visit = stage.visit(code)
    days = deadline_settings(visit.campaign).of(DeadlineKind.REMEDIATION).days
    begin_draft(stage.session, _secretary(stage, visit, now), visit, due_days=days, now=now)


def _secretary(stage: Stage, visit: Visit, now: datetime) -> Actor:
    return stage.actor_of(leading(visit, Role.SECRETARY), now)


def word(code: str, casting: Casting, stage: Stage, now: datetime) -> None:
    """The secretary words the draft and its requests."""
    visit, conclusion = stage.visit(code), _conclusion(stage, code)
    findings = standing_findings(stage.session, visit.id)
    secretary = _secretary(stage, visit, now)
    wording = whole_wording(visit, conclusion, findings, casting)
    save_wording(stage.session, secretary, conclusion, wording, now=now)
    asking = [finding for finding in findings if finding.grade is not Grade.NOTE]
    asking.sort(key=lambda finding: (GRADES.index(finding.grade), finding.number))
    wanted = [_request(visit, finding, casting) for finding in asking]
    save_requests(stage.session, secretary, conclusion, wanted, now=now + timedelta(minutes=25))


def _request(visit: Visit, finding: Finding, casting: Casting) -> RequestWanted:
    flaw = casting.flaw_of(finding.item_id)
    text, days = (flaw.request, flaw.days) if flaw is not None and flaw.request else (finding.text, 22)
    return RequestWanted(text=text, owner=head_title(visit.unit), due_days=days, finding_ids=(finding.id,))


def _conclusion(stage: Stage, code: str) -> Conclusion:
    conclusion = conclusion_of(stage.session, stage.visit(code).id)
    if conclusion is None:
        raise ValueError(f"{code} has no draft")
    return conclusion


def submit(code: str, issued_at: datetime, stage: Stage, now: datetime) -> None:
    """The lead approves; the paper that will be issued is printed meanwhile."""
    visit, conclusion = stage.visit(code), _conclusion(stage, code)
    submit_draft(stage.session, stage.actor_of(leading(visit, Role.LEAD), now), conclusion, now=now)
    if issued_at <= stage.until:
        stage.press.order_sheet(_sheet(stage, conclusion, issued_at), issued_at)


def return_draft(code: str, stage: Stage, now: datetime) -> None:
    """The signatory sends the draft back."""
    send_back(stage.session, stage.actor(SIGNATORY, now), _conclusion(stage, code), reason=SEND_BACK, now=now)


def issue(code: str, casting: Casting, stage: Stage, now: datetime) -> None:
    """The signatory issues: the paper is stored, the visit frozen, the requests become corrective actions."""
    conclusion = _conclusion(stage, code)
    issuing = Issuing(NumberWanted(), lambda _code: "", partial(_keep, stage, now))
    signer = stage.actor(SIGNATORY, now)
    issue_conclusion(stage.session, signer, conclusion, _delegation(stage), issuing, calendar=stage.calendar, now=now)
    plan_followup(stage, conclusion, casting, now)


def _keep(stage: Stage, now: datetime, sheet: Sheet) -> SheetMade:
    """The paper was printed since the lead approved it: a sample names no address at which it is verified."""
    return SheetMade(stage.store.put(stage.press.take_sheet(sheet, now)).sha256, None)


def _delegation(stage: Stage) -> Delegation:
    return delegations_of(stage.session, stage.person(SIGNATORY).id)[0]


def _sheet(stage: Stage, conclusion: Conclusion, issued_at: datetime) -> ConclusionNoticeSheet:
    issued_on = local_date(issued_at)
    material = material_of(stage.session, conclusion.visit)
    due = due_dates(conclusion, stage.calendar, issued_on)
    return notice_sheet(conclusion, material, due=due, issued_on=issued_on, delegation=_delegation(stage))
