"""The report on a campaign as a sheet."""

from collections import Counter

from inspect_app.accounts.issuing_body import Issuer, issuer_for, issuer_of, name_in_full
from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.papers.frame import letter_signature, letterhead_of, team_of
from inspect_app.campaigns.papers.wording import wording_of
from inspect_app.conclusions.paper_parts import recommendations_of
from inspect_app.documents.rules import format_short_day, sign_of
from inspect_app.documents.sheets import CampaignReportSheet, Issue, Recommendation
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
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def campaign_report_sheet(
    material: CampaignMaterial, *, issue: Issue | None, delegation: Delegation | None
) -> CampaignReportSheet:
    """The report on a campaign to the committee of the province: a draft while `issue` is None.

    The agency that prepares the campaign makes it, unless somebody else is to sign.
    """
    campaign = material.campaign
    issuer = _issuer(material, delegation)
    return CampaignReportSheet(
        draft=issue is None,
        sample=campaign.is_sample,
        verify_url=issue.verify_url if issue else "",
        letterhead=letterhead_of(issuer, sign_of("BC", issuer.sign), campaign, issue),
        subject=f"Kết quả đợt {_lowered(campaign.title)}",
        addressee=name_in_full(material.province),
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
        signature=letter_signature(campaign, delegation, issuer, material.agency, signed=issue is not None),
        recipients=("Như trên", "Các đơn vị được kiểm tra", "Thành viên các đoàn kiểm tra"),
        archive=f"VT, {wording_of(campaign).lead_agency}",
    )


def _issuer(material: CampaignMaterial, delegation: Delegation | None) -> Issuer:
    if delegation is None and material.agency is not None:
        return issuer_for(material.agency)
    return issuer_of(delegation, team_of(material.campaign), province=material.province)


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def _opening(material: CampaignMaterial, author: str) -> str:
    plan, day = campaign_plan_words(material.campaign), format_short_day(material.on)
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
