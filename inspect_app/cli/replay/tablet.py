"""A tablet without a screen, as far as a replay needs it: it keeps answers, sends them, or seals them into a file."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.kinds import kind_named
from inspect_app.checklists.rules import Item
from inspect_app.fieldwork.rules import GivenAnswer
from inspect_app.kernel.sealing import seal_file

NONCE_BYTES = 12


def uuid_of(lots: Random) -> UUID:
    """An id from the lots."""
    return UUID(int=lots.getrandbits(128), version=4)


def fields_of(item: Item, given: GivenAnswer) -> dict[str, Any]:
    """The texts of the sheet's form for an answer."""
    kind = kind_named(item.kind)
    raw: dict[str, Any] = {"note": given.note or ""}
    if given.not_applicable:
        return {
            **raw,
            **({kind.radio: "na"} if kind.radio else {}),
            "not_applicable": "y",
            "reason": given.reason or "",
        }
    for name, value in kind.to_raw(kind.from_json(given.value, item.options)).items():
        if name != "rows":
            raw[name] = value
            continue
        raw |= {f"rows-{number}-{column}": text for number, row in enumerate(value) for column, text in row.items()}
    return raw


@dataclass(frozen=True)
class Kept:
    """An answer as it lies on the tablet."""

    item: str
    given: GivenAnswer
    text: str


@dataclass
class Tablet:
    """One person's tablet at one visit."""

    device_id: UUID
    lots: Random
    unsent: list[Kept] = field(default_factory=list)
    sequence: int = 0

    def answer(self, visit: Visit, item: Item, given: GivenAnswer, now: datetime) -> None:
        """Keeps an answer; from here on it must reach the server, or be lost with the tablet."""
        self.sequence += 1
        change = {
            "id": str(uuid_of(self.lots)),
            "sequence": self.sequence,
            "visit": str(visit.id),
            "kind": "answer",
            "item": item.id,
            "checklist": {"code": visit.checklist_code, "version": visit.checklist_version},
            "base": {"revision": 0, "seen": None, "change": None},
            "at": now.isoformat(timespec="milliseconds"),
            "body": {"fields": fields_of(item, given), "change_reason": None},
        }
        self.unsent.append(Kept(item.id, given, json.dumps(change, ensure_ascii=False)))

    def sealed(self, campaign: UUID, public_spki: str, seal_key: bytes) -> bytes:
        """What is unsent as a `.ktra` file for somebody else to carry."""
        content = {"device": str(self.device_id), "changes": [kept.text for kept in self.unsent], "photos": []}
        return seal_file(
            json.dumps(content, ensure_ascii=False).encode(),
            campaign=campaign,
            device=self.device_id,
            public_spki=public_spki,
            seal_key=seal_key,
            nonce=self.lots.randbytes(NONCE_BYTES),
        )
