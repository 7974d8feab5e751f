"""Sample shortcomings of the comprehensive checklist. Figures are made up for the sample; no paper or person is named."""

from inspect_app.cli.demonstration.flaws.flaw import Flaw

DIRECTION_AND_TEXTS = (
    Flaw(
        "A03", "partial", raw={"choice": "hoan-thanh-cham"},
        note="{a} nhiệm vụ hoàn thành chậm; văn bản xin gia hạn gửi sau khi đã quá hạn.",
        finding=(
            "Còn {a} nhiệm vụ do UBND tỉnh giao hoàn thành chậm, việc xin điều chỉnh thời hạn thực hiện sau khi đã quá "
            "hạn."
        ),
        request=(
            "Rà soát toàn bộ nhiệm vụ được giao; báo cáo xin điều chỉnh thời hạn trước khi đến hạn, không để phát sinh "
            "nhiệm vụ quá hạn."
        ),
        done=(
            "Đã rà soát danh mục nhiệm vụ trên hệ thống, phân công người theo dõi hằng tuần; hiện không còn nhiệm vụ "
            "quá hạn."
        ),
    ),
    Flaw(
        "A05", "partial",
        note="Đã có kế hoạch tự kiểm tra nhưng đến ngày kiểm tra mới kiểm tra {a}/{b} đơn vị trong kế hoạch.",
        finding=(
            "Kế hoạch tự kiểm tra cải cách hành chính thực hiện chậm: mới kiểm tra {a} trong {b} đơn vị theo kế hoạch."
        ),
        request="Tổ chức tự kiểm tra tại các đơn vị còn lại theo kế hoạch và gửi kết quả từng cuộc.",
        done="Đã kiểm tra các đơn vị còn lại theo kế hoạch; kết quả từng cuộc gửi kèm.",
        days=44,
    ),
    Flaw(
        "A06", "fail",
        note="{a} trong 05 kiến nghị của lần kiểm tra trước chưa có tài liệu chứng minh đã khắc phục.",
        finding=(
            "Chưa khắc phục xong {a} trong 05 kiến nghị của lần kiểm tra trước; đơn vị báo cáo đã thực hiện nhưng "
            "không có tài liệu chứng minh."
        ),
        request="Khắc phục dứt điểm các kiến nghị của lần kiểm tra trước, gửi tài liệu chứng minh cho từng kiến nghị.",
        done="Đã hoàn thành các kiến nghị còn lại; tài liệu chứng minh gửi kèm theo từng kiến nghị.",
        days=30, levels="SH",
    ),
    Flaw(
        "A07", "partial",
        note=(
            "Có kế hoạch tuyên truyền nhưng trong quý I chưa đăng tin, bài nào về cải cách hành chính trên trang thông "
            "tin điện tử."
        ),
        finding=(
            "Hoạt động tuyên truyền cải cách hành chính theo kế hoạch còn chậm; quý I chưa có tin, bài trên trang "
            "thông tin điện tử."
        ),
        request="",
    ),
    Flaw(
        "A09", "partial", raw={"choices": ["du-ky", "khop-so-lieu"]},
        note="Báo cáo quý I gửi chậm {a} ngày làm việc so với thời hạn.",
        finding="Báo cáo cải cách hành chính quý I gửi chậm {a} ngày làm việc.",
        request="Gửi báo cáo định kỳ đúng hạn; phân công một đầu mối theo dõi thời hạn báo cáo.",
        done="Đã phân công đầu mối và đặt lịch nhắc; báo cáo kỳ tiếp theo gửi đúng hạn.",
    ),
    Flaw(
        "A10", "partial",
        note="Có kế hoạch nâng chỉ số nhưng giải pháp viết chung, chưa gắn với {b} tiêu chí mất điểm.",
        finding="Kế hoạch cải thiện Chỉ số cải cách hành chính chưa có giải pháp gắn với từng tiêu chí bị mất điểm.",
        request="Bổ sung giải pháp, người chịu trách nhiệm và thời hạn cho từng tiêu chí bị mất điểm.",
        done="Đã ban hành phụ lục giải pháp cho từng tiêu chí, có người chịu trách nhiệm và thời hạn.",
    ),
    Flaw(
        "A12", "partial",
        note="Quy chế có nêu nhưng hồ sơ xếp loại năm 2023 của {a} phòng chưa thể hiện kết quả cải cách hành chính.",
        finding="Kết quả cải cách hành chính chưa được thể hiện trong hồ sơ đánh giá, xếp loại năm 2023 của {a} phòng.",
        request="Bổ sung tiêu chí cải cách hành chính vào phiếu đánh giá, xếp loại công chức từ năm 2024.",
        done="Đã bổ sung tiêu chí vào phiếu đánh giá và phổ biến tới các phòng.",
        days=44,
    ),
    Flaw(
        "B02", "partial", levels="SH",
        note="{a} văn bản đã hết hiệu lực được phát hiện khi rà soát nhưng chưa kiến nghị xử lý.",
        finding=(
            "Kết quả rà soát văn bản quy phạm pháp luật chưa được xử lý kịp thời: {a} văn bản hết hiệu lực chưa được "
            "kiến nghị công bố."
        ),
        request="Kiến nghị cấp có thẩm quyền công bố các văn bản hết hiệu lực đã được phát hiện khi rà soát.",
        done="Đã gửi văn bản kiến nghị công bố các văn bản hết hiệu lực.",
    ),
    Flaw(
        "B04", "partial", levels="SHN",
        note="Có kế hoạch theo dõi thi hành pháp luật nhưng chưa có báo cáo kết quả.",
        finding="Đã ban hành kế hoạch theo dõi tình hình thi hành pháp luật nhưng chưa có báo cáo kết quả theo dõi.",
        request="Hoàn thành báo cáo kết quả theo dõi tình hình thi hành pháp luật theo kế hoạch.",
        done="Đã hoàn thành và gửi báo cáo kết quả theo dõi tình hình thi hành pháp luật.",
    ),
    Flaw(
        "B07", "fail", raw={"good": "7", "bad": "3"},
        note=(
            "03/10 văn bản chọn mẫu có lỗi thể thức: thiếu căn cứ ban hành, cỡ chữ phần nơi nhận và vị trí số trang "
            "chưa đúng."
        ),
        finding="Một số văn bản hành chính còn lỗi thể thức, kỹ thuật trình bày (03 trong 10 văn bản chọn mẫu).",
        request="",
    ),
)  # fmt: skip

