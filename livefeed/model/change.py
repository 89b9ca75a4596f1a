"""A change: what the engine gives out, the journal keeps and readers apply, in order."""

import msgspec

from livefeed.model.entry import Entry

__all__ = ["Change", "DropEntry", "PutEntry"]


class PutEntry(msgspec.Struct, frozen=True, kw_only=True, tag="put", tag_field="op"):
    """The entry now looks like this; replaces the entry of the same id whole."""

    entry: Entry
    erases: bool = False
    """Something in it was deleted: what the journal kept of this entry before must go. Not on the wire."""

    @property
    def entry_id(self) -> str:
        """Which entry it is about."""
        return self.entry.id

    @property
    def ordinal(self) -> int:
        """How many entries came before the one it is about."""
        return self.entry.ordinal


class DropEntry(msgspec.Struct, frozen=True, kw_only=True, tag="drop", tag_field="op", gc=False):
    """The entry is gone."""

    id: str
    ordinal: int
    """How many entries came before it. Not on the wire."""
    why: str
    erases: bool = True
    heir: int | None = None
    """The entry that it is part of now, by its ordinal; None where it is gone. Not on the wire."""

    @property
    def entry_id(self) -> str:
        """Which entry it is about."""
        return self.id


Change = PutEntry | DropEntry
