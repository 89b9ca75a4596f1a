"""What a journal of an older form lacks to be one of the next; each step knows the two forms it lies between, and no other."""

import os
from collections import Counter
from itertools import chain

import apsw
import msgspec

from livefeed.engine.finding import entry_terms
from livefeed.model.change import PutEntry
from livefeed.model.entry import order_key
from livefeed.model.times import MINUTE
from livefeed.runtime.sealing import seal, seal_bytes, unseal, unseal_bytes
from livefeed.runtime.sqlite_changes import read_change
from livefeed.runtime.sqlite_memory import name_row
from livefeed.runtime.sqlite_rows import Row, put_rows
from livefeed.runtime.sqlite_volume import Counted, add_volume
from livefeed.runtime.sqlite_words import SCHEMA as WORDS
from livefeed.runtime.sqlite_words import Words

__all__ = ["UPGRADES"]

_SLICE = 1_000
"""Entries of which words are in memory at a time."""

_MARKS = ("tip", "posts_taken", "entries_made", "newest")


class _Place(msgspec.Struct):
    """The part of an entry, in whatever form, that says which it is and where it stands."""

    ordinal: int
    at: int


class _Head(msgspec.Struct):
    """The part of a change that says what it is about; a drop has no entry."""

    entry: _Place | None = None


_head = msgspec.msgpack.Decoder(_Head)
_any = msgspec.msgpack.Decoder()


def _to_2(db: apsw.Connection) -> None:
    """There were no rulings."""
    db.execute("CREATE TABLE ruling (pair TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT")


def _to_3(db: apsw.Connection) -> None:
    """Bodies had no checksums, the board was folded at each start, and what left the window was gone."""
    db.create_scalar_function("sealed", _sealed)
    db.execute("UPDATE change SET body = sealed(body, seq)")
    for table in ("post", "tombstone", "profile", "ruling"):
        db.execute(f"UPDATE {table} SET body = sealed(body, 0)")  # noqa: S608 - names of our own
    positions = db.execute("SELECT name, value FROM position").fetchall()
    db.execute("DROP TABLE position; CREATE TABLE position (name TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT")
    db.executemany("INSERT INTO position VALUES (?, ?)", [(name, seal(value)) for name, value in positions])
    meta = {str(name): str(value) for name, value in db.execute("SELECT name, value FROM meta")}
    marks = seal({**{name: int(meta.get(name, "0")) for name in _MARKS}, "attic_tail": 0})
    db.executemany("DELETE FROM meta WHERE name = ?", [(name,) for name in _MARKS])
    db.executemany("INSERT INTO meta VALUES (?, ?)", [("marks", marks), ("key", os.urandom(16).hex())])
    db.execute(
        """
        DROP TABLE retired;
        CREATE TABLE retired (entry INTEGER PRIMARY KEY, place INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE archive (entry INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE archive_author (author TEXT NOT NULL, entry INTEGER NOT NULL) STRICT;
        CREATE TABLE entry (place INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
        """
    )
    for seq, body in db.execute("SELECT max(seq), body FROM change GROUP BY entry").fetchall():
        entry = unseal(body, _head, int(str(seq))).entry
        if entry is not None:
            db.execute("REPLACE INTO entry VALUES (?, ?)", (int(order_key(entry.at, entry.ordinal), 16), seq))


def _to_4(db: apsw.Connection) -> None:
    """Entries, posts and authors were found by their names; each new one went to a random page of an index."""
    db.create_scalar_function("ordinal", _ordinal)
    db.create_scalar_function("with_ordinal", _with_ordinal)
    db.create_scalar_function("name_digest", _name_digest)
    db.execute(
        """
        CREATE TABLE new_change (seq INTEGER PRIMARY KEY, entry INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        INSERT INTO new_change SELECT seq, ordinal(seq, body), with_ordinal(seq, body) FROM change ORDER BY seq;
        CREATE TABLE name (id INTEGER PRIMARY KEY, entry INTEGER NOT NULL) STRICT;
        INSERT OR REPLACE INTO name SELECT name_digest(entry), ordinal(seq, body) FROM change ORDER BY seq;
        DROP TABLE change;
        ALTER TABLE new_change RENAME TO change;
        CREATE INDEX change_entry ON change (entry);
        CREATE TABLE new_post (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        INSERT INTO new_post SELECT number, body FROM post ORDER BY number;
        DROP TABLE post;
        ALTER TABLE new_post RENAME TO post;
        CREATE TABLE new_archive_author (
            author INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (author, entry)
        ) STRICT, WITHOUT ROWID;
        INSERT OR IGNORE INTO new_archive_author SELECT name_digest(author), entry FROM archive_author;
        DROP TABLE archive_author;
        ALTER TABLE new_archive_author RENAME TO archive_author;
        """
    )


class _Copied(msgspec.Struct):
    at: int


class _Seen(msgspec.Struct):
    """The part of an entry that says when it must have been received, at the earliest."""

    ordinal: int
    at: int
    first_seen: int
    copies: list[_Copied] = []


class _Received(msgspec.Struct):
    """The part of a change that says when it must have been received; a drop has no entry."""

    entry: _Seen | None = None
    why: str = ""


class _By(msgspec.Struct):
    network: str


