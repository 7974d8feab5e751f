"""How a paper says that a shortcoming was named before (which one was: findings.repeats). Pure."""

from inspect_app.conclusions.drafting.material import Repeat


def repeat_words(repeat: Repeat | None) -> str:
    """The sentence that says so, with the year; empty where nothing repeats."""
    if repeat is None:
        return ""
    unit = f" đối với {repeat.unit}" if repeat.unit else ""
    return (
        f"Tồn tại này đã được nêu tại thông báo kết luận kiểm tra năm {repeat.year}{unit} (phát hiện {repeat.label}), "
        "đến nay vẫn lặp lại"
    )


def repeat_mark(repeat: Repeat | None) -> str:
    """The mark beside a shortcoming: `lặp lại từ năm 2023`."""
    return f"lặp lại từ năm {repeat.year}" if repeat is not None else ""
