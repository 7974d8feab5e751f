"""A few lines, recorded only."""

from typing import Annotated, Any

from pydantic import Field

from inspect_app.checklists.kinds.base import BadValue, InputProblem, Kind, Raw
from inspect_app.checklists.kinds.reading import TEXT_LIMIT, words
from inspect_app.checklists.rules import Verdict
from inspect_app.documents.sheets import Blank, PaperAnswer
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext
from inspect_app.kernel.yaml_source import StrictModel

SHOWN = 300


class TextOptions(StrictModel):
    """How many lines the field has."""

    lines: Annotated[int, Field(ge=1, le=20)] = 3


class TextValue(StrictModel):
    """What was written."""

    text: Annotated[str, Field(min_length=1, max_length=TEXT_LIMIT)]


class TextKind(Kind[TextOptions, TextValue]):
    """Free words; nothing is judged."""

    name = "text"
    label = lazy_gettext("Ghi nhận bằng lời")
    inputs = ("text",)
    options_model = TextOptions
    value_model = TextValue

    def read(self, raw: Raw, options: TextOptions) -> TextValue | None:
        """The words, or nothing."""
        text = words(raw, "text")
        if len(text) > TEXT_LIMIT:
            raise BadValue([InputProblem("text", _("Nội dung dài quá 10.000 ký tự. Hãy rút gọn."))])
        return TextValue(text=text) if text else None

    def to_raw(self, value: TextValue) -> dict[str, Any]:
        """The words."""
        return {**self.blank(), "text": value.text}

    def verdict(self, value: TextValue, options: TextOptions) -> Verdict:
        """Only recorded."""
        return Verdict.RECORDED

    def on_paper(self, raw: Raw, options: TextOptions) -> PaperAnswer:
        """As many lines as the field has."""
        return PaperAnswer(blanks=(Blank(label="Nội dung ghi nhận", value=words(raw, "text"), lines=options.lines),))

    def summary(self, value: TextValue, options: TextOptions) -> str:
        """The beginning of the words, in one line."""
        line = " ".join(value.text.split())
        return line if len(line) <= SHOWN else line[: SHOWN - 1].rstrip() + "…"

    def judges(self, options: TextOptions) -> bool:
        """Never."""
        return False

    def describe(self, options: TextOptions) -> list[str]:
        """Nothing is judged."""
        return [_("Chỉ ghi nhận, không đánh giá.")]
