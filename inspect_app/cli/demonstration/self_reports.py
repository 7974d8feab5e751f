"""The unit's own report as a PDF of one page, which says that it is a sample."""

import json
from datetime import date, datetime
from hashlib import sha256

from markupsafe import escape

from inspect_app.cli.demonstration.answering import Ground
from inspect_app.documents.renderer import RENDERER
from inspect_app.kernel.clock import ZONE
from inspect_app.kernel.formats import format_date, format_number
from inspect_app.kernel.text import fold

STYLE = """
@page { size: A4; margin: 20mm 15mm 20mm 30mm; @top-center { content: "DỮ LIỆU MẪU"; color: #8a2f2f; font-size: 10pt } }
body { font-family: Tinos, "Times New Roman", serif; font-size: 13pt; line-height: 1.35 }
h1 { font-size: 14pt; text-align: center } h2 { font-size: 13pt; margin: 10pt 0 2pt } p { margin: 0 0 4pt; text-align: justify }
table { border-collapse: collapse; width: 100%; font-size: 11pt; margin-top: 6pt }
td, th { border: 0.6pt solid #333; padding: 3pt }
td { text-align: right } .note { text-align: center; font-style: italic }
"""

BODY = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body>
<h1>BÁO CÁO TỰ KIỂM TRA<br>{unit}</h1>
<p class="note">Văn bản mẫu để trình diễn phần mềm; mọi số liệu là giả định.</p>
<h2>I. Đặc điểm, tình hình</h2><p>{unit} báo cáo theo đề cương của Đoàn kiểm tra, số liệu tính đến ngày {until}.</p>
<h2>II. Kết quả thực hiện</h2><p>Đơn vị đã ban hành kế hoạch cải cách hành chính năm 2024, phân công nhiệm vụ, sản phẩm và
thời hạn; duy trì họp giao ban, theo dõi hồ sơ trên Hệ thống thông tin giải quyết thủ tục hành chính tỉnh.</p>
<h2>III. Đánh giá</h2><p>Ưu điểm: nhiệm vụ được giao cơ bản đúng hạn. Tồn tại: việc theo dõi hồ sơ sắp đến hạn có lúc chưa
thường xuyên. Nguyên nhân: phân công chưa cụ thể.</p>
<h2>IV. Phương hướng</h2><p>Rà soát quy trình, phân công người theo dõi hồ sơ hằng ngày, công khai kết quả hằng quý.</p>
<h2>V. Kiến nghị</h2><p>Không có.</p>
<h2>Phụ lục: số liệu hồ sơ (số liệu mẫu)</h2>
<table><tr><th>Kỳ trước</th><th>Trong kỳ</th><th>Đã giải quyết</th><th>Trong đó quá hạn</th><th>Đang giải quyết</th></tr>
<tr><td>{before}</td><td>{received}</td><td>{resolved}</td><td>{late}</td><td>{pending}</td></tr></table>
</body></html>"""


def report_name(unit_code: str) -> str:
    """The name of the file."""
    return f"bao-cao-tu-kiem-tra-{fold(unit_code)}.pdf"


def report_words(unit_name: str, ground: Ground, until: date) -> str:
    """The report as HTML. The table balances: carried over and received are resolved and pending."""
    before, pending = ground.lots.randint(40, 160), ground.lots.randint(40, 160)
    # The report was closed some weeks before the visit, so it knows fewer dossiers than the team finds.
    resolved, late = ground.resolved * 92 // 100, ground.late * 9 // 10
    return BODY.format(
        title="Báo cáo tự kiểm tra (mẫu)",
        unit=escape(unit_name),
        until=format_date(until),
        before=format_number(before),
        received=format_number(resolved + pending - before),
        resolved=format_number(resolved),
        late=format_number(late),
        pending=format_number(pending),
    )


def printed(html: str, made_at: datetime) -> bytes:
    """The report as PDF."""
    content = {
        "html": html,
        "styles": [STYLE],
        "made_at": made_at.astimezone(ZONE).isoformat(timespec="seconds"),
        "variant": None,
        "identifier": sha256(html.encode()).hexdigest()[:32],
    }
    return RENDERER.render(json.dumps(content).encode())
