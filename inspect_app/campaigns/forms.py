"""Forms of campaigns: narrowing the list, dates, team, cancelling."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import DateField, FieldList, Form, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from inspect_app.kernel.actors import Role
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
SPARE_ROWS = 3
MOST_MEMBERS = 30


class VisitFilterForm(BaseForm):
    """What narrows the list; sent by GET, so it needs no CSRF token."""

    class Meta(BaseForm.Meta):
        """A list is read, not changed."""

        csrf = False

    q = StringField(_("Tìm theo đơn vị hoặc mã"))
    stream = SelectField(_("Luồng"), validate_choice=False)
    state = SelectField(_("Trạng thái"), validate_choice=False)
    month = SelectField(_("Tháng"), validate_choice=False)


class ScheduleForm(BaseForm):
    """The days of a visit; both empty takes them back."""

    starts_on = DateField(_("Ngày bắt đầu"), format=DATE_FORMATS, validators=[Optional()])
    ends_on = DateField(_("Ngày kết thúc"), format=DATE_FORMATS, validators=[Optional()])
    reason = TextAreaField(_("Lý do thay đổi"), validators=[Length(max=1000)])


class MemberForm(Form):
    """One line of a team; a line without a person is left out."""

    person = SelectField(_("Người"), validate_choice=False)
    role = SelectField(_("Vai trò trong đoàn"), validate_choice=False)


class TeamForm(BaseForm):
    """The whole team, line by line, with a few empty lines."""

    team = FieldList(FormField(MemberForm), label=_("Thành viên"), max_entries=MOST_MEMBERS)
    reason = TextAreaField(_("Lý do thay đổi"), validators=[Length(max=1000)])

    def offer(self, people: Sequence[tuple[str, str]], roles: Sequence[tuple[str, str]]) -> None:
        """Fills in who and which parts can be chosen."""
        for line in self.team:
            line.form.person.choices = [("", str(_("– không chọn –"))), *people]
            line.form.role.choices = list(roles)

    def members(self) -> list[tuple[UUID, Role]]:
        """The lines that name a person, as they were sent. Raises ValueError for an id or role that is none."""
        lines = [line.form for line in self.team if line.form.person.data]
        return [(UUID(line.person.data), Role(line.role.data)) for line in lines]


class CancelForm(BaseForm):
    """Why a visit is cancelled."""

    reason = TextAreaField(_("Lý do hủy"), validators=[InputRequired(), Length(max=1000)])


class DrawForm(BaseForm):
    """Nothing but the button."""


class FeedForm(BaseForm):
    """Nothing but the button of a calendar's address."""
