"""Open messages that are packed with a dictionary (zstd, RFC 8878), within a limit: a kilobyte must not become a gigabyte.

A packed message tells itself apart: no JSON begins as it does.
"""

import zstandard

__all__ = ["MAX_OPENED", "Dictionary", "is_packed"]

MAX_OPENED = 2 * 1024 * 1024
"""Bytes of a message that was opened; as many as one may have that came open."""

_FRAME = b"\x28\xb5\x2f\xfd"
_TRIAL = zstandard.ZstdCompressor().compress(b"a message packed without a dictionary")


def is_packed(message: bytes) -> bool:
    """Tell whether a message is a zstd frame."""
    return message.startswith(_FRAME)


class Dictionary:
    """A zstd dictionary, as its maker gives it out.

    Attributes:
        id: its number, which packed messages name.

    Raises:
        ValueError: the bytes are none.
    """

    def __init__(self, raw: bytes) -> None:
        try:
            given = zstandard.ZstdCompressionDict(raw, dict_type=zstandard.DICT_TYPE_FULLDICT)
            self._open = zstandard.ZstdDecompressor(dict_data=given).decompress
            self._open(_TRIAL)  # only this looks into it
        except zstandard.ZstdError as error:
            raise ValueError("is no zstd dictionary") from error
        self.id = given.dict_id()

    def open(self, message: bytes) -> bytes | None:
        """Open a message; None where it is packed otherwise, damaged, or longer than `MAX_OPENED`."""
        try:
            # A frame that says its length is not held to `max_output_size` by the library.
            if zstandard.frame_content_size(message) > MAX_OPENED:
                return None
            return self._open(message, max_output_size=MAX_OPENED, allow_extra_data=False)
        except zstandard.ZstdError:
            return None
