"""`inspect-app backup DIR` and `inspect-app restore DIR`."""

import sys
from pathlib import Path

import click

from inspect_app.cli.archive import bring_back, check_backup, is_in_use, prove, write_backup
from inspect_app.cli.database import ready_engine
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.database import make_engine, read_only, session_factory
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.state import new_epoch

FOLDER = click.Path(path_type=Path, file_okay=False)


def _refuse(refusal: DomainError) -> None:
    click.echo(refusal.message, err=True)
    sys.exit(1)


@click.command()
@click.argument("folder", type=FOLDER)
def backup(folder: Path) -> None:
    """Copies the database and the files into FOLDER, which must be new or empty.

    Example:  inspect-app backup /srv/backup/2024-06-17
    """
    settings = Settings.from_environment()
    engine = ready_engine(settings)
    try:
        with session_factory(engine)() as session:
            read_only(session)
            manifest = write_backup(engine, session, settings, folder, made_at=real_now())
    except DomainError as refusal:
        _refuse(refusal)
    else:
        rows = sum(manifest.counts.values())
        click.echo(f"Đã sao lưu {rows} dòng và {len(manifest.files)} tệp vào {folder}.")
    finally:
        engine.dispose()


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--replace", is_flag=True, help="Replace the database that is there now.")
def restore(folder: Path, replace: bool) -> None:
    """Checks the backup in FOLDER, brings it back, proves it, and begins a new server epoch.

    Example:  inspect-app restore /srv/backup/2024-06-17 --replace
    """
    settings = Settings.from_environment()
    try:
        manifest = check_backup(folder)
        if is_in_use(settings) and not replace:
            click.echo("Đã có cơ sở dữ liệu ở nơi khôi phục. Dừng máy chủ, rồi thêm --replace để thay thế.", err=True)
            sys.exit(1)
        bring_back(manifest, folder, settings)
        engine = make_engine(settings.database_url)
        with session_factory(engine).begin() as session:
            prove(session, manifest)
            epoch = new_epoch(session)
        engine.dispose()
    except DomainError as refusal:
        _refuse(refusal)
    else:
        click.echo(f"Đã khôi phục bản sao lưu ngày {manifest.made_at}; kỷ nguyên máy chủ mới {epoch}.")
