"""The base of all forms: CSRF, messages in the user's language, and an operation's refusal shown at its field."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms.i18n import DummyTranslations

from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.language import gettext
from inspect_app.webkit.context import session

Outcome = TypeVar("Outcome")


def _messages() -> dict[str, str]:
    return {
        "This field is required.": gettext("Hãy điền mục này."),
        "Not a valid choice.": gettext("Hãy chọn một giá trị trong danh sách."),
        "Not a valid choice": gettext("Hãy chọn một giá trị trong danh sách."),
        "Not a valid date value.": gettext("Ngày không hợp lệ. Hãy nhập theo dạng ngày/tháng/năm, ví dụ 18/06/2024."),
        "Not a valid integer value.": gettext("Hãy nhập một số nguyên."),
        "Not a valid decimal value.": gettext("Hãy nhập một số, ví dụ 92,5."),
        "Invalid email address.": gettext("Địa chỉ thư điện tử không hợp lệ."),
        "Field cannot be longer than %(max)d characters.": gettext("Nội dung dài quá %(max)d ký tự. Hãy rút ngắn."),
        "CSRF token missing": gettext("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại."),
    }


class Translations(DummyTranslations):
    """WTForms' own messages, said in our words."""

    def gettext(self, string: str) -> str:
        """A message of WTForms in the current language."""
        return _messages().get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """A message that counts; Vietnamese has one form, and the English one for many suits it."""
        return _messages().get(plural, singular if n == 1 else plural)


class BaseForm(FlaskForm):
    """A form of this product."""

    class Meta(FlaskForm.Meta):
        """Messages through our catalogue."""

        def get_translations(self, _form: Any) -> Translations:
            """Our translations in place of WTForms' files."""
            return Translations()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.errors_at_top: list[str] = []
        self.refusals: list[RuleBroken] = []

    def accept(self, action: Callable[[], object]) -> bool:
        """Runs the operation in a savepoint. A broken rule is put at its field (or on top) and undoes everything."""
        try:
            with session().begin_nested():
                action()
        except RuleBroken as refusal:
            self.refuse(refusal)
            return False
        return True

    def outcome(self, action: Callable[[], Outcome]) -> Outcome | None:
        """What the operation gives when the form was sent and nothing stands against it, else None: a Conflict is put on top."""
        done: list[Outcome] = []
        if self.validate_on_submit():
            try:
                self.accept(lambda: done.append(action()))
            except Conflict as refusal:
                self.errors_at_top.append(refusal.message)
        return done[0] if done else None

    def refuse(self, refusal: RuleBroken) -> None:
        """Shows a broken rule at its field, or on top when the form has no such field."""
        self.refusals.append(refusal)
        found = self._fields.get(refusal.field) if refusal.field else None
        if found is None:
            self.errors_at_top.append(refusal.message)
        else:
            found.errors = [*found.errors, refusal.message]

    @property
    def has_errors(self) -> bool:
        """Whether anything was refused."""
        return bool(self.errors or self.errors_at_top)
