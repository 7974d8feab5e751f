"""What a conclusion is drafted from, as plain values: the occasion, what was checked, what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inspect_app.checklists.rules import Grade, Verdict

# What a sentence may stand on beside an item or a finding. The codes are typed by drafters and printed in the annex.
OCCASION, COUNTS, SAMPLE, SELF_REPORT, FINDINGS = "KH", "TH", "HS", "TK", "PH"


@dataclass(frozen=True)
class Checked:
    """One item with its answer.

    `facts` is what the answer says beyond its verdict, `brief` its figures as a sentence takes them within brackets (empty
    where nothing is counted), `note` what the inspector wrote.
    """

    item: str
    section: str
    area: int | None
    criterion: str
    grade: Grade
    verdict: Verdict
    facts: str = ""
    note: str = ""
    revision: int = 1
    evidence: tuple[int, ...] = ()
    basis: tuple[str, ...] = ()
    brief: str = ""

    @property
    def said(self) -> str:
        """The facts and the note in one line."""
        return "; ".join(part.strip().rstrip(".") for part in (self.facts, self.note) if part.strip())


@dataclass(frozen=True)
class Repeat:
    """The same shortcoming at an earlier campaign; `unit` is named only where it was at another unit that went into this."""

    year: int
    label: str
    unit: str = ""


@dataclass(frozen=True)
class Found:
    """A finding. `explained` is what the unit submitted on it; `gone` says why it stands no longer, empty while it does."""

    label: str
    item: str
    area: int | None
    grade: Grade
    text: str
    revision: int
    evidence: tuple[int, ...] = ()
    basis: tuple[str, ...] = ()
    repeat: Repeat | None = None
    explained: str = ""
    gone: str = ""


@dataclass(frozen=True)
class Occasion:
    """Who was inspected, when, by whom, and how."""

    unit: str
    subject: str
    year: int
    plan: str
    first_day: date | None
    last_day: date | None
    members: int
    place: str = ""
    unannounced: bool = False
    report_on: date | None = None
    unit_opinion: str = ""


@dataclass(frozen=True)
class Sampled:
    """The dossiers that were looked at: how many in all, late, late without an apology in time, and of how many listed."""

    items: tuple[str, ...] = ()
    count: int = 0
    late: int = 0
    silent: int = 0
    listed: int = 0


@dataclass(frozen=True)
class Material:
    """Everything at once. `found` holds findings that stand and those that stand no longer, in the order of numbers."""

    occasion: Occasion
    checked: tuple[Checked, ...] = ()
    found: tuple[Found, ...] = ()
    sampled: Sampled = field(default_factory=Sampled)

    @property
    def standing(self) -> tuple[Found, ...]:
        """The findings that stand."""
        return tuple(found for found in self.found if not found.gone)

    @property
    def by_item(self) -> Mapping[str, Checked]:
        """What was checked, by item."""
        return {checked.item: checked for checked in self.checked}
