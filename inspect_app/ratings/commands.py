"""The commands of the rating rule: `rate` and `rating-rule check`. No database, no web."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Problem, ProblemsFound
from inspect_app.ratings.files import load_rule
from inspect_app.ratings.input_file import UnitInputs, read_inputs
from inspect_app.ratings.rules import (
    RatingRule,
    Status,
    Verdict,
    judge,
    level_name,
    reading_text,
    reason,
    region_text,
    share_text,
    uncovered,
)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Rated = tuple[UnitInputs, Verdict]
Read = TypeVar("Read")


@click.command(
    "rate",
    epilog="Example: inspect-app rate --rule schedules/quang-nam-2024/rating.yaml --inputs units.csv --json",
)
@click.option("--rule", "rule_file", type=FILE, required=True, help="The rule: a rating.yaml.")
@click.option(
    "--inputs",
    "inputs_file",
    type=FILE,
    required=True,
    help="CSV with the columns unit,contents_met,index,late,total (yes/no/blank; percent; counts).",
)
@click.option("--json", "as_json", is_flag=True, help="A JSON list, an object a row, alone on standard output.")
def rate(rule_file: Path, inputs_file: Path, as_json: bool) -> None:
    """Rates heads of units by a rule file, from a CSV file.

    A bad row stops the whole run: every problem as FILE:LINE:COL on standard error, exit 1, nothing on standard output.
    """
    rule, rule_problems = _try(lambda: load_rule(rule_file))
    rows, row_problems = _try(lambda: read_inputs(str(inputs_file), inputs_file.read_bytes()))
    if rule is None or rows is None:
        _refuse([*rule_problems, *row_problems])
    rated = [(row, judge(rule, row.inputs)) for row in rows]
    answer = _as_json(rule, rated) if as_json else _as_table(rule, rated)
    click.echo(answer.encode())


@click.group("rating-rule", epilog="Example: inspect-app rating-rule check schedules/quang-nam-2024/rating.yaml")
def rating_rule() -> None:
    """Looks after rule files."""


@rating_rule.command("check", epilog="Example: inspect-app rating-rule check schedules/quang-nam-2024/rating.yaml")
@click.argument("rule_file", metavar="FILE", type=FILE)
def check(rule_file: Path) -> None:
    """Checks a rule file: problems as FILE:LINE:COL (exit 1), gaps and overlaps of its clauses as remarks (exit 0)."""
    rule, problems = _try(lambda: load_rule(rule_file))
    if rule is None:
        _refuse(problems)
    click.echo(
        _(
            "%(file)s: hợp lệ, %(levels)d mức, %(clauses)d khoản.",
            file=rule_file,
            levels=len(rule.levels),
            clauses=len(rule.clauses),
        )
    )
    for region in uncovered(rule):
        click.echo(_("Lưu ý: %(region)s.", region=region_text(region)))


def _try(read: Callable[[], Read]) -> tuple[Read | None, list[Problem]]:
    """What a file holds, or None and what is wrong with it: so that the problems of two files are told at once."""
    try:
        return read(), []
    except ProblemsFound as found:
        return None, found.problems


def _refuse(problems: Sequence[Problem]) -> NoReturn:
    for problem in problems:
        click.echo(str(problem), err=True)
    raise SystemExit(1)


def _as_json(rule: RatingRule, rated: Sequence[Rated]) -> str:
    answers = [
        {
            "unit": row.unit,
            "rating": verdict.rating,
            "clause": verdict.clause,
            "late_rate": None if verdict.late_rate is None or row.inputs.share is None else row.inputs.share.text,
            "candidates": list(verdict.candidates),
            "reason": reason(rule, row.inputs, verdict),
        }
        for row, verdict in rated
    ]
    return json.dumps(answers, ensure_ascii=False, indent=2)


def _as_table(rule: RatingRule, rated: Sequence[Rated]) -> str:
    heads = (_("Đơn vị"), _("Xếp loại"), _("Trễ hẹn"), _("Lý do"))
    lines = [heads, *(_line(rule, row, verdict) for row, verdict in rated)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads) - 1)]
    shown = ["  ".join([*(cell.ljust(w) for cell, w in zip(line, widths, strict=False)), line[-1]]) for line in lines]
    return "\n".join([_late_rate_note(rule), "", *shown])


def _line(rule: RatingRule, row: UnitInputs, verdict: Verdict) -> tuple[str, str, str, str]:
    rating = level_name(rule, verdict.rating) if verdict.is_decided else _("Chưa đủ căn cứ")
    share = row.inputs.share
    late = "–" if share is None else f"{share.words} = {share_text(rule, share)}" if share.rate is not None else "0/0"
    return row.unit, rating, late, reason(rule, row.inputs, verdict)


def _late_rate_note(rule: RatingRule) -> str:
    note = _("Tỷ lệ trễ hẹn: %(reading)s", reading=reading_text(rule.late_rate.reading))
    return f"{note} ({Status.TO_BE_CHECKED})" if rule.late_rate.status is Status.TO_BE_CHECKED else note
