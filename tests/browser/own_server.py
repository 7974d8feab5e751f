"""A small server of a test's own: the real one on a real port, with a database that the test may write, stop, kill and restore."""

import contextlib
import os
import secrets
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy.orm import Session

from inspect_app.kernel.clock import shift_to
from inspect_app.kernel.database import make_engine, session_factory
from inspect_app.kernel.files import DirectoryStore
from inspect_app.kernel.state import CLOCK_SHIFT, set_fact
from inspect_app.kernel.state import new_epoch as begin_epoch
from inspect_app.web.schema import upgrade
from inspect_app.web.wiring import wire
from tests.browser.demonstration import free_port, wait_for
from tests.factories.moments import NOW


@dataclass(frozen=True)
class Certificate:
    """The server's certificate and key, both in PEM files, and the name that the certificate is for."""

    name: str
    cert: Path
    key: Path

    def trust(self) -> ssl.SSLContext:
        """Trusts this certificate, at whatever address it is shown."""
        context = ssl.create_default_context(cafile=self.cert)
        context.check_hostname = False
        return context


class OwnServer:
    """`inspect-app web`, or `serve` with its scheduler, on a folder of its own; the domain clock begins at the factories' NOW."""

    def __init__(self, folder: Path, *, tls: Certificate | None = None, scheduler: bool = False) -> None:
        wire()
        self.folder = folder
        self.port = free_port()
        self.secret = secrets.token_urlsafe(48)
        self.certificate = tls
        self._command = "serve" if scheduler else "web"
        self._process: subprocess.Popen[bytes] | None = None
        self._engine = make_engine(self.database_url)
        upgrade(self._engine)
        with self.session() as session:
            set_fact(session, CLOCK_SHIFT, str(shift_to(NOW).total_seconds()))
            begin_epoch(session)

    @property
    def database_url(self) -> str:
        """The database, as the server and the test reach it."""
        return f"sqlite:///{self.folder / 'inspect.db'}"

    @property
    def site_folder(self) -> Path:
        """Where templates of the site's own go before the shipped ones, once the server starts again."""
        return self.folder / "site"

    def stored(self, sha256: str | None) -> bytes:
        """A file that the server keeps under its hash."""
        return DirectoryStore(self.folder / "files").read(sha256 or "")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self.stop()
        self._engine.dispose()

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        """A session on the server's own database, committed at the end."""
        with session_factory(self._engine).begin() as session:
            yield session

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        command = [sys.executable, "-m", "inspect_app.cli", self._command]
        if self.certificate:
            command += ["--tls-cert", str(self.certificate.cert), "--tls-key", str(self.certificate.key)]
        log = self.folder / "server.log"
        with log.open("ab") as written:
            self._process = subprocess.Popen(command, env=self._environment(), stdout=written, stderr=written)
        wait_for(self._process, self.port, log, self.certificate.trust() if self.certificate else None)

    def stop(self) -> None:
        """Ends the server in good order."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """The server and its workers are killed."""
        if self._process is None:
            return
        workers = subprocess.run(["pgrep", "-P", str(self._process.pid)], capture_output=True, text=True, check=False)
        for process in (self._process.pid, *(int(each) for each in workers.stdout.split())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def rotate_secret(self) -> None:
        """Another secret key from the next start on: no form key of before is known any more."""
        self.stop()
        self.secret = secrets.token_urlsafe(48)
        self.start()

    def backup(self) -> Path:
        """A copy of the database and the files, as they stand now; the server is at rest meanwhile."""
        self.stop()
        kept = self.folder.with_name(f"{self.folder.name}-kept")
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.folder, kept)
        self.start()
        return kept

    def restore(self, kept: Path, *, new_epoch: bool = True) -> None:
        """Puts a copy in the place of what is there, and begins a new epoch as `inspect-app restore` does, or not."""
        self.stop()
        self._engine.dispose()
        shutil.rmtree(self.folder)
        shutil.copytree(kept, self.folder)
        if new_epoch:
            with self.session() as session:
                begin_epoch(session)
        self.start()

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("INSPECT_")}
        own = {"INSPECT_DATA_DIR": str(self.folder), "INSPECT_SECRET_KEY": self.secret}
        if self.site_folder.is_dir():
            own["INSPECT_SITE_DIR"] = str(self.site_folder)
        return {**kept, **own, "HOST": "127.0.0.1", "PORT": str(self.port)}
