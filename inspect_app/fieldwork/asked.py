"""The question that a tablet's change was an answer to, where the visit has another version of the checklist by now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import ChecklistVersion, Item, asks_the_same
from inspect_app.fieldwork.models import Change, ChangeKind
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _

# What belongs to a question: it is never taken for another one, whatever id that one bears.
OF_A_QUESTION = frozenset({ChangeKind.ANSWER, ChangeKind.PHOTO})


@dataclass(frozen=True)
class Asked:
    """A question as it stood on the tablet, by another version than the visit's.

    `item` is None where the server does not know it, `now` is what bears its id in the visit's checklist, `elsewhere`
    the same question where it has another id there.
    """

    code: str
    version: int
    item: Item | None
    now: Item | None
    elsewhere: Item | None = None

    @property
    def label(self) -> str:
        """`toan-dien v1`."""
        return f"{self.code} v{self.version}"

    @property
    def is_same(self) -> bool:
        """Whether the visit's checklist asks the same under the same id."""
        return self.item is not None and self.now is not None and asks_the_same(self.item, self.now)

    @property
    def obstacle(self) -> str | None:
        """Why an answer or a photo cannot be taken for what the visit's checklist asks; None when it can."""
        if self.is_same:
            return None
        if self.item is None:
            return _(
                "Không lấy được: máy chủ không có câu hỏi này của phiếu %(label)s. Hãy báo quản trị viên, hoặc bỏ kèm lý do.",
                label=self.label,
            )
        if self.elsewhere is not None:
            return _(
                "Không lấy được: câu hỏi này nay là mục %(item)s. Hãy trả lời ở mục đó, rồi bỏ bản này kèm lý do.",
                item=self.elsewhere.id,
            )
        if self.now is None:
            return _("Không lấy được: phiếu hiện nay không còn câu hỏi này. Nội dung được giữ lại; hãy bỏ kèm lý do.")
        return _("Không lấy được: câu hỏi của mục này đã đổi. Hãy trả lời câu hỏi hiện nay, rồi bỏ bản này kèm lý do.")


def asked_of(session: Session, change: Change, present: ChecklistVersion) -> Asked | None:
    """The question of a change to an item that was written by another version than `present`, the visit's; else None."""
    named = _checklist_of(change)
    if change.item_id is None or named == (present.code, present.version):
        return None
    code, number = named
    now = present.item(change.item_id) if present.has(change.item_id) else None
    try:
        version = version_of(session, code, number)
    except NotFound:
        return Asked(code, number, None, now)
    item = version.item(change.item_id) if version.has(change.item_id) else None
    return Asked(code, number, item, now, _elsewhere(item, present))


def obstacle_of(session: Session, change: Change) -> str | None:
    """Why a change cannot be taken for what the visit's checklist asks; None when it can."""
    if change.kind not in OF_A_QUESTION:
        return None
    visit = change.visit
    asked = asked_of(session, change, version_of(session, visit.checklist_code, visit.checklist_version))
    return asked.obstacle if asked is not None else None


def _elsewhere(item: Item | None, present: ChecklistVersion) -> Item | None:
    if item is None:
        return None
    return next((each for each in present.items if each.id != item.id and asks_the_same(item, each)), None)


def _checklist_of(change: Change) -> tuple[str, int]:
    """As the change's own text names it: a row keeps the version's number alone."""
    named: Mapping[str, Any] = json.loads(change.text)["checklist"]
    return str(named["code"]), int(named["version"])
