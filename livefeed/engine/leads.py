"""The leads of all entries, found by what they say and by what they link to.

Only leads are kept, so that a chain of small changes never drifts away from what the first said. A lead is found by
up to eight hashes: of its whole text, of its opening, the four smallest of its shingles (k-minimum values, Bar-Yossef
et al. 2002), and of two links. Leads of one hash stand in a chain, the newest entry first, however they came there:
what is found does not depend on what has left meanwhile, so an engine that was stopped finds the same.
"""

from array import array
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar, cast
from zlib import crc32

from livefeed.engine.text import Canonical, canonical
from livefeed.engine.urls import canonical_url
from livefeed.model.post import Post

__all__ = ["Leads", "Said", "read"]

Lead = TypeVar("Lead")

_NODES = 8
"""Hashes of a lead at most."""
_SMALLEST = 3
_LINKS = 2
_WORDS_A_SHINGLE = 4
_CHARACTERS_A_SHINGLE = 5
_SLOTS_A_LEAD = 6
_STEPS = 256
"""How many leads of other hashes are passed over in a chain; more than a few are there only by somebody's design."""
_FOUND = 12
"""How many leads one hash of a shingle gives at most, the newest first."""
_FOUND_EXACT = 64
"""How many leads of the same text are looked at, the newest first."""
_MOST_WORDS = 65_535
_NONE = -1
_FREE = 0
"""The hash of a node that is in no chain."""


class Said(NamedTuple):
    """What a post says, read once for all comparisons."""

    text: Canonical
    data: bytes
    """The canonical text, encoded."""
    exact: int
    near: list[int]
    """Hashes of the opening and of the smallest shingles."""
    links: tuple[str, ...]
    """Canonical links, each once, in the order of the post."""


def read(post: Post) -> Said:
    """Read what a post says and links to."""
    text = canonical(post.text)
    data = text.text.encode("utf-8", "surrogatepass")
    near = _word_hashes(data) if text.spaced else _letter_hashes(data)
    opening = near[0]
    near.sort()
    near[_SMALLEST:] = (opening,)
    links = tuple([canonical_url(link) for link in post.links]) if post.links else ()
    return Said(text, data, crc32(data), near, links if len(links) < 2 else tuple(dict.fromkeys(links)))


def _word_hashes(data: bytes) -> list[int]:
    words = data.split(b" ")
    if len(words) <= _WORDS_A_SHINGLE:
        return [crc32(data)]
    return list(map(crc32, map(b" ".join, zip(words, words[1:], words[2:], words[3:], strict=False))))


def _letter_hashes(data: bytes) -> list[int]:
    letters = data.decode("utf-8", "surrogatepass").replace(" ", "")
    last = max(1, len(letters) - _CHARACTERS_A_SHINGLE + 1)
    return [crc32(letters[i : i + _CHARACTERS_A_SHINGLE].encode("utf-8", "surrogatepass")) for i in range(last)]


def _link_hash(link: str) -> int:
    return crc32(link.encode("utf-8", "surrogatepass"), 1)


