"""Write one tape: frames in pieces, each a zstd frame with its checksum, and an index when it ends."""

import base64
import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import orjson
import zstandard

from livefeed.model.errors import TapeError
from livefeed.model.frame import Frame
from livefeed.runtime.tape_index import Piece, index_bytes

__all__ = ["PIECE_BYTES", "PIECE_TIME", "TapeWriter", "sync_folder"]

PIECE_BYTES = 4 * 1024 * 1024
"""Unpacked; past it the next piece begins. Smaller ones seek quicker and pack worse."""
PIECE_TIME = 3600 * 1_000_000
"""Microseconds from the first frame of a piece to the first of the next, at most."""

_NEVER = 1 << 62


class TapeWriter:
    """Writes frames to a file that is not there yet.

    Args:
        path: the file.
        header: its first line, beside `"tape": 1`.
        packed: whether in zstd; else plain lines, which have no index.

    Raises:
        TapeError: it cannot be written, or is there already.
    """

    def __init__(self, path: Path, header: dict[str, object], *, packed: bool | None = None) -> None:
        self.path = path
        self.frames = 0
        self._packed = path.name.endswith(".zst") if packed is None else packed
        self._zstd = zstandard.ZstdCompressor(level=9, write_checksum=True)
        self._piece: _Open | None = None
        self._pieces: list[Piece] = []
        self._checksums: list[int] = []
        self._written = 0
        with self._explained():
            self._file: BinaryIO = path.open("xb")
        try:
            self._line({"tape": 1, **header}, None)
            self.flush()
        except TapeError:
            self.abandon()
            raise

    @property
    def size(self) -> int:
        """Bytes written so far, without what waits to be packed."""
        return self._written

    def write(self, frame: Frame) -> None:
        """Write a frame.

        Raises:
            TapeError: it cannot be written.
        """
        piece = self._piece
        if piece is not None and (piece.length >= PIECE_BYTES or frame.t - piece.first >= PIECE_TIME):
            self._end_piece()
        payload = (
            {"payload": frame.payload}
            if isinstance(frame.payload, str)
            else {"payload_b64": base64.b64encode(frame.payload).decode()}
        )
        self._line({"t": frame.t, "stream": frame.stream, "source": frame.source} | payload, frame.t)
        self.frames += 1

    def flush(self) -> None:
        """Give what was written to the operating system: it is readable then, even if this process is killed.

        Raises:
            TapeError: it cannot be written.
        """
        if self._piece is not None and self._packed:
            self._put(self._piece.out.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))
        with self._explained():
            self._file.flush()

    def close(self) -> None:
        """End the file, with its index, and wait until the disk has it.

        Raises:
            TapeError: it cannot be written.
        """
        try:
            if self._packed:
                self._end_piece()
                self._put(index_bytes(self._pieces, self._checksums))
            with self._explained():
                self._file.flush()
                os.fsync(self._file.fileno())
        except TapeError:
            self.abandon()
            raise
        self._file.close()
        sync_folder(self.path.parent)

    def abandon(self) -> None:
        """Leave the file as it is; what could not be written is lost."""
        self._piece = None
        with contextlib.suppress(OSError, ValueError):
            self._file.close()
        # A buffered file that could not be flushed stays open until its descriptor is closed underneath.
        raw = getattr(self._file, "raw", None)
        with contextlib.suppress(OSError, ValueError):
            if raw is not None:
                raw.close()

    def _line(self, value: dict[str, object], t: int | None) -> None:
        line = orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
        if not self._packed:
            self._put(line)
            return
        if self._piece is None:
            self._piece = _Open(self._written, self._zstd.compressobj())
        self._piece.take(len(line), t)
        self._put(self._piece.out.compress(line))

    def _end_piece(self) -> None:
        piece, self._piece = self._piece, None
        if piece is None:
            return
        last = piece.out.flush(zstandard.COMPRESSOBJ_FLUSH_FINISH)
        self._put(last)
        self._checksums.append(int.from_bytes(last[-4:], "little"))
        self._pieces.append(piece.ended(self._written))

    def _put(self, data: bytes) -> None:
        if data:
            with self._explained():
                self._file.write(data)
            self._written += len(data)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except FileExistsError as error:
            raise TapeError(f"{self.path}: is there already\n  Choose another name: -o NAME.ndjson.zst") from error
        except ValueError as error:
            raise TapeError(f"{self.path}: is closed") from error
        except OSError as error:
            raise TapeError(f"{self.path}: {error.strerror or error}") from error


class _Open:
    """A piece that is being written."""

    def __init__(self, offset: int, out: "zstandard.ZstdCompressionObj") -> None:
        self.out = out
        self.length = 0
        self.first = _NEVER
        self._offset = offset
        self._frames = 0
        self._last = -1

    def take(self, length: int, t: int | None) -> None:
        """Count a line in; `t` is None for one that is no frame."""
        self.length += length
        if t is not None:
            self._frames += 1
            self.first, self._last = min(self.first, t), max(self._last, t)

    def ended(self, at: int) -> Piece:
        """What the index says of it."""
        return Piece(
            offset=self._offset,
            size=at - self._offset,
            length=self.length,
            frames=self._frames,
            first=self.first,
            last=self._last,
        )


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder, where the system can say so."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
