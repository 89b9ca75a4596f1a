"""Open the zstd frames ("pieces") of a tape one after the other, in bounded memory, and go on behind one that is damaged.

Source: RFC 8878, 3.1 (Zstandard frames, blocks and skippable frames). The library is given block by block: a block is at
most 128 KiB when it is opened, so a few bytes cannot become gigabytes, and what comes through a pipe is read as it comes.
"""

from collections import Counter
from collections.abc import Iterator

import zstandard

__all__ = ["MAGIC", "SKIPPABLE", "unpacked"]

MAGIC = b"\x28\xb5\x2f\xfd"
SKIPPABLE = b"\x2a\x4d\x18"
"""What follows the first byte (0x50 to 0x5f) of a frame that is to be skipped."""

_BLOCK = 128 * 1024
_RLE, _RESERVED = 1, 3
_STEP = 64 * 1024


class _EndedError(Exception):
    """The bytes end before the piece does."""


class _DamagedError(Exception):
    """No piece can look like this."""


class _Bytes:
    """Bytes that come in chunks, taken as they are needed."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""
        self._at = 0

    def peek(self, count: int) -> bytes:
        """Look at the next bytes; fewer where they end."""
        while len(self._held) - self._at < count and (chunk := next(self._chunks, None)) is not None:
            self._held = self._held[self._at :] + chunk
            self._at = 0
        return self._held[self._at : self._at + count]

    def take(self, count: int) -> bytes:
        """Take the next bytes.

        Raises:
            _EndedError: there are fewer.
        """
        taken = self.peek(count)
        self._at += len(taken)
        if len(taken) < count:
            raise _EndedError
        return taken

    def to_next_piece(self) -> None:
        """Let go of what is before the next piece that seems to begin, or of everything."""
        self.peek(1)
        while True:
            found = self._held.find(MAGIC, self._at)
            if found >= 0:
                self._at = found
                return
            kept = max(self._at, len(self._held) - len(MAGIC) + 1)
            self._at = kept
            if len(self.peek(len(MAGIC))) < len(MAGIC):
                self._at = len(self._held)
                return


def unpacked(chunks: Iterator[bytes], counters: Counter[str]) -> Iterator[bytes]:
    """Give what is in the pieces, block by block.

    A piece that cannot be opened, or whose checksum is not that of its contents, is counted as `damaged`; reading goes
    on at the next, on a new line. What was given of it before that was seen has been given: only an index (see
    `tape_index`) lets a piece be checked first. A last piece that was not ended is counted as `torn`.
    """
    source = _Bytes(chunks)
    while head := source.peek(len(MAGIC)):
        try:
            if head[1:] == SKIPPABLE and head[0] & 0xF0 == 0x50:
                _skip(source)
            else:
                yield from _opened(source)
        except _EndedError:
            counters["torn"] = 1
            return
        except (_DamagedError, zstandard.ZstdError):
            counters["damaged"] += 1
            yield b"\n"
            source.to_next_piece()


def _skip(source: _Bytes) -> None:
    source.take(len(MAGIC))
    left = int.from_bytes(source.take(4), "little")
    while left:
        left -= len(source.take(min(left, _STEP)))


def _opened(source: _Bytes) -> Iterator[bytes]:
    unzip = zstandard.ZstdDecompressor().decompressobj()
    start = source.take(len(MAGIC) + 1)
    if not start.startswith(MAGIC):
        raise _DamagedError
    descriptor = start[-1]
    single = descriptor >> 5 & 1
    size_flag = descriptor >> 6
    rest = (not single) + (0, 1, 2, 4)[descriptor & 3] + ((single, 2, 4, 8)[size_flag])
    unzip.decompress(start + source.take(rest))
    last = False
    while not last:
        mark = source.take(3)
        value = int.from_bytes(mark, "little")
        last, kind, size = bool(value & 1), value >> 1 & 3, value >> 3
        if kind == _RESERVED or size > _BLOCK:
            raise _DamagedError
        if out := unzip.decompress(mark + source.take(1 if kind == _RLE else size)):
            yield out
    if descriptor & 4:
        unzip.decompress(source.take(4))
