"""A copy of a journal's file while its server runs: one moment, whole, and without what was deleted."""

import os
import threading
from pathlib import Path

import apsw

from livefeed.model.errors import JournalError
from livefeed.runtime.sqlite_check import find_damage, find_disorder
from livefeed.runtime.sqlite_format import open_reader, read_marks, rename

__all__ = ["copy_journal"]


def copy_journal(path: Path, target: Path) -> None:
    """Copy a journal; the target appears when it is complete, durable and checked.

    SQLite writes the copy anew from one moment of the original, so that it has no freed pages in which something might
    be left. It gets a name of its own: where it takes the original's place one day, readers get a fresh board, as what
    happened after the copy is not in it.

    Raises:
        JournalError: there is no journal, or a target already, or one of them cannot be read or written.
    """
    if not path.is_file():
        raise JournalError(f"{path}: there is no journal")
    if target.exists():
        raise JournalError(f"{target}: is there already")
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        _copy(path, part)
        _finish(part)
        part.rename(target)
        _sync(target.parent)
    except (apsw.Error, OSError) as error:
        raise JournalError(f"{path}, copied to {target}: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _copy(path: Path, part: Path) -> None:
    db = open_reader(path)
    try:
        db.pragma("query_only", "OFF")  # it is another file that is written
        db.execute("VACUUM INTO ?", (str(part),))
    finally:
        db.close()


def _finish(part: Path) -> None:
    """Give the copy its name, check it, and have it on the disk."""
    db = apsw.Connection(str(part))
    try:
        never = threading.Event()
        damage = find_disorder(db, never) or find_damage(db, never, pause=0)
        if damage is not None:
            raise JournalError(f"{part}: damaged: {damage}")
        read_marks(db)
        with db:
            rename(db)
    finally:
        db.close()
    _sync(part)


def _sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
