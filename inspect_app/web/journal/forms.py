"""What narrows the journal."""

from wtforms import DateField, StringField
from wtforms.validators import Length, Optional

from inspect_app.campaigns.forms import DATE_FORMATS
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm


class JournalFilterForm(BaseForm):
    """Sent by GET, so it needs no CSRF token."""

    class Meta(BaseForm.Meta):
        """A list is read, not changed."""

        csrf = False

    q = StringField(_("Tìm theo việc, người làm hoặc lý do, không cần dấu"), [Length(max=200)])
    visit = StringField(_("Mã cuộc"), [Length(max=40)])
    first = DateField(_("Từ ngày"), [Optional()], format=DATE_FORMATS)
    last = DateField(_("Đến ngày"), [Optional()], format=DATE_FORMATS)
