"""What inspectors write where nothing is wrong, and why an item does not apply. All of it is sample data."""

from collections.abc import Mapping
from dataclasses import dataclass

INITIATIVES = (
    "Không có sáng kiến có kết quả đo được bằng số trong thời kỳ kiểm tra.",
    "Mô hình “Ngày không hẹn”: trả kết quả ngay trong buổi với nhóm thủ tục đơn giản, một ngày mỗi tuần (số liệu mẫu).",
    "Nhắc hạn hồ sơ qua tin nhắn nội bộ trước 02 ngày; số hồ sơ quá hạn của quý giảm so với cùng kỳ (số liệu mẫu).",
)

REMARKS: Mapping[str, str] = {
    "A01": "Kế hoạch có phụ lục phân công nhiệm vụ, sản phẩm và thời hạn.",
    "A02": "Số liệu mẫu tính đến ngày kiểm tra; nhiệm vụ chậm đã nêu trong báo cáo tự kiểm tra.",
    "A04": "Có biên bản họp giao ban cải cách hành chính hằng tháng do người đứng đầu chủ trì.",
    "A11": "Đã xem các chỉ số đơn vị được giao phần việc.",
    "B05": "Đã xem 10 văn bản hướng dẫn, không có yêu cầu giấy tờ ngoài quy định.",
    "C04": "Đối chiếu danh mục với số thủ tục đã cấu hình trên hệ thống.",
    "C05": "Có văn bản phân công, mỗi quầy một người dự phòng.",
    "C07": "Số liệu mẫu, trích từ hệ thống đến ngày kiểm tra; tính trên hồ sơ đã giải quyết.",
    "C10": "Phỏng vấn 05 người nộp hồ sơ tại quầy, không ghi nhận trường hợp làm khác.",
    "D03": "Số sử dụng không vượt số được giao.",
    "E04": "Đối chiếu bảng tổng hợp với 10 phiếu cá nhân.",
    "F05": "Nhật trình xe và lệnh điều xe của một tháng chọn ngẫu nhiên khớp nhau.",
    "G02": "Mở thuộc tính chữ ký số của từng tệp.",
    "G03": "Số liệu mẫu, không tính hồ sơ mật.",
    "G04": "Số liệu mẫu, trích từ hệ thống đến ngày kiểm tra.",
    "G12": "Điểm mẫu, xem lúc kiểm tra.",
    "MC03": "Tìm ngược từ 20 kết quả đã ký, đều có trên hệ thống.",
    "MC08": "Đối chiếu 10 hồ sơ, ngày ký không sau ngày kết thúc trên hệ thống.",
    "MC18": "Số liệu mẫu, chỉ tính hồ sơ có phí, lệ phí.",
    "MC24": "Số liệu hai nơi lấy cùng một giờ, khớp nhau.",
    "MC29": "Biểu hồ sơ cân đối: kỳ trước cộng trong kỳ bằng đã giải quyết cộng đang giải quyết.",
    "YT02": "Chứng chỉ hành nghề đã cấp vẫn được chấp nhận, không yêu cầu đổi trước hạn.",
    "YT07": "Số liệu mẫu, tách theo lĩnh vực ở phụ lục.",
    "YT08": "Số liệu mẫu; nguyên nhân chính là chờ ý kiến phối hợp.",
    "YT25": "Đối chiếu 10 biên lai với biểu phí.",
    "YT31": "Phỏng vấn 10 người nộp hồ sơ; một người chưa hài lòng về thời gian chờ.",
    "CV03": "Điểm danh bằng số lượng theo phòng.",
    "CV08": "Các quầy đều có người trực lúc kiểm tra.",
    "CV14": "Quan sát tại nơi tiếp nhận hồ sơ.",
    "CV21": "Đối chiếu lịch tiếp công dân và sổ tiếp công dân.",
    "CV25": "Nhật trình xe của một tháng chọn ngẫu nhiên khớp lệnh điều xe.",
}


@dataclass(frozen=True)
class NotHere:
    """Items of a checklist that do not apply at some levels (S, H, X, N), and the reason that is entered."""

    checklist: str
    items: tuple[str, ...]
    levels: str
    reason: str


NOT_HERE = (
    NotHere("toan-dien", ("E07",), "SHN", "Trong thời kỳ kiểm tra không phát sinh việc xử lý kỷ luật."),
    NotHere("toan-dien", ("F06",), "SN", "Không có kiến nghị của kiểm toán, thanh tra tài chính trong thời kỳ kiểm tra."),
    NotHere("toan-dien", ("C06",), "S", "Quầy của đơn vị đặt tại Trung tâm Phục vụ hành chính công tỉnh."),
    NotHere("toan-dien", ("B01", "B02", "B03"), "N", "Đơn vị không được giao soạn thảo văn bản quy phạm pháp luật."),
    NotHere("toan-dien", ("D04",), "N", "Đơn vị không có đơn vị sự nghiệp trực thuộc."),
    NotHere("toan-dien", ("C12",), "N", "Đơn vị không được giao rà soát trong kế hoạch năm."),
    NotHere(
        "chuyen-de-y-te",
        ("YT03", "YT05", "YT06", "YT09", "YT10", "YT11", "YT12", "YT13", "YT14", "YT15", "YT16", "YT18", "YT20", "YT21",
         "YT28", "YT29"),
        "HX",
        "Nhiệm vụ của Sở Y tế, không thuộc thẩm quyền của đơn vị.",
    ),
    NotHere("chuyen-de-y-te", ("YT19",), "X", "Không thuộc thẩm quyền của cấp xã."),
    NotHere("chuyen-de-mot-cua", ("MC22",), "X", "Không phát sinh hồ sơ phải lấy ý kiến phối hợp trong thời kỳ kiểm tra."),
    NotHere("cong-vu", ("CV24",), "SHX", "Không có phản ánh về thái độ phục vụ trong thời kỳ kiểm tra."),
    NotHere("cong-vu", ("CV25",), "X", "Đơn vị không được trang bị xe công."),
    NotHere("cong-vu", ("CV32",), "X", "Đơn vị được kiểm tra công vụ lần đầu."),
)  # fmt: skip

NO_LATE_DOSSIERS = "Không có hồ sơ trễ hạn trong thời kỳ kiểm tra."
ALL_APOLOGISED = "Các hồ sơ trễ hạn lấy mẫu đều có phiếu xin lỗi đúng hạn và hẹn lại một lần."
APOLOGISED_IS_ENOUGH = (
    "Hồ sơ trễ hạn đã được xin lỗi đúng hạn và hẹn lại một lần theo quy định, không phải là thiếu sót."
)
