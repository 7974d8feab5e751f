"""The minutes as a sheet: who, when and where, and per area the facts, what was done well, the shortcomings."""

from datetime import datetime

from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.papers.citing import participants, plan_cited, stream_words
from inspect_app.campaigns.papers.frame import writer_of
from inspect_app.checklists.areas import AREAS, area_name
from inspect_app.checklists.kinds import kind_named
from inspect_app.checklists.rules import Item, Verdict
from inspect_app.documents.rules import sign_of
from inspect_app.documents.sheets import (
    AreaResult,
    Copies,
    Letterhead,
    MinutesSheet,
    Moment,
    Participant,
    Refusal,
    Remark,
    Shortcoming,
    Signature,
)
from inspect_app.fieldwork.models import Minutes
from inspect_app.fieldwork.standing import Standing
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import ZONE, local_date
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language

CHAIR = "{name}, Trưởng đoàn"
SECRETARY = "{name}, Thư ký đoàn"
SCOPE = "{title}: {done} trong {of} nội dung áp dụng đã được đánh giá"
PARTLY = "Chưa bảo đảm đầy đủ nội dung"
SHORT = "Chưa bảo đảm nội dung"


def evidence_mark(number: int) -> str:
    """How papers name a piece of evidence: `CC-06`."""
    return f"CC-{number:02d}"


def stream_subject(visit: Visit) -> str:
    """What is inspected, to stand within a sentence: `kiểm tra toàn diện công tác …`."""
    return stream_words(visit.stream)


def minutes_subject(visit: Visit) -> str:
    """What the minutes are about, below their title."""
    subject = stream_subject(visit)
    return f"{subject[:1].upper()}{subject[1:]} tại {visit.unit.name}"


def plan_words(visit: Visit) -> str:
    """The plan as the papers of a visit cite it."""
    return campaign_plan_words(visit.campaign)


def campaign_plan_words(campaign: Campaign) -> str:
    """The plan as papers cite it; its number and date stay empty where they are not known."""
    return plan_cited(campaign)


def moment_of(at: datetime | None, year: int) -> Moment:
    """A moment as papers tell it, in Vietnam's time; what is not known stays open."""
    if at is None:
        return Moment(year=year)
    return Moment(day=local_date(at), at=at.astimezone(ZONE).time().replace(second=0, microsecond=0))


def participants_of(visit: Visit) -> tuple[Participant, ...]:
    """The team with offices and parts."""
    return participants(visit.team)


def unit_side_of(minutes: Minutes) -> tuple[Participant, ...]:
    """Who stood for the unit, as the minutes tell it: a line each, `name, office`."""
    people: list[Participant] = []
    for line in minutes.unit_side.splitlines():
        name, _mark, office = line.strip(" -;").partition(",")
        if name.strip():
            people.append(Participant(name=name.strip(), office=office.strip()))
    return tuple(people)


def named(visit: Visit, role: Role) -> str:
    """Who has the part in the team; empty where nobody has."""
    return next((member.person.name for member in visit.team if Role(member.role) is role), "")


def facts_of(item: Item, standing: Standing) -> str:
    """What an answer says beyond its verdict, in one line; empty where it is only judged."""
    answer = standing.answers[item.id]
    if item.kind == "verdict" or answer.value is None:
        return ""
    kind = kind_named(item.kind)
    return kind.summary(kind.from_json(answer.value, item.options), item.options)


def _remark(item: Item, standing: Standing) -> Remark:
    facts = facts_of(item, standing)
    note = standing.answers[item.id].note
    text = "; ".join(part for part in (facts, note.rstrip(".")) if part)
    marks = tuple(evidence_mark(each.number) for each in standing.evidence.get(item.id, ()))
    return Remark(text=f"{item.text.vi.rstrip('.')}{': ' + text if text else ''}", item=item.id, evidence=marks)


