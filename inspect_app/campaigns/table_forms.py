"""Forms of the plan's table: handing it in, and confirming what it changes."""

from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
from wtforms.validators import Length

from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm
from inspect_app.webkit.looked_at import LookedAtForm


class TableForm(BaseForm):
    """Handing in a table."""

    file = FileField(_("Bảng kế hoạch (.xlsx)"), [FileRequired(_("Hãy chọn một tệp."))])


class ApplyTableForm(LookedAtForm):
    """The table that was looked at, and the reason for what is changed."""

    reason = TextAreaField(_("Lý do thay đổi"), validators=[Length(max=1000)])
