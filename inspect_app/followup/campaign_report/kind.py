"""The report on a campaign as a kind of paper: prepared by a coordinator, never signed for whom it is made to."""

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.permissions import may_see_board
from inspect_app.campaigns.queries import has_begun_visits
from inspect_app.documents.sheets import CampaignReportSheet
from inspect_app.followup.campaign_report.material import campaign_material
from inspect_app.followup.campaign_report.sheet import campaign_report_sheet
from inspect_app.followup.permissions import may_prepare_campaign_report
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.kinds import Making, PaperKind
from inspect_app.registry.rules import AboutKind
from inspect_app.units.rules import UnitKind


def _unfit(_campaign: Campaign, delegation: Delegation) -> str | None:
    if delegation.unit.kind != UnitKind.PROVINCE:
        return None
    return _("Báo cáo này gửi UBND tỉnh nên không do UBND tỉnh ký. Hãy trình cơ quan chủ trì hoặc Trưởng đoàn.")


def _hindrance(session: Session, campaign: Campaign) -> str | None:
    return None if has_begun_visits(session, campaign) else _("Có khi đã có cuộc kiểm tra được tiến hành.")


def _build(session: Session, campaign: Campaign, making: Making) -> CampaignReportSheet:
    material = campaign_material(session, campaign, on=local_date(making.now))
    return campaign_report_sheet(
        material, issue=None, delegation=CAMPAIGN_REPORT.signer_of(campaign, making.delegation)
    )


CAMPAIGN_REPORT = PaperKind(
    code=CampaignReportSheet.KIND,
    name=lambda: _("Báo cáo kết quả đợt kiểm tra"),
    about=AboutKind.CAMPAIGN,
    type_sign="BC",
    sheet=CampaignReportSheet,
    may_read=may_see_board,
    may_prepare=may_prepare_campaign_report,
    build=_build,
    title=lambda campaign: f"Báo cáo kết quả đợt kiểm tra năm {campaign.year}",
    unfit_signer=_unfit,
    hindrance=_hindrance,
)
