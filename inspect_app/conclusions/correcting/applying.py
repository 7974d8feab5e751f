"""The sheet of a notice with what a correction changes, withdraws and adds. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from inspect_app.checklists.areas import AREAS, area_name
from inspect_app.conclusions.correcting.parts import ADD, DROP, DUE, OWNER, REQUEST, SHORTCOMING, TEXT, Change
from inspect_app.conclusions.paper_parts import recommendations_of
from inspect_app.conclusions.rules import lines_of
from inspect_app.documents.sheets import AreaResult, ConclusionNoticeSheet, Paragraph, Request, Shortcoming

LISTS = ("objective_causes", "subjective_causes", "responsibility", "recipients")


def with_changes(sheet: ConclusionNoticeSheet, changes: Sequence[Change]) -> ConclusionNoticeSheet:
    """The sheet with the changes; all else is as it was issued. Its annex is made anew elsewhere (`holding`)."""
    words = {change.key: change.after for change in changes}
    plain: dict[str, Any] = {name: lines_of(words[name]) for name in LISTS if name in words}
    if "recommendations" in words:
        plain["recommendations"] = recommendations_of(words["recommendations"])
    if "general" in words:
        plain["general"] = tuple(Paragraph(text=line) for line in lines_of(words["general"]))
    requests = _requests(sheet.requests, words, _added(changes, REQUEST))
    days = [request.due for request in requests if request.due is not None]
    return replace(
        sheet,
        opening=words.get("opening", sheet.opening),
        revisions=tuple(_revisions(changes)),
        areas=_areas(sheet.areas, words, _added(changes, SHORTCOMING)),
        requests=requests,
        report=replace(sheet.report, report_due=max(days) if days else sheet.report.report_due),
        **plain,
    )


def number_of(place: int, request: Request) -> int:
    """Under which number a request was first asked for; `place` is its place in the sheet, from 0."""
    return request.number or place + 1


def _added(changes: Sequence[Change], what: str) -> list[Change]:
    return [change for change in changes if change.key.startswith(f"{ADD}-{what}-")]


def _areas(areas: Sequence[AreaResult], words: Mapping[str, str], added: Sequence[Change]) -> tuple[AreaResult, ...]:
    found = {area.code: _area(place, area, words) for place, area in enumerate(areas)}
    for change in added:
        code = str(change.values["area"] or 0)
        area = found.get(code) or AreaResult(title=area_name(int(code) or None), code=code)
        found[code] = replace(area, shortcomings=(*area.shortcomings, _shortcoming(change)))
    order = [*map(str, AREAS), "0"]
    known = sorted(found.values(), key=lambda area: order.index(area.code) if area.code in order else len(order))
    return tuple(area for area in known if area.facts or area.strengths or area.shortcomings)


def _area(place: int, area: AreaResult, words: Mapping[str, str]) -> AreaResult:
    shortcomings: tuple[Shortcoming, ...] = tuple(
        replace(short, text=words.get(f"{SHORTCOMING}-{place}-{number}", short.text))
        for number, short in enumerate(area.shortcomings)
        if f"{DROP}-{SHORTCOMING}-{place}-{number}" not in words
    )
    return replace(area, shortcomings=shortcomings)


def _shortcoming(change: Change) -> Shortcoming:
    values = change.values
    return Shortcoming(
        text=change.after,
        item=values["item"],
        grade=values["grade"],
        facts=values["facts"],
        basis="; ".join(values["basis"]),
        evidence=tuple(values["marks"]),
        explanation=values["heard"],
        finding=values["finding"],
    )


def _requests(entries: Sequence[Request], words: Mapping[str, str], added: Sequence[Change]) -> tuple[Request, ...]:
    kept = [
        (number_of(place, request), _request(place, request, words))
        for place, request in enumerate(entries)
        if f"{DROP}-{REQUEST}-{place}" not in words
    ]
    kept += [(change.values["number"], _new_request(change)) for change in added]
    in_order = [number for number, _request in kept] == list(range(1, len(kept) + 1))
    return tuple(replace(request, number=None if in_order else number) for number, request in kept)


def _request(place: int, request: Request, words: Mapping[str, str]) -> Request:
    due = words.get(f"{REQUEST}-{place}-{DUE}")
    return replace(
        request,
        text=words.get(f"{REQUEST}-{place}-{TEXT}", request.text),
        owner=words.get(f"{REQUEST}-{place}-{OWNER}", request.owner),
        due=date.fromisoformat(due) if due else request.due,
    )


def _new_request(change: Change) -> Request:
    values = change.values
    due = date.fromisoformat(values["due"])
    return Request(text=change.after, owner=values["owner"], due=due, items=tuple(values["items"]))


def _revisions(changes: Sequence[Change]) -> Iterator[str]:
    """What is withdrawn, with its reason, and what is added, as the new notice says it."""
    for change in changes:
        kind, _mark, rest = change.key.partition("-")
        what = rest.partition("-")[0]
        told, reason = change.before.rstrip(" ."), change.after.rstrip(" .")
        if kind == DROP and what == SHORTCOMING:
            yield f"Rút tồn tại, hạn chế “{told}” (mục {change.values['item']}); lý do: {reason}"
        elif kind == DROP:
            yield f"Rút yêu cầu số {change.values['number']} “{told}”; lý do: {reason}"
        elif kind == ADD and what == SHORTCOMING:
            yield f"Bổ sung tồn tại, hạn chế “{reason}” (mục {change.values['item']})"
        elif kind == ADD:
            yield f"Bổ sung yêu cầu số {change.values['number']} “{reason}”"
