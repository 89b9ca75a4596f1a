"""The index behind the search: which entries have which words, as digests in an FTS5 table.

FTS5 keeps the first word of each of its pages in a table of its own, and leaves it there when the word's last row is
deleted, `secure-delete` or not. So that no deleted word stays on disk, it gets digests, never words; accents and case
are folded before, by `entry_words`. Who searches compares the words themselves, so an accident of digests finds
nothing wrong.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

import apsw

from livefeed.runtime.sqlite_rows import Row, put_rows

__all__ = ["SCHEMA", "Words"]

# The table keeps no text of its own (`content=''`), and neither where a word stands nor how long a text is: all that
# is asked is which rows have all of some words. Digests are ASCII without spaces, so the plainest tokenizer will do.
# Each commit leaves a segment; to merge sixteen at a time instead of four writes every word fewer times.
SCHEMA = """
CREATE VIRTUAL TABLE words USING fts5(digests, content='', columnsize=0, detail=none, tokenize='ascii');
INSERT INTO words(words, rank) VALUES ('secure-delete', 1), ('automerge', 16), ('crisismerge', 64);
"""

_DIGEST = 4
"""Bytes. Of a million words most share theirs with no other, and who searches looks at the words themselves."""

_KEPT = 50_000
"""Digests kept in memory, since the same words come again and again; past it all are forgotten."""

_ADD = "INSERT INTO words(rowid, digests)"
_REMOVE = "INSERT INTO words(words, rowid, digests)"
_FIND = """
SELECT change.seq, change.t, change.body FROM words JOIN entry ON entry.place = words.rowid JOIN change ON change.seq = entry.seq
WHERE words MATCH ? AND words.rowid < ? ORDER BY words.rowid DESC
"""

Found = tuple[int, frozenset[str]]
"""A place on the page, and the words under which what stands there is found."""


class Words:
    """The index of one journal; its rows are entries, numbered by their place on the page.

    Args:
        key: of this journal alone, so that nobody learns anything from digests elsewhere.
    """

    def __init__(self, key: str) -> None:
        self._digests = _Digests(key.encode())

    def move(self, db: apsw.Connection, old: Iterable[Found], new: Iterable[Found]) -> None:
        """Let entries that had a place and words have others."""
        put_rows(db, _REMOVE, [("delete", place, self._written(words)) for place, words in old if words])
        put_rows(db, _ADD, [(place, self._written(words)) for place, words in new if words])

    def find(self, db: apsw.Connection, words: frozenset[str], before: int) -> Iterator[Row]:
        """Walk over the last changes of entries that have all of these words (`seq`, `t`, `body`), the highest first."""
        asked = " ".join(f'"{self._digests[word]}"' for word in sorted(words))
        return iter(db.execute(_FIND, (asked, before)))

    def _written(self, words: frozenset[str]) -> str:
        return " ".join(map(self._digests.__getitem__, words))


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
        digest = self[word] = hashed.hexdigest()
        return digest
