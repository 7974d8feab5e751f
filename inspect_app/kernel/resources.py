"""The one door to the shipped library (checklists, schedules, templates) and to a site's own files after it."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def resource_root() -> Path:
    """The folder that holds checklists/, schedules/ and templates/: inside the wheel, or the checkout."""
    packed = PACKAGE / "_resources"
    return packed if packed.is_dir() else PACKAGE.parent


def library_folders(kind: str, site_dir: Path | None = None) -> list[Path]:
    """The folders of a kind (`checklists`), the shipped one first, the site's after it."""
    folders = [resource_root() / kind]
    if site_dir is not None:
        folders.append(site_dir / kind)
    return [folder for folder in folders if folder.is_dir()]


def library_files(kind: str, pattern: str, site_dir: Path | None = None) -> list[Path]:
    """The files of a kind, the shipped ones first, sorted by name within each folder."""
    return [path for folder in library_folders(kind, site_dir) for path in sorted(folder.glob(pattern))]
