"""`inspect-app checklist`: check, compare and publish checklist files. Needs no database."""

import sys
from pathlib import Path

import click

from inspect_app.checklists.hashes import LIST_NAME, record_published
from inspect_app.checklists.library import LibraryEntry, load_library, read_file
from inspect_app.checklists.phrases import FOLDER, read_phrases
from inspect_app.checklists.rules import Change, VersionDifference, diff_versions
from inspect_app.checklists.schema import schema_text
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.resources import resource_root
from inspect_app.kernel.yaml_source import ProblemsFound, read_bytes

FILE = click.Path(path_type=Path)


@click.group()
def checklist() -> None:
    """Checks, compares and publishes checklist files.

    \b
    Example:  inspect-app checklist check checklists/*.yaml
    """


@checklist.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
def check(files: tuple[Path, ...]) -> None:
    """Finds every problem in checklists and files of phrases: FILE:LINE:COL: message, on standard error. Exit 0 or 1.

    \b
    Example:  inspect-app checklist check checklists/toan-dien.v1.yaml
    """
    problems = 0
    for path in files:
        try:
            if path.resolve().parent.name == FOLDER:
                _check_phrases(path)
            else:
                _say_what_it_holds(read_file(path))
        except ProblemsFound as found:
            problems += len(found.problems)
            _tell(found)
    if problems:
        click.echo(_("%(n)s vấn đề. Hãy sửa theo từng dòng ở trên rồi kiểm tra lại.", n=problems))
        sys.exit(1)
    click.echo(_("Không có vấn đề nào trong %(n)s tệp.", n=len(files)))


@checklist.command()
def schema() -> None:
    """Prints the JSON Schema of a checklist file, for editors.

    \b
    Example:  inspect-app checklist schema > checklist.schema.json
    """
    click.echo(schema_text(), nl=False)


@checklist.command()
@click.argument("old", type=FILE, metavar="OLD")
@click.argument("new", type=FILE, metavar="NEW")
def diff(old: Path, new: Path) -> None:
    """Prints what changed from one file to another, item by item.

    \b
    Example:  inspect-app checklist diff checklists/toan-dien.v1.yaml checklists/toan-dien.v2.yaml
    """
    before, after = _read_or_exit(old), _read_or_exit(new)
    difference = diff_versions(before.version, after.version)
    if difference.is_empty:
        click.echo(_("Hai tệp có cùng nội dung."))
        return
    for line in _lines(difference):
        click.echo(line)


@checklist.command()
@click.argument("path", type=FILE, metavar="FILE")
def publish(path: Path) -> None:
    """Freezes a file by its hash in published.sha256 beside it. From then on a change is a new version file.

    \b
    Example:  inspect-app checklist publish checklists/toan-dien.v2.yaml
    """
    entry = _read_or_exit(path)
    try:
        is_new = record_published(path, read_bytes(path))
    except ProblemsFound as found:
        _tell(found)
        sys.exit(1)
    label = entry.version.label
    if is_new:
        click.echo(_("Đã ban hành %(label)s: mã băm ghi trong %(list)s.", label=label, list=LIST_NAME))
    else:
        click.echo(_("%(label)s đã ban hành từ trước với đúng nội dung này.", label=label))


def _check_phrases(path: Path) -> None:
    """Held against the shipped checklists and those beside the file's folder."""
    site = path.resolve().parents[2]
    library = load_library(None if site == resource_root() else site)
    phrases = read_phrases(path, library.items_of)
    click.echo(f"{path}: " + _("%(n)s câu mẫu", n=len(phrases)))


def _say_what_it_holds(entry: LibraryEntry) -> None:
    version = entry.version
    state = _("đã ban hành") if entry.is_published else _("bản thảo")
    counts = _("%(items)s nội dung, %(sections)s phần", items=len(version.items), sections=len(version.sections))
    click.echo(f"{entry.path}: {version.label}, {counts}, {state}")


def _tell(found: ProblemsFound) -> None:
    for problem in found.problems:
        click.echo(str(problem), err=True)


def _read_or_exit(path: Path) -> LibraryEntry:
    try:
        return read_file(path)
    except ProblemsFound as found:
        _tell(found)
        sys.exit(1)


def _lines(difference: VersionDifference) -> list[str]:
    lines = [line for change in difference.head for line in _change_lines(change, "")]
    lines += [f"+ {item.id}  {item.text}" for item in difference.added]
    lines += [f"- {item.id}  {item.text}" for item in difference.removed]
    for changed in difference.changed:
        lines.append(f"~ {changed.id}  {changed.item.text}")
        lines += [line for change in changed.changes for line in _change_lines(change, "    ")]
    return lines


def _change_lines(change: Change, indent: str) -> list[str]:
    nothing = _("để trống")
    return [
        f"{indent}{change.field}:",
        f"{indent}  - {change.before or nothing}",
        f"{indent}  + {change.after or nothing}",
    ]
