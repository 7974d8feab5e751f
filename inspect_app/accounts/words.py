"""What roles and forms of signing are called in the interface."""

from inspect_app.accounts.models import SigningForm
from inspect_app.kernel.actors import Role
from inspect_app.kernel.formats import format_number
from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _

ROLE_NAMES: dict[Role, str] = {
    Role.ADMINISTRATOR: _("Quản trị viên"),
    Role.COORDINATOR: _("Người điều phối"),
    Role.LEAD: _("Trưởng đoàn"),
    Role.DEPUTY: _("Phó trưởng đoàn"),
    Role.SECRETARY: _("Thư ký đoàn"),
    Role.INSPECTOR: _("Thành viên đoàn"),
    Role.EXPERT: _("Chuyên gia"),
    Role.OBSERVER: _("Quan sát viên"),
    Role.UNIT_CONTACT: _("Đầu mối của đơn vị"),
    Role.HEAD_OF_UNIT: _("Người đứng đầu đơn vị"),
    Role.SIGNATORY: _("Người ký"),
    Role.RATING_AUTHORITY: _("Người có thẩm quyền xếp loại"),
    Role.AUDITOR: _("Người kiểm soát nhật ký"),
}

SIGNING_FORM_NAMES: dict[SigningForm, str] = {
    SigningForm.OWN: _("Ký theo thẩm quyền của mình"),
    SigningForm.ACTING: _("Q. (được giao quyền cấp trưởng)"),
    SigningForm.COLLECTIVE: _("TM. (thay mặt tập thể)"),
    SigningForm.DEPUTY: _("KT. (ký thay)"),
    SigningForm.ORDER: _("TL. (thừa lệnh)"),
    SigningForm.AUTHORISED: _("TUQ. (thừa ủy quyền)"),
}


def role_name(role: Role | str) -> str:
    """The role in the current language."""
    return str(ROLE_NAMES[Role(role)])


def signing_form_name(form: SigningForm | str) -> str:
    """The form of signing in the current language."""
    return str(SIGNING_FORM_NAMES[SigningForm(form)])


BROWSERS = (("Edg", "Edge"), ("Firefox/", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """What a browser says that it is, in two words ("Chrome, Windows"); what is not known stays as it was said."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    known = ", ".join(part for part in (browser, system) if part)
    return known or user_agent[:60] or gettext("thiết bị không rõ")


MINUTE = 60_000
RIGHT_WITHIN = 5 * MINUTE
LONG = 48 * 60


def is_clock_wrong(offset_ms: int | None) -> bool:
    """Whether a tablet's clock is off by more than five minutes."""
    return abs(offset_ms or 0) > RIGHT_WITHIN


def clock_text(offset_ms: int | None) -> str:
    """By how much a tablet's clock is ahead of the server's, in words; empty when it never told."""
    if offset_ms is None:
        return ""
    if not is_clock_wrong(offset_ms):
        return gettext("đúng giờ")
    minutes = abs(offset_ms) // MINUTE
    ahead = offset_ms > 0
    if minutes < LONG:
        n = format_number(minutes)
        return gettext("nhanh %(n)s phút", n=n) if ahead else gettext("chậm %(n)s phút", n=n)
    n = format_number(minutes // (24 * 60))
    return gettext("nhanh %(n)s ngày", n=n) if ahead else gettext("chậm %(n)s ngày", n=n)
