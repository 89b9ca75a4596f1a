"""Nearly the same words: how alike two texts are, and where to look for texts that may be alike.

The index holds the leads of entries only, so that a chain of small changes never drifts away from what the first
said. It finds, in bounded steps, those that share an exact text, an opening, or one of the four smallest hashes of
their shingles (k-minimum values, Bar-Yossef et al. 2002); `compare` decides.
"""

from array import array
from bisect import bisect_left
from functools import lru_cache
from typing import Generic, Literal, TypeVar
from zlib import crc32

from livefeed.engine.text import Canonical

__all__ = ["NearIndex", "compare", "opens_with", "tells_of"]

Lead = TypeVar("Lead")

_ENOUGH_WORDS = 5
_ALIKE = 0.5
"""Character shingles in common, of all: from here on, texts that were passed on are copies."""
_ALIKE_UNSIGNED = 0.9
"""The same where neither bears a sign of being passed on: people in one room say things alike."""
_HARDLY = 0.4
"""Words in common, of all: below it, a closer look is in vain."""
_SURELY = 0.95
"""Words in common, where the one text has all of the other's: a closer look is not needed."""
_SHORT = 10
"""In so few words, one word in the place of another makes other news ("… is now trending in …")."""
_ALIKE_SHORT = 0.75
_CONTAINED = 0.8
"""Words of the shorter text that a long one must have for both to be about the same."""
_ALIKE_UNDER_ONE_LINK = 0.35
_SHINGLE = 5
_SHINGLE_UNSPACED = 3

Verdict = Literal["same", "variant", "other"]


def compare(one: Canonical, other: Canonical, alike: float | None = None) -> Verdict:  # noqa: PLR0911 - a cascade
    """Say whether two texts are nearly the same; `alike` is the least share of character shingles in common.

    `variant`: one template, filled with other numbers or, in a short text, with other words. By itself that is other
    news; many of them at once are a wave.
    """
    if one.text == other.text:
        return "same"
    if min(one.words, other.words) < _ENOUGH_WORDS or one.spaced != other.spaced:
        return "other"
    if one.spaced:
        words, other_words = set(one.text.split()), set(other.text.split())
        common = len(words & other_words)
        if common < _HARDLY * (len(words) + len(other_words) - common):
            return "other"
        replaced = common < len(words) and common < len(other_words)
        if not replaced and common >= _SURELY * max(len(words), len(other_words)) and not _numbers_differ(one, other):
            return "same"
    else:
        replaced = False
    likeness = _likeness(one, other)
    if _numbers_differ(one, other):
        return "variant" if likeness >= _ALIKE else "other"
    if replaced and min(one.words, other.words) <= _SHORT and likeness < _ALIKE_SHORT:
        return "variant" if likeness >= _ALIKE else "other"
    if alike is None:
        alike = _ALIKE if one.passed_on or other.passed_on else _ALIKE_UNSIGNED
    return "same" if likeness >= alike else "other"


def tells_of(one: Canonical, other: Canonical) -> bool:
    """Tell whether two texts under the same link hardly differ, or one is the headline of the other."""
    shorter, longer = sorted((one, other), key=lambda text: text.words)
    if not shorter.telling or shorter.spaced != longer.spaced:
        return False
    if not shorter.spaced or longer.words <= 2 * shorter.words:
        return compare(one, other, _ALIKE_UNDER_ONE_LINK) == "same"
    words = set(shorter.text.split())
    return len(words & set(longer.text.split())) > _CONTAINED * len(words)


def opens_with(whole: Canonical, part: Canonical) -> bool:
    """Tell whether a text is another one broken off."""
    if not part.cut or not part.telling or len(part.text) > len(whole.text):
        return False
    if not whole.text.startswith(part.text):
        return False
    return not part.spaced or len(whole.text) == len(part.text) or whole.text[len(part.text)] == " "


def _numbers_differ(one: Canonical, other: Canonical) -> bool:
    """Tell whether each has a number that the other lacks; in short texts, whether one has."""
    numbers, other_numbers = _numbers(one.text), _numbers(other.text)
    if numbers == other_numbers:
        return False
    return min(one.words, other.words) <= _SHORT or not (numbers <= other_numbers or other_numbers <= numbers)


def _numbers(text: str) -> set[str]:
    return {word for word in text.split() if not word.isalpha() and any(c.isdigit() for c in word)}


def _likeness(one: Canonical, other: Canonical) -> float:
    """Give the Jaccard similarity of two texts' character shingles."""
    shingles, other_shingles = _shingles(one), _shingles(other)
    common = len(shingles & other_shingles)
    return common / (len(shingles) + len(other_shingles) - common)


def _shingles(text: Canonical) -> set[str]:
    size = _SHINGLE if text.spaced else _SHINGLE_UNSPACED
    padded = f" {text.text} " if text.spaced else text.text.replace(" ", "")
    return {padded[i : i + size] for i in range(max(1, len(padded) - size + 1))}


_KEYS = 6
_WORDS_A_SHINGLE = 4
_CHARACTERS_A_SHINGLE = 5
_LEAST_SLOTS = 1 << 10
_STEPS = 256
"""How far a chain is walked, over leads that have left too."""
_FOUND = 12
"""How many leads one key gives at most, the newest first."""
_FOUND_EXACT = 64
"""How many leads of the same text are looked at, the newest first."""
_MOST_WORDS = 65_535


