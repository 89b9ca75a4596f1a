"""Entries that have left the window: where they are kept, and how they are found again.

The engine holds the newest posts. What is older stays in an archive (in the live program the journal), and of it only
hashes are kept in memory: of the names of its posts, of what they quote, and of a lead's words.
A hash that is met again is a reason to fetch the entry and look; two names of one hash cost a fetch in vain, nothing
else.
"""

from array import array
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Protocol
from zlib import crc32

from livefeed.engine.state import Held, Retired

__all__ = ["Archive", "Attic", "MemoryArchive", "name_hash", "quoted_hash", "text_hash"]

_NONE = -1
_GONE = 0
_STEPS = 4_096
"""How many hashes of one slot are looked at; more than a few are there only by somebody's design."""


def name_hash(name: str) -> int:
    """Hash a name of a post."""
    return crc32(name.encode("utf-8", "surrogatepass")) or 1


def quoted_hash(key: str) -> int:
    """Hash a name of a quoted post, or its author's id."""
    return crc32(key.encode("utf-8", "surrogatepass"), 1) or 1


def text_hash(data: bytes) -> int:
    """Hash a canonical text, encoded."""
    return crc32(data, 2) or 1


class Archive(Protocol):
    """Where the posts of entries are kept that have left the window."""

    def keep(self, retired: Retired) -> None:
        """Take over an entry; whoever keeps it durably has it in the step, too."""

    def recall(self, entry: int) -> list[Held]:
        """Give back the posts of an entry by its ordinal; none where nothing is kept."""

    def entries_of(self, author: str) -> list[int]:
        """List the kept entries that have a post of an author, the oldest first."""


class MemoryArchive:
    """Keeps everything in memory: for tests, and for tapes that fit."""

    def __init__(self) -> None:
        self._kept: dict[int, list[Held]] = {}

    def keep(self, retired: Retired) -> None:
        """Take over an entry."""
        self._kept[retired.entry] = retired.posts

    def recall(self, entry: int) -> list[Held]:
        """Give back an entry's posts."""
        return [copy(held) for held in self._kept.pop(entry, [])]

    def entries_of(self, author: str) -> list[int]:
        """List the entries with posts of an author."""
        return sorted(n for n, posts in self._kept.items() if any(held.post.author.id == author for held in posts))


class Attic:
    """Hashes of what is in the archive, in a ring: past the limit the oldest are forgotten.

    Each hash has a place that is counted on for ever, so that what is forgotten does not depend on stops in between.
    About 20 bytes a hash; nothing at all before the first entry retires.

    Args:
        limit: hashes kept at most.
    """

    def __init__(self, limit: int) -> None:
        self._limit = max(1, limit)
        self.tail = 0
        """The place of the next hash."""
        self._hashes = array("I")
        self._entries = array("q")
        self._after = array("i")
        self._before = array("i")
        self._heads = array("i")

    def __bool__(self) -> bool:
        """Tell whether anything was ever put here."""
        return self.tail > 0

    def put(self, place: int, entry: int, hashes: Iterable[int]) -> None:
        """Remember hashes of an entry by its ordinal, from a place on; not those that are forgotten by now."""
        forgotten = self.tail - self._limit
        for key in hashes:
            if place >= forgotten:
                self._set(place, key, entry)
            place += 1
        self.tail = max(self.tail, place)

    def forget(self, entry: int, hashes: Iterable[int]) -> None:
        """Forget hashes of an entry that is fetched."""
        for key in hashes:
            for node in self._nodes(key):
                if self._entries[node] == entry:
                    self._clear(node)
                    break

    def find(self, key: int) -> Iterator[int]:
        """Walk over the ordinals of entries that may be meant, those last put first."""
        return (self._entries[node] for node in self._nodes(key))

    def _nodes(self, key: int) -> Iterator[int]:
        node = self._heads[key & (len(self._heads) - 1)] if self._heads else _NONE
        for _ in range(_STEPS):
            if node < 0:
                return
            if self._hashes[node] == key:
                yield node
            node = self._after[node]

    def _set(self, place: int, key: int, entry: int) -> None:
        if not self._heads:
            self._heads = array("i", [_NONE]) * (1 << (self._limit - 1).bit_length())
        node = place % self._limit
        while len(self._hashes) <= node:
            self._hashes.append(_GONE)
            self._entries.append(_NONE)
            self._after.append(_NONE)
            self._before.append(_NONE)
        self._clear(node)
        slot = key & (len(self._heads) - 1)
        following = self._heads[slot]
        self._hashes[node], self._entries[node] = key, entry
        self._after[node], self._before[node] = following, _NONE
        if following >= 0:
            self._before[following] = node
        self._heads[slot] = node

    def _clear(self, node: int) -> None:
        key = self._hashes[node]
        if key == _GONE:
            return
        following, leading = self._after[node], self._before[node]
        if leading >= 0:
            self._after[leading] = following
        else:
            self._heads[key & (len(self._heads) - 1)] = following
        if following >= 0:
            self._before[following] = leading
        self._hashes[node] = _GONE
