"""What is wrong in a template of the office: in which file, on which line, and what to do about it."""

import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    meta,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from inspect_app.documents.renderer import RenderFailed
from inspect_app.kernel.language import gettext as _

GIVEN = frozenset({"sheet"})  # what a template is handed, beside its own macros and what is always there
# What else running a template may raise: a filter that got no date, a sum with a text, macros without end.
WHILE_RUNNING = (TemplateError, TypeError, ValueError, KeyError, AttributeError, ArithmeticError, RecursionError)


@dataclass(frozen=True, order=True)
class TemplateFault:
    """One fault; `line` is None where the whole file is concerned."""

    file: Path
    line: int | None
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{place}: {self.message}"


class TemplateBroken(RenderFailed):
    """An office's own template cannot be used; no paper was made and nothing was lost."""

    def __init__(self, fault: TemplateFault) -> None:
        super().__init__(
            _(
                "Mẫu văn bản của cơ quan có lỗi nên chưa tạo được văn bản (%(fault)s). Báo quản trị hệ thống sửa tệp này, "
                "hoặc bỏ tệp để dùng mẫu chung, rồi làm lại.",
                fault=str(fault),
            )
        )
        self.fault = fault


class SiteLoader(FileSystemLoader):
    """Loads templates from folders in their order, and again when an earlier folder got or lost one meanwhile."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text, its file, and whether that is still what is in force."""
        source, filename, is_unchanged = super().get_source(environment, template)

        def is_in_force() -> bool:
            files = (Path(folder) / template for folder in self.searchpath)
            first = next((file for file in files if file.is_file()), None)
            return first == Path(filename) and is_unchanged()

        return source, filename, is_in_force


class PaperEnvironment(SandboxedEnvironment):
    """The sandbox of the templates. Nothing leaves the escaping, not even in a site's own template."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)):
            raise TemplateSyntaxError("autoescape", node.lineno, name, filename)
        return tree


def fault_of(error: Exception, folder: Path) -> TemplateFault | None:
    """The fault behind an error, if a file below `folder` (the office's templates) is its cause; else None."""
    if isinstance(error, TemplateSyntaxError):
        file = Path(error.filename) if error.filename else None
        return TemplateFault(file, error.lineno, _syntax(error)) if file and _below(file, folder) else None
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _below(Path(frame.filename), folder)]
    if not frames:
        return None
    return TemplateFault(Path(frames[-1].filename), frames[-1].lineno, _reason(error))


def _below(file: Path, folder: Path) -> bool:
    return file.is_absolute() and file.is_relative_to(folder)


def _syntax(error: TemplateSyntaxError) -> str:
    detail = error.message or ""
    if detail == "autoescape":
        return _("mẫu không được tắt việc chuyển ký tự đặc biệt (autoescape)")
    if found := re.match(r"No (filter|test) named '(.*)'", detail):
        return _("bộ lọc hoặc phép thử “%(name)s” không có hoặc không được phép dùng", name=found[2])
    return _("sai cú pháp Jinja: %(detail)s", detail=detail)


def _reason(error: Exception) -> str:
    detail = str(error)
    if isinstance(error, TemplateNotFound):
        return _("không tìm thấy mẫu “%(name)s”", name=error.name or "")
    if isinstance(error, SecurityError):
        return _("thao tác không được phép trong mẫu: %(detail)s", detail=detail)
    if isinstance(error, UndefinedError):
        if found := re.search(r"has no attribute '(.*)'", detail):
            return _("văn bản không có trường “%(name)s”", name=found[1])
        if found := re.match(r"'(.*)' is undefined", detail):
            return _("không có biến “%(name)s”", name=found[1])
    return _("không tính được: %(detail)s", detail=f"{type(error).__name__}: {detail}"[:300])


def faults_in(
    file: Path, environment: SandboxedEnvironment, name: str, fields: Sequence[str] | None
) -> list[TemplateFault]:
    """What can be seen in a template without running it: syntax, filters, unknown variables and fields of the sheet.

    `fields` are what the sheet of its kind has; None for a file that several kinds use.
    """
    try:
        source = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return [TemplateFault(file, None, _("không đọc được tệp (phải là UTF-8): %(detail)s", detail=str(error)))]
    try:
        environment.compile(source, name, str(file))
        tree = environment.parse(source, name, str(file))
    except TemplateSyntaxError as error:
        return [TemplateFault(file, error.lineno, _syntax(error))]
    unknown = meta.find_undeclared_variables(tree) - GIVEN - set(environment.globals)
    found = {
        TemplateFault(file, node.lineno, _("không có biến “%(name)s”", name=node.name))
        for node in tree.find_all(nodes.Name)
        if node.name in unknown and node.ctx == "load"
    }
    found |= {
        TemplateFault(file, node.lineno, _("văn bản không có trường “%(name)s”", name=node.attr))
        for node in tree.find_all(nodes.Getattr)
        if fields is not None and _of_sheet(node) and node.attr not in fields
    }
    return sorted(found)


def _of_sheet(node: nodes.Getattr) -> bool:
    return isinstance(node.node, nodes.Name) and node.node.name == "sheet"
