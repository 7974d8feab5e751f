"""A checklist file held against its schema and its meaning; all problems at once."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from inspect_app.checklists.comparisons import comparison_problems
from inspect_app.checklists.conditions import ConditionReader
from inspect_app.checklists.files import ChecklistFile, ItemFile, SectionFile
from inspect_app.checklists.kinds import kind_named
from inspect_app.checklists.rules import ChecklistVersion, Condition, Item, Section, items_named
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Problem, ProblemsFound, Source, check_model, read_yaml

Path = tuple[str | int, ...]

FILE_NAME = re.compile(r"(?P<code>.+)\.v(?P<version>[1-9][0-9]*)\.yaml")


@dataclass
class _Found:
    """An item that can be read, with what else was made of it."""

    path: Path
    file: ItemFile
    options: Any = None
    when: Condition | None = None


def read_checklist(name: str | PurePath, data: bytes) -> ChecklistVersion:
    """The checklist in a file's bytes; its name must be `<code>.v<version>.yaml`. Raises ProblemsFound."""
    source = read_yaml(str(name), data)
    file, problems = check_model(source, ChecklistFile)
    listed = list(_listed_items(source))
    readable = ((path, check_model(source, ItemFile, path)[0]) for path, _id in listed)
    # Items that are right by themselves are checked further, even when others are not.
    found = [_Found(path, item) for path, item in readable if item is not None]
    problems += _name_problems(source, file, PurePath(name).name)
    problems += _repeated(source, found)
    problems += _read_options(source, found)
    problems += _read_conditions(source, found, [str(item_id) for _path, item_id in listed])
    if problems or file is None:
        raise ProblemsFound(problems)
    return _assembled(file, found, hashlib.sha256(data).hexdigest())


def _listed_items(source: Source) -> Iterator[tuple[Path, Any]]:
    """Where items stand in the file, right or wrong, with what they give as their id."""
    sections = source.data.get("sections") if isinstance(source.data, dict) else None
    for number, section in enumerate(sections if isinstance(sections, list) else []):
        items = section.get("items") if isinstance(section, dict) else None
        for index, item in enumerate(items if isinstance(items, list) else []):
            yield ("sections", number, "items", index), item.get("id") if isinstance(item, dict) else None


def _name_problems(source: Source, file: ChecklistFile | None, name: str) -> Iterator[Problem]:
    parts = FILE_NAME.fullmatch(name)
    if parts is None:
        yield source.problem((), _("Tên tệp phải có dạng <mã>.v<số phiên bản>.yaml, ví dụ toan-dien.v1.yaml"))
        return
    if file is not None and file.code != parts["code"]:
        yield source.problem(("code",), _("Mã “%(code)s” khác tên tệp (%(name)s)", code=file.code, name=name))
    if file is not None and str(file.version) != parts["version"]:
        yield source.problem(("version",), _("Phiên bản %(n)s khác tên tệp (%(name)s)", n=file.version, name=name))


def _repeated(source: Source, found: list[_Found]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for item in found:
        path = (*item.path, "id")
        if item.file.id in first:
            line = source.place_of(first[item.file.id]).line
            yield source.problem(path, _("Mã mục %(id)s lặp lại; đã có ở dòng %(line)d", id=item.file.id, line=line))
        first.setdefault(item.file.id, path)
    sections = source.data.get("sections") if isinstance(source.data, dict) else None
    seen: set[Any] = set()
    for number, section in enumerate(sections if isinstance(sections, list) else []):
        name = section.get("section") if isinstance(section, dict) else None
        if isinstance(name, str) and name in seen:
            yield source.problem(("sections", number, "section"), _("Mã phần %(id)s lặp lại", id=name))
        if isinstance(name, str):
            seen.add(name)


def _read_options(source: Source, found: list[_Found]) -> list[Problem]:
    problems: list[Problem] = []
    for item in found:
        model = kind_named(item.file.kind).options_model
        if item.file.options is not None:
            item.options, more = check_model(source, model, (*item.path, "options"))
            problems += more
            continue
        needed = [field.alias or name for name, field in model.model_fields.items() if field.is_required()]
        if needed:
            message = _("Loại “%(kind)s” cần options với: %(names)s", kind=item.file.kind, names=", ".join(needed))
            problems.append(source.problem((*item.path, "kind"), message))
        else:
            item.options = model()
    return problems


def _read_conditions(source: Source, found: list[_Found], item_ids: list[str]) -> list[Problem]:
    by_id = {item.file.id: item for item in found}
    reader = ConditionReader(source, item_ids)
    for item in found:
        if item.file.when is not None:
            item.when = reader.read(item.file.when, (*item.path, "when"))
    problems = reader.problems
    known = {name: (item.file.kind, item.options) for name, item in by_id.items() if item.options is not None}
    for item in found:
        if item.when is not None:
            problems += [
                source.problem((*item.path, "when"), message) for message in comparison_problems(item.when, known)
            ]
    for item in found:
        circle = _circle_from(item.file.id, by_id)
        if circle:
            message = _("Điều kiện quay vòng: %(items)s", items=" → ".join(circle))
            problems.append(source.problem((*item.path, "when"), message))
    return problems


def _circle_from(start: str, by_id: dict[str, _Found]) -> list[str]:
    """The items of a circle of conditions through `start`, or nothing."""
    roads: list[list[str]] = [[start]]
    visited: set[str] = set()
    while roads:
        road = roads.pop()
        for following in items_named(by_id[road[-1]].when):
            if following == start:
                return [*road, start]
            if following in by_id and following not in visited:
                visited.add(following)
                roads.append([*road, following])
    return []


def _assembled(file: ChecklistFile, found: list[_Found], sha256: str) -> ChecklistVersion:
    ready = iter(found)
    return ChecklistVersion(
        code=file.code,
        version=file.version,
        title=file.title.words,
        note=file.note.words if file.note else None,
        sections=tuple(
            Section(
                id=section.section,
                title=section.title.words,
                area=section.area,
                items=tuple(_item(section, next(ready)) for _file in section.items),
            )
            for section in file.sections
        ),
        sha256=sha256,
    )


def _item(section: SectionFile, found: _Found) -> Item:
    file = found.file
    return Item(
        id=file.id,
        section=section.section,
        text=file.text.words,
        kind=file.kind,
        options=found.options,
        area=file.area if file.area is not None else section.area,
        evidence=file.evidence.words if file.evidence else None,
        guidance=file.guidance.words if file.guidance else None,
        basis=tuple(basis.basis for basis in file.basis),
        weight=file.weight,
        grade=file.grade,
        when=found.when,
    )
