"""Forms of the coordinators' desk: days on which somebody is not to be had, pins, storms, runs of the planner."""

from collections.abc import Sequence

from wtforms import BooleanField, DateField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from inspect_app.campaigns.forms import DATE_FORMATS
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm

Choices = Sequence[tuple[str, str]]


class AbsenceForm(BaseForm):
    """Days on which a person cannot be sent."""

    person = SelectField(_("Người"), validators=[InputRequired()])
    first_day = DateField(_("Từ ngày"), format=DATE_FORMATS, validators=[InputRequired()])
    last_day = DateField(_("Đến hết ngày"), format=DATE_FORMATS, validators=[InputRequired()])
    why = SelectField(_("Lý do"), validators=[InputRequired()])


class ClosureForm(BaseForm):
    """Days on which a unit receives no team."""

    unit = SelectField(_("Đơn vị"), validators=[InputRequired()])
    first_day = DateField(_("Từ ngày"), format=DATE_FORMATS, validators=[InputRequired()])
    last_day = DateField(_("Đến hết ngày"), format=DATE_FORMATS, validators=[InputRequired()])
    with_below = BooleanField(_("Cả các đơn vị trực thuộc"))
    why = TextAreaField(_("Lý do"), validators=[InputRequired(), Length(max=200)])


class ReasonForm(BaseForm):
    """Why something is done."""

    reason = TextAreaField(_("Lý do"), validators=[InputRequired(), Length(max=1000)])


class StormForm(BaseForm):
    """Districts that no team can reach for some days, and what a run of the planner makes of it."""

    units = SelectMultipleField(_("Địa bàn"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    first_day = DateField(_("Từ ngày"), format=DATE_FORMATS, validators=[InputRequired()])
    last_day = DateField(_("Đến hết ngày"), format=DATE_FORMATS, validators=[InputRequired()])
    reason = TextAreaField(_("Lý do"), validators=[InputRequired(), Length(max=200)])
    replan = BooleanField(_("Lập ngay phương án xếp lại, thay đổi ít nhất"), default=True)


class RunForm(BaseForm):
    """What the planner is asked."""

    sample = BooleanField(_("Bỏ qua các ngày ghi là lịch mẫu"))
    seconds = IntegerField(_("Thời gian tìm tối đa (giây)"), validators=[Optional(), NumberRange(5, 600)], default=60)


class MoveForm(BaseForm):
    """A visit put on another day, or one member in another's place; asked about first, then saved with a reason."""

    starts_on = DateField(_("Ngày bắt đầu"), format=DATE_FORMATS, validators=[InputRequired()])
    leaving = StringField(_("Người thôi tham gia"), validators=[Length(max=36)])
    coming = StringField(_("Người thay"), validators=[Length(max=36)])
    reason = TextAreaField(_("Lý do thay đổi"), validators=[Length(max=1000)])


class BareForm(BaseForm):
    """Nothing but the button."""
