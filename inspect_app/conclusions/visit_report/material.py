"""All that the team's report on a visit is made of, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.queries import version_of
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.queries import conclusion_of
from inspect_app.fieldwork.models import DossierList, Minutes, SelfReport
from inspect_app.fieldwork.queries import answers_of, dossier_list_of, evidence_of, minutes_of, self_reports_of
from inspect_app.fieldwork.standing import Standing
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import findings_of
from inspect_app.findings.repeats import repeats_of
from inspect_app.findings.rules import STANDING
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _


@dataclass(frozen=True)
class VisitMaterial:
    """One visit with its answers, minutes and findings (ended ones too), and what was found there in earlier years.

    `conclusion` is the notice under way, if there is one: its drafter's words on causes and requests are taken over.
    """

    visit: Visit
    minutes: Minutes
    standing: Standing
    findings: Sequence[Finding]
    repeats: Mapping[UUID, Finding]
    self_reports: Sequence[SelfReport]
    dossiers: DossierList | None
    conclusion: Conclusion | None

    @property
    def shortcomings(self) -> list[Finding]:
        """The findings that were neither merged nor withdrawn."""
        return [finding for finding in self.findings if finding.state in STANDING]


def visit_material(session: Session, visit: Visit) -> VisitMaterial:
    """What the report on a visit is made of. Raises NotFound for a visit that has not begun."""
    minutes = minutes_of(session, visit.id)
    if minutes is None:
        raise NotFound(_("Báo cáo kết quả kiểm tra có khi cuộc kiểm tra đã bắt đầu."))
    version = version_of(session, visit.checklist_code, visit.checklist_version)
    findings = findings_of(session, visit.id)
    return VisitMaterial(
        visit=visit,
        minutes=minutes,
        standing=Standing(version, answers_of(session, visit.id), evidence_of(session, visit.id)),
        findings=findings,
        repeats=repeats_of(session, findings),
        self_reports=self_reports_of(session, visit.id),
        dossiers=dossier_list_of(session, visit.id),
        conclusion=conclusion_of(session, visit.id),
    )
