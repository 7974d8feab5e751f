"""A checklist as a printable form: the same items and ids as on the screen, with or without answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspect_app.checklists.kinds import kind_named
from inspect_app.checklists.rules import ChecklistVersion, Item
from inspect_app.checklists.words import condition_words
from inspect_app.documents.sheets import Box, ChecklistFormSheet, FormItem, FormSection
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language

NOT_APPLICABLE = "Không áp dụng"


@dataclass(frozen=True)
class Filled:
    """An answer as it is printed: the kind's texts, and what was written beside them."""

    raw: Mapping[str, Any]
    not_applicable: bool
    reason: str
    note: str
    by: str


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def blank_form(version: ChecklistVersion) -> ChecklistFormSheet:
    """The checklist for any unit, to be filled by hand."""
    return ChecklistFormSheet(title=version.title.vi, label=version.label, sections=form_sections(version, {}, {}))


def form_sections(
    version: ChecklistVersion, filled: Mapping[str, Filled], evidence: Mapping[str, tuple[str, ...]]
) -> tuple[FormSection, ...]:
    """Every section; `filled` holds the answers and `evidence` the marks of photos and papers, by item id."""
    return tuple(
        FormSection(
            code=section.id,
            title=section.title.vi,
            items=tuple(_item(version, item, filled.get(item.id), evidence.get(item.id, ())) for item in section.items),
        )
        for section in version.sections
    )


def _item(version: ChecklistVersion, item: Item, filled: Filled | None, evidence: tuple[str, ...]) -> FormItem:
    kind = kind_named(item.kind)
    answer = kind.on_paper(filled.raw if filled else kind.blank(), item.options)
    last = Box(text=NOT_APPLICABLE, ticked=bool(filled and filled.not_applicable))
    reason = f"Lý do không áp dụng: {filled.reason}" if filled and filled.not_applicable and filled.reason else ""
    marks = ["cần đối chiếu" if basis.needs_checking else "" for basis in item.basis]
    cited = (f"{basis.label} ({mark})" if mark else basis.label for basis, mark in zip(item.basis, marks, strict=True))
    return FormItem(
        code=item.id,
        text=item.text.vi,
        basis="; ".join(cited),
        needs=item.evidence.vi if item.evidence else "",
        when=condition_words(item.when, version) if item.when else "",
        answer=type(answer)(boxes=(*answer.boxes, last), blanks=answer.blanks, grid=answer.grid),
        notes=tuple(part for part in (reason, filled.note if filled else "") if part),
        evidence=evidence,
        by=filled.by if filled else "",
    )
