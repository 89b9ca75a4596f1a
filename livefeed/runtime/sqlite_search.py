"""Search a journal's file: beside its writer, or where nobody writes any more."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from itertools import islice
from pathlib import Path

import apsw
import msgspec

from livefeed.engine.query import Query
from livefeed.engine.tally import PART, Tally
from livefeed.model.change import PutEntry
from livefeed.model.entry import Entry, lowest_place
from livefeed.model.errors import JournalError
from livefeed.runtime.sqlite_changes import read_change
from livefeed.runtime.sqlite_format import FORMAT, open_reader, read_meta
from livefeed.runtime.sqlite_words import Words

__all__ = ["COUNTED", "SqliteSearch", "open_search"]

COUNTED = 50_000
"""Entries that a search counts; where there are more, it says that they are at least so many."""

_TOP = 1 << 62
"""Above every place on a page."""


class SqliteSearch:
    """Finds entries and counts them.

    Args:
        reading: lends a reader of the file, to one at a time.
        words: the file's index.
    """

    def __init__(self, reading: Callable[[], AbstractContextManager[apsw.Connection]], words: Words) -> None:
        self._reading = reading
        self._words = words

    def find(self, query: Query, before: int | None, limit: int) -> list[Entry]:
        """Find the entries that a query takes, as `Journal.search` says."""
        with self._reading() as db:
            rows = self._words.find(db, query, _places(query, before))
            changes = (read_change(*row) for row in rows)
            found = (change.entry for change in changes if isinstance(change, PutEntry))
            return list(islice(filter(query.takes, found), limit))

    def tally(self, query: Query) -> Tally:
        """Count the entries that a query takes, the newest first, `COUNTED` at most."""
        with self._reading() as db:
            parts = self._words.count(db, query, _places(query, None), lowest_place(PART), COUNTED + 1)
        if sum(parts.values()) <= COUNTED:
            return Tally(parts=parts)
        oldest = min(parts)
        return Tally(parts={**parts, oldest: parts[oldest] - 1}, is_whole=False)


def _places(query: Query, before: int | None) -> range:
    """Give the places between which a query's entries stand."""
    since = 0 if query.since is None else lowest_place(query.since)
    until = _TOP if query.until is None else lowest_place(query.until)
    return range(min(since, _TOP), min(until, _TOP if before is None else before))


@contextmanager
def open_search(path: Path, slug: str) -> Iterator[SqliteSearch]:
    """Search a journal that others may write to, and change nothing.

    Raises:
        JournalError: there is none, or it is of another coverage, of an older form or damaged.
    """
    if not path.is_file():
        raise JournalError(f"{path}: there is no journal")
    try:
        with closing(open_reader(path)) as db:
            words = Words(_key(db, slug))
            yield SqliteSearch(lambda: nullcontext(db), words)
    except (apsw.Error, JournalError, msgspec.MsgspecError) as error:
        raise JournalError(f"{path}: {error}") from error


def _key(db: apsw.Connection, slug: str) -> str:
    """Read the key of a journal's index, if it is the journal that is meant."""
    meta = read_meta(db)
    if meta.get("slug") != slug:
        raise JournalError(f"this is the journal of {meta.get('slug')!r}")
    if meta.get("format") != str(FORMAT):
        raise JournalError(
            f"format {meta.get('format')}; searches need format {FORMAT}, and `livefeed serve` brings it there"
        )
    return meta["key"]
