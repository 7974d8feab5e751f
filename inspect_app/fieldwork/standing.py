"""Where a visit's checklist stands: which items apply, what is answered, what is missing. No SQL: values in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from inspect_app.checklists.kinds import BadValue, kind_named
from inspect_app.checklists.rules import Answered, ChecklistVersion, Item, Scores, Section, Verdict, applies, score
from inspect_app.fieldwork.models import Answer, Evidence, Minutes
from inspect_app.fieldwork.rules import Gap, Progress
from inspect_app.kernel.language import gettext as _


def as_answered(item: Item, answer: Answer) -> Answered | None:
    """An answer as conditions and scores see it; None when it is only a note."""
    if answer.not_applicable:
        return Answered(Verdict.NOT_APPLICABLE)
    if answer.value is None:
        return None
    kind = kind_named(item.kind)
    try:
        value = kind.from_json(answer.value, item.options)
    except BadValue:
        return None
    return Answered(kind.verdict(value, item.options), kind.comparable(value, item.options))


@dataclass(frozen=True)
class Standing:
    """A checklist version with the answers and evidence of one visit."""

    version: ChecklistVersion
    answers: Mapping[str, Answer]
    evidence: Mapping[str, Sequence[Evidence]]

    @cached_property
    def answered(self) -> dict[str, Answered]:
        """The answers that count, by item id."""
        known = {item.id: item for item in self.version.items}
        found = {item_id: as_answered(known[item_id], answer) for item_id, answer in self.answers.items()}
        return {item_id: answer for item_id, answer in found.items() if answer is not None}

    @cached_property
    def applying(self) -> frozenset[str]:
        """The items that certainly apply."""
        return applies(self.version.items, self.answered)

    @cached_property
    def scores(self) -> Scores:
        """Scores by section, area and whole."""
        return score(self.version.items, self.answered)

    def progress(self, section: Section | None = None) -> Progress:
        """How many of the items that apply are answered, in a section or in all."""
        items = section.items if section is not None else self.version.items
        counted = [item.id for item in items if item.id in self.applying]
        return Progress(sum(item_id in self.answered for item_id in counted), len(counted))

    def next_unanswered(self, after: str | None = None) -> Item | None:
        """The next item without an answer after the given one, going round to the beginning."""
        items = list(self.version.items)
        start = next((n + 1 for n, item in enumerate(items) if item.id == after), 0)
        ahead = [*items[start:], *items[:start]]
        return next((item for item in ahead if item.id in self.applying and item.id not in self.answered), None)

    def before(self, item: Item) -> str | None:
        """The id of the item that stands before this one; None before the first."""
        ids = [each.id for each in self.version.items]
        place = ids.index(item.id)
        return ids[place - 1] if place else None

    def gaps(self, minutes: Minutes | None) -> list[Gap]:
        """What stands in the way of closing: unanswered items first, then what the minutes lack."""
        missing = [item for item in self.version.items if item.id in self.applying and item.id not in self.answered]
        found = [Gap(item.id, _("Mục %(item)s chưa có câu trả lời.", item=item.id)) for item in missing]
        for item_id, answer in self.answers.items():
            if item_id in self.applying and answer.verdict in {Verdict.FAIL, Verdict.PARTIAL} and not answer.note:
                found.append(Gap(item_id, _("Mục %(item)s chưa đạt nhưng chưa có nhận xét.", item=item_id)))
        if minutes is None or not minutes.unit_side.strip():
            found.append(Gap(None, _("Biên bản chưa ghi thành phần của đơn vị được kiểm tra.")))
        return found
