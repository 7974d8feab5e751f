"""What the public page tells of a paper, and nothing else: no unit, no person, no content, no title."""

from dataclasses import dataclass
from datetime import date

from inspect_app.documents.rules import TYPE_NAMES
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.rules import AmendmentKind, PaperState, full_sign

LETTER = "Công văn"


@dataclass(frozen=True)
class PublicPaper:
    """An issued paper as everybody may know it who holds its code."""

    code: str
    type_name: str
    sign: str
    numbered: bool
    issued_on: date
    body: str
    state: PaperState
    corrected_by: tuple[tuple[str, date], ...]
    corrects: tuple[str, date] | None
    sample: bool


def public_paper(paper: IssuedPaper) -> PublicPaper:
    """What may be told of a paper: which letters correct it, and which paper it corrects itself."""
    amends = paper.amends
    return PublicPaper(
        code=paper.code,
        type_name=TYPE_NAMES.get(paper.type_sign, LETTER),
        sign=full_sign(paper.number, paper.sign),
        numbered=paper.number is not None,
        issued_on=paper.issued_on,
        body=paper.body.name,
        state=paper.state,
        corrected_by=tuple(_named(each) for each in _letters(paper)),
        corrects=_named(amends.amended) if amends is not None and amends.how is AmendmentKind.CORRECTS else None,
        sample=bool(paper.sheet.get("sample")),
    )


def _letters(paper: IssuedPaper) -> list[IssuedPaper]:
    """The letters that correct it and were not withdrawn."""
    found = [one.paper for one in paper.amended_by if one.how is AmendmentKind.CORRECTS]
    return [each for each in found if each.state is PaperState.CURRENT]


def _named(paper: IssuedPaper) -> tuple[str, date]:
    kind = TYPE_NAMES.get(paper.type_sign, LETTER)
    return f"{kind} số {full_sign(paper.number, paper.sign)}", paper.issued_on


def likeness(paper: IssuedPaper, sha256: str) -> str:
    """What a file with the hash is: `issued`, `signed`, `word` or `other`."""
    if sha256 == paper.pdf_sha256:
        return "issued"
    if any(copy.sha256 == sha256 for copy in paper.signed_copies):
        return "signed"
    return "word" if sha256 == paper.docx_sha256 else "other"
