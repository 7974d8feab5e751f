"""The outline of a unit's own report (đề cương báo cáo), and the table of dossiers that comes with it.

Its shape is custom, not a rule: character of the unit, results by area, assessment, directions, proposals, figures.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from inspect_app.documents.sheets.form import Letterhead, Signature
from inspect_app.documents.sheets.plain import Plain
from inspect_app.documents.sheets.stored import StoredSheet


@dataclass(frozen=True, kw_only=True)
class OutlinePart(Plain):
    """A numbered part of a section, with what is to be reported in it; `name` is the drafter's field, if it is one."""

    title: str
    lines: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class OutlineSection(Plain):
    """A section: lines of its own, then parts; `name` is the drafter's field that the lines are, if they are one."""

    title: str
    lines: tuple[str, ...] = ()
    parts: tuple[OutlinePart, ...] = ()
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Outline(Plain):
    """The whole outline. `fields` are the rows of the table of dossiers; empty leaves the table to be filled freely."""

    sections: tuple[OutlineSection, ...]
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReportOutlineSheet(StoredSheet):
    """The letter that asks a unit for its own report (Mẫu 1.5), with outline and table of figures as annexes (Mẫu 2.1).

    `unit` is the unit in running text; `mandate` are the papers carried out; `due` is when the report has to be there.
    """

    KIND: ClassVar[str] = "report_outline"

    letterhead: Letterhead
    subject: str
    author: str
    unit: str
    addressees: tuple[str, ...]
    mandate: tuple[str, ...]
    purpose: str
    due: date | None = None
    report_to: str
    outline: Outline
    signature: Signature
    recipients: tuple[str, ...] = ()
    archive: str = "VT"
