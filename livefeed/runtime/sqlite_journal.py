"""The journal of a coverage on one machine: one SQLite file, one writer, any number of readers beside it.

SQLite through apsw (WAL, `synchronous=FULL`): what is committed survives `kill -9` and power loss. A step's changes,
the engine's memory, the index of words and the position in a source are written in one transaction, so a position is
never ahead of its data. Every body has a checksum. What is deleted leaves the bytes on disk too: the journal's earlier
lines of the entry that name it go, freed pages are overwritten (`secure_delete`) and the write-ahead log is emptied (`tidy`).
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import islice
from pathlib import Path

import apsw
import msgspec

from livefeed.engine.query import Query
from livefeed.engine.state import Held, Saved
from livefeed.engine.tally import Tally
from livefeed.model.change import Change, DropEntry, PutEntry
from livefeed.model.entry import Entry
from livefeed.model.errors import JournalError
from livefeed.runtime import sqlite_memory
from livefeed.runtime.crashpoints import reached
from livefeed.runtime.journal import JOINS, Write
from livefeed.runtime.sealing import unseal
from livefeed.runtime.sqlite_backup import copy_journal
from livefeed.runtime.sqlite_batch import Batch, Last
from livefeed.runtime.sqlite_changes import read_change
from livefeed.runtime.sqlite_check import find_damage, find_disorder
from livefeed.runtime.sqlite_format import lock, open_reader, open_writer, read_marks, read_meta, write_marks
from livefeed.runtime.sqlite_moment import SqliteMoment
from livefeed.runtime.sqlite_past import SqlitePast
from livefeed.runtime.sqlite_search import SqliteSearch
from livefeed.runtime.sqlite_words import Words

__all__ = ["SqliteJournal"]

_LOG_PAGES = 1_000
"""Of the write-ahead log, past which `tidy` copies it into the file."""

_RECENT = 20_000
"""Entries of which the last change is kept in memory, as many as on a board: those that copies join mostly."""

_OPERATIONS = 1_000
"""Of SQLite's machine, between two looks whether to stop: a few hundred rows."""

_TOP = 1 << 62
"""Above every place on a page."""

_text = msgspec.msgpack.Decoder(str)


