"""The letter that tells a unit of its visits, as a sheet. There is none for a visit that is to be a surprise."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from inspect_app.accounts.issuing_body import name_in_full
from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.papers.citing import plan_cited, stream_words
from inspect_app.campaigns.papers.frame import letter_signature, letterhead_of, report_to, writer_of
from inspect_app.campaigns.papers.teams import people_of
from inspect_app.campaigns.papers.wording import UNWORDED, lines_said, text_said, wording_of
from inspect_app.campaigns.queries import deadlines_of
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.documents.rules import letter_sign, within_sentence
from inspect_app.documents.sheets import NoticedVisit, VisitNoticeSheet
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Forbidden, RuleBroken
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _
from inspect_app.units.models import Unit


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def visit_notice_sheet(
    visits: Sequence[Visit],
    checklists: Mapping[UUID, ChecklistVersion],
    *,
    delegation: Delegation | None,
    agency: Unit | None,
    words: Mapping[str, str] = UNWORDED,
) -> VisitNoticeSheet:
    """The letter about one visit, or about all of a unit; `checklists` by visit, `agency` writes it if nobody else signs.

    Raises Forbidden for an unannounced visit, and RuleBroken for visits of several units, or without days or team.
    """
    first = _same_unit(visits)
    campaign, wording = first.campaign, wording_of(first.campaign)
    issuer = writer_of(first, delegation, agency)
    return VisitNoticeSheet(
        draft=True,
        sample=campaign.is_sample,
        letterhead=letterhead_of(issuer, letter_sign(issuer.sign, wording.notice.field), campaign),
        subject=f"thông báo lịch {_about(visits)}",
        author=issuer.author,
        unit=first.unit.name,
        addressees=(name_in_full(first.unit),),
        mandate=(plan_cited(campaign),),
        visits=tuple(_noticed(visit, checklists[visit.id]) for visit in visits),
        venue=text_said(words, "venue", first.unit.address or f"trụ sở {first.unit.name}"),
        hours=text_said(words, "hours", wording.notice.hours),
        period=text_said(words, "period", wording.plan.period),
        unit_side=lines_said(words, "unit_side", wording.notice.unit_side),
        prepare=lines_said(words, "prepare", wording.notice.prepare),
        report_to=report_to(agency),
        signature=letter_signature(campaign, delegation, issuer, agency),
        recipients=lines_said(words, "recipients", ("Như trên", *wording.notice.recipients)),
        archive=f"VT, {wording.lead_agency}",
    )


def _same_unit(visits: Sequence[Visit]) -> Visit:
    """The first visit, once it is sure that the letter may be written."""
    if any(visit.unannounced for visit in visits):
        # Whoever asks learns nothing by it: the same words as for any page that is not his.
        raise Forbidden
    if not visits or len({visit.unit_id for visit in visits}) > 1:
        raise RuleBroken(
            None, _("Một công văn chỉ báo lịch cho một đơn vị. Hãy chọn các cuộc kiểm tra của cùng đơn vị.")
        )
    for visit in visits:
        if visit.cancelled_at is not None:
            raise RuleBroken(None, _("Cuộc %(code)s đã hủy nên không báo lịch được.", code=visit.code))
        if visit.starts_on is None or not visit.team:
            message = _("Cuộc %(code)s chưa có ngày hoặc chưa có đoàn. Hãy đặt lịch rồi lập công văn.", code=visit.code)
            raise RuleBroken(None, message)
    return visits[0]


def _about(visits: Sequence[Visit]) -> str:
    subjects = {stream_words(visit.stream) for visit in visits}
    return subjects.pop() if len(subjects) == 1 else within_sentence(visits[0].campaign.title)


def _noticed(visit: Visit, checklist: ChecklistVersion) -> NoticedVisit:
    due = deadlines_of(visit)
    return NoticedVisit(
        subject=visit.stream.title,
        begins=visit.starts_on or visit.window_start,
        ends=visit.ends_on or visit.window_end,
        parts=tuple(section.title.vi for section in checklist.sections),
        team=people_of((one.person, Role(one.role)) for one in visit.team),
        report_due=due.self_report.on if due and due.self_report else None,
    )
