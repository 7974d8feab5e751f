"""What a backup holds and how it is proven: the database, the files, and a manifest with hashes and counts."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from inspect_app.journal.queries import head, verify
from inspect_app.kernel.database import make_engine
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.state import EPOCH, fact
from inspect_app.kernel.tables import Base
from inspect_app.web.schema import current_revision

MANIFEST = "manifest.json"
FILES = "files"
SQLITE_COPY = "inspect.db"
POSTGRES_COPY = "inspect.pgdump"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What was backed up, so that a restore can prove that it got the same."""

    made_at: str
    backend: str
    revision: str | None
    epoch: str | None
    database_file: str
    database_sha256: str
    counts: dict[str, int]
    journal_sequence: int
    journal_hash: str
    files: dict[str, int]


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while piece := source.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def table_counts(session: Session) -> dict[str, int]:
    """How many rows each table holds."""
    tables = Base.metadata.sorted_tables
    return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def stored_files(data_dir: Path) -> Iterator[Path]:
    """Every stored file, by the name of its hash."""
    folder = data_dir / FILES
    if folder.is_dir():
        yield from sorted(path for path in folder.glob("*/*") if path.is_file() and len(path.name) == 64)


def _postgres(program: str, url: URL, *arguments: str) -> None:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    found = shutil.which(program)
    if found is None:
        raise RuleBroken(
            None, _("Thiếu chương trình %(name)s. Hãy cài gói postgresql-client rồi chạy lại.", name=program)
        )
    subprocess.run([found, *arguments, f"--dbname={plain}"], check=True, capture_output=True)


def copy_database(engine: Engine, folder: Path) -> Path:
    """A consistent copy of the live database: VACUUM INTO on SQLite, pg_dump on PostgreSQL."""
    if engine.dialect.name == "sqlite":
        target = folder / SQLITE_COPY
        source = sqlite3.connect(str(engine.url.database))
        try:
            source.execute("VACUUM INTO ?", (str(target),))
        finally:
            source.close()
        return target
    target = folder / POSTGRES_COPY
    _postgres("pg_dump", engine.url, "--format=custom", f"--file={target}")
    return target


def write_backup(engine: Engine, session: Session, settings: Settings, folder: Path, *, made_at: datetime) -> Manifest:
    """Writes the whole backup into an empty folder; the manifest comes last, so that half a backup has none."""
    if folder.exists() and any(folder.iterdir()):
        raise RuleBroken(None, _("Thư mục %(folder)s không trống. Hãy chọn thư mục mới.", folder=folder))
    folder.mkdir(parents=True, exist_ok=True)
    sequence, digest = head(session)
    counts = table_counts(session)
    copy = copy_database(engine, folder)
    kept: dict[str, int] = {}
    for path in stored_files(settings.data_dir):
        target = folder / FILES / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        kept[path.name] = path.stat().st_size
    manifest = Manifest(
        made_at=made_at.isoformat(),
        backend=engine.dialect.name,
        revision=current_revision(engine),
        epoch=fact(session, EPOCH),
        database_file=copy.name,
        database_sha256=digest_of(copy),
        counts=counts,
        journal_sequence=sequence,
        journal_hash=digest,
        files=kept,
    )
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup; raises RuleBroken when there is none that can be read."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise RuleBroken(
            None, _("%(folder)s không phải bản sao lưu trọn vẹn: %(error)s.", folder=folder, error=error)
        ) from error


def check_backup(folder: Path) -> Manifest:
    """Compares the copy and every file with the manifest; raises RuleBroken that names the first damaged one."""
    manifest = read_manifest(folder)
    copy = folder / manifest.database_file
    if not copy.is_file() or digest_of(copy) != manifest.database_sha256:
        raise RuleBroken(None, _("Bản sao cơ sở dữ liệu bị thiếu hoặc bị hỏng. Hãy dùng bản sao lưu khác."))
    for name, size in manifest.files.items():
        path = folder / FILES / name[:2] / name
        if not path.is_file() or path.stat().st_size != size or digest_of(path) != name:
            raise RuleBroken(None, _("Tệp %(name)s trong bản sao lưu bị thiếu hoặc bị hỏng.", name=name))
    return manifest


def bring_back(manifest: Manifest, folder: Path, settings: Settings) -> None:
    """Puts the database copy and the files in place; the caller has checked the backup."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != manifest.backend:
        raise RuleBroken(None, _("Bản sao lưu là của %(backend)s, khác với nơi khôi phục.", backend=manifest.backend))
    copy = folder / manifest.database_file
    if manifest.backend == "sqlite":
        target = Path(url.database or "")
        target.parent.mkdir(parents=True, exist_ok=True)
        arriving = target.with_suffix(".arriving")
        shutil.copyfile(copy, arriving)
        for leftover in (target.with_name(target.name + "-journal"), target.with_name(target.name + "-wal")):
            leftover.unlink(missing_ok=True)
        arriving.replace(target)
    else:
        _postgres("pg_restore", url, "--clean", "--if-exists", "--no-owner", "--exit-on-error", str(copy))
    for name in manifest.files:
        place = settings.data_dir / FILES / name[:2] / name
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / FILES / name[:2] / name, place)


def prove(session: Session, manifest: Manifest) -> None:
    """After a restore: the same rows in each table and an unbroken journal; raises RuleBroken otherwise."""
    counts = table_counts(session)
    wrong = [name for name, count in manifest.counts.items() if counts.get(name) != count]
    if wrong:
        raise RuleBroken(None, _("Số dòng không khớp ở các bảng: %(tables)s.", tables=", ".join(wrong)))
    if verify(session) is not None or head(session) != (manifest.journal_sequence, manifest.journal_hash):
        raise RuleBroken(None, _("Nhật ký trong bản sao lưu không nguyên vẹn. Hãy dùng bản sao lưu khác."))


def is_in_use(settings: Settings) -> bool:
    """Whether there is already a database with rows where the restore would write."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        return path.exists() and path.stat().st_size > 0
    engine = make_engine(settings.database_url)
    try:
        return current_revision(engine) is not None
    finally:
        engine.dispose()
