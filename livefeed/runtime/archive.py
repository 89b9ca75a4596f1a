"""Where entries go that leave the engine's window: the journal, or for a tape alone a file that nobody sees."""

import threading
from collections.abc import Iterable
from typing import Protocol

import apsw
import msgspec

from livefeed.engine.state import Held, Retired, Step
from livefeed.runtime.sqlite_memory import ARCHIVE, Memory, archived, archived_by

__all__ = ["JournalArchive", "TemporaryArchive"]

_encode = msgspec.msgpack.Encoder().encode
_posts = msgspec.msgpack.Decoder(list[Held])


class _Keeper(Protocol):
    """The part of a journal that an archive needs."""

    def archived(self, entry: int) -> list[Held]: ...

    def archived_by(self, author: str) -> list[int]: ...


class JournalArchive:
    """The journal as an archive. A step writes an entry there; until that is durable it is kept here.

    Args:
        journal: may be read while its writer works.
    """

    def __init__(self, journal: _Keeper) -> None:
        self._journal = journal
        self._lock = threading.Lock()
        self._pending: dict[int, Retired | None] = {}
        """Entries that the journal does not show as they are; None is one that has been fetched."""

    def keep(self, retired: Retired) -> None:
        """Take over an entry."""
        with self._lock:
            self._pending[retired.entry] = retired

    def recall(self, entry: int) -> list[Held]:
        """Give back an entry's posts, as others than those that are being written."""
        with self._lock:
            known = entry in self._pending
            pending = self._pending.get(entry)
            self._pending[entry] = None
        if pending is not None:
            return _posts.decode(_encode(pending.posts))
        return [] if known else self._journal.archived(entry)

    def entries_of(self, author: str) -> list[int]:
        """List the entries with posts of an author."""
        with self._lock:
            pending = dict(self._pending)
        entries = {entry for entry in self._journal.archived_by(author) if entry not in pending}
        entries.update(
            entry
            for entry, one in pending.items()
            if one is not None and any(held.post.author.id == author for held in one.posts)
        )
        return sorted(entries)

    def durable(self, steps: Iterable[Step]) -> None:
        """Let go of what steps have written, now that the journal shows it."""
        with self._lock:
            for step in steps:
                for retired in step.retired:
                    if self._pending.get(retired.entry) is retired:
                        del self._pending[retired.entry]
                for entry in step.recalled:
                    if self._pending.get(entry, step) is None:
                        del self._pending[entry]


class TemporaryArchive:
    """An archive for one run, in a file of SQLite's that has no name and goes with the process."""

    def __init__(self) -> None:
        self._db = apsw.Connection("")
        self._db.execute(ARCHIVE)

    def keep(self, retired: Retired) -> None:
        """Take over an entry."""
        self._write(Step(retired=[retired]))

    def recall(self, entry: int) -> list[Held]:
        """Give back an entry's posts."""
        posts = archived(self._db, entry)
        self._write(Step(recalled=[entry]))
        return posts

    def entries_of(self, author: str) -> list[int]:
        """List the entries with posts of an author."""
        return archived_by(self._db, author)

    def _write(self, step: Step) -> None:
        memory = Memory()
        memory.add(step)
        with self._db:
            memory.write(self._db)
