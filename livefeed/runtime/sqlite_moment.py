"""One moment of a journal, read beside its writer: each entry once, in the page's order, or all changes.

Which entries there were is read at once, 16 bytes each and no words; what they say is read in pages, as it is asked
for. So no transaction stays open, however slowly somebody reads, and what is deleted meanwhile does not come.
"""

import heapq
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path

import apsw

from livefeed.model.change import Change, DropEntry, PutEntry
from livefeed.model.entry import Entry, lowest_place
from livefeed.model.errors import CursorGapError, JournalError
from livefeed.runtime.past import Past
from livefeed.runtime.sized import Sized
from livefeed.runtime.sqlite_changes import read_change
from livefeed.runtime.sqlite_format import FORMAT, open_reader, read_marks, read_meta
from livefeed.runtime.sqlite_past import SqlitePast
from livefeed.runtime.sqlite_rows import select_rows

__all__ = ["SqliteMoment"]

_PAGE = 200
"""Entries or changes of one read."""

_MOST_SINCE = 100_000
"""Changes after a moment that are looked through for deletions; with more it counts as gone."""

_TOP = 1 << 62
"""Above every place on a page."""

_DROPS = "SELECT seq, t, body FROM change WHERE place IS NULL AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
_BODIES = "SELECT seq, t, body FROM change WHERE seq IN (SELECT value FROM json_each(?))"
_STANDING = """
SELECT entry.place, change.seq, change.t, change.body FROM json_each(?) AS asked
JOIN entry ON entry.place = asked.value JOIN change ON change.seq = entry.seq
"""
_AS_THEY_WERE = """
SELECT max(change.seq), change.entry FROM json_each(?1) AS asked
JOIN change ON change.entry = asked.value AND change.seq <= ?2 GROUP BY change.entry
"""


