"""Forms of papers: wording, submitting, issuing, and the register."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from inspect_app.accounts.models import Delegation
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.registry.kinds import PaperKind
from inspect_app.registry.models import NumberBook
from inspect_app.registry.rules import NumberSource
from inspect_app.web.papers.words import source_name
from inspect_app.webkit.forms import BaseForm

REASON = [InputRequired(), Length(max=600)]


class WordsForm(BaseForm):
    """What the preparer words; the fields are those of the kind, added by `words_form`."""

    def words(self, kind: PaperKind) -> dict[str, str]:
        """What was entered, by field."""
        return {one.name: self[one.name].data or "" for one in kind.fields}


def words_form(kind: PaperKind, words: Mapping[str, Any], **options: Any) -> WordsForm:
    """The form of a kind's fields with the draft's present words; `formdata=None` when another form was sent."""
    fields = {one.name: TextAreaField(one.label(), [Length(max=10_000)]) for one in kind.fields}
    made: type[WordsForm] = type("WordsFormOfKind", (WordsForm,), fields)
    return made(data=dict(words), **options)


class SubmitForm(BaseForm):
    """To whom a paper is submitted, and in which form he signs."""

    delegation = SelectField(_("Trình người ký"), [InputRequired()])

    def offer(self, delegations: Sequence[Delegation]) -> None:
        """Hands in who may sign."""
        self.delegation.choices = [(str(one.id), delegation_words(one)) for one in delegations]


def delegation_words(delegation: Delegation) -> str:
    """A power to sign in one line: who, in which form, for which unit."""
    lines = " / ".join(delegation.authority_lines)
    return f"{delegation.person.name} – {lines} ({delegation.unit.short_name})"


class ReasonForm(BaseForm):
    """Why something is sent back, dropped, cancelled or withdrawn."""

    reason = TextAreaField(_("Lý do"), REASON)


class NumberForm(BaseForm):
    """The number that the office gave."""

    number = StringField(_("Số văn bản"), [InputRequired(), Length(max=8)])


class CorrectNumberForm(NumberForm):
    """The right number in place of one that was written down wrongly."""

    reason = TextAreaField(_("Vì sao số đã ghi là sai"), REASON)


class ReserveForm(BaseForm):
    """Reserving the next number for a paper to come."""

    type_sign = SelectField(_("Loại văn bản"))
    purpose = StringField(_("Giữ cho văn bản nào"), REASON)


class NumberingForm(BaseForm):
    """Who gives a body's numbers in a year, and how they are counted."""

    source = RadioField(_("Ai cấp số"), [InputRequired()])
    one_series = BooleanField(_("Một dãy số chung cho mọi loại văn bản"))
    first_number = IntegerField(_("Số đầu tiên ghi trong sổ này"), [InputRequired(), NumberRange(1, 99_999)])

    def __init__(self, book: NumberBook, **kwargs: Any) -> None:
        super().__init__(obj=book, **kwargs)
        self.source.choices = [(one.value, source_name(one)) for one in NumberSource]
        if not self.is_submitted():
            self.source.data = book.source.value


class RegisterFilterForm(BaseForm):
    """What narrows the register; sent by GET, so it needs no CSRF token."""

    class Meta(BaseForm.Meta):
        """A list is read, not changed."""

        csrf = False

    q = StringField(_("Tìm theo trích yếu, ký hiệu hoặc số, không cần dấu"))
    year = SelectField(_("Năm"), validate_choice=False)
    body = SelectField(_("Cơ quan ban hành"), validate_choice=False)
    unnumbered = BooleanField(_("Chỉ văn bản chưa ghi số"))
