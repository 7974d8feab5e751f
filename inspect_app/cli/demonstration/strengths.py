"""What is done well at a sample visit: sentences that hold where the items behind them were judged good."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Strength:
    """A sentence of an area, true when all of these items passed."""

    area: int
    items: tuple[str, ...]
    text: str


STRENGTHS = (
    Strength(
        1, ("A01",), "Kế hoạch cải cách hành chính năm 2024 ban hành kịp thời, có phân công nhiệm vụ và thời hạn."
    ),
    Strength(1, ("A04",), "Người đứng đầu trực tiếp chỉ đạo, chủ trì họp giao ban cải cách hành chính."),
    Strength(1, ("A09",), "Báo cáo định kỳ đủ kỳ, đúng hạn, số liệu khớp với hệ thống."),
    Strength(2, ("D02", "D03"), "Số lượng cấp phó, số phòng và biên chế sử dụng đúng quy định."),
    Strength(2, ("D06",), "Quy chế làm việc được ban hành, cập nhật và thực hiện."),
    Strength(2, ("D05",), "Việc phân cấp, ủy quyền có văn bản và được kiểm tra sau khi thực hiện."),
    Strength(3, ("E01",), "Công chức, viên chức được bố trí đúng vị trí việc làm đã phê duyệt."),
    Strength(3, ("E04",), "Việc đánh giá, xếp loại năm 2023 đúng tiêu chí, đúng tỷ lệ."),
    Strength(3, ("CV03", "CV04"), "Công chức có mặt đúng giờ vào đầu giờ và cuối giờ làm việc."),
    Strength(3, ("CV08",), "Các quầy của Bộ phận Một cửa đều có người trực trong giờ làm việc."),
    Strength(3, ("CV09",), "Người làm nhiệm vụ đeo thẻ, có biển tên, chức danh."),
    Strength(3, ("CV14", "CV15"), "Giao tiếp với người dân lịch sự, hướng dẫn đầy đủ ngay lần đầu."),
    Strength(4, ("B02", "B03"), "Công tác rà soát, tự kiểm tra văn bản được thực hiện theo kế hoạch."),
    Strength(4, ("B05",), "Văn bản hướng dẫn không đặt thêm giấy tờ ngoài quy định của pháp luật."),
    Strength(5, ("C01", "C02"), "Thủ tục hành chính được công khai đầy đủ, không còn thủ tục hết hiệu lực."),
    Strength(5, ("C04", "C10"), "Hồ sơ được nhận qua Bộ phận Một cửa, đúng giấy tờ và đúng mức phí, lệ phí."),
    Strength(5, ("C07",), "Tỷ lệ hồ sơ giải quyết trễ hẹn dưới 5%."),
    Strength(5, ("MC03", "MC05"), "Hồ sơ đều có trên hệ thống; giấy tiếp nhận và hẹn trả kết quả lập từ hệ thống."),
    Strength(5, ("MC08",), "Ngày ký văn bản kết quả không sau ngày kết thúc hồ sơ trên hệ thống."),
    Strength(5, ("MC29",), "Số liệu trên hệ thống khớp với báo cáo giấy của đơn vị."),
    Strength(5, ("YT02",), "Thủ tục theo Luật Khám bệnh, chữa bệnh năm 2023 đã thay thế các thủ tục cũ."),
    Strength(5, ("YT25",), "Phí, lệ phí thu đúng biểu, có biên lai."),
    Strength(5, ("YT08",), "Tỷ lệ hồ sơ y tế giải quyết trễ hẹn dưới 5%."),
    Strength(6, ("F01", "F05"), "Quy chế chi tiêu nội bộ được công khai; tài sản công sử dụng đúng mục đích."),
    Strength(6, ("F03",), "Ngân sách được công khai đúng nội dung, hình thức và thời hạn."),
    Strength(7, ("G02",), "Văn bản điện tử chọn mẫu có đủ chữ ký số của người có thẩm quyền và của cơ quan."),
    Strength(7, ("G06",), "Thành phần hồ sơ được số hóa rõ, đủ và được dùng lại cho lần giải quyết sau."),
    Strength(7, ("G08",), "Trang thông tin điện tử có đủ mục bắt buộc và được cập nhật."),
    Strength(7, ("MC24",), "Dữ liệu được đồng bộ đầy đủ với Cổng Dịch vụ công quốc gia."),
    Strength(7, ("MC27",), "Mỗi tài khoản, mỗi thiết bị chữ ký số do một người sử dụng."),
    Strength(7, ("YT27",), "Kết quả thủ tục y tế được ký số, lưu kho và trả bản điện tử."),
    Strength(7, ("YT32",), "Việc phối hợp liên thông dữ liệu được thực hiện đầy đủ, kịp thời."),
)
