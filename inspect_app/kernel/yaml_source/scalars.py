"""A plain YAML word becomes a value only when every reader of YAML would agree; otherwise its author must quote it."""

import re
from datetime import date
from decimal import Decimal

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import CONTROL, nfc

Scalar = str | int | Decimal | bool | date | None

MAX_DIGITS = 18
WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "true": True, "false": False}
# YAML 1.1 reads these as booleans or nothing, YAML 1.2 as text.
DOUBTFUL_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null"})
INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
DOUBTFUL = (
    re.compile(r"[-+]?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?"),  # 010, 1_000, 1., 1e5, +5
    re.compile(r"[-+]?\.[0-9][0-9_]*([eE][-+]?[0-9]+)?"),
    re.compile(r"[-+]?0[xX][0-9a-fA-F_]+|[-+]?0[oO][0-7_]+|[-+]?0[bB][01_]+"),
    re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE),
    re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"),  # 12:30 was a number in base 60
    re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"),
)


class Doubtful(ValueError):
    """A word that cannot be used as it stands; the text is the message for its author."""


def resolve_plain(word: str) -> Scalar:
    """The value of an unquoted word. Raises Doubtful where YAML readers differ, or for an impossible date."""
    if word in WORDS:
        return WORDS[word]
    if INTEGER.fullmatch(word) or DECIMAL.fullmatch(word):
        return _number(word)
    day = DATE.fullmatch(word)
    if day:
        return _day(word, *map(int, day.groups()))
    if word.lower() in DOUBTFUL_WORDS:
        raise Doubtful(
            _("“%(word)s” không rõ là chữ hay đúng/sai. Hãy viết true, false, hoặc đặt trong dấu nháy kép", word=word)
        )
    if any(pattern.fullmatch(word) for pattern in DOUBTFUL):
        raise Doubtful(
            _(
                "“%(word)s” không rõ là số, ngày, giờ hay chữ. Hãy đặt trong dấu nháy kép, "
                "hoặc viết số dạng 10 hay 0.5, ngày dạng 2024-06-18",
                word=word[:40],
            )
        )
    return text(word)


def text(word: str) -> str:
    """The text in NFC. Raises Doubtful for control characters, direction overrides and halves of a character."""
    composed = nfc(word)
    if CONTROL.search(composed) or any("\ud800" <= c <= "\udfff" for c in composed):
        raise Doubtful(_("Chữ có ký tự điều khiển hoặc ký tự hỏng. Hãy xóa và gõ lại"))
    return composed


def _number(word: str) -> int | Decimal:
    if sum(c.isdigit() for c in word) > MAX_DIGITS:
        raise Doubtful(_("Số có quá nhiều chữ số (tối đa %(most)d)", most=MAX_DIGITS))
    return int(word) if "." not in word else Decimal(word)


def _day(word: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Doubtful(_("Không có ngày %(word)s trong lịch. Hãy kiểm tra lại ngày", word=word)) from None
