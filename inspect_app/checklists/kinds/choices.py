"""Several of a list: how many of the things that must be there are there."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from inspect_app.checklists.kinds.base import BadValue, InputProblem, Kind, Raw, TextPair
from inspect_app.checklists.kinds.choice import ChoiceId, refuse_bad_ids
from inspect_app.checklists.kinds.reading import words
from inspect_app.checklists.rules import Comparable, Verdict
from inspect_app.documents.sheets import Box, PaperAnswer
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext
from inspect_app.kernel.yaml_source import StrictModel


class Tick(StrictModel):
    """One thing to tick."""

    id: ChoiceId
    text: TextPair


class ChoicesOptions(StrictModel):
    """The things, and how many must be ticked to pass."""

    choices: Annotated[tuple[Tick, ...], Field(min_length=2, max_length=30)]
    at_least: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _unique_and_enough(self) -> Self:
        refuse_bad_ids([choice.id for choice in self.choices])
        if self.at_least > len(self.choices):
            raise ValueError(_("at_least lớn hơn số lựa chọn"))
        return self


class ChoicesValue(StrictModel):
    """The ids ticked, in the order of the list; none is an answer too."""

    choices: tuple[str, ...]


class ChoicesKind(Kind[ChoicesOptions, ChoicesValue]):
    """A list to tick; pass with enough, partial with some, fail with none."""

    name = "choices"
    label = lazy_gettext("Chọn nhiều")
    inputs = ("none",)
    ticks = ("choices",)
    options_model = ChoicesOptions
    value_model = ChoicesValue

    def read(self, raw: Raw, options: ChoicesOptions) -> ChoicesValue | None:
        """The ids ticked; `none` says that none is there, and no tick at all says nothing."""
        ticked = [str(choice) for choice in raw.get("choices") or []]
        none = bool(words(raw, "none"))
        if none and ticked:
            message = _("Đã chọn “Không có mục nào” thì bỏ các mục đã chọn, hoặc ngược lại.")
            raise BadValue([InputProblem("none", message)])
        if not none and not ticked:
            return None
        order = [choice.id for choice in options.choices]
        known = [choice for choice in order if choice in ticked]
        return ChoicesValue(choices=(*known, *(choice for choice in ticked if choice not in order)))

    def problems(self, value: ChoicesValue, options: ChoicesOptions) -> list[InputProblem]:
        """Things that are not on the list, or twice."""
        known = {choice.id for choice in options.choices}
        if set(value.choices) - known or len(set(value.choices)) < len(value.choices):
            return [InputProblem("choices", _("Hãy chọn giá trị trong danh sách."))]
        return []

    def to_raw(self, value: ChoicesValue) -> dict[str, Any]:
        """The boxes that are ticked."""
        return {**self.blank(), "choices": list(value.choices), "none": "" if value.choices else "yes"}

    def verdict(self, value: ChoicesValue, options: ChoicesOptions) -> Verdict:
        """By how many are ticked."""
        if len(value.choices) >= options.at_least:
            return Verdict.PASS
        return Verdict.PARTIAL if value.choices else Verdict.FAIL

    def comparable(self, value: ChoicesValue, options: ChoicesOptions) -> Comparable:
        """The ids ticked: `is: x` asks whether x is among them."""
        return frozenset(value.choices)

    def on_paper(self, raw: Raw, options: ChoicesOptions) -> PaperAnswer:
        """A box for each thing, and one for none of them."""
        ticked = raw.get("choices") or []
        boxes = [Box(text=choice.text.vi, ticked=choice.id in ticked) for choice in options.choices]
        return PaperAnswer(boxes=(*boxes, Box(text="Không có mục nào", ticked=bool(words(raw, "none")))))

    def summary(self, value: ChoicesValue, options: ChoicesOptions) -> str:
        """`2/4: …; …`."""
        texts = [str(choice.text) for choice in options.choices if choice.id in value.choices]
        return f"{len(texts)}/{len(options.choices)}: " + ("; ".join(texts) or _("không có mục nào"))

    def describe(self, options: ChoicesOptions) -> list[str]:
        """The list, and how many are enough."""
        enough = _("Đạt khi có ít nhất %(n)s trong %(all)s mục.", n=options.at_least, all=len(options.choices))
        return [*(str(choice.text) for choice in options.choices), enough]