class _Taken(msgspec.Struct):
    """The part of a post in the fold that says when it came, and whence."""

    post: _By
    received_at: int
    hidden: bool = False


_received = msgspec.msgpack.Decoder(_Received)
_taken = msgspec.msgpack.Decoder(_Taken)
_taken_together = msgspec.msgpack.Decoder(list[_Taken])


def _to_5(db: apsw.Connection) -> None:
    """Nothing said when a change was received, what stood in a place before, or how many posts came a minute.

    A change gets the time at which its entry was first seen, or that of its last copy; never one before the change that
    it follows. The volume has the posts that are still there.
    """
    db.execute("DROP INDEX change_entry; ALTER TABLE change RENAME TO old_change")
    db.execute(
        """
        CREATE TABLE change (
            seq INTEGER PRIMARY KEY, entry INTEGER NOT NULL, t INTEGER NOT NULL, place INTEGER, body BLOB NOT NULL
        ) STRICT;
        CREATE TABLE joined (entry INTEGER PRIMARY KEY, heir INTEGER NOT NULL) STRICT;
        CREATE INDEX joined_heir ON joined (heir);
        CREATE TABLE volume (start INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        """
    )
    last = t = removed = 0
    query = "SELECT seq, entry, body FROM old_change WHERE seq > ? ORDER BY seq LIMIT ?"
    while rows := db.execute(query, (last, _SLICE)).fetchall():
        timed: list[Row] = []
        for seq, ordinal, sealed in rows:
            last = int(str(seq))
            body = unseal_bytes(sealed, last)
            change = _received.decode(body)
            entry, place = change.entry, None
            if entry is None:
                removed += change.why != "joined"
            else:
                t = max(t, entry.first_seen, entry.at, *(copy.at for copy in entry.copies))
                place = int(order_key(entry.at, entry.ordinal), 16)
            timed.append((seq, ordinal, t, place, seal_bytes(body, last ^ t)))
        put_rows(db, "INSERT INTO change", timed)
    db.execute(
        """
        DROP TABLE old_change;
        CREATE INDEX change_entry ON change (entry);
        CREATE INDEX change_place ON change (place);
        """
    )
    (sealed,) = db.execute("SELECT value FROM meta WHERE name = 'marks'").fetchone() or (None,)
    marks = unseal(sealed, _any)
    marks |= {"newest_t": t, "removed": removed, "erased_at": marks["tip"], "volume_step": _volume(db)}
    db.execute("REPLACE INTO meta VALUES ('marks', ?)", (seal(marks),))


def _volume(db: apsw.Connection) -> int:
    """Count the posts that are there, by minutes; returns how long a row's stretch is."""
    counted: Counted = {}
    alone = (unseal(body, _taken) for (body,) in db.execute("SELECT body FROM post"))
    together = (one for (body,) in db.execute("SELECT body FROM archive") for one in unseal(body, _taken_together))
    for taken in chain(alone, together):
        if not taken.hidden:
            counted.setdefault(taken.received_at - taken.received_at % MINUTE, Counter())[taken.post.network] += 1
    return add_volume(db, counted, MINUTE)


def _to_6(db: apsw.Connection) -> None:
    """Only words were found, without their order, and by shorter digests; before form 4 there was no index."""
    db.execute("DROP TABLE IF EXISTS words")
    db.execute(WORDS)
    _index(db)


def _index(db: apsw.Connection) -> None:
    """Write the index of all entries that are there."""
    words = Words(str(db.execute("SELECT value FROM meta WHERE name = 'key'").get))
    query = """
    SELECT entry.place, change.seq, change.t, body FROM entry JOIN change ON change.seq = entry.seq
    WHERE entry.place > ? ORDER BY entry.place LIMIT ?
    """
    last = -1
    while rows := db.execute(query, (last, _SLICE)).fetchall():
        last = int(str(rows[-1][0]))
        changes = [read_change(*row[1:]) for row in rows]
        entries = [change.entry for change in changes if isinstance(change, PutEntry)]
        words.move(db, (), [(entry.place, entry_terms(entry)) for entry in entries])


# Functions for SQLite: of a row's columns, a new one.


def _sealed(*row: "apsw.SQLiteValue") -> "apsw.SQLiteValue":
    body, key = row
    return seal_bytes(body, int(str(key))) if isinstance(body, bytes) else body


def _ordinal(*row: "apsw.SQLiteValue") -> "apsw.SQLiteValue":
    seq, body = row
    entry = unseal(body, _head, int(str(seq))).entry
    return -int(str(seq)) if entry is None else entry.ordinal


def _with_ordinal(*row: "apsw.SQLiteValue") -> "apsw.SQLiteValue":
    """Put an ordinal into a drop. Nothing else is left of its entry, so one that no entry has will do."""
    seq, body = row
    number = int(str(seq))
    if unseal(body, _head, number).entry is not None:
        return body
    return seal({**_any.decode(unseal_bytes(body, number)), "ordinal": -number}, number)


def _name_digest(*row: "apsw.SQLiteValue") -> "apsw.SQLiteValue":
    return name_row(str(row[0]), 0)[0]


UPGRADES = {1: _to_2, 2: _to_3, 3: _to_4, 4: _to_5, 5: _to_6}
"""By the form that a journal has: what makes it one of the next."""
