"""Forms of a draft that comes back from Word: handing the file in, and choosing what is taken of it."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, FieldList, Form, FormField, StringField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm

VALUE_LENGTH = [Length(max=20_000)]


class WordFileForm(BaseForm):
    """Handing in the edited file."""

    file = FileField(_("Tệp Word đã sửa (.docx)"), [FileRequired(_("Hãy chọn một tệp."))])


class ReturnedField(Form):
    """One changed field: which, what the draft had when it was shown, what the file has, and whether it is taken."""

    tag = StringField(widget=HiddenInput(), validators=[Length(max=64)])
    before = StringField(widget=HiddenInput(), validators=VALUE_LENGTH)
    after = StringField(widget=HiddenInput(), validators=VALUE_LENGTH)
    take = BooleanField(_("Nhận sửa đổi này"))


class TakeForm(BaseForm):
    """All changed fields of a file."""

    lines = FieldList(FormField(ReturnedField), label=_("Các sửa đổi"))
