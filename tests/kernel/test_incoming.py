"""Files that arrive in pieces: appended only where they end, by several writers at once, kept over a cut."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from inspect_app.kernel.incoming import IncomingFiles, WrongOffset

WHOLE = bytes(range(256)) * 64


@pytest.fixture
def incoming(tmp_path: Path) -> IncomingFiles:
    return IncomingFiles(tmp_path / "incoming")


def test_pieces_are_appended_one_after_the_other(incoming: IncomingFiles) -> None:
    assert incoming.size("a") == 0
    assert incoming.append("a", 0, b"one") == 3
    assert incoming.append("a", 3, b"two") == 6
    incoming.sync("a")
    assert (incoming.read("a"), incoming.names()) == (b"onetwo", ["a"])


@pytest.mark.parametrize("offset", [0, 2, 4, 10**12])
def test_a_piece_that_begins_elsewhere_is_refused_and_told_where_to_begin(incoming: IncomingFiles, offset: int) -> None:
    incoming.append("a", 0, b"one")
    with pytest.raises(WrongOffset) as refusal:
        incoming.append("a", offset, b"two")
    assert refusal.value.size == 3
    assert incoming.read("a") == b"one"


def test_a_file_that_was_emptied_or_removed_begins_anew(incoming: IncomingFiles) -> None:
    incoming.append("a", 0, b"one")
    incoming.empty("a")
    assert incoming.append("a", 0, b"two") == 3
    incoming.remove("a")
    incoming.remove("a")
    assert incoming.append("a", 0, b"three") == 5
    assert incoming.read("a") == b"three"


def test_writers_at_once_never_mix_up_a_byte(incoming: IncomingFiles) -> None:
    barrier = Barrier(4)

    def send(_writer: int) -> None:
        barrier.wait(timeout=10)
        while (offset := incoming.size("a")) < len(WHOLE):
            try:
                incoming.append("a", offset, WHOLE[offset : offset + 97])
            except WrongOffset:
                continue

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))
    assert incoming.read("a") == WHOLE


def test_a_writer_that_held_a_removed_file_writes_into_the_new_one(
    incoming: IncomingFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    incoming.append("a", 0, b"one")
    tries = []

    def removed_once(self: IncomingFiles, name: str, handle: int) -> bool:
        tries.append(handle)
        if len(tries) == 1:
            self.remove(name)
        return present(self, name, handle)

    present = IncomingFiles._is_present
    monkeypatch.setattr(IncomingFiles, "_is_present", removed_once)
    assert incoming.append("a", 0, b"two") == 3
    assert (len(tries), incoming.read("a")) == (2, b"two")
