"""Read tapes: recorded frames, one JSON object a line, plain or zstd-compressed (docs/tape.md)."""

import heapq
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import msgspec

from livefeed.model.errors import TapeError
from livefeed.model.frame import Frame
from livefeed.runtime.tape_index import Piece, read_index
from livefeed.runtime.tape_pieces import MAGIC, unpacked

__all__ = [
    "END_OF_TIME",
    "MAX_LINE",
    "SORT_WINDOW",
    "Tape",
    "damaged_pieces",
    "frames_before",
    "has_index",
    "in_words",
    "is_frame",
    "is_header",
    "open_tape",
    "read_frames",
    "read_piece",
    "tape_lines",
]

MAX_LINE = 8 * 1024 * 1024
"""Bytes; a longer line is counted and skipped."""

SORT_WINDOW = 1_000
"""Frames; time that runs backwards further than this stays as it is."""

_CHUNK = 256 * 1024
END_OF_TIME = 1 << 52
"""Microseconds, in the year 2112: past it an entry's place would not fit into the 64 bits of a journal's row."""

Wanted = Callable[[Piece], bool]


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
        counters: `frames`, `unreadable` (skipped), `torn` (an end that was cut off, skipped), `too_long`, `damaged`
            (pieces).

    Args:
        raw: the tape.
        sort: whether frames are put in order of time.
        begin: only frames received at this time or later, microseconds; an index saves reading what is before.
        end: only frames received before this time.
        skip: frames to pass over, in the order in which they are given; an index saves reading most of them.
    """

    def __init__(
        self, raw: BinaryIO, *, sort: bool = True, begin: int = 0, end: int = END_OF_TIME, skip: int = 0
    ) -> None:
        self.counters: Counter[str] = Counter()
        offset, passed = _jump(read_index(raw) or [], skip)
        frames = read_frames(raw, self.counters, lambda piece: piece.offset >= offset and piece.touches(begin, end))
        if (begin, end) != (0, END_OF_TIME):
            frames = (frame for frame in frames if begin <= frame.t < end)
        self._frames = islice(_in_order(frames) if sort else frames, skip - passed, None)

    def __iter__(self) -> Iterator[Frame]:
        """Walk over the frames, once."""
        return iter(self._frames)


def open_tape(path: Path) -> io.BufferedReader:
    """Open a tape for reading.

    Raises:
        TapeError: the file cannot be opened.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise TapeError(f"{path}: {error.strerror or error}") from error


def in_words(trouble: str, count: int) -> str:
    """Say what a counter of a tape has counted."""
    return f"{count} {'pieces' if trouble == 'damaged' else 'lines'} are {trouble.replace('_', ' ')}"


def read_frames(raw: BinaryIO, counters: Counter[str], wanted: Wanted | None = None) -> Iterator[Frame]:
    """Read frames in the order of the lines; what is no frame is counted and skipped.

    Args:
        raw: the tape.
        counters: `frames`, and what was wrong.
        wanted: says which pieces to read, where there is an index.
    """
    for line, ended in tape_lines(raw, counters, wanted):
        if not line.strip():
            continue
        frame = _frame(line)
        if frame is not None:
            counters["frames"] += 1
            yield frame
        elif not is_header(line):
            counters["unreadable" if ended else "torn"] += 1 if ended or not counters["torn"] else 0


def _frame(line: bytes) -> Frame | None:
    try:
        read = _decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    payload = read.payload if read.payload is not None else read.payload_b64
    if read.t is None or payload is None or not read.stream or not read.source:
        return None
    if not 0 <= read.t < END_OF_TIME:
        return None
    return Frame(t=read.t, stream=read.stream, source=read.source, payload=payload)


def is_frame(line: bytes) -> bool:
    """Tell whether a line is a frame."""
    return _frame(line) is not None


def is_header(line: bytes) -> bool:
    """Tell whether a line is a tape's header."""
    try:
        return _decode(line).tape is not None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False


