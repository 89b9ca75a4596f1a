"""What the kernel says of processes, sockets and limits. Linux only: it reads /proc."""

import os
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from livefeed.model.errors import BenchError

__all__ = ["Peaks", "check_platform", "cpu_seconds", "most_resident", "pinned", "raise_file_limit", "server_sockets"]

_PAGE = os.sysconf("SC_PAGE_SIZE")
_ESTABLISHED = "01"
_PROCESS_CLOCK = 2
_EVERY = 0.02


def check_platform() -> None:
    """Say so where we cannot measure.

    Raises:
        BenchError: this is not Linux.
    """
    if not Path("/proc/net/sockstat").exists():
        raise BenchError("the fan-out is measured with epoll and /proc, on Linux only")


def raise_file_limit() -> int:
    """Raise the limit of open files as far as we may, for us and the processes that we start; give the limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard if hard != resource.RLIM_INFINITY else 1 << 20


@contextmanager
def pinned(cpu: int) -> Iterator[None]:
    """Stay on one core, with whatever is started meanwhile; on a machine of one core that is no change."""
    before = os.sched_getaffinity(0)
    cores = sorted(before)
    os.sched_setaffinity(0, {cores[cpu % len(cores)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_seconds(pid: int) -> float:
    """Give what a process has used, user and system, all threads: its CPU clock (clock_getcpuclockid(3))."""
    return time.clock_gettime((~pid << 3) | _PROCESS_CLOCK)


def resident(pid: int) -> int:
    """Give the memory of a process that is in use now, bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def most_resident(pid: int) -> int:
    """Give the most memory that a process has had in use, bytes."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise BenchError(f"the process {pid} has ended")


def tcp_memory() -> int:
    """Give the memory of all TCP sockets of this machine, bytes: both ends, where both are here."""
    for line in Path("/proc/net/sockstat").read_text(encoding="ascii").splitlines():
        if line.startswith("TCP:"):
            return int(line.split()[-1]) * _PAGE
    return 0


def server_sockets(port: int) -> int:
    """Count the connections that a server on this port holds, whatever it says itself."""
    local = f":{port:04X}"
    with Path("/proc/net/tcp").open(encoding="ascii") as table:
        return sum(1 for line in table if (row := line.split())[1].endswith(local) and row[3] == _ESTABLISHED)


class Peaks:
    """The most memory that a process and the kernel's TCP have while a block runs, bytes; looks 50 times a second."""

    def __init__(self, pid: int) -> None:
        self.process = 0
        self.kernel = 0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="peaks")

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            self.process = max(self.process, resident(self._pid))
            self.kernel = max(self.kernel, tcp_memory())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
