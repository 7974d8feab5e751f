"""How the letters of one component are set: size, weight, slant and case, as the table in mục V wants them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inspect_app.documents.checking.pages import MM, Edge, Line
from inspect_app.documents.checking.problems import Flaw, millimetres, size_text
from inspect_app.kernel.language import gettext as _

SIZE_SLACK = 0.3  # points
CLOSE = 3 * MM  # two things that should share a middle may be that far apart
ROUGH = 5 * MM  # the same, where offices set the line with spaces by hand


@dataclass(frozen=True)
class Style:
    """What a component's letters must be. `capital` is None where either case will do."""

    least: float
    most: float
    bold: bool = False
    italic: bool = False
    capital: bool | None = None


def styled(line: Line, style: Style, what: str, box: str = "") -> Iterator[Flaw]:
    """Everything in which a line is not of the style; `what` names it in the message."""
    for message in _sizes(line, style, what):
        yield Flaw(message=message, page=line.page, line=line, box=box)
    for message in _shapes(line, style):
        yield Flaw(message=message % {"what": what}, page=line.page, line=line, box=box)


def all_styled(lines: Iterable[Line], style: Style, what: str, box: str = "") -> Iterator[Flaw]:
    """The same for several lines."""
    for line in lines:
        yield from styled(line, style, what, box)


def _sizes(line: Line, style: Style, what: str) -> Iterator[str]:
    if style.least - SIZE_SLACK <= line.size <= style.most + SIZE_SLACK:
        return
    if style.least == style.most:
        yield _(
            "%(what)s có cỡ chữ %(size)s; phải là cỡ %(least)s.",
            what=what,
            size=size_text(line.size),
            least=size_text(style.least),
        )
    else:
        yield _(
            "%(what)s có cỡ chữ %(size)s; phải từ cỡ %(least)s đến %(most)s.",
            what=what,
            size=size_text(line.size),
            least=size_text(style.least),
            most=size_text(style.most),
        )


def _shapes(line: Line, style: Style) -> Iterator[str]:
    if line.bold != style.bold:
        yield _("%(what)s phải in đậm.") if style.bold else _("%(what)s không in đậm.")
    if line.italic != style.italic:
        yield _("%(what)s phải là chữ nghiêng.") if style.italic else _("%(what)s phải là chữ đứng, không nghiêng.")
    if style.capital is not None and line.capital != style.capital:
        yield _("%(what)s phải viết bằng chữ in hoa.") if style.capital else _("%(what)s phải viết bằng chữ in thường.")


def off_centre(line: Line, middle: float, what: str, under: str, box: str, slack: float = CLOSE) -> Iterator[Flaw]:
    """Says so when a line does not stand in the middle of something (`under` names it)."""
    off = line.middle - middle
    if abs(off) > slack:
        message = _(
            "%(what)s phải canh giữa so với %(under)s; đang lệch %(off)s mm.",
            what=what,
            under=under,
            off=millimetres(abs(off)),
        )
        yield Flaw(message=message, page=line.page, line=line, box=box)


def rule_below(line: Line, edges: Iterable[Edge], reach: float = 14.0) -> Edge | None:
    """The drawn line next below a line of text, within `reach` points of its baseline."""
    near = [
        edge
        for edge in edges
        if edge.across
        and edge.length > 4 * MM
        and line.baseline - 1 < edge.top < line.baseline + reach
        and edge.x0 < line.x1
        and edge.x1 > line.x0
    ]
    return min(near, key=lambda edge: edge.top, default=None)
