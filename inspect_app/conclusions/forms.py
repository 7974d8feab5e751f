"""The forms of the conclusions room."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import (
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from inspect_app.checklists.areas import AREAS, area_name
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.operations import RequestWanted, Wording, field_of
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.registry.forms import NumberedForm
from inspect_app.webkit.forms import BaseForm

LONG = [Length(max=10_000)]
WORDED = (
    "opening",
    "general",
    "objective_causes",
    "subjective_causes",
    "responsibility",
    "recommendations",
    "recipients",
)


class WordingForm(BaseForm):
    """What the drafter words; where lists are meant, one entry a line."""

    opening = TextAreaField(_("Lời mở đầu"), LONG)
    general = TextAreaField(_("Tình hình chung"), LONG)
    strength_1 = TextAreaField(_("Ưu điểm"), LONG)
    strength_2 = TextAreaField(_("Ưu điểm"), LONG)
    strength_3 = TextAreaField(_("Ưu điểm"), LONG)
    strength_4 = TextAreaField(_("Ưu điểm"), LONG)
    strength_5 = TextAreaField(_("Ưu điểm"), LONG)
    strength_6 = TextAreaField(_("Ưu điểm"), LONG)
    strength_7 = TextAreaField(_("Ưu điểm"), LONG)
    strength_0 = TextAreaField(_("Ưu điểm"), LONG)
    objective_causes = TextAreaField(_("Nguyên nhân khách quan (mỗi dòng một ý)"), LONG)
    subjective_causes = TextAreaField(_("Nguyên nhân chủ quan (mỗi dòng một ý)"), LONG)
    responsibility = TextAreaField(_("Trách nhiệm (mỗi dòng một ý)"), LONG)
    recommendations = TextAreaField(_("Kiến nghị cấp khác (mỗi dòng: cơ quan: nội dung)"), LONG)
    recipients = TextAreaField(_("Nơi nhận (mỗi dòng một nơi)"), LONG)

    @classmethod
    def of(cls, conclusion: Conclusion) -> "WordingForm":
        """The form with the draft's present words."""
        form = cls(obj=conclusion)
        for area in (*AREAS, 0):
            if not form.is_submitted():
                form[f"strength_{area}"].data = conclusion.strengths.get(str(area), "")
            form[f"strength_{area}"].label.text = _("Ưu điểm: %(area)s", area=area_name(area or None))
        return form

    def wording(self, taken: tuple[str, str, str] | None = None) -> Wording:
        """What was entered; `taken` names a part, a sentence in it, and the sentence that comes in its place."""
        texts = {name: field.data or "" for name, field in self._fields.items()}
        if taken is not None:
            part, old, new = taken
            name = field_of(part)
            texts[name] = "\n".join(new if line.strip() == old else line for line in texts[name].splitlines())
        strengths = {str(area): texts[f"strength_{area}"] for area in (*AREAS, 0)}
        return Wording(strengths=strengths, **{name: texts[name] for name in WORDED})


class RequestLine(Form):
    """One request; a line without a text is left out."""

    text = TextAreaField(_("Nội dung yêu cầu"), [Length(max=4_000)])
    owner = StringField(_("Người thực hiện"), [Length(max=300)])
    due_days = IntegerField(_("Thời hạn (ngày làm việc kể từ ngày phát hành)"), [Optional(), NumberRange(1, 365)])
    findings = SelectMultipleField(
        _("Khắc phục các phát hiện"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class RequestsForm(BaseForm):
    """All requests of a draft, with an empty line for one more."""

    lines = FieldList(FormField(RequestLine), label=_("Các yêu cầu"))

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Hands in the findings that a request may answer."""
        for line in self.lines:
            line.form.findings.choices = list(choices)

    def wanted(self) -> list[RequestWanted]:
        """The requests that have a text."""
        return [
            RequestWanted(
                text=line.form.text.data or "",
                owner=line.form.owner.data or "",
                due_days=line.form.due_days.data or 0,
                finding_ids=tuple(UUID(chosen) for chosen in line.form.findings.data or []),
            )
            for line in self.lines
            if (line.form.text.data or "").strip()
        ]


class SubmitForm(BaseForm):
    """The lead's approval: one button."""


class IssueForm(NumberedForm):
    """The signatory's approval and issue."""

    delegation = SelectField(_("Hình thức ký"), [InputRequired()])
    asks_number = True


class ReturnForm(BaseForm):
    """Sending a draft back."""

    reason = TextAreaField(_("Lý do trả lại"), [InputRequired(), Length(max=4_000)])


class CorrectionForm(BaseForm):
    """Why a notice is replaced; the parts themselves are fields of the page, by their keys."""

    reason = TextAreaField(_("Lý do thay thế (in trong thông báo mới)"), [InputRequired(), Length(max=1_000)])


class DropForm(BaseForm):
    """Giving a correction up."""

    reason = TextAreaField(_("Lý do bỏ"), [InputRequired(), Length(max=1_000)])
