"""Forms of ratings."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import (
    DateField,
    DecimalField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import TextInput

from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.ratings.rules import DossierCounts
from inspect_app.webkit.forms import BaseForm

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
DECIMAL = {"inputmode": "decimal"}
MET, NOT_MET = "met", "not_met"


class CommaDecimalField(DecimalField):
    """A decimal number written with comma or dot; a browser's own number field lets no comma in."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data).replace(".", ",")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Takes "92,5" like "92.5"."""
        super().process_formdata([str(value).strip().replace(",", ".") for value in valuelist])


class OpenYearForm(BaseForm):
    """Which rule file opens the year."""

    rule_file = SelectField(_("Quy tắc xếp loại"), validators=[InputRequired()])

    def offer(self, files: Sequence[tuple[str, str]]) -> None:
        """Hands in the rule files: (name, title)."""
        self.rule_file.choices = list(files)


class IndexForm(BaseForm):
    """The index of one unit."""

    value = CommaDecimalField(_("Chỉ số CCHC (%)"), places=None, validators=[InputRequired()], render_kw=DECIMAL)
    source = StringField(_("Nguồn"), validators=[InputRequired(), Length(max=500)])
    decision_number = StringField(_("Số quyết định công bố"), validators=[Length(max=60)])
    published_on = DateField(_("Ngày công bố"), format=DATE_FORMATS, validators=[Optional()])
    paper = FileField(_("Tệp quyết định (PDF)"), render_kw={"accept": "application/pdf"})

    @property
    def percent(self) -> Decimal:
        """The value that was entered."""
        return Decimal(self.value.data or 0)


class DossierForm(BaseForm):
    """The dossiers of one unit."""

    late = IntegerField(_("Giải quyết quá hạn"), validators=[InputRequired()])
    total = IntegerField(_("Đã giải quyết"), validators=[InputRequired()])
    apologised = IntegerField(_("Trong số quá hạn: có phiếu xin lỗi"), validators=[Optional()])
    pending_overdue = IntegerField(_("Đang giải quyết, đã quá hạn"), validators=[Optional()])
    received = IntegerField(_("Tiếp nhận trong kỳ"), validators=[Optional()])
    carried_over = IntegerField(_("Kỳ trước chuyển sang"), validators=[Optional()])
    source = StringField(_("Nguồn"), validators=[InputRequired(), Length(max=500)])
    exported_on = DateField(_("Ngày xuất số liệu"), format=DATE_FORMATS, validators=[Optional()])

    @property
    def counts(self) -> DossierCounts:
        """The counts that were entered."""
        return DossierCounts(
            late=self.late.data or 0,
            total=self.total.data or 0,
            pending_overdue=self.pending_overdue.data,
            received=self.received.data,
            carried_over=self.carried_over.data,
        )


class AreaForm(BaseForm):
    """The confirmation of one area."""

    result = RadioField(_("Kết quả xác nhận"), validators=[InputRequired()])
    reason = TextAreaField(_("Lý do hoặc nguồn"), validators=[Length(max=4000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result.choices = [(MET, gettext("Đạt yêu cầu")), (NOT_MET, gettext("Chưa đạt yêu cầu"))]


class DecisionForm(BaseForm):
    """The authority's decision."""

    level = RadioField(_("Mức xếp loại"), validators=[InputRequired()])
    reason = TextAreaField(_("Lý do"), validators=[Length(max=4000)])

    def offer(self, levels: Sequence[tuple[str, str]]) -> None:
        """Hands in the levels of the rule: (id, name)."""
        self.level.choices = list(levels)


class ActionForm(BaseForm):
    """A button that acts: nothing but the CSRF token."""
