"""The letter that reminds a unit of what it has to put right (công văn đôn đốc): Mẫu 1.5 of Nghị định 30/2020."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from inspect_app.documents.sheets.form import Letterhead, Signature
from inspect_app.documents.sheets.plain import Plain
from inspect_app.documents.sheets.stored import StoredSheet


@dataclass(frozen=True, kw_only=True)
class RemindedRequest(Plain):
    """A request that is not put right: its number in the notice, by whom, by when, how late it is, what was said of it."""

    number: int
    text: str
    owner: str
    due: date
    delay: str
    standing: str


@dataclass(frozen=True, kw_only=True)
class RemediationReminderSheet(StoredSheet):
    """Everything that the letter prints; it counts on the day `until`. `follows` is the notice that asked.

    Of the requests `asked`, those listed are `late` or due `soon`; `reported` ones wait to be verified and are not.
    """

    KIND: ClassVar[str] = "remediation_reminder"

    letterhead: Letterhead
    subject: str
    addressee: str
    unit: str
    author: str
    follows: str
    until: date
    asked: int
    late: int
    soon: int
    reported: int = 0
    requests: tuple[RemindedRequest, ...]
    answer_by: str
    report_to: str
    remark: str = ""
    signature: Signature
    recipients: tuple[str, ...] = ()
    archive: str = "VT, ĐKT"
