"""Reading YAML takes longer than what a test does with it: what is shipped is read once for all tests of a worker."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from inspect_app.campaigns.files import folder
from inspect_app.checklists import library
from inspect_app.checklists.checker import read_checklist
from inspect_app.kernel.resources import resource_root
from inspect_app.kernel.yaml_source import Source, read_yaml, read_yaml_file
from inspect_app.kernel.yaml_source.reader import read_bytes


@contextmanager
def read_once() -> Iterator[None]:
    """A checklist of the same name and bytes, and a shipped campaign's file of the same bytes, are not read again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "read_checklist", cache(read_checklist))
        patch.setattr(folder, "read_yaml_file", _shipped_or_read)
        yield


def _shipped_or_read(path: Path) -> Source:
    is_shipped = path.is_relative_to(resource_root()) and path.is_file()
    return _read(path, read_bytes(path)) if is_shipped else read_yaml_file(path)


_read = cache(read_yaml)
