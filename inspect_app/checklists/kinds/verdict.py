"""Đạt, đạt một phần, không đạt: judged by the inspector."""

from typing import Any, Literal

from inspect_app.checklists.kinds.base import BadValue, InputProblem, Kind, NoOptions, Raw
from inspect_app.checklists.kinds.reading import words
from inspect_app.checklists.rules import Verdict
from inspect_app.documents.sheets import Box, PaperAnswer
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext
from inspect_app.kernel.yaml_source import StrictModel

VERDICT_NAMES = {
    Verdict.PASS: lazy_gettext("Đạt"),
    Verdict.PARTIAL: lazy_gettext("Đạt một phần"),
    Verdict.FAIL: lazy_gettext("Không đạt"),
    Verdict.NOT_APPLICABLE: lazy_gettext("Không áp dụng"),
    Verdict.RECORDED: lazy_gettext("Chỉ ghi nhận"),
}


def verdict_name(verdict: Verdict | str) -> str:
    """The verdict in the current language."""
    return str(VERDICT_NAMES[Verdict(verdict)])


class VerdictValue(StrictModel):
    """The verdict that was chosen; "không áp dụng" is not among them: every kind has it."""

    verdict: Literal["pass", "partial", "fail"]


class VerdictKind(Kind[NoOptions, VerdictValue]):
    """The commonest kind: three big buttons."""

    name = "verdict"
    label = lazy_gettext("Đánh giá trực tiếp")
    inputs = ("verdict",)
    radio = "verdict"
    options_model = NoOptions
    value_model = VerdictValue

    def read(self, raw: Raw, options: NoOptions) -> VerdictValue | None:
        """One of the three, or nothing."""
        match words(raw, "verdict"):
            case "":
                return None
            case ("pass" | "partial" | "fail") as chosen:
                return VerdictValue(verdict=chosen)
        raise BadValue([InputProblem("verdict", _("Hãy chọn một mức đánh giá."))])

    def to_raw(self, value: VerdictValue) -> dict[str, Any]:
        """The button that is pressed."""
        return {**self.blank(), "verdict": value.verdict}

    def verdict(self, value: VerdictValue, options: NoOptions) -> Verdict:
        """What was chosen."""
        return Verdict(value.verdict)

    def on_paper(self, raw: Raw, options: NoOptions) -> PaperAnswer:
        """Three boxes."""
        named = (("pass", "Đạt"), ("partial", "Đạt một phần"), ("fail", "Không đạt"))
        return PaperAnswer(boxes=tuple(Box(text=text, ticked=words(raw, "verdict") == name) for name, text in named))

    def summary(self, value: VerdictValue, options: NoOptions) -> str:
        """The name of the verdict."""
        return verdict_name(value.verdict)
