"""The notice of conclusions (thông báo kết luận kiểm tra): Mẫu 1.4 of Nghị định 30/2020, Phụ lục III."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from inspect_app.documents.sheets.form import Block, Letterhead, Signature
from inspect_app.documents.sheets.plain import Plain
from inspect_app.documents.sheets.results import AreaResult, ClaimSource, Recommendation, Request
from inspect_app.documents.sheets.stored import StoredSheet


@dataclass(frozen=True, kw_only=True)
class ReportDuty(Plain):
    """To whom the unit sends its plan of correction and its report, and by when; a date may be open."""

    addressee: str
    plan_due: date | None = None
    report_due: date | None = None


@dataclass(frozen=True, kw_only=True)
class ConclusionNoticeSheet(StoredSheet):
    """Everything that the notice prints.

    `bases` name type, number, body, date and subject of each document, without end marks (Phụ lục I, II.6a).
    `unit` is the inspected unit as it is named in running text; `author` is who concludes ("Đoàn kiểm tra").
    `revisions` says what a notice that replaces withdraws and adds, and why. `sources` is the annex: on what each
    sentence stands.
    """

    KIND: ClassVar[str] = "conclusion_notice"

    letterhead: Letterhead
    subject: str
    unit: str
    author: str = "Đoàn kiểm tra"
    bases: tuple[str, ...] = ()
    opening: str
    revisions: tuple[str, ...] = ()
    general: tuple[Block, ...] = ()
    areas: tuple[AreaResult, ...] = ()
    objective_causes: tuple[str, ...] = ()
    subjective_causes: tuple[str, ...] = ()
    responsibility: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    report: ReportDuty
    signature: Signature
    recipients: tuple[str, ...] = ()
    archive: str = "VT"
    sources: tuple[ClaimSource, ...] = ()
