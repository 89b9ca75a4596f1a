"""What an engine remembers, in the tables of a journal: posts, the archive, tombstones, people, rulings."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

import apsw
import msgspec

from livefeed.engine.limits import Limits
from livefeed.engine.state import Held, Retired, Saved, Step, Tombstone
from livefeed.model.post import Profile, Ruling
from livefeed.runtime.sealing import seal, unseal
from livefeed.runtime.sqlite_rows import delete_rows, put_rows

__all__ = ["ARCHIVE", "POSTS", "Memory", "archived", "archived_by", "gather", "name_row"]

POSTS = "CREATE TABLE post (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;"
"""What the window holds, by order of arrival: a new row is always the last."""

ARCHIVE = """
CREATE TABLE retired (entry INTEGER PRIMARY KEY, place INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE archive (entry INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE archive_author (
    author INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (author, entry)
) STRICT, WITHOUT ROWID;
"""
"""Entries that have left the window: what finds them again, their posts, and who wrote those (`name_row`)."""

_LIMITS = Limits()
_BOUNDED = (
    ("tombstone", 2 * _LIMITS.tombstones, "tombstones"),
    ("profile", 8 * _LIMITS.profiles, "profiles"),
    ("ruling", 2 * _LIMITS.rulings, "rulings"),
)
"""Tables that would grow for ever: name, rows kept (more than the engine holds, since replacing leaves gaps), and
the part of a step that makes them grow."""

_REMEMBERED = """
SELECT body FROM retired
WHERE place >= coalesce((SELECT max(place) FROM retired WHERE place <= ?), 0) ORDER BY place
"""
"""Beginning with the entry in whose hashes the first place lies that the attic has not forgotten."""

_held = msgspec.msgpack.Decoder(Held)
_posts = msgspec.msgpack.Decoder(list[Held])
_retired = msgspec.msgpack.Decoder(Retired)
_tombstone = msgspec.msgpack.Decoder(Tombstone)
_profile = msgspec.msgpack.Decoder(Profile)
_ruling = msgspec.msgpack.Decoder(Ruling)


class Memory:
    """What steps want remembered, together: each row once, as it is in the end."""

    def __init__(self) -> None:
        self._held: dict[int, Held | None] = {}
        self._recalled: set[int] = set()
        self._retired: dict[int, Retired] = {}
        self._rules: list[Step] = []

    def add(self, step: Step) -> None:
        """Take a step's word over those before it."""
        for entry in step.recalled:
            self._recalled.add(entry)
            self._retired.pop(entry, None)
        for number in step.gone:
            self._held[number] = None
        for held in step.held:
            self._held[held.number] = held
        for retired in step.retired:
            self._retired[retired.entry] = retired
        if step.tombstones or step.raised or step.profiles or step.rulings:
            self._rules.append(step)

    def write(self, db: apsw.Connection) -> None:
        """Write it down, in the transaction that is under way."""
        delete_rows(db, "post", "number", (number for number, held in self._held.items() if held is None))
        put_rows(
            db, "REPLACE INTO post", [(held.number, seal(held)) for held in self._held.values() if held is not None]
        )
        self._write_archive(db)
        for step in self._rules:
            _keep_rules(db, step)

    def _write_archive(self, db: apsw.Connection) -> None:
        back = sorted(self._recalled)
        writers = [name_row(author, entry) for entry in back for author in _authors(archived(db, entry))]
        db.executemany("DELETE FROM archive_author WHERE author = ? AND entry = ?", writers)
        for table in ("retired", "archive"):
            delete_rows(db, table, "entry", back)
        away = [self._retired[entry] for entry in sorted(self._retired)]
        put_rows(db, "REPLACE INTO retired", [(one.entry, one.place, seal(_without_posts(one))) for one in away])
        put_rows(db, "REPLACE INTO archive", [(one.entry, seal(one.posts)) for one in away])
        writers = [name_row(author, one.entry) for one in away for author in _authors(one.posts)]
        put_rows(db, "REPLACE INTO archive_author", sorted(writers))


def name_row(name: str, entry: int) -> tuple[int, int]:
    """Let an entry be found by a name, its own or an author's: by a digest of 64 bits, and the entry's ordinal."""
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True), entry


def _authors(posts: Iterable[Held]) -> set[str]:
    return {held.post.author.id for held in posts}


def _without_posts(retired: Retired) -> Retired:
    return msgspec.structs.replace(retired, posts=[])


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
            db.execute(f"DELETE FROM {table} WHERE rowid <= (SELECT max(rowid) FROM {table}) - ?", (limit,))  # noqa: S608 - names of our own


def gather(db: apsw.Connection, attic_tail: int) -> Saved:
    """Read all that is remembered, but how far the engine is.

    Args:
        db: of one moment.
        attic_tail: the place of the attic's next hash. What is so far behind that the attic has forgotten it is not read
            of the archive; it would be decoded in vain at every start.

    Raises:
        JournalError: a row is not what was written.
    """
    return Saved(
        held=list(_bodies(db, "SELECT body FROM post ORDER BY number", _held)),
        retired=list(_bodies(db, _REMEMBERED, _retired, (attic_tail - _LIMITS.retired,))),
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
    digest, _ = name_row(author, 0)
    rows = db.execute("SELECT entry FROM archive_author WHERE author = ? ORDER BY entry", (digest,))
    return [int(str(entry)) for (entry,) in rows]


def _bodies(
    db: apsw.Connection, query: str, decoder: "msgspec.msgpack.Decoder[Any]", numbers: tuple[int, ...] = ()
) -> Iterator[Any]:
    return (unseal(body, decoder) for (body,) in db.execute(query, numbers))


def _pair(ruling: Ruling) -> str:
    """Name a pair, whichever of the two comes first."""
    return "\n".join(sorted((ruling.one, ruling.other)))
