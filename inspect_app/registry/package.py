"""An issued paper to take along: its bytes, its sheet, its signed copies, what the journal says of it, and how to check it.

The package is checked by `documents/signing/verify_package.py`, a script without dependencies that travels in it.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from inspect_app.documents.signing.verify_package import FORMAT, MANIFEST
from inspect_app.journal.rules import SealedEntry
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.rules import full_sign

SCRIPT = "kiem_tra_goi.py"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same package is the same bytes
GUIDE = """GÓI VĂN BẢN ĐÃ PHÁT HÀNH / PACKAGE OF AN ISSUED PAPER

van-ban.pdf     bản PDF đã phát hành / the PDF as it was issued
van-ban.docx    bản Word làm cùng lúc, nếu có / the Word file made with it, if there is one
du-lieu.json    dữ liệu của văn bản, cũng đính kèm trong PDF / the paper's data, attached to the PDF too
da-ky-N.pdf     các bản đã ký số nộp lại / the copies that came back signed
nhat-ky.json    các mục nhật ký về văn bản, có niêm phong / the journal's entries of the paper, sealed
manifest.json   danh sách tệp và mã SHA-256 / the files and their SHA-256

Kiểm tra gói (cần Python 3.9 trở lên, không cần phần mềm nào khác):
To check the package (Python 3.9 or later, nothing else):

    python3 kiem_tra_goi.py GOI.zip

Nên dùng kiem_tra_goi.py lấy từ nơi khác mà bạn tin, vì người sửa gói cũng có thể sửa tệp này.
Better use a copy of the script from elsewhere: whoever changed the package could have changed this one.
"""


@dataclass(frozen=True)
class PackageParts:
    """What the edge reads for a package: files by their hash, the journal's entries, and the script's text."""

    files: Mapping[str, bytes]
    entries: Sequence[tuple[SealedEntry, str, str]]
    script: bytes
    verify_url: str
    made_at: datetime


def package_of(paper: IssuedPaper, parts: PackageParts) -> bytes:
    """The package as a ZIP. `entries` are each entry with the hash before it and its own."""
    sheet = json.dumps(paper.sheet, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    entries = [{"entry": asdict(entry), "previous_hash": before, "hash": own} for entry, before, own in parts.entries]
    held: list[tuple[str, str, bytes]] = [
        ("van-ban.pdf", "issued", parts.files[paper.pdf_sha256]),
        ("du-lieu.json", "sheet", sheet),
        ("nhat-ky.json", "journal", json.dumps(entries, ensure_ascii=False, indent=1).encode()),
        (SCRIPT, "script", parts.script),
        ("DOC-TRUOC.txt", "guide", GUIDE.encode()),
    ]
    if paper.docx_sha256:
        held.append(("van-ban.docx", "word", parts.files[paper.docx_sha256]))
    for number, copy in enumerate(paper.signed_copies, start=1):
        held.append((f"da-ky-{number}.pdf", "signed", parts.files[copy.sha256]))
    manifest = json.dumps(_manifest(paper, parts, held), ensure_ascii=False, indent=1).encode()
    return _zipped([(MANIFEST, manifest), *((name, data) for name, _role, data in held)])


def _manifest(paper: IssuedPaper, parts: PackageParts, held: Sequence[tuple[str, str, bytes]]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": parts.made_at.isoformat(),
        "paper": {
            "id": str(paper.id),
            "kind": paper.kind,
            "sign": full_sign(paper.number, paper.sign),
            "title": paper.title,
            "body": paper.body.name,
            "issued_on": paper.issued_on.isoformat(),
            "state": paper.state.value,
            "code": paper.code,
            "verify_url": parts.verify_url,
        },
        "signatures": {copy.sha256: copy.verdict for copy in paper.signed_copies},
        "files": [
            {"name": name, "role": role, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for name, role, data in held
        ],
    }


def _zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
