"""The bank of phrases on the disk: neutral wording of what is observed again and again, by item or for any."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from inspect_app.checklists.files import CODE, ITEM_ID
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.resources import library_files
from inspect_app.kernel.yaml_source import (
    Problem,
    ProblemsFound,
    Source,
    StrictModel,
    check_model,
    did_you_mean,
    read_bytes,
    read_yaml,
)

ItemsOf = Mapping[str, frozenset[str]]

FOLDER = "phrases"
DIGIT = re.compile(r"[0-9]")


class PhraseFile(StrictModel):
    """One phrase; without `item` it stands at every item."""

    text: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^\S[^\n]*$")]
    item: Annotated[str | None, Field(pattern=ITEM_ID)] = None


class PhrasesFile(StrictModel):
    """A whole file: phrases for one checklist, or for all of them."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    checklist: Annotated[str | None, Field(pattern=CODE, max_length=60)] = None
    phrases: Annotated[tuple[PhraseFile, ...], Field(min_length=1, max_length=2000)]


@dataclass(frozen=True)
class Phrase:
    """A phrase with the checklist and the item that it is for; None stands for any."""

    text: str
    checklist: str | None
    item: str | None


@dataclass(frozen=True)
class PhraseBank:
    """What may be used, and what is wrong in files that are left out."""

    phrases: tuple[Phrase, ...]
    problems: tuple[Problem, ...]

    def of(self, code: str, items: Collection[str]) -> list[Phrase]:
        """The phrases for a checklist whose items these are."""
        return [
            phrase
            for phrase in self.phrases
            if phrase.checklist in (None, code) and (phrase.item is None or phrase.item in items)
        ]


def read_phrases(path: Path, items_of: ItemsOf | None = None) -> tuple[Phrase, ...]:
    """The phrases of a file, held against the items that there are, where they are given. Raises ProblemsFound."""
    source = read_yaml(str(path), read_bytes(path))
    file, problems = check_model(source, PhrasesFile)
    if file is None:
        raise ProblemsFound(problems)
    problems += [*_wording(source, file), *(_named(source, file, items_of) if items_of is not None else ())]
    if problems:
        raise ProblemsFound(problems)
    return tuple(Phrase(each.text, file.checklist, each.item) for each in file.phrases)


def phrase_files(site_dir: Path | None = None) -> list[Path]:
    """The files of the bank; a site's file takes the place of the shipped one of the same name."""
    found = {path.name: path for path in library_files("checklists", f"{FOLDER}/*.yaml", site_dir)}
    return [found[name] for name in sorted(found)]


def load_phrases(site_dir: Path | None = None, items_of: ItemsOf | None = None) -> PhraseBank:
    """Every file that is right; one that is wrong keeps nobody from going out, and its problems are told."""
    phrases: list[Phrase] = []
    problems: list[Problem] = []
    for path in phrase_files(site_dir):
        try:
            phrases += read_phrases(path, items_of)
        except ProblemsFound as found:
            problems += found.problems
    return PhraseBank(tuple(phrases), tuple(problems))


def _named(source: Source, file: PhrasesFile, items_of: ItemsOf) -> Iterator[Problem]:
    if file.checklist is not None and file.checklist not in items_of:
        hint = did_you_mean(file.checklist, list(items_of))
        yield source.problem(("checklist",), _("Không có phiếu “%(code)s”; %(hint)s", code=file.checklist, hint=hint))
        return
    known = items_of.get(file.checklist or "", frozenset())
    for number, phrase in enumerate(file.phrases):
        path = ("phrases", number, "item")
        if phrase.item is not None and file.checklist is None:
            yield source.problem(path, _("Câu cho một mục cần checklist: ghi mã phiếu ở đầu tệp"))
        elif phrase.item is not None and phrase.item not in known:
            hint = did_you_mean(phrase.item, sorted(known))
            yield source.problem(path, _("Phiếu không có mục “%(item)s”; %(hint)s", item=phrase.item, hint=hint))


def _wording(source: Source, file: PhrasesFile) -> Iterator[Problem]:
    seen: dict[tuple[str | None, str], int] = {}
    for number, phrase in enumerate(file.phrases):
        path = ("phrases", number, "text")
        if DIGIT.search(phrase.text):
            message = _("Câu mẫu không ghi số liệu, ngày hay số văn bản. Hãy để trống bằng “…”")
            yield source.problem(path, message)
        first = seen.setdefault((phrase.item, phrase.text), number)
        if first != number:
            line = source.place_of(("phrases", first, "text")).line
            yield source.problem(path, _("Câu này đã có ở dòng %(line)d", line=line))
