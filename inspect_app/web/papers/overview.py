"""The papers of a campaign or a visit, kind by kind: what is there, what is missing, and whom it waits for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Campaign, Stream, Visit
from inspect_app.conclusions.queries import conclusions_of_visits
from inspect_app.followup.queries import actions_of_visit
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.language import gettext as _
from inspect_app.ratings.queries.heads import rating_year
from inspect_app.registry.kinds import PaperKind
from inspect_app.registry.models import IssuedPaper, PaperDraft
from inspect_app.registry.queries import drafts_about, papers_about
from inspect_app.registry.rules import AboutKind, DraftState, PaperState
from inspect_app.web.papers.catalogue import kinds_about
from inspect_app.web.papers.words import number_words


@dataclass(frozen=True)
class Cell:
    """Where one paper stands: the tone and words of its badge, a note, its page, and what it is about if that is not
    plain from where it is shown."""

    kind: PaperKind
    tone: str
    words: str
    note: str = ""
    url: str | None = None
    about: str = ""


@dataclass(frozen=True)
class Row:
    """One thing with a cell for each kind about it; None where the reader may not see the paper."""

    thing: Any
    label: str
    cells: tuple[Cell | None, ...]


class Shelf:
    """The issued papers and open drafts about some things, read at once."""

    def __init__(self, session: Session, actor: Actor, things: Mapping[AboutKind, Iterable[Any]]) -> None:
        self.session, self.actor = session, actor
        self.issued: dict[tuple[str, UUID], list[IssuedPaper]] = defaultdict(list)
        self.drafts: dict[tuple[str, UUID], PaperDraft] = {}
        for about, some in things.items():
            ids = [thing.id for thing in some]
            for paper in papers_about(session, about, ids):
                self.issued[paper.kind, paper.about_id].append(paper)
            self.drafts |= {(draft.kind, draft.about_id): draft for draft in drafts_about(session, about, ids)}

    def cell(self, kind: PaperKind, thing: Any | None) -> Cell | None:
        """Where the paper of a kind about a thing stands; None if the reader may not see it."""
        if thing is None:
            return Cell(kind, "plain", _("Chưa đến lúc"))
        if not kind.may_read(self.actor, thing):
            return None
        url = url_for("papers.show", kind=kind.code, thing_id=thing.id)
        draft = self.drafts.get((kind.code, thing.id))
        if draft is not None:
            return self._drafted(kind, draft, url)
        counting = [one for one in self.issued[kind.code, thing.id] if one.state is not PaperState.REPLACED]
        if counting:
            return self._issued(kind, counting[-1], url)
        return self._unwritten(kind, thing, url)

    def _drafted(self, kind: PaperKind, draft: PaperDraft, url: str) -> Cell:
        if draft.state is DraftState.SUBMITTED and draft.delegation is not None:
            return Cell(kind, "busy", _("Chờ ký"), draft.delegation.person.name, url)
        words = _("Bị trả lại") if draft.reason else _("Đang soạn")
        return Cell(kind, "warn" if draft.reason else "wait", words, draft.preparer.name, url)

    def _issued(self, kind: PaperKind, paper: IssuedPaper, url: str) -> Cell:
        if paper.state is PaperState.WITHDRAWN:
            return Cell(kind, "bad", _("Đã thu hồi"), number_words(paper), url)
        return Cell(kind, "good", _("Đã phát hành"), number_words(paper), url)

    def _unwritten(self, kind: PaperKind, thing: Any, url: str) -> Cell:
        if kind.stored(self.session, thing) is not None:
            return Cell(kind, "good", _("Đã lập"), "", url)
        hindrance = kind.hindrance(self.session, thing)
        if hindrance is not None:
            return Cell(kind, "plain", _("Chưa đến lúc"), hindrance, url)
        if kind.is_working_paper:
            return Cell(kind, "plain", _("Có bản in"), "", url)
        if kind.may_prepare is None:
            return Cell(kind, "wait", _("Bản nháp"), "", url)
        return Cell(kind, "warn", _("Chưa soạn"), "", url)


def campaign_cells(session: Session, actor: Actor, campaign: Campaign) -> list[Cell]:
    """The papers of the whole campaign: plan, decisions by stream, reports, and the ratings of its year."""
    year = rating_year(session, campaign.year)
    things: dict[AboutKind, Any] = {AboutKind.CAMPAIGN: campaign, AboutKind.RATING_YEAR: year}
    shelf = Shelf(session, actor, {about: [thing] for about, thing in things.items() if thing is not None})
    found: list[Cell] = []
    for kind in kinds_about(AboutKind.STREAM, *things):
        if kind.about is AboutKind.STREAM:
            found += stream_cells(session, actor, campaign.streams, kind)
        elif (cell := shelf.cell(kind, things[kind.about])) is not None:
            found.append(cell)
    return found


def stream_cells(
    session: Session, actor: Actor, streams: Sequence[Stream], kind: PaperKind | None = None
) -> list[Cell]:
    """The papers of some streams, each with the stream that it is about; of one kind if one is given."""
    shelf = Shelf(session, actor, {AboutKind.STREAM: streams})
    kinds = [kind] if kind else kinds_about(AboutKind.STREAM)
    found = ((shelf.cell(one, stream), stream.title) for one in kinds for stream in streams)
    return [replace(cell, about=title) for cell, title in found if cell is not None]


def visit_rows(session: Session, actor: Actor, visits: Sequence[Visit]) -> list[Row]:
    """One row a visit: its own papers and its conclusion's, in the order of `kinds_about(VISIT, CONCLUSION)`."""
    conclusions = conclusions_of_visits(session, [visit.id for visit in visits])
    shelf = Shelf(session, actor, {AboutKind.VISIT: visits, AboutKind.CONCLUSION: conclusions.values()})
    rows: list[Row] = []
    for visit in visits:
        things: dict[AboutKind, Any] = {AboutKind.VISIT: visit, AboutKind.CONCLUSION: conclusions.get(visit.id)}
        cells = tuple(shelf.cell(kind, things[kind.about]) for kind in kinds_about(*things))
        rows.append(Row(visit, f"{visit.code} · {visit.unit.name}", cells))
    return rows


def action_rows(session: Session, actor: Actor, visit: Visit) -> list[Row]:
    """One row a corrective action of the visit, with the papers about it."""
    kinds, actions = kinds_about(AboutKind.ACTION), actions_of_visit(session, visit.id)
    if not kinds or not actions:
        return []
    shelf = Shelf(session, actor, {AboutKind.ACTION: actions})
    rows = [Row(one, one.request.text, tuple(shelf.cell(kind, one) for kind in kinds)) for one in actions]
    return [row for row in rows if any(row.cells)]
