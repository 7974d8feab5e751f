"""Có hay không."""

from typing import Any

from inspect_app.checklists.kinds.base import BadValue, InputProblem, Kind, Raw
from inspect_app.checklists.kinds.reading import words
from inspect_app.checklists.rules import Comparable, Verdict
from inspect_app.documents.sheets import Box, PaperAnswer
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext
from inspect_app.kernel.yaml_source import StrictModel


class YesNoOptions(StrictModel):
    """Which answer passes."""

    expected: bool = True


class YesNoValue(StrictModel):
    """The answer."""

    yes: bool


class YesNoKind(Kind[YesNoOptions, YesNoValue]):
    """A question with two answers; the expected one passes, the other fails."""

    name = "yes_no"
    label = lazy_gettext("Có hoặc không")
    inputs = ("yes",)
    radio = "yes"
    options_model = YesNoOptions
    value_model = YesNoValue

    def read(self, raw: Raw, options: YesNoOptions) -> YesNoValue | None:
        """`yes` or `no`, or nothing."""
        chosen = words(raw, "yes")
        if not chosen:
            return None
        if chosen not in ("yes", "no"):
            raise BadValue([InputProblem("yes", _("Hãy chọn có hoặc không."))])
        return YesNoValue(yes=chosen == "yes")

    def to_raw(self, value: YesNoValue) -> dict[str, Any]:
        """The button that is pressed."""
        return {**self.blank(), "yes": "yes" if value.yes else "no"}

    def verdict(self, value: YesNoValue, options: YesNoOptions) -> Verdict:
        """Pass when it is as expected."""
        return Verdict.PASS if value.yes == options.expected else Verdict.FAIL

    def comparable(self, value: YesNoValue, options: YesNoOptions) -> Comparable:
        """The answer as true or false."""
        return value.yes

    def on_paper(self, raw: Raw, options: YesNoOptions) -> PaperAnswer:
        """Two boxes."""
        named = (("yes", "Có"), ("no", "Không"))
        return PaperAnswer(boxes=tuple(Box(text=text, ticked=words(raw, "yes") == name) for name, text in named))

    def summary(self, value: YesNoValue, options: YesNoOptions) -> str:
        """`Có` or `Không`."""
        return _("Có") if value.yes else _("Không")

    def describe(self, options: YesNoOptions) -> list[str]:
        """Which answer passes."""
        return [_("Đạt khi trả lời “%(answer)s”.", answer=_("Có") if options.expected else _("Không"))]
