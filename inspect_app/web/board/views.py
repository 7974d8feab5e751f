"""The board's page, and the list behind each of its figures: both made from the visits that the reader may know of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts.queries import people_with_tablet
from inspect_app.campaigns.board_queries import board_visits
from inspect_app.campaigns.board_words import coming_name, due_rule, lack_name, missed_name, risk_rule, stage_name
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.operations import draw_settings
from inspect_app.campaigns.permissions import may_see_board
from inspect_app.campaigns.queries import campaign_by_code, working_calendar
from inspect_app.campaigns.rules.progress import Due, Standing, month_name, standings_of
from inspect_app.campaigns.rules.selection import NOTHING, Selection, Stage, chosen
from inspect_app.fieldwork.queries import visits_with_self_report
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.queries import visible_actions
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.spreadsheets import XLSX_TYPE, Listing, csv_bytes, xlsx_bytes
from inspect_app.web.board.figures import (
    BAR_WIDTH,
    PARAMETERS,
    SEGMENTS,
    by_month,
    by_stream,
    by_team,
    headline,
    workload,
)
from inspect_app.web.board.listing import board_listing
from inspect_app.web.board.timeline import BAND_WIDTH, actual_words, planned_words, timeline
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.pages import render
from inspect_app.webkit.permit import permit

bp = Blueprint("board", __name__)
bp.add_app_template_filter(stage_name, "stage_name")
bp.add_app_template_filter(lack_name, "lack_name")
bp.add_app_template_filter(planned_words, "planned_words")
bp.add_app_template_filter(actual_words, "actual_words")


@dataclass(frozen=True)
class DatedLine:
    """A visit with one thing that is late or falls due, and the working days until then (negative when late)."""

    standing: Standing
    what: str
    due_on: date
    days: int


@dataclass(frozen=True)
class LateRemedy:
    """A request of a conclusion that is overdue, and by how many working days (negative, as the board counts)."""

    action: CorrectiveAction
    days: int


def _late_remedies(campaign: Campaign, calendar: WorkingCalendar) -> list[LateRemedy]:
    late = [
        action for action in visible_actions(session(), actor(), campaign_id=campaign.id) if action.is_late(today())
    ]
    days = {on: calendar.days_left(today(), on) for on in {action.due_on for action in late}}
    return [LateRemedy(action, days[action.due_on]) for action in late]


def _standings(campaign: Campaign) -> tuple[list[Standing], WorkingCalendar]:
    calendar = working_calendar(campaign)
    visits = board_visits(
        session(),
        actor(),
        campaign,
        reported=visits_with_self_report(session(), campaign.id),
        tablet_holders=people_with_tablet(session()),
    )
    return standings_of(visits, calendar, today()), calendar


def _unknown(campaign: Campaign, standings: Sequence[Standing]) -> dict[str, int]:
    """How many drawn visits of each stream this reader may not know of; their number stands in the plan."""
    unknown: dict[str, int] = {}
    codes = {stream.id: stream.code for stream in campaign.streams}
    for setting in draw_settings(campaign):
        unknown[setting.stream] = unknown.get(setting.stream, 0) + setting.count
    for one in standings:
        code = codes[one.visit.stream_id]
        if code in unknown and one.visit.is_drawn:
            unknown[code] = max(unknown[code] - 1, 0)
    return unknown


def _dated(
    standings: Sequence[Standing],
    calendar: WorkingCalendar,
    of: Callable[[Standing], Sequence[Due]],
    name: Callable[..., str],
) -> list[DatedLine]:
    # Many things fall on one day, and a late one may lie years back: each day is counted once.
    days = {on: 0 for one in standings for _what, on in of(one)}
    days = {on: calendar.days_left(today(), on) for on in days}
    lines = [DatedLine(one, name(what), on, days[on]) for one in standings for what, on in of(one)]
    return sorted(lines, key=lambda line: (line.days, line.standing.visit.code))


@bp.get("/dot-kiem-tra/<code>/theo-doi")
@permit(may_see_board, load=campaign_by_code)
def index(campaign: Campaign) -> ResponseReturnValue:
    """The whole board."""
    standings, calendar = _standings(campaign)
    months, load = workload(standings, calendar)
    return render(
        "board/index.html",
        campaign=campaign,
        list_url=url_for("board.listed", code=campaign.code),
        visits_url=url_for("campaigns.visits"),
        totals=headline(standings),
        late=_dated(standings, calendar, lambda one: one.missed, missed_name),
        remedies=_late_remedies(campaign, calendar),
        due=_dated(standings, calendar, lambda one: one.coming, coming_name),
        at_risk=chosen(standings, Selection(stage=Stage.AT_RISK), calendar),
        risk_rule=risk_rule(),
        due_rule=due_rule(),
        streams=by_stream(campaign, standings, _unknown(campaign, standings)),
        teams=by_team(standings),
        month_rows=by_month(campaign, standings),
        load_months=[month_name(month) for month in months],
        load=load,
        band=timeline(campaign, standings, today()),
        band_width=BAND_WIDTH,
        bar_width=BAR_WIDTH,
        segments=SEGMENTS,
        Stage=Stage,
    )


@bp.get("/dot-kiem-tra/<code>/theo-doi/danh-sach")
@permit(may_see_board, load=campaign_by_code)
def listed(campaign: Campaign) -> ResponseReturnValue:
    """The visits behind one figure of the board: as many as the figure says."""
    standings, calendar = _standings(campaign)
    selection = asked_selection()
    found = chosen(standings, selection, calendar)
    asked: dict[str, Any] = {name: request.args[name] for name in PARAMETERS.values() if request.args.get(name)}
    return render(
        "board/listed.html",
        campaign=campaign,
        rows=found,
        words=_words(campaign, standings, selection),
        csv_url=url_for("board.listed_csv", code=campaign.code, **asked),
        xlsx_url=url_for("board.listed_xlsx", code=campaign.code, **asked),
        missed_name=missed_name,
    )


@bp.get("/dot-kiem-tra/<code>/theo-doi/danh-sach.csv")
@permit(may_see_board, load=campaign_by_code)
def listed_csv(campaign: Campaign) -> Response:
    """The same list as a CSV file."""
    listing = _asked_listing(campaign)
    return _file(csv_bytes(listing.heads, listing.rows), "text/csv; charset=utf-8", f"theo-doi-{campaign.code}.csv")


@bp.get("/dot-kiem-tra/<code>/theo-doi/danh-sach.xlsx")
@permit(may_see_board, load=campaign_by_code)
def listed_xlsx(campaign: Campaign) -> Response:
    """The same list as an XLSX file."""
    return _file(xlsx_bytes(_asked_listing(campaign), now=now()), XLSX_TYPE, f"theo-doi-{campaign.code}.xlsx")


def _asked_listing(campaign: Campaign) -> Listing:
    standings, calendar = _standings(campaign)
    return board_listing(campaign, chosen(standings, asked_selection(), calendar))


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def asked_selection() -> Selection:
    """What the address asks for; a stage that is none counts as not asked."""

    def asked(name: str) -> str:
        return request.args.get(PARAMETERS[name], "")

    return Selection(
        stage=next((stage for stage in Stage if stage.value == asked("stage")), None),
        stream=asked("stream"),
        lead=asked("lead"),
        month=asked("month"),
        person=asked("person"),
        in_month=asked("in_month"),
    )


def _words(campaign: Campaign, standings: Sequence[Standing], selection: Selection) -> list[str]:
    """By what the list is narrowed, in words."""
    streams = {str(stream.id): stream.title for stream in campaign.streams}
    names = {str(part.person_id): part.name for one in standings for part in one.visit.team}
    unknown = _("không rõ")
    words = {
        stage_name(selection.stage) if selection.stage else "": bool(selection.stage),
        streams.get(selection.stream, unknown): bool(selection.stream),
        _lead_words(selection.lead, names): bool(selection.lead),
        _month_words(selection.month): bool(selection.month),
        _("có %(name)s trong đoàn", name=names.get(selection.person, unknown)): bool(selection.person),
        _("làm việc tại đơn vị trong tháng %(month)s", month=month_name(selection.in_month)): bool(selection.in_month),
    }
    return [text for text, is_asked in words.items() if is_asked]


def _lead_words(key: str, names: dict[str, str]) -> str:
    if key == NOTHING:
        return _("Chưa có trưởng đoàn")
    return _("đoàn do %(name)s làm trưởng đoàn", name=names.get(key, _("không rõ")))


def _month_words(key: str) -> str:
    return _("Chưa có ngày") if key == NOTHING else _("bắt đầu trong tháng %(month)s", month=month_name(key))
