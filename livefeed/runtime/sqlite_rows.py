"""Many rows by few statements, so that SQLite works for long without Python, and other threads work meanwhile."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

import apsw

__all__ = ["Row", "delete_rows", "put_rows", "select_rows"]

Row = tuple["apsw.SQLiteValue", ...]

_AT_ONCE = (256, 64, 16, 4, 1)
"""Rows of one statement: few sizes, so that SQLite has read each statement before."""


def put_rows(db: apsw.Connection, table: str, rows: Sequence[Row]) -> None:
    """Write rows in their order; each takes the place of one with the same key.

    Args:
        db: in a transaction.
        table: a name of our own, with the columns where not all are given: `words(rowid, digests)`.
        rows: all of one width.
    """
    if not rows:
        return
    done, width = 0, len(rows[0])
    for size in _AT_ONCE:
        while len(rows) - done >= size:
            values = tuple(chain.from_iterable(rows[done : done + size]))
            db.execute(_put(table, width, size), values)
            done += size


def delete_rows(db: apsw.Connection, table: str, column: str, numbers: Iterable[int]) -> None:
    """Delete the rows that have one of these numbers in a column; both names are our own."""
    listed = list(numbers)
    if listed:
        db.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (str(listed),))  # noqa: S608 - as said


def select_rows(db: apsw.Connection, query: str, numbers: Iterable[int]) -> Iterator[Row]:
    """Ask for what belongs to numbers; the query has them by `json_each(?)`."""
    listed = list(numbers)
    return iter(db.execute(query, (str(listed),)) if listed else ())


@lru_cache(maxsize=100)
def _put(table: str, width: int, size: int) -> str:
    row = "({})".format(", ".join("?" * width))
    return f"REPLACE INTO {table} VALUES {', '.join([row] * size)}"  # noqa: S608 - as said above
