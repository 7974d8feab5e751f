"""The first wording of a conclusion, made from the data so that a person would sign it. Pure.

Nothing is invented: causes, responsibility and recommendations stay empty until somebody words them; what notes say of
causes is only suggested (see `suggestions`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspect_app.checklists.rules import Grade, Verdict
from inspect_app.conclusions.drafting.figures import figures_in
from inspect_app.conclusions.drafting.material import (
    COUNTS,
    FINDINGS,
    OCCASION,
    SAMPLE,
    SELF_REPORT,
    Checked,
    Material,
)
from inspect_app.conclusions.drafting.parts import STRENGTHS, Tied, Wording
from inspect_app.documents.rules import format_short_day

# Six of an area are told in words, three to a sentence; of the others only how many there are.
TOLD, TOGETHER = 6, 3
LONGEST_NOTE = 160
GRADES = tuple(Grade)
# What explains a criterion and does not belong in a sentence about it.
TAILS = re.compile(r"\s*\([^()]*\)|,\s*(?:thể hiện qua|tính đến ngày|kể cả)\b[^;]*")
NAMES = frozenset({"Chính", "Chủ", "Luật", "Quốc", "Sở", "UBND", "Ủy", "Zalo"})
CAUSES = re.compile(r"(?:^|[\s,;.(])(?:do|vì|nguyên nhân)\s+\S+\s+\S+", re.IGNORECASE)
VERDICTS = (
    (Verdict.PASS, "đạt"),
    (Verdict.PARTIAL, "đạt một phần"),
    (Verdict.FAIL, "không đạt"),
    (Verdict.RECORDED, "ghi nhận số liệu"),
    (Verdict.NOT_APPLICABLE, "không áp dụng"),
)
FINDING_WORDS = {Grade.MAJOR: "thiếu sót lớn", Grade.MINOR: "thiếu sót nhỏ", Grade.NOTE: "nội dung lưu ý"}


@dataclass(frozen=True)
class Draft:
    """The first wording with what each sentence stands on, by part."""

    wording: Wording
    ties: dict[str, tuple[Tied, ...]]


@dataclass(frozen=True)
class Suggestion:
    """What somebody wrote that may be a cause: where, and in which words."""

    ref: str
    words: str


def counted(number: int) -> str:
    """A count as papers write it: `05`, `1.260`."""
    return f"{number:,}".replace(",", ".") if number >= 10 else f"{number:02d}"


def lowered(text: str) -> str:
    """The text with a small first letter, unless it begins with a name."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    return text if first in NAMES or first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


def raised(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]


def clause(criterion: str) -> str:
    """A criterion as part of a sentence: without its explanations and its full stop."""
    return TAILS.sub("", criterion.strip().rstrip(".")).strip()


def first_draft(material: Material) -> Draft:
    """The draft that the data make by themselves."""
    strengths = dict(_strengths(material))
    ties = {
        "opening": (Tied(opening_of(material), (OCCASION,)),),
        "general": tuple(_general(material)),
        **{f"{STRENGTHS}{area}": told for area, told in strengths.items()},
    }
    wording = Wording(
        opening=_text(ties["opening"]),
        general=_text(ties["general"]),
        strengths={area: _text(told) for area, told in strengths.items()},
        recipients=recipients_of(material),
    )
    return Draft(wording, ties)


def _text(sentences: Sequence[Tied]) -> str:
    return "\n".join(sentence.text for sentence in sentences)


def opening_of(material: Material) -> str:
    """The opening: by which plan, when and where, and on what the conclusion stands."""
    occasion = material.occasion
    days = _days(material)
    return (
        f"Thực hiện kế hoạch kiểm tra năm {occasion.year}, {days}Đoàn kiểm tra đã kiểm tra tại {occasion.unit}. "
        "Trên cơ sở biên bản kiểm tra và hồ sơ, tài liệu thu thập được, kết luận kiểm tra như sau:"
    )


def _days(material: Material) -> str:
    first, last = material.occasion.first_day, material.occasion.last_day
    if first is None:
        return ""
    if last is None or last == first:
        return f"ngày {format_short_day(first)}, "
    return f"từ ngày {format_short_day(first)} đến ngày {format_short_day(last)}, "


def recipients_of(material: Material) -> str:
    """To whom the notice goes as a rule; the drafter changes it."""
    return f"{material.occasion.unit};\nChủ tịch UBND tỉnh (báo cáo);\nSở Nội vụ;\nThành viên Đoàn kiểm tra"


def _general(material: Material) -> Iterator[Tied]:
    occasion = material.occasion
    where = f"tại {lowered(occasion.place)}" if occasion.place else f"tại {occasion.unit}"
    surprise = "Đây là cuộc kiểm tra đột xuất, không báo trước. " if occasion.unannounced else ""
    yield Tied(f"{surprise}Đoàn kiểm tra gồm {counted(occasion.members)} người, làm việc {where}.", (OCCASION,))
    if occasion.report_on is not None:
        day = format_short_day(occasion.report_on)
        yield Tied(f"{occasion.unit} đã gửi báo cáo tự kiểm tra; Đoàn kiểm tra nhận ngày {day}.", (SELF_REPORT,))
    elif not occasion.unannounced:
        yield Tied(f"Đoàn kiểm tra chưa nhận được báo cáo tự kiểm tra của {occasion.unit}.", (SELF_REPORT,))
    if material.checked:
        yield Tied(f"Đoàn kiểm tra đã đánh giá {counts_words(material)}.", (COUNTS,))
    if material.sampled.count:
        yield Tied(f"Đoàn kiểm tra đã xem xét {sample_words(material)}.", (SAMPLE, *material.sampled.items))
    yield Tied(f"{findings_words(material)}.", (FINDINGS,))


