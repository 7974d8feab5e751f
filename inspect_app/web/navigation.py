"""The main navigation: what each role works with, in the order of an inspection."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from inspect_app.accounts.permissions import may_read_devices
from inspect_app.kernel.actors import TEAM_ROLES, UNIT_SIDE_ROLES, Actor, Role
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import ngettext
from inspect_app.ratings.permissions import may_list_ratings
from inspect_app.web.papers.templates import may_read_templates
from inspect_app.webkit.context import actor


@dataclass(frozen=True)
class Entry:
    """One entry: its words, where it leads, whether it is where we are."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class _Place:
    label: Callable[[], str]
    endpoint: str
    shown_to: Callable[[Actor], bool]
    # Where pages of the same place lie elsewhere.
    also: tuple[str, ...] = ()


def _inspects(someone: Actor) -> bool:
    return any(someone.has(role) for role in TEAM_ROLES)


def _oversees(someone: Actor) -> bool:
    return any(someone.has(role) for role in (Role.COORDINATOR, Role.SIGNATORY, Role.RATING_AUTHORITY, Role.AUDITOR))


def _on_the_units_side(someone: Actor) -> bool:
    return any(someone.has(role) for role in UNIT_SIDE_ROLES)


def _inspects_or_oversees(someone: Actor) -> bool:
    return _inspects(someone) or _oversees(someone)


def _takes_part(someone: Actor) -> bool:
    return _inspects_or_oversees(someone) or _on_the_units_side(someone)


def _reads_templates_alone(someone: Actor) -> bool:
    """Who works with papers finds the templates on their page."""
    return may_read_templates(someone, None) and not _inspects_or_oversees(someone)


def _everybody(someone: Actor) -> bool:
    return someone.is_signed_in


PLACES = (
    _Place(lambda: _("Trang đầu"), "web.home", _everybody),
    _Place(lambda: _("Đợt kiểm tra"), "campaigns.current", _inspects_or_oversees, ("/phuong-an/",)),
    _Place(lambda: _("Cuộc kiểm tra"), "campaigns.visits", _takes_part, ("/lich-cua-toi",)),
    _Place(lambda: _("Máy tính bảng"), "tablet.shell", _inspects),
    _Place(lambda: ngettext("Phiếu kiểm tra", "Phiếu kiểm tra", 2), "checklists.index", _inspects_or_oversees),
    _Place(lambda: _("Kết luận"), "conclusions.index", _takes_part),
    _Place(lambda: _("Văn bản"), "papers.index", _inspects_or_oversees, ("/mau-van-ban",)),
    _Place(lambda: _("Khắc phục"), "followup.index", _takes_part),
    _Place(lambda: _("Xếp loại"), "ratings.table", lambda someone: may_list_ratings(someone, None)),
    _Place(lambda: _("Xếp loại của tôi"), "ratings.mine", lambda someone: someone.has(Role.HEAD_OF_UNIT)),
    _Place(lambda: _("Việc theo lịch"), "jobs.index", lambda someone: someone.has(Role.COORDINATOR)),
    _Place(lambda: _("Mẫu văn bản"), "office_templates.index", _reads_templates_alone),
    _Place(lambda: ngettext("Đơn vị", "Đơn vị", 2), "units.index", _everybody),
    _Place(lambda: _("Máy đã đăng ký"), "devices.index", lambda someone: may_read_devices(someone, None)),
    _Place(lambda: _("Nhân sự"), "accounts.people", lambda someone: someone.has(Role.ADMINISTRATOR)),
    _Place(lambda: _("Nhật ký"), "journal.index", lambda someone: someone.has(Role.AUDITOR)),
)


def _entry(place: _Place) -> Entry:
    url = url_for(place.endpoint)
    roots = (*((url,) if url != "/" else ()), *place.also)
    here = request.endpoint == place.endpoint or request.path.startswith(roots)
    return Entry(place.label(), url, here)


def _navigation() -> dict[str, list[Entry]]:
    someone = actor()
    known = current_app.view_functions
    return {"navigation": [_entry(p) for p in PLACES if p.endpoint in known and p.shown_to(someone)]}


def add_navigation(app: Flask) -> None:
    """Hands `navigation` to every page."""
    app.context_processor(_navigation)
