"""The words of the tablet's door: what its script says, in the reader's language."""

from inspect_app.campaigns.rules import VisitState
from inspect_app.campaigns.words import state_name
from inspect_app.kernel.language import lazy_gettext as _

# What the light beside each visit says, and what to do about it.
READINESS = {
    "light_good": _("Sẵn sàng làm việc không cần mạng – mang theo lúc {time}"),
    "light_warn": _("Sẵn sàng, còn điều nên làm – mang theo lúc {time}"),
    "light_bad": _("Chưa sẵn sàng làm việc không cần mạng"),
    "light_wait": _("Chưa mang theo: không làm được khi mất mạng"),
    "light_points": _("{n} điểm đã sẵn sàng"),
    "not_taken": _("Chưa mang theo cuộc kiểm tra này. Hãy bấm “Mang theo” khi có mạng."),
    "bundle_here": _("Phiếu {n} mục và hồ sơ của cuộc kiểm tra đã ở trên máy."),
    "bundle_broken": _("Phiếu trên máy thiếu nội dung. Hãy mang theo lại khi có mạng."),
    "checklist_newer": _("Phiếu kiểm tra trên máy là bản khác với máy chủ. Hãy mang theo lại khi có mạng."),
    "state_older": _("Máy chủ có dữ liệu mới hơn. Máy tự cập nhật khi có mạng."),
    "shell_here": _("Trang này mở được khi không có mạng."),
    "shell_missing": _("Trang này chưa lưu xong trên máy. Hãy tải lại trang khi có mạng."),
    "outdated": _("Bản trên máy đã cũ so với máy chủ. Hãy tải lại trang khi có mạng."),
    "update_waits": _("Có bản mới của trang này. Hãy bấm “Dùng bản mới” trước khi đi."),
    "secure": _("Kết nối an toàn; dữ liệu trên máy được mã hóa."),
    "persisted": _("Trình duyệt giữ dữ liệu lâu dài, không tự xóa."),
    "not_persisted": _(
        "Trình duyệt có thể tự xóa dữ liệu khi máy thiếu chỗ. Hãy cài trang này lên màn hình chính và "
        "gửi dữ liệu mỗi khi có mạng."
    ),
    "free": _("Máy còn {n} MB chỗ trống."),
    "free_short": _("Máy chỉ còn {n} MB chỗ trống. Hãy xóa bớt ảnh, ứng dụng khác trên máy."),
    "reserve_here": _("Máy giữ riêng {n} MB cho chữ: khi đầy chỗ, ảnh bị từ chối trước, câu trả lời vẫn lưu được."),
    "reserve_missing": _(
        "Máy không còn {n} MB để giữ riêng cho chữ: ảnh không lưu thêm được, câu trả lời có thể sắp hết chỗ. "
        "Hãy xóa bớt ảnh, ứng dụng khác trên máy."
    ),
    "clock_right": _("Đồng hồ của máy đúng giờ máy chủ."),
    "clock_wrong": _("Đồng hồ của máy lệch {n} phút so với máy chủ. Hãy chỉnh lại giờ của máy."),
    "revoked": _("Máy này đã bị thu hồi. Dữ liệu đã lưu vẫn được gửi về máy chủ để người phụ trách xem xét."),
    "open_in_chrome": _("Mở bằng Chrome"),
    "install": _("Cài trang này lên màn hình chính"),
}

