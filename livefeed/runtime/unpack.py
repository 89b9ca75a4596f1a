"""Unpack an answer's body as it comes, within a limit: a few kilobytes must not become gigabytes.

aiohttp's own unpacking has no limit that holds (522 KB of gzip became 537 MB); zlib's `max_length` has.
"""

import zlib

__all__ = ["TooLongError", "Unpacker"]

_STEP = 64 * 1024


class TooLongError(ValueError):
    """The body, unpacked, is longer than it may be."""


class Unpacker:
    """Takes a body in pieces; `body` is what came out.

    Args:
        encoding: the `Content-Encoding`; `identity`, `gzip` and `deflate` are what requests ask for.
        limit: bytes, packed and unpacked.

    Raises:
        ValueError: another encoding.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise ValueError(f"the answer is packed as {encoding[:40]!r}, which was not asked for")
        self._packed = encoding not in ("", "identity")
        self._limit = limit
        self._came = 0
        self._unzip = _new_unzip()
        self.body = bytearray()

    def feed(self, piece: bytes) -> None:
        """Take the next piece.

        Raises:
            TooLongError: that is too much.
            ValueError: it is not packed as it says.
        """
        self._came += len(piece)
        if self._came > self._limit:
            raise TooLongError(f"longer than {self._limit} bytes")
        if not self._packed:
            self.body += piece
            return
        try:
            self._inflate(piece)
        except zlib.error as error:
            raise ValueError(f"cannot be unpacked: {error}") from error

    def _inflate(self, piece: bytes) -> None:
        while piece:
            if self._unzip.eof:  # gzip may be several members one after the other
                self._unzip = _new_unzip()
            self.body += self._unzip.decompress(piece, min(_STEP, self._limit + 1 - len(self.body)))
            if len(self.body) > self._limit:
                raise TooLongError(f"longer than {self._limit} bytes when unpacked")
            piece = self._unzip.unconsumed_tail or self._unzip.unused_data


def _new_unzip() -> "zlib._Decompress":
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # gzip or zlib, whichever it is
