"""The table of changes: one row each, with when it was received and where on the page it put its entry."""

from typing import TypeVar

import apsw
import msgspec

from livefeed.model.change import Change, PutEntry
from livefeed.runtime.sealing import seal, unseal
from livefeed.runtime.sqlite_rows import Row, put_rows

__all__ = ["CHANGES", "change_key", "put_changes", "read_change", "unseal_change"]

CHANGES = """
CREATE TABLE change (
    seq INTEGER PRIMARY KEY, entry INTEGER NOT NULL, t INTEGER NOT NULL, place INTEGER, body BLOB NOT NULL
) STRICT;
CREATE INDEX change_entry ON change (entry);
CREATE INDEX change_place ON change (place);
"""
"""`t` never runs back. `place` is null where the entry went. An index ends with the number of its row, so that
`change_entry` leads to what an entry was at any number, and `change_place` to what stood in a place."""

T = TypeVar("T")

_change: "msgspec.msgpack.Decoder[Change]" = msgspec.msgpack.Decoder(Change)


def change_key(seq: int, t: int) -> int:
    """Give the key under which a change is sealed: it is of this number and this time alone."""
    return seq ^ t


def put_changes(db: apsw.Connection, changes: list[tuple[int, int, Change]]) -> None:
    """Write changes, each with its number and its time of receipt."""
    put_rows(db, "INSERT INTO change", [_row(seq, t, change) for seq, t, change in changes])


def _row(seq: int, t: int, change: Change) -> Row:
    place = change.entry.place if isinstance(change, PutEntry) else None
    return seq, change.ordinal, t, place, seal(change, change_key(seq, t))


def read_change(seq: object, t: object, body: object) -> Change:
    """Read a change back.

    Raises:
        JournalError: it is not what was written.
    """
    return unseal_change(seq, t, body, _change)


def unseal_change(seq: object, t: object, body: object, decoder: "msgspec.msgpack.Decoder[T]") -> T:
    """Read as much of a change as a decoder wants.

    Raises:
        JournalError: it is not what was written.
    """
    return unseal(body, decoder, change_key(int(str(seq)), int(str(t))))
