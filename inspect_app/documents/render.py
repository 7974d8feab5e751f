"""From a sheet to HTML, and from HTML to PDF: the same sheet and moment always give the same bytes."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined

from inspect_app.documents import rules
from inspect_app.documents.charts import picture_of
from inspect_app.documents.qr import parted, qr_picture
from inspect_app.documents.renderer import RENDERER, Renderer
from inspect_app.documents.sheets import WHOLE_LIMIT, Letterhead, Moment, Participant, Sheet, Table, text_length
from inspect_app.documents.template_faults import WHILE_RUNNING, PaperEnvironment, SiteLoader, TemplateBroken, fault_of
from inspect_app.kernel.clock import ZONE
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.resources import library_folders
from inspect_app.kernel.text import nfc

SHARED_STYLES = ("_form.css", "_text.css", "_annex.css")
PDF_VARIANT = "pdf/a-3a"  # archival (ISO 19005-3): tagged, fonts embedded, every character mapped to Unicode
LONGEST_WORD = 40  # letters that any column holds
SHEET_WORDS = "Dữ liệu của văn bản, dạng máy đọc được (JSON)"


def html_of(sheet: Sheet, *, site_dir: Path | None = None) -> str:
    """The document as HTML, without its style sheets. A site's own template of the same name comes first.

    Raises RuleBroken when the sheet is longer than a document may be, TemplateBroken for a fault in a site's template.
    """
    length = text_length(sheet)
    if length > WHOLE_LIMIT:
        message = _("Văn bản dài %(count)d ký tự, tối đa %(limit)d ký tự. Hãy rút gọn hoặc chuyển bớt sang phụ lục.")
        raise RuleBroken(None, message % {"count": length, "limit": WHOLE_LIMIT})
    try:
        html = environment_of(site_dir).get_template(f"{sheet.KIND}/template.html").render(sheet=sheet)
    except WHILE_RUNNING as error:
        fault = fault_of(error, site_dir / "templates" / "documents") if site_dir is not None else None
        if fault is None:
            raise
        raise TemplateBroken(fault) from error
    # The sheet's text is composed already; what a site's own template says may not be.
    return nfc(html)


def styles_of(sheet: Sheet, *, site_dir: Path | None = None) -> tuple[str, ...]:
    """The style sheets of the document, the shared form first."""
    folders = folders_of(site_dir)
    return tuple(_style(folders, name) for name in (*SHARED_STYLES, f"{sheet.KIND}/style.css"))


def pdf_of(sheet: Sheet, *, made_at: datetime, site_dir: Path | None = None, renderer: Renderer = RENDERER) -> bytes:
    """The document as PDF/A with its sheet attached, made in the renderer's own process.

    `made_at` (aware) is the date in its metadata.

    Raises RuleBroken for a sheet that is too long and RenderFailed when no PDF could be made.
    """
    content = {
        "html": html_of(sheet, site_dir=site_dir),
        "styles": styles_of(sheet, site_dir=site_dir),
        "made_at": made_at.astimezone(ZONE).isoformat(timespec="seconds"),
        "variant": PDF_VARIANT,
        "attachment": {"name": f"{sheet.KIND}.json", "text": sheet.to_json(), "words": SHEET_WORDS},
    }
    digest = sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return renderer.render(json.dumps({**content, "identifier": digest[:32]}).encode())


def environment_of(site_dir: Path | None) -> PaperEnvironment:
    """What the templates run in: sandboxed, always escaped, strict about what is not there."""
    return _environment(folders_of(site_dir))


def folders_of(site_dir: Path | None) -> tuple[Path, ...]:
    """The folders of templates, the site's own before the shipped one."""
    return tuple(folder / "documents" for folder in reversed(library_folders("templates", site_dir)))


def _style(folders: tuple[Path, ...], name: str) -> str:
    # Read each time: a site's style sheet may change while we run, as its templates may.
    found = next(folder / name for folder in folders if (folder / name).is_file())
    return found.read_text("utf-8")


@cache
def _environment(folders: tuple[Path, ...]) -> PaperEnvironment:
    environment = PaperEnvironment(
        loader=SiteLoader(folders), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    # Nothing may leave the escaping: not even a site's own template.
    del environment.filters["safe"]
    environment.filters.update(_filters())
    return environment


def _filters() -> dict[str, Callable[..., Any]]:
    return {
        "balanced": rules.balanced_lines,
        "bare": lambda text: text.rstrip(" .;,"),
        "count": rules.count_word,
        "curve": rules.curve,
        "day": rules.format_day,
        "fours": rules.in_fours,
        "grade_word": rules.GRADE_WORDS.__getitem__,
        "letter": rules.point_letter,
        "list_item": rules.as_list_item,
        "long_worded": _long_worded,
        "moment": _moment,
        "number_line": _number_line,
        "paragraphs": rules.paragraphs,
        "participants": _participants,
        "parted": parted,
        "picture": picture_of,
        "place_date": _place_date,
        "qr": qr_picture,
        "roman": rules.roman,
        "sentence": rules.as_sentence,
        "short_day": rules.format_short_day,
        "small": rules.within_sentence,
    }


def _long_worded(table: Table) -> bool:
    """Whether a word is longer than a column: then widths must not follow the content."""
    cells = (cell for row in (table.head, *table.rows) for cell in row)
    return any(len(word) > LONGEST_WORD for cell in cells for word in cell.split())


def _number_line(head: Letterhead) -> str:
    return rules.format_number_line(head.number, head.sign)


def _place_date(head: Letterhead) -> str:
    return rules.format_place_date(head.place, head.issued_on, head.year)


def _moment(moment: Moment) -> str:
    return rules.format_moment(moment.day, moment.at, moment.year)


def _participants(people: Iterable[Participant]) -> tuple[str, ...]:
    return tuple(
        f"{person.address} {person.name}"
        + (f", {person.office}" if person.office else "")
        + (f" - {person.role}" if person.role else "")
        for person in people
    )
