"""Lists that are too long for one page: which page is asked for, and the links back and on."""

from dataclasses import dataclass

from flask import request, url_for

from inspect_app.kernel.formats import format_number
from inspect_app.kernel.language import gettext as _

ARGUMENT = "trang"
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Page:
    """What components/pagination.html shows."""

    number: int
    total: int
    text: str
    previous_url: str | None
    next_url: str | None


def page_number() -> int:
    """The page that the address asks for; the first when it says nothing sensible."""
    asked = request.args.get(ARGUMENT, "")
    return min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1


def _url(number: int) -> str:
    arguments = {name: value for name, value in request.args.items() if name != ARGUMENT and value}
    if number > 1:
        arguments[ARGUMENT] = str(number)
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **arguments})


def paged(number: int, total: int, size: int) -> Page:
    """Where page `number` (from 1) stands among `total` rows of which `size` fit on a page."""
    first, last = (number - 1) * size + 1, min(number * size, total)
    words = _(
        "%(first)s-%(last)s trong %(total)s",
        first=format_number(first),
        last=format_number(last),
        total=format_number(total),
    )
    return Page(
        number=number,
        total=total,
        text=words if first <= last and total > size else "",
        previous_url=_url(number - 1) if number > 1 else None,
        next_url=_url(number + 1) if last < total and first <= last else None,
    )
