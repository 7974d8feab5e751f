"""Mục II.6a: the bases of a paper."""

import re
from collections.abc import Iterator

from inspect_app.documents.checking.checks.style import Style, styled
from inspect_app.documents.checking.layout.paper import Paper, Paragraph
from inspect_app.documents.checking.problems import Flaw, check
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold

LAW = re.compile(r"can cu (bo luat|luat|phap lenh)\b")
NUMBERED = re.compile(r"can cu (nghi dinh|nghi quyet|quyet dinh|thong tu|chi thi|ke hoach|thong bao|cong van)\b")
NUMBER = re.compile(r"\bsố\s*[\d….]+\s*/")
DATED = re.compile(r"\bngày\b")


def _bases(paper: Paper) -> list[Paragraph]:
    return [entry for entry in paper.paragraphs if entry.role == "base"]


@check("PL I, Phần I, Mục II.6a")
def basis_form(paper: Paper) -> Iterator[Flaw]:
    """Lower case, italic, size 13 to 14."""
    for basis in _bases(paper):
        for line in basis.lines:
            found = list(styled(line, Style(13, 14, italic=True), _("Căn cứ ban hành"), "6"))
            yield from found
            if found:
                break


@check("PL I, Phần I, Mục II.6a")
def basis_ends(paper: Paper) -> Iterator[Flaw]:
    """Each ends with a semicolon, the last one with a full stop."""
    groups = _joined(_bases(paper))
    for number, (text, last) in enumerate(groups, start=1):
        should = "." if number == len(groups) else ";"
        if not text.endswith(should):
            message = (
                _("Dòng căn cứ cuối cùng phải kết thúc bằng dấu chấm (.).")
                if should == "."
                else _("Sau mỗi căn cứ phải có dấu chấm phẩy (;) ở cuối dòng.")
            )
            yield Flaw(message=message, page=last.last.page, line=last.last, box="6")


def _joined(bases: list[Paragraph]) -> list[tuple[str, Paragraph]]:
    """The bases, each with its rest on the next page."""
    groups: list[tuple[str, Paragraph]] = []
    for basis in bases:
        if not basis.whole and groups:
            groups[-1] = (f"{groups[-1][0]} {basis.text}", basis)
        else:
            groups.append((basis.text, basis))
    return groups


@check("PL I, Phần I, Mục II.6a")
def basis_is_named_in_full(paper: Paper) -> Iterator[Flaw]:
    """Type, number, sign, body, day and subject; a law or ordinance without number and body."""
    for text, basis in _joined(_bases(paper)):
        folded = fold(text)
        if LAW.match(folded) and NUMBER.search(text):
            message = _("Căn cứ là Luật, Pháp lệnh thì không ghi số, ký hiệu, cơ quan ban hành.")
        elif NUMBERED.match(folded) and not (NUMBER.search(text) and DATED.search(text)):
            message = _("Căn cứ phải ghi đầy đủ tên loại, số, ký hiệu, cơ quan ban hành, ngày tháng năm và trích yếu.")
        else:
            continue
        yield Flaw(message=message, page=basis.first.page, line=basis.first, box="6")
