"""A file that appears when it is complete: what is written meanwhile is beside it, and can be gone on with."""

import os
from collections.abc import Iterable
from pathlib import Path

from livefeed.model.errors import ExportError

__all__ = ["Unfinished"]


class Unfinished:
    """`FILE.part`, until it is complete, and `FILE.part.of`, which names what it is the beginning of."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._part = path.with_name(f"{path.name}.part")
        self._name = path.with_name(f"{path.name}.part.of")

    def of(self) -> str:
        """Name what there is the beginning of; empty where there is none."""
        if not self._part.is_file() or not self._name.is_file():
            return ""
        return self._name.read_text(encoding="utf-8", errors="replace").strip()

    def write(self, pieces: Iterable[bytes], name: str, *, go_on: bool) -> int:
        """Write all, then give the file its name; what was there under that is replaced. Returns the bytes.

        Args:
            pieces: all of it, from the beginning.
            name: of what it is.
            go_on: keep what is there of it, as far as it is the same.

        Raises:
            ExportError: it cannot be written.
        """
        try:
            self._name.write_text(f"{name}\n", encoding="utf-8")
            with self._part.open("r+b" if go_on else "w+b") as file:
                size = _write(file.fileno(), pieces)
            self._part.replace(self.path)
            self._name.unlink()
        except OSError as error:
            raise ExportError(f"{self.path}: {error.strerror or error}") from error
        return size


def _write(file: int, pieces: Iterable[bytes]) -> int:
    """Write what is not there yet; what is there and is something else goes, it may have been cut in the midst of a block."""
    size, there = 0, os.fstat(file).st_size
    for piece in pieces:
        if size + len(piece) > there or os.pread(file, len(piece), size) != piece:
            os.ftruncate(file, size)
            there = size
            _write_whole(file, piece, size)
        size += len(piece)
        there = max(there, size)
    os.ftruncate(file, size)
    os.fsync(file)
    return size


def _write_whole(file: int, piece: bytes, place: int) -> None:
    while piece:
        written = os.pwrite(file, piece, place)
        piece, place = piece[written:], place + written
