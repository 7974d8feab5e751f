"""plan.yaml, `papers`: the sentences of the papers before a visit. What a plan leaves out has the wording given here.

The wording is a default of the software, not a rule: an office changes it in its plan, or in its own templates.
"""

from typing import Annotated

from pydantic import Field

from inspect_app.kernel.yaml_source import StrictModel

NOT_A_RULE = "mặc định của phần mềm, không phải quy định"

Line = Annotated[str, Field(min_length=1, max_length=1000)]
Lines = tuple[Line, ...]


class DutyEntry(StrictModel):
    """Who has to do what."""

    who: str = Field(min_length=1, max_length=300)
    lines: Lines = Field(min_length=1)


class PlanWords(StrictModel):
    """The plan. `contents`: what is inspected, by the code of the stream; `period`: the time that is looked at."""

    bases: Lines = ()
    purposes: Lines = (
        "Đánh giá đúng tình hình, kết quả thực hiện công tác cải cách hành chính, chuyển đổi số và công vụ tại các cơ quan, "
        "đơn vị, địa phương",
        "Kịp thời phát hiện, chấn chỉnh tồn tại, hạn chế; rút kinh nghiệm, nhân rộng cách làm hiệu quả",
        "Tăng cường kỷ luật, kỷ cương hành chính, đề cao trách nhiệm của người đứng đầu",
    )
    requirements: Lines = (
        "Việc kiểm tra bảo đảm khách quan, trung thực, đúng nội dung và thời gian, không cản trở hoạt động bình thường của cơ "
        "quan, đơn vị được kiểm tra",
        "Mỗi nhận xét, kết luận có chứng cứ và căn cứ đối chiếu; chỉ rõ tồn tại, nguyên nhân, trách nhiệm và thời hạn khắc phục",
        "Cơ quan, đơn vị được kiểm tra chuẩn bị báo cáo, hồ sơ, tài liệu đầy đủ, trung thực và bố trí thành phần làm việc theo "
        "yêu cầu của Đoàn kiểm tra",
    )
    contents: dict[str, Lines] = Field(default_factory=dict)
    period: str = Field(default="", max_length=500)
    methods: Lines = (
        "Nghe cơ quan, đơn vị báo cáo; đối chiếu báo cáo tự kiểm tra với hồ sơ, tài liệu và số liệu trên hệ thống thông tin",
        "Kiểm tra thực tế tại nơi làm việc và tại Bộ phận Tiếp nhận và Trả kết quả; chọn ngẫu nhiên hồ sơ để kiểm tra",
        "Lập biên bản tại chỗ, ghi rõ chứng cứ và ý kiến của cơ quan, đơn vị được kiểm tra",
    )
    duties: tuple[DutyEntry, ...] = (
        DutyEntry(
            who="Sở Nội vụ",
            lines=(
                "Chủ trì, phối hợp với Văn phòng UBND tỉnh và các cơ quan liên quan tham mưu thành lập các Đoàn kiểm tra, thông "
                "báo lịch kiểm tra, tổ chức thực hiện Kế hoạch này",
                "Theo dõi, đôn đốc việc khắc phục sau kiểm tra; tổng hợp, báo cáo kết quả đợt kiểm tra với UBND tỉnh",
            ),
        ),
        DutyEntry(
            who="Văn phòng UBND tỉnh và các sở, ngành liên quan",
            lines=("Cử lãnh đạo, công chức tham gia các Đoàn kiểm tra theo đề nghị của Sở Nội vụ",),
        ),
    )
    funding: str = Field(
        default="Kinh phí thực hiện Kế hoạch bố trí trong dự toán được giao của các cơ quan, đơn vị cử người tham gia",
        max_length=500,
    )
    recipients: Lines = (
        "Chủ tịch, các Phó Chủ tịch UBND tỉnh",
        "Các cơ quan, đơn vị, địa phương có tên tại Phụ lục\u00a0I",
        "Các cơ quan có người tham gia Đoàn kiểm tra",
    )


class DecisionWords(StrictModel):
    """The decision on teams. `issued_by`: by the code of the stream, the unit whose head decides; `bases`: by that unit.

    `seal` is the code of the unit whose seal the teams may use; without it they have none.
    Without `issued_by` it is the province's chair for comprehensive streams and the lead agency's head for the others.
    """

    issued_by: dict[str, str] = Field(default_factory=dict)
    bases: dict[str, Lines] = Field(default_factory=dict)
    proposed_by: str = Field(default="Giám đốc Sở Nội vụ", max_length=200)
    seal: str | None = None
    recipients: Lines = ("Chủ tịch, các Phó Chủ tịch UBND tỉnh",)


class NoticeWords(StrictModel):
    """The letter before a visit. `field` is what follows the body in its sign (Phụ lục I, II.3b): the field or the drafter."""

    field: str = Field(default="CCHC", pattern=r"^[^\s/]{1,20}$")
    hours: str = Field(default="", max_length=300)
    unit_side: Lines = (
        "Người đứng đầu, cấp phó phụ trách công tác cải cách hành chính",
        "Trưởng các phòng, bộ phận chuyên môn; người phụ trách và công chức Bộ phận Tiếp nhận và Trả kết quả",
        "Công chức đầu mối về cải cách hành chính, chuyển đổi số",
    )
    prepare: Lines = (
        "Cung cấp hồ sơ, tài liệu, sổ theo dõi và tài khoản tra cứu trên hệ thống thông tin theo yêu cầu của Đoàn kiểm tra",
        "Bố trí phòng làm việc và cử một công chức làm đầu mối liên hệ với Đoàn kiểm tra trong suốt thời gian kiểm tra",
    )
    recipients: Lines = ("UBND tỉnh (để báo cáo)", "Các thành viên Đoàn kiểm tra")


class OutlineWords(StrictModel):
    """The outline of the unit's report. `fields` are the rows of its table of dossiers."""

    situation: Lines = (
        "Đặc điểm, tình hình; tổ chức bộ máy, biên chế, đơn vị trực thuộc; phân công lãnh đạo phụ trách cải cách hành chính",
        "Thuận lợi, khó khăn khi thực hiện nhiệm vụ",
        "Việc khắc phục tồn tại, hạn chế đã được kết luận tại lần kiểm tra trước (nếu có)",
    )
    strengths: Lines = ("Kết quả nổi bật, cách làm mới, mô hình hiệu quả, kèm số liệu và tài liệu chứng minh",)
    shortcomings: Lines = ("Nội dung chưa đạt theo từng lĩnh vực; nội dung lặp lại so với lần kiểm tra trước",)
    causes: Lines = ("Nguyên nhân khách quan, nguyên nhân chủ quan; trách nhiệm của tập thể, cá nhân",)
    directions: Lines = ("Nhiệm vụ, giải pháp khắc phục, người chịu trách nhiệm và thời hạn hoàn thành",)
    proposals: Lines = ("Kiến nghị, đề xuất với UBND tỉnh và các sở, ngành",)
    fields: Lines = ()


class PapersEntry(StrictModel):
    """All of it. `lead_agency` is the code of the unit that prepares the campaign for the province."""

    source: str = NOT_A_RULE
    lead_agency: str = "SNV"
    plan: PlanWords = PlanWords()
    decision: DecisionWords = DecisionWords()
    notice: NoticeWords = NoticeWords()
    outline: OutlineWords = OutlineWords()
