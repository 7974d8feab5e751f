"""The sentences of papers in the next campaign: what names a stream, a unit or a year goes with it. Pure."""

import re
from dataclasses import dataclass
from typing import Any

from inspect_app.campaigns.files.papers_shapes import DecisionWords, Lines, PapersEntry, PlanWords
from inspect_app.campaigns.following.units import UnitsThen
from inspect_app.campaigns.following.values import CONFIRM, LEAVE_BLANK, Change, Inquiry, Question, Wishes
from inspect_app.kernel.language import gettext as _

FILE = "plan.yaml"
KEY = "papers"
MOVE_YEARS, KEEP_YEARS = "chuyen-nam", "giu-nam"
YEAR = re.compile(r"(?<=năm )\d{4}\b")


def next_papers(
    old: PapersEntry | None, wishes: Wishes, years: int, units: UnitsThen, inquiry: Inquiry, changes: list[Change]
) -> PapersEntry | None:
    """The wording for streams that are kept and units of that year; legal bases unless somebody wants them blank."""
    return _Papers(old, wishes, years, units, inquiry, changes).made() if old is not None else None


@dataclass(frozen=True)
class _Papers:
    """One wording on its way so many years on."""

    old: PapersEntry
    wishes: Wishes
    years: int
    units: UnitsThen
    inquiry: Inquiry
    changes: list[Change]

    def made(self) -> PapersEntry:
        """Only what was said before is said again; the rest stays a default."""
        keep_bases = self._are_bases_kept()
        parts: dict[str, Any] = {"plan": self._plan(keep_bases), "decision": self._decision(keep_bases)}
        changed = {name: part for name, part in parts.items() if name in self.old.model_fields_set}
        if "lead_agency" in self.old.model_fields_set and (agency := self._then(self.old.lead_agency)):
            changed["lead_agency"] = agency
        return self.old.model_copy(update=changed)

    def _plan(self, keep_bases: bool) -> PlanWords:
        old, changed = self.old.plan, dict[str, Any]()
        if old.contents:
            changed["contents"] = self._in_new_years(
                {code: said for code, said in old.contents.items() if code in self.wishes.streams}
            )
        if old.period:
            changed["period"] = ""
            self._note("period", old.period, "", _("thời kỳ được kiểm tra là của năm trước; ghi thời kỳ mới"))
        if old.bases and not keep_bases:
            changed["bases"] = ()
        return old.model_copy(update=changed)

    def _decision(self, keep_bases: bool) -> DecisionWords:
        old, changed = self.old.decision, dict[str, Any]()
        if old.issued_by:
            named = {code: unit for code, unit in old.issued_by.items() if code in self.wishes.streams}
            changed["issued_by"] = {code: then for code, unit in named.items() if (then := self._then(unit))}
        if old.bases:
            said = old.bases if keep_bases else {}
            changed["bases"] = {then: lines for unit, lines in said.items() if (then := self._then(unit))}
        if old.seal is not None:
            changed["seal"] = self._then(old.seal)
        return old.model_copy(update=changed)

    def _in_new_years(self, contents: dict[str, Lines]) -> dict[str, Lines]:
        """What is inspected, of the years that somebody wants it to name."""
        named = sorted({year for lines in contents.values() for line in lines for year in YEAR.findall(line)})
        if not named:
            return contents
        pairs = ", ".join(f"{year} → {self._moved(year)}" for year in named)
        text = _("Nội dung kiểm tra của đợt trước nêu năm %(years)s. Đổi sang năm nào?", years=", ".join(named))
        choices = (
            (MOVE_YEARS, _("đổi theo năm của đợt mới: %(pairs)s", pairs=pairs)),
            (KEEP_YEARS, _("giữ nguyên lời văn cũ")),
        )
        if self.inquiry.ask(Question("nam-noi-dung", FILE, KEY, text, choices)) != MOVE_YEARS:
            return contents
        moved = {
            code: tuple(YEAR.sub(lambda found: self._moved(found[0]), line) for line in lines)
            for code, lines in contents.items()
        }
        for code, lines in contents.items():
            for before, after in zip(lines, moved[code], strict=True):
                if before != after:
                    self._note(f"contents · {code}", before, after, _("đổi năm theo câu trả lời"))
        return moved

    def _moved(self, year: str) -> str:
        return str(int(year) + self.years)

    def _are_bases_kept(self) -> bool:
        """Whether the papers' legal bases stay: until somebody answers they do, with the question beside them."""
        before = [*self.old.plan.bases, *(line for lines in self.old.decision.bases.values() for line in lines)]
        if not before:
            return False
        text = _(
            "Căn cứ ban hành kế hoạch, quyết định lấy từ đợt trước (%(n)d căn cứ). Các văn bản đó còn đúng cho năm nay không?",
            n=len(before),
        )
        choices = (
            (CONFIRM, _("đã đối chiếu, giữ nguyên các căn cứ")),
            (LEAVE_BLANK, _("để trống, ghi căn cứ mới sau")),
        )
        answer = self.inquiry.ask(Question("can-cu", FILE, KEY, text, choices))
        if answer == LEAVE_BLANK:
            self._note("bases", "; ".join(before), "", _("để trống căn cứ theo câu trả lời"))
        return answer != LEAVE_BLANK

    def _then(self, code: str) -> str | None:
        """The unit in that year; one that is gone without a successor is told, and left out."""
        found = self.units.then(code, self.wishes.window)
        if found != code:
            self._note(code, self.units.name(code), found or "", _("đơn vị nêu trong mẫu văn bản"))
        return found

    def _note(self, key: str, before: str, after: str, why: str) -> None:
        change = Change(FILE, f"{KEY} · {key}", before, after, why)
        if change not in self.changes:
            self.changes.append(change)
