"""`inspect-app doctor`: looks for what is wrong with this installation, and says what to do."""

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict

import click
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from inspect_app.checklists.library import load_library
from inspect_app.checklists.phrases import load_phrases
from inspect_app.cli.reconciliation import Check, reconciled
from inspect_app.documents.office_templates import faults_of, kinds, office_folder, strange_files
from inspect_app.documents.signing.roots import trusted_roots
from inspect_app.journal.queries import verify
from inspect_app.kernel.database import journal_mode, make_engine, session_factory
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.resources import resource_root
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.yaml_source import ProblemsFound
from inspect_app.web.schema import current_revision, head_revision

MIN_FREE_BYTES = 500 * 1024 * 1024
MIN_SECRET_LENGTH = 32


def _settings(settings: Settings) -> Iterator[Check]:
    if settings.secret_key and len(settings.secret_key) >= MIN_SECRET_LENGTH:
        yield Check("secret", "ok", "INSPECT_SECRET_KEY đã đặt.")
    else:
        yield Check("secret", "warning", "INSPECT_SECRET_KEY chưa đặt hoặc ngắn hơn 32 ký tự: máy chủ sẽ không chạy.")
    if settings.smtp_url:
        yield Check("mail", "ok", "INSPECT_SMTP_URL đã đặt.")
    else:
        yield Check("mail", "warning", "INSPECT_SMTP_URL chưa đặt: thư điện tử nằm chờ, hộp thư trong hệ thống vẫn có.")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free
    state = "ok" if free > MIN_FREE_BYTES else "wrong"
    yield Check("disk", state, f"Còn {free // 1024 // 1024} MB trống ở {settings.data_dir}.")


def _database(engine: Engine) -> Iterator[Check]:
    present, newest = current_revision(engine), head_revision()
    if present == newest:
        yield Check("schema", "ok", f"Lược đồ ở phiên bản {present}.")
    else:
        yield Check(
            "schema", "wrong", f"Lược đồ ở phiên bản {present}, cần {newest}: chạy một lệnh dùng cơ sở dữ liệu."
        )
    if engine.dialect.name == "sqlite":
        mode = journal_mode()
        yield Check("sqlite", "ok", f"SQLite {sqlite3.sqlite_version}, nhật ký giao dịch {mode}.")
        with engine.connect() as connection:
            found = connection.execute(text("PRAGMA integrity_check")).scalar()
        yield Check("integrity", "ok" if found == "ok" else "wrong", f"Kiểm tra toàn vẹn: {found}.")


def _journal(session: Session) -> Iterator[Check]:
    broken = verify(session)
    if broken is None:
        yield Check("journal", "ok", "Nhật ký nguyên vẹn.")
    else:
        yield Check("journal", "wrong", f"Nhật ký đứt ở mục số {broken.sequence}.")


def _library() -> Iterator[Check]:
    try:
        library = load_library()
        broken = load_phrases(None, library.items_of).problems
    except ProblemsFound as found:
        yield Check("checklists", "wrong", "; ".join(str(problem) for problem in found.problems[:3]))
    else:
        if broken:
            yield Check("phrases", "wrong", "; ".join(str(problem) for problem in broken[:3]))
        count = len(library.published)
        yield Check("checklists", "ok", f"{count} phiếu kiểm tra đã ban hành ở {resource_root()}.")


def _trust(settings: Settings) -> Iterator[Check]:
    try:
        count = len(trusted_roots(settings.site_dir))
    except RuleBroken as refusal:
        yield Check("trust", "wrong", refusal.message)
        return
    if count:
        yield Check("trust", "ok", f"{count} chứng thư gốc được tin cậy.")
    else:
        yield Check("trust", "warning", "Chưa có chứng thư gốc ở trust/: nơi cấp chứng thư ký số không xác minh được.")


def templates_looked_at(settings: Settings) -> Iterator[Check]:
    """The office's own templates of papers, if it has any: what can be seen in them without printing."""
    site = settings.site_dir
    if office_folder(site) is None:
        return
    seen = [*strange_files(site), *(fault for kind in kinds() for fault in faults_of(site, kind))]
    found = tuple(dict.fromkeys(str(fault) for fault in seen))
    if found:
        message = "Mẫu văn bản của cơ quan có lỗi: sửa tệp, hoặc bỏ tệp để dùng mẫu chung."
        yield Check("templates", "wrong", message, found)
    else:
        yield Check("templates", "ok", "Mẫu văn bản của cơ quan không có lỗi cú pháp.")


def _looked_at(settings: Settings) -> Iterator[Check]:
    yield from _settings(settings)
    yield from _library()
    yield from _trust(settings)
    yield from templates_looked_at(settings)
    engine = make_engine(settings.database_url)
    try:
        yield from _database(engine)
        if current_revision(engine) == head_revision():
            with session_factory(engine)() as session:
                yield from _journal(session)
                yield from reconciled(session, settings)
    finally:
        engine.dispose()


@click.command()
@click.option("--json", "as_json", is_flag=True, help="A JSON list on standard output.")
def doctor(as_json: bool) -> None:
    """Looks at settings, disk, schema, journal, files, photos, checklists and templates; exit 1 when something is wrong.

    Example:  inspect-app doctor --json
    """
    checks = list(_looked_at(Settings.from_environment()))
    if as_json:
        click.echo(json.dumps([asdict(check) for check in checks], ensure_ascii=False))
    else:
        for check in checks:
            click.echo(f"{check.state:<8} {check.name:<11} {check.message}")
            for each in check.found:
                click.echo(f"{'':<21}{each}")
    if any(check.state == "wrong" for check in checks):
        sys.exit(1)
