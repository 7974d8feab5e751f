"""What becomes of corrective actions: reported with proof, returned once in a while, verified, sometimes late."""

from datetime import datetime
from functools import partial
from random import Random
from uuid import UUID

from inspect_app.cli.demonstration.cast import contact_code
from inspect_app.cli.demonstration.casting import Casting
from inspect_app.cli.demonstration.pictures import DRAWINGS
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.cli.demonstration.told_visits import Follow
from inspect_app.conclusions.models import Conclusion
from inspect_app.fieldwork.intake import receive_document
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.operations import decide_report, report_action
from inspect_app.followup.queries import action_by_id, actions_of_conclusion
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.formats import format_date

RETURNED = (
    "Tài liệu gửi kèm chưa thể hiện đủ các trường hợp đã nêu. Đề nghị bổ sung bảng kê.",
    "Mới có văn bản chỉ đạo, chưa có kết quả thực hiện. Đề nghị gửi kết quả cụ thể.",
    "Ảnh gửi kèm chưa rõ nội dung. Đề nghị chụp lại và ghi ngày chụp.",
)
ALREADY_DONE = "Đã thực hiện yêu cầu; tài liệu minh chứng gửi kèm (mẫu)."
DONE_AGAIN = "Đã bổ sung tài liệu theo yêu cầu của trưởng đoàn; bảng kê đầy đủ gửi kèm (mẫu)."
# Of twenty actions: how many are reported in time, returned once, reported late.
ORDINARY, RETURNED_ONCE = 14, 17


def plan_followup(stage: Stage, conclusion: Conclusion, casting: Casting, now: datetime) -> None:
    """Puts down the reports on each action of an issued conclusion; what follows them is put down when they come."""
    lots = stage.lots(f"{conclusion.visit.code} followup")
    issued_on = conclusion.issued_on or local_date(now)
    for number, action in enumerate(actions_of_conclusion(stage.session, conclusion)):
        item = action.request.findings[0].item_id if action.request.findings else ""
        follow = casting.told.follow.get(item) or _drawn(lots)
        flaw = casting.flaw_of(item)
        text = flaw.done if flaw is not None and flaw.done else ALREADY_DONE
        days = stage.calendar.working_days_between(issued_on, action.due_on)
        # A report comes at the earliest on the third working day after the issue, whatever was drawn.
        offset = max(follow.report, 3 - days)
        act = partial(report, action.id, text, follow)
        stage.after(action.due_on, offset, 14, 5 + 7 * (number % 6), act)


def _drawn(lots: Random) -> Follow:
    lot = lots.randrange(20)
    if lot < ORDINARY:
        return Follow(report=-lots.randint(1, 7), decide=lots.randint(1, 4))
    if lot < RETURNED_ONCE:
        return Follow(report=-lots.randint(2, 6), decide=2, returned=lots.choice(RETURNED), again=lots.randint(3, 6))
    return Follow(report=lots.randint(2, 9), decide=lots.randint(1, 4))


def report(action_id: UUID, text: str, follow: Follow, stage: Stage, now: datetime) -> None:
    """The unit's contact reports, with a picture as proof."""
    action = action_by_id(stage.session, action_id)
    _report(stage, action, text, now)
    act = partial(answer, action_id, follow)
    stage.after(local_date(now), follow.decide, 10, 20, act)


def _report(stage: Stage, action: CorrectiveAction, text: str, now: datetime) -> None:
    visit = action.visit
    contact = stage.actor(contact_code(action.unit), now)
    number = action.request.position
    drawing = list(DRAWINGS)[(number + len(visit.code)) % len(DRAWINGS)]
    words = (f"Minh chứng yêu cầu số {number} · {visit.code}", action.unit.name, format_date(local_date(now)))
    received = receive_document(
        stage.store, stage.press.picture(drawing, *words), f"minh-chung-{visit.code}-{number}.png"
    )
    report_action(stage.session, contact, action, text=text, files=[received], now=now)


def _decide(stage: Stage, action: CorrectiveAction, reason: str, now: datetime) -> None:
    lead = next(member.person_id for member in action.visit.team if Role(member.role) is Role.LEAD)
    decide_report(stage.session, stage.actor_of(lead, now), action, accepted=not reason, reason=reason, now=now)


def answer(action_id: UUID, follow: Follow, stage: Stage, now: datetime) -> None:
    """The lead verifies the report, or returns it with the reason; then the unit reports again."""
    action = action_by_id(stage.session, action_id)
    _decide(stage, action, follow.returned, now)
    if follow.returned and follow.settled:
        stage.after(local_date(now), follow.again, 15, 30, partial(report_again, action_id, follow))


def report_again(action_id: UUID, follow: Follow, stage: Stage, now: datetime) -> None:
    """The contact reports anew, and this time the lead verifies."""
    _report(stage, action_by_id(stage.session, action_id), DONE_AGAIN, now)
    stage.after(local_date(now), follow.decide_again, 9, 40, partial(verify, action_id))


def verify(action_id: UUID, stage: Stage, now: datetime) -> None:
    """The lead verifies."""
    _decide(stage, action_by_id(stage.session, action_id), "", now)
