"""Where a draft stands: its sentences with their sources, where they disagree with the data, and what was confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.conclusions.drafting.agreement import ASKED, FOUND, Disagreement, disagreements
from inspect_app.conclusions.drafting.material import Material
from inspect_app.conclusions.drafting.parts import AFTER_FINDINGS, Tied, kept_ties, texts_of, tied_lines
from inspect_app.conclusions.drafting.reading import material_of
from inspect_app.conclusions.drafting.sources import Datum, data_of
from inspect_app.conclusions.models import Conclusion, Confirmation
from inspect_app.conclusions.queries import confirmations_of

Told = tuple[tuple[str, tuple[Tied, ...]], ...]


@dataclass(frozen=True)
class Keeper:
    """Who kept a sentence of a correction."""

    name: str


@dataclass(frozen=True)
class KeptSentence:
    """What a correction keeps although the data say otherwise: why, who, when."""

    reason: str
    person: Keeper
    at: datetime


@dataclass(frozen=True)
class DraftState:
    """Everything of a draft that is held against the data, as it is now."""

    material: Material
    data: Mapping[str, Datum]
    told: Told
    clashes: Sequence[Disagreement]
    confirmed: Mapping[str, Confirmation | KeptSentence]

    @property
    def unsettled(self) -> list[Disagreement]:
        """What nobody has mended or confirmed."""
        return [each for each in self.clashes if each.key not in self.confirmed]

    @property
    def kept(self) -> list[tuple[Disagreement, Confirmation | KeptSentence]]:
        """What the drafter keeps although the data say otherwise, with the reason: for whoever signs."""
        return [(each, self.confirmed[each.key]) for each in self.clashes if each.key in self.confirmed]


def draft_state(session: Session, conclusion: Conclusion) -> DraftState:
    """The draft held against the data of now."""
    material = material_of(session, conclusion.visit)
    data = data_of(material)
    told = told_of(conclusion, material)
    confirmed: dict[str, Confirmation | KeptSentence] = {}
    confirmed |= {row.key: row for row in confirmations_of(session, conclusion.id)}
    return DraftState(material, data, told, disagreements(told, data), confirmed)


def told_of(conclusion: Conclusion, material: Material) -> Told:
    """Every sentence of the conclusion with what it stands on, in the order of the paper."""
    worded = [(part, tied_lines(text, kept_ties(conclusion.sources, part))) for part, text in texts_of(conclusion)]
    before = [(part, told) for part, told in worded if part not in AFTER_FINDINGS]
    after = [(part, told) for part, told in worded if part in AFTER_FINDINGS]
    # A shortcoming is printed as its finding says it now, so that it cannot be out of date.
    found = tuple(Tied(each.text, (each.label,)) for each in material.standing)
    asked = tuple(Tied(row.text, tuple(f.label for f in row.findings), dict(row.said)) for row in conclusion.requests)
    return (*before, (FOUND, found), *after, (ASKED, asked))
