"""`inspect-app serve`, `web` and `scheduler`: the processes of an installation."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from inspect_app.cli.companion import SchedulerProcess
from inspect_app.cli.database import ready_engine
from inspect_app.cli.demonstration import prepare
from inspect_app.cli.server import Place, Tls, address_of, check_workers, serve_pages, start_logging
from inspect_app.jobs.scheduler import Companion, office_of, run_scheduler
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.yaml_source import ProblemsFound
from inspect_app.web.app import secret_key_of
from inspect_app.web.wiring import wire

DEMONSTRATION_DAY = date(2024, 6, 17)
DEMONSTRATION_DIR = "var/demo"
PEM = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)

PLACE_OPTIONS = (
    click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, help="The address to listen at."),
    click.option(
        "--port", envvar="PORT", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port."
    ),
    click.option("--tls-cert", type=PEM, help="HTTPS: the certificate with its chain, a PEM file."),
    click.option("--tls-key", type=PEM, help="HTTPS: the certificate's key, a PEM file."),
    click.option(
        "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="More than one: PostgreSQL."
    ),
)


@dataclass(frozen=True)
class Site:
    """What a process of this installation runs with."""

    settings: Settings
    environment: dict[str, str]


def place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that say where pages are served."""
    for option in reversed(PLACE_OPTIONS):
        command = option(command)
    return command


@click.command()
@click.option(
    "--demo", is_flag=True, help="The campaign of 2024 with sample people and work, on a database of its own."
)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="With --demo: the day that it shows; 2024-06-17 if unset."
)
@place_options
def serve(demo: bool, as_of: datetime | None, **where: Any) -> None:
    """Everything on one machine: web and scheduler, until Ctrl-C or SIGTERM.

    \b
    Example:  inspect-app serve --demo
              inspect-app serve --demo --as-of 2024-12-27
              INSPECT_SECRET_KEY=… inspect-app serve --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem
    """
    if as_of is not None and not demo:
        raise click.UsageError(_("--as-of chỉ dùng cùng --demo."))
    with refusals():
        place = _place(**where)
        site = _site(place, demo=demo)
        if demo:
            click.echo(_("Đang chuẩn bị dữ liệu mẫu; lần đầu mất khoảng một phút."), err=True)
            prepare(site.settings, as_of.date() if as_of else DEMONSTRATION_DAY)
        scheduler = SchedulerProcess(site.environment)
        _serve(site, place, on_start=scheduler.start, on_end=scheduler.end)


@click.command()
@place_options
def web(**where: Any) -> None:
    """The web server alone, for an installation of several machines; exactly one of them runs the scheduler.

    \b
    Example:  INSPECT_DATABASE_URL=postgresql+psycopg://… INSPECT_SECRET_KEY=… inspect-app web --workers 4
    """
    with refusals():
        place = _place(**where)
        _serve(_site(place), place, on_start=_nothing, on_end=_nothing)


@click.command()
@click.option("--beside", type=int, hidden=True, help="End when this process, our parent, is gone.")
def scheduler(beside: int | None) -> None:
    """The scheduler alone, until Ctrl-C or SIGTERM. A second one stands by and takes over when the first is gone.

    \b
    Example:  inspect-app scheduler
    """
    start_logging()
    with refusals():
        settings = _settings(dict(os.environ))
        wire()
        engine = ready_engine(settings)
        try:
            run_scheduler(engine, settings, beside=Companion(beside) if beside is not None else None)
        finally:
            engine.dispose()


def _nothing() -> None:
    """Nothing runs beside the web server."""


@contextmanager
def refusals() -> Iterator[None]:
    """A refusal is one message on standard error, and exit 1."""
    try:
        yield
    except DomainError as refusal:
        click.echo(refusal.message, err=True)
        sys.exit(1)
    except ProblemsFound as found:
        for problem in found.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)


def _place(host: str, port: int, tls_cert: Path | None, tls_key: Path | None, workers: int) -> Place:
    if (tls_cert is None) != (tls_key is None):
        raise click.UsageError(_("--tls-cert và --tls-key đi cùng nhau."))
    tls = Tls(tls_cert, tls_key) if tls_cert is not None and tls_key is not None else None
    if tls is not None:
        tls.check()
    return Place(host, port, tls, workers)


def _settings(environment: dict[str, str]) -> Settings:
    try:
        return Settings.from_environment(environment)
    except ValueError as error:
        raise click.UsageError(_("INSPECT_TRUSTED_PROXY phải là số proxy đứng trước máy chủ, ví dụ 1.")) from error


def _site(place: Place, *, demo: bool = False) -> Site:
    """The settings of this installation, checked before anything is touched. Raises RuleBroken."""
    environment = {"INSPECT_PUBLIC_URL": place.url, **os.environ, "HOST": place.host, "PORT": str(place.port)}
    if demo:
        environment.setdefault("INSPECT_DATA_DIR", DEMONSTRATION_DIR)
        # Sample people have no mailboxes.
        environment.pop("INSPECT_SMTP_URL", None)
    settings = replace(_settings(environment), demo=demo)
    check_workers(settings, place.workers)
    office_of(settings)
    address_of(place)
    # One key for all workers, also the passing one of a demonstration.
    return Site(replace(settings, secret_key=secret_key_of(settings)), environment)


def _serve(site: Site, place: Place, *, on_start: Callable[[], None], on_end: Callable[[], None]) -> None:
    ready_engine(site.settings).dispose()

    def begin() -> None:
        on_start()
        click.echo(_("Đang phục vụ tại %(url)s. Dừng bằng Ctrl-C.", url=place.url))

    serve_pages(site.settings, place, on_start=begin, on_end=on_end)
