"""The notice of conclusions as a sheet: from the drafter's words, the findings and the requests, all plain values.

Parts that are not known (number, signer of a plan, its date) are left empty for the registry: nothing is invented.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from inspect_app.accounts.issuing_body import Issuer, TeamBody, issuer_of, province_of, signature_of
from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.models import Visit
from inspect_app.checklists.areas import AREAS, area_name
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.paper_parts import recommendations_of, requests_of, shortcoming_of
from inspect_app.conclusions.rules import lines_of
from inspect_app.documents.rules import sign_of
from inspect_app.documents.sheets import (
    AreaResult,
    ConclusionNoticeSheet,
    Letterhead,
    Paragraph,
    Remark,
    ReportDuty,
)
from inspect_app.fieldwork.paper import plan_words, stream_subject, team_body
from inspect_app.findings.models import Finding
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language


def first_opening(visit: Visit) -> str:
    """The opening as it is first worded."""
    days = format_date(visit.starts_on)
    if visit.ends_on and visit.ends_on != visit.starts_on:
        days = f"{days} đến ngày {format_date(visit.ends_on)}"
    return (
        f"Thực hiện kế hoạch kiểm tra năm {visit.campaign.year}, ngày {days}, Đoàn kiểm tra đã kiểm tra tại "
        f"{visit.unit.name}. Trên cơ sở biên bản kiểm tra và hồ sơ, tài liệu thu thập được, kết luận kiểm tra như sau:"
    )


def _areas(findings: Sequence[Finding], strengths: Mapping[str, str]) -> tuple[AreaResult, ...]:
    results: list[AreaResult] = []
    for area in (*AREAS, None):
        bad = tuple(shortcoming_of(finding) for finding in findings if finding.area == area)
        good = tuple(Remark(text=line) for line in lines_of(strengths.get(str(area or 0), "")))
        if bad or good:
            results.append(AreaResult(title=area_name(area), strengths=good, shortcomings=bad))
    return tuple(results)


def _letterhead(visit: Visit, issuer: Issuer, issued_on: date | None) -> Letterhead:
    return Letterhead(
        parent_body=issuer.parent_body,
        issuing_body=issuer.body,
        sign=sign_of("TB", issuer.sign),
        place=issuer.place,
        issued_on=issued_on,
        year=visit.campaign.year,
    )


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def notice_sheet(
    conclusion: Conclusion,
    findings: Sequence[Finding],
    *,
    due: Mapping[UUID, date],
    issued_on: date | None,
    delegation: Delegation | None,
) -> ConclusionNoticeSheet:
    """The sheet of a conclusion: a draft while `issued_on` is None, then the paper as it is issued.

    `delegation` is who signs, and so whose paper it is; in a draft it is who is expected to, and the name stays empty.
    """
    visit = conclusion.visit
    team = TeamBody(team_body(visit))
    issuer = issuer_of(delegation, team, province=province_of(visit.unit))
    return ConclusionNoticeSheet(
        draft=issued_on is None,
        sample=visit.campaign.is_sample,
        letterhead=_letterhead(visit, issuer, issued_on),
        subject=f"Kết luận {stream_subject(visit)} tại {visit.unit.name}",
        unit=visit.unit.name,
        author=issuer.author,
        bases=(
            f"Căn cứ {plan_words(visit)}",
            f"Xét Biên bản kiểm tra cuộc {visit.code} ngày {format_date(visit.ends_on)}",
        ),
        opening=conclusion.opening,
        general=tuple(Paragraph(text=line) for line in lines_of(conclusion.general)),
        areas=_areas(findings, conclusion.strengths),
        objective_causes=lines_of(conclusion.objective_causes),
        subjective_causes=lines_of(conclusion.subjective_causes),
        responsibility=lines_of(conclusion.responsibility),
        requests=requests_of(conclusion, due),
        recommendations=recommendations_of(conclusion.recommendations),
        report=ReportDuty(addressee="Đoàn kiểm tra và Sở Nội vụ", report_due=max(due.values()) if due else None),
        signature=signature_of(delegation, signed=issued_on is not None, team=team),
        recipients=lines_of(conclusion.recipients),
    )
