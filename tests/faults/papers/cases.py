"""The cases: a paper each, and what must be found in it, or the words with which it is refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from inspect_app.documents.samples import sample_sheet
from inspect_app.documents.sheets import ConclusionNoticeSheet, MinutesSheet, Paragraph, Sheet, Shortcoming, Table
from inspect_app.kernel.text import clean
from tests.documents.hostile import MARKUP, NAME, TURNED, UNUSUAL, minutes_of, notice_of

NOTICE = sample_sheet(ConclusionNoticeSheet)
MINUTES = sample_sheet(MinutesSheet)


@dataclass(frozen=True)
class Case:
    """A paper to make: its name, how the sheet is made, texts that must stand in it, and the refusal that is right."""

    name: str
    sheet: Callable[[], Sheet]
    probes: tuple[str, ...] = ()
    refused: str = ""


def cases() -> Iterator[Case]:
    """All of them, the quick ones first."""
    yield Case("notice of the sample", lambda: NOTICE, ("thiếu sót lớn",))
    yield Case("minutes of the sample", lambda: MINUTES, ("từ chối" if MINUTES.refusal else "thống nhất",))
    for name, text in (*MARKUP.items(), *UNUSUAL.items()):
        probe = (clean(text),) if name in (*MARKUP, "one letter", "decomposed") else ()
        yield Case(f"notice, {name} everywhere", partial(notice_of, NOTICE, text), probe)
    yield Case("minutes, all markup", partial(minutes_of, MINUTES, "\n".join(MARKUP.values())), tuple(MARKUP.values()))
    yield Case("directions", lambda: replace(NOTICE, opening=TURNED), ("4202/21",))
    yield Case(f"names of {len(NAME)} letters", partial(notice_of, NOTICE, NAME), (NAME,))
    yield Case(
        "no findings, no requests", lambda: replace(NOTICE, areas=(), requests=()), ("không có yêu cầu khắc phục",)
    )
    yield Case(
        "120 recipients", lambda: replace(NOTICE, recipients=tuple(f"Nơi {n}" for n in range(120))), ("Nơi 119",)
    )
    yield Case("a cell of three pages", _long_cell, ("từ1399",))
    yield Case("a word of 10,000 letters", lambda: replace(NOTICE, opening="w" * 10_000), ("w" * 500,))
    yield Case("such a word in a table", _long_word, ("w" * 200,))
    yield Case("300 findings, 300 requests", _many_findings, ("mục M6049", "300"))
    yield Case("2,000 rows of ten columns, if in time", _long_table, ("ô 1999-9",), refused="quá 60 giây")
    yield from _refused()


def _refused() -> Iterator[Case]:
    many = Shortcoming(text="a" * 9_999)
    area = replace(NOTICE.areas[0], shortcomings=(many,) * 61)
    yield Case("a word of 200 KB", lambda: replace(NOTICE, opening="w" * 200_000), refused="tối đa 10000 ký tự")
    yield Case("half a character", lambda: replace(NOTICE, opening="a\ud800"), refused="ký tự không hợp lệ")
    yield Case("2,001 recipients", lambda: replace(NOTICE, recipients=("a",) * 2_001), refused="tối đa 2000 dòng")
    yield Case("610,000 letters", lambda: replace(NOTICE, areas=(area,)), refused="tối đa 600000 ký tự")


def _long_cell() -> ConclusionNoticeSheet:
    words = " ".join(f"từ{n}" for n in range(1_400))
    return replace(NOTICE, requests=(NOTICE.requests[0], replace(NOTICE.requests[1], text=words), *NOTICE.requests[2:]))


def _long_word() -> ConclusionNoticeSheet:
    return replace(NOTICE, general=(Table(head=("A", "B"), rows=(("w" * 5_000, "1"), ("b", "2"))),))


def _long_table() -> ConclusionNoticeSheet:
    rows = tuple(tuple(f"ô {row}-{column}" for column in range(10)) for row in range(2_000))
    return replace(NOTICE, general=(Paragraph(text="Bảng dài"), Table(head=tuple("ABCDEGHIKL"), rows=rows)))


def _many_findings() -> ConclusionNoticeSheet:
    area = NOTICE.areas[1]
    areas = tuple(
        replace(
            area,
            code=str(number),
            shortcomings=tuple(replace(area.shortcomings[0], item=f"M{number}{n:03d}") for n in range(50)),
        )
        for number in range(1, 7)
    )
    return replace(NOTICE, areas=areas, requests=(NOTICE.requests * 100)[:300])
