"""Sample shortcomings of the checklist on the electronic one-stop software."""

from inspect_app.cli.demonstration.flaws.flaw import Flaw

ONE_STOP = (
    Flaw(
        "MC01", "fail", raw={"part": "118", "whole": "120"},
        note="02/120 hồ sơ tiếp nhận trong các ngày chọn mẫu được nhập vào hệ thống ngày hôm sau.",
        finding="Chưa nhập đủ hồ sơ vào hệ thống ngay trong ngày tiếp nhận (02 trong 120 hồ sơ của các ngày chọn mẫu).",
        request="Nhập đủ hồ sơ vào hệ thống ngay trong ngày tiếp nhận; trưởng bộ phận đối chiếu cuối mỗi ngày.",
        done="Đã giao trưởng bộ phận đối chiếu cuối ngày; kết quả đối chiếu hai tuần gửi kèm.", days=10,
    ),
    Flaw(
        "MC02", "partial",
        note="Một số mã hồ sơ có phần mã đơn vị khác chuẩn cũ; hệ thống cấp tự động.",
        finding="Phần mã đơn vị trong mã số hồ sơ chưa thống nhất; ghi nhận để rà soát chung toàn tỉnh.",
        request="",
    ),
    Flaw(
        "MC04", "fail", raw={"good": "8", "bad": "2"},
        note="02/10 hồ sơ có tệp quét mờ, thiếu mặt sau của giấy tờ.",
        finding="Thành phần hồ sơ quét lên hệ thống chưa rõ, chưa đủ (02 trong 10 hồ sơ chọn mẫu).",
        request="Quét lại các hồ sơ chưa đạt; kiểm tra chất lượng tệp trước khi chuyển bước.",
        done="Đã quét lại và bổ sung bước kiểm tra tệp trước khi chuyển.", days=10,
    ),
    Flaw(
        "MC06", "partial",
        note="{a} trong {b} hồ sơ có ngày hẹn do công chức nhập tay, lệch một ngày so với quy trình.",
        finding="Còn hồ sơ có ngày hẹn trả kết quả nhập tay, không theo quy trình điện tử ({a} trong {b} hồ sơ).",
        request="Chỉ dùng ngày hẹn do hệ thống tính; đề nghị khóa quyền sửa tay.",
        done="Đã đề nghị khóa quyền sửa tay và quán triệt tới các quầy.",
    ),
    Flaw(
        "MC07", "partial", raw={"choices": ["nguoi", "thoi-diem"]},
        note="Nhật ký ghi người và thời điểm đổi ngày hẹn nhưng ô lý do để trống.",
        finding="Nhật ký đổi ngày hẹn trên hệ thống chưa ghi lý do.",
        request="Ghi đủ lý do mỗi lần đổi ngày hẹn trên hệ thống.",
        done="Đã quán triệt; các lần đổi ngày hẹn sau kiểm tra đều có lý do.", days=10,
    ),
    Flaw(
        "MC10", "partial",
        note="{a} hồ sơ nhận trước 15 giờ được chuyển vào sáng hôm sau.",
        finding="Còn hồ sơ chuyển đến bộ phận giải quyết chậm so với thời điểm quy định ({a} hồ sơ chọn xem).",
        request="Chuyển hồ sơ đúng thời điểm quy định; theo dõi hồ sơ nhận trong ngày trên hệ thống.",
        done="Đã phân công người chuyển hồ sơ hai lần mỗi ngày.", days=10,
    ),
    Flaw(
        "MC11", "partial",
        note="Hồ sơ đúng hạn chung nhưng bước thẩm định của {a} hồ sơ vượt thời gian của quy trình.",
        finding="Một số bước xử lý vượt thời gian của quy trình được duyệt ({a} hồ sơ, bước thẩm định).",
        request="Rà soát thời gian từng bước, điều chỉnh phân công để không quá hạn bước.",
        done="Đã rà soát và điều chỉnh phân công bước thẩm định.",
    ),
    Flaw(
        "MC12", "partial",
        note="Phiếu kiểm soát của {a} hồ sơ thiếu thời điểm nhận của bước lãnh đạo duyệt.",
        finding="Phiếu kiểm soát quá trình giải quyết ghi chưa đủ các bước ({a} hồ sơ chọn xem).",
        request="Ghi đủ các bước trong phiếu kiểm soát hoặc trên hệ thống.",
        done="Đã ghi đủ các bước trên hệ thống, bỏ phiếu giấy.", days=15,
    ),
    Flaw(
        "MC15", "partial",
        note="Chưa gửi tin nhắn cho người nộp khi trả kết quả trước hạn.",
        finding="Chưa thông báo đầy đủ cho người nộp khi có kết quả trước hạn.",
        request="Bật thông báo qua tin nhắn hoặc thư điện tử cho trường hợp trả kết quả trước hạn.",
        done="Đã bật thông báo tự động; ảnh màn hình gửi kèm.", days=15,
    ),
    Flaw(
        "MC16", "partial",
        note="{a} lượt từ chối hồ sơ trực tuyến chỉ ghi “hồ sơ chưa hợp lệ”.",
        finding="Lý do từ chối hồ sơ trực tuyến nêu chung chung ({a} lượt chọn xem).",
        request="Nêu rõ lý do và hướng dẫn cụ thể, một lần khi từ chối hoặc yêu cầu bổ sung hồ sơ trực tuyến.",
        done="Đã soạn mẫu câu hướng dẫn cho từng thủ tục và quán triệt.",
    ),
    Flaw(
        "MC20", "partial",
        note="Giấy tờ đã có trong kho dữ liệu nhưng {a} người nộp vẫn phải nộp lại bản giấy.",
        finding="Chưa dùng lại giấy tờ đã số hóa: {a} trường hợp phải nộp lại giấy tờ đã có trong kho dữ liệu.",
        request="Khai thác kho dữ liệu trước khi yêu cầu nộp giấy tờ.",
        done="Đã tập huấn khai thác kho dữ liệu cho công chức tại quầy.",
    ),
    Flaw(
        "MC22", "partial", levels="SH",
        note="Ý kiến phối hợp của {a} hồ sơ gửi bằng văn bản giấy, không cập nhật trên hệ thống.",
        finding="Việc lấy ý kiến phối hợp chưa cập nhật đầy đủ trên hệ thống ({a} hồ sơ).",
        request="Cập nhật việc lấy ý kiến và ý kiến trả lời trên hệ thống, có thời hạn.",
        done="Đã thống nhất lấy ý kiến qua hệ thống giữa các phòng.",
    ),
    Flaw(
        "MC23", "fail", raw={"good": "9", "bad": "1"},
        note="01/10 hồ sơ tra cứu hiển thị “đang xử lý” trong khi đã trả kết quả.",
        finding="Trạng thái hồ sơ hiển thị trên cổng có trường hợp chưa đúng (01 trong 10 hồ sơ tra cứu).",
        request="Kết thúc hồ sơ trên hệ thống ngay khi trả kết quả.",
        done="Đã kết thúc các hồ sơ tồn trên hệ thống.", days=10,
    ),
    Flaw(
        "MC26", "partial",
        note="{a} tài khoản của người đã chuyển công tác chưa được thu hồi.",
        finding="Còn {a} tài khoản của người đã chuyển công tác chưa được thu hồi.",
        request="Thu hồi các tài khoản không còn người dùng; rà soát hằng quý.",
        done="Đã khóa các tài khoản không còn người dùng.", days=5,
    ),
    Flaw(
        "MC30", "partial",
        note="Số lượt đánh giá thấp so với số hồ sơ; kết quả chưa công khai.",
        finding="Đánh giá sự hài lòng bằng hình thức điện tử còn ít và chưa công khai kết quả.",
        request="Hướng dẫn người dân đánh giá và công khai kết quả hằng tháng.",
        done="Đã công khai kết quả hai tháng gần nhất.",
    ),
    Flaw(
        "MC31", "partial", raw={"choices": ["camera", "man-hinh"]}, levels="H",
        note="Máy lấy số hỏng, đang dùng số giấy.",
        finding="Máy lấy số của Bộ phận Một cửa không hoạt động vào lúc kiểm tra.",
        request="Sửa chữa hoặc thay thế máy lấy số.",
        done="Đã sửa máy lấy số; ảnh chụp gửi kèm.", days=30,
    ),
    Flaw(
        "MC32", "partial",
        note="Sự cố phần mềm được báo qua điện thoại, không ghi sổ.",
        finding="Sự cố phần mềm chưa được ghi sổ, chưa có thời gian khắc phục.",
        request="Lập sổ theo dõi sự cố, ghi thời điểm báo và thời điểm khắc phục.",
        done="Đã lập sổ theo dõi sự cố.", days=10,
    ),
    Flaw(
        "MC34", "partial",
        note="Một công chức mới nhận việc tại quầy chưa được tập huấn hệ thống.",
        finding="Công chức mới tại Bộ phận Một cửa chưa được tập huấn sử dụng hệ thống.",
        request="",
    ),
)  # fmt: skip

# As for the comprehensive checklist: the rows of the sampled dossiers are made with the visit's dates.
NO_APOLOGY_ON_SYSTEM = Flaw(
    "MC13", "fail",
    note="03/05 hồ sơ quá hạn lấy mẫu không có phiếu xin lỗi trên hệ thống.",
    finding="Hồ sơ quá hạn chưa được xin lỗi trên hệ thống: 03 trong 05 hồ sơ lấy mẫu không có phiếu xin lỗi.",
    request="Gửi phiếu xin lỗi và hẹn lại ngày trả kết quả cho toàn bộ hồ sơ quá hạn; bật nhắc trước hạn 02 ngày.",
    done="Đã gửi đủ phiếu xin lỗi và bật nhắc hạn trên hệ thống; bảng kê gửi kèm.",
)  # fmt: skip
