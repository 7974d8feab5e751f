"""`inspect-app replay DIR --from D --until D`: a campaign in virtual time, with its invariants held throughout."""

import sys
from datetime import datetime
from pathlib import Path

import click

from inspect_app.campaigns.files import read_folder
from inspect_app.checklists.library import load_library
from inspect_app.cli.replay.events import Event
from inspect_app.cli.replay.faults import FAULTS
from inspect_app.cli.replay.picture import FAULT_PREFIX, Frame, draw, title_of
from inspect_app.cli.replay.place import Place, open_place
from inspect_app.cli.replay.playing import Play, Wish, finish, make_play
from inspect_app.cli.replay.timeline import courses
from inspect_app.cli.serving import refusals
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.settings import Settings
from inspect_app.web.wiring import wire

DAY = click.DateTime(["%Y-%m-%d"])
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
MOST_SHOWN = 50


@click.command()
@click.argument("directory", type=FOLDER)
@click.option("--from", "since", type=DAY, required=True, help="The first day that is told, as 2024-04-01.")
@click.option("--until", type=DAY, required=True, help="The last day, as 2024-09-30.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another course of things.")
@click.option(
    "--fault", "faults", multiple=True, type=click.Choice(list(FAULTS)), help="What goes wrong; may be given often."
)
@click.option(
    "--ignore-dates", is_flag=True, help="The coordinator forgets the sample dates and plans with the planner."
)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON an event, alone on standard output.")
@click.option(
    "--picture", type=click.Path(dir_okay=False, path_type=Path), help="Draws the timeline into this SVG file."
)
@click.option("--database", help="A URL or a file that is kept afterwards; without it everything is thrown away.")
@click.option("--papers", is_flag=True, help="Prints every paper as PDF; this takes minutes.")
def replay(
    directory: Path,
    since: datetime,
    until: datetime,
    seed: int,
    faults: tuple[str, ...],
    ignore_dates: bool,
    as_json: bool,
    picture: Path | None,
    database: str | None,
    papers: bool,
) -> None:
    """Runs the campaign of DIRECTORY in virtual time on a database of its own, and checks what must hold.

    Exit 1 when an invariant was broken. The same seed gives the same events.

    \b
    Example:  inspect-app replay schedules/quang-nam-2024 --from 2024-04-01 --until 2024-09-30
              inspect-app replay schedules/quang-nam-2024 --from 2024-04-01 --until 2024-09-30 --fault typhoon-week --json
    """
    if until < since:
        raise click.BadParameter(_("Ngày cuối trước ngày đầu."), param_hint="--until")
    with refusals():
        settings = Settings.from_environment()
        library = load_library(settings.site_dir)
        folder = read_folder(directory, library.pairs)
        wish = Wish(directory, folder, library, since.date(), until.date(), seed, settings, ignore_dates)
        with open_place(database, papers=papers, site_dir=settings.site_dir) as place:
            is_whole = _run(wish, place, faults, as_json=as_json, picture=picture)
    if not is_whole:
        sys.exit(1)


def _run(wish: Wish, place: Place, faults: tuple[str, ...], *, as_json: bool, picture: Path | None) -> bool:
    wire()
    told: list[Event] = []

    def tell(event: Event) -> None:
        told.append(event)
        if as_json:
            click.echo(event.line())

    play = make_play(wish, place, tell)
    for name in faults:
        FAULTS[name](play)
    _play(play)
    broken = finish(play)
    if picture is not None:
        _draw(play, told, picture)
    for one in broken[:MOST_SHOWN]:
        click.echo(str(one), err=True)
    days = {"first": format_date(wish.since), "last": format_date(wish.until)}
    text = _("Đã chạy lại từ %(first)s đến %(last)s: %(n)s sự việc.", n=len(told), **days)
    click.echo(text, err=True)
    if broken:
        click.echo(_("%(n)s điều phải luôn đúng đã bị vi phạm.", n=len(broken)), err=True)
    return not broken


def _draw(play: Play, told: list[Event], file: Path) -> None:
    wish = play.wish
    window = wish.folder.plan.campaign.window
    first = max(wish.since, window.starts)
    faults = [event for event in told if event.kind.startswith(FAULT_PREFIX)]
    title = title_of(wish.folder.plan.campaign.title, first, wish.until)
    frame = Frame(title, first, wish.until, play.stage.calendar, faults)
    with play.transactions() as session:
        text = draw(frame, courses(session, play.planned))
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RuleBroken("picture", _("Không ghi được %(file)s: %(why)s.", file=file, why=error.strerror)) from error
    click.echo(_("Đã vẽ %(file)s.", file=file), err=True)


def _play(play: Play) -> None:
    with click.progressbar(play.days(), label=_("Chạy lại"), file=sys.stderr) as days:
        for day in days:
            play.play_day(day)
