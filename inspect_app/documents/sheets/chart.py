"""A bar chart as plain values: drawn when the paper is made, always with a table of the same numbers beside it."""

from dataclasses import dataclass
from typing import Literal

from inspect_app.documents.sheets.plain import Plain
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _

SERIES_LIMIT = 3  # as many as can be told apart in black and white
LABELS_LIMIT = 24  # what fits on a page


@dataclass(frozen=True, kw_only=True)
class Series(Plain):
    """One sort of bar: its name in the legend and a count, not negative, for each label."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Chart(Plain):
    """Bars that lie side by side, or on each other when `stacked`. `text` says in words what the picture shows."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    text: str
    caption: str = ""
    stacked: bool = False
    kind: Literal["chart"] = "chart"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= len(self.labels) <= LABELS_LIMIT or not 1 <= len(self.series) <= SERIES_LIMIT:
            message = _("Biểu đồ có từ 1 đến %(labels)d nhóm cột và từ 1 đến %(series)d loại cột.")
            raise RuleBroken("labels", message % {"labels": LABELS_LIMIT, "series": SERIES_LIMIT})
        if any(len(one.values) != len(self.labels) or min(one.values) < 0 for one in self.series):
            raise RuleBroken("series", _("Mỗi loại cột của biểu đồ có đủ số liệu cho mọi nhóm, không số nào âm."))
