"""What the visit showed: per area the figures, what was done well and the shortcomings; and every item not met."""

from collections.abc import Sequence

from inspect_app.checklists.areas import AREAS, area_name
from inspect_app.checklists.kinds.verdict import verdict_name
from inspect_app.checklists.rules import Item, Verdict
from inspect_app.conclusions.drafting.parts import kept_ties
from inspect_app.conclusions.explanation_queries import heard_of
from inspect_app.conclusions.paper_parts import shortcoming_of
from inspect_app.conclusions.rules import lines_of
from inspect_app.conclusions.visit_report.material import VisitMaterial
from inspect_app.documents.rules import count_word
from inspect_app.documents.sheets import AreaResult, Remark, Shortcoming, UnmetItem
from inspect_app.fieldwork.paper import basis_of, evidence_mark, facts_of
from inspect_app.fieldwork.standing import Standing
from inspect_app.findings.models import Finding
from inspect_app.findings.rules import FindingState

# Kinds whose answer is a count or a measure: what an item says in figures is a fact of its area.
IN_FIGURES = frozenset({"attendance", "dossiers", "number", "ratio", "tally"})
UNMET = frozenset({Verdict.FAIL, Verdict.PARTIAL})
NO_FINDING = "Chưa lập phát hiện"


def area_results(material: VisitMaterial) -> tuple[AreaResult, ...]:
    """The results area by area; an area of which nothing was answered is left out."""
    results = (_area(area, material) for area in (*AREAS, None))
    return tuple(result for result in results if result is not None)


def _area(area: int | None, material: VisitMaterial) -> AreaResult | None:
    standing = material.standing
    items = [i for i in standing.version.items if i.area == area and i.id in standing.applying & set(standing.answered)]
    bad = tuple(_shortcoming(finding, material) for finding in material.shortcomings if finding.area == area)
    verdicts = {item.id: standing.answered[item.id].verdict for item in items}
    passed = [item for item in items if verdicts[item.id] is Verdict.PASS]
    figures = [item for item in passed if item.kind in IN_FIGURES]
    recorded = [item for item in items if verdicts[item.id] is Verdict.RECORDED or item in figures]
    good = _strengths(area, material, [item for item in passed if item not in figures])
    left = [item for item in items if verdicts[item.id] in UNMET and _is_let_go(item, material)]
    facts = (*(_remark(item, standing) for item in recorded), *(_let_go(item, material) for item in left))
    if not (facts or good or bad):
        return None
    return AreaResult(title=area_name(area), facts=facts, strengths=good, shortcomings=bad)


def _remark(item: Item, standing: Standing) -> Remark:
    """An item with its figures and the member's note."""
    facts = facts_of(item, standing)
    note = standing.answers[item.id].note.strip().rstrip(".")
    told = ". ".join(part for part in (facts, note[:1].upper() + note[1:]) if part)
    marks = tuple(evidence_mark(each.number) for each in standing.evidence.get(item.id, ()))
    return Remark(text=f"{item.text.vi.rstrip('.')}{': ' + told if told else ''}", item=item.id, evidence=marks)


def _let_go(item: Item, material: VisitMaterial) -> Remark:
    """An item that was not met but is no shortcoming: what was made of it."""
    standing = material.standing
    verdict = verdict_name(standing.answered[item.id].verdict)
    marks = tuple(evidence_mark(each.number) for each in standing.evidence.get(item.id, ()))
    outcome = _outcome(_newest(material).get(item.id))
    text = f"{item.text.vi.rstrip('.')}: ghi nhận “{verdict}”, không nêu thành tồn tại. {outcome}"
    return Remark(text=text, item=item.id, evidence=marks)


def _newest(material: VisitMaterial) -> dict[str, Finding]:
    return {finding.item_id: finding for finding in material.findings}


def _strengths(area: int | None, material: VisitMaterial, passed: Sequence[Item]) -> tuple[Remark, ...]:
    """The drafter's words, then what members noted of items that are met; the other such items in one sentence."""
    standing, conclusion = material.standing, material.conclusion
    words = lines_of(conclusion.strengths.get(str(area or 0), "")) if conclusion is not None else ()
    told = kept_ties(conclusion.sources, f"strengths.{area or 0}") if conclusion is not None else ()
    covered = {ref for tied in told for ref in tied.refs}
    passed = [item for item in passed if item.id not in covered]
    noted = [item for item in passed if standing.answers[item.id].note.strip()]
    silent = [item.id for item in passed if item not in noted]
    rest = f"{count_word(len(silent))} nội dung {'khác ' if words or noted else ''}được đánh giá đạt"
    return (
        *(Remark(text=line) for line in words),
        *(_remark(item, standing) for item in noted),
        *((Remark(text=f"{rest}: mục {', '.join(silent)}"),) if silent else ()),
    )


def _shortcoming(finding: Finding, material: VisitMaterial) -> Shortcoming:
    heard = heard_of(material.conclusion) if material.conclusion is not None else {}
    printed = shortcoming_of(finding, heard.get(finding.label))
    parts = (_figures(finding, material), repeat_words(material.repeats.get(finding.id)))
    return Shortcoming(
        text=printed.text,
        item=printed.item,
        grade=printed.grade,
        facts=" ".join(part for part in parts if part),
        basis=printed.basis,
        evidence=printed.evidence,
        explanation=printed.explanation,
        response=printed.response,
    )


def _figures(finding: Finding, material: VisitMaterial) -> str:
    """What the answer says in figures, unless the finding's words say it already."""
    standing = material.standing
    if not standing.version.has(finding.item_id) or finding.item_id not in standing.answered:
        return ""
    item = standing.version.item(finding.item_id)
    facts = facts_of(item, standing) if item.kind in IN_FIGURES else ""
    return f"Số liệu kiểm tra: {facts}." if facts and facts not in finding.text else ""


def repeat_words(earlier: Finding | None) -> str:
    """That a shortcoming was found before, with the year and the finding."""
    if earlier is None:
        return ""
    year = earlier.visit.campaign.year
    return f"Tồn tại này đã được nêu tại kết luận kiểm tra năm {year} (phát hiện {earlier.label}) và lặp lại."


def unmet_items(material: VisitMaterial) -> tuple[UnmetItem, ...]:
    """Every item that applies and was not met or only in part, whatever became of its finding."""
    standing = material.standing
    newest = _newest(material)
    found: list[UnmetItem] = []
    for item in standing.version.items:
        answered = standing.answered.get(item.id)
        if item.id not in standing.applying or answered is None or answered.verdict not in UNMET:
            continue
        note = standing.answers[item.id].note.rstrip(".")
        found.append(
            UnmetItem(
                code=item.id,
                text=item.text.vi,
                verdict=verdict_name(answered.verdict),
                facts="; ".join(part for part in (facts_of(item, standing), note) if part),
                basis=basis_of(item),
                evidence=tuple(evidence_mark(each.number) for each in standing.evidence.get(item.id, ())),
                outcome=_outcome(newest.get(item.id)),
            )
        )
    return tuple(found)


def _is_let_go(item: Item, material: VisitMaterial) -> bool:
    finding = _newest(material).get(item.id)
    return finding is None or finding.state is FindingState.WITHDRAWN


def _outcome(finding: Finding | None) -> str:
    if finding is None:
        return NO_FINDING
    if finding.state is FindingState.WITHDRAWN:
        return f"Đã rút phát hiện {finding.label}: {finding.reason}"
    if finding.state is FindingState.MERGED and finding.merged_into is not None:
        return f"Nhập vào phát hiện {finding.merged_into.label}"
    return f"Phát hiện {finding.label}"
