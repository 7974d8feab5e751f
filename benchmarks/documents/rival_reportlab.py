"""The paper in ReportLab: content as JSON on standard input, times as JSON on standard output. Runs in its own environment."""

from __future__ import annotations

import json
import sys
import time
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

given = json.load(sys.stdin)
pdfmetrics.registerFont(TTFont("Tinos", f"{given['fonts']}/Tinos-Regular.ttf"))
pdfmetrics.registerFont(TTFont("TinosBold", f"{given['fonts']}/Tinos-Bold.ttf"))
BODY = ParagraphStyle(
    "body", fontName="Tinos", fontSize=14, leading=16.8, alignment=4, firstLineIndent=12.7 * mm, spaceBefore=6
)
HEAD = ParagraphStyle("head", parent=BODY, fontName="TinosBold", keepWithNext=1)
CELL = ParagraphStyle("cell", fontName="Tinos", fontSize=13, leading=15.6)
LINES = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])


def printed() -> tuple[bytes, int]:
    """The PDF and its pages."""
    into = BytesIO()
    paper = SimpleDocTemplate(
        into, pagesize=A4, leftMargin=30 * mm, rightMargin=20 * mm, topMargin=20 * mm, bottomMargin=20 * mm
    )
    parts = []
    for block in given["blocks"]:
        if "rows" in block:
            rows = [[Paragraph(escape(cell), CELL) for cell in row] for row in block["rows"]]
            parts.append(Table(rows, colWidths=[width * mm for width in block["widths"]], repeatRows=1, style=LINES))
        else:
            parts.append(Paragraph(escape(block["text"]).replace("\n", "<br/>"), HEAD if block["bold"] else BODY))
    paper.build(parts)
    return into.getvalue(), paper.page


printed()
seconds, pages = [], 0
for _run in range(int(sys.argv[1])):
    begun = time.perf_counter()
    _pdf, pages = printed()
    seconds.append(time.perf_counter() - begun)
json.dump({"seconds": seconds, "pages": pages}, sys.stdout)
