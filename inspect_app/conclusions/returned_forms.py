"""Forms of a draft that comes back from Word: handing the file in, and choosing what is taken of it."""

from collections.abc import Callable, Mapping

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, FieldList, Form, FormField, StringField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from inspect_app.documents.word.model import field_value
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext
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

    def taken(self, shown: Mapping[str, str], label_of: Callable[[str], str | None]) -> dict[str, str]:
        """The chosen values by field; `shown` are the draft's now, a field without a label is none that may be worded.

        Raises RuleBroken when the draft was changed after the choice was offered, or when nothing is chosen.
        """
        found: dict[str, str] = {}
        for line in self.lines:
            tag, before, after = (line.form[name].data or "" for name in ("tag", "before", "after"))
            label = label_of(tag)
            if not line.form.take.data or label is None:
                continue
            if shown.get(tag) != field_value(before.splitlines()):
                message = gettext("“%(label)s” vừa được sửa trên dự thảo. Hãy nộp lại tệp để xem lại.", label=label)
                raise RuleBroken(None, message)
            found[tag] = field_value(after.splitlines())
        if not found:
            raise RuleBroken(None, gettext("Chưa chọn sửa đổi nào để nhận."))
        return found
