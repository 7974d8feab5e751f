"""A file that is looked at before it counts: it goes along in the form, with a mark of what it would do."""

import base64
import binascii

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean
from inspect_app.webkit.forms import BaseForm

LONGEST_NAME = 200


class LookedAtForm(BaseForm):
    """The same file once more, its name, and the mark of what was looked at."""

    content = StringField(widget=HiddenInput(), validators=[InputRequired()])
    filename = HiddenField(validators=[Length(max=LONGEST_NAME)])
    looked_at = HiddenField(validators=[InputRequired(), Length(max=64)])

    def hold(self, content: bytes, filename: str, mark: str) -> None:
        """Takes the file along to the next request."""
        self.content.data = base64.b64encode(content).decode()
        self.filename.data = file_name(filename)
        self.looked_at.data = mark

    @property
    def held(self) -> bytes:
        """The file that came along. Raises RuleBroken for anything else."""
        try:
            return base64.b64decode(self.content.data or "", validate=True)
        except binascii.Error:
            raise RuleBroken("content", _("Không đọc lại được tệp. Hãy nộp lại.")) from None

    @property
    def name(self) -> str:
        """The name of the file that came along."""
        return file_name(self.filename.data)


def file_name(text: str | None) -> str:
    """The name of a file that somebody sent, clean and not too long."""
    return clean(text or "")[:LONGEST_NAME]
