"""What a checklist file may hold, key by key. Its meaning (ids, conditions, published hashes) is checker.py's."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from inspect_app.checklists.kinds import KINDS, TextPair
from inspect_app.checklists.rules import Basis, Grade
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import StrictModel, did_you_mean

CODE = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ITEM_ID = r"^[A-Z]{1,2}[0-9]{2}$"
SECTION_ID = r"^[A-Z]{1,2}[0-9]{0,2}$"

NEEDS_CHECKING: Literal["cần đối chiếu"] = "cần đối chiếu"


def _known_kind(name: str) -> str:
    if name not in KINDS:
        raise ValueError(_("Không có loại “%(kind)s”; %(hint)s", kind=name, hint=did_you_mean(name, list(KINDS))))
    return name


KindName = Annotated[str, AfterValidator(_known_kind), Field(json_schema_extra={"enum": list(KINDS)})]

Area = Annotated[int, Field(ge=1, le=7)]
Line = Annotated[str, Field(min_length=1, max_length=500)]


class BasisFile(StrictModel):
    """One legal basis. `status: cần đối chiếu` until somebody has held it against the official text."""

    document: Line
    article: Line | None = None
    status: Literal["confirmed", "cần đối chiếu"]
    note: Annotated[str | None, Field(min_length=1, max_length=2000)] = None

    @property
    def basis(self) -> Basis:
        """The same for the rules."""
        return Basis(self.document, self.article, self.status == NEEDS_CHECKING, self.note)


class ItemFile(StrictModel):
    """One item."""

    id: Annotated[str, Field(pattern=ITEM_ID)]
    text: TextPair
    kind: KindName
    options: dict[str, Any] | None = None
    area: Area | None = None
    evidence: TextPair | None = None
    guidance: TextPair | None = None
    basis: tuple[BasisFile, ...] = ()
    weight: Annotated[Decimal, Field(gt=0, le=1000, max_digits=7, decimal_places=3)] = Decimal(1)
    grade: Grade
    when: dict[str, Any] | None = None


class SectionFile(StrictModel):
    """A section with its items."""

    section: Annotated[str, Field(pattern=SECTION_ID)]
    title: TextPair
    area: Area | None = None
    items: Annotated[tuple[ItemFile, ...], Field(min_length=1, max_length=200)]


class ChecklistFile(StrictModel):
    """The whole file."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    code: Annotated[str, Field(pattern=CODE, max_length=60)]
    version: Annotated[int, Field(ge=1, le=999)]
    title: TextPair
    note: TextPair | None = None
    sections: Annotated[tuple[SectionFile, ...], Field(min_length=1, max_length=50)]
