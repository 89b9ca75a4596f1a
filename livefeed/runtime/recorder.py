"""Write tapes: frames as they come, compressed, safe to within a second, a new file when one is full."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import orjson
import zstandard

from livefeed.model.errors import TapeError
from livefeed.model.frame import Frame
from livefeed.model.times import SECOND, from_micros

__all__ = ["Recorder"]

FLUSH = SECOND
"""Milliseconds of frames that a crash may cost."""


class Recorder:
    """Writes frames to `NAME.ndjson[.zst]`, then `NAME.2.ndjson[.zst]` and so on.

    Args:
        path: the first file; it must not be there yet.
        header: of each file, beside `"tape": 1`.
        most_bytes: as written; past it the next file begins.
        longest: milliseconds of frames; past it the next file begins.
        tell: called with the name of each file that is begun.

    Raises:
        TapeError: the file cannot be written, or is there already.
    """

    def __init__(
        self,
        path: Path,
        header: dict[str, object],
        *,
        most_bytes: int,
        longest: int,
        tell: Callable[[Path], None] = lambda _: None,
    ) -> None:
        self._first = path
        self._header = header
        self._most_bytes = most_bytes
        self._longest = longest
        self._tell = tell
        self._number = 0
        self._file: BinaryIO | None = None
        self._out: zstandard.ZstdCompressionWriter | BinaryIO | None = None
        self._began: int | None = None
        self._flushed = 0
        self.frames = 0
        self._open()

    def write(self, frame: Frame) -> None:
        """Write a frame.

        Raises:
            TapeError: it cannot be written.
        """
        at = from_micros(frame.t)
        if self._file is not None and (
            self._file.tell() >= self._most_bytes or (self._began is not None and at - self._began >= self._longest)
        ):
            self.close()
            self._open()
        self._began = at if self._began is None else self._began
        self._line(
            {"t": frame.t, "stream": frame.stream, "source": frame.source}
            | (
                {"payload": frame.payload}
                if isinstance(frame.payload, str)
                else {"payload_b64": base64.b64encode(frame.payload).decode()}
            )
        )
        self.frames += 1
        if at - self._flushed >= FLUSH:
            self._flushed = at
            self.flush()

    def flush(self) -> None:
        """Let what was written be readable, whatever happens next."""
        if isinstance(self._out, zstandard.ZstdCompressionWriter):
            self._out.flush(zstandard.FLUSH_BLOCK)
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        """End the file."""
        if isinstance(self._out, zstandard.ZstdCompressionWriter):
            self._out.close()  # type: ignore[no-untyped-call]
        if self._file is not None:
            self._file.close()
        self._file = self._out = None

    def _open(self) -> None:
        self._number += 1
        path = self._first
        if self._number > 1:
            stem, dot, rest = path.name.partition(".")
            path = path.with_name(f"{stem}.{self._number}{dot}{rest}")
        try:
            self._file = path.open("xb")
        except FileExistsError as error:
            raise TapeError(f"{path}: is there already\n  Choose another name: -o NAME.ndjson.zst") from error
        except OSError as error:
            raise TapeError(f"{path}: {error.strerror or error}") from error
        self._began = None
        self._out = self._file
        if path.name.endswith(".zst"):
            self._out = zstandard.ZstdCompressor(level=9).stream_writer(self._file, closefd=False)
        self._line({"tape": 1, **self._header})
        self.flush()
        self._tell(path)

    def _line(self, value: dict[str, object]) -> None:
        if self._out is None:
            raise TapeError(f"{self._first}: is closed")
        try:
            self._out.write(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE))
        except OSError as error:
            raise TapeError(f"{self._first}: {error.strerror or error}") from error
