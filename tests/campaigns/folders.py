"""The shipped campaign, and variants of it in a folder of their own."""

import shutil
from functools import cache
from pathlib import Path

from inspect_app.campaigns.files import CampaignFolder, read_folder
from inspect_app.kernel.resources import resource_root

SHIPPED = resource_root() / "schedules" / "quang-nam-2024"
CHECKLISTS = [("toan-dien", 1), ("chuyen-de-y-te", 1), ("chuyen-de-mot-cua", 1), ("cong-vu", 1), ("cong-vu", 2)]


def variant(tmp_path: Path, *edits: tuple[str, str, str]) -> Path:
    """The shipped folder with edits: (file, text that stands there once or more, its replacement at the first place)."""
    folder = tmp_path / "campaign"
    if not folder.exists():
        shutil.copytree(SHIPPED, folder)
    for name, old, new in edits:
        path = folder / name
        content = path.read_text(encoding="utf-8")
        assert old in content, f"{old!r} is not in {name}"
        path.write_text(content.replace(old, new, 1), encoding="utf-8")
    return folder


def read(folder: Path) -> CampaignFolder:
    """The folder, checked; the shipped one is read once."""
    return _shipped() if folder == SHIPPED else read_folder(folder, CHECKLISTS)


@cache
def _shipped() -> CampaignFolder:
    return read_folder(SHIPPED, CHECKLISTS)
