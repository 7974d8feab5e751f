"""The sheets: all that an official document prints, as frozen plain values that are stored with it."""

from inspect_app.documents.sheets.campaign_report import CampaignReportSheet
from inspect_app.documents.sheets.chart import Chart, Series
from inspect_app.documents.sheets.checklist_form import (
    Blank,
    Box,
    ChecklistFormSheet,
    FormItem,
    FormSection,
    Grid,
    PaperAnswer,
)
from inspect_app.documents.sheets.conclusion_notice import ConclusionNoticeSheet, ReportDuty
from inspect_app.documents.sheets.correction_letter import CorrectedPlace, CorrectionLetterSheet
from inspect_app.documents.sheets.form import (
    Align,
    Block,
    Heading,
    Issue,
    Letterhead,
    Listing,
    Moment,
    Paragraph,
    Participant,
    Signature,
    Stroke,
    Table,
)
from inspect_app.documents.sheets.inspection_plan import (
    Duty,
    InspectionPlanSheet,
    PlanAnnexes,
    PlannedContent,
    PlannedGroup,
    PlannedUnits,
    PlannedVisit,
    PlanScope,
)
from inspect_app.documents.sheets.minutes import Copies, MinutesSheet, Refusal, SignedOnScreen
from inspect_app.documents.sheets.outline import Outline, OutlinePart, OutlineSection, ReportOutlineSheet
from inspect_app.documents.sheets.plain import ROW_LIMIT, TEXT_LIMIT, WHOLE_LIMIT, text_length
from inspect_app.documents.sheets.rating_notice import RatedHead, RatingLevel, RatingNoticeSheet
from inspect_app.documents.sheets.remediation_reminder import RemediationReminderSheet, RemindedRequest
from inspect_app.documents.sheets.results import (
    AreaResult,
    ClaimSource,
    Grade,
    Recommendation,
    Remark,
    Request,
    Shortcoming,
)
from inspect_app.documents.sheets.team_decision import TeamDecisionSheet
from inspect_app.documents.sheets.teams import TeamRoll
from inspect_app.documents.sheets.visit_notice import NoticedVisit, VisitNoticeSheet
from inspect_app.documents.sheets.visit_report import UnmetItem, VisitReportSheet

Sheet = (
    MinutesSheet
    | ConclusionNoticeSheet
    | CorrectionLetterSheet
    | ChecklistFormSheet
    | InspectionPlanSheet
    | TeamDecisionSheet
    | VisitNoticeSheet
    | ReportOutlineSheet
    | VisitReportSheet
    | CampaignReportSheet
    | RemediationReminderSheet
    | RatingNoticeSheet
)

__all__ = [
    "ROW_LIMIT",
    "TEXT_LIMIT",
    "WHOLE_LIMIT",
    "Align",
    "AreaResult",
    "Blank",
    "Block",
    "Box",
    "CampaignReportSheet",
    "Chart",
    "ChecklistFormSheet",
    "ClaimSource",
    "ConclusionNoticeSheet",
    "Copies",
    "CorrectedPlace",
    "CorrectionLetterSheet",
    "Duty",
    "FormItem",
    "FormSection",
    "Grade",
    "Grid",
    "Heading",
    "InspectionPlanSheet",
    "Issue",
    "Letterhead",
    "Listing",
    "MinutesSheet",
    "Moment",
    "NoticedVisit",
    "Outline",
    "OutlinePart",
    "OutlineSection",
    "PaperAnswer",
    "Paragraph",
    "Participant",
    "PlanAnnexes",
    "PlanScope",
    "PlannedContent",
    "PlannedGroup",
    "PlannedUnits",
    "PlannedVisit",
    "RatedHead",
    "RatingLevel",
    "RatingNoticeSheet",
    "Recommendation",
    "Refusal",
    "Remark",
    "RemediationReminderSheet",
    "RemindedRequest",
    "ReportDuty",
    "ReportOutlineSheet",
    "Request",
    "Series",
    "Sheet",
    "Shortcoming",
    "Signature",
    "SignedOnScreen",
    "Stroke",
    "Table",
    "TeamDecisionSheet",
    "TeamRoll",
    "UnmetItem",
    "VisitNoticeSheet",
    "VisitReportSheet",
    "text_length",
]
