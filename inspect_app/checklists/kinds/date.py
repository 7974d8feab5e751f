"""One date."""

from datetime import date
from typing import Any

from inspect_app.checklists.kinds.base import InputProblem, Kind, Raw
from inspect_app.checklists.kinds.passes import Period, pass_line
from inspect_app.checklists.kinds.reading import YEARS, Reader, day_text, read_date, words
from inspect_app.checklists.rules import Comparable, Verdict
from inspect_app.documents.sheets import Blank, PaperAnswer
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext
from inspect_app.kernel.yaml_source import StrictModel


class DateOptions(StrictModel):
    """Which days pass."""

    passes: Period | None = None


class DateValue(StrictModel):
    """The day."""

    day: date


class DateKind(Kind[DateOptions, DateValue]):
    """A day that is read off a document."""

    name = "date"
    label = lazy_gettext("Ngày")
    inputs = ("day",)
    options_model = DateOptions
    value_model = DateValue

    def read(self, raw: Raw, options: DateOptions) -> DateValue | None:
        """The day, or nothing."""
        reader = Reader(raw)
        day = reader.take("day", read_date)
        reader.finish()
        return None if day is None else DateValue(day=day)

    def problems(self, value: DateValue, options: DateOptions) -> list[InputProblem]:
        """A year that cannot be meant."""
        if value.day.year in YEARS:
            return []
        return [InputProblem("day", _("Năm phải trong khoảng 1900–2100."))]

    def to_raw(self, value: DateValue) -> dict[str, Any]:
        """The day as a browser's date field takes it."""
        return {**self.blank(), "day": value.day.isoformat()}

    def verdict(self, value: DateValue, options: DateOptions) -> Verdict:
        """By the period; only recorded without one."""
        if options.passes is None:
            return Verdict.RECORDED
        return Verdict.PASS if options.passes.hold(value.day) else Verdict.FAIL

    def comparable(self, value: DateValue, options: DateOptions) -> Comparable:
        """The day."""
        return value.day

    def on_paper(self, raw: Raw, options: DateOptions) -> PaperAnswer:
        """The day, as it is written in Vietnam."""
        return PaperAnswer(blanks=(Blank(label="Ngày", value=day_text(words(raw, "day"))),))

    def summary(self, value: DateValue, options: DateOptions) -> str:
        """`18/06/2024`."""
        return format_date(value.day)

    def describe(self, options: DateOptions) -> list[str]:
        """The period."""
        return pass_line(options.passes)
