"""Short papers in good order, each of the fewest words that still show every rule: the printed form as HTML."""

from base64 import b64encode
from io import BytesIO

from PIL import Image, ImageDraw

HEAD = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Thử</title></head><body>"""


def letterhead(sign: str, about: str = "", date: str = "Quảng Nam, ngày 05 tháng 01 năm 2024", stamp: str = "") -> str:
    """Boxes 1 to 4, and 5b of a letter."""
    return f"""<table class="letterhead"><tr>
<td class="left"><div class="parent">UBND TỈNH QUẢNG NAM</div>
<div class="issuer"><span class="part-ruled">SỞ NỘI VỤ</span></div></td>
<td><div class="country">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</div>
<div class="motto"><span class="ruled">Độc lập - Tự do - Hạnh phúc</span></div></td></tr>
<tr><td><div class="number">Số: 05/{sign}</div>{about}</td><td><div class="place-date">{date}</div></td></tr>{stamp}</table>"""


def title(kind: str, subject: str) -> str:
    """Box 5a."""
    return f"""<div class="title"><h1>{kind}</h1>
<p class="subject"><span class="part-ruled">{subject}</span></p></div>"""


def ending(first: str = "- UBND tỉnh;") -> str:
    """Boxes 7 and 9b."""
    return f"""<div class="ending"><table><tr><td class="recipients"><div class="recipients-word">Nơi nhận:</div>
<div class="recipient">{first}</div><div class="recipient">- Văn phòng Sở;</div><div class="recipient">- Lưu: VT, CCHC.</div></td>
<td><div class="signer">KT. GIÁM ĐỐC</div><div class="signer">PHÓ GIÁM ĐỐC</div><div class="signing-room"></div>
<div class="signer name">Phó Giám đốc 1</div></td></tr></table></div></body></html>"""


LONG = "Sở Nội vụ thông báo kết quả kiểm tra công tác cải cách hành chính tại các đơn vị"
PROSE = f"<p>{LONG} như sau, đề nghị các đơn vị thực hiện.</p>"
TABLE = """<table class="rows"><thead><tr><th>Lĩnh vực</th><th>Số hồ sơ</th></tr></thead>
<tbody><tr><td>Đất đai</td><td class="right">412</td></tr><tr><td>Hộ tịch</td><td class="right">9</td></tr></tbody></table>"""

NOTICE = (
    HEAD
    + letterhead("TB-SNV")
    + title("THÔNG BÁO", "Kết quả kiểm tra công tác cải cách hành chính")
    + """<p class="basis">Căn cứ Luật Tổ chức chính quyền địa phương;</p>
<p class="basis last">Căn cứ Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2024 của UBND tỉnh Quảng Nam về việc ban hành kế hoạch kiểm tra.</p>
"""
    + PROSE
    + f"""<h2>I. KẾT QUẢ</h2><h3>1. Ưu điểm</h3><p class="point">a) Về chỉ đạo</p><p>- {LONG} trong năm;</p>
<p class="point">b) Về thủ tục</p><h3>2. Hạn chế</h3>{TABLE}<h2>II. YÊU CẦU</h2>
<p class="end">{LONG} để biết, thực hiện./.</p>"""
    + ending()
)
LETTER = (
    HEAD
    + letterhead("SNV-CCHC", about='<div class="about">V/v gửi báo cáo tự kiểm tra</div>')
    + """<p class="addressed-many">Kính gửi:</p><p class="addressee">- Sở Y tế;</p><p class="addressee">- Sở Tư pháp.</p>"""
    + PROSE
    + """<p class="end">Đề nghị các đơn vị gửi báo cáo đúng hạn./.</p>"""
    + ending("- Như trên;")
)
DECISION = (
    HEAD
    + letterhead("QĐ-SNV")
    + title("QUYẾT ĐỊNH", "Về việc thành lập Đoàn kiểm tra")
    + """<p class="authority">GIÁM ĐỐC SỞ NỘI VỤ</p><p class="basis">Căn cứ Luật Tổ chức chính quyền địa phương;</p>
