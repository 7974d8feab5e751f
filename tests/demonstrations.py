"""Demonstrations played once for every worker of a run; whoever uses one takes a copy."""

import fcntl
import os
import subprocess
import sys
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from inspect_app.kernel.resources import resource_root

DEMO_DAY, YEAR_END = date(2024, 6, 17), date(2024, 12, 27)
BUILDING = 900.0


def prepared(kept: Path, as_of: date) -> Path:
    """The data of a demonstration on a day, built once for every process that asks: to be copied, not changed."""
    place = kept / f"{as_of.isoformat()}-{_code()}"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "whole").exists():
            command = [sys.executable, "-m", "inspect_app.cli.demonstration", "--as-of", as_of.isoformat()]
            subprocess.run(command, env=environment(place / "data"), check=True, timeout=BUILDING)
            (place / "whole").touch()
    return place / "data"


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """The variables of a process that works in a folder of its own, whatever else is set here."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INSPECT_")}
    return {**kept, "INSPECT_DATA_DIR": str(data_dir), **more}


@cache
def _code() -> str:
    """A mark of everything that a demonstration is made with: another program makes another one."""
    whole, root = sha256(), resource_root()
    for folder in ("inspect_app", "checklists", "schedules", "templates"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".yaml", ".html", ".css", ".po"}:
                whole.update(path.read_bytes())
    return whole.hexdigest()[:16]
