"""The notice of a visit (công văn báo lịch kiểm tra): Mẫu 1.5 of Nghị định 30/2020, Phụ lục III."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from inspect_app.documents.sheets.form import Letterhead, Participant, Signature
from inspect_app.documents.sheets.plain import Plain
from inspect_app.documents.sheets.stored import StoredSheet


@dataclass(frozen=True, kw_only=True)
class NoticedVisit(Plain):
    """One visit to the unit: what is inspected, on which days, by whom, and when its report is due."""

    subject: str
    begins: date
    ends: date
    parts: tuple[str, ...] = ()
    team: tuple[Participant, ...] = ()
    report_due: date | None = None


@dataclass(frozen=True, kw_only=True)
class VisitNoticeSheet(StoredSheet):
    """Everything that the letter prints. A letter has no name of type: its subject stands below its number.

    `unit` is the inspected unit in running text, `addressees` whom the letter goes to; `mandate` are the papers that are
    carried out, without end marks; `prepare` is what the unit makes ready.
    """

    KIND: ClassVar[str] = "visit_notice"

    letterhead: Letterhead
    subject: str
    author: str
    unit: str
    addressees: tuple[str, ...]
    mandate: tuple[str, ...]
    visits: tuple[NoticedVisit, ...]
    venue: str
    hours: str = ""
    period: str = ""
    unit_side: tuple[str, ...] = ()
    prepare: tuple[str, ...] = ()
    report_to: str
    contact: str = ""
    signature: Signature
    recipients: tuple[str, ...] = ()
    archive: str = "VT"
