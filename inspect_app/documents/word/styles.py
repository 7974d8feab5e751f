"""The text of word/styles.xml: Times New Roman throughout, and the named styles that a paper used."""

from collections.abc import Iterable
from typing import Final

from inspect_app.documents.word.model import Style
from inspect_app.documents.word.writing import NAMESPACES, shown, twips

FONT: Final = "Times New Roman"
FONTS: Final = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
BLACK: Final = '<w:color w:val="000000"/>'
BOLD: Final = "<w:b/><w:bCs/>"
ITALIC: Final = "<w:i/><w:iCs/>"
APART: Final = '<w:spacing w:val="10"/>'  # half a point between letters, as the PDF's style sheet has it
LOOKS: Final = (
    ("VBDam", "VB Đậm", BOLD),
    ("VBNghieng", "VB Nghiêng", ITALIC),
    ("VBDamNghieng", "VB Đậm nghiêng", BOLD + ITALIC),
    ("VBMa", "VB Mã băm", APART),
    ("VBOChon", "VB Ô chọn", BOLD + '<w:bdr w:val="single" w:sz="6" w:space="0" w:color="000000"/>'),
    ("VBChoDien", "VB Chỗ điền", '<w:u w:val="dotted"/>'),
    ("VBDauHieu", "VB Dấu hiệu", BOLD + '<w:sz w:val="22"/><w:szCs w:val="22"/>'),
)
EDGES: Final = {"top": ("top",), "bottom": ("bottom", "between"), "box": ("top", "left", "bottom", "right"), "": ()}


def styles_xml(used: Iterable[Style], size: float) -> str:
    """The styles; `size` (pt) is that of running text."""
    made = "".join(_paragraph(style) for style in sorted(used, key=lambda style: style.id))
    looks = "".join(
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/><w:rPr>{form}</w:rPr></w:style>'
        for id, name, form in LOOKS
    )
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{FONTS}{BLACK}{_size(size)}"
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:widowControl/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        f"{_table('TableNormal', 'Normal Table', '', 0, default=True)}"
        f"{_table('VBKhongKe', 'VB Bảng không kẻ', '', 0.2)}{_table('VBBang', 'VB Bảng', _lines(), 1.4)}"
        f"{looks}{made}</w:styles>"
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _lines() -> str:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in edges)
    return f"<w:tblBorders>{lines}</w:tblBorders>"


def _table(id: str, name: str, borders: str, padding: float, default: bool = False) -> str:
    upright = 60 if borders else 0
    margins = "".join(
        f'<w:{edge} w:w="{width}" w:type="dxa"/>'
        for edge, width in (("top", upright), ("left", twips(padding)), ("bottom", upright), ("right", twips(padding)))
    )
    mark = ' w:default="1"' if default else ' w:customStyle="1"'
    indent = "" if default else '<w:tblInd w:w="0" w:type="dxa"/>'
    form = f"{indent}{borders}<w:tblCellMar>{margins}</w:tblCellMar>"
    return f'<w:style w:type="table"{mark} w:styleId="{id}"><w:name w:val="{name}"/><w:tblPr>{form}</w:tblPr></w:style>'


def _paragraph(style: Style) -> str:
    name = shown(style.name)
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{_lines_of(style)}</w:pPr>'
        f"<w:rPr>{BOLD if style.bold else ''}{ITALIC if style.italic else ''}{_size(style.size)}</w:rPr></w:style>"
    )


def _lines_of(style: Style) -> str:
    form = "<w:keepNext/>" if style.keep else ""
    form += "<w:keepLines/>" if style.whole else ""
    if style.border:
        lines = "".join(
            f'<w:{edge} w:val="single" w:sz="6" w:space="1" w:color="000000"/>' for edge in EDGES[style.border]
        )
        form += f"<w:pBdr>{lines}</w:pBdr>"
    if style.tabs:
        form += (
            "<w:tabs>"
            + "".join(f'<w:tab w:val="{kind}" w:pos="{twips(at)}"/>' for kind, at in style.tabs)
            + "</w:tabs>"
        )
    form += f'<w:spacing w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}"'
    form += f' w:line="{round(style.exact * 20)}" w:lineRule="exact"/>' if style.exact else "/>"
    form += f'<w:ind w:left="{twips(style.left)}" w:right="{twips(style.right)}" w:firstLine="{twips(style.first)}"/>'
    form += f'<w:jc w:val="{style.align}"/>'
    return form + (f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else "")
