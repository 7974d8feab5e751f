"""Mục II.9: to whom a paper goes."""

import re
from collections.abc import Iterator

from inspect_app.documents.checking.checks.style import Style, all_styled, styled
from inspect_app.documents.checking.layout.paper import Paper
from inspect_app.documents.checking.pages import MM, Line
from inspect_app.documents.checking.problems import Flaw, check
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold

ADDRESSED = ("cong van", "to trinh")
OTHERWISE_ADDRESSED = ("bao cao", "giay moi", "cong dien", "phieu chuyen", "phieu gui", "phieu bao")
AT_MARGIN = 2.2 * MM  # a cell of a table in Word keeps 1.9 mm beside its text
LEVEL = 5.0  # points
ALIGNED = 1 * MM
BELOW_COLON = 6 * MM


@check("PL I, Phần I, Mục II.9b")
def greeting_is_there(paper: Paper) -> Iterator[Flaw]:
    """A letter and a submission begin with “Kính gửi”; a report does when it goes to a higher body."""
    if paper.greeting:
        return
    if paper.kind in ADDRESSED:
        yield Flaw(message=_("Công văn, Tờ trình phải có phần “Kính gửi”."), page=1, box="9a")
    elif paper.kind == "bao cao":
        message = _("Báo cáo gửi cơ quan cấp trên phải có phần “Kính gửi”; báo cáo này không có.")
        yield Flaw(message=message, page=1, box="9a", remark=True)


@check("PL I, Phần I, Mục II.9c")
def greeting_only_where_it_belongs(paper: Paper) -> Iterator[Flaw]:
    """Other papers name their recipients at the end alone."""
    if paper.greeting and paper.kind and paper.kind not in (*ADDRESSED, *OTHERWISE_ADDRESSED):
        message = _("Loại văn bản này không có phần “Kính gửi”; nơi nhận chỉ ghi ở cuối văn bản.")
        yield Flaw(message=message, page=1, line=paper.greeting[0], box="9a")


@check("PL I, Phần I, Mục II.9d")
def greeting_form(paper: Paper) -> Iterator[Flaw]:
    """Lower case, size 13 to 14, upright, a colon after “Kính gửi”."""
    if paper.greeting and not re.match(r"Kính gửi ?:", paper.greeting[0].text):
        message = _("Phải viết “Kính gửi:”, sau có dấu hai chấm.")
        yield Flaw(message=message, page=1, line=paper.greeting[0], box="9a")
    yield from all_styled(paper.greeting, Style(13, 14, capital=False), _("Phần “Kính gửi”"), "9a")


@check("PL I, Phần I, Mục II.9d")
def greeting_list(paper: Paper) -> Iterator[Flaw]:
    """Several recipients: a line each, hyphens below the colon, semicolons, a full stop at the last."""
    if len(paper.greeting) < 2 or not paper.greeting[0].text.rstrip().endswith(":"):
        return
    items = _items(paper.greeting[1:])
    colon = paper.greeting[0].x1
    for number, (text, line) in enumerate(items, start=1):
        should = "." if number == len(items) else ";"
        if not text.startswith("- ") or not text.endswith(should):
            message = _("Mỗi nơi nhận ở một dòng riêng: đầu dòng có “-”, cuối dòng có “;”, dòng cuối cùng có “.”.")
        elif abs(line.x0 - items[0][1].x0) > ALIGNED or abs(line.x0 - colon) > BELOW_COLON:
            message = _("Các gạch đầu dòng phải thẳng hàng với nhau dưới dấu hai chấm.")
        else:
            continue
        yield Flaw(message=message, page=1, line=line, box="9a")


def _items(lines: tuple[Line, ...]) -> list[tuple[str, Line]]:
    """The entries of a list, each with its first line; a line that goes on belongs to the one before."""
    items: list[tuple[str, Line]] = []
    for line in lines:
        goes_on = items and not line.text.startswith("-") and not items[-1][0].endswith((";", "."))
        if goes_on:
            items[-1] = (f"{items[-1][0]} {line.text}", items[-1][1])
        else:
            items.append((line.text, line))
    return items


