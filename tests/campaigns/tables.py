"""Tables of a plan as somebody makes them by hand, for tests."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.queries import team_candidates
from inspect_app.campaigns.tables.differences import Comparison, compare
from inspect_app.campaigns.tables.ground import Ground
from inspect_app.campaigns.tables.reading import PlanTable, read_table
from inspect_app.kernel.workbooks import open_workbook
from inspect_app.units.queries import units_by_code
from tests.factories.moments import TODAY

HEADS = ("TT", "Đơn vị", "Nội dung", "Thời gian", "Đoàn kiểm tra", "Ghi chú")


def table(*rows: Sequence[Any], heads: Sequence[str] = HEADS, above: int = 2) -> bytes:
    """A workbook with a title above the headings."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for _line in range(above):
        sheet.append(["KẾ HOẠCH KIỂM TRA"])
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def held(session: Session, campaign: Campaign, visits: Sequence[Visit], content: bytes) -> tuple[PlanTable, Comparison]:
    """The file held against the visits."""
    read = read_table(open_workbook(content), campaign.year)
    people = team_candidates(session, TODAY)
    session.refresh(campaign, ["streams"])
    return read, compare(read, Ground.of(units_by_code(session).values(), campaign.streams, people), list(visits))


def problems(read: PlanTable) -> list[str]:
    """`D4: …` for each problem."""
    return [f"{one.place}: {one.message}" for row in read.rows for one in row.problems]


def at_noon(day: date) -> datetime:
    """A day with an hour."""
    return datetime.combine(day, datetime.min.time()).replace(hour=12)
