"""When a campaign tells people, and how many working days before and after: what it keeps from its plan file."""

import json
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from inspect_app.campaigns.files import CampaignFolder, NoticesEntry
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.queries import current_campaign
from inspect_app.campaigns.rules import DEFAULT_NOTICES, NoticeSettings

NOTICES = "notices"


def kept_for_notices(folder: CampaignFolder) -> dict[str, Any] | None:
    """What the plan file itself says, to be kept with the campaign; what it leaves out stays a default."""
    entry = folder.plan.notices
    return entry.model_dump(mode="json", exclude_unset=True) if entry else None


def notices_entry(campaign: Campaign | None) -> NoticesEntry | None:
    """The entry as it was kept, or None when the plan said nothing of it."""
    kept = campaign.settings.get(NOTICES) if campaign else None
    return NoticesEntry.model_validate_json(json.dumps(kept)) if kept else None


def notice_settings(campaign: Campaign | None) -> NoticeSettings:
    """The campaign's settings; the software's own where it has none."""
    entry = notices_entry(campaign)
    return entry.settings() if entry else DEFAULT_NOTICES


def office_hours(session: Session, on: date) -> NoticeSettings:
    """By whose hours the scheduler goes on a day: those of the current campaign, for everything that leaves the office."""
    return notice_settings(current_campaign(session, on))
