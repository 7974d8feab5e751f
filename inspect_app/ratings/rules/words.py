"""The sentences of a rating, in the officials' words: why, what would change it, and what another reading says."""

from __future__ import annotations

from collections.abc import Iterable

from inspect_app.kernel.language import current_language
from inspect_app.kernel.language import gettext as _
from inspect_app.ratings.rules.change import Change
from inspect_app.ratings.rules.evaluation import TestResult, Verdict
from inspect_app.ratings.rules.figures import index_text, rate_text
from inspect_app.ratings.rules.inputs import Inputs, Share
from inspect_app.ratings.rules.rule import Band, ContentsTest, IndexTest, RatingRule, Reading, Subject, Test


def reason(rule: RatingRule, inputs: Inputs, verdict: Verdict) -> str:
    """One or two sentences that say why: the clause that is met, or what is missing, or that the rule is silent."""
    if verdict.is_decided:
        met = next(result for result in verdict.clauses if result.clause.id == verdict.clause)
        facts = "; ".join(_fact_and_test(rule, inputs, result.test) for result in met.results)
        return _("Xếp loại “%(level)s” vì: %(facts)s.", level=level_name(rule, verdict.rating), facts=facts)
    several = [result.clause.level for result in verdict.clauses if result.is_met]
    possible = level_names(rule, verdict.candidates)
    if several:
        return _(
            "Nhiều khoản của quy định cùng phù hợp: %(levels)s. Chờ người có thẩm quyền quyết định, nêu rõ lý do.",
            levels=level_names(rule, several),
        )
    facts = "; ".join(fact(rule, inputs, subject) for subject in Subject)
    if verdict.missing:
        return _(
            "Chưa đủ căn cứ (%(missing)s): %(facts)s. "
            "Mức có thể: %(levels)s. Chờ người có thẩm quyền quyết định, nêu rõ lý do.",
            missing=", ".join(_missing(inputs, subject) for subject in verdict.missing),
            facts=facts,
            levels=possible,
        )
    return _(
        "Quy định không nêu mức cho trường hợp: %(facts)s. "
        "Mức có thể: %(levels)s. Chờ người có thẩm quyền quyết định, nêu rõ lý do.",
        facts=facts,
        levels=possible,
    )


def fact(rule: RatingRule, inputs: Inputs, subject: Subject) -> str:
    """What is known of one subject, in words."""
    if subject is Subject.CONTENTS:
        return _contents_fact(inputs)
    if subject is Subject.INDEX:
        if inputs.index is None:
            return _("chưa có Chỉ số CCHC")
        return _("Chỉ số CCHC %(index)s", index=index_text(inputs.index))
    if inputs.share is None:
        return _("chưa có số liệu hồ sơ trễ hẹn")
    if inputs.share.rate is None:
        return _("không phát sinh hồ sơ nên không có tỷ lệ trễ hẹn")
    return _("trễ hẹn %(counts)s hồ sơ, tỷ lệ %(rate)s", counts=inputs.share.words, rate=share_text(rule, inputs.share))


def test_text(test: Test) -> str:
    """What a test asks for: "từ 80 % đến dưới 90 %"."""
    if isinstance(test, ContentsTest):
        return _("mọi nội dung đạt yêu cầu") if test.all_met else _("có nội dung chưa đạt yêu cầu")
    return band_text(test.band)


def band_text(band: Band) -> str:
    """A band in words; a band without bounds is "bất kỳ"."""
    parts = []
    if band.ge is not None:
        parts.append(_("từ %(bound)s", bound=index_text(band.ge)))
    if band.gt is not None:
        parts.append(_("trên %(bound)s", bound=index_text(band.gt)))
    if band.lt is not None:
        below = index_text(band.lt)
        parts.append(_("đến dưới %(bound)s", bound=below) if parts else _("dưới %(bound)s", bound=below))
    if band.le is not None:
        most = index_text(band.le)
        parts.append(_("đến %(bound)s", bound=most) if parts else _("không quá %(bound)s", bound=most))
    return " ".join(parts) or _("bất kỳ")


def share_text(rule: RatingRule, share: Share) -> str:
    """The late rate in percent, never rounded onto a threshold; a year without dossiers says so."""
    if share.rate is None:
        return _("không phát sinh hồ sơ")
    return rate_text(share.rate, rule.thresholds(Subject.LATE))


