"""From lines of running text to paragraphs, each with what it is: a base, a heading of some level, prose."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from inspect_app.documents.checking.layout.paper import Paragraph, Role
from inspect_app.documents.checking.pages import MM, Line
from inspect_app.kernel.text import fold

EDGE = 3.0  # points: a line begins at the margin
INDENTED = 4 * MM
FAR = 15 * MM
GAP = 3.0  # points beyond the pitch: another paragraph
SHORT = 25 * MM
MOST_STEP = 3.2
RUN_STEP = 1.8  # of the size: lines of one heading
HEADING_OFF = 8 * MM  # a heading that is centred and keeps its first indent is off by half of it
ROLES: tuple[tuple[Role, str, bool], ...] = (
    # role, pattern of the text, whether it must be bold or centred to be one
    ("part", r"(Phần|Chương|PHẦN|CHƯƠNG) (thứ )?([IVXLC]+|\d+)\b", True),
    ("section", r"(Mục|Tiểu mục|MỤC|TIỂU MỤC) ([IVXLC]+|\d+)\b", True),
    ("article", r"(Điều|ĐIỀU) (\d+|[IVXLC]+)\s*[.:]", False),
    ("article", r"(Điều|ĐIỀU) (\d+|[IVXLC]+)\b", True),
    ("roman", r"[IVX]+\s*[.\-/)]\s", False),
    ("clause", r"\d{1,2}[.)/](?!\d)\s*", False),
    ("point", r"[a-zđ][.)/]\s", False),
)
BASE_START = re.compile(r"can cu\b")
BASE_MORE = re.compile(r"(can cu|xet|theo (\w+ )?de (nghi|xuat)|theo y kien|theo to trinh|thuc hien)\b")
QUOTE_ENDS = re.compile(r"[”\"]\s*[.;,:]*(/\.)?$")
LONGEST_QUOTE = 40  # paragraphs


class Paragraphs:
    """Gathers lines into paragraphs. `left`, `right` and `pitch` are the document's (margins.py).

    `letter`: upright “Căn cứ …” opens the text of a letter (công văn) and is no base there.
    """

    def __init__(
        self, left: float, right: float, pitch: float, in_table: Callable[[Line], bool], *, letter: bool = False
    ) -> None:
        self.left, self.right, self.pitch = left, right, pitch
        self.middle = (left + right) / 2
        self.in_table = in_table
        self.letter = letter
        self._headings: frozenset[int] = frozenset()

    def of(self, lines: Sequence[Line]) -> tuple[Paragraph, ...]:
        """The paragraphs of lines in reading order; what stands in tables is left out."""
        self._headings = self._wide_headings(lines)
        found: list[tuple[list[Line], bool, bool]] = []
        before: Line | None = None
        table = False
        for line in lines:
            if self.in_table(line):
                table = True
                continue
            whole = self._begins(line, before, table)
            if whole is None and found:
                found[-1][0].append(line)
            else:
                found.append(([line], table, whole is not False))
            before, table = line, False
        made = [self._paragraph(tuple(part), table, whole) for part, table, whole in found]
        return tuple(_with_quotes(_with_bases(made, letter=self.letter)))

    def centred(self, line: Line) -> bool:
        """Whether a line stands in the middle, and not by chance."""
        if id(line) in self._headings:
            return True
        marked = (line.bold or line.italic) and line.x0 - self.left > INDENTED and not self._indented(line)
        return (marked or line.x0 - self.left > FAR) and abs(line.middle - self.middle) < 2.5 * MM

    def _wide_headings(self, lines: Sequence[Line]) -> frozenset[int]:
        """Lines of headings in bold capitals (by identity) of which some are as wide as the text, or that kept the
        first indent: all in the middle, and begun far from the margin or each elsewhere."""
        found: set[int] = set()
        for run in _capital_runs(lines):
            middle = all(abs(line.middle - self.middle) < HEADING_OFF for line in run)
            starts = [line.x0 for line in run]
            apart = max(starts) - self.left > FAR or max(starts) - min(starts) > EDGE
            if middle and apart and not self._indented(run[0]):
                found |= {id(line) for line in run}
        return frozenset(found)

    def _indented(self, line: Line) -> bool:
        return any(abs(line.x0 - self.left - width * MM) < 2 for width in (10, 12.7))

    def _begins(self, line: Line, before: Line | None, table: bool) -> bool | None:
        """None: the line goes on with its paragraph. False: it is the rest of one of the page before."""
        if before is None or table or self.centred(line) or self.centred(before):
            return True
        if line.x0 - self.left > INDENTED:
            return True
        ended = before.x1 < self.right - SHORT and before.text.endswith((".", ";", ":"))
        if line.page != before.page:
            return ended
        step = self.pitch or 1.3 * line.size
        if before.x1 > self.right - EDGE and not before.text.endswith((".", ";", ":")):
            step = MOST_STEP * line.size  # a sentence that broke off at the margin goes on, however far below
        return True if ended or line.baseline - before.baseline > step + GAP else None

    def _paragraph(self, lines: tuple[Line, ...], table: bool, whole: bool) -> Paragraph:
        return Paragraph(lines, self._role(lines) if whole else "prose", table, whole)

    def _role(self, lines: tuple[Line, ...]) -> Role:
        first = lines[0]
        centred = self.centred(first)
        for role, pattern, marked in ROLES:
            if re.match(pattern, first.text) and (not marked or centred or first.bold):
                return role
        if centred:
            return "centred"
        aside = first.x0 - self.left > FAR and first.x1 > self.right - 2 * MM and len(lines) == 1
        return "aside" if aside else "prose"


def _capital_runs(lines: Sequence[Line]) -> list[list[Line]]:
    runs: list[list[Line]] = []
    for line in lines:
        if not (line.bold and line.capital):
            continue
        last = runs[-1][-1] if runs else None
        if last and last.page == line.page and 0 < line.baseline - last.baseline < RUN_STEP * line.size:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _with_quotes(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """What is quoted of another paper, from “ before a paragraph to ” behind one: its points are not this paper's."""
    made = list(paragraphs)
    start = 0
    while start < len(made):
        end = _quote_end(made, start)
        for place in range(start, end):
            made[place] = replace(made[place], role="quote")
        start = max(end, start + 1)
    return made


