"""The sentences of the tablet's sheet: the page hands them to its script, which has none of its own."""

from inspect_app.fieldwork.closing_words import closing_words
from inspect_app.fieldwork.models import ChangeKind
from inspect_app.fieldwork.words import kind_name
from inspect_app.kernel.language import gettext as _


def sheet_words() -> dict[str, str]:
    """Every sentence by its key, in the current language; `{n}` and the like are filled in on the tablet."""
    return {
        **_navigation(),
        **_display(),
        **_answers(),
        **_photos(),
        **_chosen(),
        **_others(),
        **_waiting(),
        **_problems(),
        **closing_words(),
    }


def _navigation() -> dict[str, str]:
    return {
        "sections": _("Các phần của phiếu"),
        "section": _("Phần {code}"),
        "section_done": _("đã xong"),
        "assessed": _("{done}/{of} mục đã đánh giá"),
        "next": _("Mục kế tiếp chưa trả lời: {code}"),
        "all_done": _("Đã đủ {n} mục: xem việc còn lại"),
        "gaps": _("Mục còn thiếu"),
        "gaps_title": _("Còn {n} mục chưa trả lời"),
        "gaps_none": _("Mọi mục áp dụng đã có câu trả lời."),
        "all_pass": _("Phần này đạt hết…"),
        "all_pass_title": _("Đánh giá đạt cho {n} mục của phần {code}?"),
        "all_pass_explain": _(
            "Chỉ ghi cho những mục chưa trả lời dưới đây. Mỗi mục là một câu trả lời riêng và sửa lại được."
        ),
        "all_pass_confirm": _("Ghi đạt cho {n} mục"),
        "all_pass_none": _("Phần này không còn mục nào đánh giá trực tiếp mà chưa trả lời."),
        "owner": _("Người phụ trách phần này"),
        "owner_none": _("Chưa phân công"),
        "owner_not_kept": _(
            "Chưa đổi người phụ trách: máy không ghi được. Hãy xóa bớt ảnh, ứng dụng khác rồi chọn lại."
        ),
        "conflicts": _("{n} giá trị chờ quyết định"),
        "waiting": _("{n} mục chờ gửi"),
        "photos_waiting": _("{n} ảnh chờ gửi"),
        "open_actions": _("Việc khắc phục còn mở của đơn vị ({n})"),
        "open_action": _("{text} – {owner}, hạn {due}"),
        "last_year_other": _("Phát hiện các năm trước, theo phiếu khác ({n})"),
        "self_reports": _("Báo cáo tự kiểm tra đã nhận ({n})"),
        "close": _("Đóng"),
        "cancel": _("Thôi"),
    }


def _display() -> dict[str, str]:
    return {
        "display": _("Hiển thị"),
        "display_theme": _("Nền trang"),
        "theme_device": _("Theo máy"),
        "theme_light": _("Sáng"),
        "theme_dark": _("Tối"),
        "theme_contrast": _("Tương phản cao"),
        "display_text": _("Cỡ chữ"),
    }


def _answers() -> dict[str, str]:
    return {
        "typing": _("Đang nhập, chưa lưu"),
        "kept": _("Đã lưu trên máy lúc {time}"),
        "received": _("Máy chủ đã nhận lúc {time}"),
        "not_kept_full": _(
            "Chưa lưu: bộ nhớ của máy đã đầy. Nội dung vẫn ở trên màn hình. Xóa bớt tệp rồi bấm để thử lại"
        ),
        "not_kept_broken": _("Chưa lưu: trình duyệt không ghi được. Nội dung vẫn ở trên màn hình. Bấm để thử lại"),
        "not_kept_locked": _("Chưa lưu: sổ đang khóa. Nội dung vẫn ở trên màn hình. Mở khóa rồi bấm để thử lại"),
        "not_yet": _("Mục này chưa áp dụng: câu trả lời của mục khác chưa đòi hỏi. Không tính vào tiến độ."),
        "foreseen": _("Sẽ thành phát hiện: {grade}"),
        "foreseen_area": _("Sẽ thành phát hiện: {grade} · lĩnh vực {area}"),
        "grade_major": _("thiếu sót lớn"),
        "grade_minor": _("thiếu sót nhỏ"),
        "grade_note": _("lưu ý"),
        "change_reason": _("Lý do sửa sau khi khép lại biên bản"),
        "reason_first": _("Chưa lưu: biên bản đã khép lại. Hãy ghi lý do sửa ở ô bên trên."),
        "kept_unreasoned": _(
            "Đã lưu trên máy, nhưng chưa có lý do sửa. Hãy ghi lý do; nếu không, trưởng đoàn quyết định có nhận hay không."
        ),
        "pass": _("Đạt"),
        "partial": _("Đạt một phần"),
        "fail": _("Không đạt"),
        "not_applicable": _("Không áp dụng"),
        "recorded": _("Chỉ ghi nhận"),
    }


