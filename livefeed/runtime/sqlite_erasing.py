"""What a deletion takes from the changes that are kept: each earlier version of its entry that names what that does not.

Versions of entries that joined an entry count as its own: what they name is part of it since.
"""

from collections.abc import Iterable, Iterator, Sequence

import apsw
import msgspec

from livefeed.engine.keeping import LOOKED_AT, Version, sift, version_of
from livefeed.model.change import Change, DropEntry, PutEntry
from livefeed.runtime.sqlite_changes import unseal_change
from livefeed.runtime.sqlite_rows import put_rows

__all__ = ["JOINED", "erase"]

JOINED = """
CREATE TABLE joined (entry INTEGER PRIMARY KEY, heir INTEGER NOT NULL) STRICT;
CREATE INDEX joined_heir ON joined (heir);
"""
"""Entries that are part of another one now, by their ordinals."""

_FAMILY = """
WITH RECURSIVE family(entry) AS (
    VALUES (?) UNION SELECT joined.entry FROM joined JOIN family ON joined.heir = family.entry
) SELECT entry FROM family
"""
_EARLIEST = """
SELECT seq, t, body FROM change WHERE entry IN (SELECT value FROM json_each(?)) AND place IS NOT NULL
ORDER BY seq LIMIT ?
"""
_DELETE = """
DELETE FROM change WHERE entry IN (SELECT value FROM json_each(?)) AND place IS NOT NULL
AND seq NOT IN (SELECT value FROM json_each(?))
"""
"""That an entry went stays: who saw it must hear of it."""


def erase(db: apsw.Connection, numbered: Sequence[tuple[int, Change]]) -> set[int]:
    """Take away what these changes erase; returns the numbers of those among them that are not to be written.

    What stays is the same, however the changes are spread over transactions.

    Args:
        db: in a transaction, before these changes are written.
        numbered: changes, in order.

    Raises:
        JournalError: what is kept of an entry is damaged.
    """
    gone: set[int] = set()
    if any(change.erases and _heir(change) is None for _, change in numbered):
        families = {ordinal: _Family(db, ordinal) for ordinal in _concerned(numbered)}
        touched, gone = _play(numbered, families)
        if touched:
            stays = sorted(seq for family in families.values() for seq, _ in family.versions)
            db.execute(_DELETE, (str(sorted(touched)), str(stays)))
    joins = [(change.ordinal, heir) for _, change in numbered if (heir := _heir(change)) is not None]
    put_rows(db, "REPLACE INTO joined", joins)
    return gone


def _heir(change: Change) -> int | None:
    return change.heir if isinstance(change, DropEntry) else None


def _concerned(numbered: Iterable[tuple[int, Change]]) -> set[int]:
    """Name the entries of which something is erased, that join another, or that others join."""
    concerned: set[int] = set()
    for _, change in numbered:
        if change.erases:
            concerned.add(change.ordinal)
            concerned.add(change.ordinal if (heir := _heir(change)) is None else heir)
    return concerned


class _Family:
    """An entry and all that joined it, with the versions of them that are kept, in order."""

    def __init__(self, db: apsw.Connection, ordinal: int) -> None:
        self.members = {int(str(entry)) for (entry,) in db.execute(_FAMILY, (ordinal,))}
        self.versions = list(_read(db, self.members))

    def take_in(self, other: "_Family") -> None:
        """Let another family be part of this one."""
        self.members |= other.members
        self.versions = sorted(self.versions + other.versions, key=lambda version: version[0])
        other.versions = []

    def erase(self, now: Version | None) -> set[int]:
        """Let go of what names more than the entry does now; returns the numbers of what went."""
        before = {seq for seq, _ in self.versions}
        self.versions = sift(self.versions, lambda version: version[1], now)
        return before.difference(seq for seq, _ in self.versions)


def _play(numbered: Iterable[tuple[int, Change]], families: dict[int, _Family]) -> tuple[set[int], set[int]]:
    """Let changes happen; returns the entries of which something was erased, and the numbers of the versions that went."""
    touched: set[int] = set()
    gone: set[int] = set()
    for seq, change in numbered:
        family = families.get(change.ordinal)
        if family is None:
            continue
        version = version_of(change.entry) if isinstance(change, PutEntry) else None
        heir = _heir(change)
        if heir is not None:
            families[heir].take_in(family)
        elif change.erases:
            touched |= family.members
            gone |= family.erase(version)
        if version is not None:
            family.versions.append((seq, version))
    return touched, gone


class _Named(msgspec.Struct):
    id: str


class _Quote(msgspec.Struct):
    names: tuple[str, ...]
    author: str


class _Post(msgspec.Struct):
    id: str
    quote: _Quote | None = None


class _Entry(msgspec.Struct):
    post: _Post
    copies: list[_Named]
    copy_count: int


class _Put(msgspec.Struct):
    """The part of a change that names what may be taken back."""

    entry: _Entry


_decoder = msgspec.msgpack.Decoder(_Put)


def _read(db: apsw.Connection, entries: Iterable[int]) -> Iterator[tuple[int, Version]]:
    for seq, t, body in db.execute(_EARLIEST, (str(sorted(entries)), LOOKED_AT)):
        entry = unseal_change(seq, t, body, _decoder).entry
        quote = entry.post.quote
        yield (
            int(str(seq)),
            Version(
                lead=entry.post.id,
                copies=frozenset([copy.id for copy in entry.copies]),
                unnamed=entry.copy_count - len(entry.copies),
                quoted=() if quote is None else (*quote.names, quote.author),
            ),
        )
