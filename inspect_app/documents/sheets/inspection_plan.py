"""The inspection plan (kế hoạch kiểm tra) with its annexes: Mẫu 1.4 and 2.1 of Nghị định 30/2020, Phụ lục III."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from inspect_app.documents.sheets.form import Letterhead, Signature
from inspect_app.documents.sheets.outline import Outline
from inspect_app.documents.sheets.plain import Plain
from inspect_app.documents.sheets.stored import StoredSheet
from inspect_app.documents.sheets.teams import TeamRoll


@dataclass(frozen=True, kw_only=True)
class PlannedContent(Plain):
    """What one line of inspection looks at: in words, and by the parts of its checklist."""

    title: str
    lines: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlannedUnits(Plain):
    """Which units one line of inspection goes to, in words."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Duty(Plain):
    """Who has to do what to carry the plan out."""

    who: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlannedVisit(Plain):
    """A line of the annexed list: never a visit that is to be a surprise."""

    unit: str
    kind: str
    team: str = ""
    days: str = ""


@dataclass(frozen=True, kw_only=True)
class PlannedGroup(Plain):
    """The visits of one line of inspection."""

    title: str
    visits: tuple[PlannedVisit, ...]


@dataclass(frozen=True, kw_only=True)
class PlanScope(Plain):
    """What is inspected, where, when and how; `period` is the time that is looked at."""

    contents: tuple[PlannedContent, ...]
    objects: tuple[PlannedUnits, ...]
    begins: date
    ends: date
    period: str = ""
    methods: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlanAnnexes(Plain):
    """Phụ lục I to III: units and days, teams, the outline of the units' own reports."""

    groups: tuple[PlannedGroup, ...]
    teams: tuple[TeamRoll, ...] = ()
    teams_note: str = ""
    outline: Outline


@dataclass(frozen=True, kw_only=True)
class InspectionPlanSheet(StoredSheet):
    """Everything that the plan prints. `bases` are without end marks; `body` is the issuing body in running text.

    `contact` is whom units turn to ("Sở Nội vụ").
    """

    KIND: ClassVar[str] = "inspection_plan"

    letterhead: Letterhead
    subject: str
    body: str
    body_in_full: str
    bases: tuple[str, ...] = ()
    purposes: tuple[str, ...]
    requirements: tuple[str, ...]
    scope: PlanScope
    duties: tuple[Duty, ...]
    funding: str = ""
    contact: str
    annexes: PlanAnnexes
    signature: Signature
    recipients: tuple[str, ...] = ()
    archive: str = "VT"