def _quote_end(paragraphs: list[Paragraph], start: int) -> int:
    """Behind the last paragraph of the quotation that begins at `start`; `start` itself if none does."""
    if not paragraphs[start].text.startswith(("“", '"')):
        return start
    text = ""
    for place in range(start, min(start + LONGEST_QUOTE, len(paragraphs))):
        text += paragraphs[place].text
        if text.count("“") <= text.count("”") and text.count('"') % 2 == 0:
            return place + 1 if QUOTE_ENDS.search(text) else start
    return start


def _with_bases(paragraphs: list[Paragraph], *, letter: bool) -> list[Paragraph]:
    """The bases are the paragraphs “Căn cứ …” at the head of the text, and those of their kind that follow."""
    start = next((n for n, entry in enumerate(paragraphs) if entry.role == "prose"), None)
    if start is None or not BASE_START.match(fold(paragraphs[start].text)):
        return paragraphs
    if letter and not paragraphs[start].italic:
        return paragraphs
    end = start
    while end < len(paragraphs) and _is_base(paragraphs[end]):
        end += 1
    bases = [replace(entry, role="base") for entry in paragraphs[start:end]]
    return [*paragraphs[:start], *bases, *paragraphs[end:]]


def _is_base(paragraph: Paragraph) -> bool:
    folded = fold(paragraph.text)
    if paragraph.role != "prose" or folded.endswith(":"):
        return False
    return (
        not paragraph.whole
        or bool(BASE_START.match(folded))
        or bool(BASE_MORE.match(folded) and (paragraph.italic or len(folded) < 300))
    )
