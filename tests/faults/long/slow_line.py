"""A slow and lossy line that real TCP has to cope with: two ends in namespaces of their own, each packet carried by hand.

Made of two TUN devices, since the kernel of a test machine seldom has netem. It needs root, or `unshare -rn` before it.
"""

import ctypes
import fcntl
import os
import random
import select
import struct
import subprocess
import threading
import time
from collections import deque
from dataclasses import dataclass, field

TUN, TUNSETIFF, NO_HEADER = "/dev/net/tun", 0x400454CA, 0x0001 | 0x1000
NEW_NETWORK = 0x40000000
SERVER, TABLET = "10.77.0.1", "10.77.0.2"
LONGEST_PACKET = 2048
WAIT = 0.2


@dataclass
class Way:
    """One direction: what is on its way, and what it cost."""

    leaves: int
    arrives: int
    free_at: float = 0.0
    under_way: deque[tuple[float, bytes]] = field(default_factory=deque)
    packets: int = 0
    lost: int = 0
    full: int = 0
    carried: int = 0


@dataclass
class SlowLine:
    """So many bytes a second each way, a part of all packets lost at random, a buffer before the narrow place.

    `down` drops everything: the tablet is in a tunnel.
    """

    rate: float
    loss: float
    delay: float
    buffer: float
    seed: int
    down: bool = False
    here: int = -1
    over: bool = False
    ways: list[Way] = field(default_factory=list)

    def lay(self) -> None:
        """Makes the server's end, where it can listen. Raises OSError without the right to."""
        self.here = _device("xa", SERVER)

    def open(self) -> None:
        """Puts the calling thread, and all that it starts, at the tablet's end. Raises OSError without the right to."""
        if ctypes.CDLL(None, use_errno=True).unshare(NEW_NETWORK):
            raise OSError(ctypes.get_errno(), "no network namespace: run it as root, or behind `unshare -rn`")
        there = _device("gan", TABLET)
        self.ways = [Way(there, self.here), Way(self.here, there)]
        threading.Thread(target=self._carry, daemon=True).start()

    def cut(self, seconds: float) -> None:
        """Nothing gets through for so long."""
        self.down = True
        time.sleep(seconds)
        self.down = False

    def _carry(self) -> None:
        draw = random.Random(self.seed)
        by_device = {way.leaves: way for way in self.ways}
        while not self.over:
            due = min((way.under_way[0][0] for way in self.ways if way.under_way), default=time.monotonic() + WAIT)
            ready, _w, _e = select.select(list(by_device), [], [], max(0.0, min(WAIT, due - time.monotonic())))
            for device in ready:
                self._take(by_device[device], os.read(device, LONGEST_PACKET), draw)
            now = time.monotonic()
            for way in self.ways:
                while way.under_way and way.under_way[0][0] <= now:
                    os.write(way.arrives, way.under_way.popleft()[1])

    def _take(self, way: Way, packet: bytes, draw: random.Random) -> None:
        now = time.monotonic()
        way.packets += 1
        starts = max(now, way.free_at)
        if self.down or (starts - now) * self.rate > self.buffer:
            way.full += 1
            return
        way.free_at = starts + len(packet) / self.rate
        way.carried += len(packet)
        if draw.random() < self.loss:
            # It took the line's time and never came.
            way.lost += 1
            return
        way.under_way.append((way.free_at + self.delay, packet))


def _device(name: str, address: str) -> int:
    device = os.open(TUN, os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), NO_HEADER))
    for command in (["addr", "add", f"{address}/24", "dev", name], ["link", "set", name, "up"]):
        subprocess.run(["ip", *command], check=True)
    return device
