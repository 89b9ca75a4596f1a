"""The index at the end of a tape: where each piece is, and from when to when its frames are.

Two skippable frames, which every zstd tool passes over. The last is the seek table of the zstd seekable format (facebook/
zstd, contrib/seekable_format, 0.1.0: sizes and checksums), so that other tools can seek too; it knows no times, so ours
stands before it. It is written when a tape is ended: one whose writer was killed has none, and is read from its start.
"""

import os
import struct
import zlib
from typing import BinaryIO

import msgspec

__all__ = ["MAX_PIECE", "Piece", "index_bytes", "index_is_damaged", "read_index"]

MAX_PIECE = 64 * 1024 * 1024
"""Bytes of a piece, unpacked; an index that names a larger one is not followed."""

_OURS = 0x184D2A5B
_TABLE = 0x184D2A5E
_FOOTER_MAGIC = 0x8F92EAB1
_CHECKSUMS = 0x80
_HEAD = struct.Struct("<II")
_ENTRY = struct.Struct("<III")
_FOOTER = struct.Struct("<IBI")
_CRC = struct.Struct("<I")
_MOST_PIECES = 1_000_000
_BODY = b'{"index":'
_TAIL = 64 * 1024 * 1024
"""Bytes at the end of a tape in which what is left of an index is looked for."""


class Piece(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One zstd frame of a tape: whole lines. Times in microseconds since 1970 UTC."""

    offset: int
    size: int
    """Bytes in the file."""
    length: int
    """Bytes when unpacked."""
    frames: int
    first: int
    """The earliest and the latest time of receipt in it; `first` is above `last` where no frame is in it."""
    last: int

    def touches(self, begin: int, end: int) -> bool:
        """Whether a frame of it may have been received at `begin` or later, and before `end`."""
        return self.first < end and self.last >= begin


class _Index(msgspec.Struct, kw_only=True):
    index: int = 1
    pieces: list[Piece]


_decode = msgspec.json.Decoder(_Index).decode


def index_bytes(pieces: list[Piece], checksums: list[int]) -> bytes:
    """Write the index.

    Args:
        pieces: all of the tape, one after the other from its first byte on.
        checksums: of each, as zstd writes them behind it: the low 32 bits of XXH64 of what is in it.
    """
    body = msgspec.json.encode(_Index(pieces=pieces))
    ours = _HEAD.pack(_OURS, _CRC.size + len(body)) + _CRC.pack(zlib.crc32(body)) + body
    entries = [_ENTRY.pack(one.size, one.length, check) for one, check in zip(pieces, checksums, strict=True)]
    table = b"".join([*entries, _ENTRY.pack(len(ours), 0, 0)])
    footer = _FOOTER.pack(len(pieces) + 1, _CHECKSUMS, _FOOTER_MAGIC)
    return ours + _HEAD.pack(_TABLE, len(table) + len(footer)) + table + footer


def read_index(raw: BinaryIO) -> list[Piece] | None:
    """Give the pieces of a tape; None where it has no index, or not one that can be believed.

    Leaves the file where it was; what cannot be sought in (a pipe) has none.
    """
    if not raw.seekable():
        return None
    here = raw.tell()
    try:
        return _read(raw)
    except (OSError, struct.error, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    finally:
        raw.seek(here)


def index_is_damaged(raw: BinaryIO) -> bool:
    """Tell whether a tape was given an index that is not as it was written. Leaves the file at another place."""
    end = raw.seek(0, os.SEEK_END)
    pieces = read_index(raw)
    if pieces is None:
        raw.seek(max(0, end - _TAIL))
        tail = raw.read()
        return _BODY in tail or tail.endswith(_FOOTER_MAGIC.to_bytes(4, "little"))
    raw.seek(end - _FOOTER.size - (len(pieces) + 1) * _ENTRY.size)
    table = list(_ENTRY.iter_unpack(raw.read((len(pieces) + 1) * _ENTRY.size)))
    checks = [check for _, _, check in table]
    return checks != [*(_checksum(raw, piece) for piece in pieces), 0] or table[-1][1] != 0


def _checksum(raw: BinaryIO, piece: Piece) -> int:
    """Read what zstd has written behind a piece."""
    raw.seek(piece.offset + piece.size - 4)
    return int.from_bytes(raw.read(4), "little")


def _read(raw: BinaryIO) -> list[Piece] | None:
    end = raw.seek(0, os.SEEK_END)
    if end < _FOOTER.size:
        return None
    raw.seek(end - _FOOTER.size)
    count, flags, magic = _FOOTER.unpack(raw.read(_FOOTER.size))
    if magic != _FOOTER_MAGIC or flags != _CHECKSUMS or not 0 < count <= _MOST_PIECES:
        return None
    start = end - _FOOTER.size - count * _ENTRY.size - _HEAD.size
    if start < 0:
        return None
    raw.seek(start)
    if _HEAD.unpack(raw.read(_HEAD.size)) != (_TABLE, count * _ENTRY.size + _FOOTER.size):
        return None
    sizes = list(_ENTRY.iter_unpack(raw.read(count * _ENTRY.size)))
    return _ours(raw, start - sizes[-1][0], sizes)


def _ours(raw: BinaryIO, at: int, sizes: list[tuple[int, int, int]]) -> list[Piece] | None:
    """Read our own frame before the table, and compare the two."""
    if at < 0:
        return None
    raw.seek(at)
    magic, size = _HEAD.unpack(raw.read(_HEAD.size))
    if magic != _OURS or size + _HEAD.size != sizes[-1][0]:
        return None
    (crc,) = _CRC.unpack(raw.read(_CRC.size))
    body = raw.read(size - _CRC.size)
    if zlib.crc32(body) != crc:
        return None
    pieces = _decode(body).pieces
    begins = 0
    for piece, (packed, length, _) in zip(pieces, sizes, strict=False):
        if (piece.offset, piece.size, piece.length) != (begins, packed, length) or length > MAX_PIECE:
            return None
        begins += packed
    return pieces if begins == at and len(pieces) == len(sizes) - 1 else None
