"""published.sha256: the hashes that freeze the published files of a folder, in the form of sha256sum."""

import hashlib
import os
import re
from pathlib import Path

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Place, Problem, ProblemsFound

LIST_NAME = "published.sha256"
LINE = re.compile(r"(?P<hash>[0-9a-f]{64})  (?P<file>[^/\\]+\.yaml)")


def published_hashes(folder: Path) -> dict[str, str]:
    """File name → hash, for the published files of the folder. Raises ProblemsFound for a line that is not one."""
    path = folder / LIST_NAME
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        parts = LINE.fullmatch(line)
        place = Place(str(path), number, 1)
        if parts is None:
            problems.append(Problem(place, _("Dòng phải có dạng “<mã băm SHA-256>  <tên tệp>”")))
        elif found.setdefault(parts["file"], parts["hash"]) != parts["hash"]:
            problems.append(Problem(place, _("Tệp %(file)s có hai mã băm khác nhau", file=parts["file"])))
    if problems:
        raise ProblemsFound(problems)
    return found


def edited(path: Path, data: bytes, hashes: dict[str, str]) -> Problem | None:
    """A problem when the file was published with other bytes than these."""
    if hashes.get(path.name, digest(data)) == digest(data):
        return None
    return Problem(
        Place(str(path), 1, 1),
        _("Tệp đã ban hành bị sửa (mã băm khác %(list)s). Hãy trả lại tệp cũ và tạo phiên bản mới", list=LIST_NAME),
    )


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def record_published(path: Path, data: bytes) -> bool:
    """Freezes a file by its hash; False when it was frozen with these bytes already. Raises ProblemsFound if edited."""
    hashes = published_hashes(path.parent)
    problem = edited(path, data, hashes)
    if problem is not None:
        raise ProblemsFound([problem])
    if path.name in hashes:
        return False
    lines = [f"{known}  {name}\n" for name, known in sorted({**hashes, path.name: digest(data)}.items())]
    target, written = path.parent / LIST_NAME, path.parent / f".{LIST_NAME}.new"
    written.write_text("".join(lines), encoding="utf-8")
    os.replace(written, target)
    return True
