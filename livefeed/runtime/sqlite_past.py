"""The past of a journal on SQLite: numbers are searched for by time, boards walked down by place, nothing is folded.

Each change is indexed by the place where it put its entry. What stood in a place at a number is the last change of that
place up to it, if it is the last of its entry up to it too. So the board of a moment costs what is looked at, wherever
in the journal the moment lies, and has no copy that a deletion would have to reach.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import apsw

from livefeed.model.change import PutEntry
from livefeed.model.entry import Entry, order_key
from livefeed.runtime.past import Facts, Standing, Stretch
from livefeed.runtime.sqlite_changes import read_change
from livefeed.runtime.sqlite_format import Marks, read_marks
from livefeed.runtime.sqlite_volume import read_volume

__all__ = ["PLACES", "SqlitePast"]

PLACES = 100_000
"""Places looked at for one part of a board: what came later stands among what was there."""

_TOP = (1 << 63) - 1
_TIME_OF = "SELECT seq, t FROM change WHERE seq >= ? ORDER BY seq LIMIT 1"
_CHANGES = "SELECT seq, t, body FROM change WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
_STOOD = """
WITH RECURSIVE walk(place, number) AS (
    VALUES ((SELECT max(place) FROM change WHERE place < :before), 1)
    UNION ALL
    SELECT (SELECT max(place) FROM change WHERE place < walk.place), number + 1
    FROM walk WHERE walk.place IS NOT NULL AND number < :places
)
SELECT %s FROM walk
LEFT JOIN change AS stood
ON stood.seq = (SELECT max(seq) FROM change WHERE place = walk.place AND seq <= :seq)
AND stood.seq = (SELECT max(seq) FROM change WHERE entry = stood.entry AND seq <= :seq)
WHERE stood.seq IS NOT NULL OR number = :places
LIMIT :limit
"""
"""Of the places below one, downwards, those where something stood; and the last place looked at where that was too many."""

_BOARD = _STOOD % "walk.place, stood.seq, stood.t, stood.body"
_COUNT = f"SELECT count(*) FROM ({_STOOD % 'walk.place'})"  # noqa: S608 - as above

Reading = Callable[[], AbstractContextManager[apsw.Connection]]
"""Gives the connection to whoever is the one that reads, and explains what goes wrong."""


class SqlitePast:
    """See `livefeed.runtime.past.Past`; each method reads one moment of the file."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @contextmanager
    def _snapshot(self) -> Iterator[tuple[apsw.Connection, Marks]]:
        with self._reading() as db, db:
            yield db, read_marks(db)

    def facts(self) -> Facts:
        """Say what is known of all of it."""
        with self._snapshot() as (db, marks):
            rows = db.execute(_CHANGES, (0, _TOP, 1)).fetchall()
            change = read_change(*rows[0]) if rows else None
            return Facts(
                tip=marks.tip,
                begins=_number(rows[0][1]) if rows else None,
                ends=marks.newest_t if rows else None,
                entries=_number(db.execute("SELECT count(*) FROM entry").get),
                removed=marks.removed,
                first=None if change is None else change.entry_id,
                step=marks.volume_step,
                volume=read_volume(db),
            )

    def board(self, at: int, tip: int, before: int | None, limit: int) -> Standing:
        """Give the entries of the board of a moment."""
        with self._snapshot() as (db, marks):
            at = min(at, marks.newest_t)
            seq = min(tip, _moment(db, marks, at))
            entries: list[tuple[int, Entry]] = []
            older = None
            for place, *row in db.execute(_BOARD, _asked(at, seq, before, limit)):
                change = None if row[0] is None else read_change(*row)
                if not isinstance(change, PutEntry):
                    older = f"{_number(place):016x}"
                elif len(entries) == limit:
                    older = entries[-1][1].key
                else:
                    entries.append((_number(row[0]), change.entry))
        return Standing(at=at, seq=seq, entries=entries, older=older, erased_at=marks.erased_at)

    def count(self, at: int, tip: int, most: int) -> int:
        """Count the entries of the board of a moment, up to one more than so many."""
        with self._snapshot() as (db, marks):
            asked = _asked(at, min(tip, _moment(db, marks, at)), None, most)
            return _number(db.execute(_COUNT, asked).get)

    def changes(self, after: int, at: int, tip: int, limit: int) -> Stretch:
        """Give the changes that follow a number, up to a moment."""
        with self._snapshot() as (db, marks):
            last = min(tip, _moment(db, marks, at))
            rows = db.execute(_CHANGES, (after, last, limit + 1)).fetchall()
            more = len(rows) > limit
            changes = [(_number(t), _number(seq), read_change(seq, t, body)) for seq, t, body in rows[:limit]]
        upto = changes[-1][1] if more else max(after, last)
        return Stretch(changes=changes, upto=upto, more=more, erased_at=marks.erased_at)


def _asked(at: int, seq: int, before: int | None, limit: int) -> dict[str, int]:
    # Nothing stands later than it was received, so what came after the moment need not be walked over.
    below = min(_TOP if before is None else before, int(order_key(at + 1, 0), 16), _TOP)
    return {"before": below, "places": PLACES, "limit": limit + 1, "seq": seq}


def _moment(db: apsw.Connection, marks: Marks, at: int) -> int:
    """Find the last change that was received up to a time; times do not run back, so by halving."""
    if at >= marks.newest_t:
        return marks.tip
    found, end = 0, marks.tip
    while found < end:
        middle = (found + end + 1) // 2
        # Where numbers were erased, the next one that is there speaks for them.
        seq, t = db.execute(_TIME_OF, (middle,)).fetchall()[0]
        if _number(t) <= at:
            found = _number(seq)
        else:
            end = middle - 1
    return found


def _number(value: object) -> int:
    return int(str(value))
