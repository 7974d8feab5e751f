"""The seven areas by which the responsibility of heads of units is stated (rule of 2024; see schedules/*/rating.yaml)."""

from inspect_app.kernel.language import gettext as _

AREAS = range(1, 8)


def area_name(area: int | None) -> str:
    """The area in words; items that belong to none of the seven are `Nội dung khác`."""
    return {
        1: _("Công tác chỉ đạo, điều hành"),
        2: _("Tổ chức bộ máy hành chính nhà nước"),
        3: _("Chế độ công vụ"),
        4: _("Xây dựng và tổ chức thực hiện văn bản quy phạm pháp luật"),
        5: _("Thủ tục hành chính"),
        6: _("Tài chính công"),
        7: _("Chính quyền điện tử, chính quyền số"),
    }.get(area or 0, _("Nội dung khác"))
