"""When a number or a date passes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Self

from pydantic import Field, model_validator

from inspect_app.checklists.rules import Verdict
from inspect_app.kernel.formats import format_date, format_number
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import StrictModel

Limit = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]


class Bounds(StrictModel):
    """One or two limits; `lt: 5` is strict: 5,00 does not pass. Compared exactly, never rounded."""

    gt: Limit | None = None
    ge: Limit | None = None
    lt: Limit | None = None
    le: Limit | None = None

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        lower = [limit for limit in (self.gt, self.ge) if limit is not None]
        upper = [limit for limit in (self.lt, self.le) if limit is not None]
        if not lower and not upper:
            raise ValueError(_("Ngưỡng đạt phải có ít nhất một trong gt, ge, lt, le"))
        if len(lower) == 2 or len(upper) == 2:
            raise ValueError(_("Ngưỡng đạt không được có cả gt và ge, hoặc cả lt và le"))
        closed = self.ge is not None and self.le is not None
        if lower and upper and (lower[0] > upper[0] or (lower[0] == upper[0] and not closed)):
            raise ValueError(_("Ngưỡng dưới lớn hơn ngưỡng trên, không giá trị nào đạt được"))
        return self

    def hold(self, value: Fraction) -> bool:
        """Whether the value is within."""
        return (
            (self.gt is None or value > Fraction(self.gt))
            and (self.ge is None or value >= Fraction(self.ge))
            and (self.lt is None or value < Fraction(self.lt))
            and (self.le is None or value <= Fraction(self.le))
        )

    def __str__(self) -> str:
        limits = ((">", self.gt), ("≥", self.ge), ("<", self.lt), ("≤", self.le))
        return ", ".join(f"{sign} {format_number(limit)}" for sign, limit in limits if limit is not None)


class Period(StrictModel):
    """From a day, until a day, or both; the days themselves pass."""

    from_: Annotated[date | None, Field(alias="from")] = None
    until: date | None = None

    @model_validator(mode="after")
    def _has_an_end(self) -> Self:
        if self.from_ is None and self.until is None:
            raise ValueError(_("Khoảng ngày đạt phải có from hoặc until"))
        if self.from_ is not None and self.until is not None and self.from_ > self.until:
            raise ValueError(_("Ngày from sau ngày until, không ngày nào đạt được"))
        return self

    def hold(self, day: date) -> bool:
        """Whether the day is within."""
        return (self.from_ is None or day >= self.from_) and (self.until is None or day <= self.until)

    def __str__(self) -> str:
        ends = (
            _("từ %(day)s", day=format_date(self.from_)) if self.from_ else "",
            _("đến %(day)s", day=format_date(self.until)) if self.until else "",
        )
        return " ".join(end for end in ends if end)


def judged(passes: Bounds | None, value: Fraction | None) -> Verdict:
    """Pass or fail by the limits; only recorded when there are none, or no value that could be held against them."""
    if passes is None or value is None:
        return Verdict.RECORDED
    return Verdict.PASS if passes.hold(value) else Verdict.FAIL


def pass_line(passes: Bounds | Period | None) -> list[str]:
    """The limits as a sentence for readers."""
    return [_("Đạt khi %(limits)s.", limits=passes)] if passes else [_("Chỉ ghi nhận, không đánh giá.")]
