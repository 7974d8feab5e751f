"""Handing in a signed copy."""

from flask_wtf.file import FileField, FileRequired

from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm


class CopyForm(BaseForm):
    """The file that came out of the signing tool."""

    file = FileField(_("Tệp PDF đã ký số"), [FileRequired()], render_kw={"accept": "application/pdf"})
