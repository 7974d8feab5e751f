"""One of several named answers, each with its verdict."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from inspect_app.checklists.kinds.base import InputProblem, Kind, Raw, TextPair
from inspect_app.checklists.kinds.reading import words
from inspect_app.checklists.kinds.verdict import verdict_name
from inspect_app.checklists.rules import Comparable, Verdict
from inspect_app.checklists.rules.conditions import VERDICT_WORDS
from inspect_app.documents.sheets import Box, PaperAnswer
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext
from inspect_app.kernel.yaml_source import StrictModel

ChoiceId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class Choice(StrictModel):
    """One answer."""

    id: ChoiceId
    text: TextPair
    verdict: Literal["pass", "partial", "fail"]


class ChoiceOptions(StrictModel):
    """The answers, in their order."""

    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=20)]

    @model_validator(mode="after")
    def _unique(self) -> Self:
        refuse_bad_ids([choice.id for choice in self.choices])
        return self

    def find(self, choice_id: str) -> Choice | None:
        """The answer with the id."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)


def refuse_bad_ids(ids: list[str]) -> None:
    """Ids are unique, and none is a verdict's word, which conditions keep for the verdict. Raises ValueError."""
    for choice_id in ids:
        if ids.count(choice_id) > 1:
            raise ValueError(_("Lựa chọn “%(id)s” lặp lại", id=choice_id))
        if choice_id in VERDICT_WORDS:
            raise ValueError(_("Không đặt mã lựa chọn là “%(id)s” vì đó là tên mức đánh giá", id=choice_id))


class ChoiceValue(StrictModel):
    """The id of the answer."""

    choice: str


class ChoiceKind(Kind[ChoiceOptions, ChoiceValue]):
    """A list of answers of which one is true."""

    name = "choice"
    label = lazy_gettext("Chọn một")
    inputs = ("choice",)
    radio = "choice"
    options_model = ChoiceOptions
    value_model = ChoiceValue

    def read(self, raw: Raw, options: ChoiceOptions) -> ChoiceValue | None:
        """The id, or nothing."""
        chosen = words(raw, "choice")
        return ChoiceValue(choice=chosen) if chosen else None

    def problems(self, value: ChoiceValue, options: ChoiceOptions) -> list[InputProblem]:
        """An answer that there is not."""
        if options.find(value.choice) is None:
            return [InputProblem("choice", _("Hãy chọn một giá trị trong danh sách."))]
        return []

    def to_raw(self, value: ChoiceValue) -> dict[str, Any]:
        """The button that is pressed."""
        return {**self.blank(), "choice": value.choice}

    def verdict(self, value: ChoiceValue, options: ChoiceOptions) -> Verdict:
        """The answer's own."""
        found = options.find(value.choice)
        return Verdict(found.verdict) if found else Verdict.RECORDED

    def comparable(self, value: ChoiceValue, options: ChoiceOptions) -> Comparable:
        """The id."""
        return value.choice

    def on_paper(self, raw: Raw, options: ChoiceOptions) -> PaperAnswer:
        """A box for each answer."""
        chosen = words(raw, "choice")
        return PaperAnswer(boxes=tuple(Box(text=one.text.vi, ticked=one.id == chosen) for one in options.choices))

    def summary(self, value: ChoiceValue, options: ChoiceOptions) -> str:
        """The answer's words."""
        found = options.find(value.choice)
        return str(found.text) if found else value.choice

    def describe(self, options: ChoiceOptions) -> list[str]:
        """Each answer with its verdict."""
        return [f"{choice.text} → {verdict_name(choice.verdict)}" for choice in options.choices]
