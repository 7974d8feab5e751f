"""Who was at work, as counts by division: names are never stored."""

from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from inspect_app.checklists.kinds.base import Kind, Raw
from inspect_app.checklists.kinds.passes import Bounds, judged, pass_line
from inspect_app.checklists.kinds.reading import Count, Reader, read_count
from inspect_app.checklists.kinds.tables import MOST_ROWS, filled_rows, paper_rows, with_blank_rows
from inspect_app.checklists.rules import Comparable, Verdict
from inspect_app.documents.sheets import Grid, PaperAnswer
from inspect_app.kernel.formats import format_number
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext
from inspect_app.kernel.yaml_source import StrictModel

COUNTS = ("establishment", "present", "excused", "unexcused")
DIVISION_LIMIT = 200


class AttendanceOptions(StrictModel):
    """How many may be absent without reason."""

    passes: Bounds | None = None


class AttendanceRow(StrictModel):
    """One division: how many should be there, are there, are absent with and without a reason."""

    division: Annotated[str, Field(max_length=DIVISION_LIMIT)]
    establishment: Count
    present: Count
    excused: Count
    unexcused: Count


class AttendanceValue(StrictModel):
    """The table."""

    rows: Annotated[tuple[AttendanceRow, ...], Field(min_length=1, max_length=MOST_ROWS)]

    def total(self, count: str) -> int:
        """The sum of a column."""
        return sum(int(getattr(row, count)) for row in self.rows)


class AttendanceKind(Kind[AttendanceOptions, AttendanceValue]):
    """A head count on the spot, by division."""

    name = "attendance"
    label = lazy_gettext("Điểm danh bằng số lượng")
    columns = ("division", *COUNTS)
    options_model = AttendanceOptions
    value_model = AttendanceValue

    def read(self, raw: Raw, options: AttendanceOptions) -> AttendanceValue | None:
        """The rows in which anything was entered."""
        rows: list[AttendanceRow] = []
        reader = Reader({})
        for index, row in filled_rows(raw, self.columns):
            reader.raw = row
            counts = {name: reader.take(name, read_count, f"rows-{index}-{name}") for name in COUNTS}
            reader.require("establishment", _("Hãy nhập số người theo biên chế."), f"rows-{index}-establishment")
            reader.require("present", _("Hãy nhập số người có mặt."), f"rows-{index}-present")
            reader.require("division", _("Hãy nhập tên phòng, bộ phận."), f"rows-{index}-division")
            if not any(problem.input.startswith(f"rows-{index}-") for problem in reader.problems):
                division = row["division"][:DIVISION_LIMIT]
                rows.append(AttendanceRow(division=division, **{name: count or 0 for name, count in counts.items()}))
        reader.finish()
        return AttendanceValue(rows=tuple(rows)) if rows else None

    def warnings(self, value: AttendanceValue, options: AttendanceOptions) -> list[str]:
        """Rows that do not add up."""
        return [
            _("%(division)s: có mặt và vắng cộng lại khác số biên chế.", division=row.division)
            for row in value.rows
            if row.present + row.excused + row.unexcused != row.establishment
        ]

    def to_raw(self, value: AttendanceValue) -> dict[str, Any]:
        """The rows as typed."""
        rows = [{"division": row.division, **{name: str(getattr(row, name)) for name in COUNTS}} for row in value.rows]
        return {**self.blank(), "rows": rows}

    def shown_rows(self, raw: Raw, options: AttendanceOptions) -> list[dict[str, str]]:
        """The rows to show, with some empty ones after them."""
        return with_blank_rows(raw, self.columns)

    def verdict(self, value: AttendanceValue, options: AttendanceOptions) -> Verdict:
        """By the number absent without reason."""
        return judged(options.passes, Fraction(value.total("unexcused")))

    def comparable(self, value: AttendanceValue, options: AttendanceOptions) -> Comparable:
        """The number absent without reason."""
        return Fraction(value.total("unexcused"))

    def on_paper(self, raw: Raw, options: AttendanceOptions) -> PaperAnswer:
        """A table with a row for each division."""
        head = ("Phòng, bộ phận", "Biên chế", "Có mặt", "Vắng có lý do", "Vắng không lý do")
        return PaperAnswer(grid=Grid(head=head, rows=paper_rows(raw, self.columns)))

    def summary(self, value: AttendanceValue, options: AttendanceOptions) -> str:
        """`Có mặt 18/20; vắng có lý do 1; vắng không lý do 1`."""
        shown = {name: format_number(value.total(name)) for name in COUNTS}
        return _(
            "Có mặt %(present)s/%(establishment)s; vắng có lý do %(excused)s; vắng không lý do %(unexcused)s", **shown
        )

    def describe(self, options: AttendanceOptions) -> list[str]:
        """The limit."""
        note = _("Chỉ ghi số lượng theo phòng, bộ phận; không ghi tên người.")
        return [note, _("Xét số người vắng không có lý do."), *pass_line(options.passes)]
