"""The journal of a coverage: its changes in order, and all that the engine needs to go on after a stop.

SQLite through apsw (WAL, `synchronous=FULL`): what is committed survives `kill -9` and power loss. A step's changes,
the engine's memory and the position in a source are written in one transaction, so a position is never ahead of its
data. What is deleted leaves the bytes on disk too: the journal's earlier lines of the entry go, freed pages are
overwritten (`secure_delete`) and the write-ahead log is emptied.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import apsw
import msgspec

from livefeed.engine.limits import Limits
from livefeed.engine.state import Held, Retired, Saved, Step, Tombstone
from livefeed.model.change import Change
from livefeed.model.errors import JournalError
from livefeed.model.post import Profile, Ruling

__all__ = ["Journal", "Write"]

FORMAT = 2
OLDEST_SQLITE = (3, 51, 3)
"""Before it, SQLite can corrupt a database in WAL mode (its change log, 3.51.3)."""

_PRAGMAS = (
    ("locking_mode", "EXCLUSIVE"),
    ("journal_mode", "WAL"),
    ("synchronous", "FULL"),
    ("secure_delete", "ON"),
)

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
CREATE TABLE change (seq INTEGER PRIMARY KEY, entry TEXT NOT NULL, body BLOB NOT NULL) STRICT;
CREATE INDEX change_entry ON change (entry, seq);
CREATE TABLE post (id TEXT PRIMARY KEY, number INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE retired (name TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE tombstone (id TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE profile (author TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE position (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
_RULINGS = "CREATE TABLE ruling (pair TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;"
_UPGRADES = {"1": _RULINGS}
"""What a journal of an older format lacks to be one of the next."""

_LIMITS = Limits()
_BOUNDED = (
    ("retired", 2 * _LIMITS.retired, "retired"),
    ("tombstone", 2 * _LIMITS.tombstones, "tombstones"),
    ("profile", 8 * _LIMITS.profiles, "profiles"),
    ("ruling", 2 * _LIMITS.rulings, "rulings"),
)
"""Tables that would grow for ever: name, rows kept (more than the engine holds, since replacing leaves gaps), and
the part of a step that makes them grow."""

_encode = msgspec.msgpack.Encoder().encode
_decode_change = msgspec.msgpack.Decoder(Change).decode
_decode_held = msgspec.msgpack.Decoder(Held).decode
_decode_retired = msgspec.msgpack.Decoder(Retired).decode
_decode_tombstone = msgspec.msgpack.Decoder(Tombstone).decode
_decode_profile = msgspec.msgpack.Decoder(Profile).decode
_decode_ruling = msgspec.msgpack.Decoder(Ruling).decode


class Write(msgspec.Struct, kw_only=True, gc=False):
    """What one frame brought: written whole or not at all."""

    steps: Sequence[Step]
    counters: tuple[int, int, int]
    """The engine's, after these steps."""
    position: tuple[str, str] | None = None
    """Name and value of the place in a source up to which all is taken in."""


