"""Why the bytes of a photo are only kept, in the words of who took it and of who decides."""

from collections.abc import Mapping

from inspect_app.fieldwork.models import PhotoProblem
from inspect_app.kernel.language import lazy_gettext as _

PROBLEMS: Mapping[PhotoProblem, str] = {
    PhotoProblem.NOT_A_PHOTO: _("Máy chủ đã giữ tệp này nhưng không đọc được như một ảnh. Hãy chụp lại nếu còn ở đó."),
    PhotoProblem.TOO_MANY: _("Mục này đã có 60 chứng cứ. Ảnh được giữ lại để trưởng đoàn quyết định."),
    PhotoProblem.FROZEN: _("Ảnh về máy chủ sau khi kết luận phát hành. Ảnh được giữ lại, không đưa vào hồ sơ."),
    PhotoProblem.REVOKED: _("Ảnh về sau khi máy tính bảng bị thu hồi. Ảnh được giữ lại để trưởng đoàn quyết định."),
    PhotoProblem.NOT_ALLOWED: _(
        "Người chụp không còn được ghi cuộc kiểm tra này. Ảnh được giữ lại để trưởng đoàn quyết định."
    ),
}


def problem_text(problem: PhotoProblem) -> str:
    """What happened to the bytes, and what is next."""
    return str(PROBLEMS[problem])
