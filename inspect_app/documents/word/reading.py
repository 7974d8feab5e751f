"""From the HTML of a paper to parts, tables and lines. What is not in the vocabulary is refused by name."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

from inspect_app.documents.word import vocabulary as words
from inspect_app.documents.word.inline import INLINE, Flow, add_element, tag_of
from inspect_app.documents.word.markup import SVG, classes_of, is_element, key_of, parsed, pieces, unknown
from inspect_app.documents.word.measures import text_width
from inspect_app.documents.word.model import (
    Block,
    Break,
    Field,
    FieldLines,
    Grid,
    Inline,
    Line,
    Paper,
    Part,
    Run,
    Style,
    plain_text,
)
from inspect_app.documents.word.pictures import code, drawn, figure
from inspect_app.documents.word.tables import Place, grid_of, kept_block
from inspect_app.kernel.language import gettext as _

PORTRAIT: Final = 160.0  # mm of text in a line
LANDSCAPE: Final = 247.0
WORKING: Final = (180.0, 273.0)
KEEPS_SPACES: Final = frozenset({"div.number", "div.place-date", "p.annex-of"})
RULES: Final = {"span.ruled": 1.0, "span.part-ruled": 0.4}
CODE_LINE: Final = Style(id="VBMaQR", name="VB Mã QR", before=6, keep=True)
PICTURE_WORDS: Final = Style(id="VBTenHinh", name="VB Tên hình", italic=True, align="center", before=6, after=6)
PICTURE_LINE: Final = Style(id="VBHinh", name="VB Hình", align="center", before=8, keep=True)


def paper_of(html: str) -> Paper:
    """The paper. Raises UnknownMarkup that names the first thing outside the vocabulary."""
    root = parsed(html)
    head, body = root[0], root[1]  # the parser makes both
    if classes_of(body) not in ([], ["working"]):
        raise unknown(body)
    working = classes_of(body) == ["working"]
    parts = tuple(_parts(body, working))
    tags = [tag for part in parts for tag in field_tags(part.blocks)]
    if twice := {tag for tag in tags if tags.count(tag) > 1}:
        raise unknown(body, _("trường “%(tag)s” xuất hiện hai lần", tag=min(twice)))
    said = {str(entry.get("name")): " ".join(entry.get("content", "").split()) for entry in head.findall("meta")}
    return Paper(
        title=" ".join((head.findtext("title") or "").split()),
        author=said.get("author", ""),
        keywords=said.get("keywords", ""),
        parts=parts,
        marks=_text_of(body.find("div[@class='marks']")),
        running=_text_of(body.find("div[@class='running']")),
        working=working,
    )


def field_tags(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The tags of the fields in these blocks, in their order."""
    for block in blocks:
        if isinstance(block, FieldLines):
            yield block.tag
        elif isinstance(block, Line):
            yield from (item.tag for item in block.items if isinstance(item, Field))
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from field_tags(cell.blocks)


def _parts(body: Element, working: bool) -> Iterator[Part]:
    """The body, then the annexes: `section` at the end of the body, or the wide tables of a working paper."""
    widths = WORKING if working else (PORTRAIT, LANDSCAPE)
    style = words.SMALL_CELL if working else words.BODY
    place = Place(width=widths[0], style=style, working=working)
    own, annexes = Element("body"), []
    own.text = body.text
    for child in body:
        if key_of(child) in ("section.annex", "section.annex.landscape", "div.appendix"):
            annexes.append(child)
        elif annexes and is_element(child):
            raise unknown(child, _("phụ lục phải đứng ở cuối văn bản"))
        elif key_of(child) not in ("div.marks", "div.running"):
            own.append(child)
        if child.tail and child.tail.strip():
            raise unknown(body, _("chữ nằm ngoài đoạn: “%(text)s”", text=child.tail.strip()[:40]))
    yield Part(blocks=tuple(_blocks(own, place)))
    for annex in annexes:
        turned = "landscape" in classes_of(annex) or annex.tag == "div"
        blocks = _blocks(annex, replace(place, width=widths[turned]))
        yield Part(blocks=tuple(blocks), landscape=turned, restart=annex.tag == "section")


def _blocks(element: Element, place: Place) -> list[Block]:
    """What an element holds, as blocks; bare text between them is a line of the place's own style."""
    found: list[Block] = []
    flow = Flow()

    def end_line() -> None:
        if items := flow.taken():
            found.append(Line(place.style, _in_field(element, items)))

    for piece in pieces(element):
        if isinstance(piece, str):
            flow.text(piece, "")
        elif key_of(piece) in INLINE:
            add_element(flow, piece)
        else:
            end_line()
            if key_of(piece) == "div.ending" and found:
                found[-1] = _before_ending(found[-1])
            made = _block(piece, place)
            found = _joined(found, made, place)
    end_line()
    return found


