"""The notice or decision on the year's ratings as a sheet: of one authority, in the words of the year's rule."""

from collections.abc import Sequence
from typing import Literal

from inspect_app.accounts.issuing_body import Issuer, head_title, issuer_for, signature_of
from inspect_app.accounts.models import Delegation
from inspect_app.documents.rules import format_day, format_short_day, sign_of
from inspect_app.documents.sheets import Issue, Letterhead, RatingLevel, RatingNoticeSheet
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _
from inspect_app.ratings.models import HeadRating, RatingYear
from inspect_app.ratings.notice.heads import head_lines, is_settled, summary_table
from inspect_app.ratings.queries import Assessment, rule_of
from inspect_app.ratings.rules import RatingRule, Status, reading_text
from inspect_app.units.models import Unit
from inspect_app.units.rules import UnitKind
from inspect_app.units.words import kind_name

PaperType = Literal["TB", "QĐ"]
UNCHECKED = " (cần đối chiếu)"
SUBJECT = (
    "Kết quả xếp loại mức độ hoàn thành nhiệm vụ của người đứng đầu trong thực hiện cải cách hành chính năm {year}"
)


def first_bases(year: RatingYear, assessments: Sequence[Assessment]) -> tuple[str, ...]:
    """The papers that the ratings rest on, as far as they are known: the rule, and what published the index."""
    rule = rule_of(year)
    source = rule.source
    day = f" {format_day(source.dated)}" if source.dated else ""
    body = f" của {source.issuer}" if source.issuer else ""
    bases = [f"Căn cứ {source.document}{day}{body}{'' if source.status is Status.CONFIRMED else UNCHECKED}"]
    inputs = [one.rating.index_input for one in assessments if one.rating.index_input is not None]
    known = sorted(
        {(row.published_on, row.decision_number) for row in inputs if row.published_on and row.decision_number}
    )
    bases += [
        f"Căn cứ Quyết định số {number} {format_day(on)} công bố Chỉ số cải cách hành chính" for on, number in known
    ]
    return tuple(bases)


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def rating_notice_sheet(
    year: RatingYear,
    authority: Unit,
    assessments: Sequence[Assessment],
    *,
    bases: Sequence[str],
    paper_type: PaperType = "TB",
    issue: Issue | None,
    delegation: Delegation | None,
) -> RatingNoticeSheet:
    """The paper of the head of `authority` on those whom he rates: a draft while `issue` is None.

    A level stands only where he decided it on the inputs of today; all else is said to wait for him, with the reason.
    Raises RuleBroken when nothing of it is decided.
    """
    own = [one for one in assessments if one.rating.authority_unit_id == authority.id]
    settled = _settled(own)
    rule, issuer = rule_of(year), issuer_for(authority)
    return RatingNoticeSheet(
        draft=issue is None,
        sample=any(one.rating.head is not None and one.rating.head.is_sample for one in own),
        verify_url=issue.verify_url if issue else "",
        type=paper_type,
        letterhead=_letterhead(issuer, paper_type, year.year, issue),
        subject=SUBJECT.format(year=year.year),
        author=issuer.author,
        decider=issuer.head,
        executors=_executors(authority),
        year=year.year,
        bases=tuple(bases),
        summary=summary_table(own, rule),
        decided=len(settled),
        open_count=len(own) - len(settled),
        authorities=_authorities(own, issuer.head),
        levels=tuple(_level(rule, level.id) for level in rule.levels),
        measures=_measures(rule, own),
        heads=head_lines(own),
        signature=signature_of(delegation, signed=issue is not None, collective="", expected=head_title(authority)),
        recipients=("Các cơ quan, đơn vị có tên tại Phụ lục", "Sở Nội vụ (để theo dõi)"),
    )


def _settled(own: Sequence[Assessment]) -> list[Assessment]:
    settled = [one for one in own if is_settled(one)]
    if not settled:
        raise RuleBroken(None, _("Chưa có kết quả xếp loại nào được quyết định để thông báo."))
    return settled


def _letterhead(issuer: Issuer, paper_type: PaperType, year: int, issue: Issue | None) -> Letterhead:
    return Letterhead(
        parent_body=issuer.parent_body,
        issuing_body=issuer.body,
        sign=sign_of(paper_type, issuer.sign),
        number=issue.number if issue else None,
        place=issuer.place,
        issued_on=issue.issued_on if issue else None,
        year=year,
    )


def _executors(authority: Unit) -> str:
    if authority.kind is UnitKind.PROVINCE:
        return "Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ"
    return "Chánh Văn phòng HĐND và UBND, Trưởng phòng Nội vụ"


def _authorities(assessments: Sequence[Assessment], decider: str) -> tuple[str, ...]:
    """Who rates whom, by kind of unit, each with its source and what is doubtful about it."""
    by_kind = {one.rating.unit.kind: one.rating for one in assessments}
    return tuple(
        f"{kind_name(kind)}: do {decider} xếp loại; nguồn: {rating.authority_basis.rstrip('.')}{_doubt(rating)}"
        for kind, rating in sorted(by_kind.items(), key=lambda one: list(UnitKind).index(one[0]))
    )


def _doubt(rating: HeadRating) -> str:
    if rating.authority_note:
        return f". {rating.authority_note.rstrip('.')}"
    return UNCHECKED if rating.authority_needs_checking else ""


def _level(rule: RatingRule, level_id: str) -> RatingLevel:
    """A level with the text of each of its clauses."""
    clauses = [clause for clause in rule.clauses if clause.level == level_id]
    texts = [
        f"{clause.text.strip().rstrip('.')}{'' if clause.status is Status.CONFIRMED else UNCHECKED}"
        for clause in clauses
    ]
    return RatingLevel(name=rule.level(level_id).name.vi, text=" hoặc ".join(texts) or "quy định không nêu")


def _measures(rule: RatingRule, assessments: Sequence[Assessment]) -> tuple[str, ...]:
    """Which index, which dossiers and which contents were taken."""
    days = {row.exported_on for one in assessments if (row := one.rating.dossiers) is not None and row.exported_on}
    cut = f", số liệu xuất đến ngày {format_short_day(max(days))}" if days else ""
    unsure = "" if rule.late_rate.status is Status.CONFIRMED else UNCHECKED
    index = "" if rule.index.status is Status.CONFIRMED else UNCHECKED
    return (
        f"Chỉ số cải cách hành chính năm {rule.index.year}{index}",
        f"Hồ sơ trễ hẹn: {reading_text(rule.late_rate.reading)}{cut}{unsure}",
        f"Nội dung thực hiện: {len(rule.areas)} lĩnh vực, theo xác nhận trên cơ sở kết luận kiểm tra và báo cáo của đơn vị",
    )
