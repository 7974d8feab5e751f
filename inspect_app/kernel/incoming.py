"""Files that arrive in pieces: each piece is appended where the last one ended, and what came stays when the line is cut."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".part"


class WrongOffset(Exception):
    """A piece does not begin where the file ends; `size` is how much of it is here."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


@dataclass(frozen=True)
class IncomingFiles:
    """A directory of files by name that are not whole yet. Several processes may write the same one: no byte is mixed up."""

    directory: Path

    def size(self, name: str) -> int:
        """How many bytes of the file are here."""
        try:
            return self._path(name).stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, name: str, offset: int, piece: bytes) -> int:
        """Writes a piece that begins at `offset`; gives the new size. Raises WrongOffset, and OSError when the disk is full.

        A piece lasts over a power cut only after `sync`.
        """
        with self._locked(name) as handle:
            size = os.fstat(handle).st_size
            if size != offset:
                raise WrongOffset(size)
            rest = memoryview(piece)
            while rest:
                written = os.pwrite(handle, rest, offset)
                rest, offset = rest[written:], offset + written
        return offset

    def sync(self, name: str) -> None:
        """Brings what was appended to the disk."""
        with self._locked(name) as handle:
            os.fsync(handle)

    def read(self, name: str) -> bytes:
        """What is here of the file."""
        path = self._path(name)
        return path.read_bytes() if path.is_file() else b""

    def empty(self, name: str) -> None:
        """Throws away what is here; whoever is still writing finds that the file begins anew."""
        with self._locked(name) as handle:
            os.ftruncate(handle, 0)
            os.fsync(handle)

    def remove(self, name: str) -> None:
        """Takes the file away."""
        self._path(name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """The names of all files that are here."""
        return sorted(path.name.removesuffix(SUFFIX) for path in self.directory.glob(f"*{SUFFIX}"))

    def _path(self, name: str) -> Path:
        return self.directory / f"{name}{SUFFIX}"

    @contextmanager
    def _locked(self, name: str) -> Iterator[int]:
        """The file, for this writer alone; one that was removed meanwhile is made anew."""
        self.directory.mkdir(parents=True, exist_ok=True)
        while True:
            handle = os.open(self._path(name), os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                if self._is_present(name, handle):
                    yield handle
                    return
            finally:
                os.close(handle)

    def _is_present(self, name: str, handle: int) -> bool:
        try:
            return os.path.samestat(self._path(name).stat(), os.fstat(handle))
        except FileNotFoundError:
            return False