class SqliteMoment:
    """A moment of one file; see `livefeed.runtime.journal.Moment` for what its methods promise.

    Args:
        path: of the journal.
        slug: of the coverage that it must be of.
        cursor: names an earlier moment; without it, it is this one.

    Raises:
        JournalError: there is no journal, or it is damaged, of another coverage or of another form.
        CursorGapError: that moment cannot be had again.
    """

    def __init__(self, path: Path, slug: str, cursor: str | None = None) -> None:
        self._path = path
        if not path.is_file():
            raise JournalError(f"{path}: there is no journal")
        with ExitStack() as opened, self._explained():
            self._db = open_reader(path)
            opened.callback(self._db.close)
            self.epoch = _checked(read_meta(self._db), slug)
            now = read_marks(self._db).tip
            self.tip = now if cursor is None else self._again(cursor, now)
            opened.pop_all()

    @property
    def cursor(self) -> str:
        """The moment's name."""
        return f"{self.epoch}.{self.tip}"

    @property
    def past(self) -> Past:
        """How things were, up to now."""
        return SqlitePast(self._reading)

    def entries(self, begin: int | None = None, end: int | None = None) -> Sized[tuple[int, Entry]]:
        """Give each entry with the number of its change, the oldest first."""
        first = 0 if begin is None else lowest_place(begin)
        places, seqs = self._contents(first, _TOP if end is None else lowest_place(end))
        starts = range(0, len(seqs), _PAGE)
        pages = (self._page(places[start : start + _PAGE], seqs[start : start + _PAGE]) for start in starts)
        return Sized(chain.from_iterable(pages), len(seqs))

    def changes(self) -> Sized[tuple[int, Change]]:
        """Give all changes that the journal has, in order."""
        with self._explained():
            count = self._db.execute("SELECT count(*) FROM change WHERE seq <= ?", (self.tip,)).get
        return Sized(self._all_changes(), int(str(count)))

    def _all_changes(self) -> Iterator[tuple[int, Change]]:
        after = 0
        while True:
            with self._explained():
                rows = self._db.execute(
                    "SELECT seq, t, body FROM change WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
                    (after, self.tip, _PAGE),
                ).fetchall()
                changes = list(_changes(rows))
            yield from changes
            if len(changes) < _PAGE:
                return
            after = changes[-1][0]

    def drops(self) -> Iterator[tuple[int, DropEntry]]:
        """Give what said of entries that they are gone, with its time of receipt, in order."""
        after = 0
        while True:
            with self._explained():
                rows = self._db.execute(_DROPS, (after, self.tip, _PAGE)).fetchall()
                dropped = [(int(str(t)), read_change(seq, t, body)) for seq, t, body in rows]
            for t, change in dropped:
                if isinstance(change, DropEntry):
                    yield t, change
            if len(rows) < _PAGE:
                return
            after = int(str(rows[-1][0]))

    @property
    def updated(self) -> int:
        """The time of receipt of the last change; 0 where there is none."""
        with self._explained():
            last = self._db.execute("SELECT t FROM change WHERE seq <= ? ORDER BY seq DESC LIMIT 1", (self.tip,)).get
        return 0 if last is None else int(str(last))

    def close(self) -> None:
        """Let go of it."""
        self._db.close()

    def _again(self, cursor: str, now: int) -> int:
        """Read an earlier moment's number, where nothing was deleted after it."""
        epoch, _, number = cursor.partition(".")
        if epoch != self.epoch or not number.isascii() or not number.isdigit() or int(number[:18]) > now:
            raise CursorGapError("another-journal")
        tip = int(number[:18])
        since = self._db.execute("SELECT seq, t, body FROM change WHERE seq > ?", (tip,))
        for count, (_, change) in enumerate(_changes(since)):
            if change.erases or count == _MOST_SINCE:
                raise CursorGapError("too-old")
        return tip

    def _contents(self, first: int, end: int) -> tuple["array[int]", "array[int]"]:
        """List places and numbers of the entries of this moment, in the order of the page."""
        places, seqs = array("q"), array("q")
        with self._explained(), self._db:
            stood = self._db.execute(
                "SELECT place, seq FROM entry WHERE place >= ? AND place < ? AND seq <= ? ORDER BY place",
                (first, end, self.tip),
            )
            changed = (row for row in self._as_they_were() if first <= row[0] < end)
            for place, seq in heapq.merge(((int(str(p)), int(str(s))) for p, s in stood), changed):
                places.append(place)
                seqs.append(seq)
        return places, seqs

    def _as_they_were(self) -> list[tuple[int, int]]:
        """List, by place, the entries that have changed since this moment, as they were at it."""
        later = [int(str(n)) for (n,) in self._db.execute("SELECT entry FROM change WHERE seq > ?", (self.tip,))]
        numbers = [row[0] for row in self._db.execute(_AS_THEY_WERE, (str(sorted(set(later))), self.tip))]
        rows = select_rows(self._db, _BODIES, (int(str(number)) for number in numbers))
        return sorted((change.entry.place, seq) for seq, change in _changes(rows) if isinstance(change, PutEntry))

    def _page(self, places: Sequence[int], seqs: Sequence[int]) -> Iterator[tuple[int, Entry]]:
        """Read entries by their numbers. One of which something was deleted since comes as it is now, or not at all."""
        with self._explained():
            found = dict(_changes(select_rows(self._db, _BODIES, seqs)))
            missing = [place for place, seq in zip(places, seqs, strict=True) if seq not in found]
            rows = [(int(str(place)), row) for place, *row in select_rows(self._db, _STANDING, missing)]
            now = {place: next(_changes([row])) for place, row in rows}
        for place, seq in zip(places, seqs, strict=True):
            number, change = (seq, found[seq]) if seq in found else now.get(place, (seq, None))
            if isinstance(change, PutEntry):
                yield number, change.entry

    @contextmanager
    def _reading(self) -> Iterator[apsw.Connection]:
        with self._explained():
            yield self._db

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (apsw.Error, JournalError) as error:
            raise JournalError(f"{self._path}: {error}") from error


def _checked(meta: dict[str, str], slug: str) -> str:
    """Give the name of a journal that is of this coverage and form."""
    if meta.get("slug") != slug or meta.get("format") != str(FORMAT):
        raise JournalError(f"this is the journal of {meta.get('slug')!r}, format {meta.get('format')}")
    return meta["epoch"]


def _changes(rows: "Iterable[Sequence[apsw.SQLiteValue]]") -> Iterator[tuple[int, Change]]:
    for seq, t, body in rows:
        yield int(str(seq)), read_change(seq, t, body)
