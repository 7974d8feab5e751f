"""Sheets to print, small and whole, and the PDFs made of them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from inspect_app.documents.render import pdf_of
from inspect_app.documents.renderer import RENDERER
from inspect_app.documents.samples import write_samples
from inspect_app.documents.sheets import (
    AreaResult,
    ConclusionNoticeSheet,
    Copies,
    Letterhead,
    MinutesSheet,
    Moment,
    Participant,
    Remark,
    ReportDuty,
    Request,
    Shortcoming,
    Signature,
)
from tests.factories.signing import person, sign

MADE_AT = datetime(2024, 6, 18, 10, tzinfo=UTC)

AREA = AreaResult(
    title="Giải quyết thủ tục hành chính",
    facts=(Remark(text="Đã giải quyết 1.184 hồ sơ", item="C07", evidence=("CC-01",)),),
    strengths=(Remark(text="Niêm yết đầy đủ", item="C01"),),
    shortcomings=(
        Shortcoming(
            text="Chưa gửi phiếu xin lỗi",
            item="C08",
            grade="major",
            facts="09/23 hồ sơ quá hạn không có phiếu xin lỗi",
            basis="khoản 9 Điều 19 Nghị định số 61/2018/NĐ-CP",
            evidence=("CC-02", "CC-03"),
            explanation="Phần mềm chưa nhắc",
            response="giữ nguyên nhận định",
        ),
    ),
)
REQUEST = Request(text="Gửi thư xin lỗi", owner="Chánh Văn phòng", due=date(2024, 8, 5), items=("C08",))


def a_letterhead(sign: str) -> Letterhead:
    return Letterhead(
        parent_body="UBND tỉnh Quảng Nam", issuing_body="Đoàn kiểm tra", sign=sign, place="Quảng Nam", year=2024
    )


@pytest.fixture(scope="session")
def minutes() -> Callable[..., MinutesSheet]:
    """Makes minutes; what is given replaces a field."""
    sheet = MinutesSheet(
        letterhead=a_letterhead("BB-ĐKT"),
        subject="Kiểm tra công tác cải cách hành chính tại UBND huyện Tây Giang",
        unit="UBND huyện Tây Giang",
        begins=Moment(day=date(2024, 6, 18), at=time(8)),
        ends=Moment(day=date(2024, 6, 18), at=time(16, 30)),
        venue="Trụ sở UBND huyện",
        team=(Participant(name="Trưởng đoàn 1", office="Sở Nội vụ", role="Trưởng đoàn"),),
        unit_side=(Participant(name="Chủ tịch huyện 1", office="Chủ tịch UBND huyện"),),
        chair="Trưởng đoàn 1",
        secretary="Thư ký 1",
        areas=(AREA,),
        requests=(REQUEST,),
        copies=(Copies(holder="Đoàn kiểm tra", count=2), Copies(holder="UBND huyện Tây Giang", count=1)),
        signed_by_secretary=Signature(title="Thư ký", name="Thư ký 1"),
        signed_by_lead=Signature(title="Trưởng đoàn", name="Trưởng đoàn 1"),
        signed_by_unit=Signature(title="Đại diện đơn vị được kiểm tra", name="Chủ tịch huyện 1"),
    )
    return lambda **changes: replace(sheet, **changes)


@pytest.fixture(scope="session")
def notice() -> Callable[..., ConclusionNoticeSheet]:
    """Makes a notice of conclusions; what is given replaces a field."""
    sheet = ConclusionNoticeSheet(
        letterhead=a_letterhead("TB-ĐKT"),
        subject="Kết luận kiểm tra công tác cải cách hành chính tại UBND huyện Tây Giang",
        unit="UBND huyện Tây Giang",
        bases=("Căn cứ Luật Tổ chức chính quyền địa phương", "Xét Biên bản kiểm tra ngày 18 tháng 6 năm 2024"),
        opening="Đoàn kiểm tra thông báo kết luận như sau:",
        areas=(AREA,),
        requests=(REQUEST,),
        report=ReportDuty(addressee="Đoàn kiểm tra", report_due=date(2024, 8, 31)),
        signature=Signature(
            authority=("TM. Ủy ban nhân dân", "KT. Chủ tịch"), title="Phó Chủ tịch", name="Phó Chủ tịch 1"
        ),
        recipients=("UBND tỉnh", "UBND huyện Tây Giang"),
        archive="VT, SNV",
    )
    return lambda **changes: replace(sheet, **changes)


@pytest.fixture(scope="session")
def pdf() -> Callable[[Any], bytes]:
    """Makes the PDF of a sheet, at a fixed moment."""
    return lambda sheet: pdf_of(sheet, made_at=MADE_AT)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every sample, as PDF and as Word file."""
    folder = tmp_path_factory.mktemp("samples")
    write_samples(folder)
    return folder


@pytest.fixture(scope="session")
def issued(pdf: Callable[[Any], bytes], notice: Callable[..., Any]) -> bytes:
    """A notice of conclusions as it was issued."""
    return pdf(notice())


@pytest.fixture(scope="session")
def signed(issued: bytes) -> bytes:
    """The same, signed outside by a person."""
    return sign(issued, person())


@pytest.fixture(scope="session", autouse=True)
def _no_worker_left_over() -> Iterator[None]:
    yield
    RENDERER.close()
