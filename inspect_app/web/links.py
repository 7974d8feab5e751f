"""What a visit's page offers from the rooms above campaigns: each link only to whom it is open."""

from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from inspect_app.campaigns.bonds import follow_up_of, followed_by
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.page_parts import VisitLink, add_done_finder, add_due_finder, add_visit_link, add_visit_part
from inspect_app.campaigns.permissions import may_schedule, may_see_visit
from inspect_app.campaigns.queries import deadline_settings
from inspect_app.campaigns.rules import DeadlineKind, DueDate, VisitState
from inspect_app.conclusions.explanation_queries import newest_standing
from inspect_app.conclusions.permissions import (
    may_begin_draft,
    may_explain,
    may_read_conclusion,
    may_read_explanation,
)
from inspect_app.conclusions.queries import conclusion_of
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.conclusions.visit_report.kind import VISIT_REPORT
from inspect_app.fieldwork.matters import open_counts
from inspect_app.fieldwork.permissions import (
    may_begin,
    may_fill,
    may_prepare_dossiers,
    may_read_fieldwork,
    may_read_minutes,
    may_read_self_report,
    may_take_along,
)
from inspect_app.fieldwork.queries import self_reports_of
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.queries import actions_of_visit
from inspect_app.followup.rules import ENDED
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.permissions import may_see_papers
from inspect_app.units.page_parts import PagePart
from inspect_app.web.tablet import works_here

ON_TABLETS = frozenset({VisitState.SCHEDULED, VisitState.UNDER_WAY})


def begin_link(_session: Session, actor: Actor, visit: Visit, on: date) -> VisitLink | None:
    """Beginning on the spot, on its day."""
    if not may_begin(actor, visit) or visit.starts_on is None or on < visit.starts_on:
        return None
    return VisitLink(_("Bắt đầu kiểm tra"), url_for("fieldwork.begin", visit_id=visit.id), "pen", is_primary=True)


def checklist_link(_session: Session, actor: Actor, visit: Visit, _on: date) -> VisitLink | None:
    """The checklist, to fill or to read."""
    if not may_read_fieldwork(actor, visit) or visit.state is VisitState.CANCELLED:
        return None
    filling = may_fill(actor, visit) and visit.state is VisitState.UNDER_WAY
    label = _("Mở phiếu kiểm tra") if filling else _("Xem phiếu kiểm tra")
    return VisitLink(label, url_for("fieldwork.checklist", visit_id=visit.id), "list", is_primary=filling)


def tablet_link(_session: Session, actor: Actor, visit: Visit, _on: date) -> VisitLink | None:
    """The tablet's page, until the visit is over."""
    if visit.state not in ON_TABLETS or not may_take_along(actor, visit):
        return None
    return VisitLink(_("Mang theo máy tính bảng"), url_for("tablet.shell"), "bag")


def paper_link(_session: Session, actor: Actor, visit: Visit, _on: date) -> VisitLink | None:
    """The checklist on paper, for a bag whose tablet may fail."""
    if visit.state not in ON_TABLETS or not may_take_along(actor, visit):
        return None
    return VisitLink(_("Phiếu giấy trống (PDF)"), url_for("fieldwork.blank", visit_id=visit.id), "printer")


def tablet_part(_session: Session, actor: Actor, visit: Visit, _on: date) -> PagePart | None:
    """Said before somebody goes there in vain: at this address no browser keeps anything."""
    if works_here() or visit.state not in ON_TABLETS or not may_take_along(actor, visit):
        return None
    return PagePart("web/not_secure.html", {})


def papers_link(_session: Session, actor: Actor, visit: Visit, _on: date) -> VisitLink | None:
    """Every official paper of the visit, where each stands."""
    if not may_see_papers(actor, visit):
        return None
    return VisitLink(_("Xem văn bản"), url_for("papers.visit", visit_id=visit.id), "document")


def self_report_link(_session: Session, actor: Actor, visit: Visit, _on: date) -> VisitLink | None:
    """The unit's own report."""
    if visit.unannounced or not may_read_self_report(actor, visit):
        return None
    return VisitLink(_("Báo cáo tự kiểm tra"), url_for("fieldwork.self_reports", visit_id=visit.id), "document")


def dossiers_link(_session: Session, actor: Actor, visit: Visit, _on: date) -> VisitLink | None:
    """The list from which dossiers are drawn."""
    if not may_prepare_dossiers(actor, visit) or visit.state is VisitState.CLOSED:
        return None
    return VisitLink(_("Danh sách hồ sơ"), url_for("fieldwork.dossiers", visit_id=visit.id), "list")


def minutes_link(_session: Session, actor: Actor, visit: Visit, _on: date) -> VisitLink | None:
    """The minutes: the page for who inspects, the paper for the unit."""
    if visit.begun_at is None:
        return None
    if may_read_fieldwork(actor, visit):
        return VisitLink(_("Biên bản"), url_for("fieldwork.minutes", visit_id=visit.id), "document")
    if may_read_minutes(actor, visit):
        return VisitLink(_("Biên bản (PDF)"), url_for("fieldwork.paper", visit_id=visit.id), "document")
    return None


