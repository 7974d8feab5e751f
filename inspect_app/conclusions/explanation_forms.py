"""The forms of the unit's explanation and of the answers to it."""

from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, InputRequired, Length

from inspect_app.checklists.rules import Grade
from inspect_app.checklists.rules.grading import grade_name
from inspect_app.conclusions.models import ExplanationPoint
from inspect_app.conclusions.rules import PointAnswer, Stance
from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm


class SendForm(BaseForm):
    """Sending the draft's shortcomings to the unit: one button."""


class LapseForm(BaseForm):
    """Noting that nothing came by the day: one button."""


class SkipForm(BaseForm):
    """Going on without asking the unit."""

    reason = TextAreaField(_("Lý do bỏ qua bước giải trình"), [InputRequired(), Length(max=4_000)])


class ExplanationForm(BaseForm):
    """What the unit says to one point; saved as often as it is written."""

    stance = StringField(_("Ý kiến của đơn vị"), [AnyOf(["", *Stance])])
    text = TextAreaField(_("Giải trình"), [Length(max=8_000)])
    files = MultipleFileField(_("Tài liệu kèm theo"))
    revision = IntegerField(_("Bản"), [InputRequired()])


class RecallForm(BaseForm):
    """Taking back what was sent to the unit."""

    reason = TextAreaField(_("Lý do thu hồi (đơn vị đọc lý do này)"), [InputRequired(), Length(max=1_000)])


class PostForm(BaseForm):
    """An explanation that came on paper; what it says to each point stands in fields of the page, by the point."""

    received_on = DateField(_("Ngày nhận văn bản"), [InputRequired()])
    scan = MultipleFileField(_("Bản quét văn bản giải trình"))


class FileForm(BaseForm):
    """Taking a file off a point again."""

    sha256 = HiddenField(_("Tệp"), [InputRequired()])


class HandInForm(BaseForm):
    """Submitting the explanation; whoever is not the head says that the head agreed."""

    approved = BooleanField(_("Người đứng đầu đơn vị đã xem và đồng ý nộp nội dung này"), [InputRequired()])


class AnswerForm(BaseForm):
    """What the team answers to one point."""

    answer = RadioField(_("Đoàn kiểm tra quyết định"), [InputRequired()])
    reason = TextAreaField(_("Ý kiến của đoàn kiểm tra"), [Length(max=4_000)])
    text = TextAreaField(_("Nội dung phát hiện sau khi điều chỉnh"), [Length(max=4_000)])
    grade = SelectField(_("Mức độ sau khi điều chỉnh"))

    @classmethod
    def of(cls, point: ExplanationPoint, *, may_decide: bool, formdata: Any = None) -> "AnswerForm":
        """The form with what was answered so far; only who may decide findings is offered to change or withdraw one."""
        present, finding = point.answer, point.finding
        given = {"formdata": formdata} if formdata is not None else {"formdata": None}
        form = cls(
            prefix=f"d{point.id.hex[-8:]}-",
            answer=present.answer.value if present is not None else None,
            reason=present.reason if present is not None else "",
            text=finding.text,
            grade=finding.grade.value,
            **given,
        )
        choices = [(PointAnswer.KEPT.value, gettext("Giữ nguyên phát hiện"))]
        if may_decide:
            choices.append((PointAnswer.CHANGED.value, gettext("Điều chỉnh lời văn hoặc mức độ")))
            choices.append((PointAnswer.WITHDRAWN.value, gettext("Rút phát hiện khỏi kết luận")))
        form.answer.choices = choices
        form.grade.choices = [(grade.value, grade_name(grade)) for grade in Grade]
        return form
