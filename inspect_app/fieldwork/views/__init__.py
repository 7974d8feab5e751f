"""Pages of fieldwork: the checklist, evidence, self-reports, and the minutes that close a visit."""

from inspect_app.fieldwork.views.blueprint import bp
from inspect_app.fieldwork.views.checklist import answer, checklist, history, whole
from inspect_app.fieldwork.views.evidence import evidence_file, withdraw
from inspect_app.fieldwork.views.minutes import begin, close, minutes, paper
from inspect_app.fieldwork.views.reports import report_file, self_reports

__all__ = [
    "answer",
    "begin",
    "bp",
    "checklist",
    "close",
    "evidence_file",
    "history",
    "minutes",
    "paper",
    "report_file",
    "self_reports",
    "whole",
    "withdraw",
]
