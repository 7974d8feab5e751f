"""Lists as files for a spreadsheet: CSV as a Vietnamese Excel opens it, and XLSX; nothing in them is ever run."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from inspect_app.kernel.formats import format_date
from inspect_app.kernel.text import clean

# What a spreadsheet takes for the beginning of a formula, in a text that somebody typed.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
WIDEST, NARROWEST, PAPER_A4 = 60, 8, 9
FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True, "border": 1}

Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class Listing:
    """A list: what it is about, its columns, and its rows, each as long as there are columns."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def csv_bytes(heads: Iterable[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    """UTF-8 with a byte-order mark, semicolons, days as 18/06/2024; a risky text gets an apostrophe before it."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_text(cell) for cell in row])
    return BYTE_ORDER_MARK + sheet.getvalue().encode()


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return format_date(cell)
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(RISKY) else text


def xlsx_bytes(listing: Listing, *, now: datetime) -> bytes:
    """One sheet on A4 across: headings on every printed page, a filter, real days and numbers; texts are only texts."""
    # Imported only when somebody asks for a file.
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": clean(listing.title), "created": now.replace(tzinfo=None)})
    sheet = book.add_worksheet()
    styles = {
        "head": book.add_format({**FONT, "bold": True, "align": "center", "bg_color": "#E7E6E6"}),
        "text": book.add_format(FONT),
        "day": book.add_format({**FONT, "align": "center", "num_format": "dd/mm/yyyy"}),
    }
    for column, head in enumerate(listing.heads):
        sheet.write_string(0, column, head, styles["head"])
        longest = max((len(_text(row[column])) for row in listing.rows), default=0)
        sheet.set_column(column, column, min(max(longest, len(head), NARROWEST) + 2, WIDEST))
    for place, row in enumerate(listing.rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, place, column, cell, styles)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(listing.rows), len(listing.heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, place: int, column: int, cell: Cell, styles: dict[str, Any]) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(place, column, datetime.combine(cell, datetime.min.time()), styles["day"])
    elif isinstance(cell, int | Decimal):
        sheet.write_number(place, column, cell, styles["text"])
    elif cell is None:
        sheet.write_blank(place, column, None, styles["text"])
    else:
        sheet.write_string(place, column, clean(cell), styles["text"])
