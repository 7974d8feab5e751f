"""Forms about signing in, one's own account, people and their powers."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from wtforms import DateField, PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, Optional

from inspect_app.accounts.models import MailChoice, SigningForm
from inspect_app.accounts.rules import PASSWORD_MAX
from inspect_app.accounts.words import role_name, signing_form_name
from inspect_app.kernel.actors import Role
from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
NOT_THE_SAME = _("Hai lần nhập mật khẩu chưa giống nhau. Hãy nhập lại.")
NEW_PASSWORD = {"autocomplete": "new-password", "maxlength": PASSWORD_MAX}
UnitChoices = Mapping[str, Mapping[str, str]]


class ActionForm(BaseForm):
    """A button that acts: nothing but the CSRF token."""


class ReasonForm(BaseForm):
    """An act that is journalled with its reason."""

    reason = StringField(_("Lý do"), validators=[InputRequired(), Length(max=500)])


class SignInForm(BaseForm):
    """Username and password."""

    username = StringField(
        _("Tên đăng nhập"),
        validators=[InputRequired(), Length(max=64)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Mật khẩu"), validators=[InputRequired()], render_kw={"autocomplete": "current-password"}
    )


class CodeForm(BaseForm):
    """The six digits that the phone shows."""

    code = StringField(
        _("Mã 6 chữ số"),
        validators=[InputRequired(), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"},
    )


class OwnPasswordForm(BaseForm):
    """One's own password once more, before something is made weaker."""

    password = PasswordField(
        _("Mật khẩu hiện tại"), validators=[InputRequired()], render_kw={"autocomplete": "current-password"}
    )


class SetPasswordForm(BaseForm):
    """A password, twice."""

    password = PasswordField(_("Mật khẩu mới"), validators=[InputRequired()], render_kw=NEW_PASSWORD)
    again = PasswordField(
        _("Nhập lại mật khẩu mới"),
        validators=[InputRequired(), EqualTo("password", message=NOT_THE_SAME)],
        render_kw=NEW_PASSWORD,
    )


class ChangePasswordForm(BaseForm):
    """The present password, and the new one twice."""

    current = PasswordField(
        _("Mật khẩu hiện tại"), validators=[InputRequired()], render_kw={"autocomplete": "current-password"}
    )
    new = PasswordField(_("Mật khẩu mới"), validators=[InputRequired()], render_kw=NEW_PASSWORD)
    again = PasswordField(
        _("Nhập lại mật khẩu mới"),
        validators=[InputRequired(), EqualTo("new", message=NOT_THE_SAME)],
        render_kw=NEW_PASSWORD,
    )


class ChoicesForm(BaseForm):
    """The language of one's pages and mails, and how messages come by mail."""

    language = SelectField(_("Ngôn ngữ"), choices={"vi": "Tiếng Việt", "en": "English"})
    mail_choice = SelectField(_("Nhận thư điện tử"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mail_choice.choices = {
            MailChoice.EACH.value: gettext("Từng tin, ngay khi có"),
            MailChoice.DAILY.value: gettext("Một thư tóm tắt mỗi ngày, vào giờ cơ quan đã định"),
        }


class PeopleFilterForm(BaseForm):
    """What narrows the list of people; sent by GET."""

    class Meta(BaseForm.Meta):
        """A list is read, not changed."""

        csrf = False

    q = StringField(_("Tìm theo tên hoặc chức vụ"))


class PersonForm(BaseForm):
    """A person's name, title and addresses."""

    name = StringField(_("Họ và tên"), validators=[InputRequired(), Length(max=200)])
    title = StringField(_("Chức vụ"), validators=[Length(max=200)])
    email = StringField(
        _("Thư điện tử"), validators=[Length(max=320)], render_kw={"type": "email", "autocomplete": "off"}
    )
    phone = StringField(_("Điện thoại"), validators=[Length(max=40)], render_kw={"type": "tel", "autocomplete": "off"})


class AccountForm(BaseForm):
    """The username of a new account."""

    username = StringField(
        _("Tên đăng nhập"),
        validators=[InputRequired(), Length(max=64)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class NewPersonForm(PersonForm):
    """A person together with the account."""

    username = StringField(
        _("Tên đăng nhập"),
        validators=[InputRequired(), Length(max=64)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class SpanForm(BaseForm):
    """Two days, both included."""

    valid_from = DateField(_("Từ ngày"), format=DATE_FORMATS, validators=[InputRequired()])
    valid_to = DateField(_("Đến hết ngày"), format=DATE_FORMATS, validators=[Optional()])


class UnitSpanForm(SpanForm):
    """A unit and two days."""

    unit_id = SelectField(_("Đơn vị"))

    def __init__(self, *args: Any, units: UnitChoices, blank: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_id.choices = {"": blank, **units}

    @property
    def chosen_unit(self) -> UUID | None:
        """The chosen unit's id, or None for all units."""
        return UUID(self.unit_id.data) if self.unit_id.data else None


class RoleForm(UnitSpanForm):
    """A role over a unit, or over all, between two dates."""

    role = SelectField(_("Vai trò"))
    note = StringField(_("Căn cứ, ghi chú"), validators=[Length(max=300)])

    def __init__(self, *args: Any, roles: Iterable[Role] = Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = {"": gettext("Chọn vai trò"), **{role.value: role_name(role) for role in roles}}
        self.role.validators = [InputRequired()]


class AffiliationForm(UnitSpanForm):
    """Where a person works, or worked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_id.validators = [InputRequired()]


class DelegationForm(UnitSpanForm):
    """In which form a person signs for a unit."""

    form = SelectField(_("Hình thức ký"))
    title = StringField(_("Chức vụ của người ký"), validators=[InputRequired(), Length(max=200)])
    on_behalf_of = StringField(_("Ký thay, thay mặt cho"), validators=[Length(max=200)])
    note = StringField(_("Văn bản ủy quyền, ghi chú"), validators=[Length(max=300)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.choices = {form.value: signing_form_name(form) for form in SigningForm}
        self.unit_id.validators = [InputRequired()]


class EndForm(BaseForm):
    """The last day of something that is held."""

    valid_to = DateField(_("Ngày cuối cùng"), format=DATE_FORMATS, validators=[Optional()])
