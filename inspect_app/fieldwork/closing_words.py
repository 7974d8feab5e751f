"""The sentences of closing on the spot, for the tablet's script."""

from inspect_app.kernel.language import gettext as _


def closing_words() -> dict[str, str]:
    """Every sentence by its key, in the current language; `{n}` and the like are filled in on the tablet."""
    texts = {**_steps(), **_minutes(), **_signing(), **_standing()}
    return {**_beginning(), **{f"closing_{name}": text for name, text in texts.items()}}


def _beginning() -> dict[str, str]:
    return {
        "begin": _("Bắt đầu cuộc kiểm tra"),
        "begin_explain": _("Ghi nhận đoàn đã làm việc tại đơn vị. Khi có mạng, máy chủ ghi cuộc kiểm tra đã bắt đầu."),
        "begun_here": _("Đã bắt đầu trên máy lúc {time}. Máy chủ ghi nhận khi có mạng."),
    }


def _steps() -> dict[str, str]:
    return {
        "title": _("Khép lại tại chỗ"),
        "step_gaps": _("Việc còn lại"),
        "step_minutes": _("Nội dung biên bản"),
        "step_draft": _("Dự thảo biên bản"),
        "step_code": _("Mã của bản này"),
        "step_sign": _("Ký tên"),
        "step_last": _("Khép lại"),
        "missing": _("Còn {n} việc trước khi khép lại. Bấm để đến nơi cần làm."),
        "nothing_missing": _("Đã đủ để khép lại."),
        "unanswered": _("Mục {item} chưa có câu trả lời."),
        "no_remark": _("Mục {item} chưa đạt nhưng chưa có nhận xét."),
        "no_unit_side": _("Biên bản chưa ghi thành phần của đơn vị được kiểm tra."),
        "waits_anyway": _("Những việc sau không cản việc ký; máy chủ chờ đủ rồi mới khép lại:"),
        "unsent": _("{n} mục trên máy này sẽ được gửi khi có mạng"),
        "photos": _("{n} ảnh trên máy này chờ gửi"),
        "photos_elsewhere": _("{n} ảnh trên máy khác của đoàn chưa về máy chủ"),
        "held": _("{n} giá trị trên máy chủ chờ quyết định"),
    }


def _minutes() -> dict[str, str]:
    return {
        "place": _("Nơi lập biên bản"),
        "unit_side": _("Thành phần của đơn vị"),
        "unit_side_hint": _("Mỗi dòng một người: họ tên hoặc vai trò, chức vụ. Người ghi đầu tiên ký thay mặt đơn vị."),
        "unit_opinion": _("Ý kiến của đơn vị"),
        "unit_opinion_hint": _("Ghi đúng lời đơn vị. Để trống nếu đơn vị không có ý kiến khác."),
        "refusal_reason": _("Lý do từ chối ký đã ghi trước đó"),
        "copies": _("Số bản"),
        "copies_wrong": _("Chưa lưu: số bản của biên bản từ 1 đến 20."),
        "draft_hint": _("Đọc lại cho hai bên cùng nghe. Số, ngày ban hành và số chứng cứ có khi máy chủ lập bản in."),
        "code_hint": _("Mã SHA-256 của đúng nội dung đang hiện. Mã này được in dưới chữ ký trên biên bản."),
        "whole_text": _("Xem nguyên văn nội dung được ký"),
    }


def _signing() -> dict[str, str]:
    return {
        "sign_hint": _("Ký bằng ngón tay, bút hoặc chuột vào ô trắng. Nội dung thay đổi sau khi ký thì phải ký lại."),
        "part_lead": _("Trưởng đoàn"),
        "part_deputy": _("Phó Trưởng đoàn"),
        "part_secretary": _("Thư ký đoàn"),
        "part_unit": _("Đại diện đơn vị"),
        "pad": _("Ô ký của {who}"),
        "signer_name": _("Họ tên"),
        "signer_title": _("Chức vụ"),
        "signer_reason": _("Lý do từ chối, theo lời đơn vị"),
        "sign": _("Xác nhận chữ ký"),
        "leave_title": _("Có chữ ký chưa xác nhận"),
        "leave": _(
            "Chữ ký hoặc lý do từ chối chưa xác nhận sẽ mất nếu rời trang này. Bấm “Thôi” để ở lại và xác nhận."
        ),
        "leave_act": _("Bỏ chữ ký và rời trang"),
        "sign_again": _("Ký lại"),
        "clear": _("Xóa nét"),
        "refuses": _("Đơn vị từ chối ký"),
        "refuse": _("Ghi nhận từ chối ký"),
        "sign_missing": _("Chưa ký bản này."),
        "sign_stale": _("Nội dung đã thay đổi sau khi ký. Chữ ký trước không còn khớp; hãy ký lại."),
        "signed_by": _("Đã ký lúc {time}: {who}"),
        "refused_by": _("Đã ghi nhận từ chối ký lúc {time}. {who}"),
        "nothing_drawn": _("Ô ký còn trống. Hãy ký vào ô trắng rồi xác nhận."),
        "no_name": _("Hãy ghi họ tên người ký."),
        "no_reason": _("Hãy ghi lý do từ chối ký."),
        "look_again": _("Nội dung vừa thay đổi. Hãy xem lại biên bản rồi xác nhận lần nữa."),
    }


def _standing() -> dict[str, str]:
    return {
        "take_again": _("Cuộc kiểm tra trên máy chưa có mẫu biên bản. Hãy mang theo lại khi có mạng."),
        "left_gaps": _("Còn {n} việc ở phần 1."),
        "left_signatures": _("Còn {n} chữ ký ở phần 5."),
        "not_allowed": _("Trưởng đoàn hoặc phó trưởng đoàn khép lại cuộc kiểm tra trên máy của mình."),
        "close": _("Khép lại cuộc kiểm tra"),
        "close_hint": _("Đã đủ nội dung và chữ ký. Sau khi khép lại, câu trả lời chỉ sửa được kèm lý do."),
        "is_asked": _("Đã khép lại bằng bản đang hiện."),
        "kept": _("Đã khép lại trên máy này lúc {time}, chờ gửi"),
        "kept_hint": _("Khi có mạng, máy gửi biên bản và chữ ký. Bản in (PDF) có sau khi máy chủ nhận đủ."),
        "received": _("Máy chủ đã nhận việc khép lại lúc {time}"),
        "soon": _("Máy chủ đang lập biên bản."),
        "waits": _("Việc khép lại lúc {time} đang chờ"),
        "held_back": _("Máy chủ chưa ghi nhận một nội dung từ máy tính bảng"),
        "closed": _("Cuộc kiểm tra đã khép lại lúc {time}"),
        "number": _("Số biên bản để trống, văn thư ghi khi vào sổ."),
        "open_pdf": _("Mở biên bản (PDF)"),
        "decide": _("Mở trang chờ quyết định"),
        "pdf_hint": _("Cần có mạng, và trình duyệt này đang đăng nhập hệ thống."),
    }
