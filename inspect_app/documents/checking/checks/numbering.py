"""Mục II.3 and II.4: number and sign, place and date. A draft leaves number and day empty."""

import re
from collections.abc import Iterator

from inspect_app.documents.checking.checks.style import ROUGH, Style, off_centre, styled
from inspect_app.documents.checking.layout.paper import Paper
from inspect_app.documents.checking.pages import Line
from inspect_app.documents.checking.problems import Flaw, check
from inspect_app.documents.rules import TYPE_NAMES
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold

BLANK = r"[\s….]*"
SIGNS = {fold(name): sign for sign, name in TYPE_NAMES.items()}
UNLIKELY_BODIES = ("KH", "QĐ", "TB", "BC", "TTr", "BB")  # as the first group of a letter's sign: a type, and no body
LEVEL = 2.5  # points
DATE = re.compile(r"ngày\s*(?P<day>\d*|[….]+)\s*tháng\s*(?P<month>\d*|[….]+)\s*năm\s*(?P<year>\d{4}|[….]*)\.?", re.I)


def _parts(line: Line) -> tuple[str, str, str]:
    """The word, the number and the sign: `Số:`, `05`, `TB-ĐKT`; the sign keeps its slash if it stands apart."""
    found = re.fullmatch(rf"(?P<word>\S+?\s*:|\S+)\s*(?P<number>\d*|[….]+){BLANK}(?P<rest>.*)", line.text)
    return (found["word"], found["number"], found["rest"]) if found else (line.text, "", "")


@check("PL I, Phần I, Mục II.3d")
def number_is_there(paper: Paper) -> Iterator[Flaw]:
    """Box 3 bears the number and sign."""
    if paper.head.number is None and not paper.attached:
        yield Flaw(message=_("Không tìm thấy số, ký hiệu của văn bản (“Số: …/…”)."), page=1, box="3")


@check("PL I, Phần I, Mục II.3c")
def number_form(paper: Paper) -> Iterator[Flaw]:
    """Size 13, upright, not bold."""
    if paper.head.number:
        yield from styled(paper.head.number, Style(13, 13), _("Số, ký hiệu"), "3")


@check("PL I, Phần I, Mục II.3c")
def number_is_written(paper: Paper) -> Iterator[Flaw]:
    """`Số:` with its colon, Arabic digits, a zero before numbers below 10."""
    line = paper.head.number
    if line is None:
        return
    word, number, _rest = _parts(line)
    if word.replace(" ", "") != "Số:":
        message = _("Phải viết “Số:” bằng chữ in thường, sau có dấu hai chấm.")
        yield Flaw(message=message, page=1, line=line, box="3")
    if number.isdigit() and (len(number) < 2 or (number.startswith("0") and len(number) > 2)):
        message = _(
            "Số “%(number)s” phải viết “%(should)s”: số nhỏ hơn 10 thêm một số 0.",
            number=number,
            should=f"{int(number):02d}",
        )
        yield Flaw(message=message, page=1, line=line, box="3")


@check("PL I, Phần I, Mục II.3c")
def sign_is_written(paper: Paper) -> Iterator[Flaw]:
    """Capitals; a slash between number and sign, hyphens between groups, no spaces."""
    line = paper.head.number
    if line is None:
        return
    _word, _number, rest = _parts(line)
    sign = rest.removeprefix("/")
    groups = re.split(r"[-–]", sign)
    type_sign = groups[0].strip()
    told = groups[1:] if type_sign in TYPE_NAMES else groups
    if not rest.startswith("/"):
        message = _("Giữa số và ký hiệu phải có dấu gạch chéo (/).")
    elif "/" in sign:
        message = _("Trong ký hiệu không có dấu gạch chéo; giữa các nhóm chữ viết tắt có dấu gạch nối (-).")
    elif " " in rest.strip():
        message = _("Trong ký hiệu không có cách chữ.")
    elif "–" in sign or not sign or not all(groups):
        message = _("Giữa các nhóm chữ viết tắt trong ký hiệu phải có dấu gạch nối (-).")
    elif any(letter.islower() for group in told for letter in group):
        message = _("Ký hiệu phải viết bằng chữ in hoa.")
    else:
        return
    yield Flaw(message=message, page=1, line=line, box="3")


@check("PL I, Phần I, Mục II.3b")
def sign_agrees_with_the_type(paper: Paper) -> Iterator[Flaw]:
    """The sign begins with the abbreviation of the type (Phụ lục III, mục I); a letter's has none."""
    line = paper.head.number
    if line is None or not paper.kind:
        return
    first = re.split(r"[-–\s]", _parts(line)[2].lstrip("/-– ").split("/")[-1])[0]
    should = SIGNS.get(paper.kind)
    if should and first != should:
        message = _(
            "Ký hiệu bắt đầu bằng “%(is)s”; văn bản này là %(kind)s nên phải bắt đầu bằng “%(should)s”.",
            kind=TYPE_NAMES[should],
            should=should,
            **{"is": first},
        )
        yield Flaw(message=message, page=1, line=line, box="3")
    if paper.kind == "cong van" and first in UNLIKELY_BODIES:
        message = _("Ký hiệu công văn không có chữ viết tắt tên loại; “%(is)s” phải bỏ.", **{"is": first})
        yield Flaw(message=message, page=1, line=line, box="3")


