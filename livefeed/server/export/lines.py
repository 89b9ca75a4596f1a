"""NDJSON: the protocol, a change a line (docs/protocol.md)."""

import orjson

from livefeed.model.change import Change, PutEntry
from livefeed.model.entry import Entry
from livefeed.model.wire import change_to_wire

__all__ = ["Lines", "line"]


class Lines:
    """Entries as puts."""

    def head(self) -> bytes:
        """Begin with the first entry."""
        return b""

    def entry(self, seq: int, entry: Entry) -> bytes:
        """Write a put."""
        return line(seq, PutEntry(entry=entry))

    def foot(self) -> bytes:
        """End with the last entry."""
        return b""


def line(seq: int, change: Change) -> bytes:
    """Write a change as a line."""
    return orjson.dumps(change_to_wire(change, seq), option=orjson.OPT_APPEND_NEWLINE)
