"""The report on a whole campaign (báo cáo kết quả đợt kiểm tra): Mẫu 1.4 of Nghị định 30/2020, Phụ lục III."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from inspect_app.documents.sheets.form import Block, Letterhead, Signature, Table
from inspect_app.documents.sheets.results import Recommendation
from inspect_app.documents.sheets.stored import StoredSheet


@dataclass(frozen=True, kw_only=True)
class CampaignReportSheet(StoredSheet):
    """Everything that the report prints; its figures are those of the day `until`.

    `visits` is the annex: every visit that was carried out.
    """

    KIND: ClassVar[str] = "campaign_report"

    letterhead: Letterhead
    subject: str
    addressee: str
    author: str
    until: date
    opening: str
    organisation: tuple[Block, ...]
    general: tuple[Block, ...]
    areas: tuple[Block, ...]
    kinds: tuple[Block, ...]
    repeats: tuple[Block, ...]
    common: tuple[Block, ...]
    remedies: tuple[Block, ...]
    recommendations: tuple[Recommendation, ...] = ()
    visits: Table | None = None
    signature: Signature
    recipients: tuple[str, ...] = ()
    archive: str = "VT, ĐKT"
