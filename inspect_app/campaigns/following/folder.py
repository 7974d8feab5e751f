"""The written files as a folder: checked as any other campaign's folder is, before anybody gets them."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from inspect_app.campaigns.files import CampaignFolder, read_folder


@contextmanager
def passing_folder(
    files: Mapping[str, str], checklists: Collection[tuple[str, int]]
) -> Iterator[tuple[Path, CampaignFolder]]:
    """The files in a folder that is gone afterwards, and what they say. Raises ProblemsFound as `plan check` would."""
    with TemporaryDirectory() as place:
        directory = Path(place)
        write_folder(directory, files)
        yield directory, read_folder(directory, checklists)


def write_folder(directory: Path, files: Mapping[str, str]) -> None:
    """Each file by its name, as UTF-8."""
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8")
