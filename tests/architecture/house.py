"""The house rules that no linter knows, as checks over a tree; `python -m tests.architecture.house` prints what breaks them.

Each check takes the root of a checkout and yields lines of the form `file:line: what is wrong, and what to do`.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

FOLDERS = ("inspect_app", "templates", "tests", "script", "checklists", "schedules", "docs", "benchmarks", ".ci")
# Alembic writes what lies in versions; `.git` is a file in a second work tree.
MADE = (".git", "__pycache__", "node_modules", "dist", "dist.new", "_resources", "versions")
CODE = (".py", ".html", ".ts", ".css", ".mjs")
TEXT = (*CODE, ".js", ".json", ".yaml", ".yml", ".toml", ".md", ".po", ".txt", ".lock", ".csv", ".svg", "")

FILE_LIMIT, TEST_FILE_LIMIT, TEMPLATE_LIMIT, FUNCTION_LIMIT = 400, 600, 120, 40
DRAWERS = {
    "utils",
    "util",
    "utilities",
    "helpers",
    "helper",
    "common",
    "commons",
    "manager",
    "managers",
    "misc",
    "stuff",
}
# A word is put together here so that this file does not break its own rules.
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
SILENCED = re.compile(r"#\s*(type:\s*ignore|no" + r"qa|pragma:\s*no cover|nosec)")
OUTSIDE = ("." * 2 + "/shared", "/wo" + "rk/")
INLINE = re.compile(r"""<[^>]*\s(style|on[a-z]+)\s*=\s*["'{]""")

Check = Callable[[Path], Iterator[str]]


def files(root: Path, *suffixes: str) -> Iterator[Path]:
    """The project's own files with one of the suffixes, sorted; what is made by a build is not ours."""
    places = [path for folder in FOLDERS for path in (root / folder).rglob("*")]
    places += [path for path in root.glob("*") if path.is_file()]
    for path in sorted(places):
        made = any(part in MADE for part in path.relative_to(root).parts)
        if path.is_file() and path.suffix in suffixes and not made:
            yield path


def text_of(path: Path) -> str:
    """The text of a file of ours, which is always UTF-8."""
    return path.read_text(encoding="utf-8")


def trees(root: Path, folder: str) -> Iterator[tuple[str, ast.Module]]:
    """The Python files below a folder: their names and their syntax trees."""
    for path in files(root, ".py"):
        name = path.relative_to(root).as_posix()
        if name.startswith(f"{folder}/"):
            yield name, ast.parse(text_of(path), filename=name)


def limit_of(name: str) -> int | None:
    """How many lines a file may have; None where no limit makes sense (data, documents, locks)."""
    if name.startswith("templates/") and name.endswith(".html"):
        return TEMPLATE_LIMIT
    if name.startswith("tests/") and name.endswith((".py", ".ts")):
        return TEST_FILE_LIMIT
    return FILE_LIMIT if name.endswith((".py", ".ts", ".css", ".mjs")) else None


def long_files(root: Path) -> Iterator[str]:
    """Files past their limit."""
    for path in files(root, *CODE):
        name = path.relative_to(root).as_posix()
        lines, limit = text_of(path).count("\n"), limit_of(name)
        if limit is not None and lines > limit:
            yield f"{name}:{limit}: {lines} lines, the limit is {limit}; make it a package, split by noun"


