"""The kinds whose papers are made on pages of their own rooms: shown and printed here, drafted and issued there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.queries import version_of
from inspect_app.conclusions.drafting.reading import material_of
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.operations import due_dates
from inspect_app.conclusions.paper import notice_sheet
from inspect_app.conclusions.permissions import may_read_conclusion
from inspect_app.documents.sheets import ChecklistFormSheet, ConclusionNoticeSheet, MinutesSheet
from inspect_app.fieldwork.form_paper import visit_form
from inspect_app.fieldwork.paper import minutes_sheet
from inspect_app.fieldwork.permissions import may_read_fieldwork, may_read_minutes
from inspect_app.fieldwork.queries import answers_of, evidence_of, minutes_of
from inspect_app.fieldwork.standing import Standing
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.kinds import Making, PaperKind, StoredPaper
from inspect_app.registry.rules import AboutKind


def _standing(session: Session, visit: Visit) -> Standing:
    version = version_of(session, visit.checklist_code, visit.checklist_version)
    return Standing(version, answers_of(session, visit.id), evidence_of(session, visit.id))


def _unit_of_visit(visit: Visit) -> UUID:
    return visit.unit_id


def _minutes(session: Session, visit: Visit, _making: Making) -> MinutesSheet:
    minutes = minutes_of(session, visit.id)
    if minutes is None:
        raise NotFound(_("Biên bản có khi cuộc kiểm tra đã bắt đầu."))
    return minutes_sheet(visit, minutes, _standing(session, visit), ended_at=None)


def _stored_minutes(session: Session, visit: Visit) -> StoredPaper | None:
    minutes = minutes_of(session, visit.id)
    return StoredPaper(minutes.pdf_sha256) if minutes and minutes.pdf_sha256 else None


def _before_begin(session: Session, visit: Visit) -> str | None:
    return None if visit.begun_at else _("Có khi cuộc kiểm tra đã bắt đầu.")


def _minutes_page(session: Session, visit: Visit) -> tuple[str, Mapping[str, Any]] | None:
    return ("fieldwork.minutes", {"visit_id": visit.id}) if minutes_of(session, visit.id) else None


MINUTES = PaperKind(
    code=MinutesSheet.KIND,
    name=lambda: _("Biên bản kiểm tra"),
    about=AboutKind.VISIT,
    type_sign="BB",
    sheet=MinutesSheet,
    may_read=may_read_minutes,
    build=_minutes,
    title=lambda visit: f"Biên bản kiểm tra tại {visit.unit.name}",
    is_working_paper=True,
    unit_of=_unit_of_visit,
    hindrance=_before_begin,
    stored=_stored_minutes,
    own_page=_minutes_page,
    may_open_own_page=may_read_fieldwork,
)


def _form(session: Session, visit: Visit, making: Making) -> ChecklistFormSheet:
    return visit_form(visit, _standing(session, visit), filled_at=making.now if visit.begun_at else None)


def _checklist_page(_session: Session, visit: Visit) -> tuple[str, Mapping[str, Any]]:
    return "fieldwork.checklist", {"visit_id": visit.id}


CHECKLIST_FORM = PaperKind(
    code=ChecklistFormSheet.KIND,
    name=lambda: _("Phiếu kiểm tra"),
    about=AboutKind.VISIT,
    type_sign="",
    sheet=ChecklistFormSheet,
    may_read=may_read_fieldwork,
    build=_form,
    title=lambda visit: f"Phiếu kiểm tra tại {visit.unit.name}",
    is_working_paper=True,
    unit_of=_unit_of_visit,
    own_page=_checklist_page,
)


def _notice(session: Session, conclusion: Conclusion, making: Making) -> ConclusionNoticeSheet:
    due = due_dates(conclusion, making.calendar, local_date(making.now))
    material = material_of(session, conclusion.visit)
    return notice_sheet(conclusion, material, due=due, issued_on=None, delegation=making.delegation)


def _stored_notice(_session: Session, conclusion: Conclusion) -> StoredPaper | None:
    return StoredPaper(conclusion.pdf_sha256) if conclusion.pdf_sha256 else None


def _notice_page(_session: Session, conclusion: Conclusion) -> tuple[str, Mapping[str, Any]]:
    return "conclusions.show", {"conclusion_id": conclusion.id}


CONCLUSION_NOTICE = PaperKind(
    code=ConclusionNoticeSheet.KIND,
    name=lambda: _("Thông báo kết luận kiểm tra"),
    about=AboutKind.CONCLUSION,
    type_sign="TB",
    sheet=ConclusionNoticeSheet,
    may_read=may_read_conclusion,
    build=_notice,
    title=lambda conclusion: f"Kết luận kiểm tra tại {conclusion.visit.unit.name}",
    unit_of=lambda conclusion: conclusion.visit.unit_id,
    stored=_stored_notice,
    own_page=_notice_page,
)
