"""Papers as offices set them by hand: unlike ours, and in good order all the same. Each was once told a fault it had not."""

from tests.documents.checking.papers import DECISION, LETTER, LONG, NOTICE, PROSE, SHORT, letterhead

WIDE_AUTHORITY = DECISION.replace(
    "GIÁM ĐỐC SỞ NỘI VỤ",
    "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH KIÊM TRƯỞNG BAN CHỈ ĐẠO CẢI CÁCH HÀNH CHÍNH, CHUYỂN ĐỔI SỐ VÀ ĐỀ ÁN PHÁT TRIỂN "
    "ỨNG DỤNG DỮ LIỆU VỀ DÂN CƯ CỦA TỈNH QUẢNG NAM NHIỆM KỲ 2021 - 2026",
)
# A centred heading that kept the first indent of the text is off by half of it.
INDENTED_HEADING = DECISION.replace(
    '<p class="authority">QUYẾT ĐỊNH:', '<p class="authority" style="padding-left:12.7mm">QUYẾT ĐỊNH:'
)
# The recipients stand in a cell of a table, which in Word keeps 1.9 mm beside its text.
IN_CELLS = SHORT.replace('<td class="recipients">', '<td class="recipients" style="padding-left:1.9mm">')
# The rule below the subject has a line of its own.
RULE_APART = SHORT.replace(
    '<span class="part-ruled">Kết quả kiểm tra công tác cải cách hành chính</span></p>',
    "Kết quả kiểm tra công tác cải cách hành chính</p>"
    '<div style="width:40mm;margin:14pt auto 0;border-top:0.75pt solid black"></div>',
)
ITALIC = '<p style="font-style:italic">'
# Another paper is quoted: its points are in its own order, and in italics.
QUOTING = NOTICE.replace(
    '<p class="point">b) Về thủ tục</p>',
    f"""{ITALIC}“c) {LONG} theo kế hoạch;</p>{ITALIC}2. {LONG} theo quy định;</p>{ITALIC}đ) {LONG} theo thẩm quyền.”.</p>
<p class="point">b) Về thủ tục</p>""",
)
# A letter opens with what it stands on, in upright letters: that is its text.
OPENING = LETTER.replace(
    PROSE,
    f"<p>Căn cứ Nghị định số 12/2024/NĐ-CP ngày 05 tháng 01 năm 2024 của Chính phủ về kiểm tra;</p>{PROSE}",
)
# A base that is a request; a request of a named kind was taken for text.
REQUESTED = NOTICE.replace(
    "Căn cứ Luật Tổ chức chính quyền địa phương;",
    "Căn cứ Luật Tổ chức chính quyền địa phương;</p><p class='basis'>Theo đơn đề nghị của Văn phòng Sở;",
)
# The sentence of a point goes on overleaf: no heading is left behind.
OVERLEAF_POINT = SHORT.replace(
    '<p class="end">',
    f'<div style="height:455pt"></div><p class="point">a) {f"{LONG}, " * 6}trong năm;</p><p class="end">',
)
# What a decision issues follows in the same file, with a letterhead of its own (Mẫu 1.3).
BOUND = DECISION.replace(
    "</body></html>",
    f"""<section class="annex">{letterhead("X").split('<tr><td><div class="number">')[0]}</table>
<div class="title"><h1>ĐIỀU LỆ</h1><p class="subject">QUỸ KHUYẾN HỌC TỈNH QUẢNG NAM</p>
<p class="annex-of">(Kèm theo Quyết định số 05/QĐ-SNV ngày 05 tháng 01 năm 2024 của Sở Nội vụ)</p></div>
<h3 class="article-title">Điều 1. Tên gọi</h3><p>{LONG}.</p></section></body></html>""",
)
