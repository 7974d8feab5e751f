"""Reads what a conclusion is drafted from, and makes plain values of it."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.kinds.dossiers import DossiersValue
from inspect_app.checklists.kinds.ratio import RatioValue
from inspect_app.checklists.kinds.registry import kind_named
from inspect_app.checklists.kinds.tally import TallyValue
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import Basis, Item
from inspect_app.conclusions.drafting.material import Checked, Found, Material, Occasion, Repeat, Sampled
from inspect_app.conclusions.explanation_queries import points_of
from inspect_app.conclusions.paper_parts import basis_words
from inspect_app.conclusions.queries import conclusion_of
from inspect_app.fieldwork.models import Answer
from inspect_app.fieldwork.paper import facts_of, plan_words, stream_subject
from inspect_app.fieldwork.queries import answers_of, dossier_list_of, evidence_of, minutes_of, self_reports_of
from inspect_app.fieldwork.standing import Standing
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import findings_of
from inspect_app.findings.repeats import repeats_of
from inspect_app.findings.rules import STANDING, FindingState
from inspect_app.kernel.formats import format_number, format_percent
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language

DOSSIERS = "dossiers"
# Kinds whose summary counts something; ratios and tallies are said shorter, and of other kinds the criterion says it all.
COUNTED = frozenset({"attendance", DOSSIERS, "number"})


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def material_of(session: Session, visit: Visit) -> Material:
    """Everything that the conclusion of a visit is drafted from, as it is now."""
    version = version_of(session, visit.checklist_code, visit.checklist_version)
    standing = Standing(version, answers_of(session, visit.id), evidence_of(session, visit.id))
    findings = findings_of(session, visit.id)
    repeats = repeats_of(session, [finding for finding in findings if finding.state in STANDING])
    explained = _explained(session, visit)
    return Material(
        occasion=_occasion(session, visit),
        checked=tuple(_checked(item, standing) for item in version.items if item.id in standing.answered),
        found=tuple(
            found_of(finding, repeats.get(finding.id), explained.get(finding.label, "")) for finding in findings
        ),
        sampled=_sampled(standing, _listed(session, visit)),
    )


def _occasion(session: Session, visit: Visit) -> Occasion:
    minutes = minutes_of(session, visit.id)
    reports = self_reports_of(session, visit.id)
    return Occasion(
        unit=visit.unit.name,
        subject=stream_subject(visit),
        year=visit.campaign.year,
        plan=plan_words(visit),
        first_day=visit.starts_on,
        last_day=visit.ends_on,
        members=len(visit.team),
        place=minutes.place if minutes else "",
        unannounced=visit.unannounced,
        report_on=reports[-1].received_on if reports else None,
        unit_opinion=minutes.unit_opinion if minutes else "",
    )


def _checked(item: Item, standing: Standing) -> Checked:
    answer = standing.answers[item.id]
    return Checked(
        item=item.id,
        section=item.section,
        area=item.area,
        criterion=item.text.vi,
        grade=item.grade,
        verdict=standing.answered[item.id].verdict,
        facts=" ".join(facts_of(item, standing).split()),
        note=" ".join((answer.reason or answer.note).split()),
        revision=answer.revision,
        evidence=tuple(each.number for each in standing.evidence.get(item.id, ())),
        basis=tuple(_basis(each) for each in item.basis),
        brief=_brief(item, answer),
    )


def _brief(item: Item, answer: Answer) -> str:
    """The figures of an answer as a sentence takes them within brackets: `63/63 hồ sơ đã tiếp nhận, 100,00 %`."""
    if answer.value is None:
        return ""
    kind = kind_named(item.kind)
    value = kind.from_json(answer.value, item.options)
    if isinstance(value, RatioValue) and value.percent is not None:
        counts = f"{format_number(value.part)}/{format_number(value.whole)}"
        return f"{counts} {item.options.whole.vi}, {format_percent(value.percent)}"
    if isinstance(value, TallyValue) and value.total:
        return f"{format_number(value.good)}/{format_number(value.total)} trường hợp đã xem"
    return " ".join(kind.summary(value, item.options).split()) if item.kind in COUNTED else ""


def _basis(basis: Basis) -> str:
    return basis_words({"label": basis.label, "needs_checking": basis.needs_checking})


def found_of(finding: Finding, before: Finding | None, explained: str) -> Found:
    """A finding as plain values; `before` is the one that it repeats, `explained` what the unit submitted on it."""
    return Found(
        label=finding.label,
        item=finding.item_id,
        area=finding.area,
        grade=finding.grade,
        text=finding.text,
        revision=finding.answer_revision,
        evidence=tuple(finding.evidence_numbers),
        basis=tuple(basis_words(entry) for entry in finding.basis),
        repeat=_repeat(finding, before) if before is not None else None,
        explained=explained,
        gone=_gone(finding),
    )


def _explained(session: Session, visit: Visit) -> dict[str, str]:
    """What the unit wrote on each finding and submitted, by the finding's label."""
    conclusion = conclusion_of(session, visit.id)
    points = points_of(conclusion) if conclusion is not None else ()
    return {
        point.finding.label: point.explanation.text.strip()
        for point in points
        if point.explanation is not None and point.round.submitted_at is not None
    }


def _gone(finding: Finding) -> str:
    if finding.state is FindingState.MERGED and finding.merged_into is not None:
        return f"đã nhập vào phát hiện {finding.merged_into.label}: {finding.reason}"
    return f"đã rút: {finding.reason}" if finding.state is FindingState.WITHDRAWN else ""


def _repeat(finding: Finding, before: Finding) -> Repeat:
    unit = before.visit.unit
    other = unit.name if unit.id != finding.visit.unit_id else ""
    return Repeat(year=before.visit.campaign.year, label=before.label, unit=other)


def _listed(session: Session, visit: Visit) -> int:
    listed = dossier_list_of(session, visit.id)
    return len(listed.rows) if listed is not None else 0


def _sampled(standing: Standing, listed: int) -> Sampled:
    samples: Mapping[str, DossiersValue] = {
        item.id: kind_named(DOSSIERS).from_json(standing.answers[item.id].value, item.options)
        for item in standing.version.items
        if item.kind == DOSSIERS and item.id in standing.answered and standing.answers[item.id].value
    }
    late = [dossier for sample in samples.values() for dossier in sample.late]
    return Sampled(
        items=tuple(samples),
        count=sum(len(sample.rows) for sample in samples.values()),
        late=len(late),
        silent=sum(not dossier.apologised for dossier in late),
        listed=listed,
    )