@check("PL I, Phần I, Mục II.3c")
def number_is_centred(paper: Paper) -> Iterator[Flaw]:
    """In the middle below the issuing body."""
    line = paper.head.number
    if line and paper.head.issuer:
        middle = paper.head.issuer[-1].middle
        yield from off_centre(line, middle, _("Số, ký hiệu"), _("tên cơ quan, tổ chức ban hành"), "3", ROUGH)


@check("PL I, Phần I, Mục II.4b")
def date_is_there(paper: Paper) -> Iterator[Flaw]:
    """Every paper but minutes bears its place and date."""
    if paper.head.place_date is None and paper.kind != "bien ban" and not paper.attached:
        yield Flaw(message=_("Không tìm thấy địa danh và thời gian ban hành văn bản."), page=1, box="4")


@check("PL III, Mục II, Mẫu 1.9")
def minutes_bear_no_date(paper: Paper) -> Iterator[Flaw]:
    """The form of minutes has no line of place and date."""
    if paper.head.place_date is not None and paper.kind == "bien ban":
        message = _("Biên bản không có dòng địa danh, thời gian ban hành; thời gian ghi trong nội dung.")
        yield Flaw(message=message, page=1, line=paper.head.place_date, box="4")


@check("PL I, Phần I, Mục II.4b")
def date_is_written(paper: Paper) -> Iterator[Flaw]:
    """`ngày 05 tháng 01 năm 2024`: in full, a zero before days below 10 and before months 1 and 2."""
    line = paper.head.place_date
    if line is None:
        return
    found = DATE.search(line.text)
    if found is None:
        message = _("Thời gian ban hành phải viết đầy đủ: “ngày … tháng … năm …”.")
        yield Flaw(message=message, page=1, line=line, box="4")
        return
    day, month = found["day"], found["month"]
    if day.isdigit() and len(day) != 2:
        message = _("Ngày “%(is)s” phải viết “%(should)s”.", should=f"{int(day):02d}", **{"is": day})
        yield Flaw(message=message, page=1, line=line, box="4")
    should = f"{int(month):02d}" if month.isdigit() and int(month) <= 2 else month.lstrip("0")
    if month.isdigit() and month != should:
        message = _(
            "Tháng “%(is)s” phải viết “%(should)s”: chỉ tháng 1 và 2 thêm số 0.", should=should, **{"is": month}
        )
        yield Flaw(message=message, page=1, line=line, box="4")


@check("PL I, Phần I, Mục II.4c")
def date_form(paper: Paper) -> Iterator[Flaw]:
    """Lower case, size 13 to 14, italic."""
    if paper.head.place_date:
        style = Style(13, 14, italic=True, capital=False)
        yield from styled(paper.head.place_date, style, _("Địa danh và thời gian ban hành"), "4")


@check("PL I, Phần I, Mục II.4c")
def place_is_written(paper: Paper) -> Iterator[Flaw]:
    """Capitals at the head of the place's name, and a comma after it."""
    line = paper.head.place_date
    if line is None:
        return
    place = re.split(r"\bngày\b" if "ngày" in line.text.casefold() else r"\d", line.text, flags=re.I)[0].rstrip()
    name = place.rstrip(" ,").split()
    if not place.endswith(",") and place:
        yield Flaw(message=_("Sau địa danh phải có dấu phẩy."), page=1, line=line, box="4")
    if not name:
        yield Flaw(message=_("Thiếu địa danh trước thời gian ban hành."), page=1, line=line, box="4")
    elif name[0][0].islower() or name[-1][0].islower():
        yield Flaw(message=_("Các chữ cái đầu của địa danh phải viết hoa."), page=1, line=line, box="4")


@check("PL I, Phần I, Mục II.4c")
def date_is_level_with_the_number(paper: Paper) -> Iterator[Flaw]:
    """On one line with number and sign."""
    line, number = paper.head.place_date, paper.head.number
    if line and number and abs(line.baseline - number.baseline) > LEVEL:
        message = _("Địa danh và thời gian phải ở cùng một dòng với số, ký hiệu văn bản.")
        yield Flaw(message=message, page=1, line=line, box="4")


@check("PL I, Phần I, Mục II.4c")
def date_is_centred(paper: Paper) -> Iterator[Flaw]:
    """In the middle below the country's name and motto."""
    line, above = paper.head.place_date, [ln for ln in (paper.head.country, paper.head.motto) if ln is not None]
    if line and above:
        middle = min((other.middle for other in above), key=lambda at: abs(at - line.middle))
        what = _("Địa danh và thời gian ban hành")
        yield from off_centre(line, middle, what, _("Quốc hiệu và Tiêu ngữ"), "4", ROUGH)
