"""Files by content: a photo or an issued document is kept once, under its SHA-256."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from inspect_app.kernel.errors import NotFound


@dataclass(frozen=True)
class StoredFile:
    """What was stored: its hash and its size in bytes."""

    sha256: str
    size: int


class FileStore(Protocol):
    """Three methods, which a bucket can fill later."""

    def put(self, data: bytes) -> StoredFile:
        """Keeps the bytes; the same bytes twice are kept once."""
        ...

    def read(self, sha256: str) -> bytes:
        """The bytes of a hash; raises NotFound."""
        ...

    def holds(self, sha256: str) -> bool:
        """Whether the bytes of a hash are here."""
        ...


@dataclass(frozen=True)
class DirectoryStore:
    """A directory of files, written whole or not at all."""

    directory: Path

    def path_of(self, sha256: str) -> Path:
        """Where the file of a hash lies."""
        return self.directory / sha256[:2] / sha256

    def put(self, data: bytes) -> StoredFile:
        """Writes to a temporary file, syncs and renames, so that a half-written file never has the name of its hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path_of(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as temporary:
                temporary.write(data)
                temporary.flush()
                os.fsync(temporary.fileno())
            Path(temporary.name).replace(path)
            self._sync_directory(path.parent)
        return StoredFile(sha256, len(data))

    def read(self, sha256: str) -> bytes:
        """The bytes; raises NotFound when the file is not there."""
        path = self.path_of(sha256)
        if not path.is_file():
            raise NotFound
        return path.read_bytes()

    def holds(self, sha256: str) -> bool:
        """Whether the file is there."""
        return self.path_of(sha256).is_file()

    @staticmethod
    def _sync_directory(directory: Path) -> None:
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
