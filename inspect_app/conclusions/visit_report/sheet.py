"""The team's report on a visit as a sheet. What nobody recorded is said to be unrecorded; nothing is invented."""

from inspect_app.accounts.issuing_body import (
    HOME_PARENT,
    TeamBody,
    issuer_of,
    name_in_full,
    province_of,
    signature_of,
)
from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.papers.frame import team_of
from inspect_app.campaigns.queries import deadline_settings
from inspect_app.campaigns.rules import DeadlineKind
from inspect_app.checklists.rules import Grade
from inspect_app.conclusions.drafting.wording import request_owner, request_text
from inspect_app.conclusions.paper_parts import recommendations_of
from inspect_app.conclusions.rules import lines_of
from inspect_app.conclusions.visit_report.course import course_blocks, method_blocks
from inspect_app.conclusions.visit_report.material import VisitMaterial
from inspect_app.conclusions.visit_report.results import area_results, unmet_items
from inspect_app.documents.rules import format_short_day, sign_of
from inspect_app.documents.sheets import (
    Block,
    Heading,
    Issue,
    Letterhead,
    Listing,
    Paragraph,
    Signature,
    Table,
    VisitReportSheet,
)
from inspect_app.fieldwork.paper import named, plan_words, stream_subject
from inspect_app.findings.models import Finding
from inspect_app.findings.rules import FindingState
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _

HEAD = ("STT", "Nội dung đề nghị yêu cầu", "Người thực hiện", "Thời hạn đề xuất")


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def visit_report_sheet(
    material: VisitMaterial, *, issue: Issue | None, delegation: Delegation | None
) -> VisitReportSheet:
    """The report: a draft while `issue` is None. The team's leader signs it, unless a delegation says otherwise.

    Raises RuleBroken when it is to be issued while a finding waits for the leader's decision.
    """
    visit = material.visit
    _check_findings(material, issue)
    team = team_of(visit.campaign)
    home = province_of(visit.unit)
    issuer = issuer_of(delegation, team, province=home)
    return VisitReportSheet(
        draft=issue is None,
        sample=visit.campaign.is_sample,
        verify_url=issue.verify_url if issue else "",
        letterhead=Letterhead(
            parent_body=issuer.parent_body,
            issuing_body=issuer.body,
            sign=sign_of("BC", issuer.sign),
            number=issue.number if issue else None,
            place=issuer.place,
            issued_on=issue.issued_on if issue else None,
            year=visit.campaign.year,
        ),
        subject=f"Kết quả {stream_subject(visit)} tại {visit.unit.name}",
        addressee=name_in_full(home) if home else HOME_PARENT.replace("UBND", "Ủy ban nhân dân"),
        unit=visit.unit.name,
        opening=_opening(visit),
        course=course_blocks(material),
        method=method_blocks(material),
        areas=area_results(material),
        opinion=_opinion(material),
        causes=_causes(material),
        requests=_requests(material),
        recommendations=recommendations_of(material.conclusion.recommendations) if material.conclusion else (),
        unmet=unmet_items(material),
        signature=_signature(visit, delegation, team, signed=issue is not None),
        recipients=("Như trên", "Sở Nội vụ (để tổng hợp)", "Thành viên Đoàn kiểm tra"),
    )


def _check_findings(material: VisitMaterial, issue: Issue | None) -> None:
    open_ones = [f.label for f in material.shortcomings if f.state is FindingState.DRAFT or f.needs_review]
    if issue is not None and open_ones:
        labels = ", ".join(open_ones)
        raise RuleBroken(None, _("Trưởng đoàn chưa quyết định các phát hiện: %(labels)s.", labels=labels))


def _opening(visit: Visit) -> str:
    days = format_short_day(visit.starts_on)
    if visit.starts_on and visit.ends_on and visit.ends_on != visit.starts_on:
        when = f"từ ngày {days} đến ngày {format_short_day(visit.ends_on)}"
    else:
        when = f"ngày {days}"
    return (
        f"Thực hiện {plan_words(visit)}, {when}, Đoàn kiểm tra đã tiến hành {stream_subject(visit)} tại "
        f"{visit.unit.name}. Đoàn kiểm tra báo cáo kết quả như sau:"
    )


def _opinion(material: VisitMaterial) -> tuple[Block, ...]:
    minutes, name = material.minutes, material.visit.unit.name
    said = tuple(Paragraph(text=line) for line in lines_of(minutes.unit_opinion))
    if not minutes.refusal_reason:
        return said
    reason = minutes.refusal_reason.rstrip(".")
    return (*said, Paragraph(text=f"Đại diện {name} từ chối ký biên bản kiểm tra; lý do được nêu: {reason}."))


def _causes(material: VisitMaterial) -> tuple[Block, ...]:
    """The drafter's words on causes and responsibility; without any the report says that none are recorded."""
    conclusion = material.conclusion
    told = (
        ("Nguyên nhân khách quan", lines_of(conclusion.objective_causes) if conclusion else ()),
        ("Nguyên nhân chủ quan", lines_of(conclusion.subjective_causes) if conclusion else ()),
        ("Trách nhiệm", lines_of(conclusion.responsibility) if conclusion else ()),
    )
    blocks: list[Block] = []
    for title, lines in told:
        if lines:
            number = str(sum(isinstance(block, Heading) for block in blocks) + 1)
            blocks += [Heading(level=2, number=number, text=title), Listing(lines=lines)]
    if blocks:
        return tuple(blocks)
    if not material.shortcomings:
        return (Paragraph(text="Không có tồn tại, hạn chế phải làm rõ nguyên nhân."),)
    return (
        Paragraph(
            text="Đoàn kiểm tra chưa ghi nhận nguyên nhân, trách nhiệm ngoài những điểm đơn vị đã nêu tại mục III; nội "
            "dung này được làm rõ khi đơn vị giải trình."
        ),
    )


def _requests(material: VisitMaterial) -> Table | None:
    """What the unit should be asked: as the notice under way words it, else as each finding first asks."""
    visit, conclusion = material.visit, material.conclusion
    days = deadline_settings(visit.campaign).of(DeadlineKind.REMEDIATION).days
    if conclusion is not None and conclusion.requests:
        rows = [(row.text, row.owner, row.due_days, [f.item_id for f in row.findings]) for row in conclusion.requests]
    else:
        asking = (finding for finding in material.shortcomings if finding.grade != Grade.NOTE)
        rows = [_first_asked(finding, material, days) for finding in asking]
    if not rows:
        return None
    printed = tuple(
        (str(number), f"{text.rstrip(' .')}{_items(items)}.", owner, f"{within} ngày làm việc")
        for number, (text, owner, within, items) in enumerate(rows, start=1)
    )
    return Table(head=HEAD, rows=printed, aligns=("center", "left", "left", "center"), widths=(12, 0, 45, 30))


def _first_asked(finding: Finding, material: VisitMaterial, days: int) -> tuple[str, str, int, list[str]]:
    version = material.standing.version
    criterion = version.item(finding.item_id).text.vi if version.has(finding.item_id) else ""
    text = request_text(finding.text, criterion, again=finding.id in material.repeats)
    return text, request_owner(material.visit.unit.name), days, [finding.item_id]


def _items(items: list[str]) -> str:
    return f" (mục\u00a0{', '.join(sorted(set(items)))})" if items else ""


def _signature(visit: Visit, delegation: Delegation | None, team: TeamBody, *, signed: bool) -> Signature:
    if delegation is None:
        name = named(visit, Role.LEAD) if signed else ""
        return Signature(title=team.leader.upper(), name=name)
    return signature_of(delegation, signed=signed, team=team)
