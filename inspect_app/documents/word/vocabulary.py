"""The closed vocabulary of paper templates (docs/papers.md): which element of which class is which Word style.

Sizes and spaces follow Nghị định 30/2020/NĐ-CP, Phụ lục I, mục V; what is not here is refused by name.
"""

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from inspect_app.documents.word.model import Style

INDENT = 12.7  # mm, first line of a paragraph (II.6e)
GAP = 6.0  # pt, between paragraphs (II.6e)
ROOM = 70.0  # pt, for signature and seal

BODY = Style(id="VBDoan", name="VB Đoạn văn", align="both", first=INDENT, before=GAP)
CELL = Style(id="VBO", name="VB Ô bảng", size=13)
PLAIN = Style(id="VBKhongLe", name="VB Ô không kẻ", align="center", keep=True)
HEADING = Style(id="", name="", bold=True, align="both", first=INDENT, before=GAP, keep=True, whole=True)
CENTRED = Style(id="", name="", align="center", keep=True)


LINES: Final = MappingProxyType(
    {
        "p": BODY,
        "p.basis": Style(id="VBCanCu", name="VB Căn cứ", italic=True, align="both", first=INDENT, before=GAP),
        "p.lead": Style(id="VBCauDan", name="VB Câu dẫn", align="both", first=INDENT, before=GAP, after=GAP, keep=True),
        "p.label": Style(id="VBNhan", name="VB Nhãn", bold=True, align="both", first=INDENT, before=GAP, keep=True),
        "p.authority": replace(CENTRED, id="VBThamQuyen", name="VB Thẩm quyền", bold=True, before=12),
        "p.part": replace(CENTRED, id="VBPhan", name="VB Phần", bold=True, before=GAP),
        "p.article": Style(id="VBDieu", name="VB Điều", align="both", first=INDENT, before=GAP),
        "p.center": Style(id="VBGiua", name="VB Giữa", align="center", before=GAP),
        "p.point": Style(id="VBDiemThuong", name="VB Điểm (đoạn)", align="both", first=INDENT, before=GAP),
        "p.caption": replace(CENTRED, id="VBTenBang", name="VB Tên bảng", italic=True, before=GAP, after=GAP),
        "p.note": Style(id="VBGhiChu", name="VB Ghi chú", size=13, italic=True, align="both", first=INDENT, before=GAP),
        "p.signed": Style(id="VBDaKy", name="VB Đã ký", size=11, before=10, keep=True),
        "p.addressed": Style(id="VBKinhGui", name="VB Kính gửi", align="center", before=18, after=12),
        "p.addressed-many": Style(id="VBKinhGuiNhieu", name="VB Kính gửi nhiều nơi", left=35, before=18, keep=True),
        "p.addressee": Style(id="VBNoiKinhGui", name="VB Nơi kính gửi", left=55),
        "h2": replace(HEADING, id="VBMuc", name="VB Mục", outline=0),
        "h3": replace(HEADING, id="VBKhoan", name="VB Khoản", outline=1),
        "h3.article-title": replace(HEADING, id="VBDieuTieuDe", name="VB Điều có tiêu đề", outline=1),
        "h4": replace(HEADING, id="VBDiemDam", name="VB Điểm đậm", outline=2),
        "h4.point": replace(HEADING, id="VBDiem", name="VB Điểm", outline=2, bold=False),
        # Box 5a.
        "h1": replace(CENTRED, id="VBTenLoai", name="VB Tên loại", bold=True, before=18),
        "p.subject": replace(CENTRED, id="VBTrichYeu", name="VB Trích yếu", bold=True),
        # Boxes 1 to 4, 5b.
        "div.parent": Style(id="VBCoQuanChuQuan", name="VB Cơ quan chủ quản", size=12, align="center"),
        "div.issuer": Style(id="VBCoQuan", name="VB Cơ quan ban hành", size=12, bold=True, align="center"),
        "div.country": Style(id="VBQuocHieu", name="VB Quốc hiệu", size=12, bold=True, align="center"),
        "div.motto": Style(id="VBTieuNgu", name="VB Tiêu ngữ", size=13, bold=True, align="center"),
        "div.number": Style(id="VBSoKyHieu", name="VB Số, ký hiệu", size=13, align="center", before=8),
        "div.about": Style(id="VBVeViec", name="VB V/v", size=12, align="center", before=6),
        "div.place-date": Style(
            id="VBDiaDanh", name="VB Địa danh, ngày tháng", size=13, italic=True, align="center", before=8
        ),
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
        "div.signer": replace(CENTRED, id="VBNguoiKy", name="VB Người ký", bold=True),
        "div.position": replace(CENTRED, id="VBChucVuKhac", name="VB Chức vụ khác", size=13),
        "div.signing-room": replace(CENTRED, id="VBChoKy", name="VB Chỗ ký", exact=ROOM),
        "div.recipients-word": Style(id="VBNoiNhan", name="VB Nơi nhận", size=12, bold=True, italic=True, keep=True),
        "div.recipient": Style(id="VBDanhSachNoiNhan", name="VB Danh sách nơi nhận", size=11, keep=True),
        # Annexes (III.1).
        "p.annex-number": replace(CENTRED, id="VBPhuLuc", name="VB Phụ lục", bold=True, outline=0),
        "p.annex-name": replace(CENTRED, id="VBTenPhuLuc", name="VB Tên phụ lục", bold=True),
        "p.annex-of": replace(CENTRED, id="VBKemTheo", name="VB Kèm theo", italic=True),
        "p.cell": CELL,
        "div.verify": Style(id="VBXacMinh", name="VB Xác minh", size=10, before=GAP),
        # The working paper.
        "p.how": Style(id="VBCachGhi", name="VB Cách ghi", size=9.5, italic=True, after=6),
        "div.text": Style(id="VBCauHoi", name="VB Câu hỏi", size=10.5, bold=True),
        "div.small": Style(id="VBChuNho", name="VB Chữ nhỏ", size=8.5),
        "div.blank": Style(id="VBChoGhi", name="VB Chỗ ghi", size=10.5, before=3),
        "div.line": Style(id="VBDongKe", name="VB Dòng kẻ", size=10.5, exact=14, border="bottom"),
        "div.choices": Style(id="VBChon", name="VB Lựa chọn", size=10.5, before=3),
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
        "td.center": Style(id="VBOGiua", name="VB Ô bảng, giữa", size=13, align="center"),
        "td.right": Style(id="VBOPhai", name="VB Ô bảng, phải", size=13, align="right"),
        "th": Style(id="VBODau", name="VB Ô đầu bảng", size=13, bold=True, align="center", keep=True),
    }
)
HINT = replace(CENTRED, id="VBKyGhiRo", name="VB Ký, ghi rõ họ tên", size=13, italic=True)
SMALL_CELL = Style(id="VBOPhieu", name="VB Ô phiếu", size=10.5)
WORKING_CELLS: Final = MappingProxyType(
    {
        "td": SMALL_CELL,
        "th": SMALL_CELL,
        "td.code": Style(id="VBOMa", name="VB Ô mã", size=10.5, bold=True),
        "td.order": Style(id="VBOStt", name="VB Ô số thứ tự", size=8.5, align="center"),
    }
)
SECTION_HEAD = Style(id="VBTenPhan", name="VB Tên phần phiếu", size=11, bold=True, keep=True)
COLUMN_HEAD = Style(id="VBTenCot", name="VB Tên cột phiếu", size=9, bold=True, align="center", keep=True)
GRID_CELL = Style(id="VBOBang", name="VB Ô bảng phiếu", size=8.5)
WHO_VALUE = Style(id="VBOTraLoi", name="VB Ô trả lời", size=10.5, bold=True)
WORKING_TITLE = Style(id="VBTenPhieu", name="VB Tên phiếu", bold=True, align="center", after=6, keep=True)

# Widths of columns without a number of their own, in mm.
COLUMN_WIDTHS: Final = MappingProxyType(
    {"name": 36.0, "short": 34.0, "code": 13.0, "notes": 60.0, "order": 10.0, "first": 46.0}
)

WORKING_SIGNER = Style(id="VBNguoiKyPhieu", name="VB Người ký phiếu", size=10.5, bold=True, align="center", keep=True)
WORKING_HINT = Style(
    id="VBKyGhiRoPhieu", name="VB Ký, ghi rõ họ tên (phiếu)", size=10.5, italic=True, align="center", keep=True
)

# After a table at the end of a section or cell: hardly a line. Between two tables: a gap.
END = Style(id="VBCuoi", name="VB Cuối phần", size=1, exact=1)
BETWEEN = Style(id="VBGiuaBang", name="VB Giữa hai bảng", size=8, exact=8)