<p class="basis">Theo đề nghị của Trưởng phòng Cải cách hành chính.</p><p class="authority">QUYẾT ĐỊNH:</p>"""
    + f"""<p class="article"><b>Điều 1.</b> {LONG} trong năm 2024.</p>
<p class="article"><b>Điều 2.</b> Quyết định này có hiệu lực kể từ ngày ký.</p>
<p class="end"><b>Điều 3.</b> Các đơn vị chịu trách nhiệm thi hành Quyết định này./.</p>"""
    + ending()
)
RULES = (
    HEAD
    + letterhead("QC-SNV")
    + title("QUY CHẾ", "Làm việc của Đoàn kiểm tra")
    + f"""<p class="part">Chương I</p><p class="part">QUY ĐỊNH CHUNG</p><p class="part">Mục 1</p><p class="part">PHẠM VI</p>
<h3 class="article-title">Điều 1. Phạm vi điều chỉnh</h3><p>1. {LONG} trong năm 2024.</p><p>2. Quy chế này gồm ba chương.</p>
<p>a) Chương về phạm vi;</p><p>b) Chương về nhiệm vụ;</p><p>c) Chương về báo cáo;</p><p>d) Chương về kinh phí;</p><p class="fifth">đ) Chương về thi hành.</p>
<p class="end">3. Quy chế này có hiệu lực kể từ ngày ký./.</p>"""
    + ending()
)
MINUTES = (
    HEAD
    + letterhead("BB-SNV", date="")
    + title("BIÊN BẢN", "Kiểm tra công tác cải cách hành chính")
    + PROSE
    + """<p class="end">Cuộc kiểm tra kết thúc vào 16 giờ 30, ngày 18 tháng 6 năm 2024./.</p>"""
    + """<div class="ending"><table><tr><td><div class="signer">THƯ KÝ</div></td><td><div class="signer">CHỦ TỌA</div></td></tr>
<tr class="signing-room"><td></td><td></td></tr>
<tr><td><div class="signer">Thư ký 1</div></td><td><div class="signer">Trưởng đoàn 1</div></td></tr></table>
<div class="under-secretary"><div class="recipients-word">Nơi nhận:</div><div class="recipient">- Sở Nội vụ;</div>
<div class="recipient">- Lưu: VT, Hồ sơ.</div></div></div></body></html>"""
)


def annex(number: str, name: str, text: str = TABLE) -> str:
    """An annex on a page of its own."""
    return f"""<section class="annex"><div class="annex-head"><p class="annex-number">Phụ lục{number}</p>
<p class="annex-name">{name}</p><p class="annex-of">(Kèm theo Thông báo số 05/TB-SNV ngày 05 tháng 01 năm 2024 của Sở Nội vụ)</p></div>{text}</section>"""


SHORT = (
    HEAD
    + letterhead("TB-SNV")
    + title("THÔNG BÁO", "Kết quả kiểm tra công tác cải cách hành chính")
    + PROSE
    + """<p class="end">Danh sách nêu tại Phụ lục kèm theo./.</p>"""
    + ending()
)
ANNEXED = SHORT.replace(
    "</body></html>", annex(" I", "DANH SÁCH ĐƠN VỊ") + annex(" II", "LỊCH KIỂM TRA") + "</body></html>"
)
LONG_ANNEX = SHORT.replace(
    "</body></html>",
    annex("", "DANH SÁCH ĐƠN VỊ", TABLE + f'<p class="over">{LONG} kiểm tra./.</p>') + "</body></html>",
)
TWO_PAGES = SHORT.replace('<p class="end">', f'<h3>1. Đơn vị</h3><p class="over">{LONG} kiểm tra.</p><p class="end">')
OVERLEAF = ".over{break-before:page}h3{break-after:auto}"
STAMPED = SHORT.replace("</table>", "<tr><td><span class='draft-box'>HỎA TỐC</span></td><td></td></tr></table>", 1)


def ink(colour: str, ground: tuple[int, int, int, int] = (0, 0, 0, 0), size: tuple[int, int] = (320, 120)) -> str:
    """A picture of a ring in a colour, on a clear ground unless another is given: as a signature or a seal is."""
    made = Image.new("RGBA", size, ground)
    ImageDraw.Draw(made).ellipse((4, 4, size[0] - 4, size[1] - 4), outline=colour, width=9)
    kept = BytesIO()
    made.save(kept, "PNG")
    return f"data:image/png;base64,{b64encode(kept.getvalue()).decode()}"


BLUE, RED = "#1a3fa8", "#d01818"


def pictured(signature: str = ink(BLUE), seal: str = ink(RED, size=(200, 200))) -> str:
    """The room for a signature with the pictures of signature (40 mm) and seal (22 mm), a third over it."""
    at = "position:absolute;left:50%;top:"
    return f"""<div class="signing-room" style="position:relative">
