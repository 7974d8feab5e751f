"""Sampled dossiers: on time against the first appointed date, apologies, forms 01–05.

Nghị định 61/2018/NĐ-CP Điều 19 khoản 9: a late dossier has an apology and is rescheduled no more than once; the apology
goes out at least one day before the term ends. Late is measured against the FIRST appointed date.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from inspect_app.checklists.kinds.base import BadValue, InputProblem, Kind, Raw
from inspect_app.checklists.kinds.reading import Count, Reader, day_text, read_count, read_date
from inspect_app.checklists.kinds.tables import MOST_ROWS, as_in_form, filled_rows, paper_rows, with_blank_rows
from inspect_app.checklists.rules import Verdict
from inspect_app.documents.sheets import Grid, PaperAnswer
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext
from inspect_app.kernel.yaml_source import StrictModel

FORMS = ("form01", "form02", "form03", "form04", "form05")
DATES = ("received", "first_due", "last_due", "result_on")
COUNTS = ("supplements", "reschedules")
# On paper, in the order of the columns.
PAPER_HEAD = (
    "Mã hồ sơ",
    "Ngày tiếp nhận",
    "Hẹn trả lần đầu",
    "Hẹn trả lần cuối",
    "Ngày trả kết quả",
    *(f"Mẫu 0{number}" for number in range(1, 6)),
    "Số lần bổ sung",
    "Số lần hẹn lại",
    "Xin lỗi trước hạn ít nhất 1 ngày",
)
PAPER_WORDS = {"yes": "có", "no": "không", "na": "không áp dụng"}
CODE_SHAPE = re.compile(r".+-(?P<day>[0-9]{6})-[0-9]{4,}")
CODE_LIMIT = 60

Threefold = Literal["yes", "no", "na"]


class DossiersOptions(StrictModel):
    """How many dossiers there should be."""

    at_least: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 1


class Dossier(StrictModel):
    """One sampled dossier; what is not known is None."""

    code: Annotated[str, Field(min_length=1, max_length=CODE_LIMIT)]
    received: date | None = None
    first_due: date | None = None
    last_due: date | None = None
    result_on: date | None = None
    form01: Threefold | None = None
    form02: Threefold | None = None
    form03: Threefold | None = None
    form04: Threefold | None = None
    form05: Threefold | None = None
    supplements: Count | None = None
    reschedules: Count | None = None
    apology: Threefold | None = None

    @property
    def is_late(self) -> bool:
        """Whether the result came after the first appointed date; False while either is unknown."""
        return self.first_due is not None and self.result_on is not None and self.result_on > self.first_due

    @property
    def apologised(self) -> bool:
        """Whether an apology went out at least one day before the term ended."""
        return self.apology == "yes"

    @property
    def times_rescheduled(self) -> int:
        """As counted; without a count, once when the last appointed date is not the first."""
        if self.reschedules is not None:
            return self.reschedules
        return int(self.last_due is not None and self.first_due is not None and self.last_due != self.first_due)

    @property
    def missing_forms(self) -> list[str]:
        """The numbers of the forms that should be there and are not (`01`)."""
        return [form.removeprefix("form") for form in FORMS if getattr(self, form) == "no"]


class DossiersValue(StrictModel):
    """The sample."""

    rows: Annotated[tuple[Dossier, ...], Field(min_length=1, max_length=MOST_ROWS)]

    @property
    def late(self) -> list[Dossier]:
        """Those that were late."""
        return [dossier for dossier in self.rows if dossier.is_late]


def _threefold(text: str) -> Threefold:
    match text:
        case "yes" | "no" | "na":
            return text
    raise ValueError(_("Hãy chọn có, không hoặc không áp dụng."))


def _code(text: str) -> str:
    if len(text) > CODE_LIMIT:
        raise ValueError(_("Mã hồ sơ dài quá %(n)s ký tự.", n=CODE_LIMIT))
    return text


class DossiersKind(Kind[DossiersOptions, DossiersValue]):
    """A table of sampled dossiers."""

    name = "dossiers"
    label = lazy_gettext("Hồ sơ mẫu")
    columns = ("code", *DATES, *FORMS, *COUNTS, "apology")
    options_model = DossiersOptions
    value_model = DossiersValue

    def read(self, raw: Raw, options: DossiersOptions) -> DossiersValue | None:
        """The rows in which anything was entered."""
        reader = Reader({})
        rows: list[Dossier] = []
        for index, row in filled_rows(raw, self.columns):
            reader.raw, known = row, len(reader.problems)
            reader.require("code", _("Hãy nhập mã hồ sơ."), f"rows-{index}-code")
            values: dict[str, Any] = {"code": reader.take("code", _code, f"rows-{index}-code")}
            for names, read in ((DATES, read_date), (COUNTS, read_count), ((*FORMS, "apology"), _threefold)):
                values |= {name: reader.take(name, read, f"rows-{index}-{name}") for name in names}
            if len(reader.problems) == known:
                rows.append(Dossier(**values))
        reader.finish()
        return DossiersValue(rows=tuple(rows)) if rows else None

    def parse(self, raw: Raw, options: DossiersOptions) -> DossiersValue | None:
        """Like every kind; problems stand at the form's own rows."""
        value = self.read(raw, options)
        found = self.problems(value, options) if value is not None else []
        if found:
            raise BadValue(as_in_form(found, raw, self.columns))
        return value

    def problems(self, value: DossiersValue, options: DossiersOptions) -> list[InputProblem]:
        """Dates that cannot follow each other."""
        found: list[InputProblem] = []
        for index, row in enumerate(value.rows):
            for name in ("first_due", "last_due", "result_on"):
                day = getattr(row, name)
                if day is not None and row.received is not None and day < row.received:
                    message = _("Ngày này trước ngày tiếp nhận %(day)s.", day=format_date(row.received))
                    found.append(InputProblem(f"rows-{index}-{name}", message))
        return found

    def on_paper(self, raw: Raw, options: DossiersOptions) -> PaperAnswer:
        """A table with a row for each dossier."""
        rows = paper_rows(raw, self.columns, options.at_least)
        told = tuple(tuple(_on_paper(name, text) for name, text in zip(self.columns, row, strict=True)) for row in rows)
        return PaperAnswer(grid=Grid(head=PAPER_HEAD, rows=told))

    def warnings(self, value: DossiersValue, options: DossiersOptions) -> list[str]:
        """Unusual codes, repeated ones, late dossiers without an apology on record, too small a sample."""
        found: list[str] = []
        codes = [row.code for row in value.rows]
        for row in value.rows:
            found += _code_warnings(row)
            if row.is_late and row.apology in (None, "na"):
                found.append(_("Hồ sơ %(code)s trễ hẹn nhưng chưa ghi có phiếu xin lỗi hay không.", code=row.code))
        found += [_("Mã hồ sơ %(code)s lặp lại.", code=code) for code in dict.fromkeys(codes) if codes.count(code) > 1]
        if len(codes) < options.at_least:
            found.append(_("Mới lấy %(n)s hồ sơ, cần ít nhất %(least)s.", n=len(codes), least=options.at_least))
        return found

    def to_raw(self, value: DossiersValue) -> dict[str, Any]:
        """The rows as typed."""
        rows = [{name: _typed(getattr(row, name)) for name in self.columns} for row in value.rows]
        return {**self.blank(), "rows": rows}

    def shown_rows(self, raw: Raw, options: DossiersOptions) -> list[dict[str, str]]:
        """The rows to show: as many as there should be, and some empty ones."""
        return with_blank_rows(raw, self.columns, options.at_least)

    def verdict(self, value: DossiersValue, options: DossiersOptions) -> Verdict:
        """Fail: a late dossier without an apology on time, or one rescheduled more than once. Partial: late, apologised."""
        if any(row.times_rescheduled > 1 for row in value.rows):
            return Verdict.FAIL
        if any(not row.apologised for row in value.late):
            return Verdict.FAIL
        return Verdict.PARTIAL if value.late else Verdict.PASS

    def summary(self, value: DossiersValue, options: DossiersOptions) -> str:
        """`10 hồ sơ; trễ hẹn 2, trong đó 1 không có phiếu xin lỗi đúng hạn; thiếu Mẫu 02`."""
        late = value.late
        parts = [_("%(n)s hồ sơ", n=len(value.rows)), _("trễ hẹn %(n)s", n=len(late))]
        silent = sum(not row.apologised for row in late)
        if silent:
            parts.append(_("trong đó %(n)s không có phiếu xin lỗi đúng hạn", n=silent))
        often = sum(row.times_rescheduled > 1 for row in value.rows)
        if often:
            parts.append(_("%(n)s hồ sơ hẹn lại quá một lần", n=often))
        missing = sorted({form for row in value.rows for form in row.missing_forms})
        if missing:
            parts.append(_("có hồ sơ thiếu Mẫu %(forms)s", forms=", ".join(missing)))
        return "; ".join(parts)

    def describe(self, options: DossiersOptions) -> list[str]:
        """How the verdict is derived."""
        return [
            _("Lấy ít nhất %(n)s hồ sơ mẫu.", n=options.at_least),
            _("Trễ hẹn: ngày trả kết quả sau ngày hẹn trả lần đầu."),
            _("Không đạt khi hồ sơ trễ không có phiếu xin lỗi đúng hạn, hoặc có hồ sơ hẹn lại quá một lần."),
            _("Đạt một phần khi có hồ sơ trễ nhưng đã xin lỗi đúng hạn."),
        ]


def _typed(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _code_warnings(row: Dossier) -> list[str]:
    parts = CODE_SHAPE.fullmatch(row.code)
    if parts is None:
        return [_("Mã hồ sơ %(code)s không theo dạng …-NNTTNN-XXXX (năm, tháng, ngày, số).", code=row.code)]
    if row.received is not None and f"{row.received:%y%m%d}" != parts["day"]:
        return [_("Mã hồ sơ %(code)s ghi ngày khác ngày tiếp nhận.", code=row.code)]
    return []


def _on_paper(name: str, text: str) -> str:
    return day_text(text) if name in DATES else PAPER_WORDS.get(text, text)