def tape_lines(raw: BinaryIO, counters: Counter[str], wanted: Wanted | None = None) -> Iterator[tuple[bytes, bool]]:
    """Cut the bytes into lines; the flag says whether the line was ended.

    Where the tape has an index, each piece is checked before a line of it is given; one that is not whole is counted as
    `damaged` and left out.

    Args:
        raw: the tape, from its first byte on.
        counters: what was wrong.
        wanted: says which pieces to read, where there is an index.
    """
    rest = b""
    skipping = False
    for chunk in _chunks(raw, counters, wanted):
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


def _chunks(raw: BinaryIO, counters: Counter[str], wanted: Wanted | None) -> Iterator[bytes]:
    """Read on as bytes come (a pipe is not waited for until it is full), decompressed where they are zstd."""
    index = read_index(raw)
    if index is not None:
        for piece in index:
            if wanted is None or wanted(piece):
                yield read_piece(raw, piece, counters)
        return
    stream = io.BufferedReader(raw, _CHUNK) if isinstance(raw, io.RawIOBase) else raw
    read = getattr(stream, "read1", stream.read)
    head = stream.read(len(MAGIC))
    came = chain([head], iter(lambda: read(_CHUNK), b""))
    yield from unpacked(came, counters) if head == MAGIC else came


def read_piece(raw: BinaryIO, piece: Piece, counters: Counter[str]) -> bytes:
    """Read one piece, whole lines; nothing where it is not what was written, which is counted as `damaged`."""
    raw.seek(piece.offset)
    wrong: Counter[str] = Counter()
    text = b""
    parts: list[bytes] = []
    length = 0
    for part in unpacked(iter([raw.read(piece.size)]), wrong):
        parts.append(part)
        length += len(part)
        if length > piece.length:
            break
    if wrong or length != piece.length:
        counters["damaged"] += 1
    else:
        text = b"".join(parts)
    return text


def _jump(index: list[Piece], skip: int) -> tuple[int, int]:
    """Find where to begin so that at most so many frames are passed over, and say how many are.

    Only where time does not run back over the end of a piece are the frames before it those that come first.
    """
    found = (0, 0)
    passed, latest = 0, -1
    earliest = [END_OF_TIME]
    for piece in reversed(index):
        earliest.append(min(earliest[-1], piece.first))
    for number, piece in enumerate(index):
        if passed > skip:
            break
        if latest <= earliest[len(index) - number]:
            found = (piece.offset, passed)
        passed += piece.frames
        latest = max(latest, piece.last)
    return found


def frames_before(path: Path, t: int) -> int:
    """Count the frames that were received before a time, microseconds; an index saves reading most of them.

    Raises:
        TapeError: the file cannot be opened.
    """
    with open_tape(path) as raw:
        whole = [piece for piece in read_index(raw) or [] if piece.last < t]
        known = {piece.offset for piece in whole}
        rest = read_frames(raw, Counter(), lambda piece: piece.offset not in known and piece.touches(0, t))
        return sum(piece.frames for piece in whole) + sum(frame.t < t for frame in rest)


def has_index(path: Path) -> bool:
    """Whether a tape says itself where its pieces are.

    Raises:
        TapeError: the file cannot be opened.
    """
    with open_tape(path) as raw:
        return read_index(raw) is not None


def damaged_pieces(path: Path) -> list[Piece]:
    """List the pieces of a tape with an index that are not what was written.

    Raises:
        TapeError: the file cannot be opened.
    """
    with open_tape(path) as raw:
        damaged = []
        for piece in read_index(raw) or []:
            counters: Counter[str] = Counter()
            read_piece(raw, piece, counters)
            if counters["damaged"]:
                damaged.append(piece)
        return damaged


def _in_order(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Put frames in order of time within the window; equal times keep the order of the tape."""
    waiting: list[tuple[int, int, Frame]] = []
    for number, frame in enumerate(frames):
        heapq.heappush(waiting, (frame.t, number, frame))
        if len(waiting) > SORT_WINDOW:
            yield heapq.heappop(waiting)[2]
    while waiting:
        yield heapq.heappop(waiting)[2]
