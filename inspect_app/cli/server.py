"""The web server: granian with our application, one worker on SQLite, several on PostgreSQL (docs/adr/0003)."""

import gc
import logging
import os
import signal
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from sqlalchemy.engine import make_url

from inspect_app.cli.lines import watch_lines
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.settings import Settings
from inspect_app.web.app import create_wsgi

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# As many as there are connections to the database; photos that come slowly hold some of them (fieldwork/views/sync_photos).
BLOCKING_THREADS = 16
KILL_AFTER_SECONDS = 30
WATCH_SECONDS = 2
# About as many as a large page or a batch of a tablet makes.
YOUNG_OBJECTS = 20_000
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

Hook = Callable[[], None]


@dataclass(frozen=True)
class Tls:
    """A certificate with its key, both in PEM files."""

    cert: Path
    key: Path

    def check(self) -> None:
        """Raises RuleBroken when the two cannot be used together."""
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.cert, self.key)
        except (ssl.SSLError, OSError) as error:
            message = _("Không dùng được chứng thư và khóa: %(error)s. Hãy kiểm tra hai tệp PEM.", error=error)
            raise RuleBroken("tls", message) from error


@dataclass(frozen=True)
class Place:
    """Where pages are served, and by how many workers."""

    host: str
    port: int
    tls: Tls | None = None
    workers: int = 1

    @property
    def url(self) -> str:
        """What to open in a browser on this machine."""
        scheme = "http" if self.tls is None else "https"
        return f"{scheme}://{_shown(self.host)}:{self.port}"


def _shown(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.version == 6:
        return "[::1]" if address.is_unspecified else f"[{host}]"
    return "127.0.0.1" if address.is_unspecified else host


def start_logging() -> None:
    """One line for each event on standard error, where systemd or the terminal keeps it."""
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    for chatty in ("alembic", "apscheduler", "flask_wtf", "fontTools", "weasyprint"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def check_workers(settings: Settings, workers: int) -> None:
    """Raises RuleBroken for several workers on SQLite, which has one writer at a time anyway."""
    if workers > 1 and make_url(settings.database_url).get_backend_name() == "sqlite":
        raise RuleBroken("workers", _("SQLite chỉ dùng một tiến trình web. Hãy bỏ --workers hoặc dùng PostgreSQL."))


def address_of(place: Place) -> str:
    """The address to listen at. Raises RuleBroken when the name has none, or when its port cannot be had."""
    try:
        family, kind, _protocol, _name, target = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
    except OSError as error:
        where = {"host": place.host, "port": place.port, "error": error.strerror or error}
        message = _("Không mở được %(host)s, cổng %(port)s: %(error)s. Hãy chọn --host và --port khác.", **where)
        raise RuleBroken("port", message) from error
    return str(target[0])


def load_application(settings: Settings, server_pid: int, port: int) -> "WSGIApplication":
    """The application, as each worker makes it for itself."""
    start_logging()
    threading.Thread(target=watch_lines, args=(port,), name="line-watch", daemon=True).start()
    threading.Thread(target=_end_with, args=(server_pid,), name="server-watch", daemon=True).start()
    application = create_wsgi(settings)
    _spare_the_collector()
    return application


def _spare_the_collector() -> None:
    # Modules, mappers and templates live as long as the worker: looking through them again and again took a tenth of its time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])


def _end_with(server_pid: int) -> None:
    # A worker whose server was killed would go on holding the port.
    while os.getppid() == server_pid:
        time.sleep(WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def serve_pages(settings: Settings, place: Place, *, on_start: Hook, on_end: Hook) -> None:
    """Serves until SIGTERM or SIGINT; a worker that dies is replaced. Raises RuleBroken when the port cannot be had."""
    server = Server(
        "inspect-app",
        address=address_of(place),
        port=place.port,
        interface=Interfaces.WSGI,
        workers=place.workers,
        blocking_threads=BLOCKING_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER_SECONDS,
        log_level=LogLevels.error,
        ssl_cert=place.tls.cert if place.tls else None,
        ssl_key=place.tls.key if place.tls else None,
    )
    server.on_startup(on_start)
    server.on_shutdown(on_end)
    server.serve(target_loader=partial(load_application, settings, os.getpid(), place.port), wrap_loader=False)
