"""A part of a whole, in percent, exact."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from inspect_app.checklists.kinds.base import InputProblem, Kind, Raw, TextPair
from inspect_app.checklists.kinds.passes import Bounds, judged, pass_line
from inspect_app.checklists.kinds.reading import Reader, plain_number, read_number, words
from inspect_app.checklists.rules import Comparable, Verdict
from inspect_app.documents.sheets import Blank, PaperAnswer
from inspect_app.kernel.formats import format_number, format_percent
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext
from inspect_app.kernel.yaml_source import StrictModel

Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6)]


class RatioOptions(StrictModel):
    """What is counted, out of what, and which percentage passes."""

    part: TextPair
    whole: TextPair
    passes: Bounds | None = None


class RatioValue(StrictModel):
    """Both numbers as counted; the percentage is never stored."""

    part: Amount
    whole: Amount

    @property
    def percent(self) -> Fraction | None:
        """Exact; None when the whole is 0: there is no rate then."""
        return Fraction(self.part) * 100 / Fraction(self.whole) if self.whole else None


class RatioKind(Kind[RatioOptions, RatioValue]):
    """Two counts and their percentage."""

    name = "ratio"
    label = lazy_gettext("Tỷ lệ")
    inputs = ("part", "whole")
    options_model = RatioOptions
    value_model = RatioValue

    def read(self, raw: Raw, options: RatioOptions) -> RatioValue | None:
        """Both numbers, or nothing."""
        reader = Reader(raw)
        part, whole = reader.take("part", read_number), reader.take("whole", read_number)
        if not any(str(raw.get(name) or "").strip() for name in self.inputs):
            return None
        for name, counted in (("part", options.part), ("whole", options.whole)):
            reader.require(name, _("Hãy nhập số %(words)s.", words=counted))
        reader.problems += [
            InputProblem(name, _("Số này không được âm."))
            for name, number in (("part", part), ("whole", whole))
            if number is not None and number < 0
        ]
        reader.finish()
        return RatioValue(part=part or Decimal(0), whole=whole or Decimal(0))

    def problems(self, value: RatioValue, options: RatioOptions) -> list[InputProblem]:
        """A part larger than its whole."""
        if value.part > value.whole:
            message = _("Số %(part)s không được lớn hơn số %(whole)s.", part=options.part, whole=options.whole)
            return [InputProblem("part", message)]
        return []

    def to_raw(self, value: RatioValue) -> dict[str, Any]:
        """Both numbers as they would be typed."""
        return {**self.blank(), "part": plain_number(value.part), "whole": plain_number(value.whole)}

    def verdict(self, value: RatioValue, options: RatioOptions) -> Verdict:
        """By the exact percentage; only recorded when there is no rate."""
        return judged(options.passes, value.percent)

    def comparable(self, value: RatioValue, options: RatioOptions) -> Comparable:
        """The percentage."""
        return value.percent

    def on_paper(self, raw: Raw, options: RatioOptions) -> PaperAnswer:
        """Both numbers."""
        part = Blank(label=f"Số {options.part.vi}", value=words(raw, "part"))
        return PaperAnswer(blanks=(part, Blank(label=f"Trên tổng số {options.whole.vi}", value=words(raw, "whole"))))

    def summary(self, value: RatioValue, options: RatioOptions) -> str:
        """`12 hồ sơ trễ hẹn / 200 hồ sơ đã giải quyết (6,00 %)`."""
        counts = f"{format_number(value.part)} {options.part} / {format_number(value.whole)} {options.whole}"
        rate = value.percent
        shown = _("không phát sinh, không tính tỷ lệ") if rate is None else format_percent(rate)
        return f"{counts} ({shown})"

    def describe(self, options: RatioOptions) -> list[str]:
        """What is counted, and the limits in percent."""
        counted = _("Tỷ lệ %(part)s trên %(whole)s, tính bằng %%.", part=options.part, whole=options.whole)
        return [counted, *pass_line(options.passes)]
