"""The annex of a conclusion: for each sentence the answers, evidence and legal basis on which it stands. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from inspect_app.checklists.areas import area_name
from inspect_app.conclusions.drafting.parts import STRENGTHS, Tied
from inspect_app.conclusions.drafting.sources import Datum
from inspect_app.documents.sheets import ClaimSource
from inspect_app.fieldwork.paper import evidence_mark

# A row stays well below a page, so that the head of the table can be repeated above it.
LONGEST_CLAIM, LONGEST_ANSWER, SHORT_ANSWER = 160, 160, 60
FEW_ANSWERS, MOST_ANSWERS, MOST_BASES = 3, 6, 4


def part_title(part: str) -> str:
    """A part of the paper as the annex and the drafting page name it."""
    if part.startswith(STRENGTHS):
        return f"Ưu điểm: {area_name(int(part.removeprefix(STRENGTHS)) or None)}"
    return {
        "opening": "Phần mở đầu",
        "general": "Tình hình chung",
        "objective_causes": "Nguyên nhân khách quan",
        "subjective_causes": "Nguyên nhân chủ quan",
        "responsibility": "Trách nhiệm",
        "recommendations": "Kiến nghị",
        "findings": "Tồn tại, hạn chế",
        "requests": "Yêu cầu",
    }[part]


def source_rows(told: Iterable[tuple[str, Sequence[Tied]]], data: Mapping[str, Datum]) -> Iterator[ClaimSource]:
    """A row for each sentence that stands on data, in the order of the paper. What no data say has no row."""
    for part, sentences in told:
        for tied in sentences:
            known = [data[ref] for ref in tied.refs if ref in data and not data[ref].gone]
            if known:
                yield _row(part_title(part), tied.text, known)


def _row(place: str, claim: str, known: Sequence[Datum]) -> ClaimSource:
    answers = _answers(known)
    if len(answers) > MOST_ANSWERS:
        answers = [*answers[:MOST_ANSWERS], f"và các mục khác trong {', '.join(datum.ref for datum in known)}"]
    bases = list(dict.fromkeys(basis for datum in known for basis in datum.basis))
    if len(bases) > MOST_BASES:
        # Each item's own basis stands in the minutes and the checklist.
        bases = [*bases[:MOST_BASES], f"và {len(bases) - MOST_BASES} căn cứ khác của các mục này"]
    return ClaimSource(
        place=place,
        claim=shortened(claim, LONGEST_CLAIM),
        answers=tuple(answers),
        evidence=tuple(
            evidence_mark(number) for number in sorted({each for datum in known for each in datum.evidence})
        ),
        basis=tuple(bases),
    )


def _answers(known: Sequence[Datum]) -> list[str]:
    """One line for each thing said: items that say the same, each at the same revision, stand together."""
    limit = LONGEST_ANSWER if len(known) <= FEW_ANSWERS else SHORT_ANSWER
    found: dict[str, list[str]] = {}
    for datum in known:
        revision = f" (lần ghi {datum.revision})" if datum.revision is not None else ""
        said = f"{revision}: {shortened(datum.answer or datum.said, limit)}"
        where = datum.ref if datum.item in ("", datum.ref) else f"{datum.item}, phát hiện {datum.ref}"
        found.setdefault(said, []).append(where)
    return [f"{', '.join(refs)}{said}" for said, refs in found.items()]


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning up to a word with `…`."""
    if len(text) <= limit:
        return text
    return f"{text[:limit].rsplit(' ', 1)[0].rstrip(' ,;:')}…"