PROCEDURES = (
    Flaw(
        "C01", "partial", raw={"choices": ["cong", "csdlqg"]},
        note="Bảng niêm yết tại nơi tiếp nhận còn {a} thủ tục ghi thời hạn cũ.",
        finding=(
            "Thủ tục hành chính niêm yết tại nơi tiếp nhận chưa cập nhật đầy đủ: {a} thủ tục còn ghi thời hạn giải "
            "quyết cũ."
        ),
        request=(
            "Cập nhật bảng niêm yết tại nơi tiếp nhận theo quyết định công bố mới nhất; giao người kiểm tra hằng "
            "tháng."
        ),
        done="Đã thay bảng niêm yết; ảnh chụp gửi kèm.", days=10,
    ),
    Flaw(
        "C02", "partial",
        note="{a} thủ tục đã bị bãi bỏ vẫn còn trên trang thông tin điện tử của đơn vị.",
        finding="Còn {a} thủ tục hành chính đã bị bãi bỏ đăng tải trên trang thông tin điện tử.",
        request="Gỡ các thủ tục đã bị bãi bỏ, đối chiếu toàn bộ danh mục với quyết định công bố.",
        done="Đã gỡ các thủ tục bị bãi bỏ và đối chiếu toàn bộ danh mục.", days=10,
    ),
    Flaw(
        "C03", "partial",
        note="{a} trong {b} quy trình chọn xem có thời gian một bước trên hệ thống dài hơn quy trình nội bộ đã duyệt.",
        finding=(
            "Quy trình điện tử của {a} thủ tục chưa khớp với quy trình nội bộ đã phê duyệt (thời gian một bước dài "
            "hơn)."
        ),
        request="Điều chỉnh quy trình điện tử cho khớp với quy trình nội bộ đã được phê duyệt.",
        done="Đã phối hợp điều chỉnh quy trình điện tử; ảnh màn hình cấu hình gửi kèm.", days=15,
    ),
    Flaw(
        "C05", "partial",
        note=(
            "Chưa có văn bản phân công người dự phòng tại Bộ phận Một cửa; khi người chính nghỉ phép, một quầy phải "
            "dừng nửa ngày."
        ),
        finding=(
            "Chưa bố trí người dự phòng tại Bộ phận Một cửa bằng văn bản, có thời điểm quầy tiếp nhận không có người "
            "thay."
        ),
        request="Ban hành văn bản phân công người dự phòng cho từng quầy tại Bộ phận Một cửa.",
        done="Đã ban hành văn bản phân công người dự phòng cho từng quầy.", days=10,
    ),
    Flaw(
        "C06", "partial", levels="HN", raw={"choices": ["thong-tin", "quay", "ghe", "ban-viet", "may-tinh", "camera"]},
        note="Máy lấy số và màn hình tra cứu hỏng, chờ sửa từ đầu năm.",
        finding=(
            "Bộ phận Một cửa còn thiếu trang thiết bị hoạt động: máy lấy số và màn hình tra cứu hỏng chưa được sửa."
        ),
        request="Sửa chữa hoặc thay thế máy lấy số, màn hình tra cứu tại Bộ phận Một cửa.",
        done="Đã sửa máy lấy số và màn hình tra cứu; ảnh chụp gửi kèm.", days=44,
    ),
    Flaw(
        "C09", "partial",
        note="{a} trong {b} hồ sơ chọn xem có hai phiếu yêu cầu bổ sung.",
        finding="Một số hồ sơ bị yêu cầu bổ sung quá một lần ({a} trong {b} hồ sơ chọn xem).",
        request="Chấn chỉnh việc yêu cầu bổ sung hồ sơ, bảo đảm hướng dẫn một lần, đầy đủ, bằng phiếu.",
        done="Đã họp quán triệt và phân công người kiểm tra phiếu yêu cầu bổ sung trước khi gửi.",
    ),
    Flaw(
        "C11", "partial",
        note="{a} phản ánh, kiến nghị có kết quả xử lý nhưng chưa công khai.",
        finding="Kết quả xử lý {a} phản ánh, kiến nghị chưa được công khai theo quy định.",
        request="Công khai kết quả xử lý phản ánh, kiến nghị; duy trì sổ theo dõi.",
        done="Đã công khai kết quả xử lý và lập sổ theo dõi.", days=10,
    ),
    Flaw(
        "C12", "partial", levels="SH",
        note="Đã rà soát nhưng phương án cắt giảm thời gian của {a} thủ tục chưa được trình thông qua.",
        finding=(
            "Việc rà soát, đơn giản hóa thủ tục hành chính chậm: phương án của {a} thủ tục chưa được trình thông qua."
        ),
        request="Trình cấp có thẩm quyền thông qua phương án đơn giản hóa các thủ tục đã rà soát.",
        done="Đã trình phương án đơn giản hóa các thủ tục đã rà soát.", days=44,
    ),
    Flaw(
        "C13", "partial",
        note="Có chấm điểm theo quý nhưng bảng điểm chưa niêm yết, chưa dùng khi xét thi đua.",
        finding="Kết quả đánh giá việc giải quyết thủ tục hành chính chưa được công khai và sử dụng.",
        request="Công khai bảng điểm hằng quý và dùng kết quả khi xét thi đua, xếp loại.",
        done="Đã niêm yết bảng điểm quý gần nhất và đưa vào tiêu chí thi đua.",
    ),
)  # fmt: skip