@check("PL I, Phần I, Mục II.9a")
def recipients_are_there(paper: Paper) -> Iterator[Flaw]:
    """Every paper says where it goes and where it is kept."""
    if paper.attached:
        return
    page = paper.main_pages[-1].number
    if paper.ending.word is None:
        yield Flaw(message=_("Không tìm thấy phần “Nơi nhận:”."), page=page, box="9b")
    elif not paper.ending.recipients:
        yield Flaw(message=_("Dưới “Nơi nhận:” chưa có nơi nào."), page=page, line=paper.ending.word, box="9b")


@check("PL I, Phần I, Mục II.9d")
def recipients_word_form(paper: Paper) -> Iterator[Flaw]:
    """“Nơi nhận:”: lower case, size 12, italic, bold, a colon."""
    word = paper.ending.word
    if word is None:
        return
    if word.text.replace(" ", "").casefold() != "nơinhận:":
        yield Flaw(message=_("Sau từ “Nơi nhận” phải có dấu hai chấm."), page=word.page, line=word, box="9b")
    yield from styled(word, Style(12, 12, bold=True, italic=True, capital=False), _("Từ “Nơi nhận”"), "9b")


@check("PL I, Phần I, Mục II.9d")
def recipients_word_place(paper: Paper) -> Iterator[Flaw]:
    """At the left margin, level with the signer's authority; below the secretary in minutes (Mẫu 1.9)."""
    word = paper.ending.word
    if word is None:
        return
    if abs(word.x0 - paper.left) > AT_MARGIN:
        yield Flaw(message=_("Từ “Nơi nhận” phải sát lề trái."), page=word.page, line=word, box="9b")
    if paper.kind == "bien ban" or not paper.ending.signers:
        return
    first = paper.ending.signers[-1].authority[0]
    if first.page != word.page or abs(first.baseline - word.baseline) > LEVEL:
        message = _("Từ “Nơi nhận” phải ngang hàng với dòng quyền hạn, chức vụ của người ký.")
        yield Flaw(message=message, page=word.page, line=word, box="9b")


@check("PL I, Phần I, Mục II.9d")
def recipients_form(paper: Paper) -> Iterator[Flaw]:
    """Lower case, size 11, upright."""
    for line in paper.ending.recipients:
        found = list(styled(line, Style(11, 11), _("Phần liệt kê nơi nhận"), "9b"))
        if found:
            yield from found
            return


@check("PL I, Phần I, Mục II.9d")
def recipients_marks(paper: Paper) -> Iterator[Flaw]:
    """A line each: a hyphen at the left margin, a semicolon at the end."""
    items = _items(paper.ending.recipients)
    for text, line in items:
        if not text.startswith("-"):
            message = _("Đầu mỗi dòng nơi nhận phải có gạch đầu dòng (-).")
        elif abs(line.x0 - paper.left) > AT_MARGIN:
            message = _("Gạch đầu dòng của nơi nhận phải sát lề trái.")
        elif line is not items[-1][1] and not text.endswith(";"):
            message = _("Cuối mỗi dòng nơi nhận phải có dấu chấm phẩy (;).")
        else:
            continue
        yield Flaw(message=message, page=line.page, line=line, box="9b")


@check("PL I, Phần I, Mục II.9d")
def recipients_end_with_the_archive(paper: Paper) -> Iterator[Flaw]:
    """The last line: `- Lưu: VT, …` and a full stop."""
    items = _items(paper.ending.recipients)
    if items and not re.fullmatch(r"- ?Lưu: ?VT\b.*\.", items[-1][0]):
        message = _("Dòng cuối của nơi nhận phải là “- Lưu: VT, …” và kết thúc bằng dấu chấm.")
        yield Flaw(message=message, page=items[-1][1].page, line=items[-1][1], box="9b")


@check("PL I, Phần I, Mục II.9b")
def recipients_begin_as_above(paper: Paper) -> Iterator[Flaw]:
    """A paper with “Kính gửi” begins its list with “Như trên”."""
    lines = paper.ending.recipients
    if paper.greeting and lines and paper.kind in (*ADDRESSED, "bao cao") and "nhu tren" not in fold(lines[0].text):
        message = _("Văn bản có “Kính gửi” thì dòng đầu của nơi nhận là “- Như trên;”.")
        yield Flaw(message=message, page=lines[0].page, line=lines[0], box="9b")