def matters_link(session: Session, actor: Actor, visit: Visit, _on: date) -> VisitLink | None:
    """What waits for a decision, while anything does."""
    if not may_read_fieldwork(actor, visit):
        return None
    waiting = open_counts(session, [visit.id]).get(visit.id)
    if waiting is None:
        return None
    label = _("Chờ quyết định (%(n)d)", n=waiting)
    return VisitLink(label, url_for("fieldwork.matters", visit_id=visit.id), "alert")


def findings_link(_session: Session, actor: Actor, visit: Visit, _on: date) -> VisitLink | None:
    """The findings."""
    if visit.begun_at is None or not may_read_fieldwork(actor, visit):
        return None
    return VisitLink(_("Phát hiện"), url_for("findings.of_visit", visit_id=visit.id), "alert")


def conclusion_link(session: Session, actor: Actor, visit: Visit, _on: date) -> VisitLink | None:
    """The conclusion, or the list where its draft is begun."""
    conclusion = conclusion_of(session, visit.id)
    if conclusion is None:
        if not may_begin_draft(actor, visit):
            return None
        return VisitLink(_("Lập dự thảo kết luận"), url_for("conclusions.index"), "pen", is_primary=True)
    if not may_read_conclusion(actor, conclusion):
        if not may_read_explanation(actor, conclusion):
            return None
        return VisitLink(
            _("Giải trình dự thảo kết luận"),
            url_for("conclusions.explanation", conclusion_id=conclusion.id),
            "pen",
            is_primary=may_explain(actor, conclusion),
        )
    issued = conclusion.state is ConclusionState.ISSUED
    label = _("Thông báo kết luận") if issued else _("Dự thảo kết luận")
    return VisitLink(label, url_for("conclusions.show", conclusion_id=conclusion.id), "document", is_primary=issued)


def report_link(_session: Session, actor: Actor, visit: Visit, _on: date) -> VisitLink | None:
    """The team's report, once the visit is closed."""
    if visit.closed_at is None or not VISIT_REPORT.may_read(actor, visit):
        return None
    url = url_for("papers.show", kind=VISIT_REPORT.code, thing_id=visit.id)
    return VisitLink(_("Báo cáo của Đoàn"), url, "document")


def follow_up_link(session: Session, actor: Actor, visit: Visit, _on: date) -> VisitLink | None:
    """Looking again at what is still open; once there is such a visit, the way to it."""
    again = follow_up_of(session, visit)
    if again is not None:
        if not may_see_visit(actor, again):
            return None
        return VisitLink(_("Cuộc phúc tra"), url_for("campaigns.visit", visit_id=again.id), "refresh")
    if not may_schedule(actor, visit) or not open_actions(session, visit):
        return None
    return VisitLink(_("Lập cuộc phúc tra"), url_for("campaigns.follow", visit_id=visit.id), "refresh")


def open_actions(session: Session, visit: Visit) -> list[CorrectiveAction]:
    """What of a visit is not yet verified."""
    return [one for one in actions_of_visit(session, visit.id) if one.state not in ENDED]


def followed_part(session: Session, actor: Actor, visit: Visit, _on: date) -> PagePart | None:
    """What the visit that is followed up left open."""
    before = followed_by(session, visit)
    if before is None or not may_see_visit(actor, before):
        return None
    return PagePart("web/_followed.html", {"before": before, "open": open_actions(session, before)})


def deadlines_met(session: Session, visit: Visit) -> frozenset[DeadlineKind]:
    """What is done although no mark of the visit tells: a report received, a draft begun, nothing left to put right."""
    actions = actions_of_visit(session, visit.id)
    conclusion = conclusion_of(session, visit.id)
    asked = newest_standing(conclusion) if conclusion is not None else None
    met = {
        DeadlineKind.SELF_REPORT: bool(self_reports_of(session, visit.id)),
        DeadlineKind.TEAM_REPORT: conclusion is not None,
        DeadlineKind.EXPLANATION: asked is not None and not (asked.is_open and asked.lapsed_at is None),
        DeadlineKind.REMEDIATION: bool(actions) and all(one.state in ENDED for one in actions),
    }
    return frozenset(kind for kind, is_met in met.items() if is_met)


def explanation_due(session: Session, visit: Visit) -> DueDate | None:
    """By when the unit has to explain, once the draft was sent to it."""
    conclusion = conclusion_of(session, visit.id)
    asked = newest_standing(conclusion) if conclusion is not None else None
    if asked is None:
        return None
    setting = deadline_settings(visit.campaign).of(DeadlineKind.EXPLANATION)
    return DueDate(DeadlineKind.EXPLANATION, asked.due_on, setting)


def add_links() -> None:
    """Hands the links to the visit's page, in the order of an inspection."""
    makers = (
        begin_link,
        checklist_link,
        tablet_link,
        paper_link,
        dossiers_link,
        self_report_link,
        minutes_link,
        matters_link,
        findings_link,
        report_link,
        conclusion_link,
        follow_up_link,
        papers_link,
    )
    for maker in makers:
        add_visit_link(maker)
    add_visit_part(followed_part)
    add_visit_part(tablet_part)
    add_done_finder(deadlines_met)
    add_due_finder(explanation_due)
