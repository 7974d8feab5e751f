"""A notice that replaces held against the visit's data, as a draft is: what its new words say otherwise, and its annex. Pure.

What the issued notice already said is not asked about again; what a withdrawn or added shortcoming makes untrue is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inspect_app.conclusions.correcting.amending import Ground, found_after, shortcoming_labels
from inspect_app.conclusions.correcting.applying import number_of, with_changes
from inspect_app.conclusions.correcting.parts import Change
from inspect_app.conclusions.drafting.agreement import ASKED, FOUND, Disagreement, disagreements
from inspect_app.conclusions.drafting.annex import source_rows
from inspect_app.conclusions.drafting.material import Material
from inspect_app.conclusions.drafting.parts import AFTER_FINDINGS, STRENGTHS, Tied, kept_ties, tied_lines
from inspect_app.conclusions.drafting.sources import Datum, data_of
from inspect_app.documents.sheets import ClaimSource, ConclusionNoticeSheet, Paragraph

Told = tuple[tuple[str, tuple[Tied, ...]], ...]


@dataclass(frozen=True)
class Held:
    """What the notice will say, on what each sentence stands, and where its new words and the data disagree."""

    sheet: ConclusionNoticeSheet
    material: Material
    data: Mapping[str, Datum]
    told: Told
    clashes: Sequence[Disagreement]

    @property
    def sources(self) -> tuple[ClaimSource, ...]:
        """The annex: on what each sentence stands, the new ones too."""
        return tuple(source_rows(self.told, self.data))


def held_against(
    base: ConclusionNoticeSheet,
    changes: Sequence[Change],
    ground: Ground,
    *,
    issued_ties: Mapping[str, Any],
    ties: Mapping[str, Any],
    said: Mapping[int, Mapping[str, str]],
) -> Held:
    """The base with the changes. `ties` are those of the correction, `issued_ties` of what was issued; `said` is what the
    findings of each request said when it was worded, by its number."""
    before = told_of_sheet(base, ground.material, issued_ties, ground.asked, said)
    known = {each.key for each in disagreements(before, data_of(ground.material))}
    sheet = with_changes(base, changes)
    material = replace(ground.material, found=found_after(ground.material, changes))
    data = data_of(material)
    asked = dict(ground.asked) | {c.values["number"]: tuple(c.values["findings"]) for c in changes if "due" in c.values}
    told = told_of_sheet(sheet, material, {**issued_ties, **ties}, asked, _still_said(base, sheet, said))
    clashes = [each for each in disagreements(told, data) if each.key not in known]
    return Held(sheet, material, data, told, clashes)


def _still_said(
    base: ConclusionNoticeSheet, sheet: ConclusionNoticeSheet, said: Mapping[int, Mapping[str, str]]
) -> Mapping[int, Mapping[str, str]]:
    """A request that is worded anew is taken to know what its findings say now."""
    before = {number_of(place, request): request.text for place, request in enumerate(base.requests)}
    now = {number_of(place, request): request.text for place, request in enumerate(sheet.requests)}
    return {number: told for number, told in said.items() if before.get(number) == now.get(number)}


def told_of_sheet(
    sheet: ConclusionNoticeSheet,
    material: Material,
    ties: Mapping[str, Any],
    asked: Mapping[int, tuple[str, ...]],
    said: Mapping[int, Mapping[str, str]],
) -> Told:
    """Every sentence of a notice with what it stands on, in the order of the paper."""
    worded = [(part, tied_lines(text, kept_ties(ties, part))) for part, text in texts_of_sheet(sheet)]
    before = [(part, told) for part, told in worded if part not in AFTER_FINDINGS]
    after = [(part, told) for part, told in worded if part in AFTER_FINDINGS]
    return (
        *before,
        (FOUND, tuple(_shortcomings(sheet, material))),
        *after,
        (ASKED, tuple(_requests(sheet, asked, said))),
    )


def texts_of_sheet(sheet: ConclusionNoticeSheet) -> Iterator[tuple[str, str]]:
    """The parts of a notice that state something, as a draft names them, with their text."""
    yield "opening", sheet.opening
    yield "general", "\n".join(block.text for block in sheet.general if isinstance(block, Paragraph))
    for area in sheet.areas:
        yield f"{STRENGTHS}{area.code or 0}", "\n".join(strength.text for strength in area.strengths)
    for name in ("objective_causes", "subjective_causes", "responsibility"):
        yield name, "\n".join(getattr(sheet, name))
    yield "recommendations", "\n".join(f"{each.addressee}: {each.text}" for each in sheet.recommendations)


def _shortcomings(sheet: ConclusionNoticeSheet, material: Material) -> Iterator[Tied]:
    labels = shortcoming_labels(sheet, material)
    for place, area in enumerate(sheet.areas):
        for number, short in enumerate(area.shortcomings):
            label = labels.get(f"shortcoming-{place}-{number}")
            yield Tied(short.text, (label,) if label else ())


def _requests(
    sheet: ConclusionNoticeSheet, asked: Mapping[int, tuple[str, ...]], said: Mapping[int, Mapping[str, str]]
) -> Iterator[Tied]:
    for place, request in enumerate(sheet.requests):
        number = number_of(place, request)
        yield Tied(request.text, asked.get(number, ()), said.get(number, {}))
