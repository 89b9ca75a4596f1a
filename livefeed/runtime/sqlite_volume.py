"""How many posts were received a minute, by network: numbers that are kept beside the changes, and never run over."""

from collections import Counter
from collections.abc import Iterable, Mapping

import apsw
import msgspec

from livefeed.runtime.sealing import seal, unseal
from livefeed.runtime.sqlite_rows import put_rows

__all__ = ["MOST", "NETWORKS", "VOLUME", "Counted", "add_volume", "read_volume"]

VOLUME = "CREATE TABLE volume (start INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;"
"""By the time (milliseconds) at which a stretch begins: posts by network."""

MOST = 20_000
"""Rows: two weeks of minutes without a pause. Past it a row stands for twice as long."""
NETWORKS = 16
"""Of a row; others are counted together."""
_OTHERS = "other"

Counted = dict[int, Counter[str]]
"""By the beginning of a stretch, milliseconds: posts by network."""

_counts = msgspec.msgpack.Decoder(dict[str, int])


def add_volume(db: apsw.Connection, counted: Mapping[int, Mapping[str, int]], step: int) -> int:
    """Add posts to the volume, in the transaction that is under way; returns how long a row's stretch is from now on.

    Args:
        db: in a transaction.
        counted: what to add, by minutes.
        step: how long a row's stretch is, milliseconds.

    Raises:
        JournalError: a row is not what was written.
    """
    if not counted:
        return step
    merged = _merged(counted.items(), step)
    is_new = False
    for start, counts in merged.items():
        rows = db.execute("SELECT body FROM volume WHERE start = ?", (start,)).fetchall()
        is_new |= not rows
        for (body,) in rows:
            counts.update(_read(body))
    _put(db, merged)
    while is_new and int(str(db.execute("SELECT count(*) FROM volume").get)) > MOST:
        step *= 2
        fewer = _merged(read_volume(db).items(), step)
        db.execute("DELETE FROM volume")
        _put(db, fewer)
    return step


def read_volume(db: apsw.Connection) -> dict[int, dict[str, int]]:
    """Read all of it, in order of time.

    Raises:
        JournalError: a row is not what was written.
    """
    rows = db.execute("SELECT start, body FROM volume ORDER BY start")
    return {int(str(start)): _read(body) for start, body in rows}


def _read(body: object) -> dict[str, int]:
    return unseal(body, _counts)


def _merged(counted: Iterable[tuple[int, Mapping[str, int]]], step: int) -> Counted:
    merged: Counted = {}
    for start, counts in counted:
        merged.setdefault(start - start % step, Counter()).update(counts)
    return merged


def _put(db: apsw.Connection, counted: Counted) -> None:
    put_rows(db, "REPLACE INTO volume", [(start, seal(_few(counts))) for start, counts in counted.items()])


def _few(counts: Counter[str]) -> dict[str, int]:
    """Name so many networks at most, those with most posts."""
    if len(counts) <= NETWORKS:
        return dict(counts)
    named = dict(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[: NETWORKS - 1])
    named[_OTHERS] = named.get(_OTHERS, 0) + counts.total() - sum(named.values())
    return named
