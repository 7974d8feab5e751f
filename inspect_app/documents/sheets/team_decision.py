"""The decision that sets up inspection teams (quyết định thành lập Đoàn kiểm tra): Mẫu 1.2 of Nghị định 30/2020."""

from dataclasses import dataclass
from typing import ClassVar

from inspect_app.documents.sheets.form import Letterhead, Signature
from inspect_app.documents.sheets.inspection_plan import Duty
from inspect_app.documents.sheets.stored import StoredSheet
from inspect_app.documents.sheets.teams import TeamRoll


@dataclass(frozen=True, kw_only=True)
class TeamDecisionSheet(StoredSheet):
    """Everything that the decision prints.

    `authority` is the office that decides (`Chủ tịch Ủy ban nhân dân tỉnh …`), printed in capitals; `bases` are without end
    marks. `purpose` ends the sentence "Thành lập … để"; `seal` says whose seal the team may use.
    """

    KIND: ClassVar[str] = "team_decision"

    letterhead: Letterhead
    subject: str
    authority: str
    bases: tuple[str, ...]
    founding: str
    teams: tuple[TeamRoll, ...]
    duties: tuple[Duty, ...]
    seal: str
    dissolution: str
    bound: str
    signature: Signature
    recipients: tuple[str, ...] = ()
    archive: str = "VT"
