"""The real server on a real port: a copy of a demonstration, served by a process of its own."""

import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path

from tests.demonstrations import environment

STARTING = 120.0


@dataclass(frozen=True)
class Demonstration:
    """A server that runs: where it answers, and where its data lie."""

    url: str
    port: int
    data_dir: Path


@contextmanager
def served(built: Path, own: Path, as_of: date) -> Iterator[Demonstration]:
    """Serves a copy of what was built, so that what one process writes surprises no other."""
    shutil.copytree(built, own)
    port = free_port()
    command = [sys.executable, "-m", "inspect_app.cli", "serve", "--demo", "--as-of", as_of.isoformat()]
    with (own / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, env=environment(own, HOST="127.0.0.1", PORT=str(port)), stdout=log, stderr=log
        )
        try:
            wait_for(server, port, own / "server.log")
            yield Demonstration(f"http://127.0.0.1:{port}", port, own)
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def wait_for(server: subprocess.Popen[bytes], port: int, log: Path, trust: ssl.SSLContext | None = None) -> None:
    """Waits until a server answers; over TLS if `trust` is given. Raises RuntimeError with its log when it does not."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError, HTTPException):
            asked = HTTPSConnection("127.0.0.1", port, timeout=2, context=trust) if trust else None
            connection = asked or HTTPConnection("127.0.0.1", port, timeout=2)
            with closing(connection):
                connection.request("GET", "/healthz")
                if connection.getresponse().status == HTTPStatus.OK:
                    return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
