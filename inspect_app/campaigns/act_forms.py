"""Forms of the acts on visits that take one step: another member, a guest, a follow-up, a companion, a visit by order."""

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from inspect_app.campaigns.forms import DATE_FORMATS
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm


class ReplaceForm(BaseForm):
    """Somebody in a member's place."""

    leaving = SelectField(_("Người thôi tham gia"), validators=[InputRequired()])
    coming = SelectField(_("Người thay"), validators=[InputRequired()])
    reason = TextAreaField(_("Lý do"), validators=[InputRequired(), Length(max=1000)])


class GuestForm(BaseForm):
    """Somebody from outside."""

    name = StringField(_("Họ và tên"), validators=[InputRequired(), Length(max=200)])
    title = StringField(_("Chức vụ, cơ quan"), validators=[InputRequired(), Length(max=200)])
    role = SelectField(_("Vai trò trong đoàn"), validators=[InputRequired()])
    reason = TextAreaField(_("Lý do"), validators=[InputRequired(), Length(max=1000)])


class JoinForm(BaseForm):
    """Another visit of the same unit."""

    other = SelectField(_("Cuộc đi cùng"), validators=[InputRequired()])
    reason = TextAreaField(_("Lý do"), validators=[InputRequired(), Length(max=1000)])


class OrderForm(BaseForm):
    """An unannounced visit by order; its team is that of another visit of the stream."""

    stream = SelectField(_("Luồng"), validators=[InputRequired()])
    unit = SelectField(_("Đơn vị"), validators=[InputRequired()])
    day = DateField(_("Ngày kiểm tra"), format=DATE_FORMATS, validators=[InputRequired()])
    team = SelectField(_("Đoàn"), validators=[InputRequired()])
    reason = TextAreaField(_("Lý do"), validators=[InputRequired(), Length(max=1000)])
