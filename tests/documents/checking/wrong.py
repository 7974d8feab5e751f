"""Wrong papers: for each check a good one with exactly one thing broken, in its words or in its style."""

from dataclasses import dataclass

from tests.documents.checking import papers as good


@dataclass(frozen=True)
class Wrong:
    """`check` is the one that must speak; `words` are replaced in the paper, `css` comes after its style sheets."""

    check: str
    paper: str
    words: tuple[tuple[str, str], ...] = ()
    css: str = ""

    @property
    def html(self) -> str:
        """The paper with its fault."""
        text = self.paper
        for old, new in self.words:
            assert old in text, f"{self.check}: {old!r} is not in the paper"
            text = text.replace(old, new)
        return text


def worded(check: str, old: str, new: str, paper: str = good.SHORT, css: str = "") -> Wrong:
    """A paper with other words."""
    return Wrong(check, paper, ((old, new),), css)


def styled(check: str, css: str, paper: str = good.SHORT) -> Wrong:
    """A paper with another style."""
    return Wrong(check, paper, css=css)


SHEET = (
    styled("paper_is_a4", "@page{size:216mm 300mm}"),
    styled("page_stands_upright", "@page{size:297mm 210mm}.letterhead{width:247mm}"),
    styled("top_margin", "@page{margin-top:12mm}"),
    styled("bottom_margin", "@page{margin-bottom:10mm}.signing-room{height:510pt}"),
    styled("left_margin", "@page{margin-left:22mm}"),
    styled("right_margin", "@page{margin-right:9mm}.letterhead{width:171mm}"),
    styled("font_is_times", ".over{font-family:'DejaVu Serif'}", good.TWO_PAGES),
    styled("letters_are_black", "h2{color:#c00}", good.NOTICE),
    styled("first_page_shows_no_number", "@page :first{@top-center{content:'1'}}"),
    styled("pages_are_numbered", "h3{break-before:page}@page{@top-center{content:none}}", good.TWO_PAGES),
    styled(
        "pages_are_numbered", "h3{break-before:page}@page{@top-center{content:'Trang ' counter(page)}}", good.TWO_PAGES
    ),
    styled(
        "page_number_stands_above",
        "h3{break-before:page}@page{@top-center{content:none}@bottom-center{content:counter(page);font-size:14pt}}"
        "@page :first{@bottom-center{content:none}}",
        good.TWO_PAGES,
    ),
    styled("page_number_stands_above", "h3{break-before:page}@page{@top-center{padding-right:40mm}}", good.TWO_PAGES),
    styled("page_number_form", "h3{break-before:page}@page{@top-center{font-size:10pt}}", good.TWO_PAGES),
)
LETTERHEAD = (
    worded("country_is_named", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM."),
    styled("country_form", ".country{font-size:11pt}"),
    styled(
        "country_stands_top_right",
        ".country{padding-top:30pt}.motto{line-height:1.15}.letterhead td.left{padding-top:16pt}",
    ),
    worded("motto_is_written", "Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do-Hạnh phúc"),
    styled("motto_form", ".motto{font-size:12pt}"),
    styled("motto_is_centred", ".motto{padding-left:14mm;padding-right:0}"),
    styled("motto_rule", ".ruled{border:0}"),
    worded("motto_rule", 'class="ruled"', 'class="part-ruled"'),
    styled("motto_follows_single_spaced", ".motto{padding-top:8pt}"),
    worded("issuer_is_named", ">SỞ NỘI VỤ<", ">UBND HUYỆN TÂY GIANG<"),
    worded("issuer_is_named", "UBND TỈNH QUẢNG NAM", "UBND TỈNH"),
    styled("issuer_form", ".issuer{font-size:14pt}"),
    styled("parent_form", ".parent{font-size:10pt}"),
    styled("bodies_stand_one_below_the_other", ".issuer{padding-left:14mm}.number{padding-left:14mm}"),
    styled("bodies_stand_top_left", ".letterhead .left{padding-top:40pt}"),
    styled("issuer_rule", ".issuer .part-ruled::after{width:90%}"),
    styled("issuer_rule", ".issuer .part-ruled::after{display:none}"),
)
NUMBERING = (
    worded("number_is_there", '<div class="number">Số: 05/TB-SNV</div>', ""),
    styled("number_form", ".number{font-size:12pt}"),
    worded("number_is_written", "Số: 05/", "Số: 5/"),
    worded("sign_is_written", "05/TB-SNV", "05/TB - SNV"),
    worded("sign_agrees_with_the_type", "05/TB-SNV", "05/KH-SNV"),
    worded("sign_agrees_with_the_type", "05/SNV-CCHC", "05/TB-SNV", good.LETTER),
    styled("number_is_centred", ".number{padding-left:20mm}"),
    worded("date_is_there", "Quảng Nam, ngày 05 tháng 01 năm 2024</div>", "</div>"),
    worded(
        "minutes_bear_no_date",
        '<div class="place-date"></div>',
        '<div class="place-date">Quảng Nam, ngày 18 tháng 6 năm 2024</div>',
        good.MINUTES,
    ),
    worded("date_is_written", "Nam, ngày 05 tháng 01 năm", "Nam, ngày 5 tháng 01 năm"),
    worded("date_is_written", "Quảng Nam, ngày 05 tháng 01 năm 2024<", "Quảng Nam, 05/01/2024<"),
    styled("date_form", ".place-date{font-style:normal}"),
    worded("place_is_written", "Quảng Nam, ngày", "Quảng nam, ngày"),
    styled("date_is_level_with_the_number", ".place-date{padding-top:9pt}"),
    styled("date_is_centred", ".place-date{padding-right:20mm}"),
)
TITLE = (
    worded("type_is_one_of_the_decrees", "<h1>THÔNG BÁO</h1>", "<h1>KẾT LUẬN</h1>"),
    styled("type_form", "h1{font-size:16pt}"),
    worded(
        "subject_is_there",
        '<p class="subject"><span class="part-ruled">Về việc thành lập Đoàn kiểm tra</span></p>',
        "",
        good.DECISION,
    ),
    styled("subject_form", ".title .subject{font-weight:normal}"),
    styled("title_is_centred", ".title .subject{padding-left:30mm}"),
    styled("subject_rule", ".subject .part-ruled::after{width:100%}"),
    styled("subject_rule", ".subject .part-ruled::after{display:none}"),
    styled("about_form", ".about{font-weight:bold}", good.LETTER),
    styled("about_stands_below_the_number", ".about{margin-top:0}", good.LETTER),
    styled("urgency_form", ".draft-box{border:0}", good.STAMPED),
    worded("circulation_form", "HỎA TỐC", "LƯU HÀNH NỘI BỘ", good.STAMPED, ".draft-box{font-size:11pt}"),
)
BASES = (
    styled("basis_form", ".basis{font-style:normal}", good.NOTICE),
    worded(
        "basis_ends",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Căn cứ Luật Tổ chức chính quyền địa phương.",
        good.NOTICE,
    ),
    worded("basis_is_named_in_full", "Căn cứ Quyết định số 12/QĐ-UBND ngày", "Căn cứ Quyết định ngày", good.NOTICE),
    worded(
        "basis_is_named_in_full",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Căn cứ Luật Tổ chức số 77/2015/QH13;",
        good.NOTICE,
    ),
)
RECIPIENTS = (
    worded(
        "greeting_is_there",
        '<p class="addressed-many">Kính gửi:</p><p class="addressee">- Sở Y tế;</p><p class="addressee">- Sở Tư pháp.</p>',
        "",
        good.LETTER,
    ),
    worded("greeting_only_where_it_belongs", "<p>Sở Nội vụ", '<p class="addressed">Kính gửi: Sở Y tế</p><p>Sở Nội vụ'),
    styled("greeting_form", ".addressed-many,.addressee{font-style:italic}", good.LETTER),
    worded("greeting_list", "- Sở Tư pháp.", "- Sở Tư pháp;", good.LETTER),
    worded(
        "recipients_are_there",
        '<div class="recipients-word">Nơi nhận:</div>',
        "",
        good.NOTICE,
        ".recipient{display:none}",
    ),
    styled("recipients_word_form", ".recipients-word{font-size:13pt}"),
    styled("recipients_word_place", ".recipients-word{padding-left:8mm}"),
    styled("recipients_word_place", ".recipients{padding-top:20pt!important}"),
    styled("recipients_form", ".recipient{font-size:13pt}"),
    worded("recipients_marks", "- UBND tỉnh;", "UBND tỉnh;"),
    worded("recipients_marks", "- Văn phòng Sở;", "- Văn phòng Sở."),
    worded("recipients_end_with_the_archive", "- Lưu: VT, CCHC.", "- Lưu: VT, CCHC"),
    worded("recipients_begin_as_above", "- Như trên;", "- Sở Y tế;", good.LETTER),
)
PROSE = (
    styled("text_size", "p.end{font-size:12pt}"),
    styled("text_is_upright", "p.end{font-style:italic}"),
    styled("text_is_lower_case", ".over{text-transform:uppercase}", good.TWO_PAGES),
    styled("text_is_not_bold", "p.over{font-weight:bold}", good.TWO_PAGES),
    worded(
        "text_is_justified", '<p class="end">Sở', '<p class="end">Giám đốc Sở', good.NOTICE, "p.end{text-align:left}"
    ),
    styled("first_line_is_set_in", "p.end{text-indent:0}"),
    styled("paragraphs_stand_apart", "p.end{margin-top:0}"),
    styled("lines_stand_apart", "p.end{line-height:2}", good.NOTICE),
    worded("text_ends_with_its_mark", "kèm theo./.", "kèm theo."),
)
HEADINGS = (
    worded("part_form", "Chương I<", "Chương 1<", good.RULES),
    worded("part_form", "QUY ĐỊNH CHUNG", "Quy định chung", good.RULES),
    worded("section_form", "Mục 1<", "Mục I<", good.RULES),
    worded("article_form", "<b>Điều 2.</b>", "Điều 2.", good.DECISION),
    worded("articles_are_in_order", "Điều 3.", "Điều 4.", good.DECISION),
    styled("roman_heading_form", "h2{font-weight:normal}", good.NOTICE),
    worded("roman_headings_are_in_order", "II. YÊU CẦU", "III. YÊU CẦU", good.NOTICE),
    styled("clause_form", "h3{font-weight:normal}", good.NOTICE),
    worded("clause_form", "2. Quy chế này gồm", "2) Quy chế này gồm", good.RULES),
    worded("clauses_are_in_order", "2. Hạn chế", "3. Hạn chế", good.NOTICE),
    worded("point_form", "a) Về chỉ đạo", "a. Về chỉ đạo", good.NOTICE),
    worded("points_are_in_order", "đ) Chương", "e) Chương", good.RULES),
)
SIGNING = (
    worded(
        "signer_is_there",
        '<div class="signer">KT. GIÁM ĐỐC</div><div class="signer">PHÓ GIÁM ĐỐC</div>',
        "",
        good.SHORT,
        ".name{display:none}",
    ),
    worded("authority_is_written", "KT. GIÁM ĐỐC", "K/T GIÁM ĐỐC"),
    worded("authority_form", "PHÓ GIÁM ĐỐC", "Phó Giám đốc"),
    worded("office_follows_the_authority", '<div class="signer">PHÓ GIÁM ĐỐC</div>', ""),
    styled("name_form", ".name{font-weight:normal}"),
    styled("name_is_centred", ".name{padding-left:14mm}"),
    worded("name_bears_no_title", "Phó Giám đốc 1", "TS. Phó Giám đốc 1"),
)
ANNEXES = (
    worded("annex_is_mentioned", "Danh sách nêu tại Phụ lục kèm theo./.", "Danh sách nêu ở trang sau./.", good.ANNEXED),
    worded("annexes_are_numbered", "Phụ lục II<", "Phụ lục 2<", good.ANNEXED),
    worded("annex_heading_form", "Phụ lục II<", "PHỤ LỤC II<", good.ANNEXED),
    styled("annex_title_form", ".annex-name{font-weight:normal}", good.ANNEXED),
    worded(
        "annex_note",
        '<p class="annex-of">(Kèm theo Thông báo số 05/TB-SNV ngày 05 tháng 01 năm 2024 của Sở Nội vụ)</p>',
        "",
        good.ANNEXED,
    ),
    styled(
        "annex_pages_are_numbered",
        ".over{break-before:page}@page annex:nth(1 of annex){counter-reset:none}",
        good.LONG_ANNEX,
    ),
    worded(
        "annex_note_is_complete",
        "(Kèm theo Thông báo số 05/TB-SNV ngày 05 tháng 01 năm 2024 của Sở Nội vụ)",
        "(Kèm theo Thông báo số 05/TB-SNV của Sở Nội vụ)",
        good.LONG_ANNEX,
    ),
    worded("annex_ends_with_its_mark", "kiểm tra./.", "kiểm tra.", good.LONG_ANNEX),
    worded("drafter_form", "- Lưu: VT, CCHC.</div>", "- Lưu: VT, CCHC.</div><div>PL. (30)</div>"),
    worded(
        "address_form",
        "</body>",
        "<div class='foot'>Số 1 Trần Phú, thành phố Tam Kỳ; điện thoại: 0235</div></body>",
        good.SHORT,
        ".foot{margin-top:250pt;border-top:1pt solid black;font-size:10pt}",
    ),
)
FLOW = (
    styled("signature_is_not_alone", ".ending{break-before:page}"),
    styled("heading_is_not_last", good.OVERLEAF, good.TWO_PAGES),
    styled("row_is_not_split", ".tall{height:560pt}table.rows tr{break-inside:auto}", good.LONG_TABLE),
    worded(
        "table_head_is_repeated",
        "<td>Hộ tịch",
        "<td class='tall'>Hộ tịch",
        good.LONG_ANNEX,
        "table.rows thead{display:table-row-group}table.rows tbody tr:last-child{break-before:page}",
    ),
)
SIGNATURES = (
    Wrong("signature_picture_form", good.SIGNED, ((good.ink(good.BLUE), good.ink("#202020")),)),
    Wrong("signature_picture_form", good.SIGNED, ((good.ink(good.BLUE), good.ink(good.BLUE, (255, 255, 255, 255))),)),
    styled(
        "signature_picture_place",
        ".signature{margin-left:-2mm!important}.seal{margin-left:-11mm!important}",
        good.SIGNED,
    ),
    Wrong(
        "seal_picture_form",
        good.SIGNED,
        ((good.ink(good.RED, size=(200, 200)), good.ink(good.RED, (255, 255, 255, 255), (200, 200))),),
    ),
    Wrong(
        "seal_picture_form", good.SIGNED, ((good.ink(good.RED, size=(200, 200)), good.ink("#1a3fa8", size=(200, 200))),)
    ),
    styled("seal_picture_place", ".seal{margin-left:6mm!important}", good.SIGNED),
    styled("seal_picture_place", ".seal{margin-left:-46mm!important}", good.SIGNED),
)
COPIES = (
    worded("copy_form_is_one_of_three", ">SAO Y<", ">SAO Y BẢN CHÍNH<", good.COPIED),
    styled("copy_form_style", ".copy-form{font-weight:normal!important}", good.COPIED),
    styled("copy_stands_below_a_rule", ".copied{border:0!important}", good.COPIED),
    styled("copy_stands_below_a_rule", ".copied{width:120mm}", good.COPIED),
    styled(
        "copy_is_on_one_sheet",
        ".copy-ending{break-before:page}@page{@top-center{content:none}}@page:nth(2){@top-center{content:'2'}}",
        good.COPIED,
    ),
    worded("copy_names_its_body", "VĂN PHÒNG SỞ NỘI VỤ", "", good.COPIED, ".copied .part-ruled::after{display:none}"),
    styled("copy_body_form", ".copied .issuer{font-weight:normal}", good.COPIED),
    worded("copy_number_is_written", '<div class="number">Số: 03/SY-VP</div>', "", good.COPIED),
    worded("copy_number_is_written", "Số: 03/SY-VP", "Số: 3/SY-VP", good.COPIED),
    worded("copy_number_is_written", "Số: 03/SY-VP", "Số: 03/SL-VP", good.COPIED),
    styled("copy_number_form", ".copied .number{font-size:12pt}", good.COPIED),
    worded("copy_date_is_there", "Quảng Nam, ngày 06 tháng 01 năm 2024", "", good.COPIED),
    worded("copy_date_form", "ngày 06 tháng 01 năm 2024", "ngày 6 tháng 01 năm 2024", good.COPIED),
    worded(
        "copy_is_signed",
        '<div class="signer">TL. GIÁM ĐỐC</div><div class="signer">CHÁNH VĂN PHÒNG</div>',
        "",
        good.COPIED,
        ".copied .name{display:none}",
    ),
    worded("copy_signing_form", "TL. GIÁM ĐỐC", "T/L GIÁM ĐỐC", good.COPIED),
    worded(
        "copy_names_its_recipients",
        '<div class="recipient">- Sở Y tế;</div><div class="recipient">- Văn phòng Sở;</div>'
        '<div class="recipient">- Lưu: VT, VP.</div>',
        "",
        good.COPIED,
        ".copied .recipients-word{display:none}",
    ),
    styled("copy_recipients_form", ".copied .recipient{font-size:13pt}", good.COPIED),
    styled("electronic_copy_mark_place", ".corner{left:0}", good.ELECTRONIC),
    styled("electronic_copy_mark_form", ".corner{font-size:12pt!important}", good.ELECTRONIC),
    worded("electronic_copy_mark_form", "09:15:30 +07:00", "09:15:30", good.ELECTRONIC),
    worded("electronic_copy_mark_form", "<br>Văn phòng Sở Nội vụ", "", good.ELECTRONIC),
    worded("attached_mark_form", "09:15:30 +07:00", "09:15 +07:00", good.ATTACHED),
    worded("attached_mark_form", "Số: 05/QĐ-SNV<br>", "", good.ATTACHED),
)
WRONG = (
    *SHEET,
    *LETTERHEAD,
    *NUMBERING,
    *TITLE,
    *BASES,
    *RECIPIENTS,
    *PROSE,
    *HEADINGS,
    *SIGNING,
    *SIGNATURES,
    *ANNEXES,
    *COPIES,
    *FLOW,
)
