"""What every kind of answer can do."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import Field, ValidationError

from inspect_app.checklists.rules import Comparable, Verdict, Words
from inspect_app.documents.sheets import Blank, PaperAnswer
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import StrictModel

Raw = Mapping[str, Any]
"""What a form holds: a text for each input, a list of texts for ticks, and `rows`: a list of rows of texts."""

NOT_APPLICABLE = Verdict.NOT_APPLICABLE.value


@dataclass(frozen=True, slots=True)
class InputProblem:
    """Something wrong with one input of the kind (`number`, or `rows-2-code`)."""

    input: str
    message: str


class BadValue(Exception):
    """What was entered is no answer of this kind; `problems` says why, input by input."""

    def __init__(self, problems: Iterable[InputProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


class TextPair(StrictModel):
    """A text in both languages, as files write it."""

    vi: Annotated[str, Field(min_length=1, max_length=2000)]
    en: Annotated[str, Field(min_length=1, max_length=2000)]

    @property
    def words(self) -> Words:
        """The same for the rules."""
        return Words(self.vi, self.en)

    def __str__(self) -> str:
        return str(self.words)


class NoOptions(StrictModel):
    """The options of a kind that has none."""


Options = TypeVar("Options", bound=StrictModel)
Value = TypeVar("Value", bound=StrictModel)


class Kind(ABC, Generic[Options, Value]):
    """A kind of answer: how it is read, kept, judged and told. It has no state; its HTML is checklists/kinds/<name>.html."""

    name: ClassVar[str]
    label: ClassVar[str]
    inputs: ClassVar[tuple[str, ...]] = ()
    ticks: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[str, ...]] = ()
    # The radio buttons that offer "không áp dụng" among the answers; other kinds have a box of their own for it.
    radio: ClassVar[str | None] = None
    options_model: type[Options]
    value_model: type[Value]

    @abstractmethod
    def read(self, raw: Raw, options: Options) -> Value | None:
        """The value that a form's texts say, or None when nothing was entered. Raises BadValue."""

    @abstractmethod
    def to_raw(self, value: Value) -> dict[str, Any]:
        """The value as a form's texts: what `read` would take back."""

    @abstractmethod
    def verdict(self, value: Value, options: Options) -> Verdict:
        """What the value says about its item."""

    @abstractmethod
    def summary(self, value: Value, options: Options) -> str:
        """The value in one line, for lists and documents."""

    def problems(self, value: Value, options: Options) -> list[InputProblem]:
        """What the options forbid (a number over the greatest, a choice that there is not)."""
        return []

    def warnings(self, value: Value, options: Options) -> list[str]:
        """What looks wrong but is accepted; sentences."""
        return []

    def comparable(self, value: Value, options: Options) -> Comparable:
        """The one value that conditions may compare, or None."""
        return None

    def judges(self, options: Options) -> bool:
        """Whether an answer can be a shortcoming; without limits a fact is only recorded."""
        return getattr(options, "passes", True) is not None

    def describe(self, options: Options) -> list[str]:
        """The options in sentences, for whoever reads the checklist."""
        return []

    def on_paper(self, raw: Raw, options: Options) -> PaperAnswer:
        """How the answer is written by hand, with what these texts say of it; "không áp dụng" is added to every kind."""
        return PaperAnswer(blanks=tuple(Blank(label="Trả lời", value=str(raw.get(name) or "")) for name in self.inputs))

    def parse(self, raw: Raw, options: Options) -> Value | None:
        """Reads and checks a form's texts. None when nothing was entered. Raises BadValue with every problem."""
        value = self.read(raw, options)
        found = self.problems(value, options) if value is not None else []
        if found:
            raise BadValue(found)
        return value

    def to_json(self, value: Value) -> dict[str, Any]:
        """The value as plain JSON, as it is stored; exact numbers are texts."""
        return value.model_dump(mode="json", exclude_none=True)

    def from_json(self, data: Any, options: Options) -> Value:
        """The value from stored or sent JSON, checked like a form. Raises BadValue."""
        try:
            value = self.value_model.model_validate_json(json.dumps(data))
        except (ValidationError, ValueError, TypeError, RecursionError):
            message = _("Giá trị gửi lên không đúng với loại câu trả lời. Hãy nhập lại mục này.")
            raise BadValue([InputProblem((*self.inputs, *self.ticks, "rows")[0], message)]) from None
        found = self.problems(value, options)
        if found:
            raise BadValue(found)
        return value

    def shown_rows(self, raw: Raw, options: Options) -> list[dict[str, str]]:
        """The rows of the table to show, with some empty ones; kinds without a table have none."""
        return []

    def blank(self) -> dict[str, Any]:
        """A form's texts before anything was entered."""
        return {**dict.fromkeys(self.inputs, ""), **{name: [] for name in self.ticks}, "rows": []}
