"""The form of an answer: made from the item, so that a new kind needs no new form."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, TextAreaField
from wtforms.utils import unset_value

from inspect_app.checklists.answers import AnswerValue, checked_answer, text_problems
from inspect_app.checklists.kinds import BadValue, InputProblem, kind_named
from inspect_app.checklists.kinds.base import NOT_APPLICABLE
from inspect_app.checklists.rules import Item
from inspect_app.checklists.texts import ROW, collect
from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.kernel.text import clean
from inspect_app.webkit.forms import BaseForm

Told = TypeVar("Told")


class KindField(Field):
    """All inputs of an item's kind as one field. `raw` is what to show, `data` the value as plain JSON or None."""

    raw: dict[str, Any]
    data: dict[str, Any] | None

    def __init__(self, label: str | None = None, *, _form: "AnswerForm | None" = None, **options: Any) -> None:
        super().__init__(label, _form=cast(Any, _form), **options)
        if _form is None:
            raise TypeError("a KindField stands in an AnswerForm")
        self.item = _form.item
        self.kind = kind_named(self.item.kind)
        self.prefix = self.name.removesuffix(self.short_name)
        self.problems: list[InputProblem] = []
        self.was_sent = False

    @property
    def template(self) -> str:
        """The fragment that shows the inputs; it needs `item`, `raw`, `prefix` and `errors`."""
        return f"checklists/kinds/{self.kind.name}.html"

    @property
    def chose_not_applicable(self) -> bool:
        """Whether the kind's own radio buttons say "không áp dụng"."""
        return self.kind.radio is not None and self.raw.get(self.kind.radio) == NOT_APPLICABLE

    def choose_not_applicable(self) -> None:
        """Presses the radio button "không áp dụng", where the kind has one."""
        if self.kind.radio is not None:
            self.raw = {**self.raw, self.kind.radio: NOT_APPLICABLE}

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of a table to show, with some empty ones after what was entered."""
        return self.kind.shown_rows(self.raw, self.item.options)

    @property
    def summary(self) -> str:
        """The value in one line; empty without one."""
        return self._told(self.kind.summary) or ""

    @property
    def warnings(self) -> list[str]:
        """What looks wrong in the value but is accepted."""
        return self._told(self.kind.warnings) or []

    def _told(self, tell: Callable[[Any, Any], Told]) -> Told | None:
        if self.data is None:
            return None
        return tell(self.kind.from_json(self.data, self.item.options), self.item.options)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Sequence[Any] | None = None) -> None:
        """Takes the inputs from the form, or from the stored value when nothing was sent."""
        self.process_errors: list[str] = []
        self.was_sent = formdata is not None
        stored = None if data is unset_value else data
        if formdata is None:
            self.data, self.raw = stored, self._stored_raw(stored)
            return
        self.raw, self.data = self._collect(formdata), None
        if self.chose_not_applicable:
            return
        try:
            value = self.kind.parse(self.raw, self.item.options)
        except BadValue as bad:
            self.problems = list(bad.problems)
        else:
            self.data = None if value is None else self.kind.to_json(value)

    def _stored_raw(self, stored: Mapping[str, Any] | None) -> dict[str, Any]:
        if stored is None:
            return self.kind.blank()
        return self.kind.to_raw(self.kind.from_json(stored, self.item.options))

    def _collect(self, formdata: "MultiDict[str, str]") -> dict[str, Any]:
        def one(name: str) -> str:
            return formdata.get(self.prefix + name, "")

        def many(name: str) -> list[str]:
            return formdata.getlist(self.prefix + name)

        names = [name.removeprefix(self.prefix) for name in formdata if name.startswith(self.prefix)]
        return collect(self.kind, names, one, many)

    def validate(self, form: Any, extra_validators: Sequence[Any] = ()) -> bool:
        """Refused when an input is wrong, unless the item is said not to apply."""
        if form.is_not_applicable:
            self.problems, self.data = [], None
        self.errors = list(dict.fromkeys(problem.message for problem in self.problems))
        return not self.errors


class AnswerForm(BaseForm):
    """An answer to one item: the kind's inputs, a note, and "không áp dụng" with its reason.

    `stored` is the present answer (anything with value, not_applicable, reason, note). Names take `prefix`, so several
    forms fit on one page; ids always begin with the item's.
    """

    value = KindField(_("Câu trả lời"))
    not_applicable = BooleanField(_("Không áp dụng"))
    reason = TextAreaField(_("Lý do không áp dụng"))
    note = TextAreaField(_("Nhận xét"))

    def __init__(self, item: Item, stored: Any = None, *, prefix: str = "", **options: Any) -> None:
        self.item = item
        super().__init__(data=_as_data(item, stored), prefix=prefix, **options)
        self.prefix = f"{prefix.removesuffix('-')}-" if prefix else ""
        for field in self:
            field.id = f"{item.id}-{field.short_name}"
            field.label.field_id = field.id
        if stored is not None and stored.not_applicable and not self.value.was_sent:
            self.value.choose_not_applicable()

    @property
    def is_not_applicable(self) -> bool:
        """Whether the item is said not to apply, by its box or by the kind's own radio button."""
        return bool(self.not_applicable.data) or self.value.chose_not_applicable

    def validate(self, extra_validators: Any = None) -> bool:
        """Checks the inputs, the reason and the lengths; every problem at its field."""
        sound = bool(super().validate(extra_validators))
        for problem in self._text_problems():
            field = self._fields[problem.input]
            field.errors = [*field.errors, problem.message]
            sound = False
        return sound

    def _text_problems(self) -> list[InputProblem]:
        reason, note = clean(self.reason.data or ""), clean(self.note.data or "")
        return text_problems(not_applicable=self.is_not_applicable, reason=reason, note=note)

    def answer(self) -> AnswerValue:
        """The answer, after `validate()` said yes."""
        return checked_answer(
            self.item,
            self.value.data,
            not_applicable=self.is_not_applicable,
            reason=self.reason.data,
            note=self.note.data or "",
        )

    def problems(self) -> dict[str, list[str]]:
        """Messages by the name of the input in the page: `C08-rows-2-code`; for pages and for the answer to a script."""
        found: dict[str, list[str]] = {}
        for problem in self.value.problems:
            found.setdefault(self.prefix + problem.input, []).append(problem.message)
            row = ROW.fullmatch(problem.input)
            if row:
                line = gettext("Dòng %(n)s: %(text)s", n=int(row["row"]) + 1, text=problem.message)
                found.setdefault(f"{self.prefix}rows", []).append(line)
        for field in self:
            if field is not self.value and field.errors:
                found[field.name] = [str(message) for message in field.errors]
        return found


def _as_data(item: Item, stored: Any) -> dict[str, Any]:
    if stored is None:
        return {}
    value, not_applicable = stored.value, bool(stored.not_applicable)
    if value is not None:
        try:
            kind_named(item.kind).from_json(value, item.options)
        except BadValue:
            value = None
    return {"value": value, "not_applicable": not_applicable, "reason": stored.reason or "", "note": stored.note or ""}
