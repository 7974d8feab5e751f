"""Figures as a reason prints them: exact where they were written, never rounded onto a threshold they do not reach."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from inspect_app.kernel.language import current_language

MOST_PLACES = 12


def count_text(value: int) -> str:
    """A count in groups of three: "9.120" (or "9,120" in English)."""
    text = f"{value:,}"
    return text if current_language() == "en" else text.replace(",", ".")


def decimal_text(value: Decimal) -> str:
    """The decimal with all its digits, "89,99" (or "89.99" in English); no zeros added, none that say nothing."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return _in_language(text)


def index_text(value: Decimal) -> str:
    """An index or threshold in percent: "90 %"."""
    return f"{decimal_text(value)} %"


def rate_text(rate: Fraction, thresholds: Iterable[Decimal] = ()) -> str:
    """A rate in percent to two places, "4,00 %"; more where rounding would put it on a threshold it is beside."""
    percent = rate * 100
    bounds = [Fraction(bound) for bound in thresholds]
    shown = _rounded(percent, 2)
    for places in range(2, MOST_PLACES + 1):
        shown = _rounded(percent, places)
        if Fraction(shown) == percent or Fraction(shown) not in bounds:
            return f"{_in_language(f'{shown:f}')} %"
    side = ">" if percent > Fraction(shown) else "<"
    return f"{side} {_in_language(f'{shown:f}')} %"


def _rounded(value: Fraction, places: int) -> Decimal:
    """Half up, exact whatever the size of the counts."""
    scaled = value * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(f"{whole}e-{places}")


def _in_language(text: str) -> str:
    return text if current_language() == "en" else text.replace(".", ",")
