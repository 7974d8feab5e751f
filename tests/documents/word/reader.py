"""Reads a DOCX for the tests, with nothing of the product: parts, texts in their order, styles."""

import re
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Docx:
    """The parts of a DOCX."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.body = self.tree("word/document.xml")[0]
        self.styles = {str(style.get(f"{W}styleId")): style for style in self.tree("word/styles.xml").iter(f"{W}style")}

    def tree(self, name: str) -> Element:
        """A part as a tree."""
        return ElementTree.fromstring(self.parts[name])

    @property
    def text(self) -> str:
        """All text of the body, a blank between lines, white space folded."""
        return folded(" ".join(map(line_text, self.body.iter(f"{W}p"))))

    @property
    def heads(self) -> str:
        """The text of all heads and feet of pages."""
        return folded(
            " ".join(
                line_text(line)
                for name in self.parts
                if re.match(r"word/(header|footer)", name)
                for line in self.tree(name).iter(f"{W}p")
            )
        )

    def line(self, text: str) -> Element:
        """The first paragraph with this text in it."""
        return next(line for line in self.body.iter(f"{W}p") if text in line_text(line))

    def style_of(self, text: str) -> Element:
        """The style of the first paragraph with this text in it."""
        style = self.line(text).find(f"{W}pPr/{W}pStyle")
        assert style is not None
        return self.styles[str(style.get(f"{W}val"))]

    def sections(self) -> list[Element]:
        """The properties of the sections, in their order."""
        return list(self.body.iter(f"{W}sectPr"))


def line_text(line: Element) -> str:
    """The text of a paragraph; a break is a blank."""
    return "".join(
        (piece.text or "") if piece.tag == f"{W}t" else " " for piece in line.iter() if piece.tag in (f"{W}t", f"{W}br")
    )


def folded(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


def value(element: Element, path: str, name: str = "val") -> str | None:
    """An attribute of what stands at the path, `a/b`; None if there is no such element."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}{name}")
