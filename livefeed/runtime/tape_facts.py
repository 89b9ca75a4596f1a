"""What is on a tape: its header, how long it runs, which streams brought how much, and what could not be read."""

import io
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import orjson

from livefeed.runtime.tape import MAX_LINE, is_frame, is_header, open_tape, read_frames, tape_lines
from livefeed.runtime.tape_index import read_index

__all__ = ["StreamFacts", "TapeFacts", "is_tape", "read_header", "tape_facts"]


class StreamFacts(msgspec.Struct, kw_only=True):
    """One stream of a tape. Times in microseconds since 1970 UTC."""

    frames: int = 0
    bytes: int = 0
    """Of its payloads, as UTF-8."""
    first: int = 0
    last: int = 0


class TapeFacts(msgspec.Struct, kw_only=True):
    """A whole tape. Times in microseconds since 1970 UTC."""

    header: dict[str, Any]
    size: int
    """Bytes on the disk."""
    frames: int = 0
    first: int | None = None
    last: int | None = None
    backwards: int = 0
    """Frames received before the one above them."""
    streams: dict[str, StreamFacts] = msgspec.field(default_factory=dict)
    troubles: dict[str, int] = msgspec.field(default_factory=dict)
    """Lines that are no frames, by what is wrong with them: `unreadable`, `torn`, `too_long`; and `damaged` pieces."""


def read_header(path: Path) -> dict[str, Any]:
    """Give what a tape says of itself in its first line, beside `tape`; nothing where it says nothing.

    Raises:
        TapeError: the file cannot be opened.
    """
    with open_tape(path) as raw:
        for line, _ in tape_lines(raw, Counter()):
            return _header(line)
    return {}


def is_tape(path: Path) -> bool:
    """Tell whether a file has anything of a tape: an index, a header, or a frame that can be read.

    Raises:
        TapeError: the file cannot be opened.
    """
    with open_tape(path) as raw:
        if read_index(raw) is not None:
            return True
        return any(is_header(line) or is_frame(line) for line, _ in tape_lines(raw, Counter()))


def _header(line: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(line) if len(line) <= MAX_LINE else None
    except orjson.JSONDecodeError:
        return {}
    if not isinstance(found, dict) or found.pop("tape", None) is None:
        return {}
    return found


def tape_facts(path: Path) -> TapeFacts:
    """Read a tape once, from end to end.

    Raises:
        TapeError: the file cannot be opened.
    """
    counters: Counter[str] = Counter()
    with open_tape(path) as raw:
        facts = TapeFacts(header=read_header(path), size=raw.seek(0, io.SEEK_END))
        raw.seek(0)
        above = 0
        for frame in read_frames(raw, counters):
            stream = facts.streams.setdefault(frame.stream, StreamFacts(first=frame.t))
            payload = frame.payload.encode() if isinstance(frame.payload, str) else frame.payload
            stream.frames += 1
            stream.bytes += len(payload)
            stream.first, stream.last = min(stream.first, frame.t), max(stream.last, frame.t)
            facts.backwards += frame.t < above
            above = frame.t
    facts.frames = counters.pop("frames", 0)
    if facts.streams:
        facts.first = min(stream.first for stream in facts.streams.values())
        facts.last = max(stream.last for stream in facts.streams.values())
    facts.troubles = dict(sorted((+counters).items()))
    return facts
