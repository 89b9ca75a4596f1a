"""What a search in a browser needs: which words and other terms are in which posts, in files by word, and the posts' words, in files by place."""

from array import array
from collections.abc import Iterator
from itertools import pairwise

import orjson

from livefeed.engine.asking import NETWORKS, OPERATORS
from livefeed.engine.finding import EVERY, entry_terms
from livefeed.engine.tally import PART
from livefeed.engine.urls import HOST_PREFIXES, TRACKING, TRACKING_PREFIXES
from livefeed.model.entry import Entry
from livefeed.server.archive.shards import Shards, Write
from livefeed.server.showing import shown_handle, shown_name

__all__ = ["HIDDEN", "TABLES", "Index", "Posts"]

HIDDEN = "!"
"""A term of those that are not to be found; no word and no operator is like it."""

TABLES = {
    "operators": OPERATORS,
    "networks": NETWORKS,
    "prefixes": HOST_PREFIXES,
    "tracking": sorted(TRACKING),
    "trackingPrefixes": TRACKING_PREFIXES,
}
"""By which a browser reads what somebody asks for as `ask` does."""
_AT_ONCE = 40_000
"""Numbers of a row: where a word is in more posts, it has several."""


class Index:
    """Terms of all entries, which are counted from the oldest."""

    def __init__(self) -> None:
        self._found: dict[str, array[int]] = {}
        self._parts: list[tuple[int, int]] = []
        self._count = 0
        self._newest = 0

    def add(self, entry: Entry) -> None:
        """Put the next entry, the oldest first."""
        self._newest = entry.at
        if not self._parts or self._parts[-1][0] != entry.at // PART:
            self._parts.append((entry.at // PART, self._count))
        for term in dict.fromkeys(entry_terms(entry)) or (HIDDEN,):
            if term != EVERY:
                self._found.setdefault(term, array("I")).append(self._count)
        self._count += 1

    def write(self, write: Write) -> None:
        """Write it."""
        shards = Shards(write, "words")
        # In the order in which a browser compares: by UTF-16 units.
        for word in sorted(self._found, key=lambda word: word.encode("utf-16-be", "surrogatepass")):
            for row in _rows(self._found[word]):
                shards.add(word, orjson.dumps([word, row]))
        about = {"count": self._count, "newest": self._newest, "parts": self._parts}
        shards.write_marks("words", **about, tables=TABLES)


def _rows(numbers: "array[int]") -> Iterator[list[int]]:
    """Give numbers in rows, each as the first one and the steps from each to the next."""
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        yield [part[0], *(after - before for before, after in pairwise(part))]


class Posts:
    """The posts, the oldest first, as hits are shown."""

    def __init__(self, write: Write) -> None:
        self._shards = Shards(write, "posts")
        self._count = 0

    def add(self, entry: Entry, page: int) -> None:
        """Put the next entry; of one that is not to be found there is nothing."""
        self._shards.add((self._count, entry.at), _row(entry, page))
        self._count += 1

    def close(self) -> None:
        """Write what is left."""
        self._shards.write_marks("posts")


def _row(entry: Entry, page: int) -> bytes:
    post = entry.post
    if not post.indexable:
        return b"null"
    warned = (post.warning or "") if post.warning or post.sensitive else None
    author = post.author
    shown = [entry.id, page, entry.at, post.network, shown_name(author), shown_handle(author)]
    # Mostly a text begins with its title.
    title = "" if post.text.startswith(post.title) else post.title
    return orjson.dumps([*shown, post.lang or "", post.text, warned, title])
