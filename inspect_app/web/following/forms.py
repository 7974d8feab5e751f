"""Forms of the next campaign: what it is to be, and the answers to its questions."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from inspect_app.campaigns.files import Days, PlanFile
from inspect_app.campaigns.files.planning_shapes import SLUG
from inspect_app.campaigns.following import FreeText, Question, Wishes
from inspect_app.campaigns.forms import DATE_FORMATS
from inspect_app.campaigns.words import field_name
from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm

STREAM = "stream-"
NOT_KEPT = ""
OTHER = "khac"


class WishesForm(BaseForm):
    """Year, days, code and title; the streams are added by `wishes_form`."""

    year = IntegerField(_("Năm"), validators=[InputRequired(), NumberRange(2000, 2100, _("Hãy nhập một năm từ 2000."))])
    starts = DateField(_("Ngày bắt đầu đợt"), format=DATE_FORMATS, validators=[InputRequired()])
    ends = DateField(_("Ngày kết thúc đợt"), format=DATE_FORMATS, validators=[InputRequired()])
    code = StringField(
        _("Mã đợt"),
        validators=[
            InputRequired(),
            Length(max=60),
            Regexp(SLUG, message=_("Chỉ dùng chữ thường không dấu, số và gạch nối.")),
        ],
    )
    title = TextAreaField(_("Tên đợt"), validators=[InputRequired(), Length(max=400)])

    @property
    def stream_fields(self) -> list[SelectField]:
        """The fields of the streams, in the plan's order."""
        return [part for part in self if part.name.startswith(STREAM)]

    def wishes(self) -> Wishes:
        """What was sent; ask `problem` first."""
        chosen = {part.name.removeprefix(STREAM): part.data for part in self.stream_fields}
        return Wishes(
            self.year.data or 0,
            Days(starts=self.starts.data or date.min, ends=self.ends.data or date.min),
            self.code.data or "",
            " ".join((self.title.data or "").split()),
            {code: int(version) for code, version in chosen.items() if version},
        )

    @staticmethod
    def problem(wishes: Wishes, old: PlanFile) -> tuple[str, str] | None:
        """(field, message) of what does not hold together, or None."""
        if not wishes.window.is_forward:
            return "ends", gettext(
                "Ngày kết thúc trước ngày bắt đầu, hoặc đợt dài bất thường. Hãy kiểm tra lại hai ngày."
            )
        if wishes.year not in {wishes.window.starts.year, wishes.window.ends.year}:
            return "year", gettext("Năm không khớp với thời gian của đợt. Hãy sửa năm hoặc hai ngày.")
        if wishes.year <= old.campaign.year:
            return "year", gettext("Đợt sau phải ở năm sau. Hãy chọn năm lớn hơn %(year)d.", year=old.campaign.year)
        if wishes.code == old.campaign.code:
            return "code", gettext("Mã này là mã của đợt trước. Hãy chọn mã khác.")
        if not wishes.streams:
            return "title", gettext("Hãy giữ lại ít nhất một luồng.")
        return None


def wishes_form(old: PlanFile, checklists: Collection[tuple[str, int]], first: Wishes) -> WishesForm:
    """The form with a field for each stream: not kept, or which published version of its checklist."""
    fields = {f"{STREAM}{stream.code}": SelectField(stream.title) for stream in old.streams}
    data: dict[str, Any] = {name: str(first.streams.get(name.removeprefix(STREAM), NOT_KEPT)) for name in fields}
    data |= {"year": first.year, "code": first.code, "title": first.title}
    data |= {"starts": first.window.starts, "ends": first.window.ends}
    form: WishesForm = type("StreamWishesForm", (WishesForm,), dict(fields))(data=data)
    for stream, part in zip(old.streams, form.stream_fields, strict=True):
        code = stream.checklist.code
        versions = sorted((number for known, number in checklists if known == code), reverse=True)
        choices = [(str(number), gettext("giữ, phiếu %(code)s v%(n)d", code=code, n=number)) for number in versions]
        part.choices = [*choices, (NOT_KEPT, gettext("không giữ luồng này"))]
    return form


class AnswersForm(BaseForm):
    """A field for each question (and one for its own words), added by `answers_form`."""

    def answers(self, questions: Mapping[str, Question]) -> dict[str, str]:
        """What was chosen or written, by question."""
        return {question.id: self._answer(name) for name, question in questions.items()}

    def _answer(self, name: str) -> str:
        chosen = self._fields[name].data or ""
        return (self._fields[f"{name}-khac"].data or "").strip() if chosen == OTHER else chosen


def answers_form(questions: Mapping[str, Question], answers: Mapping[str, str]) -> AnswersForm:
    """The form of these questions, filled with the answers that were given."""
    fields: dict[str, Any] = {}
    data: dict[str, str] = {}
    for name, question in questions.items():
        fields[name] = SelectField(question.text, validate_choice=False)
        data[name] = answers.get(question.id, "")
        if question.free is FreeText.DAYS:
            label = gettext("Ngày tự ghi: %(what)s", what=field_name(question.key))
            fields[f"{name}-khac"] = StringField(label, validators=[Optional(), Length(max=30)])
            if data[name] not in {"", *(value for value, _label in question.choices)}:
                data |= {f"{name}-khac": data[name], name: OTHER}
    form: AnswersForm = type("QuestionsForm", (AnswersForm,), fields)(data=data)
    for name, question in questions.items():
        own = [(OTHER, gettext("ghi ngày ở ô bên dưới"))] if question.free else []
        form[name].choices = [("", gettext("– chưa trả lời –")), *question.choices, *own]
    return form
