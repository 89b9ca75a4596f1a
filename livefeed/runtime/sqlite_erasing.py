"""What a deletion takes from the changes that are kept: each earlier version of the entry that names what it does not now."""

from collections.abc import Iterable, Iterator, Sequence

import apsw
import msgspec

from livefeed.engine.keeping import LOOKED_AT, Version, sift, version_of
from livefeed.model.change import Change, PutEntry
from livefeed.runtime.sqlite_changes import unseal_change

__all__ = ["erase"]

_EARLIEST = "SELECT seq, t, body FROM change WHERE entry = ? ORDER BY seq LIMIT ?"
_DELETE = """
DELETE FROM change WHERE entry IN (SELECT value FROM json_each(?)) AND seq NOT IN (SELECT value FROM json_each(?))
"""

_Kept = list[tuple[int, Version | None]]
"""Versions by their numbers; None where the entry was gone."""


def erase(db: apsw.Connection, numbered: Sequence[tuple[int, Change]], made_before: int) -> set[int]:
    """Take away what these changes erase; returns the numbers of those among them that are not to be written.

    What stays is the same, however the changes are spread over transactions.

    Args:
        db: in a transaction, before these changes are written.
        numbered: changes, in order.
        made_before: how many entries there were before them.

    Raises:
        JournalError: what is kept of an entry is damaged.
    """
    last_word = {change.ordinal: change for _, change in numbered if change.erases}
    if not last_word:
        return set()
    # Of what is gone in the end nothing stays, so nothing need be read.
    kept: dict[int, _Kept] = {
        ordinal: list(_read(db, ordinal)) if ordinal < made_before and isinstance(change, PutEntry) else []
        for ordinal, change in last_word.items()
    }
    of_before = {seq for versions in kept.values() for seq, _ in versions}
    dropped = _play(numbered, kept)
    known = [ordinal for ordinal in kept if ordinal < made_before]
    if known:
        stays = of_before.intersection(seq for versions in kept.values() for seq, _ in versions)
        db.execute(_DELETE, (str(known), str(sorted(stays))))
    return dropped - of_before


def _play(numbered: Iterable[tuple[int, Change]], kept: dict[int, _Kept]) -> set[int]:
    """Let changes happen to the versions that are kept of some entries; returns the numbers of those that go."""
    dropped: set[int] = set()
    for seq, change in numbered:
        versions = kept.get(change.ordinal)
        if versions is None:
            continue
        version = version_of(change.entry) if isinstance(change, PutEntry) else None
        if change.erases:
            stay = sift(versions, lambda one: one[1], version)
            dropped.update({one for one, _ in versions}.difference(one for one, _ in stay))
            kept[change.ordinal] = versions = stay
        versions.append((seq, version))
    return dropped


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


class _Change(msgspec.Struct):
    """The part of a change that names what may be taken back; a drop has no entry."""

    entry: _Entry | None = None


_decoder = msgspec.msgpack.Decoder(_Change)


def _read(db: apsw.Connection, ordinal: int) -> Iterator[tuple[int, Version | None]]:
    for seq, t, body in db.execute(_EARLIEST, (ordinal, LOOKED_AT)):
        entry = unseal_change(seq, t, body, _decoder).entry
        yield int(str(seq)), None if entry is None else _version(entry)


def _version(entry: _Entry) -> Version:
    quote = entry.post.quote
    return Version(
        lead=entry.post.id,
        copies=frozenset([copy.id for copy in entry.copies]),
        unnamed=entry.copy_count - len(entry.copies),
        quoted=() if quote is None else (*quote.names, quote.author),
    )
