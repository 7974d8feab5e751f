"""The papers before a visit as kinds of the catalogue: who reads and prepares them, and what a preparer may reword."""

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation
from inspect_app.accounts.queries import delegations_on
from inspect_app.campaigns.models import Campaign, Stream, Visit
from inspect_app.campaigns.papers.citing import stream_words
from inspect_app.campaigns.papers.decision import deciding_unit, team_decision_sheet
from inspect_app.campaigns.papers.frame import lead_agency, require_settled
from inspect_app.campaigns.papers.notice import visit_notice_sheet
from inspect_app.campaigns.papers.outline import SECTIONS, report_outline_sheet
from inspect_app.campaigns.papers.plan import inspection_plan_sheet
from inspect_app.campaigns.papers.teams import teams_of_stream
from inspect_app.campaigns.permissions import (
    may_prepare_letter,
    may_prepare_plan,
    may_prepare_team_decision,
    may_read_letter,
    may_read_plan,
    may_read_team_decision,
)
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.documents.sheets import InspectionPlanSheet, ReportOutlineSheet, TeamDecisionSheet, VisitNoticeSheet
from inspect_app.documents.sheets.stored import StoredSheet
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.kinds import Making, PaperKind, WordField
from inspect_app.registry.rules import AboutKind
from inspect_app.units.models import Unit
from inspect_app.units.queries import province

AnySheet = TypeVar("AnySheet", bound=StoredSheet)


def _to_sign(sheet: AnySheet, making: Making) -> AnySheet:
    """The sheet; what goes to its signer has no open place."""
    if making.final:
        require_settled(sheet)
    return sheet


def _first_signer(session: Session, unit: Unit | None, on: date) -> Delegation | None:
    return next(iter(delegations_on(session, unit.id, on)), None) if unit else None


def _text(lines: tuple[str, ...]) -> str:
    return "\n".join(lines)


BASES: Final = WordField("bases", lambda: _("Căn cứ, mỗi dòng một căn cứ"), 4, in_word=True)
PERIOD: Final = WordField("period", lambda: _("Nội dung, thời kỳ được xem xét"), 2, in_word=True)
RECIPIENTS: Final = WordField("recipients", lambda: _("Nơi nhận, mỗi dòng một nơi"), 4, in_word=True)


def _plan(session: Session, campaign: Campaign, making: Making) -> InspectionPlanSheet:
    sheet = inspection_plan_sheet(session, campaign, delegation=making.delegation, words=making.words)
    return _to_sign(sheet, making)


def _plan_words(session: Session, campaign: Campaign, _making: Making) -> Mapping[str, str]:
    sheet = inspection_plan_sheet(session, campaign, delegation=None)
    return {
        "bases": _text(sheet.bases),
        "purposes": _text(sheet.purposes),
        "requirements": _text(sheet.requirements),
        "period": sheet.scope.period,
        "methods": _text(sheet.scope.methods),
        "funding": sheet.funding,
        "recipients": _text(sheet.recipients),
    }


INSPECTION_PLAN: Final = PaperKind(
    code=InspectionPlanSheet.KIND,
    name=lambda: _("Kế hoạch kiểm tra"),
    about=AboutKind.CAMPAIGN,
    type_sign="KH",
    sheet=InspectionPlanSheet,
    may_read=may_read_plan,
    may_prepare=may_prepare_plan,
    build=_plan,
    title=lambda campaign: f"Kế hoạch {campaign.title}",
    fields=(
        BASES,
        WordField("purposes", lambda: _("Mục đích, mỗi dòng một ý"), 4, in_word=True),
        WordField("requirements", lambda: _("Yêu cầu, mỗi dòng một ý"), 4, in_word=True),
        PERIOD,
        WordField("methods", lambda: _("Phương pháp kiểm tra, mỗi dòng một ý"), 4, in_word=True),
        WordField("funding", lambda: _("Kinh phí thực hiện"), 2, in_word=True),
        RECIPIENTS,
    ),
    first_words=_plan_words,
    expects=lambda session, _campaign, on: _first_signer(session, province(session), on),
)


def _decision(session: Session, stream: Stream, making: Making) -> TeamDecisionSheet:
    sheet = team_decision_sheet(session, stream, delegation=making.delegation, words=making.words)
    return _to_sign(sheet, making)


def _decision_words(session: Session, stream: Stream, making: Making) -> Mapping[str, str]:
    if _no_team(session, stream):
        return {}
    sheet = team_decision_sheet(session, stream, delegation=making.delegation)
    return {"bases": _text(sheet.bases), "recipients": _text(sheet.recipients)}


def _no_team(session: Session, stream: Stream) -> str | None:
    return None if teams_of_stream(session, stream) else _("Luồng này chưa có đoàn.")


TEAM_DECISION: Final = PaperKind(
    code=TeamDecisionSheet.KIND,
    name=lambda: _("Quyết định thành lập Đoàn kiểm tra"),
    about=AboutKind.STREAM,
    type_sign="QĐ",
    sheet=TeamDecisionSheet,
    may_read=may_read_team_decision,
    may_prepare=may_prepare_team_decision,
    build=_decision,
    title=lambda stream: f"Quyết định thành lập Đoàn {stream_words(stream)} năm {stream.campaign.year}",
    fields=(BASES, RECIPIENTS),
    first_words=_decision_words,
    hindrance=_no_team,
    expects=lambda session, stream, on: _first_signer(session, deciding_unit(session, stream), on),
)


