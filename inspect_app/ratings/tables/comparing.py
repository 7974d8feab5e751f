"""What a table of figures would change: each row held against the head's rating that it means. Nothing is written here.

A row whose unit is not rated here is a problem; a unit that the table does not name keeps what it has: a table never deletes.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.names import Names
from inspect_app.kernel.text import fold
from inspect_app.ratings.models import HeadRating
from inspect_app.ratings.rules import DossierCounts, check_dossiers, decimal_text, index_as_kept
from inspect_app.ratings.rules.figures import count_text
from inspect_app.ratings.tables.columns import COUNTS, TITLES, Column
from inspect_app.ratings.tables.reading import FigureRow

MayChange = Callable[[HeadRating], bool]


@dataclass(frozen=True)
class Dossiers:
    """All counts of one unit as they will stand."""

    counts: DossierCounts
    apologised: int | None


@dataclass
class Difference:
    """What a row changes of one head's figures; None is no change."""

    row: FigureRow
    rating: HeadRating
    index: Decimal | None = None
    dossiers: Dossiers | None = None
    shown: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the row says what stands already."""
        return self.index is None and self.dossiers is None


@dataclass(frozen=True)
class Comparison:
    """All differences; `untouched` counts the heads that the table does not name."""

    differences: tuple[Difference, ...]
    unchanged: int
    untouched: int

    @property
    def brings_index(self) -> bool:
        """Whether any index changes: then its source is asked."""
        return any(one.index is not None for one in self.differences)

    @property
    def brings_dossiers(self) -> bool:
        """Whether any count changes: then its source is asked."""
        return any(one.dossiers is not None for one in self.differences)

    def fingerprint(self) -> str:
        """The same for the same changes to the same state: what was looked at is what is done."""
        lines = [repr((str(one.rating.id), one.index, one.dossiers, one.shown)) for one in self.differences]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def compare(rows: Sequence[FigureRow], ratings: Iterable[HeadRating], may_change: MayChange) -> Comparison:
    """Holds the rows against `ratings`, those that the reader may see; what is wrong is said at the rows' cells."""
    known: Names[HeadRating] = Names()
    every = list(ratings)
    for rating in every:
        known.add(rating, (rating.unit.code, rating.unit.name, rating.unit.short_name))
    first: dict[HeadRating, FigureRow] = {}
    found: list[Difference] = []
    unchanged = 0
    for row in rows:
        meant = _meant(row, known)
        if meant is None:
            continue
        if meant in first:
            number = first[meant].row + 1
            row.say(_("%(unit)s đã có ở dòng %(row)d", unit=meant.unit.name, row=number), Column.CODE, Column.UNIT)
            continue
        first[meant] = row
        difference = _difference(row, meant)
        if difference.is_empty:
            unchanged += not row.problems
            continue
        _check_open(difference, may_change)
        found.append(difference)
    return Comparison(tuple(found), unchanged, len(every) - len(first))


def _meant(row: FigureRow, known: Names[HeadRating]) -> HeadRating | None:
    """The rating that the row is about: by its code, else by its name; both must mean the same unit."""
    text = row.code or row.unit
    if not text:
        row.say(_("thiếu mã hoặc tên đơn vị"), Column.CODE, Column.UNIT)
        return None
    at = Column.CODE if row.code else Column.UNIT
    found = known.find(text)
    if len(found) > 1:
        codes = ", ".join(rating.unit.code for rating in found)
        row.say(_("“%(text)s” có thể là nhiều đơn vị; hãy ghi mã: %(codes)s", text=text, codes=codes), at)
        return None
    if not found:
        row.say(
            _(
                "không có “%(text)s” trong danh sách xếp loại mà bạn được nhập; %(hint)s",
                text=text,
                hint=known.hint(text),
            ),
            at,
        )
        return None
    unit = found[0].unit
    if row.code and row.unit and fold(row.unit) not in {fold(unit.name), fold(unit.short_name), fold(unit.code)}:
        row.say(_("mã này là của %(unit)s, khác với tên ghi trong dòng", unit=unit.name), Column.UNIT)
        return None
    return found[0]


def _difference(row: FigureRow, rating: HeadRating) -> Difference:
    difference = Difference(row, rating)
    _index(difference)
    _dossiers(difference)
    return difference


def _index(difference: Difference) -> None:
    row, stands = difference.row, difference.rating.index_input
    if row.index is None:
        return
    try:
        index_as_kept(row.index)
    except RuleBroken as broken:
        row.say(broken.message, Column.INDEX)
        return
    if stands is None or stands.percent != row.index:
        difference.index = row.index
        before = decimal_text(stands.percent) if stands else _("để trống")
        difference.shown.append((TITLES[Column.INDEX], before, decimal_text(row.index)))


def _dossiers(difference: Difference) -> None:
    row, stands = difference.row, difference.rating.dossiers
    if not row.counts:
        return
    before = {column: getattr(stands, column.value) if stands else None for column in COUNTS}
    after = {column: row.counts.get(column, before[column]) for column in COUNTS}
    if after == before:
        return
    total, late = after[Column.TOTAL], after[Column.LATE]
    if total is None or late is None:
        missing = Column.TOTAL if total is None else Column.LATE
        row.say(_("thiếu “%(column)s” của đơn vị này", column=TITLES[missing]), missing)
        return
    rest = {
        column.value: after[column] for column in COUNTS if column not in (Column.TOTAL, Column.LATE, Column.APOLOGISED)
    }
    dossiers = Dossiers(DossierCounts(late, total, **rest), after[Column.APOLOGISED])
    try:
        check_dossiers(dossiers.counts, dossiers.apologised)
    except RuleBroken as broken:
        row.say(broken.message, Column(broken.field or Column.LATE))
        return
    difference.dossiers = dossiers
    for column in COUNTS:
        if after[column] != before[column]:
            difference.shown.append((TITLES[column], _shown(before[column]), _shown(after[column])))


def _shown(count: int | None) -> str:
    return _("để trống") if count is None else count_text(count)


def _check_open(difference: Difference, may_change: MayChange) -> None:
    row, rating = difference.row, difference.rating
    if rating.is_released:
        row.say(
            _("kết quả của %(unit)s đã công bố nên không đổi được nữa", unit=rating.unit.name), Column.CODE, Column.UNIT
        )
    elif not may_change(rating):
        message = _(
            "bạn công tác tại %(unit)s nên không nhập số liệu cho đơn vị này; hãy nhờ người khác", unit=rating.unit.name
        )
        row.say(message, Column.CODE, Column.UNIT)
