"""What a correction withdraws and adds, read from what its page sends. Pure.

A shortcoming is added on an answer of the visit, and with what the unit says to it; a request is added for a shortcoming
that stands. What is withdrawn says why.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from inspect_app.checklists.rules import Grade
from inspect_app.conclusions.correcting.applying import number_of
from inspect_app.conclusions.correcting.parts import ADD, DROP, DUE, OWNER, REQUEST, SHORTCOMING, TEXT, Change, day_of
from inspect_app.conclusions.drafting.material import Found, Material
from inspect_app.conclusions.drafting.wording import facts_beyond
from inspect_app.documents.sheets import ConclusionNoticeSheet
from inspect_app.fieldwork.paper import evidence_mark
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

ITEM, GRADE, EVIDENCE, HEARD, FINDINGS = "item", "grade", "evidence", "heard", "findings"
LONGEST = {"reason": 1_000, "text": 4_000, OWNER: 300}
ROWS = 20


@dataclass(frozen=True)
class Ground:
    """On what a correction stands: the visit's data as they count now, and the next numbers of findings and requests.

    `asked` says which findings each request that stands was made for, by its number.
    """

    material: Material
    visit_code: str
    next_finding: int
    next_request: int
    asked: Mapping[int, tuple[str, ...]]

    def label(self, place: int) -> str:
        """How the finding that is added at a place will be called."""
        return f"{self.visit_code}/{self.next_finding + place:02d}"


def shortcoming_labels(sheet: ConclusionNoticeSheet, material: Material) -> dict[str, str]:
    """Which finding each shortcoming of a sheet is, by `shortcoming-0-1`; sheets of before they were named are matched
    by area, item and order."""
    left = list(material.standing)
    found: dict[str, str] = {}
    for place, area in enumerate(sheet.areas):
        for number, short in enumerate(area.shortcomings):
            named = [f for f in left if f.label == short.finding] or [
                f for f in left if not short.finding and f.item == short.item and str(f.area or 0) == area.code
            ]
            if named:
                found[f"{SHORTCOMING}-{place}-{number}"] = named[0].label
                left.remove(named[0])
    return found


def amendments_of(sheet: ConclusionNoticeSheet, words: Mapping[str, str], ground: Ground) -> list[Change]:
    """What is withdrawn and added. Raises RuleBroken that names the field where something is missing or does not fit."""
    dropped = [*_dropped_shortcomings(sheet, words, ground), *_dropped_requests(sheet, words)]
    gone = {change.values["finding"] for change in dropped if change.key.startswith(f"{DROP}-{SHORTCOMING}")}
    added = list(_added_shortcomings(words, ground))
    standing = {each.label: each.item for each in ground.material.standing if each.label not in gone}
    standing |= {change.values["finding"]: change.values["item"] for change in added}
    return [*dropped, *added, *_added_requests(words, ground, standing)]


def words_of(changes: Sequence[Change]) -> dict[str, str]:
    """What the page sends for the changes: so a draft is shown again as it was entered."""
    words: dict[str, str] = {}
    for change in changes:
        values = change.values
        if not change.key.startswith(f"{ADD}-"):
            words[change.key] = change.after
            continue
        words[f"{change.key}-{TEXT}"] = change.after
        if _is(change, ADD, SHORTCOMING):
            words |= {f"{change.key}-{name}": str(values[name]) for name in (ITEM, GRADE, HEARD)}
            words[f"{change.key}-{EVIDENCE}"] = ", ".join(values["marks"])
        else:
            words |= {f"{change.key}-{name}": str(values[name]) for name in (OWNER, DUE)}
            words[f"{change.key}-{FINDINGS}"] = ",".join(values[FINDINGS])
    return words


def _dropped_shortcomings(sheet: ConclusionNoticeSheet, words: Mapping[str, str], ground: Ground) -> Iterator[Change]:
    labels = shortcoming_labels(sheet, ground.material)
    for place, area in enumerate(sheet.areas):
        for number, short in enumerate(area.shortcomings):
            key = f"{SHORTCOMING}-{place}-{number}"
            reason = _said(words, f"{DROP}-{key}", "reason")
            if not reason:
                continue
            if key not in labels:
                raise RuleBroken(
                    f"{DROP}-{key}", _("Thiếu sót này không còn gắn với phát hiện nào nên không rút được.")
                )
            values = {"finding": labels[key], "item": short.item}
            yield Change(f"{DROP}-{key}", short.text, reason, values)


def _dropped_requests(sheet: ConclusionNoticeSheet, words: Mapping[str, str]) -> Iterator[Change]:
    for place, request in enumerate(sheet.requests):
        key = f"{DROP}-{REQUEST}-{place}"
        reason = _said(words, key, "reason")
        if reason:
            yield Change(key, request.text, reason, {"number": number_of(place, request)})


def _rows(words: Mapping[str, str], what: str) -> Iterator[str]:
    """The keys of the rows in which something was entered, in their order."""
    for place in range(ROWS):
        key = f"{ADD}-{what}-{place}"
        if words.get(f"{key}-{TEXT}", "").strip() or words.get(f"{key}-{ITEM}", "").strip():
            yield key


def _added_shortcomings(words: Mapping[str, str], ground: Ground) -> Iterator[Change]:
    for place, row in enumerate(_rows(words, SHORTCOMING)):
        checked = ground.material.by_item.get(words.get(f"{row}-{ITEM}", "").strip().upper())
        if checked is None:
            message = _("Hãy chọn mục của phiếu đã có câu trả lời ở cuộc kiểm tra này: thiếu sót phải có nguồn.")
            raise RuleBroken(f"{row}-{ITEM}", message)
        text = _needed(words, f"{row}-{TEXT}", TEXT, _("Hãy ghi nội dung thiếu sót được bổ sung."))
        heard = _needed(
            words, f"{row}-{HEARD}", TEXT, _("Hãy ghi ý kiến của đơn vị về thiếu sót này, hoặc vì sao không có.")
        )
        numbers = _evidence(words, f"{row}-{EVIDENCE}", ground) or checked.evidence
        values = {
            "finding": ground.label(place),
            "item": checked.item,
            "area": checked.area,
            "grade": _grade(words, f"{row}-{GRADE}", checked.grade),
            "facts": facts_beyond(text, checked),
            "basis": list(checked.basis),
            "evidence": list(numbers),
            "marks": [evidence_mark(number) for number in numbers],
            "heard": heard,
        }
        yield Change(f"{ADD}-{SHORTCOMING}-{place}", "", text, values)


def _grade(words: Mapping[str, str], key: str, usual: Grade) -> str:
    try:
        return Grade(words.get(key) or usual).value
    except ValueError:
        raise RuleBroken(key, _("Hãy chọn mức độ của thiếu sót.")) from None


def _evidence(words: Mapping[str, str], key: str, ground: Ground) -> tuple[int, ...]:
    known = {number for checked in ground.material.checked for number in checked.evidence}
    typed = [part.strip().upper().removeprefix("CC-") for part in words.get(key, "").replace(";", ",").split(",")]
    wanted = [part for part in typed if part]
    unknown = [part for part in wanted if not part.isdigit() or int(part) not in known]
    if unknown:
        message = _("Không có chứng cứ “%(numbers)s” ở cuộc kiểm tra này.", numbers=", ".join(unknown))
        raise RuleBroken(key, message)
    return tuple(dict.fromkeys(int(part) for part in wanted))


def _added_requests(words: Mapping[str, str], ground: Ground, standing: Mapping[str, str]) -> Iterator[Change]:
    for place, row in enumerate(_rows(words, REQUEST)):
        text = _needed(words, f"{row}-{TEXT}", TEXT, _("Hãy ghi nội dung yêu cầu được bổ sung."))
        owner = _needed(words, f"{row}-{OWNER}", OWNER, _("Hãy ghi người thực hiện yêu cầu được bổ sung."))
        due = day_of(f"{row}-{DUE}", words.get(f"{row}-{DUE}", "").strip())
        labels = [part.strip() for part in words.get(f"{row}-{FINDINGS}", "").upper().split(",") if part.strip()]
        if not labels or any(label not in standing for label in labels):
            message = _("Yêu cầu được bổ sung phải gắn với ít nhất một thiếu sót còn hiệu lực.")
            raise RuleBroken(f"{row}-{FINDINGS}", message)
        values = {
            "number": ground.next_request + place,
            "owner": owner,
            "due": due.isoformat(),
            "findings": labels,
            "items": sorted({standing[label] for label in labels}),
        }
        yield Change(f"{ADD}-{REQUEST}-{place}", "", text, values)


def _said(words: Mapping[str, str], key: str, kind: str) -> str:
    text = " ".join(clean(words.get(key, "")).split())
    if len(text) > LONGEST[kind]:
        raise RuleBroken(key, _("Nội dung dài quá %(max)d ký tự. Hãy rút ngắn.", max=LONGEST[kind]))
    return text


def _needed(words: Mapping[str, str], key: str, kind: str, missing: str) -> str:
    text = _said(words, key, kind)
    if not text:
        raise RuleBroken(key, missing)
    return text


def found_after(material: Material, changes: Sequence[Change]) -> tuple[Found, ...]:
    """The findings of the visit once the changes count: withdrawn ones are gone, added ones stand."""
    gone = {change.values["finding"]: change.after for change in changes if _is(change, DROP, SHORTCOMING)}
    kept = [_ended(found, gone) for found in material.found]
    return (*kept, *(_new(change, material) for change in changes if _is(change, ADD, SHORTCOMING)))


def _is(change: Change, kind: str, what: str) -> bool:
    return change.key.startswith(f"{kind}-{what}-")


def _ended(found: Found, gone: Mapping[str, str]) -> Found:
    return replace(found, gone=f"đã rút bằng thông báo thay thế: {gone[found.label]}") if found.label in gone else found


def _new(change: Change, material: Material) -> Found:
    values = change.values
    return Found(
        label=values["finding"],
        item=values["item"],
        area=values["area"],
        grade=Grade(values["grade"]),
        text=change.after,
        revision=material.by_item[values["item"]].revision,
        evidence=tuple(values["evidence"]),
        basis=tuple(values["basis"]),
        explained=values["heard"],
    )


def check_whole(changes: Sequence[Change], ground: Ground) -> None:
    """Raises RuleBroken unless every shortcoming that stands has a request, and no request asks for withdrawn ones only."""
    material = ground.material
    standing = [found for found in found_after(material, changes) if not found.gone]
    dropped = {change.values["number"] for change in changes if _is(change, DROP, REQUEST)}
    asked = {number: labels for number, labels in ground.asked.items() if number not in dropped}
    asked |= {c.values["number"]: tuple(c.values["findings"]) for c in changes if _is(c, ADD, REQUEST)}
    known = {found.label for found in standing}
    for number, labels in asked.items():
        if labels and not known & set(labels):
            message = _("Yêu cầu số %(n)d chỉ gắn với thiếu sót được rút. Hãy rút cả yêu cầu này.", n=number)
            raise RuleBroken(None, message)
    answered = {label for labels in asked.values() for label in labels}
    left = [found.label for found in standing if found.grade is not Grade.NOTE and found.label not in answered]
    if left:
        message = _("Thiếu sót còn hiệu lực mà không còn yêu cầu khắc phục: %(labels)s.", labels=", ".join(left))
        raise RuleBroken(None, message)