def _photos() -> dict[str, str]:
    return {
        "add_photo": _("Thêm ảnh"),
        "photo_kept": _("Ảnh chờ gửi"),
        "photo_received": _("Máy chủ đã nhận ảnh"),
        "photo_elsewhere": _("CC-{number} · {by}"),
        "photo_not_kept_full": _(
            "Chưa giữ được ảnh vì bộ nhớ của máy đã đầy. Hãy xóa bớt ảnh, ứng dụng khác trên máy, rồi chụp lại."
        ),
        "photo_not_kept_broken": _("Chưa giữ được ảnh vì trình duyệt không ghi được. Hãy tải lại trang, rồi chụp lại."),
        "photo_not_kept_locked": _("Chưa giữ được ảnh vì máy đã khóa. Hãy mở khóa, rồi chụp lại."),
        "photo_not_kept_title": _("Ảnh của mục {code} chưa được giữ"),
        "photo_not_read": _("Không đọc được tệp này như một ảnh. Hãy chụp lại."),
        "photo_withdraw": _("Rút ảnh"),
        "photo_withdraw_title": _("Rút ảnh khỏi mục {code}?"),
        "photo_withdraw_reason": _("Lý do rút ảnh"),
    }


def _chosen() -> dict[str, str]:
    """What is taken from a list in place of being typed."""
    return {
        "dossiers": _("Chọn từ danh sách hồ sơ ({n})"),
        "dossiers_title": _("Danh sách hồ sơ của đơn vị ({n})"),
        "dossiers_search": _("Tìm theo mã hồ sơ"),
        "dossiers_none": _("Không có hồ sơ nào khớp."),
        "dossiers_more": _("Còn {n} hồ sơ khác. Hãy gõ thêm mã để tìm."),
        "phrases": _("Câu mẫu"),
        "phrases_title": _("Câu mẫu cho mục {code}"),
        "phrases_search": _("Tìm câu mẫu, không cần gõ dấu"),
        "phrases_none": _("Không có câu mẫu nào khớp."),
    }


def _others() -> dict[str, str]:
    return {
        "answered_by": _("{name} trả lời lúc {time}"),
        "changed_meanwhile": _(
            "{name} vừa ghi câu trả lời khác cho mục này lúc {time}. Nội dung bạn đang nhập vẫn giữ nguyên."
        ),
        "held_title": _("Giá trị chờ quyết định"),
        "held_present": _("Đang có hiệu lực"),
        "held_conflict": _("Xung đột"),
        "held_quarantine": _("Tạm giữ"),
        "held_shelf": _("Chưa nhận được vì nội dung chưa đúng"),
        "held_by": _("{name}, {time}, máy {device}"),
        "held_where": _("Trưởng đoàn quyết định trên trang của cuộc kiểm tra khi có mạng."),
        "shelf_where": _("Người ghi sửa lại mục này trên máy của mình, hoặc trưởng đoàn bỏ kèm lý do khi có mạng."),
        "last_year": _("Phát hiện năm {year} ({visit}): {text} – {grade}"),
        "frozen": _("Cuộc kiểm tra đã phát hành kết luận: chỉ xem, không ghi thêm."),
        "not_begun": _(
            "Cuộc kiểm tra chưa bắt đầu trên máy chủ. Câu trả lời được lưu trên máy và có hiệu lực khi bắt đầu."
        ),
    }


def _waiting() -> dict[str, str]:
    return {
        "waiting_title": _("Chờ quyết định"),
        "waiting_none": _("Không có gì chờ quyết định."),
        "strays": _("{n} nội dung gửi lên không đọc được, máy chủ giữ nguyên văn."),
        "photos_missing": _("{n} ảnh chưa về máy chủ"),
        "photo_missing": _("Mục {code} · {name} · máy {device}"),
        **{f"kind_{kind}": kind_name(kind) for kind in ChangeKind},
    }


def _problems() -> dict[str, str]:
    return {
        "problem_choice": _("Hãy chọn một giá trị trong danh sách."),
        "problem_none_and_ticks": _("Đã chọn “Không có mục nào” thì bỏ các mục đã chọn, hoặc ngược lại."),
        "problem_number": _("Hãy nhập một số, ví dụ 92,5."),
        "problem_number_missing": _("Hãy nhập cả hai số."),
        "problem_negative": _("Số này không được âm."),
        "problem_part_over_whole": _("Số thành phần không được lớn hơn tổng số."),
        "problem_too_small": _("Số này nhỏ hơn mức nhỏ nhất nhập được."),
        "problem_too_great": _("Số này lớn hơn mức lớn nhất nhập được."),
        "problem_count": _("Hãy nhập số nguyên từ 0 trở lên."),
        "problem_count_missing": _("Hãy nhập số người."),
        "problem_division_missing": _("Hãy nhập tên phòng, bộ phận."),
        "problem_code_missing": _("Hãy nhập mã hồ sơ."),
        "problem_date": _("Ngày không hợp lệ. Hãy nhập theo dạng ngày/tháng/năm, ví dụ 18/06/2024."),
        "problem_before_received": _("Ngày này trước ngày tiếp nhận."),
        "problem_too_many_rows": _("Bảng có quá nhiều dòng. Hãy bớt dòng."),
        "problem_reason_missing": _("Hãy ghi lý do mục này không áp dụng."),
        "problem_too_long": _("Nội dung quá dài. Hãy rút gọn."),
        "problem_row": _("Dòng {n}: {text}"),
    }