DOOR = {
    "who": _("Ai đang làm việc trên máy này?"),
    "password": _("Mật khẩu tài khoản"),
    "unlock": _("Mở khóa"),
    "wrong_password": _(
        "Mật khẩu không đúng với máy này. Hãy nhập lại; nếu mật khẩu vừa được đặt lại, chọn “Quên hoặc "
        "đã đổi mật khẩu”."
    ),
    "unsent_here": _("Trên máy còn {n} mục chưa gửi. Mở khóa để gửi tiếp."),
    "nothing_unsent_here": _("Trên máy không còn mục nào chưa gửi."),
    "enrol_other": _("Thêm người dùng trên máy này"),
    "enrol_title": _("Đăng ký máy tính bảng"),
    "enrol_lead": _(
        "Cần có mạng một lần. Bạn phải đang đăng nhập hệ thống trên trình duyệt này. Sau đó máy làm việc "
        "được khi không có mạng."
    ),
    "label": _("Tên máy"),
    "label_hint": _("Ví dụ: Máy tính bảng số 3 của Sở Nội vụ"),
    "enrol_hint": _("Mật khẩu này mở khóa dữ liệu trên máy khi không có mạng."),
    "enrol": _("Đăng ký máy"),
    "forgot": _("Quên hoặc đã đổi mật khẩu"),
    "back": _("Quay lại"),
    "recover_title": _("Mở lại dữ liệu bằng khóa của đợt kiểm tra"),
    "recover_none": _(
        "Máy chưa mang theo cuộc kiểm tra nào nên không có khóa để mở lại. Hãy đăng ký lại máy với mật khẩu mới."
    ),
    "recover_lead": _(
        "Cần có mạng và bạn phải đang đăng nhập hệ thống trên trình duyệt này. Việc mở lại và lý do được "
        "ghi vào nhật ký."
    ),
    "new_password": _("Mật khẩu hiện nay của tài khoản"),
    "new_password_hint": _("Từ nay mật khẩu này mở khóa máy."),
    "reason": _("Lý do"),
    "recover": _("Mở lại dữ liệu"),
    "signed_out": _("Trình duyệt này chưa đăng nhập hệ thống. Hãy đăng nhập rồi quay lại trang này."),
    "sign_in": _("Đăng nhập"),
    "no_server": _("Chưa liên lạc được với máy chủ. Hãy kiểm tra kết nối mạng rồi thử lại."),
    "not_kept_full": _("Bộ nhớ của máy đã đầy nên chưa lưu được. Hãy xóa bớt ảnh, ứng dụng khác trên máy rồi thử lại."),
    "not_kept_broken": _("Trình duyệt chưa lưu được dữ liệu. Hãy tải lại trang rồi thử lại."),
    "not_kept_locked": _("Máy đã khóa. Hãy mở khóa rồi thử lại."),
    "other_window": _("Dữ liệu đang mở ở một cửa sổ khác của trình duyệt. Hãy đóng cửa sổ đó rồi mở khóa lại."),
    "visits": _("Cuộc kiểm tra"),
    "no_visits": _("Chưa có cuộc kiểm tra nào để mang theo. Khi có mạng, danh sách tự cập nhật."),
    "take": _("Mang theo"),
    "take_again": _("Mang theo lại"),
    "open": _("Mở cuộc kiểm tra"),
    "drop": _("Bỏ khỏi máy"),
    "dropped": _(
        "Đã bỏ cuộc kiểm tra tại {unit} khỏi máy. Máy chủ có đủ mọi nội dung; khi có mạng thì mang theo lại được."
    ),
    "not_dropped": _("Chưa bỏ: cuộc kiểm tra tại {unit} còn nội dung chưa gửi. Hãy đợi máy chủ nhận hết rồi bấm lại."),
    "not_taken_now": _("Chưa mang theo được vì máy chủ chưa trả lời. Hãy thử lại khi có mạng."),
    "taken": _("Đã lưu cuộc kiểm tra trên máy. Làm việc được khi không có mạng."),
    **READINESS,
    "held_at_visit": _("{n} giá trị chờ quyết định"),
    "health": _("Bộ nhớ của máy"),
    "space": _("Đã dùng {used} MB, còn {free} MB."),
    "space_used": _("Đã dùng {used} MB."),
    "space_short": _("Đã dùng {used} MB, chỉ còn {free} MB. Hãy xóa bớt ảnh, ứng dụng khác trên máy."),
    "save_file": _("Lưu phần chưa gửi ra tệp"),
    "save_file_hint": _(
        "Dùng khi máy không gửi được: tệp đã mã hóa, nộp lên hệ thống từ máy tính khác. Phần chưa gửi vẫn còn trên máy."
    ),
    "file_saved": _("Đã lưu phần chưa gửi ra tệp. Hãy chép tệp sang máy tính khác và nộp lên hệ thống."),
    "carry": _("Nộp tệp của máy khác"),
    "carry_hint": _("Khi có mạng: chọn tệp .ktra của một máy không gửi được. Chỉ máy chủ mở được tệp."),
    "carried": _(
        "Đã nộp: {n} thay đổi mới, {known} đã có từ trước, {photos} ảnh. {held} mục được giữ lại chờ xem xét."
    ),
    "carried_left": _(
        "Đã nộp: {n} thay đổi mới, {known} đã có từ trước, {photos} ảnh; {left} ảnh chưa nhận được. "
        "{held} mục được giữ lại chờ xem xét. Hãy giữ tệp lại."
    ),
    "carry_failed": _("Chưa nộp được tệp. Tệp vẫn còn trên máy, hãy thử lại."),
    "lock": _("Khóa máy"),
    "locked_by_time": _("Máy đã tự khóa sau 30 phút không dùng. Dữ liệu đã lưu vẫn còn nguyên."),
    "drawing_gone": _("Chữ ký hoặc lý do từ chối chưa xác nhận thì không giữ lại. Hãy mời người ký ký lại."),
    "all_received": _("Máy chủ đã nhận tất cả, lúc {time}"),
    "nothing_yet": _("Chưa có gì cần gửi"),
    "sending": _("Đang gửi {n} mục"),
    "kept_here": _("Đã lưu trên máy, {n} mục chờ gửi"),
    "wiped": _("Dữ liệu của người dùng trên máy đã được xóa theo lệnh thu hồi, sau khi máy chủ đã nhận đủ."),
    "update": _("Có bản mới của trang này."),
    "update_now": _("Dùng bản mới"),
    "update_not_kept": _(
        "Chưa dùng bản mới: có nội dung chưa lưu được trên máy. Hãy xem chỗ báo đỏ ở phiếu, lưu xong rồi bấm lại."
    ),
    "update_coming": _("Đang chuyển sang bản mới. Những gì đã nhập đều đã lưu trên máy."),
    "update_late": _("Bản mới chưa vào được; những gì đã nhập đều đã lưu trên máy."),
    "update_late_more": _(
        "Hãy đóng các cửa sổ khác của trang này rồi đợi thêm; hoặc mở lại trang để làm tiếp với bản cũ và bấm “Dùng bản mới” sau."
    ),
    "update_reload": _("Mở lại trang"),
    "lost": _("Trình duyệt đã xóa dữ liệu trên máy này"),
    "lost_more": _(
        "Lần ghi nhận gần nhất: {n} thay đổi và {photos} ảnh chưa gửi. Hãy đối chiếu với trưởng đoàn xem "
        "còn thiếu gì và nhập lại."
    ),
    "lost_told": _("Máy chủ đã báo cho trưởng đoàn và người điều phối."),
    "lost_untold": _("Chưa báo được cho máy chủ; hãy đăng nhập hệ thống trên trình duyệt này rồi tải lại trang."),
    "closed_elsewhere": _("Dữ liệu đã đóng ở cửa sổ này vì trang được mở bản mới ở cửa sổ khác. Hãy tải lại trang."),
    "closed_gone": _(
        "Trình duyệt đã xóa dữ liệu của trang này khi trang đang mở. Hãy chép lại nội dung đang nhập trên "
        "màn hình, rồi tải lại trang."
    ),
    "no_database": _("Trình duyệt không cho lưu dữ liệu. Hãy thoát chế độ ẩn danh hoặc dùng trình duyệt khác."),
    "in_an_app": _("Trang này đang mở bên trong một ứng dụng khác, không giữ được dữ liệu"),
    "in_an_app_more": _("Hãy chọn “Mở bằng trình duyệt” trong trình đơn của ứng dụng đó, rồi dùng Chrome hoặc Edge."),
    "not_installed": _("Trên iPad, trang này phải được mở từ màn hình chính"),
    "not_installed_more": _(
        "Trình duyệt của iPad tự xóa dữ liệu sau bảy ngày. Hãy chọn Chia sẻ, “Thêm vào MH chính”, rồi mở "
        "trang từ biểu tượng mới."
    ),
    "not_secure": _("Trang này cần kết nối HTTPS để lưu và mã hóa dữ liệu trên máy"),
    "not_secure_more": _(
        "Hãy mở lại bằng địa chỉ bắt đầu bằng https://. Nếu hệ thống chưa có địa chỉ đó, đề nghị quản "
        "trị viên cài đặt chứng thư."
    ),
}


def door_words() -> dict[str, str]:
    """The door's texts by name, in the language of the request; `{n}` and its like are filled in by the script."""
    states = {f"state_{state.value}": state_name(state) for state in VisitState}
    return {name: str(text) for name, text in DOOR.items()} | states
