"""The sentences of a campaign's papers: those of its plan file, else the default ones."""

import json
from typing import Any

from inspect_app.campaigns.files import CampaignFolder, PapersEntry
from inspect_app.campaigns.models import Campaign

PAPERS = "papers"


def kept_for_papers(folder: CampaignFolder) -> dict[str, Any] | None:
    """What the plan file itself says, to be kept with the campaign; what it leaves out stays a default."""
    entry = folder.plan.papers
    return entry.model_dump(mode="json", exclude_unset=True) if entry else None


def wording_of(campaign: Campaign) -> PapersEntry:
    """The campaign's wording."""
    return PapersEntry.model_validate_json(json.dumps(campaign.settings.get(PAPERS) or {}))
