"""The notice of ratings as a kind of paper: of the authority whose signer signs it, once its decisions are released."""

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation
from inspect_app.documents.sheets import RatingNoticeSheet
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.ratings.models import RatingYear
from inspect_app.ratings.notice.sheet import PaperType, first_bases, rating_notice_sheet
from inspect_app.ratings.permissions import may_prepare_rating_notice, may_read_rating_notice
from inspect_app.ratings.queries import assess_all, decided_unreleased, ratings_of, released_anywhere
from inspect_app.registry.kinds import Making, PaperKind, WordField
from inspect_app.registry.rules import AboutKind
from inspect_app.units.queries import province
from inspect_app.units.rules import UnitKind

TYPE, BASES = "type", "bases"
TYPES: dict[str, PaperType] = {"tb": "TB", "thông báo": "TB", "qđ": "QĐ", "quyết định": "QĐ"}
AUTHORITIES = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT})


def paper_type(text: str) -> PaperType:
    """The type as the preparer wrote it. Raises RuleBroken for another one."""
    found = TYPES.get(text.strip().casefold())
    if found is None:
        raise RuleBroken(TYPE, _("Hãy ghi loại văn bản là “Thông báo” hoặc “Quyết định”."))
    return found


def _unfit(_year: RatingYear, delegation: Delegation) -> str | None:
    if delegation.unit.kind in AUTHORITIES:
        return None
    return _("Kết quả xếp loại do người ký của UBND tỉnh hoặc UBND cấp huyện, nơi xếp loại, ký.")


def _hindrance(session: Session, year: RatingYear) -> str | None:
    waiting = decided_unreleased(session, year)
    if waiting:
        return _("Còn %(n)d kết quả đã quyết định nhưng chưa công bố. Hãy công bố trước.", n=waiting)
    return None if released_anywhere(session, year) else _("Có khi đã công bố kết quả xếp loại.")


def _first_words(session: Session, year: RatingYear, _making: Making) -> dict[str, str]:
    assessments = assess_all(session, ratings_of(session, year))
    return {TYPE: "Thông báo", BASES: "\n".join(first_bases(year, assessments))}


def _build(session: Session, year: RatingYear, making: Making) -> RatingNoticeSheet:
    signer = RATING_NOTICE.signer_of(year, making.delegation)
    return rating_notice_sheet(
        year,
        signer.unit if signer else province(session),
        assess_all(session, ratings_of(session, year)),
        bases=[line.strip() for line in making.words.get(BASES, "").splitlines() if line.strip()],
        paper_type=paper_type(making.words.get(TYPE, "")),
        issue=None,
        delegation=signer,
    )


RATING_NOTICE = PaperKind(
    code=RatingNoticeSheet.KIND,
    name=lambda: _("Thông báo kết quả xếp loại"),
    about=AboutKind.RATING_YEAR,
    type_sign="TB",
    sheet=RatingNoticeSheet,
    may_read=may_read_rating_notice,
    may_prepare=may_prepare_rating_notice,
    build=_build,
    title=lambda year: f"Kết quả xếp loại người đứng đầu năm {year.year}",
    unfit_signer=_unfit,
    fields=(
        WordField(TYPE, lambda: _("Loại văn bản (Thông báo hoặc Quyết định)"), rows=1),
        WordField(BASES, lambda: _("Căn cứ (mỗi dòng một văn bản)"), rows=4),
    ),
    first_words=_first_words,
    hindrance=_hindrance,
)
