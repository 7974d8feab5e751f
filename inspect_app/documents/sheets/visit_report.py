"""The team's report on one visit (báo cáo kết quả kiểm tra): Mẫu 1.4 of Nghị định 30/2020, Phụ lục III, with Kính gửi."""

from dataclasses import dataclass
from typing import ClassVar

from inspect_app.documents.sheets.form import Block, Letterhead, Signature, Table
from inspect_app.documents.sheets.plain import Plain
from inspect_app.documents.sheets.results import AreaResult, Recommendation
from inspect_app.documents.sheets.stored import StoredSheet


@dataclass(frozen=True, kw_only=True)
class UnmetItem(Plain):
    """An item of the checklist that was not met, or only in part: what was seen, the rule, what became of it."""

    code: str
    text: str
    verdict: str
    facts: str = ""
    basis: str = ""
    evidence: tuple[str, ...] = ()
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class VisitReportSheet(StoredSheet):
    """Everything that the report prints.

    `addressee` is to whom it is made (Kính gửi). `course` tells when, where and who; `method` what was looked at and
    how. `requests` is a table, since their days run only from the notice of conclusions. `unmet` is the annex.
    """

    KIND: ClassVar[str] = "visit_report"

    letterhead: Letterhead
    subject: str
    addressee: str
    unit: str
    opening: str
    course: tuple[Block, ...]
    method: tuple[Block, ...]
    areas: tuple[AreaResult, ...] = ()
    opinion: tuple[Block, ...] = ()
    causes: tuple[Block, ...] = ()
    requests: Table | None = None
    recommendations: tuple[Recommendation, ...] = ()
    unmet: tuple[UnmetItem, ...] = ()
    signature: Signature
    recipients: tuple[str, ...] = ()
    archive: str = "VT, ĐKT"
