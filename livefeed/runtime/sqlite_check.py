"""Read a journal's file once, and say what is not as it was written."""

import threading
from collections.abc import Iterator

import apsw

from livefeed.model.errors import JournalError
from livefeed.runtime.sealing import unseal_bytes
from livefeed.runtime.sqlite_changes import change_key

__all__ = ["find_damage", "find_disorder"]

_SLICE = 200
"""Rows read at a time: a long read would keep the write-ahead log from being emptied."""

_PAUSE = 0.001
"""Seconds between slices, so that those who serve readers hardly notice."""

_OPERATIONS = 10_000
"""Of SQLite's machine, between two looks whether to stop."""


def find_disorder(db: apsw.Connection, stop: threading.Event) -> str | None:
    """Check the structure of the file; returns what is wrong with it. Reads all of it in one transaction."""
    db.set_progress_handler(stop.is_set, _OPERATIONS)
    try:
        return next((str(row[0]) for row in db.execute("PRAGMA quick_check(1)") if row[0] != "ok"), None)
    except apsw.InterruptError:
        return None
    except apsw.Error as error:
        return str(error)
    finally:
        db.set_progress_handler(None)


def find_damage(db: apsw.Connection, stop: threading.Event, pause: float = _PAUSE) -> str | None:
    """Compare all bodies with their checksums; returns table and row of the first that does not fit."""
    where = "the schema"
    try:
        for table, key in _sealed_tables(db):
            where = table
            if stop.is_set():
                break
            for name, number, body in _rows(db, table, key, stop, pause):
                where = f"{table}, row {name!r}"
                unseal_bytes(body, number)
    except (JournalError, apsw.Error) as error:
        return f"{where}: {error}"
    return None


def _sealed_tables(db: apsw.Connection) -> list[tuple[str, str]]:
    """Name the tables that have bodies, and their keys."""
    columns: dict[str, list[str]] = {}
    for table, column in db.execute(
        "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY c.cid"
    ):
        columns.setdefault(str(table), []).append(str(column))
    return [(table, names[0]) for table, names in columns.items() if "body" in names]


def _rows(
    db: apsw.Connection, table: str, key: str, stop: threading.Event, pause: float
) -> Iterator[tuple[object, int, object]]:
    """Walk over the rows of a table: by which name, and under which number, each body is sealed."""
    last = -1
    t = "t" if table == "change" else "NULL"
    query = f"SELECT rowid, {key}, {t}, body FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT {_SLICE}"  # noqa: S608 - names of our own
    while rows := db.execute(query, (last,)).fetchall():
        for rowid, name, received, body in rows:
            last = int(str(rowid))
            yield name, 0 if received is None else change_key(last, int(str(received))), body
        if stop.wait(pause):
            return
