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
from inspect_app.documents.sheets.minutes import Copies, MinutesSheet, Refusal, SignedOnScreen
from inspect_app.documents.sheets.plain import ROW_LIMIT, TEXT_LIMIT, WHOLE_LIMIT, text_length
from inspect_app.documents.sheets.results import (
    AreaResult,
    ClaimSource,
    Grade,
    Recommendation,
    Remark,
    Request,
    Shortcoming,
)
from inspect_app.documents.sheets.visit_report import UnmetItem, VisitReportSheet

Sheet = MinutesSheet | ConclusionNoticeSheet | ChecklistFormSheet | VisitReportSheet | CampaignReportSheet

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
    "FormItem",
    "FormSection",
    "Grade",
    "Grid",
    "Heading",
    "Issue",
    "Letterhead",
    "Listing",
    "MinutesSheet",
    "Moment",
    "PaperAnswer",
    "Paragraph",
    "Participant",
    "Recommendation",
    "Refusal",
    "Remark",
    "ReportDuty",
    "Request",
    "Series",
    "Sheet",
    "Shortcoming",
    "Signature",
    "SignedOnScreen",
    "Stroke",
    "Table",
    "UnmetItem",
    "VisitReportSheet",
    "text_length",
]
