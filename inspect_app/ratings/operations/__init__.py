"""Writing ratings: opening a year, entering inputs, confirming contents, deciding, releasing."""

from inspect_app.ratings.operations.decisions import decide, release
from inspect_app.ratings.operations.figures import DossierSource, IndexSource, enter_figures
from inspect_app.ratings.operations.inputs import confirm_area, confirm_as_proposed, enter_dossiers, enter_index
from inspect_app.ratings.operations.years import open_year

__all__ = [
    "DossierSource",
    "IndexSource",
    "confirm_area",
    "confirm_as_proposed",
    "decide",
    "enter_dossiers",
    "enter_figures",
    "enter_index",
    "open_year",
    "release",
]
