"""`units.yaml`: the units of a campaign, each with its place in the tree and the days between which it exists."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pydantic import Field

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Problem, Source, StrictModel, did_you_mean
from inspect_app.units.rules import UnitKind

# Which kind may stand above which; a kind that is not named stands alone.
PARENT_KINDS: Mapping[UnitKind, frozenset[UnitKind]] = {
    UnitKind.SPECIALISED_AGENCY: frozenset({UnitKind.PROVINCE}),
    UnitKind.MANAGEMENT_BOARD: frozenset({UnitKind.PROVINCE}),
    UnitKind.DISTRICT: frozenset({UnitKind.PROVINCE}),
    UnitKind.COMMUNE: frozenset({UnitKind.DISTRICT}),
    UnitKind.DISTRICT_DIVISION: frozenset({UnitKind.DISTRICT}),
}


class UnitEntry(StrictModel):
    """One unit. Without `valid_from` it has been there for longer than the file tells; without `valid_to` it stays."""

    code: str = Field(pattern=r"^[A-Za-z0-9-]{2,40}$")
    kind: UnitKind
    name: str = Field(min_length=1, max_length=200)
    short_name: str = Field(min_length=1, max_length=80)
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    address: str | None = Field(default=None, max_length=300)
    note: str | None = None
    sample: bool = False

    def is_valid_between(self, first: date, last: date) -> bool:
        """Whether the unit exists on all days from `first` to `last`."""
        return (self.valid_from is None or self.valid_from <= first) and (
            self.valid_to is None or last <= self.valid_to
        )


class UnitsFile(StrictModel):
    """The whole file."""

    source: str = ""
    units: tuple[UnitEntry, ...] = Field(min_length=1)

    def by_code(self) -> dict[str, UnitEntry]:
        """The units by their codes; of a repeated code the first."""
        return {unit.code: unit for unit in reversed(self.units)}


def check_units(source: Source, file: UnitsFile) -> list[Problem]:
    """What is wrong between the lines: repeated codes, unknown or unfit parents and successors, reversed dates."""
    known = file.by_code()
    problems = list(_repeated(source, file.units))
    for index, unit in enumerate(file.units):
        problems += _place_in_tree(source, index, unit, known)
        problems += _life(source, index, unit, known)
    return problems


def _repeated(source: Source, units: Sequence[UnitEntry]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, unit in enumerate(units):
        if unit.code in seen:
            line = source.place_of(("units", seen[unit.code])).line
            message = _("Mã đơn vị “%(code)s” lặp lại; đã có ở dòng %(line)d", code=unit.code, line=line)
            yield source.problem(("units", index, "code"), message)
        seen.setdefault(unit.code, index)


def _place_in_tree(source: Source, index: int, unit: UnitEntry, known: Mapping[str, UnitEntry]) -> Iterator[Problem]:
    path = ("units", index, "parent")
    wanted = PARENT_KINDS.get(unit.kind)
    if unit.parent is None:
        if wanted is not None:
            yield source.problem(
                ("units", index), _("Đơn vị “%(name)s” thiếu mục “parent” (đơn vị cấp trên)", name=unit.name)
            )
        return
    parent = known.get(unit.parent)
    if parent is None:
        hint = did_you_mean(unit.parent, sorted(known))
        yield source.problem(path, _("Không có đơn vị “%(code)s”; %(hint)s", code=unit.parent, hint=hint))
    elif wanted is None or parent.kind not in wanted:
        yield source.problem(
            path, _("“%(parent)s” không thể là cấp trên của “%(name)s”", parent=parent.name, name=unit.name)
        )


def _life(source: Source, index: int, unit: UnitEntry, known: Mapping[str, UnitEntry]) -> Iterator[Problem]:
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        yield source.problem(("units", index, "valid_to"), _("Ngày kết thúc trước ngày bắt đầu"))
    if unit.successor is None:
        return
    path = ("units", index, "successor")
    if unit.successor not in known or unit.successor == unit.code:
        hint = did_you_mean(unit.successor, sorted(known.keys() - {unit.code}))
        yield source.problem(path, _("Không có đơn vị “%(code)s”; %(hint)s", code=unit.successor, hint=hint))
    if unit.valid_to is None:
        yield source.problem(path, _("Có đơn vị kế tiếp thì phải có ngày kết thúc (mục “valid_to”)"))
