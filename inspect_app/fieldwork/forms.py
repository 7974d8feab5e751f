"""The forms of fieldwork; an answer's form is made from its item by the room of checklists."""

from uuid import UUID

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from inspect_app.checklists.forms import AnswerForm
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm

LONG = Length(max=10_000)
NOTHING_STANDS = "-"
NO_VALUE = UUID(int=0)
KEEP, TAKE, DROP = "keep", "take", "drop"
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


class DossierListForm(BaseForm):
    """Handing in a list of dossiers."""

    file = FileField(_("Tệp danh sách hồ sơ (CSV)"), [FileRequired()])


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


class SetAsideForm(BaseForm):
    """Giving up what cannot be taken: a stray, a photo that does not come, what the checklist refuses."""

    reason = TextAreaField(_("Lý do"), [InputRequired(), Length(max=2_000)])


class DecideForm(SetAsideForm):
    """Taking what waits or setting it aside. `stood` names what stood at the item when the page was made."""

    choice = RadioField(_("Quyết định"), [InputRequired()])
    stood = HiddenField()

    def show(self, seen: UUID | None) -> None:
        """Notes what the page that is about to be made shows at the item."""
        self.stood.data = str(seen) if seen else NOTHING_STANDS

    @property
    def seen(self) -> UUID | None:
        """What stood at the item on the page; a name that no value bears where the field was tampered with."""
        if self.stood.data == NOTHING_STANDS:
            return None
        try:
            return UUID(self.stood.data or "")
        except ValueError:
            return NO_VALUE


class ConflictForm(DecideForm):
    """Choosing between the values of an item; `others` are those that the page showed."""

    others_wait = BooleanField(_("Khi lấy một giá trị: chưa bỏ các giá trị khác, để quyết định sau"))
    others = HiddenField()

    def named(self) -> tuple[str, str]:
        """What was chosen, and the change that it is about."""
        act, _mark, change = (self.choice.data or "").partition(":")
        return act, change

    def shown(self) -> frozenset[str]:
        """The changes that the page showed."""
        return frozenset((self.others.data or "").split())
