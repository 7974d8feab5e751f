"""Who rates whom, as the campaign's rating file says it."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.campaigns.events import PlanFolderLoaded
from inspect_app.kernel.actors import Actor
from inspect_app.ratings.files import load_rule
from inspect_app.units.operations import set_authority_bases

RULE_FILE = "rating.yaml"


def keep_authorities(session: Session, event: PlanFolderLoaded, actor: Actor, now: datetime) -> None:
    """Takes the authorities from the folder's rating file, if it has one. Raises ProblemsFound for a bad file."""
    path = event.directory / RULE_FILE
    if path.is_file():
        set_authority_bases(session, actor, load_rule(path).authorities, now=now)
