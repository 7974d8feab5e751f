"""What a table would change: each row held against the visit that it means. Nothing is written here.

An empty cell keeps what stands, and a visit that the table does not name is left as it is: a table never deletes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from inspect_app.accounts.words import role_name
from inspect_app.campaigns.models import Stream, Visit
from inspect_app.campaigns.tables.columns import Column
from inspect_app.campaigns.tables.ground import Ground
from inspect_app.campaigns.tables.reading import Codes, PlanRow, PlanTable
from inspect_app.campaigns.tables.shown import members_of_codes, shown_visit, tidy
from inspect_app.kernel.actors import Role
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.names import NoMatch
from inspect_app.kernel.text import fold
from inspect_app.units.models import Unit

LONGEST_NOTE = 200
Members = tuple[tuple[UUID, Role], ...]


@dataclass
class Difference:
    """What a row changes: a new visit (`visit` is None) or fields of one that there is; None is no change."""

    row: PlanRow
    visit: Visit | None
    unit: Unit
    stream: Stream
    days: tuple[date, date] | None = None
    members: Members | None = None
    note: str | None = None
    shown: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the row says what stands already."""
        return self.visit is not None and self.days is None and self.members is None and self.note is None

    @property
    def needs_reason(self) -> bool:
        """Whether it changes what was set: dates that there were, or a team."""
        if self.visit is None:
            return False
        return (self.days is not None and self.visit.starts_on is not None) or (
            self.members is not None and bool(self.visit.team)
        )


