"""What a paper can be about, found by its id or by what people call it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, object_session, selectinload
from sqlalchemy.sql.base import ExecutableOption

from inspect_app.campaigns.models import Campaign, Stream, Visit
from inspect_app.campaigns.queries import campaign_by_code, current_campaign, stream_by_code, visit_by_code, visit_by_id
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.queries import conclusion_by_id, conclusion_of
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.queries import action_by_id, actions_of_visit
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.ratings.models import RatingYear
from inspect_app.ratings.queries.heads import rating_year
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.queries import paper_by_code
from inspect_app.registry.rules import AboutKind, readable_code
from inspect_app.web.papers.words import number_words


def _by_id(row: type[Any]) -> Callable[[Session, UUID], Any]:
    def load(session: Session, thing_id: UUID) -> Any:
        found = session.get(row, thing_id)
        if found is None:
            raise NotFound
        return found

    return load


_ROWS: dict[AboutKind, type[Any]] = {
    AboutKind.CAMPAIGN: Campaign,
    AboutKind.STREAM: Stream,
    AboutKind.VISIT: Visit,
    AboutKind.CONCLUSION: Conclusion,
    AboutKind.ACTION: CorrectiveAction,
    AboutKind.RATING_YEAR: RatingYear,
    AboutKind.PAPER: IssuedPaper,
}
# What a permission asks of a thing: its visit, and the visit's team.
_TEAM = selectinload(Visit.team)
_WITH: dict[AboutKind, tuple[ExecutableOption, ...]] = {
    AboutKind.CAMPAIGN: (),
    AboutKind.STREAM: (joinedload(Stream.campaign),),
    AboutKind.VISIT: (_TEAM, selectinload(Visit.campaign)),
    AboutKind.CONCLUSION: (joinedload(Conclusion.visit).options(_TEAM, selectinload(Visit.campaign)),),
    AboutKind.ACTION: (joinedload(CorrectiveAction.visit).options(_TEAM, selectinload(Visit.campaign)),),
    AboutKind.RATING_YEAR: (),
    AboutKind.PAPER: (),
}
_LOADERS: dict[AboutKind, Callable[[Session, UUID], Any]] = {
    AboutKind.CAMPAIGN: _by_id(Campaign),
    AboutKind.STREAM: _by_id(Stream),
    AboutKind.VISIT: visit_by_id,
    AboutKind.CONCLUSION: conclusion_by_id,
    AboutKind.ACTION: action_by_id,
    AboutKind.RATING_YEAR: _by_id(RatingYear),
    AboutKind.PAPER: _by_id(IssuedPaper),
}


def thing_by_id(session: Session, about: AboutKind, thing_id: UUID) -> Any:
    """The campaign, visit, conclusion, action or year with the id; raises NotFound."""
    return _LOADERS[about](session, thing_id)


def read_things(session: Session, papers: Iterable[IssuedPaper]) -> list[Any]:
    """What some papers are about, read at once, a query for each sort of thing. Whoever keeps the list finds each of
    them without asking the database again."""
    wanted: dict[AboutKind, set[UUID]] = defaultdict(set)
    for paper in papers:
        wanted[paper.about_kind].add(paper.about_id)
    found: list[Any] = []
    for about, ids in wanted.items():
        found += session.scalars(select(_ROWS[about]).options(*_WITH[about]).where(_ROWS[about].id.in_(ids))).unique()
    return found


def thing_by_name(session: Session, about: AboutKind, name: str, today: date) -> Any:
    """The same by what people call it: the code of a campaign (`.` is the current one), of a stream, of a visit (also for

    its conclusion), of a visit with the number of the request (`TD-07/2`), a year, or a paper's code. Raises NotFound.
    """
    if about is AboutKind.CAMPAIGN:
        return _current(session, today) if name == "." else campaign_by_code(session, name)
    if about is AboutKind.RATING_YEAR:
        return _year(session, name)
    if about is AboutKind.PAPER:
        return _paper(session, name)
    if about is AboutKind.STREAM:
        return _stream(session, _current(session, today), name)
    code, _stroke, position = name.partition("/")
    visit = visit_by_code(session, _current(session, today), code)
    if about is AboutKind.VISIT:
        return visit
    if about is AboutKind.CONCLUSION:
        return _conclusion(session, visit)
    return _action(session, visit, position or "1")


def about_words(about: AboutKind, thing: Any) -> str:
    """How a thing is called in a list of papers."""
    if isinstance(thing, Campaign | Stream):
        return thing.title
    if isinstance(thing, IssuedPaper):
        return f"{number_words(thing)}: {thing.title}"
    if isinstance(thing, RatingYear):
        return _("Xếp loại năm %(year)s", year=thing.year)
    visit = visit_of_thing(thing)
    if visit is None:
        raise TypeError(f"{about} has no words")
    return f"{visit.code} · {visit.unit.name}"


def visit_of_thing(thing: Any) -> Visit | None:
    """The visit that a thing belongs to; None for a campaign or a year."""
    if isinstance(thing, IssuedPaper):
        return visit_of_thing(thing_of_paper(thing))
    if isinstance(thing, Visit):
        return thing
    return thing.visit if isinstance(thing, Conclusion | CorrectiveAction) else None


def campaign_of_thing(thing: Any) -> Campaign | None:
    """The campaign that a thing belongs to; None for a year."""
    if isinstance(thing, Campaign):
        return thing
    visit = visit_of_thing(thing)
    return thing.campaign if isinstance(thing, Stream) else visit.campaign if visit else None


def thing_of_paper(paper: IssuedPaper) -> Any | None:
    """What an issued paper is about; None where that is no more."""
    session = object_session(paper)
    if session is None:
        return None
    try:
        return thing_by_id(session, paper.about_kind, paper.about_id)
    except NotFound:
        return None


def _paper(session: Session, code: str) -> IssuedPaper:
    found = paper_by_code(session, readable_code(code))
    if found is None:
        raise NotFound(_("Không có văn bản nào mang mã này trong sổ."))
    return found


def _current(session: Session, today: date) -> Campaign:
    campaign = current_campaign(session, today)
    if campaign is None:
        raise NotFound(_("Chưa có đợt kiểm tra nào. Hãy nạp kế hoạch trước."))
    return campaign


def _stream(session: Session, campaign: Campaign, code: str) -> Stream:
    stream = stream_by_code(session, campaign, code)
    if stream is None:
        known = ", ".join(one.code for one in campaign.streams)
        raise NotFound(_("Đợt này không có luồng “%(code)s”. Các luồng: %(known)s.", code=code, known=known))
    return stream


def _year(session: Session, name: str) -> RatingYear:
    year = rating_year(session, int(name)) if name.isascii() and name.isdigit() and len(name) == 4 else None
    if year is None:
        raise NotFound(_("Năm này chưa mở xếp loại."))
    return year


def _conclusion(session: Session, visit: Visit) -> Conclusion:
    conclusion = conclusion_of(session, visit.id)
    if conclusion is None:
        raise NotFound(_("Cuộc kiểm tra này chưa có dự thảo kết luận."))
    return conclusion


def _action(session: Session, visit: Visit, position: str) -> CorrectiveAction:
    actions = actions_of_visit(session, visit.id)
    found = next((one for one in actions if str(one.request.position) == position), None)
    if found is None:
        raise NotFound(_("Cuộc kiểm tra này không có việc khắc phục số đó."))
    return found