def _checklist(session: Session, visit: Visit) -> ChecklistVersion:
    return version_of(session, visit.checklist_code, visit.checklist_version)


def _unit_of_visit(visit: Visit) -> UUID:
    return visit.unit_id


def _writer(session: Session, visit: Visit, on: date) -> Delegation | None:
    return _first_signer(session, lead_agency(session, visit.campaign), on)


def _unscheduled(_session: Session, visit: Visit) -> str | None:
    if visit.starts_on is None or not visit.team:
        return _("Có khi cuộc kiểm tra đã có ngày và đoàn.")
    return _("Cuộc kiểm tra đã hủy.") if visit.cancelled_at else None


def _notice(session: Session, visit: Visit, making: Making) -> VisitNoticeSheet:
    sheet = visit_notice_sheet(
        [visit],
        {visit.id: _checklist(session, visit)},
        delegation=making.delegation,
        agency=lead_agency(session, visit.campaign),
        words=making.words,
    )
    return _to_sign(sheet, making)


def _notice_words(session: Session, visit: Visit, making: Making) -> Mapping[str, str]:
    if _unscheduled(session, visit):
        return {}
    sheet = visit_notice_sheet(
        [visit],
        {visit.id: _checklist(session, visit)},
        delegation=making.delegation,
        agency=lead_agency(session, visit.campaign),
    )
    return {
        "venue": sheet.venue,
        "hours": sheet.hours,
        "period": sheet.period,
        "unit_side": _text(sheet.unit_side),
        "prepare": _text(sheet.prepare),
        "recipients": _text(sheet.recipients),
    }


VISIT_NOTICE: Final = PaperKind(
    code=VisitNoticeSheet.KIND,
    name=lambda: _("Công văn báo lịch kiểm tra"),
    about=AboutKind.VISIT,
    type_sign="",
    sheet=VisitNoticeSheet,
    may_read=may_read_letter,
    may_prepare=may_prepare_letter,
    build=_notice,
    title=lambda visit: f"Thông báo lịch {stream_words(visit.stream)} tại {visit.unit.name}",
    unit_of=_unit_of_visit,
    fields=(
        WordField("venue", lambda: _("Địa điểm"), 1, in_word=True),
        WordField("hours", lambda: _("Giờ làm việc"), 1, in_word=True),
        PERIOD,
        WordField("unit_side", lambda: _("Thành phần của đơn vị, mỗi dòng một thành phần"), 4, in_word=True),
        WordField("prepare", lambda: _("Đơn vị chuẩn bị, mỗi dòng một việc"), 4, in_word=True),
        RECIPIENTS,
    ),
    first_words=_notice_words,
    hindrance=_unscheduled,
    expects=_writer,
)


def _outline(session: Session, visit: Visit, making: Making) -> ReportOutlineSheet:
    sheet = report_outline_sheet(
        visit,
        _checklist(session, visit),
        delegation=making.delegation,
        agency=lead_agency(session, visit.campaign),
        words=making.words,
    )
    return _to_sign(sheet, making)


def _outline_words(session: Session, visit: Visit, making: Making) -> Mapping[str, str]:
    agency = lead_agency(session, visit.campaign)
    sheet = report_outline_sheet(visit, _checklist(session, visit), delegation=making.delegation, agency=agency)
    situation, _results, assessed, directions, proposals = sheet.outline.sections
    lines = (situation.lines, *(part.lines for part in assessed.parts), directions.lines, proposals.lines)
    said = dict(zip(SECTIONS, map(_text, (*lines, sheet.outline.fields)), strict=True))
    return {**said, "recipients": _text(sheet.recipients)}


REPORT_OUTLINE: Final = PaperKind(
    code=ReportOutlineSheet.KIND,
    name=lambda: _("Công văn gửi đề cương báo cáo tự kiểm tra"),
    about=AboutKind.VISIT,
    type_sign="",
    sheet=ReportOutlineSheet,
    may_read=may_read_letter,
    may_prepare=may_prepare_letter,
    build=_outline,
    title=lambda visit: f"Đề cương báo cáo tự kiểm tra của {visit.unit.name}",
    unit_of=_unit_of_visit,
    fields=(
        WordField("situation", lambda: _("Đặc điểm, tình hình, mỗi dòng một ý"), 4, in_word=True),
        WordField("strengths", lambda: _("Ưu điểm, mỗi dòng một ý"), 2, in_word=True),
        WordField("shortcomings", lambda: _("Tồn tại, hạn chế, mỗi dòng một ý"), 2, in_word=True),
        WordField("causes", lambda: _("Nguyên nhân, mỗi dòng một ý"), 2, in_word=True),
        WordField("directions", lambda: _("Phương hướng, nhiệm vụ, mỗi dòng một ý"), 2, in_word=True),
        WordField("proposals", lambda: _("Kiến nghị, đề xuất, mỗi dòng một ý"), 2, in_word=True),
        WordField("fields", lambda: _("Lĩnh vực trong bảng số liệu, mỗi dòng một lĩnh vực"), 4),
        RECIPIENTS,
    ),
    first_words=_outline_words,
    hindrance=_unscheduled,
    expects=_writer,
)
