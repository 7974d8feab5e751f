"""The papers that are measured: conclusions of five and of eight pages, and one with 300 findings."""

from __future__ import annotations

from dataclasses import replace

from inspect_app.documents.samples import sample_sheet
from inspect_app.documents.sheets import ConclusionNoticeSheet, Paragraph

LINE = (
    "Qua kiểm tra trực tiếp và đối chiếu hồ sơ, đơn vị đã thực hiện đầy đủ các nhiệm vụ được giao trong kỳ; số liệu "
    "do đơn vị cung cấp khớp với số liệu trên Hệ thống thông tin giải quyết thủ tục hành chính tỉnh."
)


def conclusion(lines: int = 12) -> ConclusionNoticeSheet:
    """The sample notice without its annex, with so many paragraphs more: 12 make five pages, 47 make eight."""
    sheet = sample_sheet(ConclusionNoticeSheet)
    more = tuple(Paragraph(text=f"{number}. {LINE}") for number in range(1, lines + 1))
    return replace(sheet, general=(*sheet.general, *more), sources=())


def with_findings() -> ConclusionNoticeSheet:
    """301 findings in seven areas, and 300 requests."""
    sheet = conclusion(0)
    area = sheet.areas[1]
    findings = (area.shortcomings * 22)[:43]
    areas = tuple(replace(area, title=f"Lĩnh vực {n}", code=str(n), shortcomings=findings) for n in range(1, 8))
    return replace(sheet, areas=areas, requests=(sheet.requests * 75)[:300])


def batch(count: int) -> list[ConclusionNoticeSheet]:
    """Papers of eight pages, each of another unit."""
    sheet = conclusion(47)
    return [replace(sheet, unit=f"UBND xã số {number}") for number in range(1, count + 1)]
