"""A rule file for another year, made from an earlier one: whatever is not confirmed for that year is marked to be checked."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from inspect_app.campaigns.following.values import CONFIRM, Question
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import ProblemsFound
from inspect_app.ratings.files import read_rule, rule_files

RULE_FILE = "rating.yaml"
TO_CHECK = "cần đối chiếu"
TOP_KEY = re.compile(r"^([a-z_]+):")


@dataclass(frozen=True)
class NextRule:
    """The rating file of the next campaign, if one can be given, and what has to be asked about it."""

    files: Mapping[str, str] = field(default_factory=dict)
    questions: Sequence[Question] = ()


def next_rule(code: str, year: int, old: Path | str | None, site_dir: Path | None) -> NextRule:
    """The year's own file where the library has one; else the old rule (its file, or its text), every point to be checked."""
    for path, rule in rule_files(site_dir):
        if rule.year == year:
            return NextRule({RULE_FILE: path.read_text(encoding="utf-8")})
    text = old.read_text(encoding="utf-8") if isinstance(old, Path) and old.is_file() else old
    made = rule_text_for(text, code, year) if isinstance(text, str) else None
    if made is None:
        text = _("Chưa có quy tắc xếp loại của năm %(year)d và không lập được từ đợt trước.", year=year)
        choices = ((CONFIRM, _("sẽ viết rating.yaml riêng trước khi mở năm xếp loại")),)
        return NextRule(questions=(Question("xep-loai", RULE_FILE, RULE_FILE, text, choices),))
    text = _(
        "Chưa có quy tắc xếp loại của năm %(year)d. Dùng quy tắc của đợt trước, mọi điều ghi là cần đối chiếu?",
        year=year,
    )
    choices = ((CONFIRM, _("dùng quy tắc cũ, đối chiếu trước khi mở năm xếp loại")),)
    return NextRule({RULE_FILE: made}, (Question("xep-loai", RULE_FILE, RULE_FILE, text, choices),))


def rule_text_for(text: str, code: str, year: int) -> str | None:
    """The rule's text for `year`, under the campaign's code; None when the old text cannot be carried over safely.

    Thresholds stay; no number, date or status of the new year is made up: every status becomes "cần đối chiếu", and
    the index has no decision yet.
    """
    old_year = 0
    with suppress(ProblemsFound):
        old_year = read_rule("rating.yaml", text.encode()).year
    lines, block = [], ""
    for line in text.splitlines():
        found = TOP_KEY.match(line)
        block = found[1] if found else block
        lines.append(_line(line, block, code, old_year, year))
    head = f"# Lập từ quy tắc của năm {old_year}: mọi điều đều cần đối chiếu với quy định có hiệu lực trong năm {year}."
    made = "\n".join([head, *lines]) + "\n"
    with suppress(ProblemsFound):
        rule = read_rule("rating.yaml", made.encode())
        if (rule.code, rule.year, rule.index.year) == (code, year, year):
            return made
    return None


def _line(line: str, block: str, code: str, old_year: int, year: int) -> str:
    if line.startswith("code:"):
        return f"code: {code}"
    if line.startswith("year:"):
        return f"year: {year}"
    line = re.sub(r"\bstatus: confirmed\b", f"status: {TO_CHECK}", line)
    if block == "title":
        return line.replace(str(old_year), str(year))
    if block == "index":
        line = re.sub(r"^(\s+)year: .*$", rf"\g<1>year: {year}", line)
        return re.sub(r"^(\s+)(decision|published_on): .*$", r"\g<1>\g<2>: null", line)
    return line
