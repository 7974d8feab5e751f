"""The whole assessment of a head: inputs by the rule, what follows, what the findings propose, where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from inspect_app.ratings.models import HeadRating
from inspect_app.ratings.queries.grounds import Grounds, grounds_of
from inspect_app.ratings.queries.heads import rule_of
from inspect_app.ratings.rules import (
    AreaProposal,
    DossierCounts,
    Inputs,
    Outcome,
    RatingRule,
    RatingState,
    Verdict,
    explain,
    inputs_from_parts,
    judge,
    level_name,
    propose_contents,
    rating_state,
)

# By every reading of the late rate: each may be the rule's, and the others are told beside it.
COUNTS = tuple(field.name for field in fields(DossierCounts))


@dataclass(frozen=True)
class Assessment:
    """One head's rating as pages and operations need it."""

    rating: HeadRating
    rule: RatingRule
    inputs: Inputs
    verdict: Verdict
    proposals: tuple[AreaProposal, ...]
    snapshot: dict[str, Any]
    state: RatingState

    @cached_property
    def outcome(self) -> Outcome:
        """The verdict with its words; made when it is asked for, since a table of heads needs few of them."""
        return explain(self.rule, self.inputs, self.verdict)

    def proposal(self, area: int) -> AreaProposal:
        """What the findings propose for one area."""
        return next(proposal for proposal in self.proposals if proposal.area == area)

    @property
    def decided(self) -> str | None:
        """The name of the level that was decided, in the current language; None before."""
        decision = self.rating.decision
        return None if decision is None else level_name(self.rule, decision.level)

    @property
    def met_areas(self) -> int:
        """How many areas are confirmed as met."""
        return sum(confirmation.met for confirmation in self.rating.confirmations)


def assess(session: Session, rating: HeadRating) -> Assessment:
    """The assessment of one head."""
    return assess_all(session, [rating])[0]


def assess_all(session: Session, ratings: Sequence[HeadRating]) -> list[Assessment]:
    """The assessments of several heads of one year, in the order given."""
    if not ratings:
        return []
    year = ratings[0].rating_year
    grounds = grounds_of(session, [rating.unit_id for rating in ratings], year.year)
    rule = rule_of(year)
    return [_assessment(rule, rating, grounds.get(rating.unit_id, Grounds())) for rating in ratings]


def _assessment(rule: RatingRule, rating: HeadRating, grounds: Grounds) -> Assessment:
    numbers = [area.number for area in rule.areas]
    inputs = inputs_from_parts(
        areas={confirmation.area: confirmation.met for confirmation in rating.confirmations},
        numbers=numbers,
        index=rating.index_input.percent if rating.index_input else None,
        counts=rating.dossiers.counts if rating.dossiers else None,
        reading=rule.late_rate.reading,
    )
    verdict = judge(rule, inputs)
    laid_before = snapshot(rating, grounds)
    decision = rating.decision
    return Assessment(
        rating=rating,
        rule=rule,
        inputs=inputs,
        verdict=verdict,
        proposals=propose_contents(
            grounds.findings,
            areas=numbers,
            examined=grounds.examined,
            year=rating.rating_year.year,
            grade=rule.contents.grade,
        ),
        snapshot=laid_before,
        state=rating_state(
            has_proposal=verdict.is_decided,
            has_decision=decision is not None,
            decided_on_these_inputs=decision is not None and _says_the_same(decision.inputs, laid_before),
            is_released=rating.is_released,
        ),
    )


def _says_the_same(decided_on: Mapping[str, Any], laid_before: Mapping[str, Any]) -> bool:
    """What an earlier version did not keep beside a decision cannot be held against it."""
    return all(laid_before[name] == value for name, value in decided_on.items())


def snapshot(rating: HeadRating, grounds: Grounds) -> dict[str, Any]:
    """All that a decision rests on, as plain values: recomputing from it gives the same proposal."""
    dossiers = rating.dossiers
    return {
        "rule": rating.rating_year.rule_sha256,
        "index": rating.index_input.value if rating.index_input else None,
        **{name: getattr(dossiers, name) if dossiers else None for name in COUNTS},
        "areas": {str(confirmation.area): confirmation.met for confirmation in rating.confirmations},
        "conclusions": sorted(grounds.conclusions),
    }
