"""The outline of the unit's own report: the usual five sections, the results by the parts of the checklist."""

from collections.abc import Iterable, Mapping

from inspect_app.accounts.issuing_body import name_in_full
from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.files import PapersEntry
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.papers.citing import plan_cited, stream_words
from inspect_app.campaigns.papers.frame import letter_signature, letterhead_of, report_to, writer_of
from inspect_app.campaigns.papers.wording import UNWORDED, lines_said, wording_of
from inspect_app.campaigns.queries import deadlines_of
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.documents.rules import letter_sign
from inspect_app.documents.sheets import Outline, OutlinePart, OutlineSection, ReportOutlineSheet
from inspect_app.kernel.errors import Forbidden
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.units.models import Unit

SECTIONS = ("situation", "strengths", "shortcomings", "causes", "directions", "proposals", "fields")


def outline_of(
    wording: PapersEntry,
    checklists: Iterable[ChecklistVersion],
    *,
    with_items: bool,
    words: Mapping[str, str] = UNWORDED,
) -> Outline:
    """The outline for these checklists; `with_items` lists what each part is held against."""
    entry = wording.outline
    said = {name: lines_said(words, name, getattr(entry, name)) for name in SECTIONS}
    parts = [
        OutlinePart(title=section.title.vi, lines=tuple(item.text.vi for item in section.items) if with_items else ())
        for version in checklists
        for section in version.sections
    ]
    assessed = (("Ưu điểm", "strengths"), ("Tồn tại, hạn chế", "shortcomings"), ("Nguyên nhân", "causes"))
    return Outline(
        sections=(
            OutlineSection(title="Đặc điểm, tình hình chung", lines=said["situation"], name="situation"),
            OutlineSection(title="Kết quả thực hiện", parts=tuple(parts)),
            OutlineSection(
                title="Đánh giá chung",
                parts=tuple(OutlinePart(title=title, lines=said[name], name=name) for title, name in assessed),
            ),
            OutlineSection(title="Phương hướng, nhiệm vụ", lines=said["directions"], name="directions"),
            OutlineSection(title="Kiến nghị, đề xuất", lines=said["proposals"], name="proposals"),
        ),
        fields=said["fields"],
    )


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def report_outline_sheet(
    visit: Visit,
    checklist: ChecklistVersion,
    *,
    delegation: Delegation | None,
    agency: Unit | None,
    words: Mapping[str, str] = UNWORDED,
) -> ReportOutlineSheet:
    """The letter that asks the unit for its own report, with the outline. Raises Forbidden for an unannounced visit.

    `agency` writes it if nobody else signs.
    """
    if visit.unannounced:
        raise Forbidden
    campaign = visit.campaign
    issuer, wording = writer_of(visit, delegation, agency), wording_of(campaign)
    deadlines = deadlines_of(visit)
    return ReportOutlineSheet(
        draft=True,
        sample=campaign.is_sample,
        letterhead=letterhead_of(issuer, letter_sign(issuer.sign, wording.notice.field), campaign),
        subject=f"báo cáo tự {stream_words(visit.stream)}",
        author=issuer.author,
        unit=visit.unit.name,
        addressees=(name_in_full(visit.unit),),
        mandate=(plan_cited(campaign),),
        purpose=stream_words(visit.stream),
        due=deadlines.self_report.on if deadlines and deadlines.self_report else None,
        report_to=report_to(agency),
        outline=outline_of(wording, (checklist,), with_items=True, words=words),
        signature=letter_signature(campaign, delegation, issuer, agency),
        recipients=lines_said(words, "recipients", ("Như trên", *wording.notice.recipients)),
        archive=f"VT, {wording.lead_agency}",
    )
