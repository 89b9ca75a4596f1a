"""The leads of all entries, found by what they say and by what they link to.

Only leads are kept, so that a chain of small changes never drifts away from what the first said. Leads of one hash
(`said`) stand in a chain, the newest entry first, however they came there: what is found does not depend on what has
left meanwhile, so an engine that was stopped finds the same.
"""

from array import array
from typing import Generic, TypeVar, cast

from livefeed.engine.near import hardly_alike
from livefeed.engine.said import Said, link_hash
from livefeed.engine.text import ENOUGH_WORDS, Canonical

__all__ = ["Leads"]

Lead = TypeVar("Lead")

_NODES = 8
"""Hashes of a lead at most."""
_AFTER = 1
_BEFORE = 2
_NODE = 3
"""Of each node: its hash, the node that follows in its chain, and the node before. Side by side, since most of a row's
cost is the processor's waiting for memory."""
_RECORD = _NODE * _NODES
_BLANK = array("I", [0]) * _RECORD
_SLOTS_A_LEAD = 6
_STEPS = 256
"""How many leads of other hashes are passed over in a chain; more than a few are there only by somebody's design."""
_FOUND = 12
"""How many leads one hash of some words gives at most, the newest first."""
_FOUND_EXACT = 64
"""How many leads of the same text are looked at, the newest first."""
_MOST_WORDS = 0x1FFF
_CUT = 1
_SPACED = 2
_PASSED_ON = 4


