"""What campaigns tell the rooms above, in the same transaction."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PlanFolderLoaded:
    """A campaign's folder was loaded; rooms above take from it what is theirs. `campaign` is the campaign's code."""

    directory: Path
    campaign: str
