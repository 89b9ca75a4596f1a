"""Many rows by few statements, so that SQLite works for long without Python, and other threads work meanwhile."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

import apsw

__all__ = ["Row", "delete_rows", "put_rows", "select_rows"]

Row = tuple["apsw.SQLiteValue", ...]

_AT_ONCE = (256, 64, 16, 4, 1)
"""Rows of one statement: few sizes, so that SQLite has read each statement before."""


def put_rows(db: apsw.Connection, put: str, rows: Sequence[Row]) -> None:
    """Write rows, one after the other.

    Args:
        db: in a transaction.
        put: the statement up to its values: `REPLACE INTO post`.
        rows: all of one width.
    """
    if not rows:
        return
    done, width = 0, len(rows[0])
    for size in _AT_ONCE:
        while len(rows) - done >= size:
            values = tuple(chain.from_iterable(rows[done : done + size]))
            db.execute(_statement(put, width, size), values)
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
def _statement(put: str, width: int, size: int) -> str:
    row = f"({', '.join('?' * width)})"
    return f"{put} VALUES {', '.join([row] * size)}"
