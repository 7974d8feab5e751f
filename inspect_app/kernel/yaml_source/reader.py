"""From bytes to plain values, each with its place. Nothing is constructed from tags, nothing is repeated by aliases."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source.problems import Place, Problem, ProblemsFound
from inspect_app.kernel.yaml_source.scalars import Doubtful, resolve_plain, text
from inspect_app.kernel.yaml_source.syntax import decode, syntax_message

Path_ = tuple[str | int, ...]

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 50_000
MAX_PROBLEMS = 200


class _Stop(Exception):
    """Reading on would tell nothing more; the problems are already noted."""


@dataclass(frozen=True)
class Source:
    """A file that was read: `data` in plain dict, list, str, int, Decimal, bool, date and None, and every place."""

    name: str
    data: Any
    places: dict[Path_, tuple[Place, Place]] = field(repr=False)

    def place_of(self, path: Iterable[str | int], *, key: bool = False) -> Place:
        """Where the value at `path` begins (or its key). A path that is not in the file gives its nearest parent."""
        wanted = tuple(path)
        while wanted not in self.places:
            if not wanted:
                return Place(self.name, 1, 1)
            wanted, key = wanted[:-1], True
        return self.places[wanted][1 if key else 0]

    def problem(self, path: Iterable[str | int], message: str, *, key: bool = False) -> Problem:
        """A problem at the place of `path`."""
        return Problem(self.place_of(path, key=key), message)


@dataclass
class _Frame:
    """A mapping or list that is being read. `path` is None inside something already refused."""

    value: dict[str, Any] | list[Any]
    path: Path_ | None
    key: str | None = None
    key_place: Place | None = None
    awaits_value: bool = False
    keys: dict[str, Place] = field(default_factory=dict)


class _Builder:
    """Takes the parser's events one by one; no recursion, so depth costs nothing."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.places: dict[Path_, tuple[Place, Place]] = {}
        self.frames: list[_Frame] = []
        self.root: Any = None
        self.documents = 0
        self.nodes = 0

    def refuse(self, place: Place, message: str, *, stop: bool = False) -> None:
        """Notes a problem; stops reading when there is no sense in going on."""
        self.problems.append(Problem(place, message))
        if stop or len(self.problems) >= MAX_PROBLEMS:
            raise _Stop

    def take(self, event: Event) -> None:
        """One event of the parser."""
        place = Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, DocumentStartEvent):
            self._begin_document(event, place)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self.frames.pop()
        elif isinstance(event, NodeEvent):
            self.nodes += 1
            if self.nodes > MAX_NODES:
                self.refuse(place, _("Tệp có quá nhiều mục (tối đa %(most)d)", most=MAX_NODES), stop=True)
            self._take_node(event, place)

    def _begin_document(self, event: DocumentStartEvent, place: Place) -> None:
        self.documents += 1
        if self.documents > 1:
            message = _("Tệp chứa nhiều tài liệu YAML (có dòng “---”). Hãy để mỗi tài liệu một tệp")
            self.refuse(place, message, stop=True)
        if event.version or event.tags:
            self.refuse(Place(self.name, 1, 1), _("Không dùng chỉ thị YAML (dòng bắt đầu bằng dấu phần trăm)"))

    def _take_node(self, event: NodeEvent, place: Place) -> None:
        if isinstance(event, AliasEvent):
            self.refuse(place, _("Không dùng bí danh (*) trong tệp. Hãy viết đầy đủ giá trị"))
            self._put(None, place, None)
            return
        if event.anchor is not None:
            self.refuse(place, _("Không dùng neo (&) và bí danh (*) trong tệp. Hãy viết đầy đủ giá trị"))
        if getattr(event, "ctag", None) is not None:
            self.refuse(place, _("Không dùng thẻ kiểu (!) trong tệp. Hãy bỏ thẻ"))
        if isinstance(event, ScalarEvent):
            self._take_scalar(event, place)
        elif isinstance(event, MappingStartEvent):
            self._open({}, place)
        elif isinstance(event, SequenceStartEvent):
            self._open([], place)

    def _take_scalar(self, event: ScalarEvent, place: Place) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame is not None and isinstance(frame.value, dict) and not frame.awaits_value:
            self._take_key(frame, event, place)
            return
        resolve: Callable[[str], Any] = resolve_plain if not event.style else text
        try:
            value = resolve(event.value)
        except Doubtful as doubt:
            self.refuse(place, str(doubt))
            value = None
        if frame is not None and frame.key_place is not None and not event.style and not event.value:
            place = frame.key_place  # nothing after the key: the parser points at the next line
        self._put(value, place, None)

    def _take_key(self, frame: _Frame, event: ScalarEvent, place: Place) -> None:
        key = self._key_of(event, place)
        if key is not None and key in frame.keys:
            first = frame.keys[key]
            self.refuse(place, _("Khóa “%(key)s” lặp lại; đã có ở dòng %(line)d", key=key, line=first.line))
            key = None
        if key is not None:
            frame.keys[key] = place
        frame.key, frame.key_place, frame.awaits_value = key, place, True

    def _key_of(self, event: ScalarEvent, place: Place) -> str | None:
        if not event.style and event.value == "<<":
            self.refuse(place, _("Không dùng khóa gộp (<<) trong tệp. Hãy viết đầy đủ các mục"))
            return None
        try:
            key = text(event.value) if event.style else resolve_plain(event.value)
        except Doubtful as doubt:
            self.refuse(place, str(doubt))
            return None
        if not isinstance(key, str):
            self.refuse(place, _("Khóa “%(key)s” phải là chữ. Hãy đặt trong dấu nháy kép", key=event.value))
            return None
        return key

    def _open(self, value: dict[str, Any] | list[Any], place: Place) -> None:
        if len(self.frames) >= MAX_DEPTH:
            self.refuse(place, _("Các mục lồng nhau quá sâu (tối đa %(most)d tầng)", most=MAX_DEPTH), stop=True)
        frame = self.frames[-1] if self.frames else None
        if frame is not None and isinstance(frame.value, dict) and not frame.awaits_value:
            self.refuse(place, _("Khóa phải là chữ, không thể là danh sách hay nhóm mục"))
            frame.key, frame.key_place, frame.awaits_value = None, place, True
            self.frames.append(_Frame(value, None))
            return
        self._put(value, place, value)

    def _put(self, value: Any, place: Place, opened: dict[str, Any] | list[Any] | None) -> None:
        path: Path_ | None = ()
        key_place = place
        if not self.frames:
            self.root = value
        else:
            path, key_place = self._put_into(self.frames[-1], value, place)
        if path is not None:
            self.places[path] = (place, key_place)
        if opened is not None:
            self.frames.append(_Frame(opened, path))

    def _put_into(self, frame: _Frame, value: Any, place: Place) -> tuple[Path_ | None, Place]:
        if isinstance(frame.value, list):
            frame.value.append(value)
            return (None if frame.path is None else (*frame.path, len(frame.value) - 1)), place
        if not frame.awaits_value:  # an alias in the place of a key
            frame.key, frame.awaits_value = None, True
            return None, place
        key, key_place = frame.key, frame.key_place or place
        frame.key, frame.awaits_value = None, False
        if key is None:
            return None, place
        frame.value[key] = value
        return (None if frame.path is None else (*frame.path, key)), key_place