class Journal:
    """One file, one writer. Every method blocks; `JournalWriter` calls it off the loop.

    Raises:
        JournalError: the file is damaged, of another coverage or format, in use, or cannot be written.
    """

    def __init__(self, path: Path, slug: str) -> None:
        if tuple(map(int, apsw.sqlite_lib_version().split("."))) < OLDEST_SQLITE:
            raise JournalError(f"SQLite {apsw.sqlite_lib_version()} is too old: its WAL mode can lose data")
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = apsw.Connection(str(path))
            self._open(slug)
        except (apsw.Error, OSError) as error:
            raise JournalError(f"{path}: {error}") from error

    def _open(self, slug: str) -> None:
        db = self._db
        db.set_busy_timeout(1_000)
        for name, value in _PRAGMAS:
            db.pragma(name, value)
        with db:
            if not db.execute("SELECT 1 FROM sqlite_schema").fetchall():
                db.execute(_SCHEMA + _RULINGS)
                epoch = os.urandom(4).hex()
                db.executemany(
                    "INSERT INTO meta VALUES (?, ?)", [("format", FORMAT), ("slug", slug), ("epoch", epoch), ("tip", 0)]
                )
        problems = [row[0] for row in db.execute("PRAGMA quick_check") if row[0] != "ok"]
        if problems:
            raise JournalError(f"{self.path}: damaged: {problems[0]}")
        meta = self._meta()
        if meta.get("slug") != slug or meta.get("format") not in (str(FORMAT), *_UPGRADES):
            raise JournalError(f"{self.path}: this is the journal of {meta.get('slug')!r}, format {meta.get('format')}")
        with db:
            for older in range(int(meta["format"]), FORMAT):
                db.execute(_UPGRADES[str(older)])
                db.execute("REPLACE INTO meta VALUES ('format', ?)", (older + 1,))
        self.epoch = meta["epoch"]
        self._tip = int(meta["tip"])

    def _meta(self) -> dict[str, str]:
        return {str(name): str(value) for name, value in self._db.execute("SELECT name, value FROM meta")}

    @property
    def tip(self) -> int:
        """The last sequence number given out; 0 where there is none."""
        return self._tip

    def commit(self, writes: Iterable[Write]) -> list[tuple[int, Change]]:
        """Write in one transaction, durably; returns the changes with their numbers.

        Raises:
            JournalError: nothing was written.
        """
        numbered: list[tuple[int, Change]] = []
        erased = False
        tip = self._tip
        try:
            with self._db:
                for write in writes:
                    for step in write.steps:
                        erased |= any(change.erases for change in step.changes)
                        for change in step.changes:
                            tip += 1
                            numbered.append((tip, change))
                            self._add_change(tip, change)
                        self._keep(step)
                    self._keep_marks(write, tip)
            self._tip = tip
            if erased:
                self._db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        except apsw.Error as error:
            raise JournalError(f"{self.path}: {error}") from error
        return numbered

    def _add_change(self, seq: int, change: Change) -> None:
        if change.erases:
            self._db.execute("DELETE FROM change WHERE entry = ?", (change.entry_id,))
        self._db.execute("INSERT INTO change VALUES (?, ?, ?)", (seq, change.entry_id, _encode(change)))

    def _keep(self, step: Step) -> None:
        db = self._db
        for name in step.gone:
            db.execute("DELETE FROM post WHERE id = ?", (name,))
            db.execute("DELETE FROM retired WHERE name = ?", (name,))
        for held in step.held:
            db.execute("REPLACE INTO post VALUES (?, ?, ?)", (held.post.id, held.number, _encode(held)))
        for retired in step.retired:
            db.execute("REPLACE INTO retired VALUES (?, ?)", (retired.name, _encode(retired)))
        for tombstone in step.tombstones:
            db.execute("REPLACE INTO tombstone VALUES (?, ?)", (tombstone.id, _encode(tombstone)))
        for tombstone_id in step.raised:
            db.execute("DELETE FROM tombstone WHERE id = ?", (tombstone_id,))
        for profile in step.profiles:
            db.execute("REPLACE INTO profile VALUES (?, ?)", (profile.author, _encode(profile)))
        for ruling in step.rulings:
            db.execute("REPLACE INTO ruling VALUES (?, ?)", (_pair(ruling), _encode(ruling)))
        for table, limit, grown in _BOUNDED:
            if getattr(step, grown):
                # A row that is replaced gets a new rowid, so the oldest have the lowest.
                db.execute(f"DELETE FROM {table} WHERE rowid <= (SELECT max(rowid) FROM {table}) - ?", (limit,))  # noqa: S608 - names of our own

    def _keep_marks(self, write: Write, tip: int) -> None:
        marks = zip(("posts_taken", "entries_made", "newest"), write.counters, strict=True)
        self._db.executemany("REPLACE INTO meta VALUES (?, ?)", [*marks, ("tip", tip)])
        if write.position is not None:
            self._db.execute("REPLACE INTO position VALUES (?, ?)", write.position)

    def position(self, name: str) -> str | None:
        """Give the position in a source up to which all is taken in."""
        for (value,) in self._db.execute("SELECT value FROM position WHERE name = ?", (name,)):
            return str(value)
        return None

    def saved(self) -> Saved:
        """Gather all that an engine needs to go on."""
        db = self._db
        meta = self._meta()
        return Saved(
            held=[_decode_held(_bytes(b)) for (b,) in db.execute("SELECT body FROM post ORDER BY number")],
            retired=[_decode_retired(_bytes(b)) for (b,) in db.execute("SELECT body FROM retired ORDER BY rowid")],
            tombstones=[
                _decode_tombstone(_bytes(b)) for (b,) in db.execute("SELECT body FROM tombstone ORDER BY rowid")
            ],
            profiles=[_decode_profile(_bytes(b)) for (b,) in db.execute("SELECT body FROM profile ORDER BY rowid")],
            rulings=[_decode_ruling(_bytes(b)) for (b,) in db.execute("SELECT body FROM ruling ORDER BY rowid")],
            posts_taken=int(meta.get("posts_taken", "0")),
            entries_made=int(meta.get("entries_made", "0")),
            newest=int(meta.get("newest", "0")),
        )

    def board_changes(self) -> Iterator[tuple[int, Change]]:
        """Give the last change of each entry, in order: folded, they are the board."""
        rows = self._db.execute("SELECT max(seq), body FROM change GROUP BY entry ORDER BY 1")
        return ((int(str(seq)), _decode_change(_bytes(body))) for seq, body in rows)

    def changes(self, after: int, limit: int) -> list[tuple[int, Change]]:
        """Give the changes that follow a number."""
        rows = self._db.execute("SELECT seq, body FROM change WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit))
        return [(int(str(seq)), _decode_change(_bytes(body))) for seq, body in rows]

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _pair(ruling: Ruling) -> str:
    """Name a pair, whichever of the two comes first."""
    return "\n".join(sorted((ruling.one, ruling.other)))


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise JournalError("a row of the journal is not what was written")
    return value
