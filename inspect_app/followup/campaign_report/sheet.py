"""The report on a campaign as a sheet."""

from collections import Counter

from inspect_app.accounts.issuing_body import HOME_PARENT, issuer_of, name_in_full, signature_of
from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.papers.frame import team_of
from inspect_app.conclusions.paper_parts import recommendations_of
from inspect_app.documents.rules import sign_of
from inspect_app.documents.sheets import CampaignReportSheet, Issue, Letterhead, Recommendation
from inspect_app.fieldwork.paper import campaign_plan_words
from inspect_app.followup.campaign_report.material import CampaignMaterial
from inspect_app.followup.campaign_report.remedies import remedy_blocks
from inspect_app.followup.campaign_report.shortcomings import (
    area_blocks,
    common_blocks,
    general_blocks,
    kind_blocks,
    repeat_blocks,
)
from inspect_app.followup.campaign_report.visits import organisation_blocks, visit_list
from inspect_app.followup.campaign_report.words import said
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.units.models import Unit


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def campaign_report_sheet(
    material: CampaignMaterial, *, province: Unit | None, issue: Issue | None, delegation: Delegation | None
) -> CampaignReportSheet:
    """The report on a campaign to the committee of the province: a draft while `issue` is None."""
    campaign = material.campaign
    team = team_of(campaign)
    issuer = issuer_of(delegation, team, province=province)
    return CampaignReportSheet(
        draft=issue is None,
        sample=campaign.is_sample,
        verify_url=issue.verify_url if issue else "",
        letterhead=Letterhead(
            parent_body=issuer.parent_body,
            issuing_body=issuer.body,
            sign=sign_of("BC", issuer.sign),
            number=issue.number if issue else None,
            place=issuer.place,
            issued_on=issue.issued_on if issue else None,
            year=campaign.year,
        ),
        subject=f"Kết quả đợt {_lowered(campaign.title)}",
        addressee=name_in_full(province) if province else HOME_PARENT.replace("UBND", "Ủy ban nhân dân"),
        author=issuer.author,
        until=material.on,
        opening=_opening(material, issuer.author),
        organisation=organisation_blocks(material),
        general=general_blocks(material),
        areas=area_blocks(material),
        kinds=kind_blocks(material),
        repeats=repeat_blocks(material),
        common=common_blocks(material),
        remedies=remedy_blocks(material),
        recommendations=_recommendations(material),
        visits=visit_list(material),
        signature=signature_of(delegation, signed=issue is not None, team=team),
        recipients=("Như trên", "Sở Nội vụ", "Các đơn vị được kiểm tra", "Thành viên các đoàn kiểm tra"),
    )


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def _opening(material: CampaignMaterial, author: str) -> str:
    plan, day = campaign_plan_words(material.campaign), format_date(material.on)
    return f"Thực hiện {plan}, {author} báo cáo kết quả kiểm tra tính đến ngày {day} như sau:"


def _recommendations(material: CampaignMaterial) -> tuple[Recommendation, ...]:
    """What the issued conclusions recommend, by addressee: one line for each wish, and in how many of them it stands."""
    wishes: dict[str, Counter[str]] = {}
    for one in material.concluded:
        conclusion = material.conclusions.get(one.visit.id)
        for entry in recommendations_of(conclusion.recommendations) if conclusion else ():
            wish = entry.text.replace(one.visit.unit.name, "đơn vị được kiểm tra").rstrip(" .")
            wishes.setdefault(entry.addressee, Counter())[wish] += 1
    return tuple(
        Recommendation(addressee=addressee, text="\n".join(_wish(wish, count) for wish, count in found.most_common()))
        for addressee, found in sorted(wishes.items(), key=lambda one: (-one[1].total(), one[0]))
    )


def _wish(wish: str, count: int) -> str:
    return f"- {wish} (nêu tại {said(count)} thông báo kết luận)."
