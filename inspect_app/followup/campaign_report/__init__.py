"""The report on a campaign: its figures are the board's, its shortcomings those of issued conclusions, and no secret."""

from inspect_app.followup.campaign_report.material import CampaignMaterial, campaign_material
from inspect_app.followup.campaign_report.sheet import campaign_report_sheet

__all__ = ["CampaignMaterial", "campaign_material", "campaign_report_sheet"]
