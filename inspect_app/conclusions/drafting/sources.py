"""What the data say, by the code under which a sentence stands on it: an item, a finding, or one of a few sums. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspect_app.checklists.kinds.verdict import verdict_name
from inspect_app.conclusions.drafting.material import (
    COUNTS,
    FINDINGS,
    OCCASION,
    SAMPLE,
    SELF_REPORT,
    Checked,
    Found,
    Material,
)
from inspect_app.conclusions.drafting.wording import counted, counts_words, findings_words, opening_of, sample_words
from inspect_app.documents.rules import format_short_day
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language


@dataclass(frozen=True)
class Datum:
    """One source of sentences: what it is, what it says now, the texts whose figures are right, and what it rests on.

    `answer` is the item's answer under a finding; `gone` says why a finding stands no longer.
    """

    ref: str
    title: str
    said: str
    texts: tuple[str, ...] = ()
    item: str = ""
    revision: int | None = None
    evidence: tuple[int, ...] = ()
    basis: tuple[str, ...] = ()
    answer: str = ""
    gone: str = ""


@use_language(DEFAULT_LANGUAGE)  # what was kept is compared with what is said now, whoever looks
def data_of(material: Material) -> Mapping[str, Datum]:
    """Every source of the material by its code."""
    known = material.by_item
    data = [*_sums(material), *map(_of_item, material.checked)]
    data += [_of_finding(found, known.get(found.item)) for found in material.found]
    return {datum.ref: datum for datum in data}


def said_now(material: Material) -> dict[str, str]:
    """What each source says now, by its code: what a sentence is pinned to when it is worded."""
    return {ref: datum.said for ref, datum in data_of(material).items()}


def _answer(checked: Checked) -> str:
    return ": ".join(part for part in (verdict_name(checked.verdict.value), checked.said) if part)


def _of_item(checked: Checked) -> Datum:
    return Datum(
        ref=checked.item,
        title=checked.criterion,
        said=_answer(checked),
        texts=_texts(checked),
        item=checked.item,
        revision=checked.revision,
        evidence=checked.evidence,
        basis=checked.basis,
    )


def _texts(checked: Checked) -> tuple[str, ...]:
    return checked.criterion, checked.facts, checked.brief, checked.note


def _of_finding(found: Found, checked: Checked | None) -> Datum:
    answer = _texts(checked) if checked else ()
    return Datum(
        ref=found.label,
        title=found.text,
        said=found.text,
        texts=(found.text, *answer, found.explained),
        item=found.item,
        revision=checked.revision if checked else found.revision,
        evidence=found.evidence,
        basis=found.basis,
        answer=_answer(checked) if checked else "",
        gone=found.gone,
    )


def _sums(material: Material) -> list[Datum]:
    occasion = material.occasion
    known = dict.fromkeys(day for day in (occasion.first_day, occasion.last_day) if day)
    days = " - ".join(format_short_day(day) for day in known)
    team = f"Đoàn kiểm tra {counted(occasion.members)} người; {occasion.place or occasion.unit}; {days}"
    report = format_short_day(occasion.report_on) if occasion.report_on else ""
    return [
        Datum(
            OCCASION,
            "Kế hoạch, thời gian, địa điểm và Đoàn kiểm tra",
            team,
            (team, opening_of(material), occasion.plan),
        ),
        _sum(COUNTS, "Tổng hợp câu trả lời của phiếu kiểm tra", counts_words(material)),
        _sum(SAMPLE, "Hồ sơ mẫu đã xem", sample_words(material) if material.sampled.count else "không có hồ sơ mẫu"),
        _sum(SELF_REPORT, "Báo cáo tự kiểm tra", f"nhận ngày {report}" if report else "chưa nhận"),
        _sum(FINDINGS, "Tổng hợp phát hiện", findings_words(material)),
    ]


def _sum(ref: str, title: str, said: str) -> Datum:
    return Datum(ref, title, said, (said,))
