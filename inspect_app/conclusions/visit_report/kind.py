"""The team's report as a kind of paper: prepared once the visit is closed, signed by the team's leader."""

from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.issuing_body import signs_for_team
from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.permissions import is_lead
from inspect_app.conclusions.permissions import may_prepare_visit_report
from inspect_app.conclusions.visit_report.material import visit_material
from inspect_app.conclusions.visit_report.sheet import visit_report_sheet
from inspect_app.documents.sheets import VisitReportSheet
from inspect_app.fieldwork.permissions import may_read_fieldwork
from inspect_app.findings.queries import undecided_findings
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.kinds import Making, PaperKind
from inspect_app.registry.rules import AboutKind


def _unfit(visit: Visit, delegation: Delegation) -> str | None:
    if signs_for_team(delegation) and is_lead(visit, delegation.person_id):
        return None
    return _("Báo cáo của Đoàn kiểm tra do Trưởng đoàn của cuộc kiểm tra ký. Hãy trình Trưởng đoàn.")


def _hindrance(session: Session, visit: Visit) -> str | None:
    if visit.closed_at is None:
        return _("Có khi cuộc kiểm tra đã khép lại.")
    labels = ", ".join(finding.label for finding in undecided_findings(session, visit.id))
    return _("Trưởng đoàn chưa quyết định các phát hiện: %(labels)s.", labels=labels) if labels else None


def _build(session: Session, visit: Visit, making: Making) -> VisitReportSheet:
    signer = VISIT_REPORT.signer_of(visit, making.delegation)
    return visit_report_sheet(visit_material(session, visit), issue=None, delegation=signer)


def _unit_of(visit: Visit) -> UUID:
    return visit.unit_id


VISIT_REPORT = PaperKind(
    code=VisitReportSheet.KIND,
    name=lambda: _("Báo cáo kết quả kiểm tra"),
    about=AboutKind.VISIT,
    type_sign="BC",
    sheet=VisitReportSheet,
    may_read=may_read_fieldwork,
    may_prepare=may_prepare_visit_report,
    build=_build,
    title=lambda visit: f"Báo cáo kết quả kiểm tra tại {visit.unit.name}",
    unit_of=_unit_of,
    unfit_signer=_unfit,
    hindrance=_hindrance,
)
