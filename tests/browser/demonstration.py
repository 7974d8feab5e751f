"""The real server on a real port: a demonstration played up to a day, served by a process of its own."""

import fcntl
import os
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

BUILDING, STARTING = 400.0, 60.0


@dataclass(frozen=True)
class Demonstration:
    """A server that runs: where it answers, and where its data lie."""

    url: str
    port: int
    data_dir: Path


def prepared(kept: Path, as_of: date) -> Path:
    """The data of a demonstration on a day, built once for every process that asks."""
    folder = kept / as_of.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    with (kept / f"{as_of.isoformat()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = [sys.executable, "-m", "inspect_app.cli.demonstration", "--as-of", as_of.isoformat()]
        subprocess.run(command, env=_environment(folder), check=True, timeout=BUILDING)
    return folder


@contextmanager
def served(built: Path, own: Path, as_of: date) -> Iterator[Demonstration]:
    """Serves a copy of what was built, so that what one process writes surprises no other."""
    shutil.copytree(built, own)
    port = free_port()
    command = [sys.executable, "-m", "inspect_app.cli", "serve", "--demo", "--as-of", as_of.isoformat()]
    with (own / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=_environment(own, port), stdout=log, stderr=log)
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


def _environment(data_dir: Path, port: int | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INSPECT_")}
    own = {"INSPECT_DATA_DIR": str(data_dir)}
    if port is not None:
        own |= {"HOST": "127.0.0.1", "PORT": str(port)}
    return {**kept, **own}


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
