"""From a kind and its thing to bytes: as they were issued or finished, or made now."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation
from inspect_app.documents.render import pdf_of
from inspect_app.documents.sheets import Sheet
from inspect_app.documents.word.making import docx_of
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, NotFound
from inspect_app.kernel.files import FileStore
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.kinds import Making, PaperKind
from inspect_app.registry.models import PaperDraft
from inspect_app.registry.operations import SheetMade
from inspect_app.registry.queries import current_paper

Format = Literal["pdf", "docx"]
# Each format with its media type.
FORMATS: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class Workshop:
    """Where papers are made: the moment, the calendar, a site's own templates, and the file store."""

    now: datetime
    calendar: WorkingCalendar
    store: FileStore
    site_dir: Path | None = None
    expected: Delegation | None = None

    def making(self, words: dict[str, str] | None = None, delegation: Delegation | None = None) -> Making:
        """With what a sheet is made now."""
        return Making(self.now, self.calendar, delegation or self.expected, words or {})

    def print_sheet(self, sheet: Sheet, form: Format) -> bytes:
        """The bytes of a sheet."""
        make = pdf_of if form == "pdf" else docx_of
        return make(sheet, made_at=self.now, site_dir=self.site_dir)

    def keep(self, sheet: Sheet) -> SheetMade:
        """Makes every format of a final sheet and puts the bytes into the store."""
        pdf, docx = (self.store.put(self.print_sheet(sheet, form)).sha256 for form in FORMATS)
        return SheetMade(pdf, docx)


def sheet_now(session: Session, kind: PaperKind, thing: Any, draft: PaperDraft | None, workshop: Workshop) -> Sheet:
    """The sheet as a draft: as it was submitted, or as it would be made now with the preparer's words."""
    if kind.expects is not None:
        workshop = replace(workshop, expected=kind.expects(session, thing, local_date(workshop.now)))
    words = words_now(session, kind, thing, draft, workshop)
    return kind.build(session, thing, workshop.making(words, draft.delegation if draft else None))


def words_now(
    session: Session, kind: PaperKind, thing: Any, draft: PaperDraft | None, workshop: Workshop
) -> dict[str, str]:
    """The words of a paper: the draft's, else those that it would begin with."""
    first = dict(kind.first_words(session, thing, workshop.making()))
    return {**{one.name: "" for one in kind.fields}, **first, **(draft.words if draft else {})}


def kept_sha256(session: Session, kind: PaperKind, thing: Any, form: Format) -> str | None:
    """The hash of the newest issued paper of the kind about the thing, or of the finished one; None while it is a draft.

    An issued paper that has no Word file gives none: nothing else may stand for what was issued.
    """
    issued, stored = current_paper(session, kind.code, thing.id), kind.stored(session, thing)
    found = issued or stored
    if found is None:
        return None
    pdf, docx = found.pdf_sha256, found.docx_sha256
    sha256 = pdf if form == "pdf" else docx
    if sha256 is None:
        raise NotFound(_("Văn bản này chỉ được lưu ở dạng PDF. Hãy tải bản PDF."))
    return sha256


def document_bytes(session: Session, kind: PaperKind, thing: Any, form: Format, workshop: Workshop) -> bytes:
    """The newest issued paper of the kind about the thing, else the finished bytes, else a draft made now."""
    sha256 = kept_sha256(session, kind, thing, form)
    if sha256 is not None:
        return workshop.store.read(sha256)
    return workshop.print_sheet(sheet_now(session, kind, thing, None, workshop), form)


def submitted_sheet(kind: PaperKind, draft: PaperDraft) -> Sheet:
    """The sheet as it was submitted. Raises Conflict when it was taken back meanwhile."""
    if draft.sheet is None:
        raise Conflict(_("Văn bản này đã được rút lại hoặc trả lại. Hãy tải lại trang."))
    sheet: Sheet = kind.sheet.from_json(json.dumps(draft.sheet))
    return sheet
