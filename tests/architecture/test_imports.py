"""The rooms' order and the layers inside a room, held by import-linter's contracts in pyproject.toml."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.house import ROOT


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=root, capture_output=True, text=True, check=False, timeout=120)


def contracts() -> list[dict[str, object]]:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return list(found)


def test_every_contract_is_kept() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


def test_every_room_stands_in_the_order_of_rooms() -> None:
    layers = contracts()[0]["layers"]
    assert isinstance(layers, list)
    ordered = {str(layer).strip("()") for layer in layers}
    rooms = {path.parent.name for path in (ROOT / "inspect_app").glob("*/__init__.py")}
    assert rooms - ordered <= {"migrations"}


FAULTS = {
    "a room uses a later one": ("kernel/ids.py", "import inspect_app.units.models"),
    "rules use the database": ("units/rules.py", "import sqlalchemy"),
    "operations speak HTTP": ("units/operations.py", "import flask"),
    "queries use operations": ("units/queries.py", "import inspect_app.units.operations"),
    "views hold SQL": ("units/views.py", "import sqlalchemy"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_contracts_see_the_fault(fault: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "inspect_app", tmp_path / "inspect_app", ignore=shutil.ignore_patterns("static", "__pycache__")
    )
    place, line = FAULTS[fault]
    with (tmp_path / "inspect_app" / place).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert "BROKEN" in lint_imports(tmp_path).stdout


def test_the_help_of_the_command_loads_no_heavy_library() -> None:
    code = "import sys, inspect_app.cli; print(*{name.split('.')[0] for name in sys.modules})"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert {"weasyprint", "ortools", "flask", "sqlalchemy", "granian", "PIL"} & set(result.stdout.split()) == set()
