"""Rule files: YAML → a frozen RatingRule, with every problem at its place. See schedules/quang-nam-2024/rating.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.resources import library_files
from inspect_app.kernel.yaml_source import (
    Problem,
    ProblemsFound,
    Source,
    StrictModel,
    did_you_mean,
    parse_model,
    read_yaml,
    read_yaml_file,
)
from inspect_app.ratings import rules
from inspect_app.units.rules import AuthorityBasis, RatedBy, UnitKind

Text = Annotated[str, Field(min_length=1, max_length=2000)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Year = Annotated[int, Field(ge=2000, le=2100)]


class Contents(StrEnum):
    """What a test may ask of the contents."""

    ALL_MET = "all_met"
    NOT_ALL_MET = "not_all_met"


class WordsEntry(StrictModel):
    """A text in two languages."""

    vi: Text
    en: Text


class SourceEntry(StrictModel):
    """The paper that makes the rule."""

    document: Text
    dated: Annotated[date | None, Field(alias="date")] = None
    issuer: Text | None = None
    status: rules.Status
    note: Text | None = None


class AreaEntry(StrictModel):
    """One area of contents."""

    number: Annotated[int, Field(ge=1, le=99)]
    name: WordsEntry


class LevelEntry(StrictModel):
    """One level, best first."""

    id: Id
    name: WordsEntry


class BandEntry(StrictModel):
    """A range in percent."""

    ge: Decimal | None = None
    gt: Decimal | None = None
    le: Decimal | None = None
    lt: Decimal | None = None


class TestEntry(StrictModel):
    """One test of a clause: exactly one of its three keys."""

    __test__ = False

    contents: Contents | None = None
    index: BandEntry | None = None
    late: BandEntry | None = None


class ClauseEntry(StrictModel):
    """What a level asks for."""

    id: Id
    level: Text
    text: Text
    status: rules.Status
    tests: Annotated[tuple[TestEntry, ...], Field(min_length=1)]


class LateEntry(StrictModel):
    """Which dossiers count."""

    reading: rules.Reading
    rescheduled: rules.Rescheduled
    status: rules.Status
    note: Text


class ContentsEntry(StrictModel):
    """How the contents are proposed from findings."""

    grade: Literal["major", "minor", "note"]
    note: Text


class IndexEntry(StrictModel):
    """Which index is taken."""

    year: Year
    decision: Text | None = None
    published_on: date | None = None
    status: rules.Status
    note: Text


class AuthorityEntry(StrictModel):
    """Who rates the heads of one kind of unit."""

    kind: UnitKind
    by: RatedBy
    source: Text
    status: rules.Status
    note: Text | None = None


class RuleFile(StrictModel):
    """A whole rating.yaml."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    code: Id
    year: Year
    title: WordsEntry
    source: SourceEntry
    areas: Annotated[tuple[AreaEntry, ...], Field(min_length=1)]
    levels: Annotated[tuple[LevelEntry, ...], Field(min_length=2)]
    clauses: Annotated[tuple[ClauseEntry, ...], Field(min_length=1)]
    late_rate: LateEntry
    contents_from_findings: ContentsEntry
    index: IndexEntry
    authorities: tuple[AuthorityEntry, ...]


def load_rule(path: Path) -> rules.RatingRule:
    """The rule of a file. Raises ProblemsFound with all problems at once."""
    return _rule(read_yaml_file(path))


def rule_files(site_dir: Path | None = None) -> list[tuple[Path, rules.RatingRule]]:
    """The rule files of the shipped and the site's campaigns that have no problems, the newest year first."""
    found = []
    for path in library_files("schedules", "*/rating.yaml", site_dir):
        with suppress(ProblemsFound):
            found.append((path, load_rule(path)))
    return sorted(found, key=lambda pair: pair[1].year, reverse=True)


def read_rule(name: str, data: bytes) -> rules.RatingRule:
    """The rule of a text that is already read, for one kept in the database. Raises ProblemsFound."""
    return _rule(read_yaml(name, data))


def _rule(source: Source) -> rules.RatingRule:
    file = parse_model(source, RuleFile)
    problems = list(_problems(source, file))
    if problems:
        raise ProblemsFound(problems)
    return rules.RatingRule(
        code=file.code,
        title=_words(file.title),
        year=file.year,
        source=rules.Source(
            file.source.document, file.source.dated, file.source.issuer, file.source.status, file.source.note
        ),
        areas=tuple(rules.Area(area.number, _words(area.name)) for area in file.areas),
        levels=tuple(rules.Level(level.id, _words(level.name)) for level in file.levels),
        clauses=tuple(_clause(clause) for clause in file.clauses),
        late_rate=rules.LateSetting(
            file.late_rate.reading, file.late_rate.rescheduled, file.late_rate.status, file.late_rate.note
        ),
        contents=rules.ContentsSetting(file.contents_from_findings.grade, file.contents_from_findings.note),
        index=rules.IndexSetting(
            file.index.year, file.index.decision, file.index.published_on, file.index.status, file.index.note
        ),
        authorities=tuple(_authority(authority) for authority in file.authorities),
    )


