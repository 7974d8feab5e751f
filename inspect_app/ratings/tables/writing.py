"""Writes the table of figures: every head of the year with what is known, to be filled and handed in again."""

from collections.abc import Iterable
from datetime import datetime

from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.spreadsheets import Cell, Listing, xlsx_bytes
from inspect_app.ratings.models import HeadRating, RatingYear
from inspect_app.ratings.tables.columns import COUNTS, SHEET, TITLES


@use_language(DEFAULT_LANGUAGE)  # it is passed round in the province, whoever downloads it
def figures_workbook(year: RatingYear, ratings: Iterable[HeadRating], *, now: datetime) -> bytes:
    """One row a head; what is not known is an empty cell."""
    heads = tuple(TITLES.values())
    return xlsx_bytes(Listing(f"{SHEET} {year.year}", heads, [_row(rating) for rating in ratings]), now=now)


def _row(rating: HeadRating) -> list[Cell]:
    index, dossiers = rating.index_input, rating.dossiers
    counts = [getattr(dossiers, column.value) if dossiers else None for column in COUNTS]
    return [rating.unit.code, rating.unit.name, index.percent if index else None, *counts]