class Leads(Generic[Lead]):
    """Leads in arrays: a row each, whose nodes are links of chains that begin in a table of slots.

    Row 0 is nobody's, so that 0 ends a chain and is no hash. Rows of leads that left are used again; nothing is ever
    built anew. About 170 bytes a lead beside its text.

    Args:
        capacity: how many leads are expected at most; more make it slower, nothing else.
    """

    def __init__(self, capacity: int) -> None:
        slots = 1 << (max(1, capacity) * _SLOTS_A_LEAD - 1).bit_length()
        self._mask = slots - 1
        self._heads = array("I", [0]) * slots
        self._links = array("I", _BLANK)
        self._numbers = array("q", [-1])
        self._kinds = array("H", [0])
        self._leads: list[Lead | None] = [None]
        self._texts: list[bytes] = [b""]
        self._unused: list[int] = []
        self._newest = -1

    def __len__(self) -> int:
        """Count the leads."""
        return len(self._leads) - 1 - len(self._unused)

    def add(self, number: int, lead: Lead, said: Said) -> int:
        """Take a lead in; returns the row by which it is removed.

        Args:
            number: of its entry, in order of making.
            lead: what is found.
            said: what it says.
        """
        if self._unused:
            row = self._unused.pop()
            self._numbers[row], self._leads[row], self._texts[row] = number, lead, said.data
            self._kinds[row] = _kind(said.text)
        else:
            row = len(self._leads)
            self._numbers.append(number)
            self._leads.append(lead)
            self._texts.append(said.data)
            self._kinds.append(_kind(said.text))
            self._links.extend(_BLANK)
        if number > self._newest:
            self._newest = number
            self._enter_first(row, said)
        else:
            self._enter_between(row, said)
        return row

    def remove(self, row: int) -> None:
        """Let the lead of a row go."""
        heads, links, mask = self._heads, self._links, self._mask
        start = row * _RECORD
        for node in range(start, start + _RECORD, _NODE):
            key = links[node]
            if not key:
                break
            following, leading = links[node + _AFTER], links[node + _BEFORE]
            if leading:
                links[leading + _AFTER] = following
            else:
                heads[key & mask] = following
            if following:
                links[following + _BEFORE] = leading
        links[start : start + _RECORD] = _BLANK
        self._leads[row] = None
        self._texts[row] = b""
        self._unused.append(row)

    def telling(self, row: int) -> bytes | None:
        """Give the canonical text of a row's lead, encoded, where it tells something."""
        return self._texts[row] if self._kinds[row] >= ENOUGH_WORDS << 3 else None

    def meets(self, said: Said) -> bool:
        """Tell whether a lead has a hash of what is said; mostly none has, and nothing more is to be asked."""
        heads, links, mask = self._heads, self._links, self._mask
        for key in said.keys:
            node = heads[key & mask]
            if node and (links[node] == key or (links[node + _AFTER] and self._walk(key, 1))):
                return True
        return False

    def equal(self, said: Said) -> list[Lead]:
        """List the leads of this very text, the oldest entry first: at most the 64 newest."""
        texts, data = self._texts, said.data
        rows = self._walk(said.exact, _FOUND_EXACT)
        return [self._lead(row) for row in reversed(rows) if texts[row] == data]

    def alike(self, said: Said) -> list[tuple[Lead, Canonical]]:
        """List the leads that may say nearly the same, the oldest entry first: of the 12 newest of each hash.

        A few common words in a row are a hash of many leads that have nothing else in common: these are left out.
        """
        heads, mask = self._heads, self._mask
        rows: set[int] = set()
        for key in said.near:
            if heads[key & mask]:
                rows.update(self._walk(key, _FOUND))
        if rows and said.text.spaced and not said.text.cut:
            rows = self._worth_a_look(rows, said)
        return [(self._lead(row), self._text(row)) for row in sorted(rows, key=self._numbers.__getitem__)]

    def _worth_a_look(self, rows: set[int], said: Said) -> set[int]:
        """Leave out what `near.compare` would call other at its first look, without making a text of it.

        How many words the other has is not asked: it has at least those in common.
        """
        kinds, texts = self._kinds, self._texts
        words = set(said.data.split(b" "))
        count = len(words)
        worth = set()
        for row in rows:
            if kinds[row] & (_CUT | _SPACED) == _SPACED:
                common = len(words.intersection(texts[row].split(b" ")))
                if hardly_alike(count, common, common):
                    continue
            worth.add(row)
        return worth

    def linked(self, link: str) -> list[tuple[Lead, Canonical]]:
        """List the leads that may have a link, the oldest entry first: at most the 12 newest."""
        rows = self._walk(link_hash(link), _FOUND)
        return [(self._lead(row), self._text(row)) for row in reversed(rows)]

    def _lead(self, row: int) -> Lead:
        return cast("Lead", self._leads[row])  # only live rows are in chains

    def _walk(self, key: int, most: int) -> list[int]:
        """List the rows with a hash, the newest entry first."""
        links = self._links
        rows: list[int] = []
        others = _STEPS
        node = self._heads[key & self._mask]
        while node:
            if links[node] == key:
                rows.append(node // _RECORD)
                if len(rows) == most:
                    break
            else:
                others -= 1
                if not others:
                    break
            node = links[node + _AFTER]
        return rows

    def _text(self, row: int) -> Canonical:
        kind = self._kinds[row]
        return Canonical(
            self._texts[row].decode("utf-8", "surrogatepass"),
            kind >> 3,
            bool(kind & _CUT),
            bool(kind & _SPACED),
            bool(kind & _PASSED_ON),
        )

    def _enter_first(self, row: int, said: Said) -> None:
        """Put a row at the beginning of the chains of its hashes: no entry is newer."""
        heads, links, mask = self._heads, self._links, self._mask
        node = row * _RECORD
        for key in said.keys:
            slot = key & mask
            following = heads[slot]
            heads[slot] = node
            links[node] = key
            if following:
                links[node + _AFTER] = following
                links[following + _BEFORE] = node
            node += _NODE

    def _enter_between(self, row: int, said: Said) -> None:
        """Put a row into the chains of its hashes behind those of newer entries."""
        heads, links, numbers, mask = self._heads, self._links, self._numbers, self._mask
        node, number = row * _RECORD, numbers[row]
        for key in said.keys:
            slot = key & mask
            following, leading = heads[slot], 0
            while following and numbers[following // _RECORD] > number:
                leading, following = following, links[following + _AFTER]
            links[node], links[node + _AFTER], links[node + _BEFORE] = key, following, leading
            if following:
                links[following + _BEFORE] = node
            if leading:
                links[leading + _AFTER] = node
            else:
                heads[slot] = node
            node += _NODE


def _kind(text: Canonical) -> int:
    return min(text.words, _MOST_WORDS) << 3 | text.passed_on * _PASSED_ON | text.spaced * _SPACED | text.cut * _CUT
