"""How wide a text is in Times New Roman, in millimetres: for the rules under names and the columns of tables.

The advance widths are those of the Times metrics that every metric twin keeps (Tinos, Liberation Serif).
"""

import unicodedata
from functools import lru_cache

MM_OF_POINT = 25.4 / 72
FIRST = " "
# Thousandths of an em, for the signs from the space to the tilde.
REGULAR = (
    *(250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500),
    *(500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722),
    *(611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444),
    *(500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722),
    *(500, 500, 444, 480, 200, 480, 541),
)
BOLD = (
    *(250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500),
    *(500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778),
    *(667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500),
    *(556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722),
    *(500, 500, 444, 394, 220, 394, 520),
)
OTHERS = {"Đ": (722, 722), "đ": (500, 556), "…": (1000, 1000), "–": (500, 500), "“": (444, 500), "”": (444, 500)}
UNKNOWN = 1000  # of a script that is not Latin: an em, as most are at most


@lru_cache(maxsize=4096)
def _width(sign: str, bold: bool) -> int:
    if sign in OTHERS:
        return OTHERS[sign][bold]
    base = " " if sign == "\u00a0" else unicodedata.normalize("NFD", sign)[0]
    place = ord(base) - ord(FIRST)
    if unicodedata.combining(base):
        return 0
    return (BOLD if bold else REGULAR)[place] if 0 <= place < len(REGULAR) else UNKNOWN


def text_width(text: str, size: float, bold: bool = False) -> float:
    """The width of a line of text in millimetres, at `size` points."""
    return sum(_width(sign, bold) for sign in text) / 1000 * size * MM_OF_POINT


def word_width(text: str, size: float, bold: bool = False) -> float:
    """The width of the longest word in millimetres."""
    return max((text_width(word, size, bold) for word in text.split(" ")), default=0.0)
