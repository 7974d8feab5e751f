"""Counting good and bad observations."""

from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from inspect_app.checklists.kinds.base import Kind, Raw, TextPair
from inspect_app.checklists.kinds.passes import Bounds, judged, pass_line
from inspect_app.checklists.kinds.reading import Count, Reader, read_count, words
from inspect_app.checklists.rules import Comparable, Verdict
from inspect_app.documents.sheets import Blank, PaperAnswer
from inspect_app.kernel.formats import format_number, format_percent
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext
from inspect_app.kernel.yaml_source import StrictModel


class TallyOptions(StrictModel):
    """What good and bad mean here, how many observations there should be, and which share of good ones passes."""

    good: TextPair
    bad: TextPair
    at_least: Annotated[int, Field(ge=1, le=10_000)] = 1
    passes: Bounds | None = None


class TallyValue(StrictModel):
    """Both counts."""

    good: Count
    bad: Count

    @property
    def total(self) -> int:
        """All observations."""
        return self.good + self.bad

    @property
    def percent_good(self) -> Fraction | None:
        """Exact; None when nothing was observed."""
        return Fraction(self.good * 100, self.total) if self.total else None


class TallyKind(Kind[TallyOptions, TallyValue]):
    """Two counters."""

    name = "tally"
    label = lazy_gettext("Đếm quan sát")
    inputs = ("good", "bad")
    options_model = TallyOptions
    value_model = TallyValue

    def read(self, raw: Raw, options: TallyOptions) -> TallyValue | None:
        """Both counts; an empty one is 0, both empty is nothing."""
        reader = Reader(raw)
        good, bad = reader.take("good", read_count), reader.take("bad", read_count)
        reader.finish()
        return None if good is None and bad is None else TallyValue(good=good or 0, bad=bad or 0)

    def warnings(self, value: TallyValue, options: TallyOptions) -> list[str]:
        """Too few observations."""
        if value.total >= options.at_least:
            return []
        return [_("Mới quan sát %(n)s, cần ít nhất %(least)s.", n=value.total, least=options.at_least)]

    def to_raw(self, value: TallyValue) -> dict[str, Any]:
        """Both counts."""
        return {**self.blank(), "good": str(value.good), "bad": str(value.bad)}

    def verdict(self, value: TallyValue, options: TallyOptions) -> Verdict:
        """By the share of good ones; only recorded when nothing was observed."""
        return judged(options.passes, value.percent_good)

    def comparable(self, value: TallyValue, options: TallyOptions) -> Comparable:
        """The percentage of good ones."""
        return value.percent_good

    def on_paper(self, raw: Raw, options: TallyOptions) -> PaperAnswer:
        """Room for strokes behind both words."""
        good = Blank(label=options.good.vi, value=words(raw, "good"))
        return PaperAnswer(blanks=(good, Blank(label=options.bad.vi, value=words(raw, "bad"))))

    def summary(self, value: TallyValue, options: TallyOptions) -> str:
        """`Đã niêm yết: 9; chưa niêm yết: 1 (90,00 %)`."""
        good, bad = format_number(value.good), format_number(value.bad)
        rate = value.percent_good
        shown = _("chưa có quan sát") if rate is None else format_percent(rate)
        return f"{options.good}: {good}; {options.bad}: {bad} ({shown})"

    def describe(self, options: TallyOptions) -> list[str]:
        """What is counted, how often, and the limits in percent."""
        counted = _("Đếm “%(good)s” và “%(bad)s”.", good=options.good, bad=options.bad)
        return [counted, _("Quan sát ít nhất %(n)s.", n=options.at_least), *pass_line(options.passes)]
