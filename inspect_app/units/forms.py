"""Forms about units."""

from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"


class UnitFilterForm(BaseForm):
    """What narrows the list; sent by GET, so it needs no CSRF token."""

    class Meta(BaseForm.Meta):
        """A list is read, not changed."""

        csrf = False

    q = StringField(_("Tìm theo tên hoặc mã"))
    kind = HiddenField()
    parent = SelectField(_("Thuộc"), validate_choice=False)
    ended = BooleanField(_("Cả đơn vị đã kết thúc"))


class DivisionForm(BaseForm):
    """A division of a district."""

    name = StringField(_("Tên đơn vị"), validators=[InputRequired(), Length(max=200)])
    short_name = StringField(_("Tên gọi tắt"), validators=[Length(max=80)])
    code = StringField(
        _("Mã đơn vị"),
        validators=[
            InputRequired(),
            Length(max=40),
            Regexp(CODE, message=_("Mã chỉ gồm chữ không dấu, số và dấu . _ -, bắt đầu bằng chữ hoặc số.")),
        ],
    )
    valid_from = DateField(_("Ngày bắt đầu"), format=DATE_FORMATS, validators=[Optional()])


class UnitForm(BaseForm):
    """What may be corrected on a unit."""

    name = StringField(_("Tên đơn vị"), validators=[InputRequired(), Length(max=200)])
    short_name = StringField(_("Tên gọi tắt"), validators=[InputRequired(), Length(max=80)])
    address = StringField(_("Địa chỉ"), validators=[Length(max=300)])
    valid_to = DateField(_("Ngày cuối cùng còn hoạt động"), format=DATE_FORMATS, validators=[Optional()])
