"""Counts as running text says them."""

from inspect_app.documents.rules import count_word
from inspect_app.kernel.formats import format_number


def said(count: int) -> str:
    """`03`, `37` or `1.122`: below ten with the zero that offices write."""
    return count_word(count) if 0 < count < 10 else format_number(count)
