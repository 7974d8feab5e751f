"""The unit's explanation in the sample: sent by the lead, written by the contact, handed in by the head, answered by the team."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from inspect_app.accounts.queries import people_with_role
from inspect_app.campaigns.models import Visit
from inspect_app.cli.demonstration.cast import contact_code
from inspect_app.cli.demonstration.casting import Course
from inspect_app.cli.demonstration.pictures import DRAWINGS
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.conclusions.explanation_queries import points_of, standing_of_point, unsent_findings
from inspect_app.conclusions.models import Conclusion, ExplanationPoint
from inspect_app.conclusions.operations import (
    Said,
    answer_point,
    keep_agreed,
    record_lapse,
    save_explanation,
    send_for_explanation,
    submit_explanation,
)
from inspect_app.conclusions.queries import conclusion_of
from inspect_app.conclusions.rules import PointAnswer, Stance
from inspect_app.fieldwork.intake import ReceivedFile, receive_document
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.formats import format_date

AGREED = "Đơn vị đã phân công khắc phục ngay sau khi nhận dự thảo (mẫu)."
DISAGREED = (
    "Đề nghị đoàn xem lại: đơn vị đã bổ sung hồ sơ sau ngày kiểm tra, tài liệu gửi kèm (mẫu).",
    "Nội dung này phụ thuộc hệ thống dùng chung của tỉnh, đơn vị đã có văn bản đề nghị nhưng chưa được xử lý (mẫu).",
)
ANSWERED = "Ghi nhận ý kiến và tài liệu bổ sung; giữ nguyên nội dung vì tại thời điểm kiểm tra chưa thực hiện."
# Of twenty points, to how many the unit does not agree.
DISAGREES = 4


def plan_explanation(stage: Stage, visit: Visit, course: Course) -> None:
    """Puts down what is sent, explained and answered between the wording and the lead's approval."""
    last, code = visit.ends_on or visit.window_end, visit.code
    stage.after(last, course.worded, 16, 0, partial(send, code))
    if not course.silent:
        stage.after(last, course.explains, 15, 0, partial(explain, code))
    stage.after(last, course.submitted, 9, 15, partial(answer, code))


def leading(visit: Visit, role: Role) -> UUID:
    """Who has the part in the visit's team."""
    return next(member.person_id for member in visit.team if Role(member.role) is role)


def _conclusion(stage: Stage, code: str) -> Conclusion:
    conclusion = conclusion_of(stage.session, stage.visit(code).id)
    if conclusion is None:
        raise ValueError(f"{code} has no draft")
    return conclusion


def send(code: str, stage: Stage, now: datetime) -> None:
    """The lead sends the shortcomings to the unit; a visit without any has nothing to explain."""
    conclusion = _conclusion(stage, code)
    if unsent_findings(stage.session, conclusion):
        lead = stage.actor_of(leading(conclusion.visit, Role.LEAD), now)
        send_for_explanation(stage.session, lead, conclusion, now=now)


def explain(code: str, stage: Stage, now: datetime) -> None:
    """The contact writes to each point, and the head, or the contact where he has no account, hands it in."""
    conclusion = _conclusion(stage, code)
    if not conclusion.rounds:
        return
    lots, visit = stage.lots(f"{code} explanation"), conclusion.visit
    contact = stage.actor(contact_code(visit.unit), now)
    for point in conclusion.rounds[-1].points:
        lot = lots.randrange(20)
        said = Said(Stance.AGREE, AGREED if lot % 2 else "")
        if lot < DISAGREES:
            said = Said(Stance.DISAGREE, DISAGREED[lot % 2], _proof(stage, point, now) if lot % 2 == 0 else ())
        save_explanation(stage.session, contact, point, said, base_revision=0, now=now)
    submit_explanation(stage.session, _head(stage, visit, now) or contact, conclusion, now=now)


def _head(stage: Stage, visit: Visit, now: datetime) -> Actor | None:
    heads = people_with_role(stage.session, Role.HEAD_OF_UNIT, visit.unit_id, local_date(now))
    accounts = [head for head in heads if head.account is not None]
    return stage.actor_of(accounts[0].id, now) if accounts else None


def _proof(stage: Stage, point: ExplanationPoint, now: datetime) -> Sequence[ReceivedFile]:
    visit = point.round.conclusion.visit
    drawing = list(DRAWINGS)[(point.position + len(visit.code)) % len(DRAWINGS)]
    words = (f"Giải trình thiếu sót số {point.position} · {visit.code}", visit.unit.name, format_date(local_date(now)))
    picture = stage.press.picture(drawing, *words)
    return [receive_document(stage.store, picture, f"giai-trinh-{visit.code}-{point.position}.png")]


def answer(code: str, stage: Stage, now: datetime) -> None:
    """The team keeps what the unit agrees to and says why it keeps the rest; without an explanation it notes that first."""
    conclusion = _conclusion(stage, code)
    if not conclusion.rounds:
        return
    lead = stage.actor_of(leading(conclusion.visit, Role.LEAD), now)
    if conclusion.rounds[-1].submitted_at is None:
        record_lapse(stage.session, lead, conclusion, now=now)
    keep_agreed(stage.session, lead, conclusion, now=now)
    for point in points_of(conclusion):
        if standing_of_point(point).answer is None:
            answer_point(stage.session, lead, point, answer=PointAnswer.KEPT, reason=ANSWERED, now=now)