<img class="signature" alt="" style="{at}4mm;width:40mm;height:15mm;margin-left:-20mm" src="{signature}">
<img class="seal" alt="" style="{at}1mm;width:22mm;height:22mm;margin-left:-29mm" src="{seal}"></div>"""


ROOM = '<div class="signing-room"></div>'
SIGNED = SHORT.replace(ROOM, pictured())
COPY = """<div class="copied" style="margin-top:18pt;border-top:0.75pt solid black;padding-top:6pt"><table class="letterhead"><tr>
<td class="left"><div class="issuer"><span class="part-ruled">VĂN PHÒNG SỞ NỘI VỤ</span></div>
<div class="number">Số: 03/SY-VP</div></td>
<td><div class="copy-form" style="font-size:13pt;font-weight:bold">SAO Y</div>
<div class="place-date">Quảng Nam, ngày 06 tháng 01 năm 2024</div></td></tr></table>""" + ending("- Sở Y tế;").replace(
    "KT. GIÁM ĐỐC", "TL. GIÁM ĐỐC"
).replace("PHÓ GIÁM ĐỐC", "CHÁNH VĂN PHÒNG").replace("Phó Giám đốc 1", "Chánh Văn phòng 1").replace(
    "CCHC.", "VP."
).replace('class="ending"', 'class="ending copy-ending"').replace("</body></html>", "</div></body></html>")
COPIED = SHORT.replace("</body></html>", COPY)


def cornered(*lines: str) -> str:
    """What a body's signature says in the upper right corner of the first page."""
    at = "position:absolute;top:-14mm;right:0;width:70mm;font-size:10pt;line-height:1.1;text-align:left"
    return f'<div class="corner" style="{at}">{"<br>".join(lines)}</div>'


SIGNED_AT = "06/01/2024 09:15:30 +07:00"
ELECTRONIC = SHORT.replace("<body>", "<body>" + cornered("Sao y", "Văn phòng Sở Nội vụ", SIGNED_AT))
ATTACHED = (
    HEAD
    + cornered("Số: 05/QĐ-SNV", SIGNED_AT)
    + """<table class="letterhead"><tr><td class="left"><div class="parent">UBND TỈNH QUẢNG NAM</div>
<div class="issuer"><span class="part-ruled">SỞ NỘI VỤ</span></div></td>
<td><div class="country">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</div>
<div class="motto"><span class="ruled">Độc lập - Tự do - Hạnh phúc</span></div></td></tr></table>
<div class="title"><h1>QUY CHẾ</h1><p class="subject">Làm việc của Đoàn kiểm tra</p>
<p class="annex-of">(Kèm theo Quyết định số     /QĐ-SNV ngày     tháng     năm 2024 của Sở Nội vụ)</p></div>"""
    + f"""<h3 class="article-title">Điều 1. Phạm vi điều chỉnh</h3><p>{LONG}, trong năm 2024.</p>
<p>{LONG}, của tỉnh.</p><h3 class="article-title">Điều 2. Thi hành</h3><p class="end">Các đơn vị thực hiện Quy chế này./.</p></body></html>"""
)
ROWS = f"""<table class="rows fixed"><colgroup><col class="w12"><col></colgroup><thead><tr><th>STT</th><th>Nội dung</th></tr></thead>
<tbody><tr><td>1</td><td class="tall">Đất đai</td></tr><tr><td>2</td><td>{f"{LONG}, " * 5}và hộ tịch</td></tr></tbody></table>"""
LONG_TABLE = SHORT.replace("</body></html>", annex("", "DANH SÁCH ĐƠN VỊ", ROWS) + "</body></html>")