@dataclass
class Comparison:
    """All differences; `untouched` are the campaign's visits that the table does not name."""

    differences: list[Difference]
    unchanged: int
    untouched: list[Visit]

    @property
    def needs_reason(self) -> bool:
        """Whether any of them asks a reason."""
        return any(one.needs_reason for one in self.differences)

    def fingerprint(self) -> str:
        """The same for the same changes to the same state: what was looked at is what is done."""
        lines = [
            repr(
                (
                    str(one.visit.id) if one.visit else one.unit.code,
                    one.stream.code,
                    one.days,
                    one.members,
                    one.note,
                    one.shown,
                )
            )
            for one in self.differences
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def compare(table: PlanTable, ground: Ground, visits: Sequence[Visit]) -> Comparison:
    """Holds the rows against `visits`: those of the campaign that the reader may know of, without secret and cancelled ones."""
    seen: dict[UUID, PlanRow] = {}
    found: list[Difference] = []
    unchanged = 0
    for row in table.rows:
        difference = _difference(row, table, ground, visits)
        if difference is None:
            continue
        if difference.visit is not None and difference.visit.id in seen:
            first = seen[difference.visit.id].row + 1
            row.say(
                _("dòng này lặp lại cuộc %(code)s ở dòng %(row)d", code=difference.visit.code, row=first), Column.UNIT
            )
            continue
        if difference.visit is not None:
            seen[difference.visit.id] = row
        if difference.is_empty:
            unchanged += 1
        else:
            found.append(difference)
    return Comparison(found, unchanged, [visit for visit in visits if visit.id not in seen])


def _difference(row: PlanRow, table: PlanTable, ground: Ground, visits: Sequence[Visit]) -> Difference | None:
    codes = _codes_of(row, table, visits)
    visit = next((one for one in visits if codes is not None and one.code == codes.code), None)
    if visit is None:
        named = row.texts.get(Column.CODE, "")
        visit = next((one for one in visits if named and fold(one.code) == fold(named)), None)
    unit = visit.unit if visit and _says(row, Column.UNIT, visit.unit) else _unit(row, ground)
    stream = visit.stream if visit and _says_stream(row, visit) else _stream(row, ground, visits, unit)
    if unit is None or stream is None:
        return None
    if visit is None:
        visit = _matched(row, visits, unit, stream)
        if visit is None and row.problems:
            return None
    elif (visit.unit.id, visit.stream.id) != (unit.id, stream.id):
        message = _(
            "cuộc %(code)s không đổi đơn vị hoặc nội dung được; hãy hủy cuộc đó rồi ghi dòng mới", code=visit.code
        )
        row.say(message, Column.UNIT)
        return None
    if visit is None and stream.unannounced:
        row.say(
            _("“%(stream)s” là đột xuất: không ghi tên đơn vị trong bảng, phần mềm rút thăm", stream=stream.title),
            Column.STREAM,
        )
        return None
    difference = Difference(row, visit, unit, stream)
    _days(difference)
    _members(difference, ground, codes)
    _note(difference)
    return difference


def _codes_of(row: PlanRow, table: PlanTable, visits: Sequence[Visit]) -> Codes | None:
    """The line of codes with the row's number, if it is about the row's unit and stream; else the only one that is."""
    by_code = {visit.code: visit for visit in visits}
    fitting = [
        one
        for one in table.codes
        if one.code in by_code
        and _says(row, Column.UNIT, by_code[one.code].unit)
        and _says_stream(row, by_code[one.code])
    ]
    numbered = [one for one in fitting if one.number == row.texts.get(Column.NUMBER, "")]
    return numbered[0] if numbered else fitting[0] if len(fitting) == 1 else None


def _says(row: PlanRow, column: Column, unit: Unit) -> bool:
    return fold(row.texts.get(column, "")) in {fold(tidy(unit.name)), fold(unit.short_name), fold(unit.code)}


def _says_stream(row: PlanRow, visit: Visit) -> bool:
    text = row.texts.get(Column.STREAM, "")
    return not text or fold(text) in {fold(tidy(visit.stream.title)), fold(visit.stream.code)}


def _unit(row: PlanRow, ground: Ground) -> Unit | None:
    text = row.texts.get(Column.UNIT, "")
    if not text:
        row.say(_("thiếu tên hoặc mã đơn vị"), Column.UNIT)
        return None
    try:
        return ground.unit(text)
    except NoMatch as problem:
        row.say(str(problem), Column.UNIT)
        return None


def _stream(row: PlanRow, ground: Ground, visits: Sequence[Visit], unit: Unit | None) -> Stream | None:
    text = row.texts.get(Column.STREAM, "")
    if not text:
        at_unit = [visit for visit in visits if unit is not None and visit.unit_id == unit.id]
        if len(at_unit) == 1:
            return at_unit[0].stream
        row.say(_("thiếu nội dung (luồng) của cuộc kiểm tra"), Column.STREAM, Column.UNIT)
        return None
    try:
        return ground.stream(text)
    except NoMatch as problem:
        row.say(str(problem), Column.STREAM)
        return None


def _matched(row: PlanRow, visits: Sequence[Visit], unit: Unit, stream: Stream) -> Visit | None:
    same = [visit for visit in visits if (visit.unit_id, visit.stream_id) == (unit.id, stream.id)]
    if len(same) > 1 and row.span is not None:
        same = [one for one in same if (one.starts_on, one.ends_on) == (row.span.starts_on, row.span.ends_on)] or same
    if len(same) > 1:
        codes = ", ".join(visit.code for visit in same)
        row.say(_("đơn vị có nhiều cuộc cùng nội dung (%(codes)s); hãy thêm cột “Mã”", codes=codes), Column.UNIT)
        return None
    return same[0] if same else None


def _days(difference: Difference) -> None:
    row, visit = difference.row, difference.visit
    span = row.span
    if span is None or span.starts_on is None or span.ends_on is None:
        if span is not None and visit is not None and visit.starts_on is not None:
            row.say(
                _("cuộc này đã có ngày; muốn bỏ ngày thì sửa ở trang của cuộc kiểm tra"), Column.SPAN, Column.STARTS
            )
        return
    before = (visit.starts_on, visit.ends_on) if visit else (None, None)
    if before != (span.starts_on, span.ends_on):
        difference.days = (span.starts_on, span.ends_on)
        difference.shown.append((_("ngày kiểm tra"), _dates(*before), _dates(*difference.days)))


def _dates(starts_on: date | None, ends_on: date | None) -> str:
    if starts_on is None:
        return _("để trống")
    return format_date(starts_on) if starts_on == ends_on else f"{format_date(starts_on)} – {format_date(ends_on)}"


def _members(difference: Difference, ground: Ground, codes: Codes | None) -> None:
    row, visit = difference.row, difference.visit
    text = row.texts.get(Column.TEAM, "")
    if not text or (visit is not None and text == shown_visit(visit).team):
        return
    kept = _kept_members(codes)
    try:
        named = ground.members(text, [person_id for person_id, _role in kept])
    except NoMatch as problem:
        row.say(str(problem), Column.TEAM)
        return
    stands = {member.person_id: Role(member.role) for member in visit.team} if visit else {}
    nobody_leads = all(role is not Role.LEAD for _person, role in named) and Role.LEAD not in stands.values()
    parts = []
    for place, (person, role) in enumerate(named):
        default = Role.LEAD if nobody_leads and place == 0 else Role.INSPECTOR
        parts.append((person.id, role or stands.get(person.id) or default))
    before = [(member.person_id, Role(member.role)) for member in visit.team] if visit else []
    if parts != before:
        difference.members = tuple(parts)
        names = {person.id: person.name for person, _role in named}
        after = "; ".join(f"{names[one]} ({role_name(role)})" for one, role in parts)
        was = "; ".join(f"{member.person.name} ({role_name(member.role)})" for member in visit.team) if visit else ""
        difference.shown.append((_("thành viên đoàn"), was or _("để trống"), after))


def _kept_members(codes: Codes | None) -> list[tuple[UUID, Role]]:
    try:
        return members_of_codes(codes.members) if codes is not None else []
    except ValueError:
        return []


def _note(difference: Difference) -> None:
    row, visit = difference.row, difference.visit
    text = row.texts.get(Column.NOTE, "")
    if not text or (visit is not None and text == tidy(visit.schedule_note)):
        return
    if len(text) > LONGEST_NOTE:
        row.say(_("ghi chú dài quá %(n)d ký tự", n=LONGEST_NOTE), Column.NOTE)
        return
    difference.note = text
    before = tidy(visit.schedule_note) if visit else ""
    difference.shown.append((_("ghi chú lịch"), before or _("để trống"), text))
