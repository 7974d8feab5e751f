"""`inspect-app plan next`: the folder of the next campaign, made from that of an earlier one."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from inspect_app.campaigns.commands import plan
from inspect_app.campaigns.files import Days, read_folder
from inspect_app.campaigns.following import NextPlan, Question, Source, Wishes, first_wishes, next_plan, written_files
from inspect_app.campaigns.following.folder import passing_folder, write_folder
from inspect_app.checklists.library import load_library
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import ngettext
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.yaml_source import ProblemsFound, did_you_mean
from inspect_app.ratings.next_rule import next_rule

DAY = click.DateTime(["%Y-%m-%d"])
RULE = "rating.yaml"
MOST_WAYS = 12

__all__ = ["plan"]


@plan.command("next")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR")
@click.option("--year", type=click.IntRange(2000, 2100), required=True, help="The year of the next campaign.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The folder to make.")
@click.option("--code", help="The campaign's code; without it, the old one with the new year.")
@click.option("--title", help="The campaign's title; without it, the old one with the new year.")
@click.option("--from", "starts", type=DAY, help="The first day; without it, the old one in the new year.")
@click.option("--until", "ends", type=DAY, help="The last day; without it, the old one in the new year.")
@click.option("--keep", "keep", multiple=True, help="A stream to keep, by its code; without it, all of them.")
@click.option("--left", "left", multiple=True, help="Somebody of teams.yaml who has left, by his code.")
@click.option("--answer", "answers", multiple=True, metavar="ID=VALUE", help="The answer to a question, by its id.")
def make_next(
    folder: Path, year: int, output: Path, answers: Sequence[str], left: Sequence[str], **wanted: object
) -> None:
    """Writes the next campaign's folder; open questions go to standard error. Exit 1 while some are open.

    \b
    Example:  inspect-app plan next schedules/quang-nam-2024 --year 2027 -o schedules/quang-nam-2027
              inspect-app plan next schedules/quang-nam-2024 --year 2027 -o next --answer don-vi=da-doi-chieu
    """
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise click.BadParameter(
            _("Thư mục %(folder)s đã có tệp. Hãy chọn thư mục khác.", folder=output), param_hint="-o"
        )
    site_dir = Settings.from_environment().site_dir
    try:
        checklists = load_library(site_dir).pairs
        found = read_folder(folder, checklists)
        source = Source(
            found.plan, found.units, found.teams, found.calendar, {code: _("đã thôi tham gia") for code in left}
        )
        wishes = _wishes(first_wishes(found.plan, year, checklists), wanted)
        rule = next_rule(wishes.code, year, folder / RULE, site_dir)
        given = _answers(answers)
        made = next_plan(source, wishes, given, besides=rule.questions)
        _hold(given, made)
        files = written_files(made, found.plan.campaign.code)
        with passing_folder(files, checklists):
            output.mkdir(parents=True, exist_ok=True)
            write_folder(output, {**files, **rule.files})
    except ProblemsFound as problems:
        for problem in problems.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
    _tell(made, output)


def _wishes(first: Wishes, wanted: Mapping[str, object]) -> Wishes:
    days = {name: value.date() for name, value in wanted.items() if isinstance(value, datetime)}
    window = Days(starts=days.get("starts", first.window.starts), ends=days.get("ends", first.window.ends))
    if not window.is_forward or first.year not in {window.starts.year, window.ends.year}:
        raise click.UsageError(_("Thời gian của đợt không hợp lệ hoặc không thuộc năm %(year)d.", year=first.year))
    keep = wanted.get("keep") or tuple(first.streams)
    unknown = [code for code in keep if code not in first.streams] if isinstance(keep, tuple) else []
    if unknown:
        raise click.UsageError(
            _("Không có luồng “%(code)s”, hoặc không có phiếu kiểm tra của luồng.", code=", ".join(unknown))
        )
    streams = (
        {code: version for code, version in first.streams.items() if code in keep} if isinstance(keep, tuple) else {}
    )
    code, title = (str(wanted.get(name) or getattr(first, name)) for name in ("code", "title"))
    return replace(first, window=window, streams=streams, code=code, title=title)


def _answers(given: Sequence[str]) -> dict[str, str]:
    pairs = [one.split("=", 1) for one in given]
    answers = {pair[0]: pair[-1] for pair in pairs}
    if any(len(pair) != 2 for pair in pairs) or len(answers) != len(given):
        raise click.UsageError(_("Mỗi câu trả lời viết dạng MÃ=GIÁ TRỊ, mỗi câu hỏi một lần."))
    return answers


def _hold(answers: Mapping[str, str], made: NextPlan) -> None:
    """An answer to no question, or one that is none, is told before anything is written."""
    asked = {question.id: question for question in made.questions}
    for name, answer in answers.items():
        if name not in asked:
            raise click.UsageError(
                _("Không có câu hỏi “%(name)s”; %(hint)s", name=name, hint=did_you_mean(name, [*asked]))
            )
        refusal = asked[name].refusal(answer)
        if refusal is not None:
            raise click.UsageError(f"[{name}] {refusal}")


def _tell(made: NextPlan, output: Path) -> None:
    click.echo(
        _(
            "%(folder)s: %(visits)d cuộc kiểm tra, %(changes)d thay đổi so với đợt trước.",
            folder=output,
            visits=len(made.plan.visits),
            changes=len(made.changes),
        )
    )
    if made.is_complete:
        return
    for question in made.open:
        place = output / question.file
        click.echo(f"{place}:{_line_of(place, question)}: [{question.id}] {question.text}", err=True)
        for line in _ways(question):
            click.echo(f"    --answer {question.id}={line}", err=True)
    number = len(made.open)
    click.echo(ngettext("Còn %(n)d câu hỏi chưa trả lời.", "Còn %(n)d câu hỏi chưa trả lời.", number), err=True)
    sys.exit(1)


def _ways(question: Question) -> list[str]:
    """The first answers that may be given; teams and units have many more."""
    ways = [f"{value}    {label}" for value, label in question.choices[:MOST_WAYS]]
    if len(question.choices) > MOST_WAYS:
        ways.append("…")
    return [*ways, _("NN/TT/NNNN    một ngày, hoặc hai ngày cách nhau bằng dấu “-”")] if question.free else ways


def _line_of(path: Path, question: Question) -> int:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return next((n for n, line in enumerate(lines, start=1) if f"[{question.id}]" in line), 1)
