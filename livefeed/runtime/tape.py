"""Read tapes: recorded frames, one JSON object a line, plain or zstd-compressed (docs/tape.md)."""

import heapq
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
import zstandard

from livefeed.model.errors import TapeError
from livefeed.model.frame import Frame

__all__ = ["MAX_LINE", "SORT_WINDOW", "Tape", "open_tape", "read_frames", "tape_lines"]

MAX_LINE = 8 * 1024 * 1024
"""Bytes; a longer line is counted and skipped."""

SORT_WINDOW = 1_000
"""Frames; time that runs backwards further than this stays as it is."""

_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_CHUNK = 256 * 1024
_END_OF_TIME = 1 << 52
"""Microseconds, in the year 2112: past it an entry's place would not fit into the 64 bits of a journal's row."""


class _Line(msgspec.Struct):
    t: int | None = None
    stream: str = ""
    source: str = ""
    payload: str | None = None
    payload_b64: bytes | None = None
    tape: int | None = None


_decode = msgspec.json.Decoder(_Line).decode


class Tape:
    """Frames in order of time, and what was wrong with the lines they came from.

    Attributes:
        counters: `frames`, `unreadable` (skipped), `torn` (a last line that was cut off, skipped), `too_long`.
    """

    def __init__(self, raw: BinaryIO, *, sort: bool = True) -> None:
        self.counters: Counter[str] = Counter()
        frames = read_frames(raw, self.counters)
        self._frames = _in_order(frames) if sort else frames

    def __iter__(self) -> Iterator[Frame]:
        """Walk over the frames, once."""
        return iter(self._frames)


def open_tape(path: Path) -> BinaryIO:
    """Open a tape for reading.

    Raises:
        TapeError: the file cannot be opened.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise TapeError(f"{path}: {error.strerror or error}") from error


def read_frames(raw: BinaryIO, counters: Counter[str]) -> Iterator[Frame]:
    """Read frames in the order of the lines; what is no frame is counted and skipped."""
    for line, ended in tape_lines(raw, counters):
        if not line.strip():
            continue
        frame = _frame(line)
        if frame is not None:
            counters["frames"] += 1
            yield frame
        elif not _is_header(line):
            counters["unreadable" if ended else "torn"] += 1


def _frame(line: bytes) -> Frame | None:
    try:
        read = _decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    payload = read.payload if read.payload is not None else read.payload_b64
    if read.t is None or payload is None or not read.stream or not read.source:
        return None
    if not 0 <= read.t < _END_OF_TIME:
        return None
    return Frame(t=read.t, stream=read.stream, source=read.source, payload=payload)


def _is_header(line: bytes) -> bool:
    try:
        return _decode(line).tape is not None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False


def tape_lines(raw: BinaryIO, counters: Counter[str]) -> Iterator[tuple[bytes, bool]]:
    """Cut the bytes into lines; the flag says whether the line was ended."""
    rest = b""
    skipping = False
    for chunk in _chunks(raw, counters):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if skipping:
                skipping = False
            elif len(line) > MAX_LINE:
                counters["too_long"] += 1
            else:
                yield line, True
        if len(rest) > MAX_LINE:
            if not skipping:
                counters["too_long"] += 1
            rest, skipping = b"", True
    if rest and not skipping:
        yield rest, False


def _chunks(raw: BinaryIO, counters: Counter[str]) -> Iterator[bytes]:
    """Read on as bytes come (a pipe is not waited for until it is full), decompressed where they are zstd."""
    stream = io.BufferedReader(raw, _CHUNK) if isinstance(raw, io.RawIOBase) else raw
    head = stream.read(len(_ZSTD_MAGIC))
    if head != _ZSTD_MAGIC:
        yield head
        read = getattr(stream, "read1", stream.read)
        while chunk := read(_CHUNK):
            yield chunk
        return
    try:
        whole = cast("BinaryIO", _Prefixed(head, stream))
        with zstandard.ZstdDecompressor().stream_reader(whole, read_across_frames=True) as reader:
            while chunk := reader.read(_CHUNK):
                yield chunk
    except zstandard.ZstdError:
        counters["torn"] += 1


class _Prefixed(io.RawIOBase):
    """A stream with the bytes put back that were looked at."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._rest.read(size)


def _in_order(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Put frames in order of time within the window; equal times keep the order of the tape."""
    waiting: list[tuple[int, int, Frame]] = []
    for number, frame in enumerate(frames):
        heapq.heappush(waiting, (frame.t, number, frame))
        if len(waiting) > SORT_WINDOW:
            yield heapq.heappop(waiting)[2]
    while waiting:
        yield heapq.heappop(waiting)[2]
