"""What the minutes print that does not come from answers: handed to the tablet, which shows the minutes without a network.

The words are the paper's own and stay Vietnamese. The tablet fills them by the same rules as `paper.py` and the kinds'
summaries (web/frontend/tablet/closing/); shared vectors hold that.
"""

from typing import Any

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.areas import AREAS, area_name
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.fieldwork.paper import (
    CHAIR,
    PARTLY,
    SCOPE,
    SECRETARY,
    SHORT,
    basis_of,
    minutes_subject,
    named,
    participants_of,
    plan_words,
)
from inspect_app.kernel.actors import Role
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language

FACTS = {
    "yes": "Có",
    "no": "Không",
    "no_rate": "không phát sinh, không tính tỷ lệ",
    "no_observation": "chưa có quan sát",
    "nothing": "không có mục nào",
    "attendance": "Có mặt {present}/{establishment}; vắng có lý do {excused}; vắng không lý do {unexcused}",
    "dossiers": "{n} hồ sơ",
    "late": "trễ hẹn {n}",
    "silent": "trong đó {n} không có phiếu xin lỗi đúng hạn",
    "often": "{n} hồ sơ hẹn lại quá một lần",
    "lacking": "có hồ sơ thiếu Mẫu {forms}",
}
WORDS = {
    "title": "BIÊN BẢN",
    "begins": "Thời gian bắt đầu: {at}.",
    "place": "Địa điểm: {place}.",
    "team": "1. Đoàn kiểm tra",
    "unit_side": "2. {unit}",
    "chair": "Chủ trì: {name}.",
    "clerk": "Thư ký (người ghi biên bản): {name}.",
    "scope": "I. NỘI DUNG, PHẠM VI KIỂM TRA",
    "mandate": "Thực hiện {mandate}, Đoàn kiểm tra tiến hành kiểm tra tại {unit}.",
    "results": "II. KẾT QUẢ KIỂM TRA",
    "opinion": "III. Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA",
    "requests": "IV. YÊU CẦU VÀ THỜI HẠN THỰC HIỆN",
    "no_requests": "Đoàn kiểm tra không có yêu cầu khắc phục tại biên bản này.",
    "copies": "Biên bản được đọc lại cho những người tham dự cùng nghe và lập thành {n} bản có giá trị như nhau.",
    "refusal": "Đại diện {unit} từ chối ký biên bản. Lý do được nêu: {reason}",
    "item": "mục {item}",
    "photos": "{n} ảnh",
    "facts": "Kết quả ghi nhận",
    "strengths": "Ưu điểm",
    "shortcomings": "Tồn tại, hạn chế",
    "no_shortcomings": "Chưa phát hiện tồn tại, hạn chế trong phạm vi các nội dung đã kiểm tra.",
    "nothing": "Không có kết quả nào được ghi vào biên bản này.",
    "no_opinion": "Đại diện {unit} không có ý kiến khác.",
    "basis": "Căn cứ đối chiếu: {text}",
}


@use_language(DEFAULT_LANGUAGE)
def paper_frame(visit: Visit, version: ChecklistVersion) -> dict[str, Any]:
    """Head, people, areas and words of the minutes of a visit, as plain values."""
    lead, secretary = named(visit, Role.LEAD), named(visit, Role.SECRETARY)
    return {
        "subject": minutes_subject(visit),
        "mandate": plan_words(visit),
        "team": [
            f"{p.address} {p.name}{f', {p.office}' if p.office else ''} - {p.role}" for p in participants_of(visit)
        ],
        "lead": lead,
        "secretary": secretary,
        "chair": CHAIR.format(name=lead),
        "clerk": SECRETARY.format(name=secretary),
        **version_frame(version),
    }


@use_language(DEFAULT_LANGUAGE)
def version_frame(version: ChecklistVersion) -> dict[str, Any]:
    """What of it comes from the checklist, and the paper's words."""
    return {
        "scope": SCOPE.format(title=version.title.vi, done="{done}", of="{of}"),
        "areas": [{"area": area, "title": area_name(area)} for area in (*AREAS, None)],
        "items": {item.id: {"text": item.text.vi, "basis": basis_of(item)} for item in version.items},
        "words": {**WORDS, "partly": PARTLY, "short": SHORT},
        "facts": FACTS,
    }
