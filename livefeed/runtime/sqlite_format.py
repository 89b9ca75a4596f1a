"""The file under a journal: its tables, how it is opened by one writer alone, and how older forms become this one."""

import os
from pathlib import Path

import apsw
import msgspec

from livefeed.model.errors import JournalError
from livefeed.model.times import MINUTE
from livefeed.runtime.sealing import seal, unseal
from livefeed.runtime.sqlite_changes import CHANGES
from livefeed.runtime.sqlite_erasing import JOINED
from livefeed.runtime.sqlite_memory import ARCHIVE, POSTS
from livefeed.runtime.sqlite_upgrades import UPGRADES
from livefeed.runtime.sqlite_volume import VOLUME
from livefeed.runtime.sqlite_words import SCHEMA as WORDS

__all__ = [
    "FORMAT",
    "Marks",
    "begin",
    "lock",
    "open_reader",
    "open_writer",
    "read_marks",
    "read_meta",
    "rename",
    "write_marks",
]

FORMAT = 6
OLDEST_SQLITE = (3, 51, 3)
"""Before it, SQLite can corrupt a database in WAL mode (its change log, 3.51.3)."""

_PATIENCE = 20
"""Milliseconds that the writer waits for readers; they are in its way only when it empties the log."""

_READERS_PATIENCE = 1_000
"""Milliseconds that a reader waits while the log is emptied, or recovered after a crash."""

_WRITER = (
    ("journal_mode", "WAL"),
    ("synchronous", "FULL"),
    ("secure_delete", "ON"),
    ("wal_autocheckpoint", 0),  # `tidy` does it, after readers have what was committed
    ("cache_size", -16_000),
)
_READER = (("query_only", "ON"), ("wal_autocheckpoint", 0), ("cache_size", -8_000))

_SCHEMA = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
{CHANGES}{JOINED}{VOLUME}CREATE TABLE name (id INTEGER PRIMARY KEY, entry INTEGER NOT NULL) STRICT;
CREATE TABLE tombstone (id TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE profile (author TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE ruling (pair TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE position (name TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE entry (place INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
{POSTS}{WORDS}{ARCHIVE}
"""
"""Keys are numbers that grow, wherever there are many rows: an entry's is its ordinal, a post's its order of arrival,
and what is new goes to the end. `entry` has those that are there, by their place on the page, with the number of their
last change: the board, ready to be read. `name` leads from an entry's id to its ordinal (`name_row`)."""


_KNOWN = {str(known) for known in (*UPGRADES, FORMAT)}


class Marks(msgspec.Struct, kw_only=True, frozen=True):
    """How far the journal and the engine are; one sealed row."""

    tip: int = 0
    posts_taken: int = 0
    entries_made: int = 0
    newest: int = 0
    attic_tail: int = 0
    newest_t: int = 0
    """When the last change was received, milliseconds."""
    removed: int = 0
    """Entries that are gone for good; those that joined another are not."""
    erased_at: int = 0
    """The number of the last change that took earlier ones away; 0 where there was none."""
    volume_step: int = MINUTE


_marks = msgspec.msgpack.Decoder(Marks)


def lock(path: Path) -> apsw.Connection:
    """Be the only writer, until what this returns is closed or the process ends, however it ends.

    The lock is SQLite's own, on an empty database beside the journal: it holds on every system, against this process
    and others, and lets readers of the journal be.

    Raises:
        apsw.BusyError: somebody else is.
    """
    held = apsw.Connection(f"{path}.lock")
    held.pragma("journal_mode", "MEMORY")
    held.execute("BEGIN EXCLUSIVE")
    return held


def open_writer(path: Path, slug: str) -> apsw.Connection:
    """Open the file, make it where it is missing, and bring it to this form where it is older.

    Raises:
        JournalError: it is of another coverage or of a form that we do not know.
        apsw.Error: it cannot be read or written.
    """
    if tuple(map(int, apsw.sqlite_lib_version().split("."))) < OLDEST_SQLITE:
        raise JournalError(f"SQLite {apsw.sqlite_lib_version()} is too old: its WAL mode can lose data")
    db = apsw.Connection(str(path))
    db.set_busy_timeout(_PATIENCE)
    for name, value in _WRITER:
        db.pragma(name, value)
    with db:
        if not db.execute("SELECT 1 FROM sqlite_schema").fetchall():
            begin(db, slug)
    meta = read_meta(db)
    if meta.get("slug") != slug or meta.get("format") not in _KNOWN:
        raise JournalError(f"{path}: this is the journal of {meta.get('slug')!r}, format {meta.get('format')}")
    with db:
        for older in range(int(meta["format"]), FORMAT):
            UPGRADES[older](db)
            db.execute("REPLACE INTO meta VALUES ('format', ?)", (older + 1,))
    return db


def open_reader(path: Path) -> apsw.Connection:
    """Open the file of a journal to read in it, beside its writer."""
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    db.set_busy_timeout(_READERS_PATIENCE)
    for name, value in _READER:
        db.pragma(name, value)
    return db


def read_meta(db: apsw.Connection) -> dict[str, str]:
    """Read what the file says of itself, other than `Marks`."""
    return {str(name): str(value) for name, value in db.execute("SELECT name, value FROM meta WHERE name <> 'marks'")}


def begin(db: apsw.Connection, slug: str) -> None:
    """Make the tables of a new journal."""
    db.execute(_SCHEMA)
    db.executemany("INSERT INTO meta VALUES (?, ?)", [("format", FORMAT), ("slug", slug)])
    rename(db)
    _make_key(db)
    write_marks(db, Marks())


def rename(db: apsw.Connection) -> None:
    """Give the journal a name that no other has: its history is its own from here on."""
    db.execute("REPLACE INTO meta VALUES ('epoch', ?)", (os.urandom(4).hex(),))


def _make_key(db: apsw.Connection) -> None:
    db.execute("INSERT INTO meta VALUES ('key', ?)", (os.urandom(16).hex(),))


def read_marks(db: apsw.Connection) -> Marks:
    """Read how far the journal is.

    Raises:
        JournalError: this is not what was written, or not what the changes say.
    """
    rows = db.execute("SELECT value FROM meta WHERE name = 'marks'").fetchall()
    if not rows:
        raise JournalError("meta: the row 'marks' is missing")
    try:
        marks = unseal(rows[0][0], _marks)
    except JournalError as error:
        raise JournalError(f"meta, row 'marks': {error}") from error
    last = db.execute("SELECT coalesce(max(seq), 0) FROM change").get
    if last != marks.tip:
        raise JournalError(f"change: the last row is {last}, and {marks.tip} was written")
    return marks


def write_marks(db: apsw.Connection, marks: Marks) -> None:
    """Write how far the journal is."""
    db.execute("REPLACE INTO meta VALUES ('marks', ?)", (seal(marks),))
