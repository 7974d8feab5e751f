"""The minutes of an inspection (biên bản kiểm tra): Mẫu 1.9 of Nghị định 30/2020, Phụ lục III, adapted.

The form is made for meetings and knows two signers; the third, the head of the inspected unit, is our adaptation.
"""

from dataclasses import dataclass
from typing import ClassVar

from inspect_app.documents.sheets.form import Letterhead, Moment, Participant, Signature
from inspect_app.documents.sheets.plain import Plain
from inspect_app.documents.sheets.results import AreaResult, Request
from inspect_app.documents.sheets.stored import StoredSheet


@dataclass(frozen=True, kw_only=True)
class Refusal(Plain):
    """The unit's representative would not sign: the reason as stated, and who witnessed it."""

    reason: str = ""
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SignedOnScreen(Plain):
    """The minutes were signed on a tablet: when, and the SHA-256 of the text that stood on its screen."""

    at: Moment
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Copies(Plain):
    """Who keeps how many copies of the minutes."""

    holder: str
    count: int


@dataclass(frozen=True, kw_only=True)
class MinutesSheet(StoredSheet):
    """Everything that the minutes print. The letterhead's place and date are not printed (Mẫu 1.9 has no such line).

    `mandate` are the documents carried out (`Kế hoạch số …`), each without its end mark. `unit` is the inspected unit
    as it is named in running text.
    """

    KIND: ClassVar[str] = "minutes"

    letterhead: Letterhead
    subject: str
    unit: str
    mandate: tuple[str, ...] = ()
    begins: Moment
    ends: Moment
    venue: str
    team: tuple[Participant, ...]
    unit_side: tuple[Participant, ...]
    chair: str
    secretary: str
    scope: str = ""
    areas: tuple[AreaResult, ...] = ()
    unit_opinion: str = ""
    requests: tuple[Request, ...] = ()
    copies: tuple[Copies, ...] = ()
    signed_by_secretary: Signature
    signed_by_lead: Signature
    signed_by_unit: Signature
    refusal: Refusal | None = None
    signed: SignedOnScreen | None = None
    recipients: tuple[str, ...] = ()
    archive: str = "VT, Hồ sơ"

    @property
    def copy_count(self) -> int:
        """How many copies there are in all."""
        return sum(copy.count for copy in self.copies)
