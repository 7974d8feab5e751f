"""The letter that corrects an issued paper (công văn đính chính): Nghị định 30/2020, Điều 18.3; Mẫu 1.5."""

from dataclasses import dataclass
from typing import ClassVar

from inspect_app.documents.sheets.form import Letterhead, Signature
from inspect_app.documents.sheets.plain import Plain
from inspect_app.documents.sheets.stored import StoredSheet


@dataclass(frozen=True, kw_only=True)
class CorrectedPlace(Plain):
    """One mistake of form or presentation: where it stands, what was printed, and what it is to be."""

    where: str
    printed: str
    corrected: str


@dataclass(frozen=True, kw_only=True)
class CorrectionLetterSheet(StoredSheet):
    """Everything that the letter prints. `corrected` names the paper with type, number, date, body and subject.

    `paper` is the same in short ("Thông báo số 05/TB-UBND"); `remark` are the preparer's own paragraphs.
    """

    KIND: ClassVar[str] = "correction_letter"

    letterhead: Letterhead
    subject: str
    addressees: tuple[str, ...]
    author: str
    corrected: str
    paper: str
    places: tuple[CorrectedPlace, ...]
    remark: str = ""
    signature: Signature
    recipients: tuple[str, ...] = ()
    archive: str = "VT"
