"""Writes the plan's table: on A4 across, headings on every printed page, real dates, no formula; and a sheet of codes."""

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.tables.columns import CODES_SHEET, PLAN_SHEET
from inspect_app.campaigns.tables.shown import ShownVisit, shown_visit, tidy
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language

WIDTHS = (5, 30, 34, 12, 12, 40, 16)
TITLE_ROWS, LINE_HEIGHT, SMALLEST_ROW = 4, 16, 34
PAPER_A4 = 9
FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "text_wrap": True}
BORDERED = {**FONT, "border": 1}
STYLES: dict[str, dict[str, Any]] = {
    "title": {**FONT, "bold": True, "font_size": 14, "align": "center"},
    "under": {**FONT, "italic": True, "align": "center"},
    "head": {**BORDERED, "bold": True, "align": "center", "bg_color": "#E7E6E6"},
    "number": {**BORDERED, "align": "center"},
    "text": BORDERED,
    "day": {**BORDERED, "align": "center", "num_format": "dd/mm/yyyy"},
    "code": {**FONT, "text_wrap": False, "num_format": "@"},
    "code_head": {**FONT, "bold": True},
}
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "Times New Roman", "font_size": 12},
}
Formats = dict[str, Any]


@use_language(DEFAULT_LANGUAGE)  # it is passed round in the province, whoever downloads it
def plan_workbook(campaign: Campaign, visits: Sequence[Visit], *, now: datetime) -> bytes:
    """The visits that may be told, as a workbook. A secret visit is never in it, whoever asks."""
    # Imported only when somebody asks for a table.
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    # A copy of its own: the library writes into what it is given, and the next file would differ from this one.
    book = Workbook(buffer, deepcopy(OPTIONS))
    book.set_properties({"title": tidy(campaign.title), "created": now.replace(tzinfo=None)})
    formats = {name: book.add_format(style) for name, style in STYLES.items()}
    rows = [shown_visit(visit) for visit in visits if not visit.secret and visit.cancelled_at is None]
    _plan(book.add_worksheet(PLAN_SHEET), formats, campaign, rows)
    _codes(book.add_worksheet(CODES_SHEET), formats, campaign, rows)
    book.close()
    return buffer.getvalue()


def _plan(sheet: Any, formats: Formats, campaign: Campaign, rows: Sequence[ShownVisit]) -> None:
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    _titles(sheet, formats, campaign)
    _heads(sheet, formats)
    first = TITLE_ROWS + 2
    for number, row in enumerate(rows):
        _row(sheet, formats, first + number, number + 1, row)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(TITLE_ROWS, TITLE_ROWS + 1)
    sheet.set_header('&C&"Times New Roman"&13&P', {"margin": 0.3})
    sheet.freeze_panes(first, 2)
    sheet.print_area(0, 0, max(first + len(rows) - 1, first), len(WIDTHS) - 1)


def _titles(sheet: Any, formats: Formats, campaign: Campaign) -> None:
    last = len(WIDTHS) - 1
    sheet.merge_range(0, 0, 0, last, "LỊCH KIỂM TRA", formats["title"])
    sheet.merge_range(1, 0, 1, last, tidy(campaign.title), formats["title"])
    sheet.set_row(1, 2 * LINE_HEIGHT + 6)
    sheet.merge_range(2, 0, 2, last, _basis(campaign), formats["under"])


def _basis(campaign: Campaign) -> str:
    """The plan's own number and date if it has them; nothing is made up for one that has none."""
    if campaign.official_number and campaign.official_date:
        day = campaign.official_date
        # A day below 10, and January and February, are written with a nought (Nghị định 30/2020, Phụ lục I, II.4).
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        return f"(Kèm theo Kế hoạch số {tidy(campaign.official_number)} ngày {day:%d} tháng {month} năm {day.year})"
    window = f"từ {format_date(campaign.window_start)} đến {format_date(campaign.window_end)}"
    return f"(Thời gian: {window})"


def _heads(sheet: Any, formats: Formats) -> None:
    head = formats["head"]
    top, under = TITLE_ROWS, TITLE_ROWS + 1
    names = ("TT", "Đơn vị", "Nội dung", None, None, "Đoàn/thành viên", "Ghi chú")
    for column, name in enumerate(names):
        if name is not None:
            sheet.merge_range(top, column, under, column, name, head)
    sheet.merge_range(top, 3, top, 4, "Thời gian", head)
    sheet.write_string(under, 3, "Từ ngày", head)
    sheet.write_string(under, 4, "Đến ngày", head)


def _row(sheet: Any, formats: Formats, place: int, number: int, row: ShownVisit) -> None:
    lines = max(row.team.count("\n") + 1, len(row.stream) // 30 + 1, len(row.unit) // 26 + 1, len(row.note) // 13 + 1)
    sheet.set_row(place, max(lines * LINE_HEIGHT + 4, SMALLEST_ROW))
    sheet.write_number(place, 0, number, formats["number"])
    sheet.write_string(place, 1, row.unit, formats["text"])
    sheet.write_string(place, 2, row.stream, formats["text"])
    if row.starts_on is None or row.ends_on is None:
        sheet.merge_range(place, 3, place, 4, row.undated, formats["number"])
    else:
        sheet.write_datetime(place, 3, datetime.combine(row.starts_on, datetime.min.time()), formats["day"])
        sheet.write_datetime(place, 4, datetime.combine(row.ends_on, datetime.min.time()), formats["day"])
    sheet.write_string(place, 5, row.team, formats["text"])
    sheet.write_string(place, 6, row.note, formats["text"])


def _codes(sheet: Any, formats: Formats, campaign: Campaign, rows: Sequence[ShownVisit]) -> None:
    """What makes the way back exact: by these codes a row is known again however often names repeat."""
    heads = ("TT", "Mã cuộc", "Mã đơn vị", "Mã luồng", "Đoàn")
    for column, name in enumerate(heads):
        sheet.write_string(0, column, name, formats["code_head"])
    for number, row in enumerate(rows, start=1):
        sheet.write_number(number, 0, number, formats["code"])
        for column, text in enumerate((row.code, row.unit_code, row.stream_code, row.members), start=1):
            sheet.write_string(number, column, text, formats["code"])
    sheet.write_string(0, len(heads), campaign.code, formats["code"])
    sheet.set_column(1, 3, 18)
    sheet.set_column(4, 4, 60)
    sheet.hide_gridlines(0)
