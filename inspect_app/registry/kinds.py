"""What a kind of paper is: its name, what it is about, who may read and prepare it, and how its sheet is made.

A room defines its kinds beside the builders of its sheets; `web/papers/catalogue.py` lists them all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation
from inspect_app.documents.sheets import Sheet
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.permissions import Permission
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.rules import AboutKind


@dataclass(frozen=True)
class Making:
    """With what a sheet is made: when and by which working days, who is expected to sign, and the preparer's words.

    `delegation` is None while nobody is expected to sign. `words` has an entry for each of the kind's fields. `final` is
    the sheet that goes to its signer: a kind may refuse it while something is open.
    """

    now: datetime
    calendar: WorkingCalendar
    delegation: Delegation | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    final: bool = False


@dataclass(frozen=True)
class WordField:
    """A text that the preparer words: several lines of plain text. `label` is asked anew for each reader's language.

    `in_word`: the template makes a field of it in Word, named as it is, or one for each line (`bases.0`).
    """

    name: str
    label: Callable[[], str]
    rows: int = 3
    in_word: bool = False


@dataclass(frozen=True)
class StoredPaper:
    """The bytes of a paper that was finished, in the file store."""

    pdf_sha256: str
    docx_sha256: str | None = None


def _nobody(_thing: Any) -> UUID | None:
    return None


def _no_words(_session: Session, _thing: Any, _making: Making) -> dict[str, str]:
    return {}


def _anybody(_thing: Any, _delegation: Delegation) -> str | None:
    return None


def _ready(_session: Session, _thing: Any) -> str | None:
    return None


def _not_stored(_session: Session, _thing: Any) -> StoredPaper | None:
    return None


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper. `code` is the name of its folder of templates.

    `type_sign` is the abbreviation of its type (Phụ lục III, I), empty for a công văn. A kind without `may_prepare` is
    only shown here: it is drafted and issued on pages of its own. `build` gives the sheet as a draft; once it is
    submitted it stands still, and the issue puts number, date, address of verification and the signer's name on it: so
    a kind that is prepared here has a `letterhead` and one `signature`.
    """

    code: str
    name: Callable[[], str]
    about: AboutKind
    type_sign: str
    sheet: type[Sheet]
    may_read: Permission[Any]
    build: Callable[[Session, Any, Making], Sheet]
    # What the paper is called in the register; it names what it is about.
    title: Callable[[Any], str]
    may_prepare: Permission[Any] | None = None
    # A working paper is printed as it stands; it is never issued and carries no number.
    is_working_paper: bool = False
    # The unit that the paper is about: nobody of it prepares or issues the paper.
    unit_of: Callable[[Any], UUID | None] = _nobody
    # Why a paper about the thing is not signed by this power to sign, as a sentence; None when it may be.
    unfit_signer: Callable[[Any, Delegation], str | None] = _anybody
    fields: tuple[WordField, ...] = ()
    first_words: Callable[[Session, Any, Making], Mapping[str, str]] = _no_words
    # Why it cannot be made yet, as a sentence; None when it can.
    hindrance: Callable[[Session, Any], str | None] = _ready
    # Who is expected to sign it on a day, while it was submitted to nobody; None leaves that to the province's signers.
    expects: Callable[[Session, Any, date], Delegation | None] | None = None
    stored: Callable[[Session, Any], StoredPaper | None] = _not_stored
    # Where it is drafted and issued, if not here: the endpoint of a page and its arguments.
    own_page: Callable[[Session, Any], tuple[str, Mapping[str, Any]] | None] = lambda _session, _thing: None
    # Who may open that page, where not everybody who may read the paper may.
    may_open_own_page: Permission[Any] | None = None
    # Who may read it besides, once it is issued: the unit to which a letter is addressed.
    may_receive: Permission[Any] | None = None
    # The issued paper that a paper of this kind corrects (Điều 18.3), for a letter of correction.
    corrects: Callable[[Any], IssuedPaper | None] = lambda _thing: None

    def own_page_for(self, session: Session, actor: Actor, thing: Any) -> tuple[str, Mapping[str, Any]] | None:
        """The page where it is drafted and issued, if there is one that the actor may open."""
        may_open = self.may_open_own_page or self.may_read
        return self.own_page(session, thing) if may_open(actor, thing) else None

    def signer_of(self, thing: Any, delegation: Delegation | None) -> Delegation | None:
        """Who is expected to sign, if he may sign such a paper at all."""
        return None if delegation is None or self.unfit_signer(thing, delegation) else delegation

    @property
    def returns_from_word(self) -> bool:
        """Whether a draft that was edited in Word brings something back."""
        return any(one.in_word for one in self.fields)

    def is_prepared_by(self, actor: Actor, thing: Any) -> bool:
        """Whether the actor may prepare such a paper about the thing."""
        return self.may_prepare is not None and self.may_prepare(actor, thing)
