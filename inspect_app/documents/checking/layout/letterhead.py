"""Finds boxes 1 to 5 on the first page: by their words first, then by where they stand."""

import re
from collections.abc import Sequence

from inspect_app.documents.checking.layout.annexes import NOTE
from inspect_app.documents.checking.layout.paper import TYPES, Letterhead, Title
from inspect_app.documents.checking.pages import MM, Edge, Line
from inspect_app.kernel.text import fold

STAMPS = (
    "hoa toc",
    "thuong khan",
    "khan",
    "toi mat",
    "tuyet mat",
    "mat",
    "xem xong tra lai",
    "luu hanh noi bo",
    "du thao",
)
DATE = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b|, (ngay )?[\d….]+\s*/\s*[\d….]+\s*/\s*[\d….]+$")
PARENTS = re.compile(r"^(ubnd|hdnd|uy ban|bo|so|tinh uy|tong cuc)\b")
BODIES = re.compile(
    r"^(so|phong|doan|ban|chi cuc|trung tam|van phong|to|hoi dong|benh vien|truong|cuc|vu|thanh tra|tram|vien|ubnd|uy ban)\b"
)
SUBJECT_LINES = 8
UNNUMBERED = 16.0  # points below the motto: a paper without a number may still name its body there
CENTRED = 3 * MM


def letterhead_of(lines: Sequence[Line], width: float) -> Letterhead:
    """Boxes 1 to 4 and 5b among the lines of the first page."""
    country = next((line for line in lines if fold(line.text).startswith("cong hoa xa hoi chu nghia")), None)
    motto = next((line for line in lines if fold(line.text).startswith("doc lap")), None)
    anchors = [line for line in (country, motto) if line is not None]
    split = min((line.x0 for line in anchors if line.middle > width / 2), default=width / 2)
    number = next((line for line in lines if re.match(r"so\b", fold(line.text)) and is_number(line)), None)
    place_date = _place_date(lines, anchors, number)
    bottom = max((line.baseline for line in (*anchors, number, place_date) if line is not None), default=0.0)
    left = [line for line in lines if line.middle < split and line.x1 < split + 10 * MM and line not in anchors]
    level = number.baseline if number else bottom + UNNUMBERED
    above = [line for line in left if line.baseline < level - 2 and not _is_stamp(line)] if anchors else []
    parent, issuer = _bodies(above)
    about = _about(left, number)
    stamps = tuple(line for line in lines if _is_stamp(line) and line.baseline < bottom + 60 * MM)
    bottom = max([bottom, *(line.baseline for line in about)])
    return Letterhead(country, motto, parent, issuer, number, place_date, about, stamps, bottom)


def is_number(line: Line) -> bool:
    """`Số: 05/TB-ĐKT`, also when it is written wrongly; not `Sở Nội vụ`."""
    text = fold(line.text)
    return bool(
        re.match(r"so\s*[:.]?\s*[\d….]*\s*[/-]", text) or re.match(r"so\s*:", text) or re.match(r"so \d+", text)
    )


def _place_date(lines: Sequence[Line], anchors: Sequence[Line], number: Line | None) -> Line | None:
    low = max((line.baseline for line in anchors), default=0.0)
    limit = (number.baseline if number else low) + 25 * MM
    start = min((line.x0 for line in anchors), default=0.0) - 30 * MM
    return next(
        (ln for ln in lines if low < ln.baseline < limit and ln.x0 > start and DATE.search(fold(ln.text))), None
    )


def _is_stamp(line: Line) -> bool:
    return fold(line.text).strip(" .") in STAMPS


def _bodies(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The parent body and the issuing body: the bold lines are the issuing body's, else what stands below a parent."""
    start = next((n for n, line in enumerate(lines) if line.bold), len(lines))
    if 0 < start < len(lines):
        return tuple(lines[:start]), tuple(lines[start:])
    folded = [fold(line.text) for line in lines]
    if len(lines) > 1 and PARENTS.match(folded[0]) and BODIES.match(folded[1]):
        return tuple(lines[:1]), tuple(lines[1:])
    return (), tuple(lines)


def _about(left: Sequence[Line], number: Line | None) -> tuple[Line, ...]:
    """Box 5b: `V/v …` and the lines below it in the left column."""
    start = next((n for n, ln in enumerate(left) if re.match(r"(v/v|ve viec)\b", fold(ln.text))), None)
    if start is None or (number and left[start].baseline < number.baseline):
        return ()
    found = [left[start]]
    for line in left[start + 1 :]:
        if line.baseline - found[-1].baseline > 1.7 * line.size or _is_stamp(line):
            break
        found.append(line)
    return tuple(found)


def title_of(lines: Sequence[Line], edges: Sequence[Edge], head: Letterhead, middle: float) -> Title:
    """Box 5a: the first line of capitals below the letterhead, what stands below it, and the rule that ends it."""
    below = [line for line in lines if line.baseline > head.bottom + 2 and line not in head.stamps]
    kind = next((n for n, line in enumerate(below[:3]) if _is_kind(line, middle)), None)
    if kind is None:
        return Title()
    rest = below[kind + 1 : kind + 1 + SUBJECT_LINES]
    rest, note = _without_note(rest)
    rule = _rule_below(below[kind], rest, edges)
    subject = []
    for line in rest:
        if (rule and line.baseline > rule.top + 2) or (not rule and not _goes_on(line, below[kind], middle)):
            break
        subject.append(line)
    return Title(below[kind], tuple(subject), rule, note)


def _without_note(lines: Sequence[Line]) -> tuple[list[Line], tuple[Line, ...]]:
    """The lines above “(Kèm theo Quyết định …)”, and its own; all of them where there is none."""
    start = next((n for n, line in enumerate(lines) if NOTE.match(fold(line.text))), None)
    if start is None:
        return list(lines), ()
    end = next((n for n in range(start, len(lines)) if lines[n].text.endswith(")")), start)
    return list(lines[:start]), tuple(lines[start : end + 1])


def _is_kind(line: Line, middle: float) -> bool:
    folded = fold(line.text)
    return folded in TYPES or (
        line.capital and abs(line.middle - middle) < 12 * MM and not folded.startswith("kinh gui")
    )


def _goes_on(line: Line, kind: Line, middle: float) -> bool:
    return line.bold and abs(line.middle - middle) < CENTRED and not line.capital and line.page == kind.page


def _rule_below(kind: Line, rest: Sequence[Line], edges: Sequence[Edge]) -> Edge | None:
    stop = next(
        (line.top for line in rest if _begins_text(line)), rest[-1].baseline + 12 if rest else kind.baseline + 24
    )
    found = [e for e in edges if e.across and e.length > 8 * MM and kind.baseline < e.top < stop + 1]
    return min(found, key=lambda edge: edge.top, default=None)


def _begins_text(line: Line) -> bool:
    return bool(re.match(r"(can cu|xet|kinh gui|dieu \d|[ivx]+\. |\d+\. |thoi gian bat dau)", fold(line.text)))