def reading_text(reading: Reading) -> str:
    """How a reading of the late rate counts."""
    if reading is Reading.RESOLVED:
        return _("giải quyết quá hạn / đã giải quyết")
    if reading is Reading.WITH_PENDING:
        return _("(giải quyết quá hạn + đang giải quyết quá hạn) / (tiếp nhận trong kỳ + kỳ trước chuyển sang)")
    return _("phần chưa giải quyết đúng hạn / tiếp nhận trong kỳ")


def change_text(rule: RatingRule, inputs: Inputs, change: Change) -> str:
    """One sentence of what would change the result: "trễ hẹn tối đa 9/200 hồ sơ (hiện 12/200) → …"."""
    steps = _(" và ").join(_step(inputs, change, result) for result in change.tests)
    return _("%(steps)s → %(level)s", steps=steps, level=level_name(rule, change.level))


def other_side_texts(rule: RatingRule, verdict: Verdict) -> tuple[str, ...]:
    """A sentence for each other reading of the late rate that falls on the other side of a threshold."""
    bounds = ", ".join(index_text(bound) for bound in rule.thresholds(Subject.LATE))
    return tuple(
        _(
            "Theo cách tính khác, %(reading)s: %(counts)s = %(rate)s, nằm ở phía bên kia ngưỡng %(bounds)s.",
            reading=reading_text(other.reading),
            counts=other.share.words,
            rate=share_text(rule, other.share),
            bounds=bounds,
        )
        for other in verdict.other_side
    )


def level_name(rule: RatingRule, level_id: str) -> str:
    """The level's name in the current language."""
    return rule.level(level_id).name.in_language(current_language())


def level_names(rule: RatingRule, level_ids: Iterable[str]) -> str:
    """The names of several levels, in the order given."""
    return ", ".join(level_name(rule, level_id) for level_id in level_ids)


def _contents_fact(inputs: Inputs) -> str:
    if inputs.contents is None:
        if inputs.open_areas:
            return _("chưa xác nhận nội dung của lĩnh vực %(areas)s", areas=_numbers(inputs.open_areas))
        return _("chưa xác nhận các nội dung")
    if inputs.contents:
        return _("các nội dung được thực hiện đầy đủ, đạt yêu cầu")
    if inputs.missed_areas:
        return _("nội dung của lĩnh vực %(areas)s chưa đạt yêu cầu", areas=_numbers(inputs.missed_areas))
    return _("có nội dung chưa thực hiện đầy đủ, chưa đạt yêu cầu")


def _fact_and_test(rule: RatingRule, inputs: Inputs, test: Test) -> str:
    known = fact(rule, inputs, test.subject)
    return known if isinstance(test, ContentsTest) else f"{known} ({band_text(test.band)})"


def _missing(inputs: Inputs, subject: Subject) -> str:
    if subject is Subject.CONTENTS:
        return _("thiếu xác nhận nội dung")
    if subject is Subject.INDEX:
        return _("thiếu Chỉ số CCHC")
    return _("không có tỷ lệ trễ hẹn") if inputs.has_no_dossiers else _("thiếu tỷ lệ trễ hẹn")


def _step(inputs: Inputs, change: Change, result: TestResult) -> str:
    test = result.test
    if isinstance(test, ContentsTest):
        return _("mọi nội dung được xác nhận đạt") if test.all_met else _("có nội dung được xác nhận chưa đạt")
    if isinstance(test, IndexTest):
        if inputs.index is None:
            return _("có Chỉ số CCHC %(band)s", band=band_text(test.band))
        return _("Chỉ số CCHC %(band)s (hiện %(now)s)", band=band_text(test.band), now=index_text(inputs.index))
    current, adjusted = inputs.share, change.adjusted.share
    if current is None or current.rate is None or adjusted is None:
        return _("có tỷ lệ trễ hẹn %(band)s", band=band_text(test.band))
    if adjusted.late < current.late:
        return _("trễ hẹn tối đa %(counts)s hồ sơ (hiện %(now)s)", counts=adjusted.words, now=current.words)
    return _("trễ hẹn ít nhất %(counts)s hồ sơ (hiện %(now)s)", counts=adjusted.words, now=current.words)


def _numbers(areas: tuple[int, ...]) -> str:
    return ", ".join(str(number) for number in areas)
