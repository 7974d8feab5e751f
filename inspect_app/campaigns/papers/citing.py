"""How papers speak of a campaign: its plan, its streams, the people of a team, its days."""

from collections.abc import Iterable
from datetime import date

from inspect_app.accounts.issuing_body import HOME_PARENT
from inspect_app.campaigns.models import Campaign, Stream, TeamMember, Visit
from inspect_app.documents.rules import count_word, format_short_day, within_sentence
from inspect_app.documents.sheets import Participant
from inspect_app.kernel.actors import Role
from inspect_app.kernel.formats import format_date

ROLE_WORDS = {
    Role.LEAD: "Trưởng đoàn",
    Role.DEPUTY: "Phó Trưởng đoàn",
    Role.SECRETARY: "Thư ký",
    Role.INSPECTOR: "Thành viên",
    Role.EXPERT: "Chuyên gia",
    Role.OBSERVER: "Thành viên mời",
}


def stream_words(stream: Stream) -> str:
    """What is inspected, to stand within a sentence."""
    return within_sentence(stream.title)


def plan_cited(campaign: Campaign, body: str = HOME_PARENT) -> str:
    """The plan as papers cite it; its number and date stay empty where they are not known."""
    if campaign.official_number and campaign.official_date:
        named = f"Kế hoạch số {campaign.official_number} ngày {format_date(campaign.official_date)}"
    else:
        named = f"Kế hoạch số …/KH-UBND ngày …/…/{campaign.year}"
    return f"{named} của {body} về {within_sentence(campaign.title)}"


def participant(name: str, office: str | None, role: Role) -> Participant:
    """Somebody of a team."""
    return Participant(name=name, office=office or "", role=ROLE_WORDS[role])


def participants(team: Iterable[TeamMember]) -> tuple[Participant, ...]:
    """The team as papers list it."""
    return tuple(participant(member.person.name, member.person.title, Role(member.role)) for member in team)


def days_text(visit: Visit) -> str:
    """When a visit is: `20/5/2024`, `từ 18/6/2024 đến 20/6/2024`, or within which days while it has no date."""
    if visit.starts_on and visit.ends_on:
        return span_text(visit.starts_on, visit.ends_on)
    return f"trong khoảng {span_text(visit.window_start, visit.window_end)}"


def span_text(first: date, last: date) -> str:
    """One day, or from which to which."""
    return format_short_day(first) if first == last else f"từ {format_short_day(first)} đến {format_short_day(last)}"


def within(days: int) -> str:
    """`trong 22 ngày làm việc`."""
    return f"trong {count_word(days)} ngày làm việc"


def before(days: int) -> str:
    """`chậm nhất 10 ngày làm việc trước`; what a day follows."""
    return f"chậm nhất {count_word(days)} ngày làm việc trước"


def after(days: int) -> str:
    """By when after the last day of a visit: on that day itself, or so many working days later."""
    if not days:
        return "ngay trong ngày kết thúc kiểm tra"
    return f"chậm nhất {count_word(days)} ngày làm việc kể từ ngày kết thúc kiểm tra"
