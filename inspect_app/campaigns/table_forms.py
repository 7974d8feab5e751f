"""Forms of the plan's table: handing it in, and confirming what it changes."""

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm


class TableForm(BaseForm):
    """Handing in a table."""

    file = FileField(_("Bảng kế hoạch (.xlsx)"), [FileRequired(_("Hãy chọn một tệp."))])


class ApplyTableForm(BaseForm):
    """The same file once more, the mark of what was looked at, and the reason for what is changed."""

    content = StringField(widget=HiddenInput(), validators=[InputRequired()])
    filename = HiddenField(validators=[Length(max=200)])
    looked_at = HiddenField(validators=[InputRequired(), Length(max=64)])
    reason = TextAreaField(_("Lý do thay đổi"), validators=[Length(max=1000)])
