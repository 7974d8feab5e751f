"""The shortcomings of the issued conclusions: in all, by area, by kind of unit, repeated, and those of many units."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from inspect_app.checklists.areas import AREAS, area_name
from inspect_app.checklists.rules import Grade, Verdict
from inspect_app.documents.sheets import Align, Block, Chart, Paragraph, Series, Table
from inspect_app.findings.models import Finding
from inspect_app.followup.campaign_report.material import CampaignMaterial, Concluded
from inspect_app.followup.campaign_report.words import said
from inspect_app.kernel.formats import format_number, format_percent
from inspect_app.units.rules import UnitKind

GRADES = {Grade.MAJOR: "Thiếu sót lớn", Grade.MINOR: "Thiếu sót nhỏ", Grade.NOTE: "Lưu ý"}
# The kinds of unit as the report groups them; a kind that is not among them stands under its last line.
KIND_GROUPS = (
    ("Sở, ban, ngành cấp tỉnh", frozenset({UnitKind.SPECIALISED_AGENCY, UnitKind.MANAGEMENT_BOARD})),
    ("Cấp huyện", frozenset({UnitKind.DISTRICT, UnitKind.DISTRICT_DIVISION})),
    ("Cấp xã", frozenset({UnitKind.COMMUNE})),
    ("Cơ quan ngành dọc", frozenset({UnitKind.SECTOR_BODY})),
)
JUDGED = frozenset({Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL})
TOTAL = "Tổng cộng"
# A shortcoming is told as common when this many visits have it, and so many of them are told.
COMMON_VISITS, COMMON_LINES = 2, 10
AREA_HEAD = ("Lĩnh vực", "Mục đã đánh giá", "Đạt", "Đạt một phần", "Không đạt", "Tồn tại, hạn chế", "Thiếu sót lớn")
KIND_HEAD = (
    "Loại đơn vị",
    "Số cuộc",
    "Số đơn vị",
    "Tồn tại, hạn chế",
    "Thiếu sót lớn",
    "Lặp lại",
    "Bình quân một cuộc",
)
NUMBERS: tuple[Align, ...] = ("left", "right", "right", "right", "right", "right", "right")
REPEAT_HEAD = ("STT", "Đơn vị", "Tồn tại, hạn chế", "Phát hiện năm nay", "Đã nêu tại")
COMMON_HEAD = ("STT", "Nội dung chưa bảo đảm", "Mục, phiếu kiểm tra", "Số cuộc có tồn tại", "Số cuộc đã đánh giá")


def general_blocks(material: CampaignMaterial) -> tuple[Block, ...]:
    """How many shortcomings of which grade at how many units; what is not counted yet."""
    findings, visits = material.findings, material.concluded
    waiting = len(material.held) - len(visits)
    texts = []
    if not visits:
        texts.append("Chưa có thông báo kết luận nào được phát hành nên chưa có tồn tại, hạn chế được kết luận.")
    else:
        of_grade = ", ".join(f"{said(_count(findings, grade))} {name.lower()}" for grade, name in GRADES.items())
        clean = sum(not material.findings_of(one.visit.id) for one in visits)
        texts.append(
            f"Qua {said(len(visits))} cuộc kiểm tra đã có thông báo kết luận, các đoàn kiểm tra đã chỉ ra "
            f"{said(len(findings))} tồn tại, hạn chế, gồm {of_grade}; {_clean_words(clean)}."
        )
    if waiting:
        texts.append(f"Số liệu chưa gồm {said(waiting)} cuộc đã tiến hành nhưng chưa phát hành thông báo kết luận.")
    return tuple(Paragraph(text=text) for text in texts)


def _clean_words(clean: int) -> str:
    if not clean:
        return "tất cả các cuộc này đều có tồn tại, hạn chế"
    return f"{said(clean)} cuộc không có tồn tại, hạn chế"


def _count(findings: Iterable[Finding], grade: Grade | None = None) -> int:
    return sum(grade is None or finding.grade == grade for finding in findings)


def area_blocks(material: CampaignMaterial) -> tuple[Block, ...]:
    """By the seven areas: what was assessed, with which result, and the shortcomings by grade."""
    if not material.concluded:
        return (Paragraph(text="Chưa có số liệu của cuộc kiểm tra nào đã kết luận."),)
    groups = [(area_name(area), area, [f for f in material.findings if f.area == area]) for area in (*AREAS, None)]
    shown = [group for group in groups if group[1] is not None or group[2] or any(_judged(material, None))]
    counts = [(*_judged(material, area), _count(own), _count(own, Grade.MAJOR)) for _name, area, own in shown]
    total = tuple(sum(column) for column in zip(*counts, strict=True))
    names = (*(name for name, _area, _own in shown), TOTAL)
    table = Table(
        caption="Bảng 3. Kết quả theo lĩnh vực",
        head=AREA_HEAD,
        rows=tuple((name, *map(format_number, row)) for name, row in zip(names, (*counts, total), strict=True)),
        aligns=NUMBERS,
        widths=(0, 20, 16, 18, 18, 20, 20),
    )
    chart = _chart(
        [(name, own) for name, _area, own in shown],
        "Biểu đồ 2. Tồn tại, hạn chế theo lĩnh vực và mức độ",
    )
    return (*_most(shown), table, *((chart,) if chart else ()))


def _judged(material: CampaignMaterial, area: int | None) -> tuple[int, int, int, int]:
    scores = [one.scores.by_area[area] for one in material.concluded if area in one.scores.by_area]
    passed, partial, failed = (sum(getattr(one, name) for one in scores) for name in ("passed", "partial", "failed"))
    return passed + partial + failed, passed, partial, failed


def _most(groups: Sequence[tuple[str, int | None, list[Finding]]]) -> tuple[Block, ...]:
    """Which area has the most shortcomings, and which have none."""
    whole = sum(len(own) for _name, _area, own in groups)
    if not whole:
        return (Paragraph(text="Các thông báo kết luận đã phát hành không nêu tồn tại, hạn chế ở lĩnh vực nào."),)
    most = max(len(own) for _name, _area, own in groups)
    names = ", ".join(f"“{name}”" for name, _area, own in groups if len(own) == most)
    share = format_percent(Fraction(100 * most, whole), 1)
    text = f"Lĩnh vực có nhiều tồn tại, hạn chế nhất là {names}: {said(most)} tồn tại, chiếm {share}."
    none = ", ".join(f"“{name}”" for name, _area, own in groups if not own)
    return (
        Paragraph(text=text),
        *((Paragraph(text=f"Không có tồn tại, hạn chế ở lĩnh vực: {none}."),) if none else ()),
    )


def _chart(groups: Sequence[tuple[str, list[Finding]]], caption: str) -> Chart | None:
    if not any(own for _name, own in groups):
        return None
    series = tuple(
        Series(name=word, values=tuple(_count(own, grade) for _name, own in groups)) for grade, word in GRADES.items()
    )
    told = "; ".join(
        f"{name}: " + ", ".join(f"{_count(own, grade)} {word.lower()}" for grade, word in GRADES.items())
        for name, own in groups
    )
    labels = tuple(name for name, _own in groups)
    return Chart(labels=labels, series=series, text=f"{caption}. {told}.", caption=caption, stacked=True)


def kind_blocks(material: CampaignMaterial) -> tuple[Block, ...]:
    """By kind of unit: visits, units, shortcomings, how many of them repeat, and how many a visit has on average."""
    if not material.concluded:
        return (Paragraph(text="Chưa có số liệu của cuộc kiểm tra nào đã kết luận."),)
    groups = [(name, [o for o in material.concluded if o.visit.unit.kind in kinds]) for name, kinds in KIND_GROUPS]
    named = frozenset().union(*(kinds for _name, kinds in KIND_GROUPS))
    groups.append(("Đơn vị khác", [o for o in material.concluded if o.visit.unit.kind not in named]))
    shown = [(name, visits) for name, visits in groups if visits]
    table = Table(
        caption="Bảng 4. Kết quả theo loại đơn vị",
        head=KIND_HEAD,
        rows=tuple(_kind_row(name, visits, material) for name, visits in (*shown, (TOTAL, list(material.concluded)))),
        aligns=NUMBERS,
        widths=(0, 18, 18, 22, 20, 18, 22),
    )
    return (table, *_kind_chart(shown, material))


def _own(visits: Sequence[Concluded], material: CampaignMaterial) -> list[Finding]:
    ids = {one.visit.id for one in visits}
    return [finding for finding in material.findings if finding.visit_id in ids]


def _kind_row(name: str, visits: Sequence[Concluded], material: CampaignMaterial) -> tuple[str, ...]:
    own = _own(visits, material)
    repeated = sum(finding.id in material.repeats for finding in own)
    numbers = (len(visits), len({o.visit.unit_id for o in visits}), len(own), _count(own, Grade.MAJOR), repeated)
    return (name, *map(format_number, numbers), format_number(Fraction(len(own), len(visits)), 1))


def _kind_chart(groups: Sequence[tuple[str, list[Concluded]]], material: CampaignMaterial) -> tuple[Block, ...]:
    """First found and repeated shortcomings of each kind of unit."""
    if not material.findings:
        return ()
    own = [(name, _own(visits, material)) for name, visits in groups]
    repeated = tuple(sum(finding.id in material.repeats for finding in found) for _name, found in own)
    first = tuple(len(found) - again for (_name, found), again in zip(own, repeated, strict=True))
    told = "; ".join(f"{own[n][0]}: {first[n]} nêu lần đầu, {repeated[n]} lặp lại" for n in range(len(own)))
    caption = "Biểu đồ 3. Tồn tại, hạn chế theo loại đơn vị: nêu lần đầu và lặp lại"
    series = (Series(name="Lặp lại", values=repeated), Series(name="Nêu lần đầu", values=first))
    labels = tuple(name for name, _found in own)
    return (Chart(labels=labels, series=series, text=f"{caption}. {told}.", caption=caption, stacked=True),)


def repeat_blocks(material: CampaignMaterial) -> tuple[Block, ...]:
    """Each shortcoming that was found at the unit in an earlier year, with that year and finding."""
    repeated = [finding for finding in material.findings if finding.id in material.repeats]
    if not repeated:
        text = "Chưa ghi nhận tồn tại, hạn chế nào lặp lại so với các kết luận của những năm trước lưu trong hệ thống."
        return (Paragraph(text=text),)
    rows = []
    for number, finding in enumerate(repeated, start=1):
        earlier = material.repeats[finding.id]
        before = f"Kết luận năm {earlier.visit.campaign.year}, phát hiện {earlier.label}"
        rows.append((str(number), finding.visit.unit.name, finding.text, finding.label, before))
    return (
        Paragraph(text=f"Có {said(len(repeated))} tồn tại, hạn chế đã được nêu tại kết luận của năm trước (Bảng 5)."),
        Table(
            caption="Bảng 5. Tồn tại, hạn chế lặp lại",
            head=REPEAT_HEAD,
            rows=tuple(rows),
            aligns=("center", "left", "left", "left", "left"),
            widths=(12, 38, 0, 25, 38),
        ),
    )


def common_blocks(material: CampaignMaterial) -> tuple[Block, ...]:
    """The items that were short at most visits, beside how many visits assessed them."""
    visits: dict[tuple[str, str], set[object]] = defaultdict(set)
    for finding in material.findings:
        visits[finding.visit.checklist_code, finding.item_id].add(finding.visit_id)
    common = sorted(
        ((len(ids), key) for key, ids in visits.items() if len(ids) >= COMMON_VISITS), key=lambda one: (-one[0], one[1])
    )[:COMMON_LINES]
    if not common:
        return (Paragraph(text="Không có nội dung nào cùng chưa bảo đảm ở từ hai cuộc kiểm tra trở lên."),)
    rows = tuple(
        (str(number), *_item_words(material, key), format_number(count), format_number(_assessed(material, key)))
        for number, (count, key) in enumerate(common, start=1)
    )
    lead = f"Bảng 6 nêu các nội dung chưa bảo đảm ở từ {said(COMMON_VISITS)} cuộc trở lên, không quá {COMMON_LINES} nội dung."
    table = Table(
        caption="Bảng 6. Nội dung chưa bảo đảm gặp ở nhiều đơn vị",
        head=COMMON_HEAD,
        rows=rows,
        aligns=("center", "left", "left", "right", "right"),
        widths=(12, 0, 55, 20, 20),
    )
    return (Paragraph(text=lead), table)


def _item_words(material: CampaignMaterial, key: tuple[str, str]) -> tuple[str, str]:
    code, item_id = key
    version = next(one.version for one in material.concluded if one.version.code == code and one.version.has(item_id))
    return version.item(item_id).text.vi.rstrip("."), f"{item_id}, {version.title.vi[:1].lower()}{version.title.vi[1:]}"


def _assessed(material: CampaignMaterial, key: tuple[str, str]) -> int:
    code, item_id = key
    return sum(
        one.version.code == code and item_id in one.answered and one.answered[item_id].verdict in JUDGED
        for one in material.concluded
    )
