"""Forms of the table of figures: handing it in, and confirming what it changes."""

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length, Optional

from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.ratings.forms import DATE_FORMATS
from inspect_app.ratings.tables.comparing import Comparison
from inspect_app.webkit.forms import BaseForm
from inspect_app.webkit.looked_at import LookedAtForm

OF_INDEX = ("index_source", "decision_number", "published_on", "paper")
OF_DOSSIERS = ("dossier_source", "exported_on")


class FiguresForm(BaseForm):
    """Handing in a table."""

    file = FileField(_("Bảng số liệu (.xlsx)"), [FileRequired(_("Hãy chọn một tệp."))])


class ApplyFiguresForm(LookedAtForm):
    """The table that was looked at, and where its figures come from."""

    index_source = StringField(_("Nguồn của Chỉ số CCHC"), validators=[InputRequired(), Length(max=500)])
    decision_number = StringField(_("Số quyết định công bố"), validators=[Length(max=60)])
    published_on = DateField(_("Ngày công bố"), format=DATE_FORMATS, validators=[Optional()])
    paper = FileField(_("Tệp quyết định (PDF)"), render_kw={"accept": "application/pdf"})
    dossier_source = StringField(_("Nguồn của số liệu hồ sơ"), validators=[InputRequired(), Length(max=500)])
    exported_on = DateField(_("Ngày xuất số liệu"), format=DATE_FORMATS, validators=[Optional()])

    def ask_for(self, comparison: Comparison) -> None:
        """Asks for the sources of what changes, and for no others."""
        unasked = (() if comparison.brings_index else OF_INDEX) + (() if comparison.brings_dossiers else OF_DOSSIERS)
        for name in unasked:
            del self[name]
