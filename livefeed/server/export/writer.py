"""What a form of export is: a head, each entry by itself, a foot. So any number of entries takes the memory of one."""

from typing import Protocol

from livefeed.model.entry import Entry

__all__ = ["Writer"]


class Writer(Protocol):
    """Writes one export. The same entries give the same bytes, at any time: a cut download goes on by that."""

    def head(self) -> bytes:
        """Give what comes before the first entry."""

    def entry(self, seq: int, entry: Entry) -> bytes:
        """Give an entry, which the journal's change of this number made what it is."""

    def foot(self) -> bytes:
        """Give what comes after the last entry."""
