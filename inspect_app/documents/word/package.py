"""The file itself: the parts of an Office Open XML package, always the same bytes for the same paper and moment."""

import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Final
from xml.sax.saxutils import quoteattr

from inspect_app.documents.word.model import Line, Paper, Part, Run, Style
from inspect_app.documents.word.reading import field_tags
from inspect_app.documents.word.styles import styles_xml
from inspect_app.documents.word.writing import NAMESPACES, Writer, shown, twips

HEADER: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STAMP: Final = (1980, 1, 1, 0, 0, 0)
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MARGINS: Final = (20.0, 20.0, 20.0, 30.0)  # mm: top, right, bottom, left (Phụ lục I, I.3)
WORKING_MARGINS: Final = (16.0, 12.0, 14.0, 18.0)
WIDE_WORKING_MARGINS: Final = (16.0, 12.0, 14.0, 12.0)
A4: Final = (210.0, 297.0)
HEAD_DISTANCE: Final = 8.0  # mm, from the edge to the page number
PAGE_FIELD: Final = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
PAGES_FIELD: Final = '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
TAB: Final = "<w:r><w:tab/></w:r>"
PROPERTY_SET: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def package_of(paper: Paper, *, made_at: datetime, properties: Mapping[str, str], with_fields: bool = True) -> bytes:
    """The bytes of the DOCX. `made_at` (aware) is the date in its metadata; `properties` are its custom ones.

    `with_fields`: what may be edited becomes content controls, and all else is locked.
    """
    writer = Writer(with_fields=with_fields)
    document = writer.document(paper, lambda part: _section(paper, part))
    edges = _edges(paper, writer)
    locked = with_fields and any(True for part in paper.parts for _tag in field_tags(part.blocks))
    size = 10.5 if paper.working else 14.0
    media = {f"word/media/image{n}.{p.suffix}": data for n, (data, p) in enumerate(writer.pictures.items())}
    pictures = {f"rPicture{n}": ("image", f"media/image{n}.{p.suffix}") for n, p in enumerate(writer.pictures.values())}
    related = {"rStyles": ("styles", "styles.xml"), "rSettings": ("settings", "settings.xml")}
    heads = {_relation(name): (name.partition("-")[0], f"{name}.xml") for name in edges}
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(list(edges)),
        "_rels/.rels": _relations(
            {
                "rDocument": ("officeDocument", "word/document.xml"),
                "rCore": ("core-properties", "docProps/core.xml"),
                "rCustom": ("custom-properties", "docProps/custom.xml"),
            }
        ),
        "docProps/core.xml": _core(paper, made_at),
        "docProps/custom.xml": _custom(properties),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(related | heads | pictures),
        "word/styles.xml": styles_xml(writer.styles.values(), size),
        "word/settings.xml": _settings(locked),
        **{f"word/{name}.xml": text for name, text in edges.items()},
        **media,
    }
    return _zipped(files)


def _zipped(files: Mapping[str, str | bytes]) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 0, 0
            archive.writestr(info, content if isinstance(content, bytes) else HEADER + content)
    return into.getvalue()


def _section(paper: Paper, part: Part) -> str:
    width, height = reversed(A4) if part.landscape else A4
    top, right, bottom, left = _margins(paper, part)
    turned = ' w:orient="landscape"' if part.landscape else ""
    shape = "wide" if part.landscape else "tall"
    heads = "".join(
        f'<w:{kind}Reference w:type="{when}" r:id="{_relation(f"{kind}-{place}-{shape}")}"/>'
        for kind in (("header", "footer") if paper.working else ("header",))
        for when, place in (("first", "first"), ("default", "next"))
    )
    restart = '<w:pgNumType w:start="1"/>' if part.restart and part is not paper.parts[0] else ""
    return (
        f'<w:sectPr>{heads}<w:type w:val="nextPage"/><w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/>'
        f'<w:pgMar w:top="{twips(top)}" w:right="{twips(right)}" w:bottom="{twips(bottom)}" w:left="{twips(left)}" '
        f'w:header="{twips(HEAD_DISTANCE)}" w:footer="{twips(6)}" w:gutter="0"/>{restart}<w:titlePg/></w:sectPr>'
    )


def _margins(paper: Paper, part: Part) -> tuple[float, float, float, float]:
    if not paper.working:
        return MARGINS
    return WIDE_WORKING_MARGINS if part.landscape else WORKING_MARGINS