class NearIndex(Generic[Lead]):
    """Leads by their text, ordered by a number that grows with each entry made.

    Six keys a lead are nodes of chains that begin in a table of slots. A lead that leaves stays in its chains as a gap until gaps are half of all, then
    the index is built anew. About 90 bytes a lead beside its text.
    """

    def __init__(self) -> None:
        self._live = 0
        self._clear(_LEAST_SLOTS)

    def __len__(self) -> int:
        """Count the leads."""
        return self._live

    def add(self, number: int, lead: Lead, text: Canonical) -> None:
        """Take a lead in under its text; its number is free."""
        if len(self._leads) >= 2 * self._live + _LEAST_SLOTS or len(self._leads) * 4 > len(self._heads):
            self._rebuild()
        row = len(self._leads)
        if row and self._numbers[-1] >= number:
            self._moved[number] = row
            self._numbers.append(self._numbers[-1])
        else:
            self._numbers.append(number)
        data = _data(text)
        self._leads.append(lead)
        self._texts.append(data)
        self._words.append(min(text.words, _MOST_WORDS))
        self._flags.append(text.cut | text.spaced << 1 | text.passed_on << 2)
        self._live += 1
        self._keys.extend(_keys(data, spaced=text.spaced))
        self._link(row * _KEYS)

    def remove(self, number: int) -> None:
        """Let the lead of this number go."""
        row = self._moved.pop(number, None)
        if row is None:
            row = bisect_left(self._numbers, number)
        self._leads[row] = None
        self._texts[row] = b""
        self._live -= 1

    def equal(self, text: Canonical) -> list[Lead]:
        """List the leads of this very text, at most 64, the newest first."""
        data = _data(text)
        found: list[Lead] = []
        for row in self._walk(crc32(data), _FOUND_EXACT):
            lead = self._leads[row]
            if lead is not None and self._texts[row] == data:
                found.append(lead)
        return found

    def alike(self, text: Canonical) -> list[tuple[Lead, Canonical]]:
        """List the leads that may be nearly the same, at most 12 for each of the text's keys, in no order."""
        heads, mask = self._heads, len(self._heads) - 1
        rows: set[int] = set()
        for key in _keys(_data(text), spaced=text.spaced)[1:]:
            if heads[key & mask] >= 0:
                rows.update(self._walk(key, _FOUND))
        return [(lead, self._text(row)) for row in rows if (lead := self._leads[row]) is not None]

    def _walk(self, key: int, most: int) -> list[int]:
        """List the rows of leads with this key, the newest first."""
        node = self._heads[key & (len(self._heads) - 1)]
        rows: list[int] = []
        chains, keys, steps = self._next, self._keys, _STEPS
        while node >= 0 and steps:
            if keys[node] == key and self._leads[node // _KEYS] is not None:
                rows.append(node // _KEYS)
                if len(rows) == most:
                    break
            node = chains[node]
            steps -= 1
        return rows

    def _text(self, row: int) -> Canonical:
        flags = self._flags[row]
        return Canonical(
            self._texts[row].decode("utf-8", "surrogatepass"),
            self._words[row],
            cut=bool(flags & 1),
            spaced=bool(flags & 2),
            passed_on=bool(flags & 4),
        )

    def _clear(self, slots: int) -> None:
        self._heads = array("i", [-1]) * slots
        self._next = array("i")
        self._keys = array("I")
        self._numbers = array("q")
        self._words = array("H")
        self._flags = bytearray()
        self._leads: list[Lead | None] = []
        self._texts: list[bytes] = []
        self._moved: dict[int, int] = {}

    def _link(self, first: int) -> None:
        """Put all nodes from this one on at the beginning of their chains."""
        heads, chains, mask = self._heads, self._next, len(self._heads) - 1
        node = first
        for key in self._keys[first:]:
            slot = key & mask
            chains.append(heads[slot])
            heads[slot] = node
            node += 1

    def _rebuild(self) -> None:
        """Build anew without gaps, with room for as many leads again."""
        numbers, keys, words, flags = self._numbers, self._keys, self._words, self._flags
        leads, texts = self._leads, self._texts
        for number, row in self._moved.items():
            numbers[row] = number
        rows = sorted((row for row, lead in enumerate(leads) if lead is not None), key=numbers.__getitem__)
        slots = _LEAST_SLOTS
        while slots < 8 * len(rows):
            slots *= 2
        self._clear(slots)
        for row in rows:
            self._numbers.append(numbers[row])
            self._leads.append(leads[row])
            self._texts.append(texts[row])
            self._words.append(words[row])
            self._flags.append(flags[row])
            self._keys.extend(keys[row * _KEYS : (row + 1) * _KEYS])
        self._link(0)


def _data(text: Canonical) -> bytes:
    return text.text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=256)
def _keys(data: bytes, *, spaced: bool) -> list[int]:
    """Give the six keys of a text: of the whole, of its opening, and the four smallest of its shingles."""
    hashes = _word_hashes(data) if spaced else _letter_hashes(data)
    opening = hashes[0]
    smallest = sorted(set(hashes))[: _KEYS - 2]
    smallest += smallest[:1] * (_KEYS - 2 - len(smallest))
    return [crc32(data), opening, *smallest]


def _word_hashes(data: bytes) -> list[int]:
    words = data.split(b" ")
    if len(words) <= _WORDS_A_SHINGLE:
        return [crc32(data)]
    hashes = []
    start, end = 0, sum(map(len, words[:_WORDS_A_SHINGLE])) + _WORDS_A_SHINGLE - 1
    for first, last in zip(words, words[_WORDS_A_SHINGLE:], strict=False):
        hashes.append(crc32(data[start:end]))
        start += len(first) + 1
        end += len(last) + 1
    hashes.append(crc32(data[start:end]))
    return hashes


def _letter_hashes(data: bytes) -> list[int]:
    letters = data.decode("utf-8", "surrogatepass").replace(" ", "")
    last = max(1, len(letters) - _CHARACTERS_A_SHINGLE + 1)
    return [crc32(letters[i : i + _CHARACTERS_A_SHINGLE].encode("utf-8", "surrogatepass")) for i in range(last)]
