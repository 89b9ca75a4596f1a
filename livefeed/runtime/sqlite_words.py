"""The index behind the search: which entries have which terms and where, as digests in an FTS5 table.

FTS5 keeps the first word of each of its pages in a table of its own, and leaves it there when the word's last row is
deleted, `secure-delete` or not. So that no deleted word stays on disk, it gets digests, never words; accents and case
are folded before, by `entry_terms`. Who reads an entry that was found compares the terms themselves, so an accident of
digests shows nothing wrong; a count that nobody reads may be wrong by it, for two words in a million.
"""

from binascii import b2a_base64
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

import apsw

from livefeed.engine.finding import EVERY
from livefeed.engine.query import Phrase, Query
from livefeed.runtime.sqlite_rows import Row, put_rows

__all__ = ["SCHEMA", "Words"]

# The table keeps no text of its own (`content=''`), and neither how long a text is. Digests are ASCII without
# spaces, so the plainest tokenizer will do. Where a term stands makes phrases.
# Each commit leaves a segment; to merge sixteen at a time instead of four writes every word fewer times.
SCHEMA = """
CREATE VIRTUAL TABLE words USING fts5(digests, content='', columnsize=0, detail=full, tokenize="ascii tokenchars '+/'");
INSERT INTO words(words, rank) VALUES ('secure-delete', 1), ('automerge', 16), ('crisismerge', 64);
"""

_DIGEST = 6
"""Bytes, eight signs in Base64; FTS5 folds their case, which leaves 41 bits: of a million words two in a million share
their digest with another."""

_KEPT = 50_000
"""Digests kept in memory, since the same words come again and again; past it all are forgotten."""

_ADD = "INSERT INTO words(rowid, digests)"
_REMOVE = "INSERT INTO words(words, rowid, digests)"
_FIND = """
SELECT change.seq, change.t, change.body FROM words JOIN entry ON entry.place = words.rowid
JOIN change ON change.seq = entry.seq
WHERE words MATCH ? AND words.rowid >= ? AND words.rowid < ? ORDER BY words.rowid DESC
"""
_COUNT = """
SELECT rowid / ?, count(*) FROM
(SELECT rowid FROM words WHERE words MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?)
GROUP BY 1 ORDER BY 1
"""

Found = tuple[int, Sequence[str]]
"""A place on the page, and the terms under which what stands there is found."""


class Words:
    """The index of one journal; its rows are entries, numbered by their place on the page.

    Args:
        key: of this journal alone, so that nobody learns anything from digests elsewhere.
    """

    def __init__(self, key: str) -> None:
        self._digests = _Digests(key.encode())

    def move(self, db: apsw.Connection, old: Iterable[Found], new: Iterable[Found]) -> None:
        """Let entries that had a place and terms have others."""
        removed, added = self._rows(old), self._rows(new)
        stay = set(removed).intersection(added) if removed else ()  # counts changed, or what nobody searches for
        put_rows(db, _REMOVE, [("delete", *row) for row in removed if row not in stay])
        put_rows(db, _ADD, [row for row in added if row not in stay])

    def _rows(self, entries: Iterable[Found]) -> list[tuple[int, str]]:
        return [(place, self._written(terms)) for place, terms in entries if terms]

    def find(self, db: apsw.Connection, query: Query, places: range) -> Iterator[Row]:
        """Walk over the last changes (`seq`, `t`, `body`) of entries that a query takes, within places, the highest first."""
        return iter(db.execute(_FIND, (self._asked(query), places.start, places.stop)))

    def count(self, db: apsw.Connection, query: Query, places: range, width: int, limit: int) -> dict[int, int]:
        """Count the highest entries that a query takes, so many at most, by stretches of places.

        Args:
            db: a reader.
            query: what is asked for.
            places: within these.
            width: of a stretch.
            limit: entries counted.
        """
        rows = db.execute(_COUNT, (width, self._asked(query), places.start, places.stop, limit))
        return {int(str(stretch)): int(str(count)) for stretch, count in rows}

    def _written(self, terms: Iterable[str]) -> str:
        return " ".join(map(self._digests.__getitem__, terms))

    def _asked(self, query: Query) -> str:
        """Write a query in the language of FTS5 (https://sqlite.org/fts5.html#full_text_query_syntax)."""
        groups = [" OR ".join(map(self._phrase, group)) for group in query.wanted] or [self._phrase((EVERY,))]
        unwanted = "".join(f" NOT {self._phrase(phrase)}" for phrase in query.unwanted)
        return " AND ".join(f"({group})" for group in groups) + unwanted

    def _phrase(self, phrase: Phrase) -> str:
        return f'"{self._written(phrase)}"'


class _Digests(dict[str, str]):
    """The digest of each word, made when it is first asked for."""

    def __init__(self, key: bytes) -> None:
        super().__init__()
        self._keyed = blake2b(digest_size=_DIGEST, key=key)

    def __missing__(self, word: str) -> str:
        if len(self) >= _KEPT:
            self.clear()
        hashed = self._keyed.copy()
        hashed.update(word.encode("utf-8", "surrogatepass"))
        digest = self[word] = b2a_base64(hashed.digest(), newline=False).decode()
        return digest
