"""From a kind and its thing to bytes: as they were issued or finished, or made now."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation
from inspect_app.documents.render import pdf_of
from inspect_app.documents.sheets import Sheet
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.files import FileStore
from inspect_app.registry.kinds import Making, PaperKind
from inspect_app.registry.models import PaperDraft
from inspect_app.registry.operations import SheetMade
from inspect_app.registry.queries import current_paper

Format = Literal["pdf"]
# Each format with its media type.
FORMATS: dict[Format, str] = {"pdf": "application/pdf"}


@dataclass(frozen=True)
class Workshop:
    """Where papers are made: the moment, the calendar, a site's own templates, and the file store."""

    now: datetime
    calendar: WorkingCalendar
    store: FileStore
    site_dir: Path | None = None
    expected: Delegation | None = field(default=None)

    def making(self, words: dict[str, str] | None = None, delegation: Delegation | None = None) -> Making:
        """With what a sheet is made now."""
        return Making(self.now, self.calendar, delegation or self.expected, words or {})

    def print_sheet(self, sheet: Sheet, _form: Format) -> bytes:
        """The bytes of a sheet."""
        return pdf_of(sheet, made_at=self.now, site_dir=self.site_dir)

    def keep(self, sheet: Sheet) -> SheetMade:
        """Makes every format of a final sheet and puts the bytes into the store."""
        return SheetMade(self.store.put(self.print_sheet(sheet, "pdf")).sha256, None)


def sheet_now(session: Session, kind: PaperKind, thing: Any, draft: PaperDraft | None, workshop: Workshop) -> Sheet:
    """The sheet as a draft: as it was submitted, or as it would be made now with the preparer's words."""
    first = dict(kind.first_words(session, thing, workshop.making()))
    words = {**{one.name: "" for one in kind.fields}, **first, **(draft.words if draft else {})}
    return kind.build(session, thing, workshop.making(words, draft.delegation if draft else None))


def document_bytes(session: Session, kind: PaperKind, thing: Any, form: Format, workshop: Workshop) -> bytes:
    """The newest issued paper of the kind about the thing, else the finished bytes, else a draft made now."""
    issued, stored = current_paper(session, kind.code, thing.id), kind.stored(session, thing)
    sha256 = issued.pdf_sha256 if issued else stored.pdf_sha256 if stored else None
    if sha256:
        return workshop.store.read(sha256)
    return workshop.print_sheet(sheet_now(session, kind, thing, None, workshop), form)
