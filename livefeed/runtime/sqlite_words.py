"""The index behind the search: which entries have which words, as digests in an FTS5 table.

FTS5 keeps the first word of each of its pages in a table of its own, and leaves it there when the word's last row is
deleted, `secure-delete` or not. So that no deleted word stays on disk, it gets digests, never words; accents and case
are folded before, by `entry_words`. Who searches compares the words themselves, so an accident of digests finds
nothing wrong.
"""

from collections.abc import Iterator
from hashlib import blake2b

import apsw

__all__ = ["SCHEMA", "Words"]

# The table keeps no text of its own (`content=''`), and neither where a word stands nor how long a text is: all that
# is asked is which rows have all of some words. Digests are ASCII without spaces, so the plainest tokenizer will do.
SCHEMA = """
CREATE VIRTUAL TABLE words USING fts5(digests, content='', columnsize=0, detail=none, tokenize='ascii');
INSERT INTO words(words, rank) VALUES ('secure-delete', 1);
"""

_DIGEST = 6
"""Bytes: of a million words two share one with a probability of 1 in 600."""

_KEPT = 50_000
"""Digests kept in memory, since the same words come again and again; past it all are forgotten."""

_ADD = "INSERT INTO words(rowid, digests) VALUES (?, ?)"
_REMOVE = "INSERT INTO words(words, rowid, digests) VALUES ('delete', ?, ?)"
_FIND = """
SELECT change.seq, change.body FROM words JOIN entry ON entry.place = words.rowid JOIN change ON change.seq = entry.seq
WHERE words MATCH ? AND words.rowid < ? ORDER BY words.rowid DESC
"""


class Words:
    """The index of one journal; its rows are entries, numbered by their place on the page.

    Args:
        key: of this journal alone, so that nobody learns anything from digests elsewhere.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self._digests: dict[str, str] = {}

    def move(self, db: apsw.Connection, old: tuple[int, frozenset[str]], new: tuple[int, frozenset[str]]) -> None:
        """Let an entry that had a place and words have others; no words where it is not or no longer there."""
        if old == new:
            return
        for statement, (place, words) in ((_REMOVE, old), (_ADD, new)):
            if words:
                db.execute(statement, (place, " ".join(map(self._digest, sorted(words)))))

    def find(self, db: apsw.Connection, words: frozenset[str], before: int) -> Iterator[tuple[int, object]]:
        """Walk over the last changes of entries that have all of these words, the highest place first."""
        asked = " ".join(f'"{self._digest(word)}"' for word in sorted(words))
        return ((int(str(seq)), body) for seq, body in db.execute(_FIND, (asked, before)))

    def _digest(self, word: str) -> str:
        known = self._digests.get(word)
        if known is None:
            if len(self._digests) >= _KEPT:
                self._digests.clear()
            known = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=_DIGEST, key=self._key).hexdigest()
            self._digests[word] = known
        return known
