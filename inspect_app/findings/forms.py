"""The forms of the findings room."""

from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from inspect_app.checklists.areas import AREAS, area_name
from inspect_app.checklists.rules import Grade
from inspect_app.checklists.rules.grading import grade_name
from inspect_app.findings.models import Finding
from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm

REASON = [Length(max=4_000)]


class FindingForm(BaseForm):
    """The lead's wording and grading."""

    text = TextAreaField(_("Nội dung phát hiện"), [InputRequired(), Length(max=4_000)])
    grade = SelectField(_("Mức độ"))
    area = SelectField(_("Lĩnh vực"))
    reason = TextAreaField(_("Lý do đổi mức độ hoặc lĩnh vực"), REASON)
    seen = HiddenField(validators=[Length(max=64)])

    @classmethod
    def of(cls, finding: Finding) -> "FindingForm":
        """The form with the finding's present words; choices in the reader's language."""
        form = cls(text=finding.text, grade=finding.grade.value, area=str(finding.area or 0), seen=finding.mark)
        form.grade.choices = [(grade.value, grade_name(grade)) for grade in Grade]
        form.area.choices = [
            *((str(area), f"{area}. {area_name(area)}") for area in AREAS),
            ("0", gettext("Không thuộc bảy lĩnh vực")),
        ]
        return form


class WithdrawForm(BaseForm):
    """Taking a finding out."""

    reason = TextAreaField(_("Lý do rút"), [InputRequired(), *REASON])


class MergeForm(BaseForm):
    """Merging a finding into another of the same visit."""

    into = SelectField(_("Nhập vào phát hiện"), [InputRequired()])
    reason = TextAreaField(_("Lý do nhập"), [InputRequired(), *REASON])
