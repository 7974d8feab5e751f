"""Keeping what a coordinator wished and answered for the next campaign, so that no answer is lost between two sittings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from inspect_app.campaigns.files import CampaignFolder, Days
from inspect_app.campaigns.following.values import Wishes
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.operations.loading import load_plan
from inspect_app.campaigns.permissions import may_coordinate
from inspect_app.campaigns.queries import find_campaign
from inspect_app.campaigns.rules import PlanChanges
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _

NEXT = "next"


@dataclass(frozen=True)
class KeptNext:
    """What is kept with the earlier campaign: the wishes, the answers by their question, and what was loaded from it."""

    wishes: Wishes
    answers: Mapping[str, str]
    loaded: str | None


def kept_next(campaign: Campaign) -> KeptNext | None:
    """The wizard as it was left, or None before anybody began it."""
    kept = campaign.settings.get(NEXT)
    if kept is None:
        return None
    starts, ends = map(date.fromisoformat, kept["window"])
    window = Days(starts=starts, ends=ends)
    wishes = Wishes(kept["year"], window, kept["code"], kept["title"], dict(kept["streams"]))
    return KeptNext(wishes, dict(kept["answers"]), kept.get("loaded"))


def keep_wishes(session: Session, actor: Actor, campaign: Campaign, wishes: Wishes, *, now: datetime) -> None:
    """Keeps what the next campaign is to be; answers that were given stay."""
    may_coordinate.require(actor, campaign)
    before = campaign.settings.get(NEXT)
    kept: dict[str, Any] = {
        "year": wishes.year,
        "window": [wishes.window.starts.isoformat(), wishes.window.ends.isoformat()],
        "code": wishes.code,
        "title": wishes.title,
        "streams": dict(wishes.streams),
        "answers": before["answers"] if before else {},
        "loaded": before.get("loaded") if before else None,
    }
    summary = f"Chuẩn bị đợt kiểm tra {wishes.code} từ {campaign.code}"
    _keep(session, actor, campaign, kept, summary, now=now)


def keep_answers(
    session: Session, actor: Actor, campaign: Campaign, answers: Mapping[str, str], *, now: datetime
) -> None:
    """Keeps answers beside those that were given before; an empty one takes its answer back."""
    may_coordinate.require(actor, campaign)
    before = campaign.settings[NEXT]
    together = {**before["answers"], **answers}
    kept = {**before, "answers": {name: answer for name, answer in together.items() if answer}}
    _keep(session, actor, campaign, kept, f"Trả lời câu hỏi khi lập đợt {before['code']}", now=now)


def load_next(
    session: Session, actor: Actor, campaign: Campaign, folder: CampaignFolder, *, now: datetime
) -> PlanChanges:
    """Loads the next campaign's folder as a draft. The same again changes nothing.

    Raises RuleBroken for a code that belongs to a campaign which was not made here: it is never overwritten.
    """
    may_coordinate.require(actor, campaign)
    code = folder.plan.campaign.code
    kept = campaign.settings[NEXT]
    known = find_campaign(session, code)
    if known is not None and known.plan_sha256 != folder.sha256 and kept.get("loaded") != code:
        raise RuleBroken("code", _("Đã có đợt khác mang mã %(code)s. Hãy chọn mã khác cho đợt sau.", code=code))
    changes = load_plan(session, actor, folder, now=now, ground_is_known=True)
    if kept.get("loaded") != code:
        _keep(session, actor, campaign, {**kept, "loaded": code}, f"Nạp đợt {code} lập từ {campaign.code}", now=now)
    return changes


def _keep(
    session: Session, actor: Actor, campaign: Campaign, kept: dict[str, Any], summary: str, *, now: datetime
) -> None:
    before = campaign.settings.get(NEXT)
    if before == kept:
        return
    campaign.settings = {**campaign.settings, NEXT: kept}
    session.flush()
    record(
        session, actor, "campaigns.prepare_next", campaign, now=now, summary=summary, changes={"next": (before, kept)}
    )
