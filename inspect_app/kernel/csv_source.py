"""CSV files that people write: cells with their places, and every fault of the form told with line and column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Place, Problem, ProblemsFound
from inspect_app.kernel.yaml_source.syntax import decode

NEWLINE = re.compile(r"\r\n|\n|\r")
QUOTED = re.compile(r'[ \t]*"([^"]*(?:""[^"]*)*)"[ \t]*')
OPENING = re.compile(r'[ \t]*"')


@dataclass(frozen=True)
class Cell:
    """One cell: its text without quotes and outer spaces, and where it begins."""

    text: str
    place: Place


Row = list[Cell]


@dataclass(frozen=True)
class Table:
    """A file that was read: its header, its rows (empty lines left out) and the separator that was found."""

    header: Row
    rows: list[Row]
    separator: str


def read_table(name: str, data: bytes) -> Table:
    """Reads a CSV file in UTF-8 (a byte-order mark is allowed), separated by commas or by semicolons.

    Raises ProblemsFound: another encoding, control characters, quotes that do not close or stand inside a cell,
    a file without a header.
    """
    content = decode(name, data)
    separator = _separator(content)
    reader = _Reader(name, content, separator)
    rows = reader.read()
    if not reader.problems and not rows:
        reader.problems.append(Problem(Place(name, 1, 1), _("Tệp trống. Dòng đầu phải là tên các cột")))
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return Table(rows[0], rows[1:], separator)


def _separator(content: str) -> str:
    """A semicolon where the first line that is not empty holds more of them than commas, quoted cells aside."""
    start = re.search(r"[^\r\n]+", content)
    header = re.sub(r'"[^"]*"', "", start.group(0)) if start else ""
    return ";" if header.count(";") > header.count(",") else ","


class _Reader:
    """Walks through the text once, cell by cell."""

    def __init__(self, name: str, content: str, separator: str) -> None:
        self.name = name
        self.content = content
        self.separator = separator
        self.bare = re.compile(rf"[^{separator}\r\n]*")
        self.position = 0
        self.line = 1
        self.line_start = 0
        self.problems: list[Problem] = []

    def place(self, position: int) -> Place:
        """The place of a position on the current line."""
        return Place(self.name, self.line, position - self.line_start + 1)

    def refuse(self, position: int, message: str) -> None:
        """Notes a problem on the current line."""
        self.problems.append(Problem(self.place(position), message))

    def read(self) -> list[Row]:
        """All rows that hold anything."""
        rows = []
        while self.position < len(self.content):
            row = self.row()
            if len(row) > 1 or row[0].text:
                rows.append(row)
        return rows

    def row(self) -> Row:
        """The cells up to the end of the line, or of the last quoted cell that runs over it."""
        newline = NEWLINE.search(self.content, self.position)
        end = newline.start() if newline else len(self.content)
        line = self.content[self.position : end]
        row = self._quoted_row() if '"' in line else self._bare_row(line)
        newline = NEWLINE.match(self.content, self.position)
        if newline:
            self._pass(newline)
        return row

    def _bare_row(self, line: str) -> Row:
        """The cells of a line without quotes."""
        row, start = [], self.position
        for text in line.split(self.separator):
            shown = text.strip()
            row.append(Cell(shown, self.place(start + text.find(shown))))
            start += len(text) + 1
        self.position += len(line)
        return row

    def _quoted_row(self) -> Row:
        """The cells of a line in which a quote stands somewhere."""
        row = [self.cell()]
        while self.content[self.position : self.position + 1] == self.separator:
            self.position += 1
            row.append(self.cell())
        return row

    def cell(self) -> Cell:
        """The cell at the current position; the position moves to its end."""
        opening = OPENING.match(self.content, self.position)
        return self._quoted_cell(opening.end() - 1) if opening else self._bare_cell()

    def _bare_cell(self) -> Cell:
        start, text = self.position, self._bare_text()
        quote = text.find('"')
        if quote >= 0:
            self.refuse(start + quote, _("Dấu ngoặc kép đứng giữa ô. Hãy đặt cả ô trong dấu ngoặc kép và viết đôi nó"))
        shown = text.strip()
        return Cell(shown, self.place(start + text.find(shown)))

    def _bare_text(self) -> str:
        found = self.bare.match(self.content, self.position)
        text = found.group(0) if found else ""
        self.position += len(text)
        return text

    def _quoted_cell(self, start: int) -> Cell:
        place = self.place(start)
        quoted = QUOTED.match(self.content, self.position)
        if quoted is None:
            self.refuse(start, _("Dấu ngoặc kép mở ra mà không đóng lại. Hãy thêm dấu ngoặc kép ở cuối ô"))
            self.position = len(self.content)
            return Cell("", place)
        for newline in NEWLINE.finditer(self.content, start, quoted.end()):
            self._pass(newline)
        self.position = quoted.end()
        if self._bare_text():
            self.refuse(quoted.end(), _("Có chữ sau dấu ngoặc kép đóng. Hãy đặt cả ô trong dấu ngoặc kép"))
        return Cell(quoted.group(1).replace('""', '"').strip(), place)

    def _pass(self, newline: re.Match[str]) -> None:
        self.line += 1
        self.line_start = self.position = newline.end()
