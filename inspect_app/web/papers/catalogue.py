"""Every kind of paper: those of the rooms (`room_kinds`), and the letter that corrects an issued one."""

from typing import Final

from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.kinds import PaperKind
from inspect_app.registry.rules import AboutKind
from inspect_app.web.papers.correction_letter import CORRECTION_LETTER
from inspect_app.web.papers.room_kinds import ROOM_KINDS

KINDS: Final[tuple[PaperKind, ...]] = (*ROOM_KINDS, CORRECTION_LETTER)


def find_kind(code: str) -> PaperKind | None:
    """The kind with the code, if this release knows it."""
    return next((kind for kind in KINDS if kind.code == code), None)


def kind_by_code(code: str) -> PaperKind:
    """The kind with the code; raises NotFound."""
    found = find_kind(code)
    if found is None:
        raise NotFound(_("Không có loại văn bản này."))
    return found


def kinds_about(*abouts: AboutKind) -> tuple[PaperKind, ...]:
    """The kinds that are about such things, in the order of the chain."""
    return tuple(kind for kind in KINDS if kind.about in abouts)


def prepared_types() -> tuple[str, ...]:
    """The type signs of papers that are numbered, each once."""
    return tuple(dict.fromkeys(kind.type_sign for kind in KINDS if not kind.is_working_paper))
