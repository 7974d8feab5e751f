"""What a secretary adds to a sample conclusion: why, who answers for it, and what is recommended to others."""

from collections.abc import Sequence
from random import Random

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.rules import StreamKind
from inspect_app.cli.demonstration.cast import head_title
from inspect_app.cli.demonstration.casting import Casting
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.operations import Wording
from inspect_app.findings.models import Finding
from inspect_app.units.rules import UnitKind

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


def whole_wording(visit: Visit, present: Conclusion, findings: Sequence[Finding], casting: Casting) -> Wording:
    """The draft as the secretary leaves it: what the data made of it stays, causes and responsibility are added."""
    faulty = {finding.area for finding in findings}
    told, lots = casting.told, Random(f"{visit.code} wording")
    serious = any(finding.grade.value != "note" for finding in findings)
    objective = told.objective or (lots.sample(OBJECTIVE, 1) if serious else (SMOOTH_OBJECTIVE,))
    subjective = told.subjective or (lots.sample(SUBJECTIVE, 2) if serious else (SMOOTH_SUBJECTIVE,))
    return Wording(
        opening=present.opening,
        general=present.general,
        strengths=dict(present.strengths),
        objective_causes="\n".join(objective),
        subjective_causes="\n".join(subjective),
        responsibility=_responsibility(visit),
        recommendations=_recommendations(visit, faulty),
        recipients=present.recipients,
    )


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