def counts_words(material: Material) -> str:
    """`66 nội dung: 50 nội dung đạt, 03 nội dung không đạt`."""
    told = Counter(checked.verdict for checked in material.checked)
    parts = [f"{counted(told[verdict])} nội dung {words}" for verdict, words in VERDICTS if told[verdict]]
    return f"{counted(told.total())} nội dung của phiếu kiểm tra: {', '.join(parts)}"


def sample_words(material: Material) -> str:
    """`15 hồ sơ mẫu trong danh sách 371 hồ sơ, có 05 hồ sơ trễ hẹn, …`."""
    sampled = material.sampled
    listed = f" trong danh sách {counted(sampled.listed)} hồ sơ" if sampled.listed else ""
    late = f", có {counted(sampled.late)} hồ sơ trễ hẹn" if sampled.late else ", không có hồ sơ trễ hẹn"
    silent = f", trong đó {counted(sampled.silent)} hồ sơ không có phiếu xin lỗi đúng hạn" if sampled.silent else ""
    return f"{counted(sampled.count)} hồ sơ mẫu{listed}{late}{silent}"


def findings_words(material: Material) -> str:
    """How many shortcomings there are, how heavy, and how many of them were named before."""
    found = material.standing
    if not found:
        return "Chưa phát hiện tồn tại, hạn chế trong phạm vi các nội dung đã kiểm tra"
    told = Counter(each.grade for each in found)
    parts = [f"{counted(told[grade])} {FINDING_WORDS[grade]}" for grade in GRADES if told[grade]]
    heavy = f", gồm {', '.join(parts)}" if len(told) > 1 else f", đều là {FINDING_WORDS[found[0].grade]}"
    again = sum(bool(each.repeat) for each in found)
    repeated = f"; {counted(again)} tồn tại lặp lại từ lần kiểm tra trước" if again else ""
    return f"Qua kiểm tra, ghi nhận {counted(len(found))} tồn tại, hạn chế{heavy}{repeated}"


def _strengths(material: Material) -> Iterator[tuple[str, tuple[Tied, ...]]]:
    areas: dict[str, list[Checked]] = {}
    for checked in material.checked:
        if checked.verdict is Verdict.PASS:
            areas.setdefault(str(checked.area or 0), []).append(checked)
    for area in sorted(areas):
        yield area, tuple(_told(areas[area]))


def _told(good: list[Checked]) -> Iterator[Tied]:
    # Heavy ones and those with figures first; sorting keeps the order of the checklist among equals.
    chosen = sorted(good, key=lambda each: (GRADES.index(each.grade), not each.brief))
    told = chosen if len(chosen) <= TOLD + 1 else chosen[:TOLD]
    for start in range(0, len(told), TOGETHER):
        together = told[start : start + TOGETHER]
        yield Tied(_sentence([_good(each) for each in together]), tuple(each.item for each in together))
    rest = [each for each in good if each not in told]
    if rest:
        text = f"Ngoài ra, {counted(len(rest))} nội dung khác đã kiểm tra trong lĩnh vực này đạt yêu cầu."
        yield Tied(text, tuple(each.item for each in rest))


def _good(checked: Checked) -> str:
    told = checked.brief
    if not told and len(checked.note) <= LONGEST_NOTE and figures_in(checked.note):
        told = checked.note.strip().rstrip(".")
    told = told.replace("(", "").replace(")", "").replace(";", ",")
    return f"{clause(checked.criterion)}{f' ({lowered(told)})' if told.strip() else ''}"


def _sentence(clauses: Sequence[str]) -> str:
    first, *others = clauses
    return "; ".join([first, *map(lowered, others)]) + "."


def request_text(finding_text: str, criterion: str, *, again: bool) -> str:
    """What a finding asks for until the drafter words it better: that the criterion is met, and lastingly if it was not."""
    lasting = "; khắc phục dứt điểm, không để tiếp tục lặp lại" if again else ""
    if not criterion:
        return f"Khắc phục thiếu sót: {lowered(finding_text.strip().rstrip('.'))}{lasting}."
    wanted = re.sub(r"^đơn vị (?:đã )?", "", lowered(clause(criterion))).replace(" đã được ", " được ")
    return f"Khắc phục thiếu sót, bảo đảm {wanted}{lasting}."


def request_owner(unit_name: str) -> str:
    """Who answers for a request until the drafter says who."""
    return f"Người đứng đầu {unit_name}"


def facts_beyond(text: str, checked: Checked | None) -> str:
    """What the answer tells of a shortcoming that its text does not: figures only, since the text was worded from both."""
    if checked is None:
        return ""
    told = {figure.value for figure in figures_in(text)}
    parts = (checked.facts if checked.brief else "", checked.note)
    more = [part.strip().rstrip(".") for part in parts if {figure.value for figure in figures_in(part)} - told]
    return "; ".join([*(raised(part) for part in more[:1]), *(lowered(part) for part in more[1:])])


def suggestions(material: Material) -> tuple[Suggestion, ...]:
    """What notes of shortcomings and the unit itself say of causes, word for word; nothing else is suggested."""
    bad = {found.item for found in material.standing}
    notes = [
        Suggestion(checked.item, checked.note.strip())
        for checked in material.checked
        if checked.item in bad and CAUSES.search(checked.note)
    ]
    explained = [Suggestion(found.label, found.explained) for found in material.standing if found.explained]
    opinion = material.occasion.unit_opinion.strip()
    return (*notes, *explained, *((Suggestion("BB", opinion),) if opinion else ()))
