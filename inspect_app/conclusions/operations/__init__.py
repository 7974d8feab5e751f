"""The writes of the conclusions room, by noun: drafts, the unit's explanation, answers to it, and what is issued."""

from inspect_app.conclusions.drafting.parts import Wording
from inspect_app.conclusions.operations.answering import answer_point, keep_agreed
from inspect_app.conclusions.operations.correcting import (
    confirm_in_correction,
    drop_correction,
    issue_correction,
    save_correction,
    send_back_correction,
    submit_correction,
)
from inspect_app.conclusions.operations.drafts import RequestWanted, begin_draft, save_requests
from inspect_app.conclusions.operations.explaining import (
    Said,
    record_lapse,
    save_explanation,
    send_for_explanation,
    skip_explanation,
    submit_explanation,
    take_back_file,
)
from inspect_app.conclusions.operations.issuing import due_dates, issue_conclusion, send_back, submit_draft
from inspect_app.conclusions.operations.receiving import enter_explanation, recall_sending
from inspect_app.conclusions.operations.wording import confirm_disagreement, field_of, save_wording

__all__ = [
    "RequestWanted",
    "Said",
    "Wording",
    "answer_point",
    "begin_draft",
    "confirm_disagreement",
    "confirm_in_correction",
    "drop_correction",
    "due_dates",
    "enter_explanation",
    "field_of",
    "issue_conclusion",
    "issue_correction",
    "keep_agreed",
    "recall_sending",
    "record_lapse",
    "save_correction",
    "save_explanation",
    "save_requests",
    "save_wording",
    "send_back",
    "send_back_correction",
    "send_for_explanation",
    "skip_explanation",
    "submit_correction",
    "submit_draft",
    "submit_explanation",
    "take_back_file",
]
