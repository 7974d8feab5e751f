"""Finds where the text of a document ends, and boxes 7, 9b and 12 below it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from inspect_app.documents.checking.layout.paper import Ending, Signer
from inspect_app.documents.checking.pages import MM, Line
from inspect_app.kernel.text import fold

BODY_SIZE = 12.5
INDENT = (8 * MM, 14.5 * MM)
SMALLER = 10.5  # than any letter of a box: such is the address at which a paper can be verified, beside its code
SIGNING_ROOM = 36.0  # points between the office and the name of a signer
COLUMN = 14 * MM
OFFICES = re.compile(
    r"^(pho|giam doc|chu tich|chanh|truong|cuc truong|vien truong|hieu truong|vu truong|thu truong|bo truong|tong)\b"
)
WORD = re.compile(r"noi nhan\s*:?")
DRAFTER = re.compile(r"[A-ZĐ]{1,6}\.?\s?\(\d+\)\.?")


def parted(lines: Sequence[Line], left: float) -> tuple[tuple[Line, ...], Ending]:
    """The lines of the text, and the ending that follows them. `lines` are those of the document, without tables."""
    word = next((ln for ln in reversed(lines) if WORD.fullmatch(fold(ln.text))), None)
    start = _start(lines, left, word)
    rest = lines[start:]
    return tuple(lines[:start]), ending_of(rest, left)


def ending_of(rest: Sequence[Line], left: float) -> Ending:
    """Boxes 7, 9b and 12 among lines that hold nothing else."""
    word = next((ln for ln in reversed(rest) if WORD.fullmatch(fold(ln.text))), None)
    recipients = _recipients(rest, word, left)
    drafter = next((line for line in rest if DRAFTER.fullmatch(line.text)), None)
    taken = {id(line) for line in (*recipients, *((word,) if word else ()), *((drafter,) if drafter else ()))}
    signing = [ln for ln in rest if id(ln) not in taken and ln.size > SMALLER and not ln.text.startswith("(")]
    return Ending(_signers(signing, left), word, recipients, drafter)


def _start(lines: Sequence[Line], left: float, word: Line | None) -> int:
    """The index of the first line of the ending."""
    stop = next((n for n, line in enumerate(lines) if line is word), len(lines))
    # The signer's first line may stand a hair above the word that it is level with.
    marked = next((n for n in range(stop - 1, -1, -1) if lines[n].text.endswith("./.")), None)
    if marked is not None and not any(_new_paragraph(line, left) for line in _single(lines[marked + 1 : stop])):
        return marked + 1
    single = {id(line) for line in _single(lines)}
    running = [n for n in range(stop) if _runs(lines[n], left) and id(lines[n]) in single]
    return running[-1] + 1 if running else stop


def _single(lines: Sequence[Line]) -> list[Line]:
    """The lines that have nothing beside them."""
    rows: dict[tuple[int, int], int] = {}
    for line in lines:
        for level in {round(line.baseline / 3), round(line.baseline / 3 + 0.5)}:
            rows[line.page, level] = rows.get((line.page, level), 0) + 1
    return [line for line in lines if rows[line.page, round(line.baseline / 3)] == 1]


def _new_paragraph(line: Line, left: float) -> bool:
    return line.size >= BODY_SIZE and not line.bold and INDENT[0] <= line.x0 - left <= INDENT[1]


def _runs(line: Line, left: float) -> bool:
    return line.size >= BODY_SIZE and line.x0 - left <= INDENT[1] and not line.text.startswith("(")


def _recipients(rest: Sequence[Line], word: Line | None, left: float) -> tuple[Line, ...]:
    if word is None:
        return ()
    below = [line for line in rest if line.page == word.page and line.baseline > word.baseline + 2]
    return tuple(line for line in below if line.x0 < word.x0 + 10 * MM and not DRAFTER.fullmatch(line.text))


def _signers(lines: Sequence[Line], left: float) -> tuple[Signer, ...]:
    columns: list[list[Line]] = []
    for line in lines:
        if line.size < BODY_SIZE and line.x0 < left + 8 * MM:
            continue  # a note on how it was signed
        near = [column for column in columns if any(abs(line.middle - other.middle) < COLUMN for other in column)]
        if near:
            near[0].append(line)
        else:
            columns.append([line])
    signers = [_signer(column) for column in columns if column[0].capital or len(column) > 1]
    return tuple(sorted(signers, key=lambda signer: signer.middle))


def _signer(column: list[Line]) -> Signer:
    steps = [two.baseline - one.baseline if two.page == one.page else 999.0 for one, two in pairwise(column)]
    room = max(steps, default=0.0)
    if room >= SIGNING_ROOM:
        cut = steps.index(room) + 1
        above, below = column[:cut], column[cut:]
    elif len(column) > 1 and not column[-1].capital and column[0].capital:
        above, below = column[:-1], column[-1:]
    else:
        return Signer(authority=tuple(column))
    name = next((n for n, line in enumerate(below) if not (line.capital and OFFICES.match(fold(line.text)))), None)
    if name is None:
        return Signer(tuple(above), tuple(below))
    return Signer(tuple(above), tuple(below[:name]), below[name])
