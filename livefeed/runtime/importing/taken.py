"""What an import has taken and left, and frames put in order of time in bounded memory."""

import contextlib
import heapq
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.runtime.tape import END_OF_TIME, Tape, open_tape
from livefeed.runtime.tape_writer import TapeWriter

__all__ = ["Taken", "in_order", "json_frame", "ordinal_time"]

MOST_SAID = 5
"""Lines that are named one by one; the others are counted."""
RUN = 20_000
"""Frames that are sorted in memory; more are sorted in pieces on the disk, in a temporary folder."""


class Taken:
    """Counts what was taken and what was not, by why; the first that are wrong are named.

    Args:
        file: as the person gave it.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.counters: Counter[str] = Counter()
        self.said: list[str] = []

    def took(self, what: str = "posts") -> None:
        """Count something in."""
        self.counters[what] += 1

    def left(self, why: str, where: str = "") -> None:
        """Count something that was not taken.

        Args:
            why: short, always the same for the same trouble.
            where: where it stands and what was found, where that helps.
        """
        self.noted(f"not taken: {why}", where)

    def noted(self, what: str, where: str) -> None:
        """Count something that is odd; the first are named.

        Args:
            what: short, always the same for the same trouble.
            where: where it stands and what was found.
        """
        self.counters[what] += 1
        if where and len(self.said) < MOST_SAID:
            self.say(where)

    def say(self, words: str) -> None:
        """Say something of the file as a whole, or of a place in it."""
        self.said.append(f"{self.file}: {words}")


def json_frame(at: int, stream: str, source: str, payload: dict[str, Any]) -> Frame:
    """Make a frame.

    Args:
        at: milliseconds since 1970 UTC; the time of the post, where nobody knows when it was received.
        stream: `<source>:<name>`.
        source: that parses it.
        payload: as JSON.

    Raises:
        PayloadError: no tape can have this time, or the payload cannot be written.
    """
    if not 0 <= at * 1_000 < END_OF_TIME:
        raise PayloadError("a time before 1970 or after 2112")
    try:
        return Frame(t=at * 1_000, stream=stream, source=source, payload=orjson.dumps(payload).decode())
    except (orjson.JSONEncodeError, UnicodeEncodeError) as error:
        raise PayloadError("text that is no Unicode") from error


def ordinal_time(frame: Frame) -> int:
    """The key by which frames are put in order."""
    return frame.t


def in_order(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Put frames in order of time; equal times keep their order. Archives are often written newest first."""
    with contextlib.ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="livefeed-import-")))
        runs: list[Path] = []
        held: list[Frame] = []
        for frame in frames:
            held.append(frame)
            if len(held) == RUN:
                runs.append(_write_run(folder / f"{len(runs)}.ndjson.zst", held))
                held = []
        sorted_runs: list[Iterable[Frame]] = [Tape(opened.enter_context(open_tape(path)), sort=False) for path in runs]
        yield from heapq.merge(*sorted_runs, sorted(held, key=ordinal_time), key=ordinal_time)


def _write_run(path: Path, frames: list[Frame]) -> Path:
    writer = TapeWriter(path, {})
    for frame in sorted(frames, key=ordinal_time):
        writer.write(frame)
    writer.close()
    return path
