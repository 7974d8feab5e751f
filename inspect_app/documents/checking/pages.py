"""What is seen on the pages of a document: letters, drawn lines and pictures, in points from the upper left corner."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from inspect_app.kernel.text import nfc

MM = 72 / 25.4  # points in a millimetre
A4 = (210 * MM, 297 * MM)
THIN = 3.0  # points: what is thicker is a surface and not a line
SHARE = 0.6  # of the letters of a line: then the line is bold, or italic


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter as it was drawn. `font` is the name without the mark of a subset; `colour` is empty for black."""

    text: str
    font: str
    size: float
    x0: float
    x1: float
    baseline: float
    bold: bool = False
    italic: bool = False
    colour: str = ""

    @property
    def top(self) -> float:
        """About the height of a capital above the line."""
        return self.baseline - 0.78 * self.size

    @property
    def bottom(self) -> float:
        """About the depth of a `g` below the line."""
        return self.baseline + 0.22 * self.size


@dataclass(frozen=True, slots=True)
class Edge:
    """A thin line that was drawn, across or down."""

    x0: float
    x1: float
    top: float
    bottom: float
    dashed: bool = False

    @property
    def length(self) -> float:
        """Its longer side."""
        return max(self.x1 - self.x0, self.bottom - self.top)

    @property
    def across(self) -> bool:
        """Whether it lies, rather than stands."""
        return self.x1 - self.x0 >= self.bottom - self.top

    @property
    def middle(self) -> float:
        """Its middle, across the page."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle: a picture, a table, a frame."""

    x0: float
    x1: float
    top: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.x0 - 1 <= x <= self.x1 + 1 and self.top - 1 <= y <= self.bottom + 1


@dataclass(frozen=True, slots=True)
class Picture(Area):
    """A picture. `ink` is the colour of what it shows (`red`, `blue`, `black`, `other`), empty where it cannot be told;
    `clear` says whether its ground lets the page shine through."""

    ink: str = ""
    clear: bool = False


@dataclass(frozen=True, slots=True)
class SignedBox:
    """Where a digital signature shows itself: its letters and pictures, which stand above the page."""

    glyphs: tuple[Glyph, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Line:
    """Letters that stand beside one another on one page and read as one text."""

    page: int
    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        """The text, in NFC, with single spaces."""
        return nfc(" ".join("".join(glyph.text for glyph in self.glyphs).split()))

    @cached_property
    def inked(self) -> tuple[Glyph, ...]:
        """The letters without the spaces."""
        return tuple(glyph for glyph in self.glyphs if glyph.text.strip())

    @cached_property
    def x0(self) -> float:
        """Where the text begins."""
        return self.inked[0].x0

    @cached_property
    def x1(self) -> float:
        """Where the text ends."""
        return max(glyph.x1 for glyph in self.inked)

    @property
    def width(self) -> float:
        """How long the text is."""
        return self.x1 - self.x0

    @property
    def middle(self) -> float:
        """The middle of the text, across the page."""
        return (self.x0 + self.x1) / 2

    @cached_property
    def size(self) -> float:
        """The size that most of its letters have."""
        return Counter(round(glyph.size, 1) for glyph in self.inked).most_common(1)[0][0]

    @cached_property
    def baseline(self) -> float:
        """The line on which most of its letters stand."""
        return Counter(round(glyph.baseline, 1) for glyph in self.inked).most_common(1)[0][0]

    @cached_property
    def top(self) -> float:
        """About the upper edge of its capitals."""
        return self.baseline - 0.78 * self.size

    @cached_property
    def bottom(self) -> float:
        """About the lower edge of its letters."""
        return self.baseline + 0.22 * self.size

    @cached_property
    def bold(self) -> bool:
        """Whether most letters are bold."""
        return sum(glyph.bold for glyph in self.inked) >= SHARE * len(self.inked)

    @cached_property
    def italic(self) -> bool:
        """Whether most letters are italic."""
        return sum(glyph.italic for glyph in self.inked) >= SHARE * len(self.inked)

    @cached_property
    def capital(self) -> bool:
        """Whether all its letters are capitals."""
        letters = [sign for sign in self.text if sign.isalpha()]
        return bool(letters) and all(sign.isupper() for sign in letters)


@dataclass(frozen=True)
class Page:
    """One page as it was read; `edges` are its thin lines, `signed` what digital signatures show on it."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    edges: tuple[Edge, ...] = ()
    pictures: tuple[Picture, ...] = ()
    signed: tuple[SignedBox, ...] = ()

    @property
    def landscape(self) -> bool:
        """Whether it lies on its long side."""
        return self.width > self.height