class Leads(Generic[Lead]):
    """Leads in arrays: a row each, whose nodes are links of chains that begin in a table of slots.

    Rows and nodes of leads that left are used again; nothing is ever built anew. About 170 bytes a lead beside its
    text.

    Args:
        capacity: how many leads are expected at most; more make it slower, nothing else.
    """

    def __init__(self, capacity: int) -> None:
        slots = 1 << (max(1, capacity) * _SLOTS_A_LEAD - 1).bit_length()
        self._mask = slots - 1
        self._heads = array("i", [_NONE]) * slots
        self._hashes = array("I")
        self._after = array("i")
        self._before = array("i")
        self._numbers = array("q")
        self._words = array("H")
        self._flags = bytearray()
        self._leads: list[Lead | None] = []
        self._texts: list[bytes] = []
        self._unused: list[int] = []
        self._newest = -1

    def __len__(self) -> int:
        """Count the leads."""
        return len(self._leads) - len(self._unused)

    def add(self, number: int, lead: Lead, said: Said) -> int:
        """Take a lead in; returns the row by which it is removed.

        Args:
            number: of its entry, in order of making.
            lead: what is found.
            said: what it says.
        """
        text = said.text
        flags = text.cut | text.spaced << 1 | text.passed_on << 2
        words = min(text.words, _MOST_WORDS)
        if self._unused:
            row = self._unused.pop()
            self._numbers[row], self._leads[row], self._texts[row] = number, lead, said.data
            self._words[row], self._flags[row] = words, flags
        else:
            row = len(self._leads)
            self._numbers.append(number)
            self._leads.append(lead)
            self._texts.append(said.data)
            self._words.append(words)
            self._flags.append(flags)
            self._hashes.extend(_NO_HASHES)
            self._after.extend(_NO_NODES)
            self._before.extend(_NO_NODES)
        hashes = {said.exact, *said.near} if text.words else set()
        if said.links:
            hashes.update(map(_link_hash, said.links[:_LINKS]))
        hashes.discard(_FREE)
        newest = number > self._newest
        if newest:
            self._newest = number
        self._enter(row, hashes, newest=newest)
        return row

    def remove(self, row: int) -> None:
        """Let the lead of a row go."""
        heads, hashes, after, before, mask = self._heads, self._hashes, self._after, self._before, self._mask
        for node in range(row * _NODES, (row + 1) * _NODES):
            key = hashes[node]
            if key == _FREE:
                break
            following, leading = after[node], before[node]
            if leading == _NONE:
                heads[key & mask] = following
            else:
                after[leading] = following
            if following != _NONE:
                before[following] = leading
            hashes[node] = _FREE
        self._leads[row] = None
        self._texts[row] = b""
        self._unused.append(row)

    def equal(self, said: Said) -> list[Lead]:
        """List the leads of this very text, the oldest entry first: at most the 64 newest."""
        texts, data = self._texts, said.data
        rows = self._walk(said.exact, _FOUND_EXACT)
        return [self._lead(row) for row in reversed(rows) if texts[row] == data]

    def alike(self, said: Said) -> list[tuple[Lead, Canonical]]:
        """List the leads that may say nearly the same, the oldest entry first: at most the 12 newest of each hash."""
        heads, hashes, after, mask = self._heads, self._hashes, self._after, self._mask
        rows: set[int] = set()
        for key in said.near:
            node = heads[key & mask]
            if node >= 0 and (hashes[node] == key or after[node] >= 0):  # mostly nobody is there, or one other
                rows.update(self._walk(key, _FOUND))
        if not rows:
            return []
        return [(self._lead(row), self._text(row)) for row in sorted(rows, key=self._numbers.__getitem__)]

    def linked(self, link: str) -> list[tuple[Lead, Canonical]]:
        """List the leads that may have a link, the oldest entry first: at most the 12 newest."""
        rows = self._walk(_link_hash(link), _FOUND)
        return [(self._lead(row), self._text(row)) for row in reversed(rows)]

    def _lead(self, row: int) -> Lead:
        return cast("Lead", self._leads[row])  # only live rows are in chains

    def _walk(self, key: int, most: int) -> list[int]:
        """List the rows with a hash, the newest entry first."""
        hashes, after = self._hashes, self._after
        rows: list[int] = []
        others = _STEPS
        node = self._heads[key & self._mask]
        while node >= 0:
            if hashes[node] == key:
                rows.append(node // _NODES)
                if len(rows) == most:
                    break
            else:
                others -= 1
                if not others:
                    break
            node = after[node]
        return rows

    def _text(self, row: int) -> Canonical:
        flags = self._flags[row]
        return Canonical(
            self._texts[row].decode("utf-8", "surrogatepass"),
            self._words[row],
            bool(flags & 1),
            bool(flags & 2),
            bool(flags & 4),
        )

    def _enter(self, row: int, keys: Iterable[int], *, newest: bool) -> None:
        """Put a row into the chains of its hashes: at the beginning, or behind those of newer entries."""
        heads, hashes, after, before, mask = self._heads, self._hashes, self._after, self._before, self._mask
        node = row * _NODES
        for key in keys:
            slot = key & mask
            following, leading = heads[slot], _NONE
            if not newest:
                following, leading = self._place(self._numbers[row], following)
            hashes[node] = key
            after[node] = following
            if following >= 0:
                before[following] = node
            if leading < 0:
                heads[slot] = node
            else:
                after[leading] = node
            before[node] = leading
            node += 1

    def _place(self, number: int, following: int) -> tuple[int, int]:
        """Find the nodes of a chain between which an entry's stands."""
        numbers, after, leading = self._numbers, self._after, _NONE
        while following >= 0 and numbers[following // _NODES] > number:
            leading, following = following, after[following]
        return following, leading


_NO_HASHES = array("I", [_FREE]) * _NODES
_NO_NODES = array("i", [_NONE]) * _NODES
