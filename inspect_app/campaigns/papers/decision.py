"""The decision that sets up the teams of a stream, as a sheet."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from inspect_app.accounts.issuing_body import head_in_full, head_title, issuer_for, signature_of
from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.models import Stream
from inspect_app.campaigns.papers.citing import after, before, plan_cited, span_text, stream_words
from inspect_app.campaigns.papers.frame import lead_agency, lead_agency_name, letterhead_of
from inspect_app.campaigns.papers.teams import CampaignTeam, teams_of_stream
from inspect_app.campaigns.papers.wording import UNWORDED, lines_said, wording_of
from inspect_app.campaigns.queries import deadline_settings
from inspect_app.campaigns.rules import DeadlineKind, StreamKind
from inspect_app.documents.rules import count_word, sign_of
from inspect_app.documents.sheets import Duty, TeamDecisionSheet
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _
from inspect_app.units.models import Unit
from inspect_app.units.queries import province, units_by_code

COMMON_NAME = {"Đoàn": "", "Tổ": " (sau đây gọi chung là Đoàn kiểm tra)"}
NO_SEAL = "Đoàn kiểm tra không có con dấu riêng; văn bản của Đoàn kiểm tra do Trưởng đoàn ký, ghi chức danh trong Đoàn kiểm tra."
SEAL = "Đoàn kiểm tra được sử dụng con dấu của {unit} trong thời gian thực hiện nhiệm vụ."
DISSOLUTION = "Đoàn kiểm tra tự giải thể sau khi hoàn thành nhiệm vụ."
BOUND = "Thủ trưởng các cơ quan, đơn vị có liên quan và các ông (bà) có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này"


def deciding_unit(session: Session, stream: Stream) -> Unit:
    """Whose head sets the teams up: as the plan says, else the province for the comprehensive stream, else the lead agency."""
    units = units_by_code(session)
    named = units.get(wording_of(stream.campaign).decision.issued_by.get(stream.code, ""))
    if named is not None:
        return named
    home = province(session)
    return home if stream.kind is StreamKind.COMPREHENSIVE else lead_agency(session, stream.campaign) or home


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def team_decision_sheet(
    session: Session, stream: Stream, *, delegation: Delegation | None, words: Mapping[str, str] = UNWORDED
) -> TeamDecisionSheet:
    """The decision for all teams of a stream. For an unannounced stream it names neither unit nor day, nor any visit.

    Raises RuleBroken while nobody is on a team.
    """
    campaign, teams = stream.campaign, teams_of_stream(session, stream)
    if not teams:
        raise RuleBroken(None, _("Luồng này chưa có đoàn. Hãy chọn người cho các cuộc kiểm tra rồi lập quyết định."))
    home = delegation.unit if delegation else deciding_unit(session, stream)
    issuer, wording = issuer_for(home), wording_of(campaign)
    kind = _kind_of(teams)
    founded = f"{'các ' if len(teams) > 1 else ''}{kind} {stream_words(stream)} năm {campaign.year}"
    told = () if stream.unannounced else ("Các cơ quan, đơn vị được kiểm tra",)
    return TeamDecisionSheet(
        draft=True,
        sample=campaign.is_sample,
        letterhead=letterhead_of(issuer, sign_of("QĐ", issuer.sign), campaign),
        subject=f"Về việc thành lập {founded}",
        authority=issuer.head,
        bases=lines_said(words, "bases", _bases(stream, home)),
        founding=f"Thành lập {count_word(len(teams))} {kind} {stream_words(stream)}{COMMON_NAME[kind]}, gồm các ông (bà):",
        teams=tuple(team.roll() for team in teams),
        duties=_duties(session, stream),
        seal=_seal(session, stream),
        dissolution=DISSOLUTION,
        bound=_bound(session, stream, home),
        signature=signature_of(delegation, signed=False, collective="", expected=head_title(home)),
        recipients=lines_said(words, "recipients", ("Như Điều 3", *wording.decision.recipients, *told)),
        archive=f"VT, {wording.lead_agency}",
    )


def _kind_of(teams: Sequence[CampaignTeam]) -> str:
    return "Tổ" if all(team.title.startswith("Tổ") for team in teams) else "Đoàn"


def _bases(stream: Stream, home: Unit) -> tuple[str, ...]:
    words = wording_of(stream.campaign)
    bases = (*words.decision.bases.get(home.code, ()), f"Căn cứ {plan_cited(stream.campaign)}")
    if home.code != words.lead_agency and words.decision.proposed_by:
        return (*bases, f"Theo đề nghị của {words.decision.proposed_by}")
    return bases


def _duties(session: Session, stream: Stream) -> tuple[Duty, ...]:
    campaign = stream.campaign
    days = {kind: deadline_settings(campaign).of(kind).days for kind in DeadlineKind}
    agency = lead_agency_name(session, campaign)
    if stream.unannounced:
        telling = ("Kiểm tra đột xuất, không báo trước; giữ bí mật thời gian và đơn vị cho đến khi bắt đầu kiểm tra",)
    else:
        telling = (f"Thông báo lịch kiểm tra cho đơn vị {before(days[DeadlineKind.NOTICE])} ngày kiểm tra",)
    team = Duty(
        who="Đoàn kiểm tra",
        lines=(
            f"Kiểm tra theo nội dung của Kế hoạch, {span_text(campaign.window_start, campaign.window_end)}",
            "Yêu cầu đơn vị được kiểm tra báo cáo, giải trình, cung cấp hồ sơ, tài liệu liên quan đến nội dung kiểm tra",
            f"Lập biên bản {after(days[DeadlineKind.MINUTES])}; báo cáo kết quả "
            f"{after(days[DeadlineKind.TEAM_REPORT])}, gửi UBND tỉnh qua {agency}",
        ),
    )
    leader = Duty(
        who="Trưởng đoàn",
        lines=(
            *telling,
            "Phân công nhiệm vụ thành viên; được mời thêm lãnh đạo, công chức của cơ quan liên quan cùng tham gia",
            "Chịu trách nhiệm về kết quả kiểm tra và dự thảo thông báo kết luận kiểm tra",
        ),
    )
    return (team, leader, _members_duty())


def _members_duty() -> Duty:
    return Duty(
        who="Thành viên Đoàn kiểm tra",
        lines=(
            "Tham gia đầy đủ các cuộc kiểm tra; khi vắng thì cơ quan cử người thay và báo Trưởng đoàn",
            "Nghiên cứu trước hồ sơ, tài liệu; chịu trách nhiệm về tính trung thực, chính xác của nội dung được phân công",
            "Không tham gia kiểm tra đơn vị nơi mình công tác hoặc có liên quan về lợi ích",
        ),
    )


def _seal(session: Session, stream: Stream) -> str:
    unit = units_by_code(session).get(wording_of(stream.campaign).decision.seal or "")
    return SEAL.format(unit=unit.name) if unit else NO_SEAL


def _bound(session: Session, stream: Stream, home: Unit) -> str:
    agency = lead_agency(session, stream.campaign)
    if agency is None or home.id == agency.id:
        return BOUND
    return f"Chánh Văn phòng UBND tỉnh, {head_in_full(agency)}, {BOUND}"
