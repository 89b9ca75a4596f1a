"""Take out of the tapes of a folder what was deleted after it was recorded.

Each tape that has something of it is written anew under another name, synced, and renamed into its place: whoever is
killed in the middle leaves the old one or the new one, whole. A tape that its writer could not end gets its index.
"""

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from livefeed.model.errors import LivefeedError, TapeError
from livefeed.model.frame import Frame
from livefeed.model.post import Report
from livefeed.runtime.crashpoints import reached
from livefeed.runtime.intake import CLOCK
from livefeed.runtime.recorder import recorded_tapes
from livefeed.runtime.tape import Tape, has_index, open_tape
from livefeed.runtime.tape_facts import read_header
from livefeed.runtime.tape_redact import Gone, find_gone, offends, redacted
from livefeed.runtime.tape_writer import TapeWriter, sync_folder
from livefeed.sources.base import load_source

__all__ = ["Cleaned", "Parsers", "clean_apart", "clean_folder", "left_of", "rewrite"]

_PART = ".part"
_NICENESS = 10


class Cleaned(msgspec.Struct, kw_only=True):
    """What was done to a folder."""

    rewritten: int = 0
    """Tapes."""
    removed: int = 0
    """Frames that went, or lost a part."""
    problem: str = ""
    """What was in the way; the tapes named in it may still have what was deleted."""


class Parsers:
    """Sources by name, loaded once."""

    def __init__(self) -> None:
        self._known: dict[str, Callable[[Frame], list[Report]] | None] = {}

    def of(self, frame: Frame) -> Callable[[Frame], list[Report]] | None:
        """Give what parses a frame; None where its source is not installed."""
        if frame.source not in self._known:
            kind = load_source(frame.source)
            self._known[frame.source] = None if kind is None else kind().parse
        return self._known[frame.source]


def clean_folder(folder: Path, writing: str | None = None) -> Cleaned:
    """Rewrite the tapes of a folder that have something that was deleted by now.

    Args:
        folder: where `dated_names` has named tapes; nothing else in it is touched.
        writing: name of the tape that is being written: its deletions count, and it is left alone, as is what was begun
            after it meanwhile.
    """
    done = Cleaned()
    parsers, gone = Parsers(), Gone()
    try:
        for left in folder.glob(f"*.ndjson.zst{_PART}"):
            left.unlink()
        tapes = recorded_tapes(folder)
        for path in tapes:
            with open_tape(path) as raw:
                find_gone(Tape(raw, sort=False), parsers.of, gone)
    except (OSError, LivefeedError) as error:
        done.problem = str(error)
        return done
    for path in tapes:
        if writing is None or path.name < writing:
            _clean(path, parsers, gone, done)
    return done


def clean_apart(folder: Path, writing: str | None = None) -> Cleaned:
    """Do what `clean_folder` does, in a process of its own, which lets all others go first from now on."""
    with contextlib.suppress(OSError, AttributeError):  # AttributeError: not on Windows
        os.nice(_NICENESS)
    return clean_folder(folder, writing)


def _clean(path: Path, parsers: Parsers, gone: Gone, done: Cleaned) -> None:
    try:
        is_ended = has_index(path)
        with open_tape(path) as raw:
            offending = any(
                offends(frame, parse, gone)
                for frame in Tape(raw, sort=False)
                if (parse := parsers.of(frame)) is not None
            )
        if offending or not is_ended:
            counters: Counter[str] = Counter()
            keep = (lambda frames: left_of(frames, parsers, gone, counters)) if offending else iter
            rewrite(path, keep)
            done.removed += sum(counters.values()) - counters["kept"]
            done.rewritten += 1
    except (OSError, LivefeedError) as error:
        done.problem = str(error)


def rewrite(path: Path, keep: Callable[[Tape], Iterator[Frame]]) -> None:
    """Put another tape in the place of one, in one step.

    Args:
        path: the tape.
        keep: gives the frames of the new one from those of the old one.

    Raises:
        TapeError: that cannot be done; the old one is still there.
    """
    part = path.with_name(path.name + _PART)
    header = read_header(path)
    with open_tape(path) as raw:
        writer = TapeWriter(part, header, packed=True)
        try:
            for frame in keep(Tape(raw, sort=False)):
                writer.write(frame)
            writer.close()
            reached("tape.written")
            part.replace(path)
            reached("tape.replaced")
        except BaseException as error:
            writer.abandon()
            part.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise TapeError(f"{path}: {error.strerror or error}") from error
            raise
    sync_folder(path.parent)


def left_of(frames: Iterable[Frame], parsers: Parsers, gone: Gone, counters: Counter[str]) -> Iterator[Frame]:
    """Give frames without what is gone; counts as `redacted` does."""
    for frame in frames:
        parse = parsers.of(frame)
        if frame.source == CLOCK:
            yield frame
        elif parse is None:
            counters["unreadable"] += 1
        elif (one := redacted(frame, parse, gone, counters)) is not None:
            yield one
