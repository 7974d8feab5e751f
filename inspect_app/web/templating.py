"""Jinja for pages: one loader over the templates folders, our texts and formats, and the built files' names."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from jinja2 import FileSystemLoader, StrictUndefined

from inspect_app.kernel import formats
from inspect_app.kernel.language import current_language, gettext, ngettext
from inspect_app.kernel.resources import library_folders
from inspect_app.webkit.context import actor, clock, settings, today, working_calendar


@cache
def _manifest(path: Path) -> dict[str, str]:
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return names


def asset(app: Flask, name: str) -> str:
    """The URL of a built file: `main.js` → `/static/dist/main-3f2a.js`."""
    manifest = _manifest(Path(app.static_folder or "") / "dist" / "manifest.json")
    return url_for("static", filename=f"dist/{manifest[name]}")


def _days_from_today(day: date) -> str:
    return formats.format_day_count(working_calendar().days_left(today(), day))


def _context() -> dict[str, Any]:
    return {
        "actor": actor(),
        "language": current_language(),
        "today": today(),
        "demo": {"shown_date": formats.format_long_date(today())} if settings().demo or clock().is_shifted else None,
        "site_name": gettext("Kiểm tra CCHC"),
    }


def set_up_templates(app: Flask) -> None:
    """Gives the app its loader, filters and globals; a name that is not there is an error, not a blank."""
    app.jinja_loader = FileSystemLoader(
        [str(path) for path in reversed(library_folders("templates", app.extensions["inspect_settings"].site_dir))]
    )
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.do")
    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext, asset=lambda name: asset(app, name))
    environment.filters.update(
        date=formats.format_date,
        long_date=formats.format_long_date,
        datetime=formats.format_datetime,
        time=formats.format_time,
        number=formats.format_number,
        percent=formats.format_percent,
        relative_days=_days_from_today,
    )
    app.context_processor(_context)
