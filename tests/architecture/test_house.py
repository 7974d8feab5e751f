"""The house rules hold in this tree, and each check sees the fault that it is for."""

import re
from pathlib import Path

import pytest

from tests.architecture import house


@pytest.mark.parametrize("check", house.CHECKS, ids=lambda check: check.__name__)
def test_the_tree_keeps_the_rule(check: house.Check) -> None:
    assert list(check(house.ROOT)) == []


def small_tree(folder: Path, **contents: str) -> Path:
    """A tree with two clean locks and the files given; `__` in a key stands for a slash, the last `_` for the dot."""
    written = {"requirements.lock": "flask==3.1.3 \\\n    --hash=sha256:00\n", "package-lock.json": "{}\n"}
    for key, text in contents.items():
        path = re.sub(r"_([a-z]+)$", r".\1", key.replace("__", "/"))
        written[path] = text
    for path, text in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


FAULTS: list[tuple[house.Check, str, str]] = [
    (house.long_files, "inspect_app__units__models_py", "x = 1\n" * 401),
    (house.long_files, "templates__units__list_html", "<p>\n" * 121),
    (house.long_files, "tests__units__test_rules_py", "x = 1\n" * 601),
    (house.long_functions, "inspect_app__units__rules_py", "def f() -> None:\n" + "    x = 1\n" * 40),
    (house.drawers, "inspect_app__units__helpers_py", ""),
    (house.drawers, "inspect_app__common__words_py", ""),
    (house.imports_in_functions, "inspect_app__units__rules_py", "def f():\n    from inspect_app.kernel import ids\n"),
    (house.foreign_forms, "inspect_app__units__views_py", "from inspect_app.accounts.forms import SignInForm\n"),
    (house.foreign_forms, "inspect_app__units__views__list_py", "import inspect_app.accounts.forms\n"),
    (house.unfinished, "inspect_app__units__rules_py", "# TO" + "DO later\n"),
    (house.silenced, "inspect_app__units__rules_py", "x = 1  # no" + "qa\n"),
    (house.silenced, "inspect_app__units__rules_py", "x = 1  # type: " + "ignore[misc]\n"),
    (house.unescaped, "templates__units__list_html", "{{ name | safe }}\n"),
    (house.inline_in_pages, "templates__units__list_html", '<p class="a" style="color: red">\n'),
    (house.inline_in_pages, "templates__units__list_html", '<button onclick="go()">\n'),
    (house.outside_paths, "docs__index_md", "see ." + "./shared/x\n"),
    (house.broken_links, "docs__index_md", "see [the rules](rules.md#first)\n"),
    (house.addresses_in_locks, "requirements_lock", "--extra-index-url https://index.test/simple\n"),
    (house.addresses_in_locks, "package-lock_json", '{"resolved": "https://index.test/x.tgz"}\n'),
]


@pytest.mark.parametrize(("check", "path", "text"), FAULTS, ids=[f"{f[0].__name__}-{f[1]}" for f in FAULTS])
def test_the_check_sees_its_fault(check: house.Check, path: str, text: str, tmp_path: Path) -> None:
    assert len(list(check(small_tree(tmp_path, **{path: text})))) == 1


def test_what_is_exactly_at_the_limit_is_kept(tmp_path: Path) -> None:
    root = small_tree(
        tmp_path,
        inspect_app__units__models_py="x = 1\n" * 400,
        inspect_app__units__rules_py="def f() -> None:\n" + "    x = 1\n" * 39,
        inspect_app__units__views_py="from inspect_app.units.forms import UnitForm\n",
        templates__documents__minutes__template_html='<p style="x">\n',
    )
    assert [problem for check in house.CHECKS for problem in check(root)] == []
