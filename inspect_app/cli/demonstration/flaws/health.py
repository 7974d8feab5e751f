"""Sample shortcomings of the checklist on procedures of the health sector. S: Sở Y tế; H, X: district and commune."""

from inspect_app.cli.demonstration.flaws.flaw import Flaw

HEALTH = (
    Flaw(
        "YT01", "partial",
        note="{a} thủ tục trên hệ thống còn tên cũ so với quyết định công bố.",
        finding="Danh mục thủ tục lĩnh vực y tế trên hệ thống chưa cập nhật đầy đủ ({a} thủ tục còn tên cũ).",
        request="Cập nhật danh mục thủ tục lĩnh vực y tế theo quyết định công bố mới nhất.",
        done="Đã đối chiếu và đề nghị cập nhật danh mục trên hệ thống.", days=15,
    ),
    Flaw(
        "YT03", "partial", levels="S",
        note="Bảng niêm yết tại quầy còn {a} thủ tục ghi thành phần hồ sơ cũ.",
        finding="Thủ tục niêm yết tại quầy của Sở ở Trung tâm Phục vụ hành chính công chưa cập nhật ({a} thủ tục).",
        request="Cập nhật nội dung niêm yết, công khai điện tử tại quầy.",
        done="Đã thay nội dung niêm yết; ảnh chụp gửi kèm.", days=10,
    ),
    Flaw(
        "YT04", "partial",
        note="Quy trình nội bộ của {a} thủ tục gộp hai bước, không tách thời hạn từng bước.",
        finding="Quy trình nội bộ của {a} thủ tục y tế chưa thể hiện thời hạn của từng bước.",
        request="Sửa quy trình nội bộ, tách thời hạn từng bước theo quy định của từng thủ tục.",
        done="Đã trình phê duyệt quy trình sửa đổi.", days=30,
    ),
    Flaw(
        "YT05", "partial", levels="S",
        note="Lĩnh vực mỹ phẩm chưa có người dự phòng thẩm định.",
        finding="Chưa phân công người thẩm định dự phòng cho một lĩnh vực.",
        request="Phân công người thẩm định dự phòng cho từng lĩnh vực.",
        done="Đã ban hành văn bản phân công người dự phòng.", days=10,
    ),
    Flaw(
        "YT13", "partial", levels="S",
        note="{a} hồ sơ điều chỉnh nhân sự có biên bản thẩm định lập sau ngày ký kết quả.",
        finding=(
            "Trình tự giải quyết hồ sơ điều chỉnh giấy phép hoạt động chưa chặt chẽ ({a} hồ sơ có biên bản lập sau)."
        ),
        request="Chấn chỉnh trình tự lập biên bản thẩm định; kiểm tra lại các hồ sơ cùng loại trong kỳ.",
        done="Đã kiểm tra lại hồ sơ cùng loại và chấn chỉnh trình tự.",
    ),
    Flaw(
        "YT17", "partial", levels="S",
        note="{a} văn bản yêu cầu bổ sung hồ sơ dược gửi chậm so với thời hạn của loại hồ sơ.",
        finding="Văn bản yêu cầu bổ sung hồ sơ dược gửi chậm ({a} trường hợp chọn xem).",
        request="Theo dõi riêng thời hạn yêu cầu bổ sung của từng loại hồ sơ dược.",
        done="Đã lập bảng theo dõi thời hạn theo từng loại hồ sơ dược.",
    ),
    Flaw(
        "YT19", "partial", levels="SH",
        note="{a} bản tự công bố sản phẩm chưa được đăng tải.",
        finding="Một số bản tự công bố sản phẩm chưa được đăng tải ({a} bản chọn xem).",
        request="Đăng tải đầy đủ bản tự công bố sản phẩm đã tiếp nhận.",
        done="Đã đăng tải đầy đủ các bản tự công bố.", days=15,
    ),
    Flaw(
        "YT20", "partial", levels="S",
        note="Số hồ sơ trên cổng của ngành nhiều hơn hệ thống của tỉnh {a} hồ sơ, chưa có giải thích.",
        finding="Số liệu hồ sơ trang thiết bị y tế giữa cổng của ngành và hệ thống của tỉnh chưa khớp.",
        request="Đối chiếu, cập nhật hồ sơ trang thiết bị y tế lên hệ thống của tỉnh.",
        done="Đã đối chiếu và cập nhật đủ hồ sơ.",
    ),
    Flaw(
        "YT23", "partial",
        note="{a} hồ sơ trả lại để bổ sung sau 04 ngày làm việc.",
        finding="Việc trả hồ sơ để bổ sung có trường hợp chậm ({a} hồ sơ chọn xem).",
        request="Trả hồ sơ chưa đủ điều kiện đúng thời hạn, có lý do bằng văn bản.",
        done="Đã quán triệt và theo dõi thời hạn trả hồ sơ trên hệ thống.",
    ),
    Flaw(
        "YT24", "fail",
        note="03 trong 05 hồ sơ y tế trễ hạn lấy mẫu không có phiếu xin lỗi.",
        finding="Hồ sơ y tế trễ hạn chưa được xin lỗi và hẹn lại ngày trả kết quả (03 trong 05 hồ sơ lấy mẫu).",
        request=(
            "Gửi phiếu xin lỗi tới người nộp của các hồ sơ trễ hạn; bảo đảm gửi chậm nhất 01 ngày trước ngày hết hạn."
        ),
        done="Đã gửi phiếu xin lỗi cho toàn bộ hồ sơ trễ hạn; bảng kê gửi kèm.",
    ),
    Flaw(
        "YT26", "partial",
        note="{a} hồ sơ chỉ có trên phần mềm ngành, chưa nhập hệ thống của tỉnh.",
        finding="Hồ sơ y tế chưa được nhập đủ trên hệ thống của tỉnh ({a} hồ sơ chỉ có trên phần mềm ngành).",
        request="Nhập đủ hồ sơ y tế trên hệ thống của tỉnh; thống nhất ngày giữa hai hệ thống.",
        done="Đã nhập bổ sung và đối chiếu hằng tuần.", days=15,
    ),
    Flaw(
        "YT27", "partial", raw={"choices": ["ky-so", "luu-kho"]},
        note="Kết quả được ký số, lưu kho nhưng người nộp chỉ nhận bản giấy.",
        finding="Kết quả điện tử chưa được trả cho người nộp.",
        request="Trả bản điện tử của kết quả cho người nộp qua hệ thống.",
        done="Đã trả bản điện tử cho người nộp từ khi có kết luận.", days=15,
    ),
    Flaw(
        "YT28", "partial", levels="S",
        note="{a} trường hợp được đăng tải sau 10 ngày làm việc.",
        finding="Danh sách cơ sở được cấp phép đăng tải chậm ({a} trường hợp chọn xem).",
        request="Đăng tải danh sách người, cơ sở được cấp phép đúng hạn.",
        done="Đã đăng tải đầy đủ và phân công người theo dõi.", days=10,
    ),
    Flaw(
        "YT32", "partial",
        note="Dữ liệu liên thông của {a} trường hợp chuyển chậm, phải nhập lại.",
        finding="Việc liên thông dữ liệu có trường hợp chậm ({a} trường hợp chọn xem).",
        request="Theo dõi hằng ngày dữ liệu liên thông lỗi và xử lý trong ngày.",
        done="Đã phân công người theo dõi dữ liệu liên thông hằng ngày.",
    ),
)  # fmt: skip
