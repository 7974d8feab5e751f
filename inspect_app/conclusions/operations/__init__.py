"""The writes of the conclusions room, by noun: drafts, and what becomes of them."""

from inspect_app.conclusions.drafting.parts import Wording
from inspect_app.conclusions.operations.drafts import RequestWanted, begin_draft, save_requests, save_wording
from inspect_app.conclusions.operations.issuing import IssuedPaper, due_dates, issue_conclusion, send_back, submit_draft

__all__ = [
    "IssuedPaper",
    "RequestWanted",
    "Wording",
    "begin_draft",
    "due_dates",
    "issue_conclusion",
    "save_requests",
    "save_wording",
    "send_back",
    "submit_draft",
]
