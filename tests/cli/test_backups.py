"""Backup and restore: proven by hashes, counts and the journal; a damaged backup changes nothing."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from inspect_app.cli import main
from inspect_app.cli.database import transaction
from inspect_app.kernel.files import DirectoryStore
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.state import EPOCH, fact
from inspect_app.units.models import Unit
from tests.factories.journeys import make_journey


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A site with an issued conclusion and one stored file."""
    monkeypatch.setenv("INSPECT_DATA_DIR", str(tmp_path / "site"))
    monkeypatch.delenv("INSPECT_DATABASE_URL", raising=False)
    settings = Settings.from_environment()
    with transaction(settings) as session:
        make_journey(session).issued()
    DirectoryStore(settings.data_dir / "files").put(b"a photo")
    return settings


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def _unit_names(settings: Settings) -> list[str]:
    with transaction(settings) as session:
        return sorted(session.scalars(select(Unit.name)))


def test_a_backup_comes_back_whole_and_begins_a_new_epoch(site: Settings, tmp_path: Path) -> None:
    folder = str(tmp_path / "copy")
    assert _run("backup", folder).exit_code == 0
    before = _unit_names(site)
    with transaction(site) as session:
        session.add(Unit(code="later", name="Sau bản sao lưu", short_name="x", kind="commune", search_name="x"))
    result = _run("restore", folder, "--replace")
    assert result.exit_code == 0, result.output
    assert _unit_names(site) == before
    with transaction(site) as session:
        assert fact(session, EPOCH)


def test_a_restore_does_not_overwrite_unasked(site: Settings, tmp_path: Path) -> None:
    folder = str(tmp_path / "copy")
    _run("backup", folder)
    result = _run("restore", folder)
    assert result.exit_code == 1
    assert "--replace" in result.output


@pytest.mark.parametrize("what", ["database", "file", "manifest", "truncated"])
def test_a_damaged_backup_is_refused_and_changes_nothing(site: Settings, tmp_path: Path, what: str) -> None:
    folder = tmp_path / "copy"
    _run("backup", str(folder))
    victim = {
        "database": folder / "inspect.db",
        "truncated": folder / "inspect.db",
        "manifest": folder / "manifest.json",
        "file": next((folder / "files").glob("*/*")),
    }[what]
    data = victim.read_bytes()
    middle = len(data) // 2
    victim.write_bytes(data[:middle] if what == "truncated" else data[:middle] + b"\x00" + data[middle + 1 :] + b"x")
    live = Path(site.data_dir / "inspect.db").read_bytes()
    result = _run("restore", str(folder), "--replace")
    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert Path(site.data_dir / "inspect.db").read_bytes() == live


def test_a_backup_needs_an_empty_folder(site: Settings, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    result = _run("backup", str(tmp_path / "full"))
    assert result.exit_code == 1
    assert site


def test_the_doctor_finds_a_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECT_DATA_DIR", str(tmp_path))
    with transaction() as session:
        make_journey(session)
    stored = DirectoryStore(tmp_path / "files").put(b"a photo")
    assert _run("doctor").exit_code == 0
    DirectoryStore(tmp_path / "files").path_of(stored.sha256).write_bytes(b"another")
    result = _run("doctor", "--json")
    assert result.exit_code == 1
    assert '"wrong"' in result.output


def test_the_journal_is_verified_from_the_command_line(site: Settings) -> None:
    result = _run("journal", "verify")
    assert result.exit_code == 0
    assert "nguyên vẹn" in result.output
    assert site


@pytest.mark.parametrize("command", ["serve", "plan", "rate", "document", "backup", "restore", "doctor", "journal"])
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = _run(command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.output


def test_wrong_use_exits_with_two() -> None:
    assert _run("document").exit_code == 2
    assert _run("no-such-command").exit_code == 2
