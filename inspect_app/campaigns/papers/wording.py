"""The sentences of a campaign's papers: what a preparer worded, else those of the plan file, else the default ones."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from inspect_app.campaigns.files import CampaignFolder, PapersEntry
from inspect_app.campaigns.models import Campaign
from inspect_app.documents.rules import paragraphs

PAPERS = "papers"
UNWORDED: Mapping[str, str] = MappingProxyType({})


def kept_for_papers(folder: CampaignFolder) -> dict[str, Any] | None:
    """What the plan file itself says, to be kept with the campaign; what it leaves out stays a default."""
    entry = folder.plan.papers
    return entry.model_dump(mode="json", exclude_unset=True) if entry else None


def wording_of(campaign: Campaign) -> PapersEntry:
    """The campaign's wording."""
    return PapersEntry.model_validate_json(json.dumps(campaign.settings.get(PAPERS) or {}))


def lines_said(words: Mapping[str, str], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """What a preparer wrote for a list, a line each; what stands there already if he was not asked."""
    return paragraphs(words[name]) if name in words else default


def text_said(words: Mapping[str, str], name: str, default: str) -> str:
    """The same for one text."""
    return " ".join(words[name].split()) if name in words else default
