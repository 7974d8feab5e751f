"""`docx_of`: the paper as Word file, beside `pdf_of` of documents/render.py and from the same HTML."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from inspect_app.documents.render import html_of
from inspect_app.documents.sheets import Sheet
from inspect_app.documents.word.package import package_of
from inspect_app.documents.word.reading import paper_of

WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET_KIND: Final = "inspect-app.kind"
SHEET_HASH: Final = "inspect-app.sheet"


def docx_of(sheet: Sheet, *, made_at: datetime, site_dir: Path | None = None) -> bytes:
    """The document as DOCX: same content, same form. `made_at` (aware) is the date in its metadata.

    Of a draft, the fields that a drafter may edit are content controls and all else is locked, without a password.

    Raises RuleBroken for a sheet that is too long, and UnknownMarkup when a template leaves the vocabulary.
    """
    paper = paper_of(html_of(sheet, site_dir=site_dir))
    properties = {SHEET_KIND: sheet.KIND, SHEET_HASH: sha256(sheet.to_json().encode()).hexdigest()}
    return package_of(paper, made_at=made_at, properties=properties, with_fields=sheet.draft)
