"""What comes back from Word, put among the words and requests of a draft: which field is which, and what it becomes."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Final

from inspect_app.checklists.areas import AREAS, area_name
from inspect_app.conclusions.drafting.parts import Wording
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.operations import RequestWanted
from inspect_app.conclusions.rules import lines_of
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext

PLAIN: Final = {
    "opening": lazy_gettext("Lời mở đầu"),
    "general": lazy_gettext("Tình hình chung"),
    "objective_causes": lazy_gettext("Nguyên nhân khách quan"),
    "subjective_causes": lazy_gettext("Nguyên nhân chủ quan"),
    "responsibility": lazy_gettext("Trách nhiệm"),
    "recommendations": lazy_gettext("Kiến nghị cấp khác"),
}
STRENGTHS: Final = re.compile(r"strengths\.([0-7])\Z")
REQUEST: Final = re.compile(r"requests\.(\d{1,4})\.(text|owner)\Z")


def field_label(tag: str) -> str | None:
    """What a drafter calls this field; None for a field that the draft does not have."""
    if tag in PLAIN:
        return str(PLAIN[tag])
    if found := STRENGTHS.match(tag):
        area = int(found[1])
        return _("Ưu điểm: %(area)s", area=area_name(area if area in AREAS else None))
    if found := REQUEST.match(tag):
        number = int(found[1]) + 1
        return (
            _("Yêu cầu số %(n)d", n=number) if found[2] == "text" else _("Yêu cầu số %(n)d: người thực hiện", n=number)
        )
    return None


def reworded(conclusion: Conclusion, taken: Mapping[str, str], shown: Mapping[str, str]) -> Wording:
    """The draft's words with the fields that are taken; `shown` is how the sent file showed each of them."""

    def words(tag: str, present: str) -> str:
        return merged(present, shown.get(tag, ""), taken[tag]) if tag in taken else present

    strengths = {str(area): conclusion.strengths.get(str(area), "") for area in (*AREAS, 0)}
    return Wording(
        strengths={area: words(f"strengths.{area}", text) for area, text in strengths.items()},
        recipients=conclusion.recipients,
        **{name: words(name, getattr(conclusion, name)) for name in PLAIN},
    )


def merged(present: str, shown: str, after: str) -> str:
    """The new text of a field. A line that was not touched in Word stays as the drafter typed it.

    The paper shows lines with end marks that were not typed; where it shows as many lines as there are, a line that
    came back as it was shown is the drafter's own again.
    """
    lines, before, new = lines_of(present), shown.split("\n"), after.split("\n")
    if len(lines) != len(before):
        return after
    for block in SequenceMatcher(None, before, new, autojunk=False).get_matching_blocks():
        new[block.b : block.b + block.size] = lines[block.a : block.a + block.size]
    return "\n".join(new)


def requested(conclusion: Conclusion, taken: Mapping[str, str]) -> list[RequestWanted]:
    """The draft's requests with the texts and owners that are taken."""
    return [
        RequestWanted(
            text=taken.get(f"requests.{place}.text", row.text),
            owner=taken.get(f"requests.{place}.owner", row.owner),
            due_days=row.due_days,
            finding_ids=tuple(finding.id for finding in row.findings),
        )
        for place, row in enumerate(conclusion.requests)
    ]
