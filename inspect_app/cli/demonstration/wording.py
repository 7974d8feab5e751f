"""The words of a sample conclusion: what was found in general, what is done well, why, and who answers for it."""

from collections import Counter
from collections.abc import Sequence
from random import Random

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.rules import StreamKind
from inspect_app.checklists.rules import Verdict
from inspect_app.cli.demonstration.answering import Ground, dossier_words
from inspect_app.cli.demonstration.cast import head_title
from inspect_app.cli.demonstration.casting import Casting
from inspect_app.cli.demonstration.strengths import STRENGTHS
from inspect_app.conclusions.operations import Wording
from inspect_app.conclusions.paper import first_opening
from inspect_app.fieldwork.standing import Standing
from inspect_app.findings.models import Finding
from inspect_app.units.rules import UnitKind

MOST_STRENGTHS = 2
OBJECTIVE = (
    "Khối lượng hồ sơ tăng vào một số thời điểm trong khi biên chế không tăng.",
    "Một số chức năng của hệ thống thông tin dùng chung chưa đáp ứng yêu cầu nhắc hạn.",
    "Quy định chuyên ngành thay đổi, hướng dẫn chưa kịp thời.",
)
SUBJECTIVE = (
    "Việc theo dõi, đôn đốc của lãnh đạo các phòng, bộ phận có lúc chưa thường xuyên.",
    "Phân công nhiệm vụ ở một số việc chưa cụ thể người chịu trách nhiệm và thời hạn.",
    "Công tác tự kiểm tra chưa được chú trọng nên chậm phát hiện thiếu sót.",
)
SMOOTH_OBJECTIVE = "Không có."
SMOOTH_SUBJECTIVE = "Các nội dung lưu ý chủ yếu do chưa cập nhật kịp thời."
DOSSIER_CHECKLISTS = frozenset({"toan-dien", "chuyen-de-y-te", "chuyen-de-mot-cua"})


def first_wording(visit: Visit) -> Wording:
    """What a draft begins with, as its page makes it."""
    recipients = f"{visit.unit.name};\nChủ tịch UBND tỉnh (báo cáo);\nSở Nội vụ;\nThành viên Đoàn kiểm tra"
    return Wording(opening=first_opening(visit), recipients=recipients)


def whole_wording(
    visit: Visit, standing: Standing, findings: Sequence[Finding], casting: Casting, ground: Ground
) -> Wording:
    """The draft as the secretary words it, from what the visit found."""
    first = first_wording(visit)
    faulty = {finding.area for finding in findings}
    told, lots = casting.told, Random(f"{visit.code} wording")
    serious = any(finding.grade.value != "note" for finding in findings)
    objective = told.objective or (lots.sample(OBJECTIVE, 1) if serious else (SMOOTH_OBJECTIVE,))
    subjective = told.subjective or (lots.sample(SUBJECTIVE, 2) if serious else (SMOOTH_SUBJECTIVE,))
    return Wording(
        opening=first.opening,
        general=_general(visit, standing, ground),
        strengths=_strengths(standing),
        objective_causes="\n".join(objective),
        subjective_causes="\n".join(subjective),
        responsibility=_responsibility(visit),
        recommendations=_recommendations(visit, faulty),
        recipients=first.recipients,
    )


def _general(visit: Visit, standing: Standing, ground: Ground) -> str:
    name = visit.unit.name
    announced = (
        f"{name} đã gửi báo cáo tự kiểm tra theo đề cương, cung cấp hồ sơ, tài liệu theo yêu cầu của Đoàn kiểm tra."
    )
    surprise = (
        "Đây là cuộc kiểm tra đột xuất, không báo trước. "
        f"{name} đã bố trí người làm việc với Đoàn kiểm tra ngay trong buổi."
    )
    how = surprise if visit.unannounced else announced
    lines = [how, _counts(standing)]
    if visit.checklist_code in DOSSIER_CHECKLISTS:
        lines.append(f"{dossier_words(ground)}; tỷ lệ tính trên hồ sơ đã giải quyết.")
    return "\n".join(lines)


def _counts(standing: Standing) -> str:
    told = Counter(answer.verdict for answer in standing.answered.values())
    poor = told[Verdict.PARTIAL] + told[Verdict.FAIL]
    return (
        f"Đoàn kiểm tra đã xem xét {told.total()} nội dung của phiếu kiểm tra: {told[Verdict.PASS]} nội dung đạt, {poor} nội "
        f"dung đạt một phần hoặc không đạt, {told[Verdict.RECORDED]} nội dung ghi nhận số liệu, "
        f"{told[Verdict.NOT_APPLICABLE]} nội dung không áp dụng."
    )


def _strengths(standing: Standing) -> dict[str, str]:
    """In each area, what was judged good of what is worth telling."""
    good = {item_id for item_id, answer in standing.answered.items() if answer.verdict is Verdict.PASS}
    lines: dict[str, list[str]] = {}
    for strength in STRENGTHS:
        if good.issuperset(strength.items):
            lines.setdefault(str(strength.area), []).append(strength.text)
    return {area: "\n".join(texts[:MOST_STRENGTHS]) for area, texts in lines.items()}


def _responsibility(visit: Visit) -> str:
    head = head_title(visit.unit)
    direct = {
        UnitKind.DISTRICT: "Chánh Văn phòng HĐND và UBND huyện và trưởng các phòng chuyên môn có liên quan",
        UnitKind.COMMUNE: "công chức chuyên môn được giao nhiệm vụ",
    }.get(visit.unit.kind, "trưởng các phòng, bộ phận được giao nhiệm vụ")
    return (
        f"Trách nhiệm chung thuộc {head} trong chỉ đạo, kiểm tra việc thực hiện.\nTrách nhiệm trực tiếp thuộc {direct}."
    )


def _recommendations(visit: Visit, faulty: set[int | None]) -> str:
    lines = [f"Sở Nội vụ: Theo dõi, đôn đốc {visit.unit.name} thực hiện kết luận kiểm tra."]
    if visit.stream.kind is StreamKind.CIVIL_SERVICE:
        return lines[0]
    if faulty & {5, 7}:
        lines.append(
            "Sở Thông tin và Truyền thông: Bổ sung chức năng nhắc hạn hồ sơ trên Hệ thống thông tin giải quyết thủ tục "
            "hành chính tỉnh."
        )
    return "\n".join(lines)
