"""What the states of a rating are called, and the figures of one head as the page shows them."""

from dataclasses import dataclass

from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext
from inspect_app.ratings.models import DossierInput, HeadRating, IndexInput
from inspect_app.ratings.queries import Assessment
from inspect_app.ratings.rules import (
    ClauseResult,
    RatingState,
    Subject,
    TestState,
    index_text,
    level_name,
    level_names,
    reading_text,
    share_text,
    test_text,
)
from inspect_app.units.models import Unit
from inspect_app.units.rules import UnitKind

STATES: dict[RatingState, tuple[str, str]] = {
    RatingState.OPEN_QUESTION: ("warn", lazy_gettext("Chưa đủ căn cứ")),
    RatingState.OUTDATED: ("bad", lazy_gettext("Số liệu đã đổi, cần quyết định lại")),
    RatingState.PROPOSED: ("busy", lazy_gettext("Đã có đề xuất")),
    RatingState.DECIDED: ("wait", lazy_gettext("Đã quyết định, chưa công bố")),
    RatingState.RELEASED: ("good", lazy_gettext("Đã công bố")),
}
TESTS: dict[TestState, tuple[str, str]] = {
    TestState.MET: ("good", lazy_gettext("Đạt")),
    TestState.FAILED: ("bad", lazy_gettext("Không đạt")),
    TestState.OPEN: ("plain", lazy_gettext("Chưa có số liệu")),
}


@dataclass(frozen=True)
class Measure:
    """One figure of a head beside what the nearest clause asks of it; the fields of the macro `measures`."""

    label: str
    value: str
    test: str
    tone: str
    verdict: str
    proof: str


CHAIRED = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE})


def head_title(unit: Unit) -> str:
    """Whom a unit is headed by: "Chủ tịch UBND huyện …", "Giám đốc Sở …", otherwise "Người đứng đầu …"."""
    if unit.kind in CHAIRED:
        return _("Chủ tịch %(unit)s", unit=unit.name)
    if unit.name.startswith("Sở "):
        return _("Giám đốc %(unit)s", unit=unit.name)
    return _("Người đứng đầu %(unit)s", unit=unit.name)


def state_word(state: RatingState) -> str:
    """The state in the current language."""
    return str(STATES[state][1])


def state_tone(state: RatingState) -> str:
    """The tone of the state's badge."""
    return STATES[state][0]


def proposal_words(assessment: Assessment) -> str:
    """The level that the rule gives, or the levels that come nearest."""
    verdict = assessment.verdict
    if verdict.is_decided:
        return level_name(assessment.rule, verdict.rating)
    return _("Mức có thể: %(levels)s", levels=level_names(assessment.rule, verdict.candidates))


def measures_of(assessment: Assessment) -> list[Measure]:
    """Index, late rate and contents, each beside the test of the clause that is met or comes nearest."""
    nearest = _nearest(assessment)
    return [
        _measure(assessment, nearest, Subject.INDEX, _("Chỉ số CCHC"), _index(assessment.rating.index_input)),
        _measure(assessment, nearest, Subject.LATE, _("Hồ sơ trễ hẹn"), _late(assessment)),
        _measure(assessment, nearest, Subject.CONTENTS, _("Nội dung các lĩnh vực"), _contents(assessment)),
    ]


def dossier_rows(rating: HeadRating) -> list[tuple[str, object]]:
    """The counts that stand beside the late rate, for the facts of the page."""
    dossiers = rating.dossiers
    if dossiers is None:
        return []
    return [
        (_("Đang giải quyết, đã quá hạn"), dossiers.pending_overdue),
        (_("Tiếp nhận trong kỳ"), dossiers.received),
        (_("Kỳ trước chuyển sang"), dossiers.carried_over),
        (_("Trễ hẹn có phiếu xin lỗi"), dossiers.apologised),
        (_("Trễ hẹn không có phiếu xin lỗi"), None if dossiers.apologised is None else _unapologised(dossiers)),
        (_("Nguồn số liệu"), dossiers.source),
    ]


def _unapologised(dossiers: DossierInput) -> str:
    return str(dossiers.late - (dossiers.apologised or 0))


def _nearest(assessment: Assessment) -> ClauseResult:
    outcome = assessment.outcome
    wanted = outcome.rating if outcome.is_decided else outcome.candidates[0]
    of_level = [result for result in outcome.clauses if result.clause.level == wanted]
    return min(of_level, key=lambda result: (result.count(TestState.FAILED), result.count(TestState.OPEN)))


def _measure(
    assessment: Assessment, nearest: ClauseResult, subject: Subject, label: str, shown: tuple[str, str]
) -> Measure:
    value, proof = shown
    result = next((one for one in nearest.results if one.test.subject is subject), None)
    if result is None:
        level = level_name(assessment.rule, nearest.clause.level)
        return Measure(label, value, "", "plain", _("Không xét ở mức “%(level)s”", level=level), proof)
    tone, word = TESTS[result.state]
    return Measure(label, value, test_text(result.test), tone, str(word), proof)


def _index(row: IndexInput | None) -> tuple[str, str]:
    if row is None:
        return _("chưa có"), _("Chưa nhập Chỉ số CCHC.")
    number = row.decision_number or _("chưa ghi")
    day = format_date(row.published_on) or _("chưa ghi")
    proof = _(
        "%(source)s. Quyết định công bố số: %(number)s, ngày: %(day)s.", source=row.source, number=number, day=day
    )
    return index_text(row.percent), proof


def _late(assessment: Assessment) -> tuple[str, str]:
    row, share = assessment.rating.dossiers, assessment.inputs.share
    if row is None or share is None:
        return _("chưa có"), _("Chưa nhập số liệu hồ sơ.")
    proof = _(
        "%(counts)s hồ sơ. Cách tính: %(reading)s. Xuất ngày: %(day)s.",
        counts=share.words,
        reading=reading_text(assessment.rule.late_rate.reading),
        day=format_date(row.exported_on) or _("chưa ghi"),
    )
    return share_text(assessment.rule, share), proof


def _contents(assessment: Assessment) -> tuple[str, str]:
    value = f"{assessment.met_areas}/{len(assessment.rule.areas)}"
    confirmed = len(assessment.rating.confirmations)
    put_right = sum(len(proposal.closed_findings) for proposal in assessment.proposals)
    still_open = sum(len(proposal.open_findings) for proposal in assessment.proposals)
    proof = _(
        "Đã xác nhận %(confirmed)d lĩnh vực; thiếu sót lớn: %(open)d chưa khắc phục, %(closed)d đã xác minh khắc phục.",
        confirmed=confirmed,
        open=still_open,
        closed=put_right,
    )
    return value, proof