ORGANISATION_AND_STAFF = (
    Flaw(
        "D05", "partial",
        note="Có văn bản ủy quyền nhưng chưa kiểm tra việc thực hiện sau ủy quyền lần nào.",
        finding="Việc kiểm tra sau phân cấp, ủy quyền chưa được thực hiện dù đã có văn bản ủy quyền.",
        request="Lập kế hoạch và kiểm tra việc thực hiện các nội dung đã phân cấp, ủy quyền.",
        done="Đã kiểm tra việc thực hiện các nội dung ủy quyền và có báo cáo kết quả.", days=30,
    ),
    Flaw(
        "D06", "partial",
        note="Quy chế làm việc còn nêu tên một phòng không còn tồn tại sau khi sắp xếp.",
        finding="Quy chế làm việc chưa được cập nhật sau khi tổ chức thay đổi.",
        request="Sửa đổi quy chế làm việc cho phù hợp với cơ cấu tổ chức hiện nay.",
        done="Đã ban hành quy chế làm việc sửa đổi.", days=30,
    ),
    Flaw(
        "E05", "partial",
        note="Đã cử {b} lượt đi bồi dưỡng, thấp hơn kế hoạch đến cùng kỳ.",
        finding="Tiến độ thực hiện kế hoạch đào tạo, bồi dưỡng còn chậm so với cùng kỳ.",
        request="",
    ),
    Flaw(
        "E06", "partial",
        note="{a} vị trí phải chuyển đổi định kỳ đã quá thời hạn nhưng chưa có quyết định chuyển đổi.",
        finding="Việc chuyển đổi vị trí công tác định kỳ còn chậm đối với {a} vị trí.",
        request="Thực hiện chuyển đổi các vị trí đã đến hạn và lập danh mục theo dõi.",
        done="Đã chuyển đổi các vị trí đến hạn; danh mục theo dõi gửi kèm.", days=44,
    ),
    Flaw(
        "E08", "partial",
        note="Có kiểm tra nội bộ nhưng {a} trường hợp đi trễ được ghi nhận mà chưa nhắc nhở bằng văn bản.",
        finding=(
            "Vi phạm phát hiện khi tự kiểm tra kỷ luật, kỷ cương chưa được xử lý đầy đủ: {a} trường hợp chưa được nhắc "
            "nhở bằng văn bản."
        ),
        request="Xử lý các trường hợp đã ghi nhận; duy trì tự kiểm tra hằng tháng.",
        done="Đã nhắc nhở bằng văn bản và duy trì kiểm tra hằng tháng.",
    ),
    Flaw(
        "E09", "partial",
        note="{a} trong {b} hồ sơ công chức chọn xem thiếu quyết định nâng lương gần nhất trên cơ sở dữ liệu.",
        finding="Cơ sở dữ liệu công chức cập nhật chưa kịp thời ({a} trong {b} hồ sơ chọn xem).",
        request="Cập nhật đầy đủ hồ sơ công chức, viên chức trên cơ sở dữ liệu.",
        done="Đã cập nhật các hồ sơ còn thiếu và rà soát toàn bộ cơ sở dữ liệu.",
    ),
    Flaw(
        "E10", "partial",
        note="Chưa công khai kết quả tiếp thu ý kiến sau hội nghị công chức đầu năm.",
        finding="Kết quả tiếp thu ý kiến sau hội nghị công chức, viên chức chưa được công khai trong đơn vị.",
        request="Công khai kết quả tiếp thu ý kiến sau hội nghị công chức, viên chức.",
        done="Đã công khai kết quả tiếp thu ý kiến tại bảng tin và trong cuộc họp.", days=10,
    ),
)  # fmt: skip

