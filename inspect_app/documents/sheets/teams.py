"""A team as papers list it: its people, and the units that it goes to."""

from dataclasses import dataclass

from inspect_app.documents.sheets.form import Participant
from inspect_app.documents.sheets.plain import Plain


@dataclass(frozen=True, kw_only=True)
class TeamRoll(Plain):
    """One team. `units` stays empty for a team whose visits are a surprise: the paper names neither unit nor day."""

    title: str
    people: tuple[Participant, ...]
    units: tuple[str, ...] = ()
