"""The writes of the registry, by noun: numbers, issued papers, and drafts."""

from inspect_app.registry.operations.drafts import (
    Issuing,
    SheetMade,
    begin_paper,
    drop_paper,
    issue_draft,
    recall_paper,
    send_back_paper,
    submit_paper,
    word_paper,
)
from inspect_app.registry.operations.numbers import (
    NumberWanted,
    add_body,
    body_for,
    cancel_number,
    correct_number,
    open_book,
    record_number,
    reserve_number,
    set_numbering,
    take_number,
)
from inspect_app.registry.operations.papers import Amendment, PaperToIssue, issue_paper, new_code, withdraw_paper
from inspect_app.registry.operations.signed import Returned, refuse_copy, take_back_copy

__all__ = [
    "Amendment",
    "Issuing",
    "NumberWanted",
    "PaperToIssue",
    "Returned",
    "SheetMade",
    "add_body",
    "begin_paper",
    "body_for",
    "cancel_number",
    "correct_number",
    "drop_paper",
    "issue_draft",
    "issue_paper",
    "new_code",
    "open_book",
    "recall_paper",
    "record_number",
    "refuse_copy",
    "reserve_number",
    "send_back_paper",
    "set_numbering",
    "submit_paper",
    "take_back_copy",
    "take_number",
    "withdraw_paper",
    "word_paper",
]
