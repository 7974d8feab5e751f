"""What travels in the wheel: installed where there is no checkout and no Node, it serves a page with its styles and scripts."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

SHOWS_A_PAGE = """
import re
from inspect_app.kernel.clock import Clock
from inspect_app.kernel.resources import library_files, resource_root
from inspect_app.kernel.settings import Settings
from inspect_app.web.app import create_app

print("root", resource_root())
print("checklists", len(library_files("checklists", "*.yaml")))
print("plans", len(library_files("schedules", "*/plan.yaml")))
app = create_app(Settings.from_environment(), Clock(), testing=True)
client = app.test_client()
answer = client.get("/", follow_redirects=True)
print("page", answer.status_code)
for address in re.findall(r'(?:href|src)="(/static/dist/[^"]+)"', answer.get_data(as_text=True)):
    print("asset", address, client.get(address).status_code)
"""


def run(program: Path | str, *arguments: str, folder: Path) -> str:
    environment = {"PATH": "/nowhere", "HOME": str(folder), "INSPECT_DATA_DIR": str(folder / "var"), "LANG": "C.UTF-8"}
    environment["INSPECT_SECRET_KEY"] = "a key that is only used by this test"
    result = subprocess.run(
        [program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree with the locked hatchling and without a network."""
    target = tmp_path_factory.mktemp("wheel")
    assert (ROOT / "inspect_app/web/static/dist/manifest.json").exists(), "the front end is not built: run script/setup"
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel and sees the dependencies, but not this checkout."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home / "venv", symlinks=True)
    python = home / "venv/bin/python"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            str(wheel),
        ],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    packages = next((home / "venv/lib").glob("python3.*/site-packages"))
    # A path file is not read through another path file, so the checkout that is installed over there stays unseen.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_library_and_what_was_built(wheel: Path) -> None:
    names = names_in(wheel)
    for folder in ("checklists", "schedules", "templates"):
        files = (path for path in (ROOT / folder).rglob("*") if path.is_file() and not path.name.startswith("."))
        here = {path.relative_to(ROOT).as_posix() for path in files if path.suffix != ".md" or folder == "templates"}
        travelled = {name.removeprefix("inspect_app/_resources/") for name in names if f"_resources/{folder}/" in name}
        assert travelled == here
    built = {f"inspect_app/web/static/{path.relative_to(ROOT / 'inspect_app/web/static').as_posix()}"
             for path in (ROOT / "inspect_app/web/static").rglob("*") if path.is_file()}  # fmt: skip
    assert built <= names
    for source in (ROOT / "inspect_app/translations").rglob("*.po"):
        assert source.relative_to(ROOT).with_suffix(".mo").as_posix() in names, (
            "compile the translations: run script/setup"
        )


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    strays = [name for name in names_in(wheel) if not re.match(r"inspect_app(/|-[0-9.]+\.dist-info/)", name)]
    sources = [
        name for name in names_in(wheel) if "/frontend/" in name or "node_modules" in name or name.endswith(".pyc")
    ]
    assert strays + sources == []


def test_the_command_answers_without_a_checkout(installed: Path) -> None:
    assert "checklist" in run(installed / "venv/bin/inspect-app", "--help", folder=installed)


def test_the_installed_application_serves_a_page_with_styles_and_scripts(installed: Path) -> None:
    run(installed / "venv/bin/inspect-app", "journal", "verify", folder=installed)
    run(installed / "venv/bin/inspect-app", "doctor", folder=installed)
    said = run(installed / "venv/bin/python", "-c", SHOWS_A_PAGE, folder=installed).splitlines()
    facts = dict(line.split(" ", 1) for line in said if not line.startswith("asset"))
    assert str(installed) in facts["root"]
    assert int(facts["checklists"]) > 0
    assert int(facts["plans"]) > 0
    assert facts["page"] == "200"
    assets = [line.split() for line in said if line.startswith("asset")]
    assert {Path(asset[1]).suffix for asset in assets} >= {".css", ".js"}
    assert {asset[2] for asset in assets} == {"200"}
