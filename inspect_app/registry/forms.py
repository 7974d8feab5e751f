"""The number of a paper that is issued, as the pages of several rooms ask for it."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.registry.models import RegisterEntry
from inspect_app.registry.operations import NumberWanted
from inspect_app.webkit.forms import BaseForm


class NumberedForm(BaseForm):
    """The number of a paper that is issued: typed as the office gave it, or one that was reserved."""

    number = StringField(_("Số văn bản"), [Optional(), Length(max=8)])
    reserved = SelectField(_("Dùng số đã giữ"), validate_choice=False)

    def offer(self, entries: Sequence[RegisterEntry]) -> None:
        """Hands in the reserved numbers."""
        self.offered = {str(one.id): f"{one.paper_number} – {one.purpose}" for one in entries}
        self.reserved.choices = [("", gettext("Không, lấy số tiếp theo")), *self.offered.items()]

    def wanted(self) -> NumberWanted:
        """How the paper gets its number. Raises RuleBroken for a reserved one that was not offered."""
        chosen = self.reserved.data or ""
        if chosen and chosen not in self.offered:
            raise RuleBroken("reserved", gettext("Số đã giữ này không còn dùng được cho văn bản này. Hãy chọn lại."))
        return NumberWanted((self.number.data or "").strip(), UUID(chosen) if chosen else None)
