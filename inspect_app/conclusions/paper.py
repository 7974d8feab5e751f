"""The notice of conclusions as a sheet: from the drafter's words, the findings and the requests, all plain values.

Parts that are not known (number, signer of a plan, its date) are left empty for the registry: nothing is invented.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from inspect_app.accounts.issuing_body import Issuer, issuer_of, province_of, signature_of
from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.papers.frame import team_of
from inspect_app.checklists.areas import AREAS, area_name
from inspect_app.checklists.rules import Verdict
from inspect_app.conclusions.drafting.annex import source_rows
from inspect_app.conclusions.drafting.material import Checked, Found, Material
from inspect_app.conclusions.drafting.repeats import repeat_mark, repeat_words
from inspect_app.conclusions.drafting.sources import data_of
from inspect_app.conclusions.drafting.state import told_of
from inspect_app.conclusions.drafting.wording import facts_beyond
from inspect_app.conclusions.explanation_queries import heard_of
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.paper_parts import recommendations_of, requests_of
from inspect_app.conclusions.rules import Heard, lines_of
from inspect_app.documents.rules import format_day, sign_of
from inspect_app.documents.sheets import (
    AreaResult,
    ConclusionNoticeSheet,
    Letterhead,
    Paragraph,
    Remark,
    ReportDuty,
    Shortcoming,
    Signature,
)
from inspect_app.fieldwork.paper import evidence_mark, plan_words, stream_subject
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language


def _areas(material: Material, strengths: Mapping[str, str], heard: Mapping[str, Heard]) -> tuple[AreaResult, ...]:
    results: list[AreaResult] = []
    for area in (*AREAS, None):
        bad = tuple(
            _shortcoming(found, material, heard.get(found.label, Heard()))
            for found in material.standing
            if found.area == area
        )
        good = tuple(Remark(text=line) for line in lines_of(strengths.get(str(area or 0), "")))
        facts = tuple(_fact(each) for each in material.checked if each.area == area and _only_recorded(each))
        if bad or good or facts:
            code = str(area or 0)
            results.append(AreaResult(title=area_name(area), code=code, facts=facts, strengths=good, shortcomings=bad))
    return tuple(results)


def _only_recorded(checked: Checked) -> bool:
    return checked.verdict is Verdict.RECORDED and bool(checked.facts)


def _fact(checked: Checked) -> Remark:
    facts = checked.facts.replace(" %", "\u00a0%")
    return Remark(
        text=f"{checked.criterion.rstrip('.')}: {facts}", item=checked.item, evidence=_marks(checked.evidence)
    )


def _shortcoming(found: Found, material: Material, heard: Heard) -> Shortcoming:
    return Shortcoming(
        text=found.text,
        item=found.item,
        grade=found.grade.value,
        facts=facts_beyond(found.text, material.by_item.get(found.item)),
        basis="; ".join(found.basis),
        evidence=_marks(found.evidence),
        explanation=heard.explanation,
        response=heard.response,
        repeated=repeat_words(found.repeat),
        mark=repeat_mark(found.repeat),
        finding=found.label,
    )


def _marks(numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(evidence_mark(number) for number in numbers)


def _letterhead(visit: Visit, issuer: Issuer, issued_on: date | None) -> Letterhead:
    return Letterhead(
        parent_body=issuer.parent_body,
        issuing_body=issuer.body,
        sign=sign_of("TB", issuer.sign),
        place=issuer.place,
        issued_on=issued_on,
        year=visit.campaign.year,
    )


def signed_frame(
    visit: Visit, delegation: Delegation | None, issued_on: date | None
) -> tuple[Letterhead, Signature, str]:
    """Letterhead, signature and who concludes, as they go with the signer; a draft names nobody."""
    team = team_of(visit.campaign)
    issuer = issuer_of(delegation, team, province=province_of(visit.unit))
    signature = signature_of(delegation, signed=issued_on is not None, team=team)
    return _letterhead(visit, issuer, issued_on), signature, issuer.author


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def notice_sheet(
    conclusion: Conclusion,
    material: Material,
    *,
    due: Mapping[UUID, date],
    issued_on: date | None,
    delegation: Delegation | None,
) -> ConclusionNoticeSheet:
    """The sheet of a conclusion: a draft while `issued_on` is None, then the paper as it is issued.

    `material` is what the data say now (drafting.reading). `delegation` is who signs, and so whose paper it is; in a
    draft it is who is expected to, and the name stays empty.
    """
    visit = conclusion.visit
    head, signature, author = signed_frame(visit, delegation, issued_on)
    return ConclusionNoticeSheet(
        draft=issued_on is None,
        sample=visit.campaign.is_sample,
        letterhead=head,
        subject=f"Kết luận {stream_subject(visit)} tại {visit.unit.name}",
        unit=visit.unit.name,
        author=author,
        bases=(
            f"Căn cứ {plan_words(visit)}",
            f"Xét Biên bản kiểm tra cuộc {visit.code} {format_day(visit.ends_on, visit.campaign.year)}",
        ),
        opening=conclusion.opening,
        general=tuple(Paragraph(text=line) for line in lines_of(conclusion.general)),
        areas=_areas(material, conclusion.strengths, heard_of(conclusion)),
        objective_causes=lines_of(conclusion.objective_causes),
        subjective_causes=lines_of(conclusion.subjective_causes),
        responsibility=lines_of(conclusion.responsibility),
        requests=requests_of(conclusion, due),
        recommendations=recommendations_of(conclusion.recommendations),
        report=ReportDuty(addressee="Đoàn kiểm tra và Sở Nội vụ", report_due=max(due.values()) if due else None),
        signature=signature,
        recipients=lines_of(conclusion.recipients),
        sources=tuple(source_rows(told_of(conclusion, material), data_of(material))),
    )
