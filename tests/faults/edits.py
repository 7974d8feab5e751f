"""Random edits of a checklist's file, and what its items ask: told from the file's own text, apart from the product's code."""

import copy
import io
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML

Data = dict[str, Any]
VERDICT = "verdict"
FEWEST = 12


@dataclass(frozen=True)
class Question:
    """What an item asks: its words, kind and options. Equal questions are the same question, whatever their ids."""

    text: str
    kind: str
    options: str

    @property
    def is_verdict(self) -> bool:
        """Whether it is answered by a verdict."""
        return self.kind == VERDICT


@dataclass(frozen=True)
class Edition:
    """One version of a checklist: what each item asks, and all that is said of each with the section where it stands."""

    body: str
    version: int
    questions: dict[str, Question]
    whole: dict[str, str]

    def moved_to(self, question: Question, away_from: str) -> str | None:
        """The first item of another id that asks the same."""
        return next((name for name, each in self.questions.items() if each == question and name != away_from), None)


def edition(body: str) -> Edition:
    """A checklist's file as it is compared."""
    return _edition(body, _read(body))


def _edition(body: str, data: Data) -> Edition:
    questions, whole = {}, {}
    for section in data["sections"]:
        for item in section["items"]:
            options = json.dumps(item.get("options") or {}, sort_keys=True, default=str)
            questions[item["id"]] = Question(item["text"]["vi"], item["kind"], options)
            whole[item["id"]] = json.dumps([section["section"], item], sort_keys=True, default=str)
    return Edition(body, data["version"], questions, whole)


def edited(body: str, version: int, seed: int, count: int, only: tuple[str, ...] = ()) -> Edition:
    """The checklist with so many random edits, as another version; `only` names the items that may be touched."""
    file = _File(copy.deepcopy(_read(body)), random.Random(seed), only)
    file.data["version"] = version
    for _edit in range(count):
        file.draw.choice(EDITS)(file)
    return _edition(_written(file.data), file.data)


@lru_cache(maxsize=8)
def _read(body: str) -> Data:
    read: Data = YAML(typ="safe").load(body)
    return read


def _written(data: Data) -> str:
    yaml, text = YAML(typ="safe"), io.StringIO()
    for name, value in (
        ("default_flow_style", False),
        ("allow_unicode", True),
        ("sort_base_mapping_type_on_output", False),
    ):
        setattr(yaml, name, value)
    yaml.dump(data, text)
    return text.getvalue()


class _File:
    """A checklist's file under an editor's hand."""

    def __init__(self, data: Data, draw: random.Random, only: tuple[str, ...]) -> None:
        self.data, self.draw, self.only, self.news = data, draw, only, 0
        for item in self.items():
            # Conditions name other items, which may go; they are no part of what is asked.
            item.pop("when", None)

    def items(self) -> Iterator[Data]:
        """Every item."""
        for section in self.data["sections"]:
            yield from section["items"]

    def touchable(self) -> list[Data]:
        """The items that may be edited."""
        return [item for item in self.items() if not self.only or item["id"] in self.only]

    def one(self) -> Data | None:
        """An item, drawn."""
        there = self.touchable()
        return self.draw.choice(there) if there else None

    def place(self, item: Data) -> list[Data]:
        """The section's list in which the item stands."""
        return next(section["items"] for section in self.data["sections"] if item in section["items"])

    def fresh(self) -> str:
        """A word that no other edit writes."""
        self.news += 1
        return f"{self.draw.randrange(10**6)}-{self.news}"


def _remove(file: _File) -> None:
    item = file.one()
    if item is not None and len(file.place(item)) > 1 and sum(1 for _each in file.items()) > FEWEST:
        file.place(item).remove(item)


def _renumber(file: _File) -> None:
    item, used = file.one(), {each["id"] for each in file.items()}
    if item is not None:
        item["id"] = next(name for number in range(100) if (name := f"Y{number:02d}") not in used)


def _swap(file: _File) -> None:
    """Two items change their numbers, as after an insertion before them."""
    there = file.touchable()
    if len(there) > 1:
        one, other = file.draw.sample(there, 2)
        one["id"], other["id"] = other["id"], one["id"]


def _move(file: _File) -> None:
    item = file.one()
    if item is not None and len(file.place(item)) > 1:
        file.place(item).remove(item)
        file.draw.choice(file.data["sections"])["items"].append(item)


def _retype(file: _File) -> None:
    item = file.one()
    if item is not None:
        item.pop("options", None)
        item["kind"] = "yes_no" if item["kind"] == VERDICT else VERDICT
        if item["kind"] == "yes_no":
            item["options"] = {"expected": True}


def _reword(file: _File) -> None:
    item = file.one()
    if item is not None:
        item["text"] = {"vi": f"{item['text']['vi']} (sửa {file.fresh()})", "en": item["text"]["en"]}


def _change_options(file: _File) -> None:
    item = file.one()
    if item is None:
        return
    options = item.setdefault("options", {})
    if item["kind"] == "yes_no":
        options["expected"] = not options.get("expected", True)
    elif item["kind"] in {"choice", "choices"}:
        word = file.fresh()
        like = options["choices"][0]
        options["choices"].append({**like, "id": f"them-{word}", "text": {"vi": f"Thêm {word}", "en": f"Added {word}"}})
    elif item["kind"] == "number":
        options["passes"] = {"ge": file.draw.randrange(1, 90)}
    elif not options:
        del item["options"]


def _add(file: _File) -> None:
    used, word = {each["id"] for each in file.items()}, file.fresh()
    if file.only:
        used |= set(file.only)
    name = next(name for number in range(100) if (name := f"Z{number:02d}") not in used)
    new = {"id": name, "text": {"vi": f"Nội dung mới {word}", "en": f"New {word}"}, "kind": VERDICT, "grade": "minor"}
    file.draw.choice(file.data["sections"])["items"].append(new)


def _weigh(file: _File) -> None:
    """How heavy a finding is changes; what is asked does not."""
    item = file.one()
    if item is not None:
        item["grade"], item["weight"] = file.draw.choice(["major", "minor", "note"]), file.draw.randrange(1, 9)


EDITS: tuple[Callable[[_File], None], ...] = (
    _remove, _renumber, _swap, _move, _retype, _reword, _change_options, _add, _weigh,
)  # fmt: skip
