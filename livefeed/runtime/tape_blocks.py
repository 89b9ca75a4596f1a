"""The table at the end of a compressed tape: where its blocks begin, so that a span is read without what is before it.

It has the form of zstd's seekable format (a skippable frame that any zstd reader passes over), without checksums: each
block has its own. https://github.com/facebook/zstd/blob/dev/contrib/seekable_format/zstd_seekable_compression_format.md
"""

import io
import struct
from collections import Counter
from collections.abc import Sequence
from typing import BinaryIO, NamedTuple

from livefeed.runtime.tape import first_frame

__all__ = ["Block", "read_table", "seek_time", "write_table"]

_SKIPPABLE = 0x184D2A5E
_SEEKABLE = 0x8F92EAB1
_HEAD = struct.Struct("<II")
_ROW = struct.Struct("<II")
_FOOT = struct.Struct("<IBI")
_MOST_BLOCKS = 0x8000000
"""By the format."""


class Block(NamedTuple):
    """A zstd frame of whole lines."""

    start: int
    """Byte of the file."""
    size: int
    """Bytes in the file."""
    lines: int
    """Bytes when opened."""


def write_table(blocks: Sequence[Block]) -> bytes:
    """Write the table that ends a file."""
    rows = b"".join(_ROW.pack(block.size, block.lines) for block in blocks)
    foot = _FOOT.pack(len(blocks), 0, _SEEKABLE)
    return _HEAD.pack(_SKIPPABLE, len(rows) + len(foot)) + rows + foot


def read_table(raw: BinaryIO) -> list[Block]:
    """Read the table of a file, from any place in it; none where it has no table, or one that cannot be true."""
    whole = raw.seek(0, io.SEEK_END)
    if whole < _HEAD.size + _FOOT.size:
        return []
    raw.seek(whole - _FOOT.size)
    count, kind, magic = _FOOT.unpack(raw.read(_FOOT.size))
    # Of other writers' tables, those whose rows have checksums too are not read.
    start = whole - _FOOT.size - count * _ROW.size - _HEAD.size
    if magic != _SEEKABLE or kind != 0 or count > _MOST_BLOCKS or start < 0:
        return []
    raw.seek(start)
    head, size = _HEAD.unpack(raw.read(_HEAD.size))
    if head != _SKIPPABLE or size != count * _ROW.size + _FOOT.size:
        return []
    blocks, at = [], 0
    for packed, lines in _ROW.iter_unpack(raw.read(count * _ROW.size)):
        blocks.append(Block(at, packed, lines))
        at += packed
    return blocks if at == start else []


def seek_time(raw: BinaryIO, t: int) -> None:
    """Go to a block before the first frame received at a time or later; to the beginning where there is no table.

    Args:
        raw: a tape that can be sought in.
        t: microseconds since 1970 UTC.
    """
    blocks = read_table(raw)
    low, high = 0, len(blocks)
    while low < high:
        middle = (low + high) // 2
        raw.seek(blocks[middle].start)
        first = first_frame(raw, Counter())
        if first is not None and first.t < t:
            low = middle + 1
        else:
            high = middle
    # Time may run backwards, so what is wanted may have begun a block earlier than it seems.
    raw.seek(blocks[max(0, low - 2)].start if blocks else 0)
