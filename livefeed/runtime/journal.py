"""What a journal promises, whatever it stands on: a coverage's changes in order, and what its engine needs to go on.

`SqliteJournal` is the one for a single machine. `tests/runtime/conformance.py` holds every implementation to this.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from livefeed.engine.query import Query
from livefeed.engine.state import Held, Saved, Step
from livefeed.engine.tally import Tally
from livefeed.model.change import Change, DropEntry, PutEntry
from livefeed.model.entry import Entry
from livefeed.runtime.past import Past
from livefeed.runtime.sized import Sized

__all__ = ["JOINS", "Journal", "Moment", "Write"]

JOINS = 20
"""Entries, each part of the next, of which the last is looked for."""


class Write(msgspec.Struct, kw_only=True, gc=False):
    """What one frame brought: written whole or not at all."""

    steps: Sequence[Step]
    t: int = 0
    """When the frame was received, milliseconds; a write without changes may do without."""
    counters: tuple[int, int, int, int]
    """The engine's, after these steps."""
    position: tuple[str, str] | None = None
    """Name and value of the place in a source up to which all is taken in."""


class Moment(Protocol):
    """A journal as it was at one number, for who reads all of it at leisure; in any thread, one at a time.

    What is deleted while it is read does not come: an entry of which only a part was deleted comes as it is now.

    Raises:
        JournalError: from any method: what is kept is damaged, or cannot be read.
    """

    epoch: str
    """Name of the journal."""
    tip: int
    """The last number of the moment."""

    @property
    def cursor(self) -> str:
        """The moment's name, by which it can be asked for again."""

    @property
    def past(self) -> Past:
        """How things were, up to now: also what has come since the moment."""

    def entries(self, begin: int | None = None, end: int | None = None) -> Sized[tuple[int, Entry]]:
        """Give each entry once, with the number of its change, the oldest first: also those that no page shows.

        Args:
            begin: only entries of this time or later, milliseconds since 1970 UTC.
            end: only entries from before this time.
        """

    def changes(self) -> Sized[tuple[int, Change]]:
        """Give all changes that are kept, with their numbers, in order."""

    def drops(self) -> Iterator[tuple[int, DropEntry]]:
        """Give what said of entries that they are gone, each with its time of receipt, in order."""

    @property
    def updated(self) -> int:
        """The time of receipt of the last change, milliseconds since 1970 UTC; 0 where there is none."""

    def close(self) -> None:
        """Let go of it."""


class Journal(Protocol):
    """One coverage, one writer, readers in any thread.

    Every method blocks. `commit` and `tidy` are called by one thread alone (`JournalWriter`); the others may be called
    from any, also while a commit runs, and see what is durable at that moment.

    Raises:
        JournalError: from any method: what is kept is damaged, or cannot be read or written.
    """

    @property
    def epoch(self) -> str:
        """Name of this journal, part of every cursor: another history has another name."""

    @property
    def past(self) -> Past:
        """How things were."""

    @property
    def tip(self) -> int:
        """The last sequence number given out; 0 where there is none."""

    @property
    def untidy(self) -> bool:
        """Whether `tidy` has something to do."""

    def commit(self, writes: Iterable[Write]) -> list[tuple[int, Change]]:
        """Write all or nothing, durably; returns the changes with their numbers, which grow.

        A change that `erases` takes the earlier changes of its entry away that name what the entry does not name any
        more (`engine.keeping`). Numbers may skip, never come again.
        """

    def tidy(self) -> None:
        """Take from the disk what erasing freed. Where a reader is in the way it stays `untidy`: try again."""

    def position(self, name: str) -> str | None:
        """Give the position in a source up to which all is taken in."""

    def saved(self, stop: threading.Event | None = None) -> Saved:
        """Gather all that an engine needs to go on, which may take seconds.

        Raises:
            JournalError: also where it was told to stop.
        """

    def archived(self, entry: int) -> list[Held]:
        """Give the posts of an entry that has left the engine's window, by its ordinal; none where there are none."""

    def archived_by(self, author: str) -> list[int]:
        """List the entries that have left the window with a post of an author, the oldest first."""

    def board(self, limit: int) -> Iterator[PutEntry]:
        """Give the newest entries as they are now, the one furthest down first: folded, they are the board."""

    def changes(self, after: int, limit: int, upto: int | None = None) -> list[tuple[int, Change]]:
        """Give the changes that follow a number, up to another one (included), in order, at most so many."""

    def last(self, entry: str) -> Change | None:
        """Give the last change of an entry, on the board or off it; None where there never was such an entry.

        Of one that joined another it is the other's, past at most `JOINS` of them.
        """

    def search(self, query: Query, before: int | None, limit: int) -> list[Entry]:
        """Find the entries that a query takes, the newest first, at most so many.

        Args:
            query: what is asked for.
            before: give what stands below this place on the page (`Entry.place`); None begins at the top.
            limit: fewer come only where there are no more.
        """

    def tally(self, query: Query) -> Tally:
        """Count the entries that a query takes, the newest first, up to a limit of the journal's own."""

    def moment(self, cursor: str | None = None) -> Moment:
        """Give this moment, or an earlier one by its cursor; whoever asks closes it.

        Raises:
            CursorGapError: the earlier one is of another journal, or something was deleted after it.
        """

    def check(self, stop: threading.Event) -> None:
        """Read everything once, gently, until done or told to stop.

        Raises:
            JournalError: something is not as it was written; says what, and where.
        """

    def backup(self, target: Path) -> None:
        """Write a copy of this moment that opens as a journal, of another name (`epoch`) and without what was deleted.

        Raises:
            JournalError: it could not be written, or there is a file already.
        """

    def close(self) -> None:
        """Let go of it."""
