"""What narrows the list of due dates."""

from wtforms import SelectField

from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm


class JobFilterForm(BaseForm):
    """Sent by GET, so it needs no CSRF token."""

    class Meta(BaseForm.Meta):
        """A list is read, not changed."""

        csrf = False

    month = SelectField(_("Tháng"), validate_choice=False)
    state = SelectField(_("Trạng thái"), validate_choice=False)
