"""Mục II.7d and II.8a: the pictures of digital signatures, of a person and of a body."""

from collections.abc import Iterator

from inspect_app.documents.checking.layout.paper import Paper, Signer
from inspect_app.documents.checking.pages import MM, Line, Picture
from inspect_app.documents.checking.problems import Flaw, check
from inspect_app.kernel.language import gettext as _

REACH = 60 * MM  # beside the middle of a signer's office, to either side
ABOVE, BELOW = 8 * MM, 6 * MM  # pictures may reach over the office and the name
OFF = 15 * MM  # a flourish makes a picture of a signature lopsided
THIRD = (0.2, 0.5)  # “about a third” of the signature's picture
LEAST = 8 * MM  # what is smaller than this is no picture of a signature


def _signed(paper: Paper) -> Iterator[tuple[Signer, Line, Picture | None, Picture | None]]:
    """Each signer with his name, the picture of his signature and that of the seal, of which either may be missing."""
    copied = paper.copy.ending.signers if paper.copy else ()
    for signer in (*paper.ending.signers, *copied):
        if signer.name is None:
            continue
        seen = sorted(_pictures(paper, signer, signer.name), key=lambda picture: picture.x0)
        red = [picture for picture in seen if picture.ink == "red"]
        others = [picture for picture in seen if picture.ink != "red"]
        if not red and len(others) > 1:
            yield signer, signer.name, others[1], others[0]
        elif seen:
            yield signer, signer.name, others[0] if others else None, red[0] if red else None


def _pictures(paper: Paper, signer: Signer, name: Line) -> Iterator[Picture]:
    page = paper.pages[name.page - 1]
    top = min((ln.top for ln in signer.authority if ln.page == name.page), default=name.top - 60 * MM)
    for picture in (*page.pictures, *(picture for box in page.signed for picture in box.pictures)):
        middle = (picture.x0 + picture.x1) / 2
        between = top - ABOVE < picture.top and picture.bottom < name.bottom + 2 * BELOW
        if between and abs(middle - signer.middle) < REACH and picture.x1 - picture.x0 > LEAST and picture.ink:
            yield picture


@check("PL I, Phần I, Mục II.7d")
def signature_picture_form(paper: Paper) -> Iterator[Flaw]:
    """Blue on a ground that lets the page shine through."""
    for _signer, name, signature, _seal in _signed(paper):
        if signature and (signature.ink != "blue" or not signature.clear):
            message = _("Hình ảnh chữ ký số của người có thẩm quyền phải màu xanh, nền trong suốt.")
            yield Flaw(message=message, page=name.page, line=name, box="7c")


@check("PL I, Phần I, Mục II.7d")
def signature_picture_place(paper: Paper) -> Iterator[Flaw]:
    """In the middle between the office and the name."""
    for signer, name, signature, _seal in _signed(paper):
        if signature is None:
            continue
        level = (signature.top + signature.bottom) / 2
        off = abs((signature.x0 + signature.x1) / 2 - signer.middle) > OFF
        office = [line for line in signer.authority if line.page == name.page]
        above = bool(office) and level < office[-1].top
        if off or above or level > name.baseline:
            message = _("Hình ảnh chữ ký số phải đặt canh giữa chức vụ và họ tên người ký.")
            yield Flaw(message=message, page=name.page, line=name, box="7c")


@check("PL I, Phần I, Mục II.8a")
def seal_picture_form(paper: Paper) -> Iterator[Flaw]:
    """Red on a ground that lets the page shine through."""
    for _signer, name, _signature, seal in _signed(paper):
        if seal and (seal.ink != "red" or not seal.clear):
            message = _("Hình ảnh dấu của cơ quan, tổ chức phải màu đỏ, nền trong suốt.")
            yield Flaw(message=message, page=name.page, line=name, box="8")


@check("PL I, Phần I, Mục II.8a")
def seal_picture_place(paper: Paper) -> Iterator[Flaw]:
    """It covers about a third of the picture of the signature, from the left."""
    for _signer, name, signature, seal in _signed(paper):
        if signature is None or seal is None:
            continue
        share = (seal.x1 - signature.x0) / (signature.x1 - signature.x0)
        level = seal.top < signature.bottom and signature.top < seal.bottom
        if not THIRD[0] <= share <= THIRD[1] or seal.x0 >= signature.x0 or not level:
            message = _("Hình ảnh dấu phải trùm lên khoảng 1/3 hình ảnh chữ ký số về bên trái.")
            yield Flaw(message=message, page=name.page, line=name, box="8")
