"""What changed from one version of a checklist to another, item by item."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from inspect_app.checklists.rules.conditions import Condition, condition_data
from inspect_app.checklists.rules.version import Basis, ChecklistVersion, Item, Words


@dataclass(frozen=True)
class Change:
    """One field before and after; `field` is its name in the file (`text.vi`, `options.passes.ge`)."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class ItemChange:
    """An item in both versions that is no longer the same."""

    id: str
    item: Item
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class VersionDifference:
    """The difference of two versions; `head` is what changed outside the items."""

    head: tuple[Change, ...]
    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[ItemChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both versions say the same."""
        return not (self.head or self.added or self.removed or self.changed)


def diff_versions(old: ChecklistVersion, new: ChecklistVersion) -> VersionDifference:
    """Added, removed and changed items, and changes of titles and sections."""
    before, after = {item.id: item for item in old.items}, {item.id: item for item in new.items}
    pairs = [(before[item_id], item) for item_id, item in after.items() if item_id in before]
    changes = [(new_item, _changes(_item_fields(old_item), _item_fields(new_item))) for old_item, new_item in pairs]
    return VersionDifference(
        head=_changes(_head_fields(old), _head_fields(new)),
        added=tuple(item for item_id, item in after.items() if item_id not in before),
        removed=tuple(item for item_id, item in before.items() if item_id not in after),
        changed=tuple(ItemChange(item.id, item, found) for item, found in changes if found),
    )


def asks_the_same(one: Item, other: Item) -> bool:
    """Whether an answer to the one is an answer to the other: the words, the kind and its options are the same.

    Where the item stands, how heavy it is and what it rests on may differ; its id says nothing.
    """
    return (one.kind, one.text.vi, one.options) == (other.kind, other.text.vi, other.options)


def _changes(before: dict[str, str], after: dict[str, str]) -> tuple[Change, ...]:
    fields = [*before, *(field for field in after if field not in before)]
    pairs = [(field, before.get(field, ""), after.get(field, "")) for field in fields]
    return tuple(Change(field, old, new) for field, old, new in pairs if old != new)


def _head_fields(version: ChecklistVersion) -> dict[str, str]:
    fields = dict(_flat("title", version.title)) | dict(_flat("note", version.note))
    for section in version.sections:
        fields |= dict(_flat(f"sections.{section.id}.title", section.title))
        fields |= dict(_flat(f"sections.{section.id}.area", section.area))
    order = ", ".join(section.id for section in version.sections)
    return fields | {"sections": order}


def _item_fields(item: Item) -> dict[str, str]:
    fields = {"section": item.section, "kind": item.kind, "grade": item.grade.value}
    options = item.options.model_dump(mode="json", by_alias=True, exclude_none=True)
    for name, value in (
        ("text", item.text),
        ("options", options),
        ("area", item.area),
        ("evidence", item.evidence),
        ("guidance", item.guidance),
        ("basis", item.basis),
        ("weight", item.weight),
        ("when", item.when),
    ):
        fields |= dict(_flat(name, value))
    return fields


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if isinstance(value, Words):
        yield from ((f"{name}.vi", value.vi), (f"{name}.en", value.en))
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _flat(f"{name}.{key}", part)
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value, start=1):
            yield from _flat(f"{name}.{number}", part)
    elif isinstance(value, Basis):
        checked = "cần đối chiếu" if value.needs_checking else "confirmed"
        yield name, "; ".join(part for part in (value.label, checked, value.note) if part)
    elif isinstance(value, Condition):
        yield name, _condition_text(condition_data(value))
    elif isinstance(value, bool):
        yield name, str(value).lower()
    else:
        yield name, f"{value:f}" if isinstance(value, Decimal) else str(value)


def _condition_text(data: Any) -> str:
    if isinstance(data, dict):
        if set(data) <= {"number", "date"}:
            return str(next(iter(data.values())))
        return "{" + ", ".join(f"{name}: {_condition_text(part)}" for name, part in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(_condition_text, data)) + "]"
    return str(data).lower() if isinstance(data, bool) else str(data)
