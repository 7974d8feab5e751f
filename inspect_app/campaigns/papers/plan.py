"""The inspection plan as a sheet: what the plan file says, by streams, units, teams and days."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from inspect_app.accounts.issuing_body import head_title, issuer_for, name_in_full, signature_of
from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.models import Campaign, Stream, Visit
from inspect_app.campaigns.operations.drawing import draw_settings
from inspect_app.campaigns.papers.citing import after, before, days_text, within
from inspect_app.campaigns.papers.frame import lead_agency_name, letterhead_of
from inspect_app.campaigns.papers.outline import outline_of
from inspect_app.campaigns.papers.teams import announced_teams, announced_visits
from inspect_app.campaigns.papers.wording import UNWORDED, lines_said, text_said, wording_of
from inspect_app.campaigns.queries import deadline_settings
from inspect_app.campaigns.rules import DeadlineKind, StreamKind
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.documents.rules import count_word, sign_of
from inspect_app.documents.sheets import (
    Duty,
    InspectionPlanSheet,
    PlanAnnexes,
    PlannedContent,
    PlannedGroup,
    PlannedUnits,
    PlannedVisit,
    PlanScope,
)
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.units.queries import province
from inspect_app.units.rules import UnitKind

KIND_WORDS: Mapping[StreamKind, str] = {
    StreamKind.COMPREHENSIVE: "Toàn diện",
    StreamKind.THEMATIC: "Chuyên đề",
    StreamKind.CIVIL_SERVICE: "Công vụ",
}
UNIT_WORDS: Mapping[UnitKind, str] = {
    UnitKind.SPECIALISED_AGENCY: "cơ quan chuyên môn thuộc UBND tỉnh",
    UnitKind.MANAGEMENT_BOARD: "ban quản lý thuộc UBND tỉnh",
    UnitKind.SECTOR_BODY: "cơ quan ngành dọc",
    UnitKind.DISTRICT: "UBND cấp huyện",
    UnitKind.COMMUNE: "UBND cấp xã",
    UnitKind.DISTRICT_DIVISION: "phòng chuyên môn cấp huyện",
    UnitKind.PROVINCE: "UBND tỉnh",
}
SURPRISE = "kiểm tra đột xuất, không báo trước thời gian và đơn vị"
NO_TEAM = "chưa phân công"
SURPRISE_METHOD = "Đối với kiểm tra đột xuất: không báo trước thời gian, địa điểm và đơn vị được kiểm tra"
SURPRISE_TEAMS = "Đoàn, tổ kiểm tra đột xuất do người có thẩm quyền quyết định riêng, không ghi tại Phụ lục này."


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def inspection_plan_sheet(
    session: Session, campaign: Campaign, *, delegation: Delegation | None, words: Mapping[str, str] = UNWORDED
) -> InspectionPlanSheet:
    """The plan with its annexes; the province issues it unless the delegation says another body.

    No unannounced visit stands in it, whoever asks.
    """
    home = delegation.unit if delegation else province(session)
    issuer, wording = issuer_for(home), wording_of(campaign)
    plan, agency = wording.plan, lead_agency_name(session, campaign)
    return InspectionPlanSheet(
        draft=True,
        sample=campaign.is_sample,
        letterhead=letterhead_of(issuer, sign_of("KH", issuer.sign), campaign),
        subject=campaign.title,
        body=issuer.author,
        body_in_full=name_in_full(home),
        bases=lines_said(words, "bases", plan.bases),
        purposes=lines_said(words, "purposes", plan.purposes),
        requirements=lines_said(words, "requirements", plan.requirements),
        scope=_scope(session, campaign, words),
        duties=(*_duties(campaign, agency), *(Duty(who=one.who, lines=one.lines) for one in plan.duties)),
        funding=text_said(words, "funding", plan.funding),
        contact=agency,
        annexes=_annexes(session, campaign),
        signature=signature_of(delegation, signed=False, collective=issuer.collective, expected=head_title(home)),
        recipients=lines_said(words, "recipients", plan.recipients),
        archive=f"VT, {wording.lead_agency}",
    )


def _scope(session: Session, campaign: Campaign, words: Mapping[str, str]) -> PlanScope:
    plan = wording_of(campaign).plan
    visits = announced_visits(session, campaign)
    return PlanScope(
        contents=tuple(
            PlannedContent(
                title=stream.title,
                lines=plan.contents.get(stream.code, ()),
                areas=tuple(section.title.vi for section in _checklist(session, stream).sections),
            )
            for stream in campaign.streams
        ),
        objects=tuple(PlannedUnits(title=one.title, text=_objects(one, visits)) for one in campaign.streams),
        begins=campaign.window_start,
        ends=campaign.window_end,
        period=text_said(words, "period", plan.period),
        methods=lines_said(words, "methods", (*plan.methods, *_surprise_method(campaign))),
    )


def _surprise_method(campaign: Campaign) -> tuple[str, ...]:
    return (SURPRISE_METHOD,) if any(one.unannounced for one in campaign.streams) else ()


def _checklist(session: Session, stream: Stream) -> ChecklistVersion:
    return version_of(session, stream.checklist_code, stream.checklist_version)


def _objects(stream: Stream, visits: Sequence[Visit]) -> str:
    if stream.unannounced:
        # Counted from the plan's draws, so that no visit which is a secret changes a letter here.
        count = sum(one.count for one in draw_settings(stream.campaign) if one.stream == stream.code)
        return f"{count_word(count)} cuộc, {SURPRISE}" if count else SURPRISE
    units = {visit.unit.id: visit.unit for visit in visits if visit.stream_id == stream.id}
    if not units:
        return "chưa chọn đơn vị"
    kinds = Counter(unit.kind for unit in units.values())
    told = ", ".join(f"{count_word(kinds[kind])} {words}" for kind, words in UNIT_WORDS.items() if kinds[kind])
    return f"{count_word(len(units))} cơ quan, đơn vị, gồm {told}"


def _annexes(session: Session, campaign: Campaign) -> PlanAnnexes:
    visits = announced_visits(session, campaign)
    teams = announced_teams(campaign, visits)
    numbers = {visit.id: f"Đoàn số {number}" for number, team in enumerate(teams, start=1) for visit in team.visits}
    lines = {visit.id: _line(visit, numbers.get(visit.id, NO_TEAM)) for visit in visits}
    # One outline for all: that of the stream which looks at everything, else of the first.
    told = [one for one in campaign.streams if not one.unannounced] or campaign.streams
    widest = next((one for one in told if one.kind is StreamKind.COMPREHENSIVE), told[0])
    return PlanAnnexes(
        groups=tuple(
            PlannedGroup(
                title=stream.title, visits=tuple(lines[one.id] for one in visits if one.stream_id == stream.id)
            )
            for stream in campaign.streams
            if not stream.unannounced
        ),
        teams=tuple(team.roll() for team in teams),
        teams_note=SURPRISE_TEAMS if any(one.unannounced for one in campaign.streams) else "",
        outline=outline_of(wording_of(campaign), (_checklist(session, widest),), with_items=False),
    )


def _line(visit: Visit, team: str) -> PlannedVisit:
    return PlannedVisit(
        unit=visit.unit.name,
        kind=KIND_WORDS[visit.stream.kind],
        team=team,
        days=days_text(visit),
    )


def _duties(campaign: Campaign, agency: str) -> tuple[Duty, Duty]:
    """What teams and units have to do, with the campaign's own deadlines in working days."""
    days = {kind: deadline_settings(campaign).of(kind).days for kind in DeadlineKind}
    teams = Duty(
        who="Các Đoàn kiểm tra",
        lines=(
            f"Thông báo lịch kiểm tra cho cơ quan, đơn vị {before(days[DeadlineKind.NOTICE])} ngày kiểm tra, trừ kiểm tra đột "
            "xuất",
            f"Lập và ký biên bản {after(days[DeadlineKind.MINUTES])}; báo cáo kết quả kiểm tra "
            f"{after(days[DeadlineKind.TEAM_REPORT])}, gửi UBND tỉnh qua {agency}",
            f"Trình ban hành thông báo kết luận kiểm tra {after(days[DeadlineKind.CONCLUSION])}",
        ),
    )
    units = Duty(
        who="Cơ quan, đơn vị được kiểm tra",
        lines=(
            f"Gửi báo cáo tự kiểm tra theo Đề cương tại Phụ lục III cho Đoàn kiểm tra "
            f"{before(days[DeadlineKind.SELF_REPORT])} ngày kiểm tra",
            "Chuẩn bị hồ sơ, tài liệu, bố trí thành phần làm việc; giải trình các nội dung theo yêu cầu của Đoàn kiểm tra",
            f"Khắc phục tồn tại, hạn chế theo thông báo kết luận, báo cáo kết quả {within(days[DeadlineKind.REMEDIATION])} kể "
            "từ ngày thông báo kết luận được ban hành",
        ),
    )
    return teams, units