class SqliteJournal:
    """One file; see `livefeed.runtime.journal.Journal` for what its methods promise.

    Raises:
        JournalError: the file is damaged, of another coverage or format, in use, or cannot be written.
    """

    def __init__(self, path: Path, slug: str) -> None:
        self.path = path
        self._slug = slug
        with ExitStack() as opened:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                opened.callback(lock(path).close)
                self._db = open_writer(path, slug)
                opened.callback(self._db.close)
                self._reads = _Shared(open_reader(path))
                opened.callback(self._reads.db.close)
                self._searches = _Shared(open_reader(path))
                opened.callback(self._searches.db.close)
                self._then = _Shared(open_reader(path))
                opened.callback(self._then.db.close)
                self._marks = read_marks(self._db)
                meta = read_meta(self._db)
            except (apsw.Error, OSError, JournalError) as error:
                raise JournalError(f"{path}: {error}") from error
            self._opened = opened.pop_all()
        self.epoch = meta["epoch"]
        self.past = SqlitePast(lambda: self._reading(self._then))
        self._words = Words(meta["key"])
        self._search = SqliteSearch(lambda: self._reading(self._searches), self._words)
        self._recent: dict[int, Last] = {}
        self._erased = True
        self._log_pages = 0
        self._db.set_wal_hook(self._see_log)
        self.tidy()  # a process that was killed may have left words in the log

    def _see_log(self, _: apsw.Connection, __: str, pages: int) -> int:
        self._log_pages = pages
        return apsw.SQLITE_OK

    @property
    def tip(self) -> int:
        """The last sequence number given out; 0 where there is none."""
        return self._marks.tip

    @property
    def untidy(self) -> bool:
        """Whether words that were deleted are still in the log, or the log is long."""
        return self._erased or self._log_pages >= _LOG_PAGES

    def commit(self, writes: Iterable[Write]) -> list[tuple[int, Change]]:
        """Write in one transaction, durably; returns the changes with their numbers.

        Raises:
            JournalError: nothing was written.
        """
        batch = Batch(self._marks, self._recent)
        for write in writes:
            batch.add(write)
        try:
            with self._db:
                reached("commit.begun")
                batch.write(self._db, self._words)
                marks = batch.marks
                write_marks(self._db, marks)
                reached("commit.written")
        except (apsw.Error, JournalError) as error:
            raise JournalError(f"{self.path}: {error}") from error
        reached("commit.durable")
        self._marks = marks
        self._recent.update(batch.last)
        for ordinal in list(islice(self._recent, max(0, len(self._recent) - _RECENT))):
            del self._recent[ordinal]
        self._erased |= batch.erases
        return batch.numbered

    def tidy(self) -> None:
        """Copy the write-ahead log into the file, and empty it where words were deleted."""
        reached("checkpoint.begun")
        try:
            self._db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
            self._log_pages = 0
            reached("checkpoint.copied")
            if self._erased:
                with suppress(apsw.BusyError):
                    self._db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
                    self._erased = False
        except apsw.Error as error:
            raise JournalError(f"{self.path}: {error}") from error
        reached("checkpoint.emptied")

    @contextmanager
    def _reading(self, shared: "_Shared | None" = None) -> Iterator[apsw.Connection]:
        """Be the one that reads; short."""
        shared = shared or self._reads
        with shared.lock, self._explained(shared.db):
            yield shared.db

    @contextmanager
    def _reading_much(self) -> Iterator[apsw.Connection]:
        """Read one moment for as long as it takes, and be in nobody's way."""
        with closing(open_reader(self.path)) as db, self._explained(db), db:
            yield db

    @contextmanager
    def _explained(self, db: apsw.Connection) -> Iterator[None]:
        """Say what goes wrong with table and row."""
        try:
            yield
        except apsw.Error as error:
            raise JournalError(f"{self.path}: {error}") from error
        except (JournalError, msgspec.MsgspecError) as error:
            damage = find_damage(db, threading.Event(), pause=0)
            raise JournalError(f"{self.path}: damaged: {damage or error}") from error

    def position(self, name: str) -> str | None:
        """Give the position in a source up to which all is taken in."""
        with self._reading() as db:
            for (body,) in db.execute("SELECT body FROM position WHERE name = ?", (name,)):
                return unseal(body, _text)
        return None

    def saved(self, stop: threading.Event | None = None) -> Saved:
        """Gather all that an engine needs to go on, unless told to stop."""
        marks = self._marks
        with self._reading_much() as db:
            if stop is not None:
                db.set_progress_handler(stop.is_set, _OPERATIONS)
            saved = sqlite_memory.gather(db, marks.attic_tail)
        saved.posts_taken, saved.entries_made = marks.posts_taken, marks.entries_made
        saved.newest, saved.attic_tail = marks.newest, marks.attic_tail
        return saved

    def archived(self, entry: int) -> list[Held]:
        """Give the posts of an entry that has left the engine's window."""
        with self._reading() as db:
            return sqlite_memory.archived(db, entry)

    def archived_by(self, author: str) -> list[int]:
        """List the entries that have left the window with a post of an author."""
        with self._reading() as db:
            return sqlite_memory.archived_by(db, author)

    def board(self, limit: int) -> Iterator[PutEntry]:
        """Give the newest entries as they are now, the one furthest down first."""
        query = """
        SELECT change.seq, change.t, change.body FROM (SELECT place, seq FROM entry ORDER BY place DESC LIMIT ?) AS shown
        JOIN change ON change.seq = shown.seq ORDER BY shown.place
        """
        with self._reading_much() as db:
            for row in db.execute(query, (limit,)):
                change = read_change(*row)
                if isinstance(change, PutEntry):
                    yield change

    def changes(self, after: int, limit: int, upto: int | None = None) -> list[tuple[int, Change]]:
        """Give the changes that follow a number, up to another one."""
        query = "SELECT seq, t, body FROM change WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
        with self._reading() as db:
            rows = db.execute(query, (after, _TOP if upto is None else upto, limit))
            return [(int(str(row[0])), read_change(*row)) for row in rows]

    def last(self, entry: str) -> Change | None:
        """Give the last change of an entry, or of the one that it is part of now."""
        name, _ = sqlite_memory.name_row(entry, 0)
        with self._reading() as db:
            ordinal = next(
                (int(str(row[0])) for row in db.execute("SELECT entry FROM name WHERE id = ?", (name,))), None
            )
            change = None
            for _ in range(JOINS + 1):
                query = "SELECT seq, t, body FROM change WHERE entry = ? ORDER BY seq DESC LIMIT 1"
                change = next((read_change(*row) for row in db.execute(query, (ordinal,))), None)
                ordinal = change.heir if isinstance(change, DropEntry) else None
                if ordinal is None:
                    break
            return change

    def search(self, query: Query, before: int | None, limit: int) -> list[Entry]:
        """Find the entries that a query takes, the newest first, at most so many."""
        return self._search.find(query, before, limit)

    def tally(self, query: Query) -> Tally:
        """Count the entries that a query takes."""
        return self._search.tally(query)

    def moment(self, cursor: str | None = None) -> SqliteMoment:
        """Give this moment, or an earlier one."""
        return SqliteMoment(self.path, self._slug, cursor)

    def check(self, stop: threading.Event) -> None:
        """Check the structure of the file, then every body.

        Raises:
            JournalError: something is damaged.
        """
        try:
            with closing(open_reader(self.path)) as db:
                damage = find_disorder(db, stop) or find_damage(db, stop)
        except apsw.Error as error:
            damage = str(error)
        if damage is not None:
            raise JournalError(f"{self.path}: damaged: {damage}")

    def backup(self, target: Path) -> None:
        """Copy this moment into another file.

        Raises:
            JournalError: it could not be written, or there is a file already.
        """
        copy_journal(self.path, target)

    def close(self) -> None:
        """Close the file."""
        self._opened.close()


class _Shared:
    """A connection for any thread, one at a time."""

    def __init__(self, db: apsw.Connection) -> None:
        self.db = db
        self.lock = threading.Lock()
