"""Take what was deleted off the tapes of a folder: each that has some of it is written anew, and takes its place."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from livefeed.model.errors import TapeError
from livefeed.model.frame import Frame
from livefeed.runtime.intake import CLOCK
from livefeed.runtime.recorder import write_tape
from livefeed.runtime.tape import Tape, open_tape
from livefeed.runtime.tape_facts import read_header
from livefeed.runtime.tape_redact import Gone, find_gone, redacted
from livefeed.sources.base import load_source

__all__ = ["Parsers", "tapes_of", "tidy", "without"]

_NICENESS = 10
_BEING_WRITTEN = ".tidying-"


class Parsers:
    """Sources by name, loaded once."""

    def __init__(self) -> None:
        self._known: dict[str, Callable[[Frame], list[Any]] | None] = {}

    def of(self, frame: Frame) -> Callable[[Frame], list[Any]] | None:
        """Give what parses a frame; None where its source is not installed."""
        if frame.source not in self._known:
            kind = load_source(frame.source)
            self._known[frame.source] = None if kind is None else kind().parse
        return self._known[frame.source]


def without(gone: Gone, frames: Iterator[Frame], parsers: Parsers, counters: Counter[str]) -> Iterator[Frame]:
    """Walk over frames without what is gone; those that cannot be parsed are left out, as `redacted` does."""
    for frame in frames:
        parse = parsers.of(frame)
        if frame.source == CLOCK:
            yield frame
        elif parse is None:
            counters["unreadable"] += 1
        elif (one := redacted(frame, parse, gone, counters)) is not None:
            yield one


def tapes_of(folder: Path) -> list[Path]:
    """List the tapes of a folder by name."""
    found = [path for path in folder.iterdir() if path.name.endswith((".ndjson", ".ndjson.zst"))]
    return sorted(path for path in found if not path.name.startswith("."))


def tidy(folder: Path, being_written: Path | None = None) -> Counter[str]:
    """Take off all tapes of a folder what has been deleted by the end of the last of them.

    Meant for a process of its own: it reads everything twice. What cannot be parsed never was a post, and stays.
    A tape is replaced in one step, so that nothing is lost whenever this ends.

    Args:
        folder: of one coverage's tapes.
        being_written: the tape that somebody writes; it is read, and left alone.

    Returns:
        how many `tapes` were written anew, and what `tape_redact.redacted` counts in them.

    Raises:
        TapeError: a tape cannot be read or written.
    """
    with suppress(OSError, AttributeError):  # AttributeError: not on Windows
        os.nice(_NICENESS)
    for left in folder.glob(f"{_BEING_WRITTEN}*"):
        left.unlink(missing_ok=True)
    parsers, gone, paths = Parsers(), Gone(), tapes_of(folder)
    find_gone(chain.from_iterable(map(_frames, paths)), parsers.of, gone)
    total: Counter[str] = Counter()
    for path in paths:
        if path != being_written and gone:
            total += _tidied(path, gone, parsers)
    return total


def _frames(path: Path) -> Iterator[Frame]:
    with open_tape(path) as raw:
        yield from Tape(raw, sort=False)


def _tidied(path: Path, gone: Gone, parsers: Parsers) -> Counter[str]:
    counters: Counter[str] = Counter()
    anew = path.with_name(f"{_BEING_WRITTEN}{path.name}")
    write_tape(anew, read_header(path), _kept(path, gone, parsers, counters))
    changed = counters["cut"] + counters["removed"] + counters["removed_whole"]
    try:
        if not changed:
            anew.unlink()
            return Counter()
        anew.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise TapeError(f"{path}: {error.strerror or error}") from error
    return counters + Counter(tapes=1)


def _kept(path: Path, gone: Gone, parsers: Parsers, counters: Counter[str]) -> Iterator[Frame]:
    for frame in _frames(path):
        parse = parsers.of(frame)
        unread = counters["unreadable"]
        one = frame if parse is None else redacted(frame, parse, gone, counters)
        if one is not None:
            yield one
        elif counters["unreadable"] > unread:
            yield frame


def _sync(folder: Path) -> None:
    """Let a new name be on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
