"""The year's ratings of heads of units: a notice (Mẫu 1.4) or a decision (Mẫu 1.2), with its table as annex."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from inspect_app.documents.sheets.form import Letterhead, Signature, Table
from inspect_app.documents.sheets.plain import Plain
from inspect_app.documents.sheets.stored import StoredSheet


@dataclass(frozen=True, kw_only=True)
class RatedHead(Plain):
    """One head by his office: the figures, the level and its ground. `is_open`: the authority has not decided it."""

    unit: str
    head: str
    index: str
    late: str
    contents: str
    level: str
    ground: str
    is_open: bool = False


@dataclass(frozen=True, kw_only=True)
class RatingLevel(Plain):
    """A level and what the rule asks of it, in the rule's words."""

    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class RatingNoticeSheet(StoredSheet):
    """Everything that the paper prints. `decider` is whose decision it is, for the authority line of a decision.

    `authorities` say who rates whom, each with its source; `open_count` is how many heads wait to be decided.
    """

    KIND: ClassVar[str] = "rating_notice"

    type: Literal["TB", "QĐ"] = "TB"
    letterhead: Letterhead
    subject: str
    author: str
    decider: str
    executors: str
    year: int
    bases: tuple[str, ...] = ()
    summary: Table
    decided: int
    open_count: int = 0
    authorities: tuple[str, ...] = ()
    levels: tuple[RatingLevel, ...] = ()
    measures: tuple[str, ...] = ()
    heads: tuple[RatedHead, ...] = ()
    signature: Signature
    recipients: tuple[str, ...] = ()
    archive: str = "VT, SNV"
