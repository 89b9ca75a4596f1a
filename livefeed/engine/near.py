"""Nearly the same words: how alike two texts are, and where to look for texts that may be alike.

The index holds the leads of entries only, so that a chain of small changes never drifts away from what the first
said. It finds, in bounded steps, those that share an exact text, an opening, or one of the four smallest hashes of
their shingles (k-minimum values, Bar-Yossef et al. 2002); `compare` decides.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
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
_SHORT = 10
"""In so few words, one word in the place of another makes other news ("… is now trending in …")."""
_ALIKE_SHORT = 0.75
_CONTAINED = 0.8
"""Words of the shorter text that a long one must have for both to be about the same."""
_ALIKE_UNDER_ONE_LINK = 0.35
_SHINGLE = 5
_SHINGLE_UNSPACED = 3

Verdict = Literal["same", "variant", "other"]


def compare(one: Canonical, other: Canonical, alike: float | None = None) -> Verdict:
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


class NearIndex(Generic[Lead]):
    """Leads by their text, ordered by a number that grows with each entry made.

    Six keys a lead are nodes of chains that begin in a table of slots; a slot is shared by chance, so whoever asks
    compares. A lead that leaves stays in its chains as a gap until gaps are half of all, then the index is built
    anew. About 75 bytes a lead beside its text.
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
        self._leads.append(lead)
        self._texts.append(text)
        self._live += 1
        for i, key in enumerate(_keys(text)):
            slot = key & (len(self._heads) - 1)
            self._next.append(self._heads[slot])
            self._heads[slot] = row * _KEYS + i

    def remove(self, number: int) -> None:
        """Let the lead of this number go."""
        row = self._moved.pop(number, None)
        if row is None:
            row = bisect_left(self._numbers, number)
        self._leads[row] = None
        self._texts[row] = None
        self._live -= 1

    def equal(self, text: Canonical) -> list[Lead]:
        """List the leads of this very text, at most 64, the newest first."""
        found = []
        for row in self._walk(_hash(text.text)):
            lead = self._leads[row]
            known = self._texts[row]
            if lead is not None and known is not None and known.text == text.text:
                found.append(lead)
                if len(found) == _FOUND_EXACT:
                    break
        return found

    def alike(self, text: Canonical) -> list[tuple[Lead, Canonical]]:
        """List the leads that may be nearly the same, at most 12 for each of the text's keys, in no order."""
        found: dict[int, tuple[Lead, Canonical]] = {}
        for key in _keys(text)[1:]:
            for n, row in enumerate(self._walk(key)):
                lead, known = self._leads[row], self._texts[row]
                if lead is not None and known is not None:
                    found[row] = lead, known
                if n + 1 == _FOUND:
                    break
        return list(found.values())

    def _walk(self, key: int) -> Iterator[int]:
        """Walk over the rows of leads in a slot's chain, the newest first."""
        node = self._heads[key & (len(self._heads) - 1)]
        for _ in range(_STEPS):
            if node < 0:
                return
            row = node // _KEYS
            if self._leads[row] is not None:
                yield row
            node = self._next[node]

    def _clear(self, slots: int) -> None:
        self._heads = array("i", [-1]) * slots
        self._next = array("i")
        self._numbers = array("q")
        self._leads: list[Lead | None] = []
        self._texts: list[Canonical | None] = []
        self._moved: dict[int, int] = {}

    def _rebuild(self) -> None:
        """Build anew without gaps, with room for as many leads again."""
        moved = {row: number for number, row in self._moved.items()}
        live = [
            (moved.get(row, self._numbers[row]), lead, text)
            for row, (lead, text) in enumerate(zip(self._leads, self._texts, strict=True))
            if lead is not None and text is not None
        ]
        live.sort(key=lambda one: one[0])
        slots = max(_LEAST_SLOTS, len(self._heads))
        while slots < 8 * len(live):
            slots *= 2
        self._clear(slots)
        self._live = 0
        for number, lead, text in live:
            self.add(number, lead, text)


def _keys(text: Canonical) -> list[int]:
    """Give the six keys of a text: of the whole, of its opening, and the four smallest of its shingles."""
    if text.spaced:
        data = text.text.encode("utf-8", "surrogatepass")
        ends = [-1]
        at = data.find(b" ")
        while at >= 0:
            ends.append(at)
            at = data.find(b" ", at + 1)
        ends.append(len(data))
        starts = ends[:-_WORDS_A_SHINGLE]
        hashes = [
            crc32(data[start + 1 : end]) for start, end in zip(starts, ends[_WORDS_A_SHINGLE:], strict=False)
        ] or [crc32(data)]
    else:
        letters = text.text.replace(" ", "")
        hashes = [
            _hash(letters[i : i + _CHARACTERS_A_SHINGLE])
            for i in range(max(1, len(letters) - _CHARACTERS_A_SHINGLE + 1))
        ]
    opening = hashes[0]
    smallest = sorted(set(hashes))[: _KEYS - 2]
    smallest += smallest[:1] * (_KEYS - 2 - len(smallest))
    return [_hash(text.text), opening, *smallest]


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))
