"""The office's own templates: which it has, whether they print the sample sheet, and what the printed paper breaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import tinycss2

from inspect_app.documents.checking.checker import report_on_file
from inspect_app.documents.checking.problems import Report
from inspect_app.documents.checking.reading import Unreadable
from inspect_app.documents.render import environment_of, folders_of, pdf_of
from inspect_app.documents.samples import FILE_NAMES, MADE_AT, sample_sheet
from inspect_app.documents.sheets import Sheet
from inspect_app.documents.template_faults import TemplateBroken, TemplateFault, faults_in
from inspect_app.documents.word.making import docx_of
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.language import current_language
from inspect_app.kernel.language import gettext as _


@dataclass(frozen=True)
class Trial:
    """What became of the sample sheet in the templates that are in force: the PDF, its report, and what went wrong.

    `report` is None where no PDF came out.
    """

    kind: str
    files: tuple[Path, ...]
    faults: tuple[TemplateFault, ...] = ()
    pdf: bytes | None = None
    report: Report | None = None

    @property
    def passes(self) -> bool:
        """Whether papers of this kind can be made and keep the form."""
        return not self.faults and self.pdf is not None and not (self.report and self.report.problems)


# By kind and language: the mark of the files, and what came of them.
_TRIALS: dict[tuple[str, str], tuple[str, Trial]] = {}


def kinds() -> tuple[type[Sheet], ...]:
    """The kinds of paper that have templates and a sample sheet."""
    return tuple(FILE_NAMES)


def kind_named(code: str) -> type[Sheet] | None:
    """The kind with the code (`minutes`)."""
    return next((kind for kind in kinds() if code == kind.KIND), None)


def office_folder(site_dir: Path | None) -> Path | None:
    """Where the office's own templates of papers lie, if it has a folder for them."""
    folder = site_dir / "templates" / "documents" if site_dir is not None else None
    return folder if folder is not None and folder.is_dir() else None


def office_files(site_dir: Path | None, code: str) -> tuple[Path, ...]:
    """The office's files that a kind uses: its own folder, and the files that all kinds share."""
    folder = office_folder(site_dir)
    if folder is None:
        return ()
    own = sorted(path for path in (folder / code).glob("*") if path.is_file()) if code else []
    return (*own, *sorted(path for path in folder.glob("_*") if path.is_file()))


def strange_files(site_dir: Path | None) -> tuple[TemplateFault, ...]:
    """Files that no paper uses: a folder or a name that this release does not know."""
    folder = office_folder(site_dir)
    if folder is None:
        return ()
    shipped = folders_of(None)[0]
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    message = _("không loại văn bản nào dùng tệp này; hãy kiểm tra tên thư mục và tên tệp")
    return tuple(TemplateFault(p, None, message) for p in files if not (shipped / p.relative_to(folder)).is_file())


def faults_of(site_dir: Path | None, kind: type[Sheet]) -> tuple[TemplateFault, ...]:
    """What can be seen in the office's files of a kind without printing."""
    folder = office_folder(site_dir)
    if folder is None:
        return ()
    return tuple(fault for file in office_files(site_dir, kind.KIND) for fault in _faults(file, folder, site_dir, kind))


def _faults(file: Path, folder: Path, site_dir: Path | None, kind: type[Sheet]) -> Sequence[TemplateFault]:
    if file.suffix == ".css":
        return tuple(_style_faults(file))
    if file.suffix != ".html":
        return ()
    fields = None if file.name.startswith("_") else dir(sample_sheet(kind))
    return faults_in(file, environment_of(site_dir), str(file.relative_to(folder)), fields)


def _style_faults(file: Path) -> Iterator[TemplateFault]:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        yield TemplateFault(file, None, _("không đọc được tệp (phải là UTF-8): %(detail)s", detail=str(error)))
        return
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            yield TemplateFault(file, rule.source_line, _("sai cú pháp CSS: %(detail)s", detail=rule.message))
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("import", "font-face"):
            message = _("mẫu không nạp được tệp khác (@%(rule)s)", rule=rule.lower_at_keyword)
            yield TemplateFault(file, rule.source_line, message)


def try_templates(site_dir: Path | None, kind: type[Sheet]) -> Trial:
    """Prints the sample sheet as PDF and Word with the templates in force, and holds the PDF against the form."""
    files = office_files(site_dir, kind.KIND)
    faults = faults_of(site_dir, kind)
    sheet = sample_sheet(kind)
    try:
        pdf = pdf_of(sheet, made_at=MADE_AT, site_dir=site_dir)
    except TemplateBroken as broken:
        seen = {(fault.file, fault.line) for fault in faults}
        more = () if (broken.fault.file, broken.fault.line) in seen else (broken.fault,)
        return Trial(kind.KIND, files, (*faults, *more))
    except DomainError as failed:
        return Trial(kind.KIND, files, (*faults, TemplateFault(_named(site_dir, kind), None, failed.message)))
    try:
        docx_of(sheet, made_at=MADE_AT, site_dir=site_dir)
    except DomainError as failed:
        faults = (*faults, TemplateFault(_named(site_dir, kind), None, failed.message))
    return Trial(kind.KIND, files, faults, pdf, _reported(pdf))


def kept_trial(site_dir: Path | None, kind: type[Sheet]) -> Trial:
    """The same trial as `try_templates`, printed anew only when a template or the reader's language changed.

    What failed is tried again each time: the printer may have been busy.
    """
    key, mark = (kind.KIND, current_language()), _mark(site_dir, kind)
    kept = _TRIALS.get(key)
    if kept is not None and kept[0] == mark:
        return kept[1]
    trial = try_templates(site_dir, kind)
    if trial.pdf is not None:
        _TRIALS[key] = mark, trial
    return trial


def _mark(site_dir: Path | None, kind: type[Sheet]) -> str:
    """Changes with any file that a paper of the kind is made with, shipped or the office's."""
    whole = sha256()
    for folder in folders_of(site_dir):
        for path in sorted([*(folder / kind.KIND).glob("*"), *folder.glob("_*")]):
            if path.is_file():
                whole.update(f"{path}\n".encode() + sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _named(site_dir: Path | None, kind: type[Sheet]) -> Path:
    """The template that is in force."""
    found = (folder / kind.KIND / "template.html" for folder in folders_of(site_dir))
    return next(path for path in found if path.is_file())


def _reported(pdf: bytes) -> Report | None:
    try:
        return report_on_file(pdf)
    except Unreadable:
        return None
