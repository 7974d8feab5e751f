"""The certificates that a site trusts: `trust/*.pem` in its own folder."""

import base64
import binascii
import re
from pathlib import Path

from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _

FOLDER = "trust"
BLOCK = re.compile(rb"-----BEGIN CERTIFICATE-----\s+([A-Za-z0-9+/=\s]+?)-----END CERTIFICATE-----")
LARGEST_FILE = 1 << 20


def root_files(site_dir: Path | None) -> tuple[Path, ...]:
    """The files, by name; none without a folder of the site."""
    return tuple(sorted((site_dir / FOLDER).glob("*.pem"))) if site_dir is not None else ()


def trusted_roots(site_dir: Path | None) -> tuple[bytes, ...]:
    """All certificates (DER) of all files. Raises RuleBroken that names a file which holds none."""
    found: list[bytes] = []
    for file in root_files(site_dir):
        blocks = BLOCK.findall(file.read_bytes()[:LARGEST_FILE])
        try:
            found += [base64.b64decode(b"".join(block.split()), validate=True) for block in blocks]
        except binascii.Error:
            blocks = []
        if not blocks:
            message = _("Tệp chứng thư gốc %(file)s không chứa chứng thư dạng PEM. Quản trị hệ thống cần thay tệp này.")
            raise RuleBroken(None, message % {"file": file.name})
    return tuple(found)