def read_yaml(name: str | Path, data: bytes) -> Source:
    """Reads one YAML document.

    Raises ProblemsFound with everything that is wrong: aliases, tags, merge keys, repeated keys, several documents,
    another encoding than UTF-8 (a byte-order mark is allowed), more than 20 levels or 1 MB, impossible dates, and
    words that readers of YAML take for different values (`no`, `010`, `12:30`, `1e5`): their author must quote them.
    """
    builder = _Builder(str(name))
    try:
        if len(data) > MAX_BYTES:
            builder.refuse(
                Place(builder.name, 1, 1), _("Tệp lớn hơn 1 MB. Hãy chia nhỏ hoặc bỏ phần không cần"), stop=True
            )
        for event in YAML(typ="safe", pure=True).parse(decode(builder.name, data)):
            builder.take(event)
        if not builder.documents:
            builder.refuse(Place(builder.name, 1, 1), _("Tệp trống"))
    except _Stop:
        pass
    except ProblemsFound as found:
        builder.problems.extend(found.problems)
    except (YAMLError, ValueError) as error:
        builder.problems.append(_syntax_problem(builder.name, error))
    if builder.problems:
        raise ProblemsFound(builder.problems)
    return Source(builder.name, builder.root, builder.places)


def read_yaml_file(path: Path) -> Source:
    """Reads a file from the disk. Raises ProblemsFound also when it cannot be opened."""
    return read_yaml(path, read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """A file's bytes, never much more than the limit. Raises ProblemsFound when it cannot be opened."""
    start = Place(str(path), 1, 1)
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ProblemsFound([Problem(start, _("Không tìm thấy tệp. Hãy kiểm tra lại tên và thư mục"))]) from None
    except OSError as error:
        message = _("Không đọc được tệp (%(why)s)", why=error.strerror or type(error).__name__)
        raise ProblemsFound([Problem(start, message)]) from None


def _syntax_problem(name: str, error: Exception) -> Problem:
    mark = None
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
    place = Place(name, mark.line + 1, mark.column + 1) if mark is not None else Place(name, 1, 1)
    return Problem(place, syntax_message(error))
