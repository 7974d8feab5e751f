"""From a sheet to bytes in the store."""

from inspect_app.documents.render import pdf_of
from inspect_app.documents.sheets import Sheet
from inspect_app.documents.word.making import docx_of
from inspect_app.registry.operations import SheetMade
from inspect_app.webkit.context import file_store, now, settings

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def keep_bytes(sheet: Sheet) -> SheetMade:
    """Makes both formats of the final sheet, and keeps the bytes before the transaction ends."""
    pdf, docx = (make(sheet, made_at=now(), site_dir=settings().site_dir) for make in (pdf_of, docx_of))
    return SheetMade(file_store().put(pdf).sha256, file_store().put(docx).sha256)
