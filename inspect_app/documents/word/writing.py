"""From parts, tables and lines to the markup of word/document.xml, its styles, its heads and feet."""

import re
from collections.abc import Callable, Iterable
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from inspect_app.documents.word.model import (
    Block,
    Break,
    Cell,
    Field,
    FieldLines,
    Grid,
    Inline,
    Line,
    Paper,
    Part,
    Picture,
    Row,
    Run,
    Style,
    field_id,
    field_value,
    plain_text,
)
from inspect_app.documents.word.vocabulary import BETWEEN, END

NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
PICTURE_SPACE: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
LOOK_STYLES: Final = {
    "b": "VBDam",
    "i": "VBNghieng",
    "bi": "VBDamNghieng",
    "hash": "VBMa",
    "box": "VBOChon",
    "room": "VBChoDien",
}
# What XML cannot carry, although it is a text.
ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
EMU_OF_MM: Final = 36_000


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def shown(text: str) -> str:
    """Text for XML; what it cannot carry becomes a sign that says so."""
    return escape(ILLEGAL.sub("\ufffd", text))


class Writer:
    """Writes one paper, and remembers which styles and pictures it used. Without fields, they are text like any other."""

    def __init__(self, *, with_fields: bool = True) -> None:
        self.with_fields = with_fields
        self.styles: dict[str, Style] = {}
        self.pictures: dict[bytes, Picture] = {}
        self._drawings = 0

    def document(self, paper: Paper, section: Callable[[Part], str]) -> str:
        """The text of document.xml; `section` gives the properties of a part's section."""
        written = [self._part(part, section(part), part is paper.parts[-1]) for part in paper.parts]
        return f"<w:document {NAMESPACES}><w:body>{''.join(written)}</w:body></w:document>"

    def _part(self, part: Part, section: str, last: bool) -> str:
        end = part.blocks[-1] if part.blocks else None
        whole = isinstance(end, Line)
        written = self.blocks(part.blocks[:-1] if whole else part.blocks, ends=False)
        line = end if isinstance(end, Line) else Line(END)
        return written + (self.line(line) + section if last else self.line(line, section))

    def blocks(self, blocks: Iterable[Block], *, ends: bool = True) -> str:
        """Blocks one after the other; a line keeps two tables apart, and ends a cell after a table."""
        written, last = [], None
        for block in blocks:
            if isinstance(block, Grid) and isinstance(last, Grid):
                written.append(self.line(Line(BETWEEN)))
            written.append(self._block(block))
            last = block
        if isinstance(last, Grid) and ends:
            written.append(self.line(Line(END)))
        return "".join(written)

    def _block(self, block: Block) -> str:
        if isinstance(block, Line):
            return self.line(block)
        if isinstance(block, FieldLines):
            lines = block.lines
            if not self.with_fields:
                return "".join(map(self.line, lines))
            value = field_value(plain_text(line.items) for line in lines)
            return control(block.tag, value, "".join(map(self.line, lines)), plain=False)
        return self._grid(block)

    def line(self, line: Line, section: str = "") -> str:
        """A paragraph; `section` ends a section with it."""
        self.styles.setdefault(line.style.id, line.style)
        runs = "".join(map(self._inline, line.items))
        return f'<w:p><w:pPr><w:pStyle w:val="{line.style.id}"/>{section}</w:pPr>{runs}</w:p>'

    def _inline(self, item: Inline) -> str:
        if isinstance(item, Run):
            look = f'<w:rPr><w:rStyle w:val="{LOOK_STYLES[item.look]}"/></w:rPr>' if item.look else ""
            return f'<w:r>{look}<w:t xml:space="preserve">{shown(item.text)}</w:t></w:r>'
        if isinstance(item, Break):
            return "<w:r><w:br/></w:r>"
        if isinstance(item, Field):
            runs = "".join(map(self._inline, item.items))
            value = field_value(plain_text(item.items).split("\n"))
            return control(item.tag, value, runs, plain=True) if self.with_fields else runs
        return self._drawing(item)

    def _drawing(self, picture: Picture) -> str:
        number = list(self.pictures).index(picture.data) if picture.data in self.pictures else len(self.pictures)
        self.pictures.setdefault(picture.data, picture)
        self._drawings += 1
        size = f'cx="{round(picture.width * EMU_OF_MM)}" cy="{round(picture.height * EMU_OF_MM)}"'
        alt = quoteattr(ILLEGAL.sub("\ufffd", picture.alt))
        named = f'id="{self._drawings}" name="Hình {self._drawings}" descr={alt}'
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {named}/>'
            f'<a:graphic><a:graphicData uri="{PICTURE_SPACE}"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="rPicture{number}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect">'
            "<a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def _grid(self, grid: Grid) -> str:
        style = "VBBang" if grid.ruled else "VBKhongKe"
        columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in grid.widths)
        spans: dict[int, int] = {}
        rows = "".join(self._row(row, grid.widths, spans) for row in grid.rows)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{twips(sum(grid.widths))}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
        )

    def _row(self, row: Row, widths: tuple[float, ...], spans: dict[int, int]) -> str:
        """A row; `spans` holds how many more rows each column is covered from above."""
        form = "<w:cantSplit/>" if row.whole else ""
        form += f'<w:trHeight w:val="{round(row.height * 20)}" w:hRule="atLeast"/>' if row.height else ""
        form += "<w:tblHeader/>" if row.head else ""
        written, column, cells = [], 0, list(row.cells)
        while column < len(widths):
            if spans.get(column):
                spans[column] -= 1
                written.append(self._covered(widths[column]))
                column += 1
                continue
            cell = cells.pop(0) if cells else Cell(blocks=(Line(END),))
            reach = range(column, min(column + cell.span, len(widths)))
            spans |= dict.fromkeys(reach, cell.rows - 1)
            written.append(self._cell(cell, sum(widths[place] for place in reach)))
            column += cell.span
        return f"<w:tr><w:trPr>{form}</w:trPr>{''.join(written)}</w:tr>"

    def _covered(self, width: float) -> str:
        form = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/><w:vMerge/>'
        return f"<w:tc><w:tcPr>{form}</w:tcPr>{self.line(Line(END))}</w:tc>"

    def _cell(self, cell: Cell, width: float) -> str:
        form = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>'
        form += f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        form += '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
        form += '<w:vAlign w:val="center"/>' if cell.middle else ""
        return f"<w:tc><w:tcPr>{form}</w:tcPr>{self.blocks(cell.blocks)}</w:tc>"


def control(tag: str, value: str, content: str, *, plain: bool) -> str:
    """A content control: what is in it may be changed, it itself cannot be deleted."""
    name = quoteattr(tag)
    kind = "<w:text/>" if plain else ""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val={name}/><w:tag w:val={name}/><w:id w:val="{field_id(tag, value)}"/>'
        f'<w:lock w:val="sdtLocked"/>{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )
