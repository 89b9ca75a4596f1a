"""What an engine remembers, in the tables of a journal: posts, the archive, tombstones, people, rulings."""

from collections.abc import Iterator
from typing import Any

import apsw
import msgspec

from livefeed.engine.limits import Limits
from livefeed.engine.state import Held, Retired, Saved, Step, Tombstone
from livefeed.model.post import Profile, Ruling
from livefeed.runtime.sealing import seal, unseal

__all__ = ["ARCHIVE", "archived", "archived_by", "gather", "keep"]

ARCHIVE = """
CREATE TABLE retired (entry INTEGER PRIMARY KEY, place INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE archive (entry INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE archive_author (
    author TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (author, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX archive_author_entry ON archive_author (entry);
"""
"""Entries that have left the window: what finds them again, their posts, and who wrote those."""

_LIMITS = Limits()
_BOUNDED = (
    ("tombstone", 2 * _LIMITS.tombstones, "tombstones"),
    ("profile", 8 * _LIMITS.profiles, "profiles"),
    ("ruling", 2 * _LIMITS.rulings, "rulings"),
)
"""Tables that would grow for ever: name, rows kept (more than the engine holds, since replacing leaves gaps), and
the part of a step that makes them grow."""

_held = msgspec.msgpack.Decoder(Held)
_posts = msgspec.msgpack.Decoder(list[Held])
_retired = msgspec.msgpack.Decoder(Retired)
_tombstone = msgspec.msgpack.Decoder(Tombstone)
_profile = msgspec.msgpack.Decoder(Profile)
_ruling = msgspec.msgpack.Decoder(Ruling)


def keep(db: apsw.Connection, step: Step) -> None:
    """Write what a step says is to be remembered, or no longer."""
    for entry in step.recalled:
        for table in ("retired", "archive", "archive_author"):
            db.execute(f"DELETE FROM {table} WHERE entry = ?", (entry,))  # noqa: S608 - names of our own
    for name in step.gone:
        db.execute("DELETE FROM post WHERE id = ?", (name,))
    for held in step.held:
        db.execute("REPLACE INTO post VALUES (?, ?, ?)", (held.post.id, held.number, seal(held)))
    for retired in step.retired:
        _put_away(db, retired)
    if step.tombstones or step.raised or step.profiles or step.rulings:
        _keep_rules(db, step)


def _put_away(db: apsw.Connection, retired: Retired) -> None:
    index = msgspec.structs.replace(retired, posts=[])
    db.execute("REPLACE INTO retired VALUES (?, ?, ?)", (retired.entry, retired.place, seal(index)))
    db.execute("REPLACE INTO archive VALUES (?, ?)", (retired.entry, seal(retired.posts)))
    for author in {held.post.author.id for held in retired.posts}:
        db.execute("REPLACE INTO archive_author VALUES (?, ?)", (author, retired.entry))


def _keep_rules(db: apsw.Connection, step: Step) -> None:
    for tombstone in step.tombstones:
        db.execute("REPLACE INTO tombstone VALUES (?, ?)", (tombstone.key, seal(tombstone)))
    for key in step.raised:
        db.execute("DELETE FROM tombstone WHERE id = ?", (key,))
    for profile in step.profiles:
        db.execute("REPLACE INTO profile VALUES (?, ?)", (profile.author, seal(profile)))
    for ruling in step.rulings:
        db.execute("REPLACE INTO ruling VALUES (?, ?)", (_pair(ruling), seal(ruling)))
    for table, limit, grown in _BOUNDED:
        if getattr(step, grown):
            # A row that is replaced gets a new rowid, so the oldest have the lowest.
            db.execute(f"DELETE FROM {table} WHERE rowid <= (SELECT max(rowid) FROM {table}) - ?", (limit,))  # noqa: S608 - as above


def gather(db: apsw.Connection) -> Saved:
    """Read all that is remembered, but how far the engine is.

    Raises:
        JournalError: a row is not what was written.
    """
    return Saved(
        held=list(_bodies(db, "SELECT body FROM post ORDER BY number", _held)),
        retired=list(_bodies(db, "SELECT body FROM retired ORDER BY place", _retired)),
        tombstones=list(_bodies(db, "SELECT body FROM tombstone ORDER BY rowid", _tombstone)),
        profiles=list(_bodies(db, "SELECT body FROM profile ORDER BY rowid", _profile)),
        rulings=list(_bodies(db, "SELECT body FROM ruling ORDER BY rowid", _ruling)),
    )


def archived(db: apsw.Connection, entry: int) -> list[Held]:
    """Read the posts of an entry that has left the window; none where there are none.

    Raises:
        JournalError: the row is not what was written.
    """
    for (body,) in db.execute("SELECT body FROM archive WHERE entry = ?", (entry,)):
        return unseal(body, _posts)
    return []


def archived_by(db: apsw.Connection, author: str) -> list[int]:
    """List the entries that have left the window with a post of an author, the oldest first."""
    rows = db.execute("SELECT entry FROM archive_author WHERE author = ? ORDER BY entry", (author,))
    return [int(str(entry)) for (entry,) in rows]


def _bodies(db: apsw.Connection, query: str, decoder: "msgspec.msgpack.Decoder[Any]") -> Iterator[Any]:
    return (unseal(body, decoder) for (body,) in db.execute(query))


def _pair(ruling: Ruling) -> str:
    """Name a pair, whichever of the two comes first."""
    return "\n".join(sorted((ruling.one, ruling.other)))
