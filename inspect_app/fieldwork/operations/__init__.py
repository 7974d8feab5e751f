"""The writes of fieldwork, by noun: visits, answers, evidence, reports."""

from inspect_app.fieldwork.operations.answers import answer_item
from inspect_app.fieldwork.operations.evidence import add_evidence, withdraw_evidence
from inspect_app.fieldwork.operations.reports import receive_self_report
from inspect_app.fieldwork.operations.visits import (
    MinutesDetails,
    begin_fieldwork,
    close_fieldwork,
    freeze_visit,
    note_minutes,
)

__all__ = [
    "MinutesDetails",
    "add_evidence",
    "answer_item",
    "begin_fieldwork",
    "close_fieldwork",
    "freeze_visit",
    "note_minutes",
    "receive_self_report",
    "withdraw_evidence",
]
