"""Finds what a body that copies a paper writes below it on paper, and at its head in a file (Phụ lục I, Phần II)."""

import re
from collections.abc import Sequence

from inspect_app.documents.checking.layout.ending import ending_of
from inspect_app.documents.checking.layout.letterhead import DATE, is_number
from inspect_app.documents.checking.layout.paper import Copy
from inspect_app.documents.checking.lines import lines_of
from inspect_app.documents.checking.pages import MM, Edge, Line, Page
from inspect_app.kernel.text import fold

FORM = re.compile(r"(sao y|sao luc|trich sao|ban sao( y| luc)?|ban trich sao)( ban (chinh|sao))?")
WORDS = re.compile(r"\b(sao y|sao luc|trich sao)\b")
INSTANT = re.compile(r"\d{1,2}\s*[:h]\s*\d{2}(\s*[:m]\s*\d{2})?")
ABOVE = 60.0  # points in which the rule over a copy's components is looked for
LEVEL = 12.0  # the body's name may stand that much higher than the words of the form
CORNER = 45 * MM  # from the upper edge
SMALL = 12.5


def copy_of(lines: Sequence[Line], pages: Sequence[Page], left: float) -> Copy | None:
    """The copy's components among the lines of a document in reading order; None for a paper that is no copy."""
    form = next((line for line in reversed(lines) if _is_form(line, pages)), None)
    if form is None:
        return None
    page = pages[form.page - 1]
    rule = _rule_above(form, page)
    top = rule.top if rule else form.top - LEVEL
    block = tuple(ln for ln in lines if ln.page > form.page or (ln.page == form.page and ln.top >= top))
    number = next((ln for ln in block if ln.middle < page.width / 2 and is_number(ln)), None)
    place_date = next((ln for ln in block if ln is not form and DATE.search(fold(ln.text))), None)
    head = min((ln.baseline for ln in (number, place_date) if ln), default=form.baseline)
    issuer = tuple(
        ln
        for ln in block
        if ln.page == form.page and ln.middle < page.width / 2 and ln.capital and ln.baseline < head - 2
    )
    taken = {id(ln) for ln in (form, number, place_date, *issuer)}
    rest = [ln for ln in block if id(ln) not in taken]
    return Copy(form, rule, block, issuer, number, place_date, ending_of(rest, left))


def _is_form(line: Line, pages: Sequence[Page]) -> bool:
    page = pages[line.page - 1]
    alone = FORM.fullmatch(fold(line.text).strip(" .:"))
    return bool(alone) and line.middle > page.width / 2 and (line.bold or line.capital)


def _rule_above(form: Line, page: Page) -> Edge | None:
    near = [
        edge
        for edge in page.edges
        if edge.across and edge.length > page.width / 3 and form.top - ABOVE < edge.top < form.top
    ]
    return max(near, key=lambda edge: edge.top, default=None)


def corner_of(page: Page, lines: Sequence[Line], country: Line | None) -> tuple[Line, ...]:
    """Box 14 and its like: small lines that tell the instant of a signature, above the letterhead of the first page."""
    signed = [ln for box in page.signed if box.glyphs for ln in lines_of(Page(1, page.width, page.height, box.glyphs))]
    limit = country.top if country else CORNER
    above = [ln for ln in lines if ln.page == 1 and ln.bottom < limit and ln.size < SMALL]
    written = [*above, *(ln for ln in signed if ln.top < CORNER)]
    return tuple(written) if any(INSTANT.search(line.text) for line in written) else ()
