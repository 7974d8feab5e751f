"""Every kind of answer, one line each."""

from typing import Any

from inspect_app.checklists.kinds.attendance import AttendanceKind
from inspect_app.checklists.kinds.base import Kind
from inspect_app.checklists.kinds.choice import ChoiceKind
from inspect_app.checklists.kinds.choices import ChoicesKind
from inspect_app.checklists.kinds.date import DateKind
from inspect_app.checklists.kinds.dossiers import DossiersKind
from inspect_app.checklists.kinds.number import NumberKind
from inspect_app.checklists.kinds.ratio import RatioKind
from inspect_app.checklists.kinds.tally import TallyKind
from inspect_app.checklists.kinds.text import TextKind
from inspect_app.checklists.kinds.verdict import VerdictKind
from inspect_app.checklists.kinds.yes_no import YesNoKind

_ALL: tuple[Kind[Any, Any], ...] = (
    VerdictKind(),
    YesNoKind(),
    NumberKind(),
    RatioKind(),
    DateKind(),
    ChoiceKind(),
    ChoicesKind(),
    TextKind(),
    TallyKind(),
    AttendanceKind(),
    DossiersKind(),
)
KINDS: dict[str, Kind[Any, Any]] = {kind.name: kind for kind in _ALL}


def kind_named(name: str) -> Kind[Any, Any]:
    """The kind; checked files hold no other names. Raises KeyError."""
    return KINDS[name]
