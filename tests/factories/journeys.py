"""A visit with everybody who takes part, from an open checklist to an issued conclusion."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation, SigningForm
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import working_calendar
from inspect_app.checklists.library import ChecklistLibrary, load_library
from inspect_app.checklists.models import PublishedChecklist
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import ChecklistVersion, Grade
from inspect_app.conclusions.explanation_queries import unsent_findings
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.operations import (
    Said,
    begin_draft,
    issue_conclusion,
    keep_agreed,
    save_explanation,
    send_for_explanation,
    submit_draft,
    submit_explanation,
)
from inspect_app.conclusions.rules import Stance
from inspect_app.fieldwork.models import Answer
from inspect_app.fieldwork.operations import answer_item, begin_fieldwork, close_fieldwork
from inspect_app.fieldwork.rules import GivenAnswer
from inspect_app.findings.operations import edit_finding
from inspect_app.findings.queries import standing_findings
from inspect_app.kernel.actors import Role
from inspect_app.registry.operations import Issuing, NumberWanted, SheetMade
from inspect_app.units.models import Unit
from tests.factories.moments import LONG_AGO, NOW
from tests.factories.people import Player, make_player
from tests.factories.units import make_province, make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

CODE = "cong-vu"
LATER = timedelta(hours=1)
# Nothing is printed in these tests: what the bytes hash to is made up.
ISSUING = Issuing(
    NumberWanted(), lambda code: f"https://kiem-tra.test/{code}", lambda _sheet: SheetMade("1" * 64, "2" * 64)
)


def verdict(value: str, note: str = "") -> GivenAnswer:
    """A verdict as somebody answers it."""
    return GivenAnswer({"verdict": value}, False, None, note, value)


@dataclass(frozen=True)
class Journey:
    """One visit of the civil-service checklist and the people round it."""

    session: Session
    province: Unit
    unit: Unit
    visit: Visit
    version: ChecklistVersion
    lead: Player
    inspector: Player
    secretary: Player
    coordinator: Player
    signatory: Player
    contact: Player
    head: Player
    chair: Player
    auditor: Player
    delegation: Delegation

    def begin(self, now: datetime = NOW) -> None:
        """The lead begins on the spot."""
        begin_fieldwork(self.session, self.lead.actor, self.visit, place="Trụ sở", now=now)

    def answer(self, item_id: str, value: str = "pass", note: str = "", now: datetime = NOW) -> Answer:
        """The inspector answers an item by a verdict."""
        return answer_item(self.session, self.inspector.actor, self.visit, item_id, verdict(value, note), now=now)

    def close(self, now: datetime = NOW) -> None:
        """The lead closes, with whatever is answered."""
        close_fieldwork(
            self.session, self.lead.actor, self.visit, gaps=(), sheet={"kind": "minutes"}, pdf_sha256="0" * 64, now=now
        )

    def confirm_findings(self, grade: Grade | None = None, now: datetime = NOW) -> None:
        """The lead confirms every finding as it was drafted."""
        for finding in standing_findings(self.session, self.visit.id):
            edit_finding(
                self.session,
                self.lead.actor,
                finding,
                text=finding.text,
                grade=grade or finding.grade,
                area=finding.area,
                reason="thử" if grade else "",
                now=now,
            )

    def drafted(self, now: datetime = NOW) -> Conclusion:
        """The conclusion as the secretary drafts it."""
        return begin_draft(self.session, self.secretary.actor, self.visit, due_days=22, now=now)

    def sent(self, now: datetime = NOW) -> Conclusion:
        """The draft, with the unit for its explanation."""
        conclusion = self.drafted(now)
        send_for_explanation(self.session, self.lead.actor, conclusion, now=now)
        return conclusion

    def explain(
        self, conclusion: Conclusion, stance: Stance = Stance.AGREE, text: str = "", now: datetime = NOW
    ) -> None:
        """The contact says the same to every point, and the head submits."""
        for point in conclusion.rounds[-1].points:
            base = point.explanation.revision if point.explanation else 0
            save_explanation(self.session, self.contact.actor, point, Said(stance, text), base_revision=base, now=now)
        submit_explanation(self.session, self.head.actor, conclusion, now=now)

    def explained(self, stance: Stance = Stance.AGREE, text: str = "", now: datetime = NOW) -> Conclusion:
        """The unit explained, and the team is to answer."""
        conclusion = self.sent(now)
        self.explain(conclusion, stance, text, now)
        return conclusion

    def hear(self, conclusion: Conclusion, now: datetime = NOW) -> None:
        """The unit agrees to every point, and the team keeps them."""
        send_for_explanation(self.session, self.lead.actor, conclusion, now=now)
        self.explain(conclusion, now=now)
        keep_agreed(self.session, self.secretary.actor, conclusion, now=now)

    def submitted(self, now: datetime = NOW) -> Conclusion:
        """The conclusion, drafted by the secretary, explained by the unit where it has anything to, approved by the lead."""
        conclusion = self.drafted(now)
        if unsent_findings(self.session, conclusion):
            self.hear(conclusion, now)
        submit_draft(self.session, self.lead.actor, conclusion, now=now)
        return conclusion

    def issue(self, conclusion: Conclusion, now: datetime = NOW) -> None:
        """The signatory issues."""
        issue_conclusion(
            self.session,
            self.signatory.actor,
            conclusion,
            self.delegation,
            ISSUING,
            calendar=working_calendar(self.visit.campaign),
            now=now,
        )

    def issued(self, failing: tuple[str, ...] = ("CV01",), now: datetime = NOW) -> Conclusion:
        """All the way: the failing items become findings, the conclusion is issued."""
        self.begin(now)
        for item_id in failing:
            self.answer(item_id, "fail", "Chưa có", now)
        self.close(now)
        self.confirm_findings(now=now)
        conclusion = self.submitted(now)
        self.issue(conclusion, now)
        return conclusion


@cache
def _shipped() -> ChecklistLibrary:
    return load_library()


def keep_checklist(session: Session, code: str) -> None:
    """Keeps the shipped checklist with the code as the database keeps published ones."""
    entry = next(entry for entry in _shipped().entries if entry.version.code == code)
    version = entry.version
    if session.scalar(select(PublishedChecklist.id).where(PublishedChecklist.sha256 == version.sha256)) is not None:
        return
    session.add(
        PublishedChecklist(
            code=code,
            version=version.version,
            sha256=version.sha256,
            title=version.title.vi,
            body=entry.body,
            recorded_at=NOW,
        )
    )
    session.flush()


def make_journey(session: Session, *, unannounced: bool = False, checklist: str = CODE) -> Journey:
    """Everything in place on the morning of the visit."""
    keep_checklist(session, checklist)
    province = make_province(session)
    unit = make_unit(session, "Sở Xây dựng")
    home = make_unit(session, "Sở Nội vụ")
    lead = make_player(session, Role.LEAD, name="Trưởng đoàn mẫu", works_at=home)
    inspector = make_player(session, Role.INSPECTOR, name="Thành viên mẫu", works_at=home)
    secretary = make_player(session, Role.SECRETARY, name="Thư ký mẫu", works_at=home)
    signatory = make_player(session, Role.SIGNATORY, name="Người ký mẫu", works_at=province)
    delegation = Delegation(
        person_id=signatory.person.id,
        unit_id=province.id,
        form=SigningForm.DEPUTY,
        on_behalf_of="Chủ tịch",
        title="Phó Chủ tịch",
        valid_from=LONG_AGO,
    )
    session.add(delegation)
    session.flush()
    stream = make_stream(session, make_campaign(session), checklist=(checklist, 1), unannounced=unannounced)
    team = [(lead.person, Role.LEAD), (inspector.person, Role.INSPECTOR), (secretary.person, Role.SECRETARY)]
    visit = make_visit(session, unit=unit, stream=stream, team=team, noticed=not unannounced)
    return Journey(
        session=session,
        province=province,
        unit=unit,
        visit=visit,
        version=version_of(session, checklist, 1),
        lead=lead,
        inspector=inspector,
        secretary=secretary,
        coordinator=make_player(session, Role.COORDINATOR, name="Điều phối mẫu", works_at=home),
        signatory=signatory,
        contact=make_player(session, (Role.UNIT_CONTACT, unit), name="Đầu mối mẫu", works_at=unit),
        head=make_player(session, (Role.HEAD_OF_UNIT, unit), name="Thủ trưởng mẫu", works_at=unit),
        chair=make_player(session, (Role.RATING_AUTHORITY, province), name="Chủ tịch mẫu", works_at=province),
        auditor=make_player(session, Role.AUDITOR, name="Kiểm toán mẫu"),
        delegation=delegation,
    )
