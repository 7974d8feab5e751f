"""The parts of an issued notice that a correction may word anew, and the sheet with the changes. Pure.

Facts stay what they were: which shortcomings there are, their grades, items and evidence, what the unit explained.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from inspect_app.conclusions.paper_parts import recommendations_of
from inspect_app.conclusions.rules import lines_of
from inspect_app.documents.sheets import AreaResult, ClaimSource, ConclusionNoticeSheet, Paragraph, Request, Shortcoming
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _

LISTS = ("objective_causes", "subjective_causes", "responsibility", "recipients")
TEXT, OWNER, DUE = "text", "owner", "due"
# How a notice begins that replaces another.
REPLACES = "Thông báo này thay thế Thông báo số"


def without_naming(opening: str) -> str:
    """The opening without the sentence in which it named the notice before it."""
    return "\n".join(line for line in opening.splitlines() if not line.startswith(REPLACES))


def request_change(key: str) -> tuple[int, str] | None:
    """The place of the request that a key is about, from 0, and which of its fields; None for another part."""
    kind, _mark, rest = key.partition("-")
    number, _mark, name = rest.partition("-")
    return (int(number), name) if kind == "request" else None


@dataclass(frozen=True)
class Part:
    """One part with its words: a list is one entry a line, a day is `2024-07-17`."""

    key: str
    words: str


@dataclass(frozen=True)
class Change:
    """One part that is worded anew."""

    key: str
    before: str
    after: str


def parts_of(sheet: ConclusionNoticeSheet) -> list[Part]:
    """Everything that may be worded anew, in the order of the paper."""
    return list(_parts(sheet))


def _parts(sheet: ConclusionNoticeSheet) -> Iterator[Part]:
    yield Part("opening", sheet.opening)
    if all(isinstance(block, Paragraph) for block in sheet.general):
        yield Part("general", "\n".join(block.text for block in sheet.general if isinstance(block, Paragraph)))
    for place, area in enumerate(sheet.areas):
        for number, short in enumerate(area.shortcomings):
            yield Part(f"shortcoming-{place}-{number}", short.text)
    for name in ("objective_causes", "subjective_causes", "responsibility"):
        yield Part(name, "\n".join(getattr(sheet, name)))
    for number, request in enumerate(sheet.requests):
        yield Part(f"request-{number}-{TEXT}", request.text)
        yield Part(f"request-{number}-{OWNER}", request.owner)
        yield Part(f"request-{number}-{DUE}", request.due.isoformat() if request.due is not None else "")
    yield Part("recommendations", "\n".join(f"{each.addressee}: {each.text}" for each in sheet.recommendations))
    yield Part("recipients", "\n".join(sheet.recipients))


def changes_of(sheet: ConclusionNoticeSheet, words: Mapping[str, str]) -> list[Change]:
    """What the words change; a part that is not among them stays. Raises RuleBroken for an empty text or a wrong day."""
    found: list[Change] = []
    for part in parts_of(sheet):
        wanted = _tidy(words.get(part.key, part.words))
        if wanted == _tidy(part.words):
            continue
        _check(part.key, wanted)
        found.append(Change(part.key, part.words, wanted))
    return found


def _tidy(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines() if line.strip())


def _check(key: str, wanted: str) -> None:
    if key.endswith(f"-{DUE}"):
        try:
            date.fromisoformat(wanted)
        except ValueError:
            raise RuleBroken(
                key, _("Ngày không hợp lệ. Hãy nhập theo dạng ngày/tháng/năm, ví dụ 18/06/2024.")
            ) from None
    elif not wanted and (key == "opening" or key.startswith(("request-", "shortcoming-"))):
        raise RuleBroken(key, _("Phần này không được để trống trong thông báo thay thế."))


def with_changes(sheet: ConclusionNoticeSheet, changes: Sequence[Change]) -> ConclusionNoticeSheet:
    """The sheet with the changes; all else is as it was issued."""
    words = {change.key: change.after for change in changes}
    plain: dict[str, Any] = {name: lines_of(words[name]) for name in LISTS if name in words}
    if "recommendations" in words:
        plain["recommendations"] = recommendations_of(words["recommendations"])
    if "general" in words:
        plain["general"] = tuple(Paragraph(text=line) for line in lines_of(words["general"]))
    requests = tuple(_request(number, request, words) for number, request in enumerate(sheet.requests))
    days = [request.due for request in requests if request.due is not None]
    return replace(
        sheet,
        opening=words.get("opening", sheet.opening),
        areas=tuple(_area(place, area, words) for place, area in enumerate(sheet.areas)),
        requests=requests,
        report=replace(sheet.report, report_due=max(days) if days else sheet.report.report_due),
        sources=tuple(_source(source, changes) for source in sheet.sources),
        **plain,
    )


def _area(place: int, area: AreaResult, words: Mapping[str, str]) -> AreaResult:
    shortcomings: tuple[Shortcoming, ...] = tuple(
        replace(short, text=words.get(f"shortcoming-{place}-{number}", short.text))
        for number, short in enumerate(area.shortcomings)
    )
    return replace(area, shortcomings=shortcomings)


def _request(number: int, request: Request, words: Mapping[str, str]) -> Request:
    due = words.get(f"request-{number}-{DUE}")
    return replace(
        request,
        text=words.get(f"request-{number}-{TEXT}", request.text),
        owner=words.get(f"request-{number}-{OWNER}", request.owner),
        due=date.fromisoformat(due) if due else request.due,
    )


def _source(source: ClaimSource, changes: Sequence[Change]) -> ClaimSource:
    """The annex names the sentence as it reads now; what it stands on stays."""
    for change in changes:
        before, after = change.before.splitlines(), change.after.splitlines()
        if source.claim in before and len(before) == len(after):
            return replace(source, claim=after[before.index(source.claim)])
    return source
