"""Numbers of papers and what becomes of a paper. Pure (Nghị định 30/2020/NĐ-CP, Điều 15 and 18; Phụ lục I, II.3).

The number of a paper is its place among the papers that a body issues in a year, in Arabic figures from 01. Whether
there is one series for all types or one for each is for the head of the body to lay down (Điều 15.1c).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _

ALL_TYPES = ""
LETTER_TYPE = "CV"  # a công văn carries no type sign; its own series still needs a name
CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # of Crockford's base 32: no I, L, O and U
CODE_LENGTH = 16
MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1"})
# Where anybody may ask whether a paper with a code is ours; the code follows.
VERIFY_PATH = "/kiem-tra/"
TYPED = re.compile(r"0*([1-9][0-9]{0,4})\s?([a-zđ]?)", re.IGNORECASE)


class NumberSource(StrEnum):
    """Who gives the numbers of a body's papers."""

    OFFICE = "office"
    OWN = "own"


class EntryState(StrEnum):
    """Where a number of the register stands."""

    RESERVED = "reserved"
    ISSUED = "issued"
    CANCELLED = "cancelled"


class PaperState(StrEnum):
    """Whether an issued paper still counts."""

    CURRENT = "current"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class AmendmentKind(StrEnum):
    """How a later paper amends an earlier one (Điều 18.3): errors of content are replaced, errors of form corrected."""

    REPLACES = "replaces"
    CORRECTS = "corrects"


class DraftState(StrEnum):
    """Where a paper stands before it is issued."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ISSUED = "issued"
    DROPPED = "dropped"


class AboutKind(StrEnum):
    """What a paper is about."""

    CAMPAIGN = "campaign"
    STREAM = "stream"
    VISIT = "visit"
    CONCLUSION = "conclusion"
    ACTION = "action"
    RATING_YEAR = "rating_year"
    PAPER = "paper"


@dataclass(frozen=True, order=True)
class PaperNumber:
    """A number as it stands on a paper; `suffix` is the letter that an office put after it ("12a")."""

    number: int
    suffix: str = ""

    def __str__(self) -> str:
        return f"{self.number:02d}{self.suffix}"


def series_of(type_sign: str, *, one_series: bool) -> str:
    """In which series of the year a type of paper is counted."""
    return ALL_TYPES if one_series else type_sign or LETTER_TYPE


def next_number(taken: Collection[int], first: int) -> int:
    """The number that comes next in a series which begins at `first`."""
    return max(taken, default=first - 1) + 1


def missing_numbers(taken: Collection[int], first: int) -> tuple[int, ...]:
    """The numbers between the first and the last that nobody took: a gap that nothing explains."""
    known = set(taken)
    return tuple(number for number in range(first, max(known, default=first - 1)) if number not in known)


def typed_number(text: str, *, field: str = "number", letters: bool) -> PaperNumber:
    """What an office's number was typed as: "5", "05", and with `letters` also "12a".

    A letter is against Phụ lục I, II.3a, yet an office that gave one has signed the paper so: the register then says
    what is true. Nothing that we print carries one. Raises RuleBroken.
    """
    found = TYPED.fullmatch(text.strip())
    if found is None:
        raise RuleBroken(field, _("Số văn bản là chữ số Ả Rập từ 01 đến 99999, ví dụ 05. Không ghi ký hiệu vào đây."))
    if found[2] and not letters:
        raise RuleBroken(
            field,
            _(
                "Số kèm chữ cái không đúng thể thức nên không in vào văn bản được. Hãy để trống, phát hành, rồi ghi số "
                "vào sổ sau khi văn thư cấp."
            ),
        )
    return PaperNumber(int(found[1]), found[2].lower())


def readable_code(text: str) -> str:
    """A code of verification as it is printed, `7K3M-9QFT-2W8X-J4C6`, from however it was typed.

    Letters that are taken for figures are those figures. What cannot be a code comes back as it was, and is found nowhere.
    """
    signs = "".join(sign for sign in text.upper().translate(MISTAKEN) if sign.isalnum())
    if len(signs) != CODE_LENGTH or set(signs) - set(CODE_SIGNS):
        return text
    return "-".join(signs[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def full_sign(number: PaperNumber | None, sign: str) -> str:
    """`05/TB-UBND`; without a number the place before the stroke stays empty."""
    return f"{number if number is not None else '…'}/{sign}"


def verify_url(public_url: str, code: str) -> str:
    """The public address at which a paper with the code is verified."""
    return f"{public_url.rstrip('/')}{VERIFY_PATH}{code}"
