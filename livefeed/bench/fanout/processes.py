"""The processes of a measurement: servers and crowds of readers, told what to do line by line."""

import os
import re
import select
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from livefeed.bench.fanout.machine import cpu_seconds, most_resident, pinned, resident
from livefeed.model.errors import BenchError

__all__ = ["READERS_CPU", "SERVER_CPU", "Crowd", "Report", "Server"]

SERVER_CPU, READERS_CPU = 0, 1
"""Which of our cores they have to themselves, as far as there are two."""

_STARTS_WITHIN = 30.0
_ENDS_WITHIN = 5.0
_LOOK_EVERY = 0.05


class Report(msgspec.Struct, frozen=True):
    """What a crowd has seen since its figures were last cleared; times in milliseconds, `back` in seconds."""

    open: int
    messages: int
    changes: int
    missing: int
    """Numbers that were left out between two changes of one reader."""
    again: int
    """Changes that a reader had before."""
    boards: int
    """Fresh boards in place of changes."""
    cuts: int
    refused: int
    bytes: int
    least: int
    """The number of the last change of the reader that is furthest behind."""
    p50: float
    p99: float
    most: float
    handshake_p99: float
    back: float
    """From the first cut until the last reader was back."""


class _Process:
    """A program that takes orders on its standard input, on a core of its own, and ends when the input does."""

    def __init__(self, command: Sequence[str], cpu: int, log: Path) -> None:
        self._log = log
        self._heard = b""
        with pinned(cpu), log.open("wb") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, bufsize=0
            )

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def tell(self, line: str | bytes) -> None:
        """Give an order."""
        assert self._process.stdin is not None  # noqa: S101 - for the type checker
        try:
            self._process.stdin.write((line.encode() if isinstance(line, str) else line) + b"\n")
        except BrokenPipeError:
            raise self.broken("has ended") from None

    def hear(self, within: float) -> str:
        """Wait for a line, so many seconds at most.

        Raises:
            BenchError: none came, or the program has ended.
        """
        assert self._process.stdout is not None  # noqa: S101 - for the type checker
        until = time.monotonic() + within
        while b"\n" not in self._heard:
            if not select.select([self._process.stdout], [], [], max(0.0, until - time.monotonic()))[0]:
                raise self.broken(f"was silent for {within:.0f} s")
            if not (some := os.read(self._process.stdout.fileno(), 65536)):
                raise self.broken("has ended")
            self._heard += some
        line, _, self._heard = self._heard.partition(b"\n")
        return line.decode()

    def broken(self, what: str) -> BenchError:
        """Give the error to raise when the program fails, with its last words."""
        words = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return BenchError(f"{self._process.args[0]!s} {what}" + "".join(f"\n  {line}" for line in words[-8:]))  # type: ignore[index]

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """End it: no more orders, then a signal, then the other signal."""
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None  # noqa: S101 - for the type checker
            pipe.close()
        for end in (self._process.terminate, self._process.kill):
            end()
            try:
                self._process.wait(_ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                continue
            return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Server(_Process):
    """A server that says where it listens; see `orders` for what it is told."""

    def __init__(self, command: Sequence[str], path: str, log: Path) -> None:
        super().__init__(command, SERVER_CPU, log)
        self.path = path
        try:
            self.port = self._listening()
        except BaseException:
            self.close()
            raise

    def _listening(self) -> int:
        while (said := re.search(r"Listening on http://127\.0\.0\.1:(\d+)/", self.hear(_STARTS_WITHIN))) is None:
            pass
        return int(said[1])

    @property
    def cpu(self) -> float:
        """CPU-seconds that it has used."""
        return cpu_seconds(self.pid)

    @property
    def resident(self) -> int:
        """Memory in use, bytes."""
        return resident(self.pid)

    @property
    def most_resident(self) -> int:
        """The most memory it has had in use, bytes."""
        return most_resident(self.pid)

    def go(self, times: int, every: int, together: int = 1) -> None:
        """Begin to send: so many times, `every` milliseconds, so many changes together."""
        self.tell(f"go {times} {every} {together}")

    def gone(self, within: float) -> None:
        """Wait until it has sent everything."""
        self.hear(within)


class Crowd(_Process):
    """Readers of one kind, in one program (readers.c)."""

    def __init__(  # noqa: PLR0913 - one argument a part of the command line
        self, program: Path, server: Server, count: int, log: Path, *, kind: str = "normal", jitter: int = 0
    ) -> None:
        self.count = count
        command = [str(program), str(server.port), server.path, str(count), kind, str(jitter)]
        super().__init__(command, READERS_CPU, log)
        try:
            self.wait(lambda report: report.open == count, 60.0, f"let all {count:,} readers in")
        except BaseException:
            self.close()
            raise

    def report(self) -> Report:
        """Give the figures."""
        self.tell("report")
        return msgspec.json.decode(self.hear(30.0), type=Report)

    def clear(self) -> None:
        """Set the figures to nothing."""
        self.tell("clear")

    def wait(self, reached: Callable[[Report], bool], within: float, what: str) -> Report:
        """Wait until the figures say so.

        Raises:
            BenchError: they did not within so many seconds.
        """
        report = self.watch(reached, within)
        if not reached(report):
            raise BenchError(f"the server did not {what} within {within:.0f} s: {report}")
        return report

    def watch(self, reached: Callable[[Report], bool], within: float) -> Report:
        """Wait until the figures say so, so many seconds at most; give what they say then."""
        until = time.monotonic() + within
        while not reached(report := self.report()) and time.monotonic() < until:
            time.sleep(_LOOK_EVERY)
        return report
