"""Sample shortcomings of the civil-service checklist. Heads are counted, never named."""

from inspect_app.cli.demonstration.flaws.flaw import Flaw

DESKS = ("Văn phòng", "Phòng chuyên môn 1", "Phòng chuyên môn 2")


def _head_count(absent: int) -> dict[str, object]:
    """Three divisions; `absent` people of the second one are missing without a reason."""
    rows = [
        {"division": DESKS[0], "establishment": "12", "present": "11", "excused": "1", "unexcused": "0"},
        {
            "division": DESKS[1],
            "establishment": "8",
            "present": str(8 - absent),
            "excused": "0",
            "unexcused": str(absent),
        },
        {"division": DESKS[2], "establishment": "7", "present": "6", "excused": "1", "unexcused": "0"},
    ]
    return {"rows": rows}


CIVIL_SERVICE = (
    Flaw(
        "CV01", "partial", raw={"choices": ["noi-quy", "quy-che"]},
        note="Đã ban hành đủ nhưng quy tắc ứng xử chưa niêm yết.",
        finding="Quy tắc ứng xử của đơn vị chưa được niêm yết.",
        request="Niêm yết quy tắc ứng xử tại trụ sở và nơi tiếp nhận hồ sơ.",
        done="Đã niêm yết; ảnh chụp gửi kèm.", days=5,
    ),
    Flaw(
        "CV02", "fail", raw={"yes": "no"},
        note="Nơi tiếp nhận hồ sơ chưa niêm yết giờ làm việc.",
        finding="Giờ làm việc chưa được niêm yết tại nơi tiếp nhận hồ sơ.",
        request="Niêm yết giờ làm việc tại trụ sở và nơi tiếp nhận hồ sơ.",
        done="Đã niêm yết giờ làm việc; ảnh chụp gửi kèm.", days=5,
    ),
    Flaw(
        "CV03", "fail", raw=_head_count(2),
        note="Điểm danh đầu giờ: 02 người vắng không có lý do, đến sau 20 phút.",
        finding="Đầu giờ làm việc còn người vắng mặt không có lý do (02 người tại thời điểm điểm danh).",
        request="Chấn chỉnh giờ giấc làm việc; xử lý các trường hợp vắng không có lý do theo quy định.",
        done="Đã họp kiểm điểm, nhắc nhở bằng văn bản và duy trì điểm danh.", days=10,
    ),
    Flaw(
        "CV04", "fail", raw=_head_count(1),
        note="Điểm danh cuối giờ: 01 người về sớm, không có giấy.",
        finding="Cuối giờ làm việc còn người về sớm không có lý do (01 người tại thời điểm điểm danh).",
        request="Chấn chỉnh giờ giấc làm việc cuối buổi; theo dõi bằng chấm công.",
        done="Đã nhắc nhở bằng văn bản và theo dõi bằng chấm công.", days=10,
    ),
    Flaw(
        "CV05", "partial",
        note="Sổ chấm công ghi đủ công trong khi {a} người đang đi công tác không có giấy trong hồ sơ.",
        finding="Sổ chấm công chưa khớp với số người có mặt thực tế ({a} trường hợp).",
        request="Chấm công đúng thực tế, đối chiếu hằng tháng với giấy nghỉ phép, công tác.",
        done="Đã chuyển sang chấm công hằng ngày có người đối chiếu.",
    ),
    Flaw(
        "CV06", "partial",
        note="{a} trường hợp nghỉ phép có đơn nhưng chưa có ý kiến duyệt.",
        finding="Giấy nghỉ phép của {a} trường hợp chưa được người có thẩm quyền duyệt.",
        request="Duyệt nghỉ phép, công tác trước khi thực hiện.",
        done="Đã quán triệt và dùng mẫu đơn có phần duyệt.", days=10,
    ),
    Flaw(
        "CV07", "partial", levels="HX",
        note="Một bộ phận chưa có người thay khi công chức đi học.",
        finding="Chưa phân công người thay khi công chức vắng mặt dài ngày tại một bộ phận.",
        request="Phân công người thay bằng văn bản khi công chức vắng mặt.",
        done="Đã ban hành văn bản phân công người thay.", days=5,
    ),
    Flaw(
        "CV09", "fail", raw={"good": "18", "bad": "3"},
        note="03/21 người không đeo thẻ, bàn làm việc không có biển tên.",
        finding="Còn công chức không đeo thẻ khi làm nhiệm vụ (03 trong 21 người quan sát).",
        request="Chấn chỉnh việc đeo thẻ, đặt biển tên, chức danh.",
        done="Đã cấp lại thẻ, biển tên và nhắc nhở.", days=5,
    ),
    Flaw(
        "CV10", "partial",
        note="Một số người tại Bộ phận Một cửa chưa mặc đồng phục theo quy định của đơn vị.",
        finding="Trang phục tại Bộ phận Một cửa chưa thống nhất.",
        request="",
    ),
    Flaw(
        "CV13", "fail", raw={"yes": "no"},
        note="Quan sát thấy 01 máy tính mở trang bán hàng trong giờ làm việc.",
        finding="Còn trường hợp làm việc riêng trong giờ làm việc (01 trường hợp quan sát được).",
        request="Nhắc nhở và chấn chỉnh việc làm việc riêng trong giờ làm việc.",
        done="Đã nhắc nhở bằng văn bản và quán triệt toàn đơn vị.", days=10,
    ),
    Flaw(
        "CV14", "fail", raw={"good": "7", "bad": "1"},
        note="01/08 lượt giao tiếp chưa đúng mực: trả lời cộc, không hướng dẫn.",
        finding="Còn lượt giao tiếp với người dân chưa đúng mực (01 trong 08 lượt quan sát).",
        request="Chấn chỉnh thái độ giao tiếp; tổ chức tập huấn kỹ năng tiếp dân.",
        done="Đã tập huấn kỹ năng giao tiếp cho công chức tiếp dân.",
    ),
    Flaw(
        "CV18", "partial",
        note="{a} nhiệm vụ trên hệ thống quá hạn từ 05 đến 10 ngày.",
        finding="Còn {a} nhiệm vụ được giao quá hạn trên hệ thống.",
        request="Hoàn thành các nhiệm vụ quá hạn, báo cáo nguyên nhân từng nhiệm vụ.",
        done="Đã hoàn thành các nhiệm vụ quá hạn.", days=10,
    ),
    Flaw(
        "CV19", "fail", raw={"part": "28", "whole": "31"},
        note="03/31 văn bản xin ý kiến trả lời chậm từ 01 đến 04 ngày.",
        finding="Trả lời văn bản xin ý kiến của cơ quan khác còn chậm (03 trong 31 văn bản).",
        request="Theo dõi thời hạn trả lời văn bản xin ý kiến, không để chậm.",
        done="Đã phân công đầu mối theo dõi văn bản xin ý kiến.",
    ),
    Flaw(
        "CV21", "fail", raw={"number": "1"}, levels="HX",
        note="Sổ tiếp công dân cho thấy 01 tháng người đứng đầu tiếp chưa đủ số ngày.",
        finding="Người đứng đầu tiếp công dân chưa đủ số ngày trong 01 tháng của thời kỳ kiểm tra.",
        request="Bảo đảm số ngày người đứng đầu trực tiếp tiếp công dân hằng tháng.",
        done="Đã bổ sung lịch tiếp công dân và công khai.", days=30,
    ),
    Flaw(
        "CV23", "partial",
        note="Số điện thoại đường dây nóng đã niêm yết nhưng gọi thử không có người nghe.",
        finding="Đường dây nóng đã công khai nhưng chưa có người trực thường xuyên.",
        request="Phân công người trực đường dây nóng, ghi sổ các cuộc gọi.",
        done="Đã phân công người trực và lập sổ theo dõi.", days=5,
    ),
    Flaw(
        "CV26", "partial",
        note="{a} máy tính không khóa màn hình khi người dùng rời chỗ; có mật khẩu dán cạnh màn hình.",
        finding="Việc bảo mật tại chỗ làm việc chưa nghiêm ({a} máy tính không khóa màn hình).",
        request="Đặt tự khóa màn hình; không ghi mật khẩu tại chỗ làm việc.",
        done="Đã đặt tự khóa màn hình cho toàn bộ máy tính.", days=5,
    ),
    Flaw(
        "CV27", "partial",
        note="Sơ đồ phòng làm việc đã cũ.",
        finding="Sơ đồ phòng làm việc chưa cập nhật.",
        request="",
    ),
    Flaw(
        "CV28", "partial",
        note="Có kế hoạch tự kiểm tra nhưng chưa tổ chức cuộc đột xuất nào.",
        finding="Chưa thực hiện kiểm tra đột xuất theo kế hoạch tự kiểm tra công vụ.",
        request="Thực hiện các cuộc tự kiểm tra đột xuất theo kế hoạch.",
        done="Đã tổ chức kiểm tra đột xuất; biên bản gửi kèm.", days=30,
    ),
    Flaw(
        "CV29", "partial",
        note="{a} trường hợp được nhắc nhở bằng lời, chưa có văn bản.",
        finding="Việc nhắc nhở người vi phạm giờ giấc chưa thực hiện bằng văn bản ({a} trường hợp).",
        request="Nhắc nhở bằng văn bản các trường hợp vi phạm đã ghi nhận.",
        done="Đã nhắc nhở bằng văn bản các trường hợp.", days=10,
    ),
    Flaw(
        "CV31", "partial", levels="HX",
        note="{a} hồ sơ giải quyết chậm chưa có văn bản xin lỗi.",
        finding="Chưa xin lỗi bằng văn bản đối với {a} hồ sơ giải quyết chậm.",
        request="Gửi văn bản xin lỗi người dân có hồ sơ giải quyết chậm.",
        done="Đã gửi văn bản xin lỗi.", days=10,
    ),
    Flaw(
        "CV32", "partial",
        note="Một tồn tại của lần kiểm tra trước đã khắc phục nhưng chưa lưu chứng cứ.",
        finding="Tồn tại của lần kiểm tra trước đã khắc phục nhưng chưa có đủ chứng cứ.",
        request="Bổ sung chứng cứ khắc phục các tồn tại của lần kiểm tra trước.",
        done="Đã bổ sung chứng cứ; tài liệu gửi kèm.", days=10,
    ),
)  # fmt: skip
