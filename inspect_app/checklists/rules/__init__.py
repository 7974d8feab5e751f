"""What a checklist is and what answers make of it. Pure: values in, values out."""

from inspect_app.checklists.rules.answers import Answered, Comparable, Verdict
from inspect_app.checklists.rules.conditions import (
    AllOf,
    AnyOf,
    Applies,
    Comparison,
    Condition,
    Not,
    Operator,
    applicability,
    applies,
    condition_data,
    items_named,
)
from inspect_app.checklists.rules.differences import (
    Change,
    ItemChange,
    VersionDifference,
    asks_the_same,
    diff_versions,
)
from inspect_app.checklists.rules.scoring import Score, Scores, score
from inspect_app.checklists.rules.version import Basis, ChecklistVersion, Grade, Item, Section, Words

__all__ = [
    "AllOf",
    "Answered",
    "AnyOf",
    "Applies",
    "Basis",
    "Change",
    "ChecklistVersion",
    "Comparable",
    "Comparison",
    "Condition",
    "Grade",
    "Item",
    "ItemChange",
    "Not",
    "Operator",
    "Score",
    "Scores",
    "Section",
    "Verdict",
    "VersionDifference",
    "Words",
    "applicability",
    "applies",
    "asks_the_same",
    "condition_data",
    "diff_versions",
    "items_named",
    "score",
]
