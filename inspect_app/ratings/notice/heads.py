"""One line of the annex for each head, and the counts by kind of unit: only what the authority decided has a level."""

from collections.abc import Sequence

from inspect_app.accounts.issuing_body import head_title
from inspect_app.documents.sheets import Align, RatedHead, Table
from inspect_app.kernel.formats import format_number
from inspect_app.ratings.models import RatingDecision
from inspect_app.ratings.queries import Assessment
from inspect_app.ratings.rules import RatingRule, RatingState, index_text, level_name, share_text
from inspect_app.units.rules import UnitKind
from inspect_app.units.words import kind_name

SETTLED = frozenset({RatingState.DECIDED, RatingState.RELEASED})
TO_BE_DECIDED = "Cần người có thẩm quyền xem xét"
OUTDATED = "Số liệu đã thay đổi sau khi quyết định; cần quyết định lại."
NOT_DECIDED = "Người có thẩm quyền chưa quyết định."
MISSING = "Chưa có"
RIGHT: Align = "right"


def is_settled(assessment: Assessment) -> bool:
    """Whether the authority decided it on the inputs of today."""
    return assessment.state in SETTLED


def head_lines(assessments: Sequence[Assessment]) -> tuple[RatedHead, ...]:
    """The heads by level of their units and code, each with figures, level and ground."""
    return tuple(_line(one) for one in _ordered(assessments))


def _ordered(assessments: Sequence[Assessment]) -> list[Assessment]:
    levels = list(UnitKind)
    return sorted(assessments, key=lambda one: (levels.index(one.rating.unit.kind), one.rating.unit.code))


def _line(one: Assessment) -> RatedHead:
    decision = one.rating.decision
    settled = is_settled(one) and decision is not None
    return RatedHead(
        unit=one.rating.unit.name,
        head=head_title(one.rating.unit),
        index=MISSING if one.inputs.index is None else _unbroken(index_text(one.inputs.index)),
        late=_late(one),
        contents=_contents(one),
        level=level_name(one.rule, decision.level) if settled and decision else TO_BE_DECIDED,
        ground=_ground(decision) if settled and decision else _question(one),
        is_open=not settled,
    )


def _late(one: Assessment) -> str:
    share = one.inputs.share
    if share is None:
        return MISSING
    told = _unbroken(share_text(one.rule, share))
    return f"{share.words} ({told})" if share.total else told


def _unbroken(figure: str) -> str:
    """A percentage that stays on one line of its cell."""
    return figure.replace(" %", "\u00a0%")


def _contents(one: Assessment) -> str:
    areas = len(one.rule.areas)
    missed = ", ".join(str(number) for number in one.inputs.missed_areas)
    told = f"{one.met_areas}/{areas}"
    return f"{told} (chưa đạt: lĩnh vực {missed})" if missed else told


def _ground(decision: RatingDecision) -> str:
    """Why: the rule's own reason; where the authority decided otherwise or the rule was silent, his reason first."""
    if decision.level == decision.proposed:
        # The level stands in the column beside it.
        _level, _why, facts = decision.proposal_reason.partition("” vì: ")
        return facts[:1].upper() + facts[1:] if facts else decision.proposal_reason
    reason = (decision.reason or "").rstrip(".")
    return f"Người có thẩm quyền quyết định: {reason}. Theo quy định: {decision.proposal_reason}"


def _question(one: Assessment) -> str:
    """Why it is not decided: the rule is silent or something is missing, and which levels come into question."""
    if one.state is RatingState.OUTDATED:
        return OUTDATED
    if one.state is RatingState.PROPOSED:
        return NOT_DECIDED
    return one.outcome.reason


def summary_table(assessments: Sequence[Assessment], rule: RatingRule) -> Table:
    """How many heads of each kind of unit have which level, and how many wait."""
    kinds = [kind for kind in UnitKind if any(one.rating.unit.kind == kind for one in assessments)]
    groups = [(kind_name(kind), [one for one in assessments if one.rating.unit.kind == kind]) for kind in kinds]
    rows = [_counts(name, own, rule) for name, own in (*groups, ("Tổng cộng", list(assessments)))]
    names = tuple(level_name(rule, level.id) for level in rule.levels)
    numbers = tuple(RIGHT for _column in range(len(names) + 2))
    widths = (0, 14, *(22 for _level in names), 16)
    head = ("Người đứng đầu", "Tổng số", *names, "Cần xem xét")
    return Table(head=head, rows=tuple(rows), aligns=("left", *numbers), widths=widths)


def _counts(name: str, own: Sequence[Assessment], rule: RatingRule) -> tuple[str, ...]:
    settled = [one for one in own if is_settled(one)]
    of_level = [sum(one.rating.decision is not None and one.rating.decision.level == level.id for one in settled)
                for level in rule.levels]  # fmt: skip
    return (name, *(format_number(number) for number in (len(own), *of_level, len(own) - len(settled))))