def long_functions(root: Path) -> Iterator[str]:
    """Functions of the product past their limit, from `def` to the last line."""
    for name, tree in trees(root, "inspect_app"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LIMIT:
                    yield f"{name}:{node.lineno}: {node.name} has {lines} lines, the limit is {FUNCTION_LIMIT}"


def drawers(root: Path) -> Iterator[str]:
    """Names under which anything fits."""
    for path in files(root, ".py", ".html", ".ts", ".css"):
        relative = path.relative_to(root)
        if {relative.stem.strip("_"), *relative.parts[:-1]} & DRAWERS:
            yield f"{relative.as_posix()}:1: a drawer for anything; name it after what it holds"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def imports_in_functions(root: Path) -> Iterator[str]:
    """Imports of our own code inside a function: they hide a cycle from import-linter's reader."""
    for name, tree in trees(root, "inspect_app"):
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        inner = {node for function in functions for node in ast.walk(function)}
        for node in sorted((n for n in inner if isinstance(n, ast.Import | ast.ImportFrom)), key=lambda n: n.lineno):
            if any(module.split(".")[0] == "inspect_app" for module in _imported(node)):
                yield f"{name}:{node.lineno}: our own code is imported inside a function; move it to the top"


def foreign_forms(root: Path) -> Iterator[str]:
    """Views that use another room's forms: a form belongs to the room whose operation it feeds."""
    for name, tree in trees(root, "inspect_app"):
        parts = name.removesuffix(".py").split("/")
        if len(parts) < 3 or parts[2] != "views":
            continue
        for node in ast.walk(tree):
            for module in _imported(node):
                there = module.split(".")
                if there[0] == "inspect_app" and there[2:3] == ["forms"] and there[1] not in (parts[1], "webkit"):
                    yield f"{name}:{getattr(node, 'lineno', 1)}: uses {module}; a view uses the forms of its own room"


def _lines_with(root: Path, pattern: re.Pattern[str], message: str, *suffixes: str) -> Iterator[str]:
    for path in files(root, *suffixes):
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if pattern.search(line):
                yield f"{path.relative_to(root).as_posix()}:{number}: {message}"


def unfinished(root: Path) -> Iterator[str]:
    """Notes to oneself: finish it, or make it an issue."""
    yield from _lines_with(
        root, UNFINISHED, "unfinished work is no part of the tree", ".py", ".html", ".ts", ".css", ".mjs"
    )


def silenced(root: Path) -> Iterator[str]:
    """Comments that silence a checker."""
    yield from _lines_with(root, SILENCED, "a checker is silenced; mend what it found", ".py")


def unescaped(root: Path) -> Iterator[str]:
    """Templates that switch escaping off."""
    pattern = re.compile(r"\|\s*safe\b|autoescape\s+false")
    yield from _lines_with(
        root, pattern, "switches escaping off; hand in Markup from the place that made it safe", ".html"
    )


def inline_in_pages(root: Path) -> Iterator[str]:
    """Style attributes and event handlers, which the content security policy blocks; paper has no policy."""
    for path in files(root, ".html"):
        name = path.relative_to(root).as_posix()
        if name.startswith("templates/") and not name.startswith("templates/documents/"):
            for number, line in enumerate(text_of(path).splitlines(), 1):
                if INLINE.search(line):
                    yield f"{name}:{number}: an inline style or handler; use a class, or a data attribute that main.ts reads"


def outside_paths(root: Path) -> Iterator[str]:
    """Mentions of places outside the project, which a user's machine does not have."""
    for path in files(root, *TEXT):
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if any(place in line for place in OUTSIDE):
                yield f"{path.relative_to(root).as_posix()}:{number}: mentions a place outside the project"


def addresses_in_locks(root: Path) -> Iterator[str]:
    """Addresses of an index or a path of one machine in a lock: name, version and hash are enough."""
    pattern = re.compile(r"://|^\s*--(?!hash=)|file:|find-links|index-url")
    for name in ("requirements.lock", "package-lock.json"):
        for number, line in enumerate(text_of(root / name).splitlines(), 1):
            if pattern.search(line):
                yield f"{name}:{number}: an address or an index option; remake it with script/lock"


def broken_links(root: Path) -> Iterator[str]:
    """Links of the documentation to files that are not there."""
    link = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)[^)]*\)")
    for path in files(root, ".md"):
        for number, line in enumerate(text_of(path).splitlines(), 1):
            for place in link.findall(line):
                if not (path.parent / place).exists():
                    yield f"{path.relative_to(root).as_posix()}:{number}: links to {place}, which is not there"


CHECKS: tuple[Check, ...] = (
    long_files, long_functions, drawers, imports_in_functions, foreign_forms, unfinished, silenced, unescaped,
    inline_in_pages, outside_paths, addresses_in_locks, broken_links,
)  # fmt: skip


def main() -> int:
    """Prints every problem; 1 if there is one."""
    problems = [problem for check in CHECKS for problem in check(ROOT)]
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
