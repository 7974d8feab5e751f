"""Forms of the coordinators' desk: days on which somebody is not to be had, pins, storms, runs of the planner."""

from collections.abc import Mapping, Sequence

from wtforms import BooleanField, DateField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from inspect_app.campaigns.files.planning_shapes import MOST_WEIGHT
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


def _weight(label: str) -> IntegerField:
    return IntegerField(label, validators=[Optional(), NumberRange(0, MOST_WEIGHT)])


class RunForm(BaseForm):
    """What the planner is asked; a weight that is left empty is the plan's."""

    sample = BooleanField(_("Bỏ qua các ngày ghi là lịch mẫu"))
    seconds = IntegerField(_("Thời gian tìm tối đa (giây)"), validators=[Optional(), NumberRange(5, 600)], default=60)
    travel = _weight(_("Mỗi chuyến đi xa"))
    rain = _weight(_("Lên miền núi trong mùa mưa"))
    late = _weight(_("Mỗi ngày muộn so với mốc"))
    load = _weight(_("Người làm quá phần việc"))
    months = _weight(_("Việc dồn vào một tháng"))
    change = _weight(_("Đổi một cuộc đã có lịch"))
    stand_in = _weight(_("Vắng hoặc thay một người"))

    def weights(self, of_plan: Mapping[str, int]) -> dict[str, int]:
        """The weights that differ from the plan's."""
        wanted = {name: self[name].data for name in of_plan if name in self}
        return {name: value for name, value in wanted.items() if value is not None and value != of_plan[name]}


class MoveForm(BaseForm):
    """A visit put on another day, or one member in another's place; asked about first, then saved with a reason."""

    starts_on = DateField(_("Ngày bắt đầu"), format=DATE_FORMATS, validators=[InputRequired()])
    leaving = StringField(_("Người thôi tham gia"), validators=[Length(max=36)])
    coming = StringField(_("Người thay"), validators=[Length(max=36)])
    reason = TextAreaField(_("Lý do thay đổi"), validators=[Length(max=1000)])


class BareForm(BaseForm):
    """Nothing but the button."""