FINANCE_AND_DIGITAL = (
    Flaw(
        "F01", "partial",
        note="Quy chế chi tiêu nội bộ chưa sửa theo định mức mới, chưa gửi tới các phòng.",
        finding="Quy chế chi tiêu nội bộ chậm sửa đổi và chưa được công khai đầy đủ trong đơn vị.",
        request="Sửa đổi quy chế chi tiêu nội bộ và công khai tới công chức, viên chức.",
        done="Đã ban hành quy chế sửa đổi và công khai trong đơn vị.", days=30,
    ),
    Flaw(
        "F03", "partial",
        note="Công khai tình hình thực hiện dự toán quý I chậm {b} ngày.",
        finding="Việc công khai tình hình thực hiện dự toán quý I chậm so với thời hạn.",
        request="Công khai ngân sách đúng thời hạn theo từng quý.",
        done="Đã công khai đầy đủ; phân công người theo dõi thời hạn công khai.",
    ),
    Flaw(
        "F05", "partial",
        note="Nhật trình xe của tháng chọn xem có {a} chuyến thiếu lệnh điều xe.",
        finding="Hồ sơ quản lý sử dụng xe ô tô công chưa đầy đủ: {a} chuyến trong tháng chọn xem thiếu lệnh điều xe.",
        request="Chấn chỉnh việc lập lệnh điều xe, nhật trình xe; kiểm tra lại các tháng trong năm.",
        done="Đã kiểm tra lại nhật trình các tháng trong năm và bổ sung quy định về lệnh điều xe.",
    ),
    Flaw(
        "G01", "partial",
        note="{a} nhiệm vụ của kế hoạch chuyển đổi số chậm tiến độ, chưa có người chịu trách nhiệm.",
        finding="Kế hoạch chuyển đổi số năm 2024 còn {a} nhiệm vụ chậm tiến độ, chưa phân công người chịu trách nhiệm.",
        request="Phân công người chịu trách nhiệm và hoàn thành các nhiệm vụ chuyển đổi số chậm tiến độ.",
        done="Đã phân công và hoàn thành các nhiệm vụ chậm tiến độ.", days=44,
    ),
    Flaw(
        "G02", "fail", raw={"good": "18", "bad": "2"},
        note="02/20 văn bản chọn mẫu thiếu chữ ký số của người có thẩm quyền, chỉ có hình chữ ký quét.",
        finding="Còn văn bản điện tử thiếu chữ ký số của người có thẩm quyền (02 trong 20 văn bản chọn mẫu).",
        request="Thực hiện ký số đầy đủ trên văn bản điện tử; kiểm tra trước khi phát hành.",
        done="Đã quán triệt, bổ sung bước kiểm tra chữ ký số trước khi phát hành văn bản.", days=10,
    ),
    Flaw(
        "G06", "partial",
        note="{a} trong 05 hồ sơ mở xem có bản số hóa mờ; người nộp vẫn phải nộp lại giấy tờ đã có trong kho.",
        finding="Số hóa thành phần hồ sơ chưa bảo đảm chất lượng để dùng lại ({a} trong 05 hồ sơ mở xem).",
        request="Kiểm tra chất lượng bản số hóa; không yêu cầu nộp lại giấy tờ đã có trong kho dữ liệu.",
        done="Đã số hóa lại các hồ sơ và hướng dẫn lại quầy tiếp nhận.",
    ),
    Flaw(
        "G08", "partial",
        note="Trang thông tin điện tử có {a} mục bắt buộc trống; tin mới nhất của một mục cách đây hơn ba tháng.",
        finding="Trang thông tin điện tử cập nhật chưa đầy đủ, còn {a} mục bắt buộc chưa có nội dung.",
        request="Bổ sung các mục bắt buộc và phân công người cập nhật trang thông tin điện tử.",
        done="Đã bổ sung nội dung các mục còn trống.", days=15,
    ),
    Flaw(
        "G09", "partial",
        note="Có sao lưu nhưng chưa có biên bản khôi phục thử; hồ sơ cấp độ đang trình.",
        finding="Hồ sơ đề xuất cấp độ an toàn thông tin chưa được phê duyệt; việc sao lưu chưa được khôi phục thử.",
        request="Hoàn thành phê duyệt hồ sơ cấp độ; khôi phục thử bản sao lưu và lập biên bản.",
        done="Hồ sơ cấp độ đã được phê duyệt; biên bản khôi phục thử gửi kèm.", days=44,
    ),
    Flaw(
        "G10", "partial",
        note="Một tài khoản trên hệ thống được {a} công chức dùng chung.",
        finding=(
            "Còn dùng chung tài khoản trên hệ thống thông tin giải quyết thủ tục hành chính (01 tài khoản, {a} người "
            "dùng)."
        ),
        request="Cấp tài khoản riêng cho từng công chức, thu hồi tài khoản dùng chung.",
        done="Đã cấp tài khoản riêng và khóa tài khoản dùng chung.", days=10,
    ),
    Flaw(
        "G11", "partial", levels="SHX",
        note="Chưa tổ chức bồi dưỡng kỹ năng số cho công chức trong năm.",
        finding="Công tác bồi dưỡng kỹ năng số cho công chức trong năm chưa được tổ chức.",
        request="",
    ),
)  # fmt: skip

COMPREHENSIVE = (*DIRECTION_AND_TEXTS, *PROCEDURES, *ORGANISATION_AND_STAFF, *FINANCE_AND_DIGITAL)

# What the late dossiers of a sample show when apologies are missing; the rows themselves are made with the visit's dates.
NO_APOLOGY = Flaw(
    "C08", "fail",
    note="03/05 hồ sơ trễ hạn lấy mẫu không có phiếu xin lỗi trên hệ thống cũng như trong hồ sơ giấy.",
    finding=(
        "Chưa thực hiện xin lỗi bằng văn bản đối với hồ sơ trễ hạn: 03 trong 05 hồ sơ lấy mẫu không có phiếu xin lỗi "
        "và hẹn lại ngày trả kết quả."
    ),
    request=(
        "Gửi phiếu xin lỗi tới các tổ chức, cá nhân có hồ sơ trễ hạn chưa được xin lỗi; phân công người theo dõi hồ sơ "
        "sắp đến hạn hằng ngày."
    ),
    done=(
        "Đã gửi phiếu xin lỗi cho toàn bộ hồ sơ trễ hạn trong kỳ và phân công người theo dõi hồ sơ sắp đến hạn; bảng "
        "kê gửi kèm."
    ),
)  # fmt: skip
