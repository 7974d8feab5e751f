"""The register as a list for a spreadsheet."""

from collections.abc import Iterable
from dataclasses import dataclass

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.spreadsheets import Cell, Listing
from inspect_app.registry.models import IssuedPaper
from inspect_app.web.papers.words import number_words, paper_state_name


@dataclass(frozen=True)
class RegisterLine:
    """A row of the register; the title of a paper that the reader may not read is not told."""

    paper: IssuedPaper
    readable: bool

    @property
    def title(self) -> str:
        """What the paper is about, or that it is not the reader's to know."""
        return self.paper.title if self.readable else _("Không thuộc quyền xem của bạn")


def register_listing(lines: Iterable[RegisterLine], year: int | None) -> Listing:
    """One row a paper."""
    heads = (
        _("Số, ký hiệu"),
        _("Ngày ban hành"),
        _("Cơ quan ban hành"),
        _("Trích yếu"),
        _("Người ký"),
        _("Trạng thái"),
        _("SHA-256 của bản PDF"),
    )
    return Listing(_("Sổ văn bản %(year)s", year=year), heads, [_cells(line) for line in lines])


def _cells(line: RegisterLine) -> list[Cell]:
    paper = line.paper
    return [
        number_words(paper),
        paper.issued_on,
        paper.body.name,
        line.title,
        paper.signer.name,
        paper_state_name(paper.state),
        paper.pdf_sha256,
    ]