def _edges(paper: Paper, writer: Writer) -> dict[str, str]:
    """The heads (and of a working paper the feet) of first and other pages, upright and turned."""
    made = {}
    for part in paper.parts:
        shape = "wide" if part.landscape else "tall"
        page = reversed(A4) if part.landscape else A4
        _top, right, _bottom, left = _margins(paper, part)
        width = next(iter(page)) - left - right
        for place in ("first", "next"):
            made[f"header-{place}-{shape}"] = _head(paper, writer, width, numbered=place == "next")
            if paper.working:
                made[f"footer-{place}-{shape}"] = _foot(writer, width)
    return made


def _head(paper: Paper, writer: Writer, width: float, *, numbered: bool) -> str:
    """The number in the middle (13 to 14 pt, I.7), the marks at the right; of a working paper its name at the left."""
    style = Style(
        id=f"VBDauTrang{round(width)}",
        name=f"VB Đầu trang {width:g} mm".replace(".", ","),
        size=9 if paper.working else 14,
        tabs=(("center", width / 2), ("right", width)),
    )
    marks = (
        f'<w:r><w:rPr><w:rStyle w:val="VBDauHieu"/></w:rPr><w:t xml:space="preserve">{shown(paper.marks)}</w:t></w:r>'
    )
    number = PAGE_FIELD if numbered and not paper.working else ""
    running = writer.line(Line(style, (Run(paper.running),) if paper.running else ()))
    content = f"{TAB}{number}{TAB}{marks if paper.marks else ''}"
    return f"<w:hdr {NAMESPACES}>{running.replace('</w:p>', content + '</w:p>')}</w:hdr>"


def _foot(writer: Writer, width: float) -> str:
    style = Style(id="VBChanTrang", name="VB Chân trang", size=9, align="right")
    line = writer.line(Line(style, (Run("Trang "),)))
    content = f"{PAGE_FIELD}<w:r><w:t>/</w:t></w:r>{PAGES_FIELD}"
    return f"<w:ftr {NAMESPACES}>{line.replace('</w:p>', content + '</w:p>')}</w:ftr>"


def _relation(name: str) -> str:
    return "r" + "".join(word.capitalize() for word in name.split("-"))


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    def kind(name: str) -> str:
        return (
            f"{PACKAGE}/relationships/metadata/{name}"
            if name == "core-properties"
            else f"{OFFICE}/relationships/{name}"
        )

    entries = "".join(
        f'<Relationship Id="{id}" Type="{kind(name)}" Target="{target}"/>' for id, (name, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _content_types(edges: list[str]) -> str:
    parts = {
        "/word/document.xml": f"{WORD}.document.main+xml",
        "/word/styles.xml": f"{WORD}.styles+xml",
        "/word/settings.xml": f"{WORD}.settings+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        **{f"/word/{name}.xml": f"{WORD}.{name.partition('-')[0]}+xml" for name in edges},
    }
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "png": "image/png",
        "jpeg": "image/jpeg",
    }
    entries = "".join(f'<Default Extension="{suffix}" ContentType="{kind}"/>' for suffix, kind in defaults.items())
    entries += "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return f'<Types xmlns="{PACKAGE}/content-types">{entries}</Types>'


def _core(paper: Paper, made_at: datetime) -> str:
    moment = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    keywords = f"<cp:keywords>{shown(paper.keywords)}</cp:keywords>" if paper.keywords else ""
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{shown(paper.title)}</dc:title><dc:creator>{shown(paper.author)}</dc:creator>"
        f"{keywords}<cp:lastModifiedBy>{shown(paper.author)}</cp:lastModifiedBy><dc:language>vi-VN</dc:language>{dates}"
        "</cp:coreProperties>"
    )


def _custom(properties: Mapping[str, str]) -> str:
    entries = "".join(
        f'<property fmtid="{PROPERTY_SET}" pid="{number}" name={quoteattr(name)}><vt:lpwstr>{shown(value)}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(sorted(properties.items()), start=2)
    )
    return f'<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">{entries}</Properties>'


def _settings(locked: bool) -> str:
    """`locked`: only the content controls may be filled in (without a password: whoever wants may end it)."""
    protection = '<w:documentProtection w:edit="forms" w:enforcement="1"/>' if locked else ""
    return (
        f'<w:settings {NAMESPACES}>{protection}<w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="vi-VN"/></w:settings>'
    )
