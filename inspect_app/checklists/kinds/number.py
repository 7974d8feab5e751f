"""One number with its unit."""

from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from inspect_app.checklists.kinds.base import InputProblem, Kind, Raw, TextPair
from inspect_app.checklists.kinds.passes import Bounds, Limit, judged, pass_line
from inspect_app.checklists.kinds.reading import Exact, Reader, plain_number, read_number, words
from inspect_app.checklists.rules import Comparable, Verdict
from inspect_app.documents.sheets import Blank, PaperAnswer
from inspect_app.kernel.formats import format_number
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext
from inspect_app.kernel.yaml_source import StrictModel


class NumberOptions(StrictModel):
    """The unit, the least and greatest number that may be entered, and when it passes."""

    unit: TextPair | None = None
    least: Annotated[Limit | None, Field(alias="min")] = None
    greatest: Annotated[Limit | None, Field(alias="max")] = None
    passes: Bounds | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least is not None and self.greatest is not None and self.least > self.greatest:
            raise ValueError(_("min lớn hơn max"))
        return self


class NumberValue(StrictModel):
    """The number, exact."""

    number: Exact


class NumberKind(Kind[NumberOptions, NumberValue]):
    """A number that is read off, counted or measured."""

    name = "number"
    label = lazy_gettext("Số liệu")
    inputs = ("number",)
    options_model = NumberOptions
    value_model = NumberValue

    def read(self, raw: Raw, options: NumberOptions) -> NumberValue | None:
        """The number, or nothing."""
        reader = Reader(raw)
        number = reader.take("number", read_number)
        reader.finish()
        return None if number is None else NumberValue(number=number)

    def problems(self, value: NumberValue, options: NumberOptions) -> list[InputProblem]:
        """Outside what may be entered."""
        if options.least is not None and value.number < options.least:
            return [InputProblem("number", _("Số nhỏ nhất nhập được là %(n)s.", n=format_number(options.least)))]
        if options.greatest is not None and value.number > options.greatest:
            return [InputProblem("number", _("Số lớn nhất nhập được là %(n)s.", n=format_number(options.greatest)))]
        return []

    def to_raw(self, value: NumberValue) -> dict[str, Any]:
        """The number as it would be typed."""
        return {**self.blank(), "number": plain_number(value.number)}

    def verdict(self, value: NumberValue, options: NumberOptions) -> Verdict:
        """By the limits."""
        return judged(options.passes, Fraction(value.number))

    def comparable(self, value: NumberValue, options: NumberOptions) -> Comparable:
        """The number."""
        return Fraction(value.number)

    def on_paper(self, raw: Raw, options: NumberOptions) -> PaperAnswer:
        """One number."""
        unit = options.unit.vi if options.unit else ""
        return PaperAnswer(blanks=(Blank(label="Số liệu", value=words(raw, "number"), unit=unit),))

    def summary(self, value: NumberValue, options: NumberOptions) -> str:
        """`92,5 %`."""
        return f"{format_number(value.number)} {options.unit}" if options.unit else format_number(value.number)

    def describe(self, options: NumberOptions) -> list[str]:
        """The limits."""
        return pass_line(options.passes)
