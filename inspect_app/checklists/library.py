"""The checklists on the disk: the shipped ones, then the site's own. Each published file is frozen by its hash."""

from dataclasses import dataclass
from pathlib import Path

from inspect_app.checklists.checker import read_checklist
from inspect_app.checklists.hashes import LIST_NAME, edited, published_hashes
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.resources import library_files, library_folders
from inspect_app.kernel.yaml_source import Place, Problem, ProblemsFound, read_bytes

KIND = "checklists"


@dataclass(frozen=True)
class LibraryEntry:
    """A checklist's file: what it says, its text as it stands, and whether it is published."""

    version: ChecklistVersion
    body: str
    path: Path
    is_published: bool


@dataclass(frozen=True)
class ChecklistLibrary:
    """All checklists of this installation, in the order of their code and version."""

    entries: tuple[LibraryEntry, ...]

    @property
    def published(self) -> tuple[LibraryEntry, ...]:
        """Those that may be used: frozen by their hash."""
        return tuple(entry for entry in self.entries if entry.is_published)

    @property
    def pairs(self) -> frozenset[tuple[str, int]]:
        """(code, version) of every published checklist: what a plan may name."""
        return frozenset((entry.version.code, entry.version.version) for entry in self.published)

    @property
    def items_of(self) -> dict[str, frozenset[str]]:
        """The ids of all items that a checklist has in any version, by its code."""
        found: dict[str, frozenset[str]] = {}
        for entry in self.entries:
            ids = frozenset(item.id for item in entry.version.items)
            found[entry.version.code] = found.get(entry.version.code, frozenset()) | ids
        return found

    def version(self, code: str, number: int) -> ChecklistVersion:
        """The version. Raises NotFound."""
        for entry in self.entries:
            if (entry.version.code, entry.version.version) == (code, number):
                return entry.version
        raise NotFound(_("Không có phiếu kiểm tra %(code)s phiên bản %(n)s.", code=code, n=number))

    def latest(self, code: str) -> ChecklistVersion:
        """The newest published version. Raises NotFound."""
        numbers = [number for known, number in self.pairs if known == code]
        return self.version(code, max(numbers, default=0))


def read_file(path: Path) -> LibraryEntry:
    """One checklist's file, held against its folder's list of published files. Raises ProblemsFound."""
    data = read_bytes(path)
    hashes = published_hashes(path.parent)
    problem = edited(path, data, hashes)
    try:
        version = read_checklist(path, data)
    except ProblemsFound as found:
        raise ProblemsFound([*([problem] if problem else []), *found.problems]) from None
    if problem is not None:
        raise ProblemsFound([problem])
    return LibraryEntry(version, data.decode("utf-8"), path, path.name in hashes)


def load_library(site_dir: Path | None = None) -> ChecklistLibrary:
    """Every checklist, the shipped ones and the site's. Raises ProblemsFound with the problems of all files."""
    problems: list[Problem] = []
    entries: list[LibraryEntry] = []
    for path in library_files(KIND, "*.yaml", site_dir):
        try:
            entries.append(read_file(path))
        except ProblemsFound as found:
            problems += found.problems
    for folder in library_folders(KIND, site_dir):
        problems += _missing(folder)
    problems += _twice(entries)
    if problems:
        raise ProblemsFound(problems)
    return ChecklistLibrary(tuple(sorted(entries, key=lambda entry: (entry.version.code, entry.version.version))))


def _missing(folder: Path) -> list[Problem]:
    try:
        hashes = published_hashes(folder)
    except ProblemsFound as found:
        return found.problems
    place = Place(str(folder / LIST_NAME), 1, 1)
    return [
        Problem(place, _("Thiếu tệp đã ban hành %(file)s. Hãy khôi phục tệp này", file=name))
        for name in hashes
        if not (folder / name).is_file()
    ]


def _twice(entries: list[LibraryEntry]) -> list[Problem]:
    first: dict[tuple[str, int], LibraryEntry] = {}
    problems: list[Problem] = []
    for entry in entries:
        other = first.setdefault((entry.version.code, entry.version.version), entry)
        if other is not entry:
            message = _("Phiếu này đã có ở %(path)s. Hãy dùng mã hoặc số phiên bản khác", path=other.path)
            problems.append(Problem(Place(str(entry.path), 1, 1), message))
    return problems
