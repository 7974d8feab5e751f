"""What an inspection found and what it asks for, as both the minutes and the notice of conclusions print it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from inspect_app.documents.sheets.plain import Plain

Grade = Literal["major", "minor", "note"]


@dataclass(frozen=True, kw_only=True)
class Remark(Plain):
    """A fact or a strength, with the checklist item and the numbers of its evidence."""

    text: str
    item: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shortcoming(Plain):
    """A shortcoming: what is wrong, the facts that show it, the rule it is held against, and what the unit explains.

    `response` is the team's answer to the explanation. `repeated` is a sentence that says when it was named before, and
    `mark` the same in two words (`lặp lại từ năm 2023`). `finding` is its label (`TD-07/03`), which is not printed.
    """

    text: str
    item: str = ""
    grade: Grade | None = None
    facts: str = ""
    basis: str = ""
    evidence: tuple[str, ...] = ()
    explanation: str = ""
    response: str = ""
    repeated: str = ""
    mark: str = ""
    finding: str = ""


@dataclass(frozen=True, kw_only=True)
class AreaResult(Plain):
    """The results in one area (lĩnh vực) of the inspection; `code` is the area's number, as a draft's fields name it."""

    title: str
    code: str = ""
    facts: tuple[Remark, ...] = ()
    strengths: tuple[Remark, ...] = ()
    shortcomings: tuple[Shortcoming, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Request(Plain):
    """What has to be put right: by whom, by when, and the checklist items that it answers.

    `number` is the one under which it was first asked for, where others before it were withdrawn; None counts on.
    """

    text: str
    owner: str
    due: date | None = None
    items: tuple[str, ...] = ()
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class Recommendation(Plain):
    """What is recommended to another level."""

    addressee: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ClaimSource(Plain):
    """What one sentence of a paper stands on: answers (one a line), evidence and legal basis (one a line each)."""

    place: str
    claim: str
    answers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
