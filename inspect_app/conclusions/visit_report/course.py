"""How the visit went, in sentences: when, where and who; what was looked at, by which checklist, and how."""

from inspect_app.checklists.areas import AREAS, area_name
from inspect_app.checklists.kinds import kind_named
from inspect_app.checklists.rules import Score
from inspect_app.conclusions.visit_report.material import VisitMaterial
from inspect_app.documents.rules import count_word, format_moment, format_short_day
from inspect_app.documents.sheets import Align, Block, Listing, Paragraph, Table
from inspect_app.fieldwork.paper import evidence_mark, moment_of, participants_of, unit_side_of
from inspect_app.fieldwork.standing import Standing
from inspect_app.kernel.formats import format_number

HEAD = ("Lĩnh vực", "Số mục", "Đạt", "Đạt một phần", "Không đạt", "Ghi nhận", "Không áp dụng")
UNANSWERED = "Chưa đánh giá"
ALIGNS: tuple[Align, ...] = ("left", "right", "right", "right", "right", "right", "right", "right")
WIDTHS = (0, 14, 14, 18, 18, 18, 20, 20)
NO_TEAM = "Hồ sơ không ghi thành phần Đoàn kiểm tra."
NO_SIDE = "Biên bản không ghi người đại diện của đơn vị."


def course_blocks(material: VisitMaterial) -> tuple[Block, ...]:
    """When and where the team worked, and who took part on both sides."""
    visit, minutes = material.visit, material.minutes
    year = visit.campaign.year
    begun, ended = moment_of(minutes.started_at, year), moment_of(minutes.ended_at or visit.closed_at, year)
    notice = "Cuộc kiểm tra được thực hiện đột xuất, không báo trước. " if visit.unannounced else ""
    when = (
        f"{notice}Đoàn kiểm tra làm việc với {visit.unit.name} từ {format_moment(begun.day, begun.at, year)} đến "
        f"{format_moment(ended.day, ended.at, year)}; địa điểm: {minutes.place}."
    )
    team = tuple(
        f"{one.address} {one.name}" + (f", {one.office}" if one.office else "") + f" - {one.role}"
        for one in participants_of(visit)
    )
    side = tuple(
        f"{one.address} {one.name}" + (f", {one.office}" if one.office else "") for one in unit_side_of(minutes)
    )
    return (
        Paragraph(text=when),
        *_listed(f"Đoàn kiểm tra gồm {count_word(len(team))} người:", team, NO_TEAM),
        *_listed(f"Đại diện {visit.unit.name} gồm {count_word(len(side))} người:", side, NO_SIDE),
    )


def _listed(lead: str, lines: tuple[str, ...], nobody: str) -> tuple[Block, ...]:
    return (Paragraph(text=lead), Listing(lines=lines)) if lines else (Paragraph(text=nobody),)


def method_blocks(material: VisitMaterial) -> tuple[Block, ...]:
    """The checklist with its version, how many of its items applied, and what was looked at beside it."""
    standing, visit = material.standing, material.visit
    version, whole = standing.version, standing.scores.whole
    scope = (
        f"Đoàn kiểm tra sử dụng phiếu kiểm tra “{version.title.vi}”, phiên bản {version.version} (mã {version.code}), "
        f"gồm {len(version.items)} mục. Có {whole.items} mục áp dụng đối với {visit.unit.name}; Đoàn kiểm tra đã ghi "
        f"kết quả đối với {whole.answered} mục{_left(whole)}. Kết quả theo từng lĩnh vực như sau:"
    )
    return (
        Paragraph(text=scope),
        _tally(standing),
        Paragraph(text="Cách thức kiểm tra:"),
        Listing(lines=_ways(material)),
    )


def _left(whole: Score) -> str:
    return f", còn {whole.unanswered} mục chưa đánh giá" if whole.unanswered else ""


def _tally(standing: Standing) -> Table:
    """The counts by area; what is not assessed yet has a column only where there is such an item."""
    scores = standing.scores
    shown = [(area_name(area), scores.by_area[area]) for area in (*AREAS, None) if area in scores.by_area]
    head = HEAD if not scores.whole.unanswered else (*HEAD, UNANSWERED)
    counted = len(head) - 1
    rows = [(name, *_counts(one)[:counted]) for name, one in shown if one.items]
    return Table(
        caption="Bảng 1. Kết quả đánh giá theo lĩnh vực (số mục)",
        head=head,
        rows=(*rows, ("Tổng cộng", *_counts(scores.whole)[:counted])),
        aligns=ALIGNS[: counted + 1],
        widths=WIDTHS[: counted + 1],
    )


def _counts(one: Score) -> tuple[str, ...]:
    numbers = (one.items, one.passed, one.partial, one.failed, one.recorded, one.not_applicable, one.unanswered)
    return tuple(format_number(number) for number in numbers)


def _ways(material: VisitMaterial) -> tuple[str, ...]:
    lines = (_self_report(material), _sample(material), _evidence(material.standing))
    return tuple(line for line in lines if line)


def _self_report(material: VisitMaterial) -> str:
    if material.self_reports:
        day = format_short_day(max(report.received_on for report in material.self_reports))
        return f"Nghiên cứu báo cáo tự kiểm tra của đơn vị, nhận ngày {day}"
    return (
        ""
        if material.visit.unannounced
        else "Đến ngày lập báo cáo, Đoàn kiểm tra không nhận được báo cáo tự kiểm tra của đơn vị"
    )


def _sample(material: VisitMaterial) -> str:
    """The sampled dossiers, each counted once however many items looked at it."""
    codes: set[str] = set()
    items: list[str] = []
    for item in material.standing.version.items:
        answer = material.standing.answers.get(item.id)
        if item.kind == "dossiers" and item.id in material.standing.answered and answer is not None and answer.value:
            value = kind_named(item.kind).from_json(answer.value, item.options)
            codes |= {row.code for row in value.rows}
            items.append(item.id)
    if not codes:
        return "Không lấy mẫu hồ sơ thủ tục hành chính tại cuộc kiểm tra này"
    listed = material.dossiers
    source = f" từ danh sách {format_number(len(listed.rows))} hồ sơ do đơn vị cung cấp" if listed else ""
    return f"Lấy mẫu, đối chiếu {count_word(len(codes))} hồ sơ{source} (mục {', '.join(items)})"


def _evidence(standing: Standing) -> str:
    numbers = sorted(each.number for found in standing.evidence.values() for each in found)
    if not numbers:
        return "Không có ảnh, tài liệu nào được thu thập làm chứng cứ"
    if len(numbers) == 1:
        return f"Thu thập 01 chứng cứ, đánh số {evidence_mark(numbers[0])}"
    first, last = evidence_mark(numbers[0]), evidence_mark(numbers[-1])
    return f"Thu thập {count_word(len(numbers))} chứng cứ (ảnh, tài liệu), đánh số từ {first} đến {last}"
