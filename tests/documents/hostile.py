"""Texts that want to break a paper: markup, template syntax, directions, piled marks, words without end."""

from dataclasses import replace
from typing import Final

from inspect_app.documents.sheets import (
    AreaResult,
    ConclusionNoticeSheet,
    Heading,
    Listing,
    MinutesSheet,
    Paragraph,
    Recommendation,
    Remark,
    Request,
    Shortcoming,
    Table,
)

MARKUP: Final = {
    "link": '<link rel=attachment href="file:///etc/passwd">',
    "picture": "<img src=http://127.0.0.1:9/x>",
    "break-out": "</td></tr></table></section></body></html><h1>",
    "template": "{{ 7*7 }} {% for x in range(9) %} {# x #}",
    "script": "<script>alert(1)</script>",
    "style": "<style>@import url(file:///etc/passwd); p{font-size:1e9px}</style>",
    "nested": "<div>" * 200,
    "colspan": '<td colspan="1000000" rowspan=1e6>',
    "entities": '" onload=\'x\' &lt;b&gt; &#x202e; &nbsp; ]]> <![CDATA[ <!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "field codes": '{ INCLUDETEXT "/etc/passwd" } HYPERLINK DDEAUTO cmd',
    "data page": "data:text/html,<p>x",
}
UNUSUAL: Final = {
    "one letter": "a",
    "decomposed": "Tie\u0302\u0301p nha\u0323\u0302n ho\u0302\u0300 so\u031b",
    "piled marks": "Z" + "\u0317\u0346\u031a\u0352" * 12 + "algo",
    "joined emoji": "👩\u200d👩\u200d👧\u200d👦 🏴\u200d☠️ 1️⃣",
    "arabic": "tên riêng عبد الله ghi số 12/2024",
    "no character": "a\ufffeb\uffffc",
    "separators": "a\u2028b\u2029c\u0085d\u00adđ",
}
TURNED: Final = "Số \u202e4202/21\u202c \u2067tiền\u2069 \u200e\u200f\u061cđồng"
NAME: Final = "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông và phát triển nông thôn khu vực miền núi phía Tây tỉnh QN"


def notice_of(sheet: ConclusionNoticeSheet, text: str) -> ConclusionNoticeSheet:
    """The notice with the text in every place where somebody writes."""
    area = AreaResult(
        title=text,
        facts=(Remark(text=text, item=text, evidence=(text,)),),
        strengths=(Remark(text=text),),
        shortcomings=(Shortcoming(text=text, facts=text, basis=text, explanation=text, response=text),),
    )
    blocks = (
        Heading(level=1, number="I", text=text),
        Heading(level=3, number="a", text=text),
        Paragraph(text=text),
        Listing(lines=(text,)),
        Table(head=(text, "Số"), rows=((text, "1"),), caption=text),
    )
    return replace(
        sheet,
        subject=text,
        unit=text,
        opening=text,
        bases=(text,),
        general=blocks,
        areas=(area,),
        requests=(Request(text=text, owner=text),),
        recommendations=(Recommendation(addressee=text, text=text),),
        recipients=(text,),
        letterhead=replace(sheet.letterhead, issuing_body=text, parent_body=text),
        signature=replace(sheet.signature, name=text, position=text),
    )


def minutes_of(sheet: MinutesSheet, text: str) -> MinutesSheet:
    """The minutes with the text in every place where somebody writes."""
    return replace(sheet, subject=text, unit=text, venue=text, unit_opinion=text, chair=text, scope=text)
