"""The forms of the followup room."""

from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm

ACCEPT = "verify"
RETURN = "return"


class ReportForm(BaseForm):
    """What the unit did, with proof."""

    text = TextAreaField(_("Việc đã làm để khắc phục"), [InputRequired(), Length(max=10_000)])
    files = MultipleFileField(_("Chứng cứ (PDF, DOCX, XLSX hoặc ảnh)"))


class DecisionForm(BaseForm):
    """What the lead decides on a report."""

    decision = RadioField(_("Quyết định"), [InputRequired()])
    reason = TextAreaField(_("Nhận xét hoặc lý do trả lại"), [Length(max=4_000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = [
            (ACCEPT, gettext("Xác minh: đã khắc phục")),
            (RETURN, gettext("Trả lại để đơn vị làm tiếp")),
        ]
