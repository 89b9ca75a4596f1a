"""What every case needs: compiled programs, a temporary folder, servers and crowds; and the row that it gives."""

import itertools
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Self

from livefeed.bench.fanout.machine import check_platform, raise_file_limit
from livefeed.bench.fanout.orders import SIZE
from livefeed.bench.fanout.processes import Crowd, Server
from livefeed.bench.fanout.publishing import PATH
from livefeed.model.errors import BenchError

__all__ = ["Rig", "Row", "noise", "row"]

_SOURCES = Path(__file__).parent
_SPARE_FILES = 200
_LIVEFEED = (sys.executable, "-m", "livefeed")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, in words."""

    what: str
    bar: str
    figure: str
    met: bool
    reference: str = ""
    noise: str = ""


def noise(rounds: Sequence[float]) -> str:
    """Say how far the rounds lie apart: half of (largest - smallest) / median."""
    middle = median(rounds)
    return f"±{(max(rounds) - min(rounds)) / middle / 2:.0%}" if middle and len(rounds) > 1 else ""


def row(what: str, rounds: Sequence[float], bar: float, unit: str, reference: str = "") -> Row:
    """Hold the median of the rounds to a bar that it must not pass."""
    middle = median(rounds)
    written = f"{middle:,.2f}" if bar < 2 else f"{middle:,.1f}" if bar < 100 else f"{middle:,.0f}"
    return Row(what, f"≤ {bar:,g} {unit}", f"{written} {unit}", middle <= bar, reference, noise(rounds))


class Rig:
    """Starts what a case asks for, in a folder that goes in the end.

    Args:
        most: how many readers at most, whatever a case would like.
        rounds: how often each thing is measured.
        say: told what is going on.

    Raises:
        BenchError: no compiler, too few open files, not Linux.
    """

    def __init__(self, most: int, rounds: int, say: Callable[[str], None]) -> None:
        check_platform()
        limit = raise_file_limit()
        if limit < most + _SPARE_FILES:
            raise BenchError(
                f"{most:,} readers need {most + _SPARE_FILES:,} open files in a process, and the hard limit is {limit:,}"
                f" (ulimit -Hn)\n  Raise it, or say --readers {max(1, limit - _SPARE_FILES)}."
            )
        self.most = most
        self.rounds = rounds
        self.say = say
        self._numbers = itertools.count(1)
        self._folder = tempfile.TemporaryDirectory(prefix="livefeed-bench-")
        self.folder = Path(self._folder.name)

    def __enter__(self) -> Self:
        try:
            self._sender, self._readers = self._compiled("sender.c"), self._compiled("readers.c")
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def _compiled(self, name: str) -> Path:
        compiler = shutil.which("cc")
        if compiler is None:
            raise BenchError("there is no C compiler `cc`, and the readers are written in C (Debian: apt install gcc)")
        program = self.folder / Path(name).stem
        done = subprocess.run(  # noqa: S603 - our own source
            [compiler, "-O2", "-o", str(program), str(_SOURCES / name)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BenchError(f"{name} does not compile here:\n{done.stderr}")
        return program

    def _log(self) -> Path:
        return self.folder / f"log-{next(self._numbers)}"

    def new_folder(self) -> Path:
        """Give a folder that is empty."""
        folder = self.folder / f"data-{next(self._numbers)}"
        folder.mkdir()
        return folder

    def sender(self) -> Server:
        """Start the C program that only calls `send()`."""
        return Server([str(self._sender), str(SIZE)], "/?as=json", self._log())

    def reference(self, name: str) -> Server:
        """Start one of `references.NAMES`."""
        command = [sys.executable, "-m", "livefeed.bench.fanout.references", name]
        return Server(command, "/?as=json", self._log())

    def livefeed(self) -> Server:
        """Start livefeed with changes made to order."""
        return Server([*_LIVEFEED, "bench", "fanout-server", "--data", str(self.new_folder())], PATH, self._log())

    def serving(self, coverage: Path, data: Path, port: int = 0) -> Server:
        """Start `livefeed serve` on a coverage, fed through its standard input."""
        command = [*_LIVEFEED, "serve", str(coverage), "--data", str(data), "--stdin", "--port", str(port)]
        return Server(command, PATH, self._log())

    def crowd(self, server: Server, count: int, *, kind: str = "normal", jitter: int = 0) -> Crowd:
        """Let readers in, all of them, before this returns."""
        return Crowd(self._readers, server, count, self._log(), kind=kind, jitter=jitter)
