"""The journal as it is read: entries of one hand on one thing, one after the other, stand in one line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.formats import format_datetime
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.spreadsheets import Cell, Listing
from inspect_app.web.journal.words import field_said, value_said

# Whoever words a paper saves it at every pause: what lies no further apart than this is read as one.
PAUSE = timedelta(minutes=10)


@dataclass(frozen=True)
class Changed:
    """A field with its values before and after, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """Entries of one actor, one verb and one thing, the newest first."""

    entries: tuple[JournalEntry, ...]

    @property
    def newest(self) -> JournalEntry:
        """By which the line is called."""
        return self.entries[0]

    @property
    def oldest(self) -> JournalEntry:
        """With which it began."""
        return self.entries[-1]

    @property
    def numbers(self) -> str:
        """`4610`, or `4601–4610`."""
        first, last = self.oldest.sequence, self.newest.sequence
        return str(last) if first == last else f"{first}–{last}"


def lines_of(entries: Sequence[JournalEntry]) -> list[Line]:
    """The lines of a page, the newest first."""
    found: list[list[JournalEntry]] = []
    for entry in entries:
        if found and _goes_on(found[-1][-1], entry):
            found[-1].append(entry)
        else:
            found.append([entry])
    return [Line(tuple(one)) for one in found]


def _goes_on(newer: JournalEntry, older: JournalEntry) -> bool:
    same = (newer.person_id, newer.actor, newer.verb, newer.summary, newer.reason)
    return (
        older.subject_id is not None
        and newer.subject_id == older.subject_id
        and same == (older.person_id, older.actor, older.verb, older.summary, older.reason)
        and newer.at - older.at <= PAUSE
    )


def changes_of(entry: JournalEntry) -> list[Changed]:
    """What the entry changed, in words."""
    return [
        Changed(field_said(name), value_said(name, before), value_said(name, after))
        for name, (before, after) in entry.changes.items()
    ]


def journal_listing(pages: Iterator[Sequence[JournalEntry]]) -> Listing:
    """Every entry as a row of a file, with its whole hash."""
    heads = (_("Số"), _("Lúc"), _("Người làm"), _("Việc"), _("Thay đổi"), _("Lý do"), _("Mã băm"))
    return Listing(_("Nhật ký"), heads, [_row(entry) for entry in chain.from_iterable(pages)])


def _row(entry: JournalEntry) -> tuple[Cell, ...]:
    changes = "\n".join(f"{one.name}: {one.before} → {one.after}" for one in changes_of(entry))
    moment = format_datetime(entry.at)
    return (entry.sequence, moment, entry.actor, entry.summary, changes, entry.reason, entry.hash)
