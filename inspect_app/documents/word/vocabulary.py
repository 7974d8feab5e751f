"""The closed vocabulary of paper templates (docs/papers.md): which element of which class is which Word style.

Sizes and spaces follow Nghị định 30/2020/NĐ-CP, Phụ lục I, mục V; what is not here is refused by name.
"""

from types import MappingProxyType
from typing import Final

from inspect_app.documents.word.model import Style

INDENT = 12.7  # mm, first line of a paragraph (II.6e)
GAP = 6.0  # pt, between paragraphs (II.6e)
ROOM = 70.0  # pt, for signature and seal

BODY = Style(id="VBDoan", name="VB Đoạn văn", align="both", first=INDENT, before=GAP)
CELL = Style(id="VBO", name="VB Ô bảng", size=13)
PLAIN = Style(id="VBKhongLe", name="VB Ô không kẻ", align="center", keep=True)
HEADING: Final = {"bold": True, "align": "both", "first": INDENT, "before": GAP, "keep": True, "whole": True}
CENTRED: Final = {"align": "center", "keep": True}


def _style(id: str, name: str, **form: object) -> Style:
    return Style(id=f"VB{id}", name=f"VB {name}", **form)  # type: ignore[arg-type]


LINES: Final = MappingProxyType(
    {
        "p": BODY,
        "p.basis": _style("CanCu", "Căn cứ", italic=True, align="both", first=INDENT, before=GAP),
        "p.lead": _style("CauDan", "Câu dẫn", align="both", first=INDENT, before=GAP, after=GAP, keep=True),
        "p.label": _style("Nhan", "Nhãn", bold=True, align="both", first=INDENT, before=GAP, keep=True),
        "p.authority": _style("ThamQuyen", "Thẩm quyền", bold=True, before=12, **CENTRED),
        "p.part": _style("Phan", "Phần", bold=True, before=GAP, **CENTRED),
        "p.article": _style("Dieu", "Điều", align="both", first=INDENT, before=GAP),
        "p.center": _style("Giua", "Giữa", align="center", before=GAP),
        "p.point": _style("DiemThuong", "Điểm (đoạn)", align="both", first=INDENT, before=GAP),
        "p.caption": _style("TenBang", "Tên bảng", italic=True, before=GAP, after=GAP, **CENTRED),
        "p.note": _style("GhiChu", "Ghi chú", size=13, italic=True, align="both", first=INDENT, before=GAP),
        "p.signed": _style("DaKy", "Đã ký", size=11, before=10, keep=True),
        "p.addressed": _style("KinhGui", "Kính gửi", align="center", before=18, after=12),
        "p.addressed-many": _style("KinhGuiNhieu", "Kính gửi nhiều nơi", left=35, before=18, keep=True),
        "p.addressee": _style("NoiKinhGui", "Nơi kính gửi", left=55),
        "h2": _style("Muc", "Mục", outline=0, **HEADING),
        "h3": _style("Khoan", "Khoản", outline=1, **HEADING),
        "h3.article-title": _style("DieuTieuDe", "Điều có tiêu đề", outline=1, **HEADING),
        "h4": _style("DiemDam", "Điểm đậm", outline=2, **HEADING),
        "h4.point": _style("Diem", "Điểm", outline=2, **{**HEADING, "bold": False}),
        # Box 5a.
        "h1": _style("TenLoai", "Tên loại", bold=True, before=18, **CENTRED),
        "p.subject": _style("TrichYeu", "Trích yếu", bold=True, **CENTRED),
        # Boxes 1 to 4, 5b.
        "div.parent": _style("CoQuanChuQuan", "Cơ quan chủ quản", size=12, align="center"),
        "div.issuer": _style("CoQuan", "Cơ quan ban hành", size=12, bold=True, align="center"),
        "div.country": _style("QuocHieu", "Quốc hiệu", size=12, bold=True, align="center"),
        "div.motto": _style("TieuNgu", "Tiêu ngữ", size=13, bold=True, align="center"),
        "div.number": _style("SoKyHieu", "Số, ký hiệu", size=13, align="center", before=8),
        "div.about": _style("VeViec", "V/v", size=12, align="center", before=6),
        "div.place-date": _style("DiaDanh", "Địa danh, ngày tháng", size=13, italic=True, align="center", before=8),
        "span.draft-box": Style(
            id="VBDuThao",
            name="VB Dự thảo",
            size=13,
            bold=True,
            align="center",
            left=20,
            right=20,
            before=6,
            border="box",
        ),
        # Boxes 7 and 9b.
        "div.signer": _style("NguoiKy", "Người ký", bold=True, **CENTRED),
        "div.position": _style("ChucVuKhac", "Chức vụ khác", size=13, **CENTRED),
        "div.signing-room": _style("ChoKy", "Chỗ ký", exact=ROOM, **CENTRED),
        "div.recipients-word": _style("NoiNhan", "Nơi nhận", size=12, bold=True, italic=True, keep=True),
        "div.recipient": _style("DanhSachNoiNhan", "Danh sách nơi nhận", size=11, keep=True),
        # Annexes (III.1).
        "p.annex-number": _style("PhuLuc", "Phụ lục", bold=True, outline=0, **CENTRED),
        "p.annex-name": _style("TenPhuLuc", "Tên phụ lục", bold=True, **CENTRED),
        "p.annex-of": _style("KemTheo", "Kèm theo", italic=True, **CENTRED),
        "p.cell": CELL,
        "div.verify": _style("XacMinh", "Xác minh", size=10, before=GAP),
        # The working paper.
        "p.how": _style("CachGhi", "Cách ghi", size=9.5, italic=True, after=6),
        "div.text": _style("CauHoi", "Câu hỏi", size=10.5, bold=True),
        "div.small": _style("ChuNho", "Chữ nhỏ", size=8.5),
        "div.blank": _style("ChoGhi", "Chỗ ghi", size=10.5, before=3),
        "div.line": _style("DongKe", "Dòng kẻ", size=10.5, exact=14, border="bottom"),
        "div.choices": _style("Chon", "Lựa chọn", size=10.5, before=3),
    }
)

