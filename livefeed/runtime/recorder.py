"""Write tapes: frames as they come, compressed in blocks, safe as soon as they are flushed, a new file when one is full."""

import base64
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

import orjson
import zstandard

from livefeed.model.errors import TapeError
from livefeed.model.frame import Frame
from livefeed.model.times import from_micros
from livefeed.runtime.tape_blocks import Block, write_table

__all__ = ["BLOCK", "Recorder", "numbered", "write_tape"]

BLOCK = 4 * 1024 * 1024
"""Bytes of lines, past which a block ends: what has to be opened to read on from somewhere, and what one damaged byte
can cost."""

_ENDLESS = 1 << 62


class Recorder:
    """Writes frames to one file after the other.

    A file whose name ends in `.zst` is written in blocks, zstd frames of whole lines with a checksum each, and ends
    with a table of them (`tape_blocks`).

    Args:
        paths: of the files, in order; none of them may be there yet.
        header: of each file, beside `"tape": 1`.
        most_bytes: as written; past it the next file begins.
        longest: milliseconds of frames; past it the next file begins.
        tell: called with the name of each file that is begun.

    Raises:
        TapeError: from every method: a file cannot be written, or is there already.
    """

    def __init__(
        self,
        paths: Iterator[Path],
        header: dict[str, object],
        *,
        most_bytes: int = _ENDLESS,
        longest: int = _ENDLESS,
        tell: Callable[[Path], None] = lambda _: None,
    ) -> None:
        self._paths = paths
        self._header = header
        self._most_bytes = most_bytes
        self._longest = longest
        self._tell = tell
        self._began: int | None = None
        self.frames = 0
        self._out = self._open()

    @property
    def path(self) -> Path:
        """The file that is being written."""
        return self._out.path

    def write(self, frame: Frame) -> None:
        """Write a frame."""
        at = from_micros(frame.t)
        if self._out.size >= self._most_bytes or (self._began is not None and at - self._began >= self._longest):
            self.rotate()
        self._began = at if self._began is None else self._began
        self._out.line(
            {"t": frame.t, "stream": frame.stream, "source": frame.source}
            | (
                {"payload": frame.payload}
                if isinstance(frame.payload, str)
                else {"payload_b64": base64.b64encode(frame.payload).decode()}
            )
        )
        self.frames += 1

    def flush(self) -> None:
        """Let what was written be readable, whatever happens to this process next."""
        self._out.flush()

    def rotate(self) -> None:
        """End the file, and begin the next."""
        self._out.close()
        self._out = self._open()

    def close(self) -> None:
        """End the file; it is on the disk then."""
        self._out.close()

    def abandon(self) -> None:
        """Let go of a file that cannot be written."""
        self._out.abandon()

    def _open(self) -> "_File":
        path = next(self._paths)
        self._began = None
        out = _File(path)
        try:
            out.line({"tape": 1, **self._header})
            out.flush()
        except TapeError:
            out.abandon()
            raise
        self._tell(path)
        return out


class _File:
    """One file of lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file: BinaryIO = path.open("xb")
        except FileExistsError as error:
            raise TapeError(f"{path}: is there already\n  Choose another name: -o NAME.ndjson.zst") from error
        except OSError as error:
            raise TapeError(f"{path}: {error.strerror or error}") from error
        self._compressor = (
            zstandard.ZstdCompressor(level=9, write_checksum=True) if path.name.endswith(".zst") else None
        )
        self._block: zstandard.ZstdCompressionObj | None = None
        self.size = 0
        """Bytes written so far."""
        self._lines = 0
        """Bytes of lines in the block."""
        self._start = 0
        self._table: list[Block] = []
        self._dirty = False

    def line(self, value: dict[str, object]) -> None:
        data = orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
        self._dirty = True
        if self._compressor is None:
            self._write(data)
            return
        self._block = self._block or self._compressor.compressobj()
        self._write(self._block.compress(data))
        self._lines += len(data)
        if self._lines >= BLOCK:
            self._end_block()

    def flush(self) -> None:
        if not self._dirty:
            return
        if self._block is not None:
            self._write(self._block.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))
        self._sync(to_disk=False)
        self._dirty = False

    def close(self) -> None:
        if self._file.closed:
            return
        if self._block is not None:
            self._end_block()
        if self._table:
            self._write(write_table(self._table))
        self._sync(to_disk=True)
        self._file.close()

    def abandon(self) -> None:
        try:
            self._file.close()
        except OSError:  # it tries to write what it still has; the descriptor is closed all the same
            return

    def _end_block(self) -> None:
        if self._block is not None:
            self._write(self._block.flush(zstandard.COMPRESSOBJ_FLUSH_FINISH))
        self._table.append(Block(self._start, self.size - self._start, self._lines))
        self._block, self._start, self._lines = None, self.size, 0

    def _write(self, data: bytes) -> None:
        try:
            self._file.write(data)
            self.size += len(data)
        except (OSError, ValueError) as error:  # a closed file is a ValueError
            raise TapeError(f"{self.path}: {_words(error)}") from error

    def _sync(self, *, to_disk: bool) -> None:
        try:
            self._file.flush()
            if to_disk:
                os.fsync(self._file.fileno())
        except OSError as error:
            raise TapeError(f"{self.path}: {_words(error)}") from error


def _words(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def numbered(path: Path) -> Iterator[Path]:
    """Name `NAME.ndjson.zst`, then `NAME.2.ndjson.zst` and so on."""
    stem, dot, rest = path.name.partition(".")
    yield path
    for number in count(2):
        yield path.with_name(f"{stem}.{number}{dot}{rest}")


def write_tape(path: Path, header: dict[str, Any], frames: Iterable[Frame]) -> int:
    """Write a tape as one file; returns how many frames it has.

    Raises:
        TapeError: there is a file of this name, or it cannot be written; then none is left behind.
    """
    recorder = Recorder(iter([path]), header)
    try:
        for frame in frames:
            recorder.write(frame)
        recorder.close()
    except TapeError:
        recorder.abandon()
        path.unlink(missing_ok=True)
        raise
    return recorder.frames
