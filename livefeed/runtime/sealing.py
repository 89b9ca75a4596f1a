"""The body of a row with its checksum, so that a bit that flips on the disk is noticed before it is believed."""

from typing import TypeVar
from zlib import crc32

import msgspec

from livefeed.model.errors import JournalError

__all__ = ["seal", "seal_bytes", "unseal", "unseal_bytes"]

T = TypeVar("T")

_SUM = 4
_encode = msgspec.msgpack.Encoder().encode


def seal(value: object, key: int = 0) -> bytes:
    """Write a value, and the CRC-32 of what was written and of the row's number where it has one."""
    body = _encode(value)
    return body + crc32(body, key & 0xFFFF_FFFF).to_bytes(_SUM, "big")


def seal_bytes(body: bytes, key: int = 0) -> bytes:
    """Put the checksum behind a body."""
    return body + _sum(body, key)


def unseal(sealed: object, decoder: "msgspec.msgpack.Decoder[T]", key: int = 0) -> T:
    """Read a value back.

    Raises:
        JournalError: these are not the bytes that were written.
    """
    try:
        return decoder.decode(unseal_bytes(sealed, key))
    except msgspec.MsgspecError as error:
        raise JournalError(f"the body cannot be read: {error}") from error


def unseal_bytes(sealed: object, key: int = 0) -> bytes:
    """Take the checksum off a body.

    Raises:
        JournalError: these are not the bytes that were written.
    """
    if not isinstance(sealed, bytes):
        raise JournalError("there is no body")
    body = sealed[:-_SUM]
    if sealed[-_SUM:] != _sum(body, key):
        raise JournalError("the checksum is another one than that of the body")
    return body


def _sum(body: bytes, key: int) -> bytes:
    return crc32(body, key & 0xFFFF_FFFF).to_bytes(_SUM, "big")
