"""Text as it is kept and compared: NFC, no control characters, and a search key without diacritics."""

import re
import unicodedata

# Directions are taken out and not refused: Vietnamese needs none, they come along unseen from the clipboard, and a
# paper that shows other than it says must not be. U+FFFE and U+FFFF are no characters; XML cannot carry them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def nfc(text: str) -> str:
    """The text in Unicode's composed form (NFC)."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """The text in NFC, without control and direction characters, and trimmed."""
    if text.isprintable():
        # Nothing that is taken out can be printed.
        return nfc(text).strip()
    return CONTROL.sub("", nfc(text).replace("\r\n", "\n")).strip()


def fold(text: str) -> str:
    """A search key: lower case, no diacritics, đ as d, single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(plain.replace("đ", "d").split())
