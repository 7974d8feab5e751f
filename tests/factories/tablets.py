"""A tablet as the server sees it: a device, and changes as its notebook writes them."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Device
from inspect_app.accounts.operations import token_sha256
from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.operations.batches import Receipt, Received
from inspect_app.fieldwork.operations.receiving import receive_changes
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.ids import new_id
from tests.factories.moments import NOW
from tests.factories.people import Player

NO_BASE: dict[str, Any] = {"revision": 0, "seen": None, "change": None}


@dataclass
class FieldTablet:
    """One person's tablet at one visit."""

    session: Session
    player: Player
    visit: Visit
    device: Device
    token: str
    sequence: int = 0
    written: list[str] = field(default_factory=list)

    def write(
        self, kind: str, item: str | None, body: dict[str, Any], base: dict[str, Any] | None = None, **other: Any
    ) -> str:
        """A change's text with the next number; `other` replaces any part of it."""
        self.sequence += 1
        change = {
            "id": str(uuid4()),
            "sequence": self.sequence,
            "visit": str(self.visit.id),
            "kind": kind,
            "item": item,
            "checklist": {"code": self.visit.checklist_code, "version": self.visit.checklist_version},
            "base": base or NO_BASE,
            "at": "2024-06-18T09:12:33.120+07:00",
            "body": body,
        }
        text = json.dumps({**change, **other}, ensure_ascii=False)
        self.written.append(text)
        return text

    def answer(
        self, item: str, verdict: str, note: str = "", base: dict[str, Any] | None = None, reason: str | None = None
    ) -> str:
        """An answer by a verdict."""
        return self.write("answer", item, {"fields": {"verdict": verdict, "note": note}, "change_reason": reason}, base)

    def send(self, *texts: str, oldest: int = 1, **options: Any) -> Received:
        """Hands the texts to the server."""
        return receive_changes(
            self.session, self.player.actor, self.device, texts, oldest=oldest, now=options.pop("now", NOW), **options
        )

    def sent(self, *texts: str) -> tuple[Receipt, ...]:
        """The receipts of the texts."""
        return self.send(*texts).receipts


def id_of(text: str) -> UUID:
    """The id of a change."""
    return UUID(json.loads(text)["id"])


def after(text: str, **known: Any) -> dict[str, Any]:
    """A base that says: written after this change of mine, which my newest state does not have yet."""
    return {**NO_BASE, **known, "change": str(id_of(text))}


def make_tablet(session: Session, player: Player, visit: Visit, label: str = "Máy 1") -> FieldTablet:
    """An enrolled tablet."""
    at, token = real_now(), f"token-{uuid4()}"
    device = Device(
        id=new_id(),
        person_id=player.person.id,
        label=label,
        token_sha256=token_sha256(token),
        seal_key="0" * 64,
        enrolled_at=at,
        last_seen_at=at,
    )
    session.add(device)
    session.flush()
    return FieldTablet(session, player, visit, device, token)
