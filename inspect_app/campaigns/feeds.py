"""A calendar as other programs read it (iCalendar, RFC 5545 and 7986): visits as whole days, in Vietnam's zone.

The same visits give the same bytes, so that a program that asks again is told that nothing changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from inspect_app.accounts.words import role_name
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.rules import VisitState
from inspect_app.campaigns.words import state_name, stream_kind_name
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import ZONE, at_local
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

PRODUCT = "-//inspect-app//Inspection calendar//VI"
REFRESH = timedelta(hours=6)
OFFSET = timedelta(hours=7)
# Vietnam keeps +07 all year, in both parts of the country since 13 June 1975.
ZONE_SINCE = datetime.combine(date(1975, 6, 13), time())


@dataclass(frozen=True)
class FeedPage:
    """What a calendar is called, whose it is (None for a unit's), and where a visit's page is."""

    name: str
    person_id: UUID | None
    url_of: Callable[[Visit], str]


def calendar_bytes(page: FeedPage, visits: Sequence[Visit]) -> bytes:
    """The whole calendar; each visit must have its dates."""
    # Half a second to import, so only whoever makes a calendar waits for it.
    from icalendar import Calendar

    calendar = Calendar()
    _head(calendar, page)
    calendar.add_component(_zone())
    for visit in visits:
        if visit.starts_on is not None and visit.ends_on is not None:
            calendar.add_component(_event(page, visit, visit.starts_on, visit.ends_on))
    return bytes(calendar.to_ical())


def _head(calendar: "Calendar", page: FeedPage) -> None:
    # Without METHOD: with it this were a message of iTIP, each of whose events needs an organizer (RFC 5546, 3.2.1).
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", page.name)
    calendar.add("x-wr-calname", page.name)
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")


def _zone() -> "Timezone":
    from icalendar import Timezone, TimezoneStandard

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE.key)
    standard.add("dtstart", ZONE_SINCE)
    standard.add("tzoffsetfrom", OFFSET)
    standard.add("tzoffsetto", OFFSET)
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _event(page: FeedPage, visit: Visit, starts_on: date, ends_on: date) -> "Event":
    from icalendar import Event

    event = Event()
    changed = _changed_at(visit)
    goes = any(member.person_id == page.person_id for member in visit.team)
    cancelled = visit.state is VisitState.CANCELLED
    event.add("uid", f"{visit.id}@inspect-app")
    event.add("sequence", visit.schedule_revision)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", starts_on)
    event.add("dtend", ends_on + timedelta(days=1))
    event.add("status", _status(visit))
    event.add("transp", "OPAQUE" if goes and not cancelled else "TRANSPARENT")
    if visit.secret:
        _keep_secret(event, visit)
    else:
        _tell(event, page, visit)
    return event


def _changed_at(visit: Visit) -> datetime:
    whole = visit.schedule_changed_at or at_local(visit.campaign.window_start, time())
    return whole.astimezone(UTC).replace(microsecond=0)


def _status(visit: Visit) -> str:
    if visit.state is VisitState.CANCELLED:
        return "CANCELLED"
    certain = visit.unannounced or visit.notice_sent_at is not None or visit.begun_at is not None
    return "CONFIRMED" if certain else "TENTATIVE"


def _keep_secret(event: "Event", visit: Visit) -> None:
    """Calendars lie on other people's servers: of a secret visit they learn the day and nothing else."""
    cancelled = visit.state is VisitState.CANCELLED
    event.add("class", "CONFIDENTIAL")
    event.add("summary", _("ĐÃ HỦY: Công tác của đoàn") if cancelled else _("Công tác của đoàn"))
    event.add("description", _("Nội dung chỉ xem được trong phần mềm sau khi đăng nhập."))


def _tell(event: "Event", page: FeedPage, visit: Visit) -> None:
    summary = _("Kiểm tra %(unit)s (%(code)s)", unit=visit.unit.short_name, code=visit.code)
    if visit.state is VisitState.CANCELLED:
        summary = _("ĐÃ HỦY: %(summary)s", summary=summary)
    event.add("class", "PRIVATE")
    event.add("summary", _line(summary))
    event.add("location", _line(", ".join(part for part in (visit.unit.name, visit.unit.address) if part)))
    event.add("description", "\n".join(_details(page, visit)))
    event.add("categories", [stream_kind_name(visit.stream.kind)])
    event.add("url", page.url_of(visit))


def _details(page: FeedPage, visit: Visit) -> list[str]:
    lines = [visit.stream.title, _("Trạng thái: %(state)s", state=state_name(visit.state))]
    if visit.schedule_note:
        lines.append(_("Ghi chú: %(note)s", note=visit.schedule_note))
    if visit.cancel_reason:
        lines.append(_("Lý do hủy: %(reason)s", reason=visit.cancel_reason))
    lines += [f"{role_name(Role(member.role))}: {member.person.name}" for member in visit.team]
    return [_line(one) for one in [*lines, page.url_of(visit)]]


def _line(text: str) -> str:
    return " ".join(clean(text).split())
