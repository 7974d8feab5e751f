"""Pages of findings: those of a visit, and one with what the lead may do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import visit_by_id
from inspect_app.checklists.areas import area_name
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import Grade
from inspect_app.checklists.rules.grading import grade_name
from inspect_app.fieldwork.permissions import may_read_fieldwork
from inspect_app.fieldwork.queries import evidence_of
from inspect_app.findings import operations
from inspect_app.findings.forms import FindingForm, MergeForm, WithdrawForm
from inspect_app.findings.models import Finding
from inspect_app.findings.permissions import may_decide_finding, may_read_finding
from inspect_app.findings.queries import finding_by_id, findings_of, later_findings
from inspect_app.findings.rules import STANDING
from inspect_app.findings.words import finding_state_name, finding_state_tone
from inspect_app.journal.queries import entries_of
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.forms import BaseForm
from inspect_app.webkit.pages import render, render_form, tell
from inspect_app.webkit.permit import permit

bp = Blueprint("findings", __name__)
bp.add_app_template_filter(finding_state_name)
bp.add_app_template_filter(finding_state_tone)
bp.add_app_template_filter(grade_name)
bp.add_app_template_filter(area_name)


@dataclass(frozen=True)
class FindingForms:
    """The three forms of one finding's page; the one that was refused holds its errors."""

    edit: FindingForm
    withdraw: WithdrawForm
    merge: MergeForm


def _others(finding: Finding) -> Sequence[Finding]:
    found = findings_of(session(), finding.visit_id)
    return [other for other in found if other.id != finding.id and other.state in STANDING]


def _forms(finding: Finding, refused: BaseForm | None = None) -> FindingForms:
    edit = refused if isinstance(refused, FindingForm) else FindingForm.of(finding)
    withdraw = refused if isinstance(refused, WithdrawForm) else WithdrawForm(formdata=None, prefix="rut-")
    merge = refused if isinstance(refused, MergeForm) else MergeForm(formdata=None, prefix="nhap-")
    merge.into.choices = [(str(other.id), f"{other.label}: {other.text[:80]}") for other in _others(finding)]
    return FindingForms(edit, withdraw, merge)


def _page(finding: Finding, refused: BaseForm | None = None) -> ResponseReturnValue:
    forms = _forms(finding, refused)
    version = version_of(session(), finding.visit.checklist_code, finding.visit.checklist_version)
    shown = evidence_of(session(), finding.visit_id)
    return render_form(
        "findings/finding.html",
        form=refused or forms.edit,
        forms=forms,
        finding=finding,
        item=version.item(finding.item_id),
        evidence=[each for group in shown.values() for each in group if each.number in finding.evidence_numbers],
        entries=entries_of(session(), finding.id),
        may_decide=may_decide_finding(actor(), finding) and finding.state in STANDING,
        others=_others(finding),
    )


@bp.get("/cuoc-kiem-tra/<uuid:visit_id>/phat-hien")
@permit(may_read_fieldwork, load=visit_by_id)
def of_visit(visit: Visit) -> ResponseReturnValue:
    """The findings of a visit, those that wait for the lead first."""
    found = [*findings_of(session(), visit.id), *later_findings(session(), visit.id)]
    standing = [finding for finding in found if finding.state in STANDING and finding.withdrawal is None]
    ended = [finding for finding in found if finding not in standing]
    return render("findings/of_visit.html", visit=visit, standing=standing, ended=ended)


@bp.get("/phat-hien/<uuid:finding_id>")
@permit(may_read_finding, load=finding_by_id)
def show(finding: Finding) -> ResponseReturnValue:
    """One finding: its text, basis and evidence, what may be done with it, and its history."""
    return _page(finding)


@bp.post("/phat-hien/<uuid:finding_id>")
@permit(may_decide_finding, load=finding_by_id)
def edit(finding: Finding) -> ResponseReturnValue:
    """The lead words, grades and confirms."""
    form = FindingForm.of(finding)

    def change() -> None:
        operations.edit_finding(
            session(),
            actor(),
            finding,
            text=form.text.data or "",
            grade=Grade(form.grade.data),
            area=int(form.area.data) or None,
            reason=form.reason.data or "",
            now=now(),
            seen=form.seen.data,
        )

    if form.validate_on_submit() and form.accept(change):
        tell(_("Đã xác nhận phát hiện %(label)s.", label=finding.label))
        return redirect(url_for("findings.of_visit", visit_id=finding.visit_id))
    if form.refusals:
        # The refusal showed what stands now.
        form.seen.data = finding.mark
    return _page(finding, form)


@bp.post("/phat-hien/<uuid:finding_id>/rut")
@permit(may_decide_finding, load=finding_by_id)
def withdraw(finding: Finding) -> ResponseReturnValue:
    """The lead takes the finding out, with a reason."""
    form = WithdrawForm(prefix="rut-")
    if form.validate_on_submit() and form.accept(
        lambda: operations.withdraw_finding(session(), actor(), finding, reason=form.reason.data or "", now=now())
    ):
        tell(_("Đã rút phát hiện %(label)s. Bản gốc còn trong nhật ký.", label=finding.label))
        return redirect(url_for("findings.of_visit", visit_id=finding.visit_id))
    return _page(finding, form)


@bp.post("/phat-hien/<uuid:finding_id>/nhap")
@permit(may_decide_finding, load=finding_by_id)
def merge(finding: Finding) -> ResponseReturnValue:
    """The lead merges the finding into another of the same visit."""
    form = MergeForm(prefix="nhap-")
    form.into.choices = [(str(other.id), other.label) for other in _others(finding)]

    def join() -> None:
        into = finding_by_id(session(), UUID(form.into.data))
        operations.merge_findings(session(), actor(), finding, into, reason=form.reason.data or "", now=now())

    if form.validate_on_submit() and form.accept(join):
        tell(_("Đã nhập phát hiện %(label)s.", label=finding.label))
        return redirect(url_for("findings.of_visit", visit_id=finding.visit_id))
    return _page(finding, form)
