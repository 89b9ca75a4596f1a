"""The board: what a reader sees, the journal folded."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator

from livefeed.model.change import Change, PutEntry
from livefeed.model.entry import Entry

__all__ = ["LIMIT", "Board"]

LIMIT = 20_000
"""Entries of a board, unless it is given another."""


class Board:
    """The entries of one coverage in the order of the page.

    Holds the newest `limit` entries; past it the ones furthest down leave, an eighth of the board at a time.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._entries: dict[str, Entry] = {}
        self._keys: list[int] = []
        self._by_key: dict[int, str] = {}
        self._pinned: set[str] = set()

    def __len__(self) -> int:
        """Count the entries."""
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        """Walk over the entries, the newest first."""
        return (self._entries[self._by_key[key]] for key in reversed(self._keys))

    def get(self, entry_id: str) -> Entry | None:
        """Give an entry, or None where there is none (any more)."""
        return self._entries.get(entry_id)

    def apply(self, change: Change) -> None:
        """Let a change happen."""
        self._remove(change.entry_id)
        if isinstance(change, PutEntry):
            entry = change.entry
            # Two entries of one millisecond, exactly 2^20 apart, share a place: the newer takes it.
            self._remove(self._by_key.get(entry.place, ""))
            self._entries[entry.id] = entry
            self._by_key[entry.place] = entry.id
            if entry.pinned:
                self._pinned.add(entry.id)
            insort(self._keys, entry.place)
            if len(self._keys) > self._limit:
                self._evict()

    @property
    def pinned(self) -> list[Entry]:
        """The entries that an editor keeps on top, the newest first."""
        return sorted((self._entries[name] for name in self._pinned), key=lambda entry: entry.place, reverse=True)

    def newest(self, limit: int) -> list[Entry]:
        """Give the newest entries, the newest first."""
        return [self._entries[self._by_key[key]] for key in reversed(self._keys[-limit:] if limit else [])]

    def before(self, key: str, limit: int) -> list[Entry]:
        """Give the entries that stand below a place on the page, an entry's `key`, the newest first."""
        end = bisect_left(self._keys, int(key, 16))
        return [self._entries[self._by_key[k]] for k in reversed(self._keys[max(0, end - limit) : end])]

    def after(self, key: str, limit: int) -> list[Entry]:
        """Give the entries that stand right above a place on the page, the newest first."""
        begin = bisect_right(self._keys, int(key, 16))
        return [self._entries[self._by_key[k]] for k in reversed(self._keys[begin : begin + limit])]

    def _remove(self, entry_id: str) -> None:
        entry = self._entries.pop(entry_id, None)
        if entry is not None:
            del self._keys[bisect_left(self._keys, entry.place)]
            del self._by_key[entry.place]
            self._pinned.discard(entry_id)

    def _evict(self) -> None:
        for key in self._keys[: self._limit // 8 + 1]:
            entry_id = self._by_key.pop(key)
            del self._entries[entry_id]
            self._pinned.discard(entry_id)
        del self._keys[: self._limit // 8 + 1]