def _words(entry: WordsEntry) -> rules.Words:
    return rules.Words(entry.vi, entry.en)


def _authority(entry: AuthorityEntry) -> AuthorityBasis:
    to_check = entry.status is rules.Status.TO_BE_CHECKED
    return AuthorityBasis(entry.kind, entry.by, entry.source, needs_checking=to_check, note=entry.note)


def _clause(entry: ClauseEntry) -> rules.Clause:
    return rules.Clause(entry.id, entry.level, tuple(_test(test) for test in entry.tests), entry.status, entry.text)


def _test(entry: TestEntry) -> rules.Test:
    if entry.contents is not None:
        return rules.ContentsTest(entry.contents is Contents.ALL_MET)
    if entry.index is not None:
        return rules.IndexTest(_band(entry.index))
    return rules.LateTest(_band(entry.late or BandEntry()))


def _band(entry: BandEntry) -> rules.Band:
    return rules.Band(ge=entry.ge, gt=entry.gt, le=entry.le, lt=entry.lt)


def _problems(source: Source, file: RuleFile) -> Iterator[Problem]:
    yield from _repeated(source, "areas", "number", [area.number for area in file.areas])
    yield from _repeated(source, "levels", "id", [level.id for level in file.levels])
    yield from _repeated(source, "clauses", "id", [clause.id for clause in file.clauses])
    yield from _repeated(source, "authorities", "kind", [authority.kind.value for authority in file.authorities])
    levels = [level.id for level in file.levels]
    used = {clause.level for clause in file.clauses}
    for number, level in enumerate(levels):
        if level == rules.UNDECIDED:
            message = _("“undecided” dành cho trường hợp chưa đủ căn cứ. Hãy đặt tên khác cho mức này")
            yield source.problem(("levels", number, "id"), message)
        elif level not in used:
            message = _("Mức “%(level)s” không có khoản nào. Hãy thêm khoản hoặc bỏ mức này", level=level)
            yield source.problem(("levels", number, "id"), message)
    for number, clause in enumerate(file.clauses):
        if clause.level not in levels:
            message = _("Không có mức “%(level)s”", level=clause.level)
            hint = did_you_mean(clause.level, levels)
            yield source.problem(("clauses", number, "level"), f"{message}; {hint}")
        yield from _test_problems(source, number, clause)


def _repeated(source: Source, part: str, key: str, values: Sequence[object]) -> Iterator[Problem]:
    for number, value in enumerate(values):
        if value in values[:number]:
            message = _("“%(value)s” đã dùng ở trên. Hãy đặt giá trị khác", value=value)
            yield source.problem((part, number, key), message)


def _test_problems(source: Source, number: int, clause: ClauseEntry) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, test in enumerate(clause.tests):
        path = ("clauses", number, "tests", place)
        keys = [key for key in ("contents", "index", "late") if getattr(test, key) is not None]
        if len(keys) != 1:
            message = _("Mỗi điều kiện phải có đúng một trong ba khóa: contents, index, late")
            yield source.problem(path, message)
        elif keys[0] in seen:
            message = _("Khoản này đã có điều kiện “%(key)s”. Hãy gộp thành một khoảng", key=keys[0])
            yield source.problem((*path, keys[0]), message, key=True)
        seen.update(keys)
        for key in ("index", "late"):
            band = getattr(test, key)
            if band is not None:
                yield from _band_problems(source, (*path, key), band)


def _band_problems(source: Source, path: tuple[str | int, ...], band: BandEntry) -> Iterator[Problem]:
    bounds = {key: bound for key in ("ge", "gt", "le", "lt") if (bound := getattr(band, key)) is not None}
    for key, bound in bounds.items():
        if not 0 <= bound <= 100:
            yield source.problem((*path, key), _("Ngưỡng tính bằng phần trăm, phải từ 0 đến 100"))
    if not bounds:
        yield source.problem(path, _("Khoảng phải có ít nhất một ngưỡng: ge, gt, le hoặc lt"))
    elif {"ge", "gt"} <= bounds.keys() or {"le", "lt"} <= bounds.keys():
        yield source.problem(path, _("Chỉ dùng một ngưỡng dưới (ge hoặc gt) và một ngưỡng trên (le hoặc lt)"))
    elif _is_empty(band):
        yield source.problem(path, _("Không giá trị nào nằm trong khoảng này. Hãy kiểm tra lại hai ngưỡng"))


def _is_empty(band: BandEntry) -> bool:
    """Whether no value lies in a band with one lower and one upper bound at most."""
    low = band.ge if band.ge is not None else band.gt
    high = band.le if band.le is not None else band.lt
    if low is None:
        return high == 0 and band.lt is not None
    if high is None:
        return low == 100 and band.gt is not None
    middle = (Fraction(low) + Fraction(high)) / 2
    return not _band(band).holds(middle)
