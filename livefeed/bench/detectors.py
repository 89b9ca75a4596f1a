"""Detectors of copies behind one door: the engine's fold, and what it is measured beside.

All but the engine's are given the engine's own canonical text, so that only the detecting differs. Each holds a sliding
window: what leaves it is taken out.
"""

import importlib
from collections import deque
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Protocol

from livefeed.engine.fold import Fold
from livefeed.engine.said import read
from livefeed.engine.state import Held
from livefeed.engine.text import canonical

__all__ = ["REFERENCES", "Datasketch", "Detector", "Engine", "ExactHash", "Rensa", "is_installed"]

_PERMUTATIONS = 64
_BANDS = 16
_RENSA_ALIKE = 0.4
_DATASKETCH_ALIKE = 0.5
"""Where each does best on labelled pairs of posts."""


class Detector(Protocol):
    """Takes posts one by one."""

    def take(self, held: Held) -> bool:
        """Tell whether a post is a copy of one in the window, and take it in."""
        ...


class Engine:
    """The engine's fold alone: the leads of a window of posts."""

    def __init__(self, window: int) -> None:
        self._fold = Fold(window)
        self._window: deque[int | None] = deque()
        self._size = window

    def take(self, held: Held) -> bool:
        """Find; a post that is no copy leads from now on."""
        said = read(held.post)
        found = self._fold.find(held, said, _is_no_wave) is not None
        self._window.append(None if found else self._fold.add(held, said))
        if len(self._window) > self._size:
            row = self._window.popleft()
            if row is not None:
                self._fold.remove(row)
        return found


def _is_no_wave(_: str) -> bool:
    return False


class ExactHash:
    """The canonical text's hash in a dict."""

    def __init__(self, window: int) -> None:
        self._seen: dict[int, int] = {}
        self._window: deque[int] = deque()
        self._size = window

    def take(self, held: Held) -> bool:
        """Look the hash up."""
        key = hash(canonical(held.post.text).text)
        count = self._seen.get(key, 0)
        self._seen[key] = count + 1
        self._window.append(key)
        if len(self._window) > self._size:
            oldest = self._window.popleft()
            if self._seen[oldest] == 1:
                del self._seen[oldest]
            else:
                self._seen[oldest] -= 1
        return count > 0


class Rensa:
    """rensa as shipped, post by post: 64 permutations of word bigrams, 16 bands, verified."""

    def __init__(self, window: int) -> None:
        self._rensa: Any = importlib.import_module("rensa")
        self._index = self._rensa.RMinHashDeduplicator(_RENSA_ALIKE, _PERMUTATIONS, True, _BANDS, 42)
        self._size = window

    def take(self, held: Held) -> bool:
        """Ask for duplicates, then add."""
        words = canonical(held.post.text).text.split()
        sketch = self._rensa.RMinHash(_PERMUTATIONS, 42)
        sketch.update([f"{one} {other}" for one, other in pairwise(words)] or words)
        found = bool(self._index.get_duplicates(sketch))
        self._index.add(str(held.number), sketch)
        if held.number >= self._size:
            self._index.remove(str(held.number - self._size))
        return found


class Datasketch:
    """datasketch as shipped: 64 permutations of five-letter shingles in its MinHashLSH."""

    def __init__(self, window: int) -> None:
        self._datasketch: Any = importlib.import_module("datasketch")
        self._index = self._datasketch.MinHashLSH(threshold=_DATASKETCH_ALIKE, num_perm=_PERMUTATIONS)
        self._size = window

    def take(self, held: Held) -> bool:
        """Query, then insert."""
        text = f" {canonical(held.post.text).text} "
        sketch = self._datasketch.MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([text[i : i + 5].encode() for i in range(max(1, len(text) - 4))])
        found = bool(self._index.query(sketch))
        self._index.insert(held.number, sketch)
        if held.number >= self._size:
            self._index.remove(held.number - self._size)
        return found


REFERENCES: dict[str, Callable[[int], Detector]] = {"exact hash": ExactHash, "rensa": Rensa, "datasketch": Datasketch}


def is_installed(name: str) -> bool:
    """Tell whether a reference can be measured here (`make bench` installs all)."""
    if name == "exact hash":
        return True
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True
