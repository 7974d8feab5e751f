"""Mục II.7: authority, office and name of who signs."""

import re
from collections.abc import Iterator

from inspect_app.documents.checking.checks.style import Style, all_styled, off_centre, styled
from inspect_app.documents.checking.layout.paper import Paper
from inspect_app.documents.checking.problems import Flaw, check
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold

RIGHT = re.compile(r"(TM|KT|TL|TUQ|Q)\. \S")
NEARLY = re.compile(
    r"(T ?/ ?M|K ?/ ?T|T ?/ ?L|TUQ|T\. ?M|K\. ?T|T\. ?L|T\. ?U\. ?Q|TM|KT|TL|Q)(\.|,|:|/)? ?(?=[A-ZĐÀ-Ỹ])"
)
NEEDS_OFFICE = re.compile(r"(TM|KT|TL|TUQ)\. ")
TITLES = re.compile(
    r"(GS|PGS|TS|ThS|Th\.S|BS|Bs|DS|KS|CN|CK ?I|CK ?II|BSCK\w*|LG|NGƯT|NGND|NSƯT|TTƯT|TTND|Tiến sĩ|Thạc sĩ|Bác sĩ|Giáo sư|"
    r"Phó Giáo sư|Luật sư|Dược sĩ|Kỹ sư|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy)[.\s]"
)
ALLOWED = re.compile(
    r"benh vien|trung tam y te|tram y te|truong\b|dai hoc|hoc vien|^vien|cong an|quan su|bien phong|bo tu lenh|quan khu"
)
FORM = Style(13, 14, bold=True, capital=True)


@check("PL I, Phần I, Mục II.7đ")
def signer_is_there(paper: Paper) -> Iterator[Flaw]:
    """Box 7a says in which office the paper is signed."""
    if not paper.ending.signers and not paper.attached:
        message = _("Không tìm thấy quyền hạn, chức vụ của người ký.")
        yield Flaw(message=message, page=paper.main_pages[-1].number, box="7a")


@check("PL I, Phần I, Mục II.7b")
def authority_is_written(paper: Paper) -> Iterator[Flaw]:
    """`TM.`, `KT.`, `TL.`, `TUQ.`, `Q.`, each with its full stop and a space."""
    for signer in paper.ending.signers:
        for line in signer.authority:
            text = line.text.upper()
            nearly = NEARLY.match(text)
            if nearly and not RIGHT.match(text) and (nearly[2] or " " in nearly[0] or "/" in nearly[0]):
                message = _(
                    "Quyền hạn người ký phải viết tắt “TM.”, “Q.”, “KT.”, “TL.” hoặc “TUQ.”, sau dấu chấm cách chữ."
                )
                yield Flaw(message=message, page=line.page, line=line, box="7a")


@check("PL I, Phần I, Mục II.7đ")
def authority_form(paper: Paper) -> Iterator[Flaw]:
    """Authority and office: capitals, size 13 to 14, upright, bold."""
    for signer in paper.ending.signers:
        lines = (*signer.authority, *signer.office)
        yield from all_styled(lines, FORM, _("Quyền hạn, chức vụ của người ký"), "7a")


@check("PL I, Phần I, Mục II.7c")
def office_follows_the_authority(paper: Paper) -> Iterator[Flaw]:
    """Who signs for another names his own office below."""
    for signer in paper.ending.signers:
        last = signer.authority[-1]
        if NEEDS_OFFICE.match(last.text.upper()):
            message = _("Dưới dòng “%(line)s” phải ghi chức vụ của người ký.", line=last.text)
            yield Flaw(message=message, page=last.page, line=last, box="7a")


@check("PL I, Phần I, Mục II.7đ")
def name_form(paper: Paper) -> Iterator[Flaw]:
    """Lower case, size 13 to 14, upright, bold."""
    for signer in paper.ending.signers:
        if signer.name is not None:
            yield from styled(signer.name, Style(13, 14, bold=True, capital=False), _("Họ và tên người ký"), "7b")


@check("PL I, Phần I, Mục II.7đ")
def name_is_centred(paper: Paper) -> Iterator[Flaw]:
    """In the middle below authority and office."""
    for signer in paper.ending.signers:
        if signer.name is not None:
            under = _("quyền hạn, chức vụ của người ký")
            yield from off_centre(signer.name, signer.middle, _("Họ và tên người ký"), under, "7b")


@check("PL I, Phần I, Mục II.7c")
def name_bears_no_title(paper: Paper) -> Iterator[Flaw]:
    """No academic or honorary title; the heads of some sectors may allow it, which a person has to decide."""
    issuer = fold(" ".join(line.text for line in paper.head.issuer))
    for signer in paper.ending.signers:
        if signer.name is None or not TITLES.match(signer.name.text):
            continue
        excused = bool(ALLOWED.search(issuer))
        message = (
            _("Trước họ tên có học hàm, học vị hoặc quân hàm: chỉ dùng khi người đứng đầu ngành, lĩnh vực quy định.")
            if excused
            else _("Trước họ tên người ký không ghi học hàm, học vị và các danh hiệu danh dự.")
        )
        yield Flaw(message=message, page=signer.name.page, line=signer.name, box="7b", remark=excused)