# Elements that only hold others.
HOLDERS: Final = frozenset({"div.title", "div.annex-head", "div.ending", "div.under-secretary", "div"})

TABLES: Final = frozenset({"rows", "fixed.rows", "rows.short", "fixed.rows.short", "who", "items", "grid"})
BORDERLESS: Final = frozenset({"letterhead", "signing", ""})

# The styles of a cell's own text, by the class of the cell.
CELLS: Final = MappingProxyType(
    {
        "td": CELL,
        "td.left": CELL,
        "td.center": _style("OGiua", "Ô bảng, giữa", size=13, align="center"),
        "td.right": _style("OPhai", "Ô bảng, phải", size=13, align="right"),
        "th": _style("ODau", "Ô đầu bảng", size=13, bold=True, align="center", keep=True),
    }
)
HINT = _style("KyGhiRo", "Ký, ghi rõ họ tên", size=13, italic=True, **CENTRED)
SMALL_CELL = _style("OPhieu", "Ô phiếu", size=10.5)
WORKING_CELLS: Final = MappingProxyType(
    {
        "td": SMALL_CELL,
        "th": SMALL_CELL,
        "td.code": _style("OMa", "Ô mã", size=10.5, bold=True),
        "td.order": _style("OStt", "Ô số thứ tự", size=8.5, align="center"),
    }
)
SECTION_HEAD = _style("TenPhan", "Tên phần phiếu", size=11, bold=True, keep=True)
COLUMN_HEAD = _style("TenCot", "Tên cột phiếu", size=9, bold=True, align="center", keep=True)
GRID_CELL = _style("OBang", "Ô bảng phiếu", size=8.5)
WHO_VALUE = _style("OTraLoi", "Ô trả lời", size=10.5, bold=True)
WORKING_TITLE = _style("TenPhieu", "Tên phiếu", bold=True, align="center", after=6, keep=True)

# Widths of columns without a number of their own, in mm.
COLUMN_WIDTHS: Final = MappingProxyType(
    {"name": 36.0, "short": 34.0, "code": 13.0, "notes": 60.0, "order": 10.0, "first": 46.0}
)

WORKING_SIGNER = _style("NguoiKyPhieu", "Người ký phiếu", size=10.5, bold=True, align="center", keep=True)
WORKING_HINT = _style("KyGhiRoPhieu", "Ký, ghi rõ họ tên (phiếu)", size=10.5, italic=True, align="center", keep=True)

# After a table at the end of a section or cell: hardly a line. Between two tables: a gap.
END = _style("Cuoi", "Cuối phần", size=1, exact=1)
BETWEEN = _style("GiuaBang", "Giữa hai bảng", size=8, exact=8)
