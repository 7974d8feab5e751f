#!/usr/bin/env python3
"""Checks a package that `inspect-app document export` wrote, without that program: Python 3.9 or later, nothing else.

    python3 kiem_tra_goi.py VAN-BAN.zip

Exit status: 0 everything that can be checked is right, 1 something is not, 2 this is no such package.
What it cannot check it says: the mathematics of a signature, its certificate, whether the paper still counts.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

FORMAT = "inspect-app paper package 1"
MANIFEST = "manifest.json"
LARGEST = 64 * 1024 * 1024
MOST_FILES = 40
EMBEDDED = re.compile(rb"/Type\s*/EmbeddedFile(?![A-Za-z])")
RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
# DER: the attribute messageDigest, a set of one octet string.
MESSAGE_DIGEST = re.compile(rb"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04\x31.\x04(.)", re.DOTALL)
DIGESTS = {32: "sha256", 48: "sha384", 64: "sha512"}


class Wrong(Exception):
    """Something in the package is not as it should be: Vietnamese, English."""

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(vietnamese)
        self.said = (vietnamese, english)


class NoPackage(Wrong):
    """The file is not a package of a paper at all."""


def read_package(path: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The manifest and the files of a package, within its limits."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > 4 * LARGEST:
                raise NoPackage("Gói quá lớn.", "The package is too large.")
            if len({entry.filename for entry in entries}) != len(entries):
                raise NoPackage("Gói có hai tệp cùng tên.", "Two files have the same name.")
            files = {entry.filename: _bounded(archive, entry) for entry in entries}
        manifest = json.loads(files.pop(MANIFEST).decode("utf-8"))
    except (OSError, KeyError, ValueError, RecursionError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        raise NoPackage(f"Không đọc được gói: {error}", f"The package cannot be read: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise NoPackage("Tệp này không phải gói văn bản.", "This file is no package of a paper.")
    return manifest, files


def _bounded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise NoPackage("Một tệp trong gói quá lớn.", "A file of the package is too large.")
    return data


def check_hashes(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    """Every file of the manifest is there with its hash, and no other."""
    listed = {entry["name"]: entry["sha256"] for entry in manifest["files"]}
    if set(listed) != set(files):
        odd = ", ".join(sorted(set(listed) ^ set(files)))
        raise Wrong(f"Gói thiếu hoặc thừa tệp: {odd}", f"Files are missing or too many: {odd}")
    for name, data in files.items():
        if hashlib.sha256(data).hexdigest() != listed[name]:
            raise Wrong(f"Tệp {name} đã bị thay đổi.", f"The file {name} was changed.")


def check_sheet(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    """What is attached to the PDF for machines is the sheet of the package."""
    sheet = _canonical(_one(manifest, files, "sheet"))
    attached = list(attachments(_one(manifest, files, "issued")))
    if not attached:
        raise Wrong("Trong PDF không có bản dữ liệu đính kèm.", "No data is attached to the PDF.")
    if len(attached) > 1 or _canonical(attached[0]) != sheet:
        raise Wrong(
            "Dữ liệu đính kèm trong PDF khác tệp dữ liệu.", "What is attached to the PDF differs from the data."
        )


def _one(manifest: dict[str, Any], files: dict[str, bytes], role: str) -> bytes:
    names = [entry["name"] for entry in manifest["files"] if entry["role"] == role]
    if len(names) != 1:
        raise Wrong(f"Gói phải có đúng một tệp “{role}”.", f"The package must hold one file “{role}”.")
    return files[names[0]]


def _canonical(data: bytes) -> str:
    try:
        return json.dumps(json.loads(data.decode("utf-8")), ensure_ascii=False, sort_keys=True)
    except (ValueError, RecursionError) as error:
        raise Wrong("Dữ liệu không phải JSON.", "The data is no JSON.") from error


def attachments(pdf: bytes) -> Iterator[bytes]:
    """The files that are embedded in a PDF, stored as they are or compressed with Flate."""
    for found in EMBEDDED.finditer(pdf):
        begin = pdf.rfind(b"obj", 0, found.start())
        stream = re.compile(rb"stream\r?\n").search(pdf, found.end())
        if begin < 0 or stream is None or b"endobj" in pdf[found.end() : stream.start()]:
            continue
        head = pdf[begin : stream.start()]
        length = re.search(rb"/Length\s+(\d+)(?!\s+\d+\s+R)", head)
        end = stream.end() + int(length.group(1)) if length else pdf.find(b"endstream", stream.end())
        data = pdf[stream.end() : end]
        if b"/FlateDecode" in head:
            try:
                data = zlib.decompressobj().decompress(data, LARGEST)
            except zlib.error as error:
                raise Wrong("Tệp đính kèm trong PDF bị hỏng.", "What is attached to the PDF is broken.") from error
        yield data


def check_signed(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    """Each signed copy begins with every byte of the issued PDF, and its signatures fit what they cover."""
    issued = _one(manifest, files, "issued")
    for entry in manifest["files"]:
        if entry["role"] == "signed":
            _check_copy(entry["name"], issued, files[entry["name"]])


def _check_copy(name: str, issued: bytes, signed: bytes) -> None:
    if not signed.startswith(issued) or len(signed) == len(issued):
        raise Wrong(
            f"{name}: phần đầu không trùng từng byte với bản đã phát hành.",
            f"{name}: it does not begin with the bytes of the issued PDF.",
        )
    ranges = [tuple(map(int, found.groups())) for found in RANGE.finditer(signed, len(issued))]
    if not ranges:
        raise Wrong(f"{name}: không có chữ ký số.", f"{name}: it holds no signature.")
    for span in ranges:
        _check_range(name, signed, span, len(issued))


def _check_range(name: str, signed: bytes, span: tuple[int, ...], length: int) -> None:
    start, first, again, rest = span
    gap = signed[first:again]
    whole = start == 0 and length < first < again and again + rest <= len(signed)
    if not whole or not re.match(rb"<[0-9A-Fa-f]+>$", gap) or not signed[: again + rest].rstrip().endswith(b"%%EOF"):
        raise Wrong(f"{name}: chữ ký không bao trùm văn bản.", f"{name}: a signature does not cover the paper.")
    said = _said_digest(bytes.fromhex(gap[1:-1].decode()))
    if said is None:
        raise Wrong(
            f"{name}: không đọc được mã băm trong chữ ký.", f"{name}: the digest of a signature cannot be read."
        )
    covered = hashlib.new(DIGESTS[len(said)], signed[:first] + signed[again : again + rest]).digest()
    # A timestamp holds the digest of what it stamps in another place.
    if covered != said and covered not in bytes.fromhex(gap[1:-1].decode()):
        raise Wrong(f"{name}: nội dung đã đổi sau khi ký.", f"{name}: the content was changed after signing.")


def _said_digest(cms: bytes) -> bytes | None:
    found = MESSAGE_DIGEST.search(cms)
    size = found.group(1)[0] if found else 0
    return cms[found.end() : found.end() + size] if found and size in DIGESTS else None


def check_journal(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    """The journal's entries of this paper carry their seals, and one of them names the hash of the issued PDF."""
    entries = json.loads(_one(manifest, files, "journal").decode("utf-8"))
    issued = hashlib.sha256(_one(manifest, files, "issued")).hexdigest()
    named = False
    for one in entries:
        body = json.dumps(one["entry"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        sealed = hashlib.sha256(f"{one['previous_hash']}\n{body}".encode()).hexdigest()
        if sealed != one["hash"]:
            number = one["entry"].get("sequence")
            raise Wrong(f"Mục nhật ký {number} đã bị thay đổi.", f"The journal's entry {number} was changed.")
        named = named or issued in json.dumps(one["entry"].get("changes", {}))
    if not named:
        raise Wrong("Nhật ký không ghi mã băm của văn bản này.", "No entry of the journal names this paper's hash.")


Check = Callable[[dict[str, Any], dict[str, bytes]], None]
CHECKS: tuple[tuple[str, str, Check], ...] = (
    ("Mã băm của mọi tệp", "hashes of all files", check_hashes),
    ("Dữ liệu đính kèm trong PDF", "data attached to the PDF", check_sheet),
    ("Bản đã ký bắt đầu bằng bản phát hành", "signed copies begin with the issued PDF", check_signed),
    ("Mục nhật ký", "entries of the journal", check_journal),
)
UNCHECKED = (
    ("chữ ký số có đúng do chứng thư tạo ra, ai cấp chứng thư, chứng thư còn hạn hay đã thu hồi",
     "whether the signature was made by its certificate, who issued the certificate, whether it is valid or revoked"),
    ("văn bản còn hiệu lực, đã thay thế hay đã thu hồi: mở trang kiểm tra của cơ quan",
     "whether the paper still counts, was replaced or withdrawn: open the office's page"),
    ("gói này do đúng cơ quan đó xuất ra: so các tệp PDF trên trang kiểm tra của cơ quan",
     "whether that office made the package: compare the PDFs on the office's page"),
)  # fmt: skip


def report(path: str, say: Callable[[str], Any]) -> int:
    """Checks a package and says everything, in Vietnamese and English. Gives the exit status."""
    try:
        manifest, files = read_package(path)
    except NoPackage as error:
        say("{}\n{}\n".format(*error.said))
        return 2
    failed = 0
    for vietnamese, english, check in CHECKS:
        try:
            check(manifest, files)
            say(f"[ĐÚNG / OK]   {vietnamese} / {english}\n")
        except Wrong as error:
            failed += 1
            say(f"[SAI / WRONG] {vietnamese} / {english}\n" + "".join(f"              {line}\n" for line in error.said))
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError) as error:
            failed += 1
            say(f"[SAI / WRONG] {vietnamese} / {english}\n              {type(error).__name__}: {error}\n")
    say("\nKhông kiểm tra được ở đây / not checked here:\n")
    for vietnamese, english in UNCHECKED:
        say(f"  - {vietnamese}\n    {english}\n")
    _say_paper(manifest, files, say)
    return 1 if failed else 0


def _say_paper(manifest: dict[str, Any], files: dict[str, bytes], say: Callable[[str], Any]) -> None:
    paper = manifest.get("paper")
    if isinstance(paper, dict):
        say(f"\n{paper.get('verify_url', '')}\n")
    for name in sorted(files):
        if name.endswith(".pdf"):
            say(f"SHA-256 {name}: {hashlib.sha256(files[name]).hexdigest()}\n")


def main() -> int:
    """The command."""
    if len(sys.argv) != 2 or sys.argv[1] in ("-h", "--help"):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    return report(sys.argv[1], sys.stdout.write)


if __name__ == "__main__":
    sys.exit(main())