def _in_field(element: Element, items: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The items as one field, if the element that holds them is one."""
    if "data-field" not in element.attrib:
        return items
    plain = tuple(item for item in items if isinstance(item, Run | Break))
    if len(plain) != len(items):
        raise unknown(element, _("một trường chỉ chứa chữ"))
    return (Field(tag_of(element), plain),)


def _block(element: Element, place: Place) -> list[Block]:
    key = key_of(element)
    if key in words.LINES:
        return _lines(element, key, place)
    if element.tag == "table":
        return [grid_of(element, place, _blocks)]
    if key == "div.under-secretary":
        return _spaced(_blocks(element, place))
    if key in words.HOLDERS:
        if "data-field" in element.attrib:
            return [_field_lines(element, place)]
        return _blocks(element, replace(place, ending=place.ending or key == "div.ending"))
    if key in ("img.figure", "img.qr"):
        line, picture = (
            (PICTURE_LINE, figure(element, place.width)) if key == "img.figure" else (CODE_LINE, code(element))
        )
        return [Line(line, (picture,))]
    if key == f"{SVG}svg.drawn":
        return [Line(place.style, (drawn(element),))]
    raise unknown(element)


def _lines(element: Element, key: str, place: Place) -> list[Block]:
    style = words.WORKING_TITLE if place.working and key == "h1" else words.LINES[key]
    ruled = [child for child in element if key_of(child) in RULES]
    if key == "div.verify" or (key in ("div.choices", "div.blank") and not list(pieces(element))):
        return _blocks(element, replace(place, style=style))
    flow = Flow(kept_spaces=key in KEEPS_SPACES)
    for piece in pieces(ruled[0] if ruled else element):
        if isinstance(piece, str):
            flow.text(piece, "")
        else:
            add_element(flow, piece)
    items = _in_field(element, flow.taken())
    if not ruled:
        return [Line(style, items)] if items or key in ("div.line", "div.signing-room") else []
    if len(element) != 1 or _text_of(element) != _text_of(ruled[0]):
        raise unknown(element, _("dòng có đường kẻ chỉ chứa đúng phần chữ được kẻ"))
    return [Line(style, items), Line(_rule(style, items, RULES[key_of(ruled[0])], place))]


def _rule(style: Style, items: tuple[Inline, ...], share: float, place: Place) -> Style:
    """The style that draws a line below a text: as long as `share` of its longest line, in the middle."""
    texts = plain_text(items).split("\n")
    longest = min(max(text_width(text, style.size, style.bold) for text in texts), place.width)
    length, width = round(longest * share, 1), round(place.width, 1)
    aside = round((width - length) / 2, 1)
    after = 12.0 if place.width > PORTRAIT / 2 + 20 else 0.0
    name = f"VB Kẻ {length:g}/{width:g} mm".replace(".", ",")
    id = f"VBKe{round(length * 10)}x{round(width * 10)}"
    return Style(
        id=id, name=name, size=2, exact=3, before=4, after=after, left=aside, right=aside, border="top", keep=style.keep
    )


def _field_lines(element: Element, place: Place) -> FieldLines:
    """Paragraphs of one value. Raises UnknownMarkup when the element holds anything else."""
    blocks = _blocks(element, place)
    lines = tuple(block for block in blocks if isinstance(block, Line) and block.style == words.BODY)
    if len(lines) != len(blocks) or not lines:
        raise unknown(element, _("một trường nhiều đoạn chỉ chứa các đoạn văn thường"))
    return FieldLines(tag_of(element), lines)


def _before_ending(block: Block) -> Block:
    """The last block of the text stays on the page of the signatures, and a little apart from them."""
    held = kept_block(block)
    if not isinstance(held, Line):
        return held
    style = replace(held.style, id=f"{held.style.id}TruocKy", name=f"{held.style.name} (trước chữ ký)", after=12)
    return Line(style, held.items)


def _joined(before: list[Block], made: list[Block], place: Place) -> list[Block]:
    """What stands below each other: a table keeps its distance, and the words under a picture end there."""
    if not before or not made:
        return before + made
    last, first = before[-1], made[0]
    if isinstance(first, Grid) and first.ruled and not place.working:
        return [*before[:-1], _before_table(last), *made]
    if (
        isinstance(last, Line)
        and last.style == PICTURE_LINE
        and isinstance(first, Line)
        and first.style == words.LINES["p.caption"]
    ):
        return [*before, Line(PICTURE_WORDS, first.items), *made[1:]]
    return before + made


def _before_table(block: Block) -> Block:
    """A line keeps apart from the table below it: a table has no space of its own above."""
    if not isinstance(block, Line) or block.style.after:
        return block
    name = f"{block.style.name} (trước bảng)"
    return Line(replace(block.style, id=f"{block.style.id}TruocBang", name=name, after=words.GAP), block.items)


def _spaced(blocks: list[Block]) -> list[Block]:
    if blocks and isinstance(first := blocks[0], Line):
        style = replace(first.style, id=f"{first.style.id}Duoi", name=f"{first.style.name} (dưới)", before=12)
        return [Line(style, first.items), *blocks[1:]]
    return blocks


def _text_of(element: Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
