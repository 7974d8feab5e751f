"""A package can be checked without the application: by a script of the standard library alone, which sees every change."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from inspect_app.documents.render import pdf_of
from inspect_app.documents.samples import sample_sheet
from inspect_app.documents.sheets import MinutesSheet
from inspect_app.documents.signing import verify_package
from inspect_app.documents.signing.verify_package import MANIFEST, attachments, report
from inspect_app.journal.rules import SealedEntry, seal
from inspect_app.kernel.ids import new_id
from inspect_app.registry.models import IssuedPaper, IssuingBody, SignedCopy
from inspect_app.registry.package import SCRIPT, PackageParts, package_of
from tests.factories.attacks import annotation, signed_over, span_of, updated
from tests.factories.signing import agency, person, sign

MADE_AT = datetime(2024, 7, 1, 3, tzinfo=UTC)
SCRIPT_PATH = Path(verify_package.__file__)
Files = dict[str, bytes]
Change = Callable[[Files], None]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="module")
def sheet() -> MinutesSheet:
    return sample_sheet(MinutesSheet)


@pytest.fixture(scope="module")
def pdf(sheet: MinutesSheet) -> bytes:
    return pdf_of(sheet, made_at=MADE_AT)


@pytest.fixture(scope="module")
def copies(pdf: bytes) -> tuple[bytes, ...]:
    first = sign(pdf, person())
    return first, sign(first, agency(), "ConDau", box=(300, 100, 380, 160), stamped=True)


@pytest.fixture(scope="module")
def package(sheet: MinutesSheet, pdf: bytes, copies: tuple[bytes, ...]) -> bytes:
    paper = IssuedPaper(
        id=new_id(),
        kind=sheet.KIND,
        type_sign="BB",
        sign="BB-ĐKT",
        title="Biên bản kiểm tra",
        body=IssuingBody(team="Đoàn kiểm tra"),
        sheet=json.loads(sheet.to_json()),
        pdf_sha256=sha(pdf),
        docx_sha256=sha(b"PK word"),
        code="7K3M-9QFT-2W8X-J4C6",
        issued_on=date(2024, 7, 1),
    )
    paper.signed_copies[:] = [SignedCopy(sha256=sha(copy), size=len(copy), verdict={}) for copy in copies]
    first, second = entry(1, {}), entry(2, {"pdf_sha256": [None, sha(pdf)]})
    before = seal(first, "0" * 64)
    parts = PackageParts(
        files={sha(data): data for data in (pdf, b"PK word", *copies)},
        entries=[(second, before, seal(second, before))],
        script=SCRIPT_PATH.read_bytes(),
        verify_url="https://kiemtra.example.gov.vn/kiem-tra/7K3M-9QFT-2W8X-J4C6",
        made_at=MADE_AT,
    )
    return package_of(paper, parts)


def entry(sequence: int, changes: dict[str, Any]) -> SealedEntry:
    return SealedEntry(
        sequence, f"id-{sequence}", "2024-07-01T03:00:00+00:00", "Người ký mẫu", None, "registry.issue",
        "issued_paper", None, None, None, "Vào sổ văn bản", changes, None,
    )  # fmt: skip


def files_of(package: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Files, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def relisted(files: Files) -> None:
    """Makes the manifest fit what was changed, as a careful forger would."""
    manifest = json.loads(files[MANIFEST])
    for entry in manifest["files"]:
        if entry["name"] in files:
            entry["sha256"] = sha(files[entry["name"]])
    manifest["files"] = [entry for entry in manifest["files"] if entry["name"] in files]
    files[MANIFEST] = json.dumps(manifest).encode()


def checked(package: bytes, change: Change | None, folder: Path) -> tuple[int, str]:
    files = files_of(package)
    if change is not None:
        change(files)
        relisted(files)
    said: list[str] = []
    return report(str(zipped(files, folder / "goi.zip")), said.append), "".join(said)


def test_a_good_package_passes_as_a_command_and_says_what_it_could_not_check(package: bytes, tmp_path: Path) -> None:
    (tmp_path / "goi.zip").write_bytes(package)
    script = tmp_path / SCRIPT
    script.write_bytes(files_of(package)[SCRIPT])
    done = subprocess.run(
        [sys.executable, "-I", str(script), str(tmp_path / "goi.zip")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("[ĐÚNG / OK]") == 4
    assert "ai cấp chứng thư" in done.stdout
    assert "who issued the certificate" in done.stdout
    assert "https://kiemtra.example.gov.vn/kiem-tra/7K3M-9QFT-2W8X-J4C6" in done.stdout


def test_the_sheet_in_the_pdf_is_read_without_a_library(sheet: MinutesSheet, pdf: bytes) -> None:
    assert [data.decode() for data in attachments(pdf)] == [sheet.to_json()]


def forge(name: str, make: Callable[[bytes], bytes]) -> Change:
    def change(files: Files) -> None:
        files[name] = make(files[name])

    return change


def _reworded(data: bytes) -> bytes:
    values = json.loads(data)
    values["venue"] = "nơi khác"
    return json.dumps(values).encode()


def _other_entry(data: bytes) -> bytes:
    entries = json.loads(data)
    entries[0]["entry"]["summary"] = "khác"
    return json.dumps(entries).encode()


def _less_covered(data: bytes) -> bytes:
    _zero, length, again, rest = span_of(data)
    return signed_over(data, (0, length, again + 8, rest - 8), person())


def _without_sheet(files: Files) -> None:
    del files["du-lieu.json"]


FORGED: dict[str, tuple[Change, str]] = {
    "the sheet": (forge("du-lieu.json", _reworded), "data attached to the PDF"),
    "a byte of the signed copy": (forge("da-ky-1.pdf", lambda data: data[:99] + b"?" + data[100:]), "signed copies"),
    "a byte after the issued part": (forge("da-ky-1.pdf", lambda data: data.replace(b"/F 132", b"/F 133")), "signed"),
    "an unsigned copy": (lambda files: files.update({"da-ky-1.pdf": files["van-ban.pdf"]}), "signed copies"),
    "an update without a signature": (
        lambda files: files.update({"da-ky-1.pdf": updated(files["van-ban.pdf"], annotation)}),
        "signed copies",
    ),
    "a signature that covers less": (forge("da-ky-1.pdf", _less_covered), "signed copies"),
    "the issued paper": (forge("van-ban.pdf", lambda data: data + b"\n"), "entries of the journal"),
    "an entry of the journal": (forge("nhat-ky.json", _other_entry), "entries of the journal"),
    "no sheet": (_without_sheet, "data attached to the PDF"),
}


@pytest.mark.parametrize(("change", "words"), FORGED.values(), ids=FORGED)
def test_a_changed_package_fails_at_the_right_place(package: bytes, change: Change, words: str, tmp_path: Path) -> None:
    status, said = checked(package, change, tmp_path)
    assert status == 1
    assert any(words in line for line in said.splitlines() if line.startswith("[SAI / WRONG]")), said


def test_what_the_manifest_does_not_name_or_names_otherwise_is_seen(package: bytes, tmp_path: Path) -> None:
    files = files_of(package)
    files["them.txt"] = b"more"
    said: list[str] = []
    assert report(str(zipped(files, tmp_path / "goi.zip")), said.append) == 1
    assert "them.txt" in "".join(said)
    files = files_of(package)
    files["van-ban.docx"] = b"PK other"
    said.clear()
    assert report(str(zipped(files, tmp_path / "goi.zip")), said.append) == 1
    assert "van-ban.docx" in "".join(said)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"{}"])
def test_what_is_no_package_is_told_as_such(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "goi.zip"
    path.write_bytes(data)
    assert report(str(path), lambda _text: None) == 2
    assert report(str(zipped({MANIFEST: data or b"[]"}, path)), lambda _text: None) == 2


def test_the_same_paper_gives_the_same_package(package: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
