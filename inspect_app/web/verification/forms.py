"""Asking for a code, and comparing a file."""

from flask_wtf.file import FileField
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm


class CodeForm(BaseForm):
    """The code that stands beside the square code on a paper."""

    class Meta(BaseForm.Meta):
        """A question by GET changes nothing and needs no key."""

        csrf = False

    ma = StringField(_("Mã trên văn bản"), [Length(max=64)])


class CompareForm(BaseForm):
    """A file to hold against the paper. A browser that can makes the hash itself and sends no file."""

    file = FileField(_("Tệp cần so"), render_kw={"data-hash-file": "", "accept": "application/pdf,.docx"})
    sha256 = HiddenField()
