"""The forms of fieldwork; an answer's form is made from its item by the room of checklists."""

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from inspect_app.checklists.forms import AnswerForm
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm

LONG = Length(max=10_000)
VN_DATE = ["%Y-%m-%d", "%d/%m/%Y"]


class ItemForm(AnswerForm):
    """The answer to one item of a visit."""


class BeginForm(BaseForm):
    """Opening the fieldwork on the spot."""

    place = StringField(_("Nơi làm việc"), [Length(max=300)])


class MinutesForm(BaseForm):
    """What the minutes say beyond the answers."""

    place = StringField(_("Nơi lập biên bản"), [InputRequired(), Length(max=300)])
    unit_side = TextAreaField(_("Thành phần của đơn vị (mỗi dòng: họ tên hoặc vai trò, chức vụ)"), [LONG])
    unit_opinion = TextAreaField(_("Ý kiến của đơn vị"), [LONG])
    refusal_reason = TextAreaField(_("Lý do từ chối ký (nếu đơn vị từ chối)"), [LONG])
    copies = IntegerField(_("Số bản"), [InputRequired(), NumberRange(1, 20)])
    revision = IntegerField(_("Bản đang xem"), [Optional()], widget=HiddenInput())


class CloseForm(BaseForm):
    """Closing the fieldwork: one button."""


class SelfReportForm(BaseForm):
    """Receiving the unit's own report."""

    file = FileField(_("Tệp báo cáo (PDF, DOCX, XLSX hoặc ảnh)"), [FileRequired()])
    received_on = DateField(_("Ngày nhận"), [InputRequired()], format=VN_DATE)
    given_by = StringField(_("Người giao"), [InputRequired(), Length(max=200)])
    note = TextAreaField(_("Ghi chú"), [Length(max=4_000)])


class WithdrawEvidenceForm(BaseForm):
    """Taking a piece of evidence out of the papers."""

    reason = TextAreaField(_("Lý do rút chứng cứ"), [InputRequired(), Length(max=2_000)])


class HandInForm(BaseForm):
    """A sealed file of a tablet, and why somebody else hands it in."""

    file = FileField(_("Tệp của máy tính bảng (.ktra)"), [FileRequired()])
    reason = StringField(_("Lý do"), [Length(max=500)])