def basis_of(item: Item) -> str:
    """What an item is held against, in one line."""
    return "; ".join(f"{each.label}{' (cần đối chiếu)' if each.needs_checking else ''}" for each in item.basis)


def _shortcoming(item: Item, standing: Standing) -> Shortcoming:
    answer = standing.answers[item.id]
    facts = "; ".join(part for part in (facts_of(item, standing), answer.note.rstrip(".")) if part)
    marks = tuple(evidence_mark(each.number) for each in standing.evidence.get(item.id, ()))
    lead_in = PARTLY if answer.verdict == Verdict.PARTIAL else SHORT
    return Shortcoming(
        text=f"{lead_in} “{item.text.vi.rstrip('.')}”", item=item.id, facts=facts, basis=basis_of(item), evidence=marks
    )


def _area(area: int | None, standing: Standing) -> AreaResult | None:
    verdicts = {item_id: answered.verdict for item_id, answered in standing.answered.items()}
    items = [i for i in standing.version.items if i.area == area and i.id in standing.applying and i.id in verdicts]
    good = [item for item in items if verdicts[item.id] is Verdict.PASS]
    bad = [item for item in items if verdicts[item.id] in {Verdict.FAIL, Verdict.PARTIAL}]
    recorded = [item for item in items if verdicts[item.id] is Verdict.RECORDED]
    if not (good or bad or recorded):
        return None
    return AreaResult(
        title=area_name(area),
        facts=tuple(_remark(item, standing) for item in recorded),
        strengths=tuple(_remark(item, standing) for item in good),
        shortcomings=tuple(_shortcoming(item, standing) for item in bad),
    )


@use_language(DEFAULT_LANGUAGE)
def results_of(standing: Standing) -> tuple[AreaResult, ...]:
    """What the answers say, area by area, in the paper's language."""
    areas = (_area(area, standing) for area in (*AREAS, None))
    return tuple(area for area in areas if area is not None)


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def minutes_sheet(visit: Visit, minutes: Minutes, standing: Standing, *, ended_at: datetime | None) -> MinutesSheet:
    """The minutes of a visit: a draft while `ended_at` is None."""
    year = visit.campaign.year
    issuer = writer_of(visit, None, None)
    progress = standing.progress()
    each = max(1, minutes.copies // 3)
    return MinutesSheet(
        draft=ended_at is None,
        sample=visit.campaign.is_sample,
        letterhead=Letterhead(
            parent_body=issuer.parent_body, issuing_body=issuer.body, sign=sign_of("BB", issuer.sign), year=year
        ),
        subject=minutes_subject(visit),
        unit=visit.unit.name,
        mandate=(plan_words(visit),),
        begins=moment_of(minutes.started_at, year),
        ends=moment_of(ended_at, year),
        venue=minutes.place,
        team=participants(visit.team),
        unit_side=unit_side_of(minutes),
        chair=CHAIR.format(name=named(visit, Role.LEAD)),
        secretary=SECRETARY.format(name=named(visit, Role.SECRETARY)),
        scope=SCOPE.format(title=standing.version.title.vi, done=progress.done, of=progress.of),
        areas=results_of(standing),
        unit_opinion=minutes.unit_opinion,
        copies=(
            Copies(holder="Đoàn kiểm tra", count=minutes.copies - 2 * each),
            Copies(holder=visit.unit.name, count=each),
            Copies(holder="Sở Nội vụ", count=each),
        )
        if minutes.copies >= 3
        else (Copies(holder="Đoàn kiểm tra", count=minutes.copies),),
        signed_by_secretary=Signature(title="THƯ KÝ", name=named(visit, Role.SECRETARY)),
        signed_by_lead=Signature(title="TRƯỞNG ĐOÀN", name=named(visit, Role.LEAD)),
        signed_by_unit=Signature(title="ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA"),
        refusal=Refusal(reason=minutes.refusal_reason) if minutes.refusal_reason else None,
        recipients=(visit.unit.name, "Thành viên Đoàn kiểm tra"),
    )
