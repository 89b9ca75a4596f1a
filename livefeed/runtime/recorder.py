"""Record frames as they come: a new file when one is full or old, each under a name of its own."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from livefeed.model.errors import TapeError
from livefeed.model.frame import Frame
from livefeed.model.times import SECOND, iso, parse_iso
from livefeed.runtime.clock import Clock
from livefeed.runtime.tape_writer import TapeWriter

__all__ = ["FLUSH", "Recorder", "dated_names", "numbered_names", "recorded_tapes"]

FLUSH = SECOND // 2
"""Milliseconds between two flushes: with the time that one takes, a crash costs less than a second."""

_DATED = re.compile(r"(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\d\.\d{3}Z)\.ndjson\.zst\Z", re.ASCII)


class Recorder:
    """Writes frames to one file after the other.

    Args:
        names: of the files; none may be there yet.
        header: of each file, beside `"tape": 1`.
        clock: says how old a file is.
        most_bytes: as written; past it the next file begins.
        longest: milliseconds since its first frame came; past it the next file begins.
        tell: called with the name of each file that is begun.

    Raises:
        TapeError: the file cannot be written, or is there already.
    """

    def __init__(  # noqa: PLR0913 - what recording ties together
        self,
        names: Iterator[Path],
        header: dict[str, object],
        *,
        clock: Clock,
        most_bytes: int,
        longest: int,
        tell: Callable[[Path], None] = lambda _: None,
    ) -> None:
        self._names = names
        self._header = header
        self._clock = clock
        self._most_bytes = most_bytes
        self._longest = longest
        self._tell = tell
        self.frames = 0
        self.unsafe = 0
        """Frames that a crash would cost now."""
        self._began: int | None = None
        self._writer = self._next()

    @property
    def path(self) -> Path:
        """The file that is written now."""
        return self._writer.path

    def write(self, frame: Frame) -> None:
        """Write a frame.

        Raises:
            TapeError: it cannot be written.
        """
        if self.is_full:
            self.rotate()
        self._began = self._clock.now() if self._began is None else self._began
        self._writer.write(frame)
        self.frames += 1
        self.unsafe += 1

    @property
    def is_full(self) -> bool:
        """Whether the next file is due."""
        is_old = self._began is not None and self._clock.now() - self._began >= self._longest
        return is_old or self._writer.size >= self._most_bytes

    def rotate(self) -> None:
        """End the file and begin the next.

        Raises:
            TapeError: one of them cannot be written.
        """
        self.close()
        self._writer = self._next()

    def flush(self) -> None:
        """Let what was written be readable, whatever happens to this process.

        Raises:
            TapeError: it cannot be written.
        """
        if self.unsafe:
            self._writer.flush()
            self.unsafe = 0

    def close(self) -> None:
        """End the file.

        Raises:
            TapeError: it cannot be written.
        """
        self._writer.close()
        self.unsafe = 0

    def abandon(self) -> None:
        """Leave the file as it is, after an error."""
        self._writer.abandon()

    def _next(self) -> TapeWriter:
        self._began = None
        writer = TapeWriter(next(self._names), self._header)
        self._tell(writer.path)
        return writer


def numbered_names(first: Path) -> Iterator[Path]:
    """Name files `NAME.ndjson.zst`, `NAME.2.ndjson.zst` and so on."""
    yield first
    stem, dot, rest = first.name.partition(".")
    for number in count(2):
        yield first.with_name(f"{stem}.{number}{dot}{rest}")


def dated_names(folder: Path, clock: Clock) -> Iterator[Path]:
    """Name files of a folder by the time (UTC) when they begin, so that their names sort.

    Each is later than all that are there, whatever the clock says meanwhile.

    Raises:
        TapeError: the folder cannot be read.
    """
    last = -1
    while True:
        there = recorded_tapes(folder)
        last = max(clock.now(), last + 1, _begun(there[-1]) + 1 if there else 0)
        yield folder / f"{iso(last).replace(':', '-')}.ndjson.zst"


def recorded_tapes(folder: Path) -> list[Path]:
    """List the files that `dated_names` has named, in order of time.

    Raises:
        TapeError: the folder cannot be read.
    """
    try:
        return sorted(path for path in folder.iterdir() if _DATED.fullmatch(path.name))
    except OSError as error:
        raise TapeError(f"{folder}: {error.strerror or error}") from error


def _begun(path: Path) -> int:
    found = _DATED.fullmatch(path.name)
    try:
        return parse_iso("{}{}:{}:{}".format(*found.groups())) if found else 0
    except ValueError:
        return 0
