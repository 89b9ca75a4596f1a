"""Where in a text the words stand that somebody searched for."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from livefeed.engine.query import Phrase, Query
from livefeed.engine.text import word_list, word_places

__all__ = ["Mark", "Piece", "marks", "pieces", "snippet"]

_MARKS = 100
"""In one text; what follows is not marked."""

Mark = tuple[int, int]
"""The first character, and the one after the last; code points."""


class Piece(NamedTuple):
    """A stretch of a text, marked or not."""

    text: str
    is_marked: bool


def marks(query: Query, text: str) -> list[Mark]:
    """List where a query's words stand in a text: in order, apart from each other."""
    sought = {words for group in query.wanted for phrase in group if (words := _words(phrase))}
    if not sought:
        return []
    places = list(word_places(text))
    lengths = sorted({len(words) for words in sought})
    keys = [key for key, _, _ in places]
    found: list[Mark] = []
    for first in range(len(keys)):
        for length in lengths:
            if (here := tuple(keys[first : first + length])) in sought:
                _add(found, (places[first][1], places[first + len(here) - 1][2]))
        if len(found) >= _MARKS:
            break
    return found


def _add(found: list[Mark], mark: Mark) -> None:
    """Add a mark that begins no earlier than those before; joins what overlaps."""
    if found and mark[0] < found[-1][1]:
        found[-1] = (found[-1][0], max(found[-1][1], mark[1]))
    else:
        found.append(mark)


def _words(phrase: Phrase) -> tuple[str, ...]:
    """Give the words of a phrase as they stand in texts; of a hashtag too. Other terms stand nowhere."""
    first = phrase[0]
    if ":" not in first:
        return phrase
    kind, _, key = first.partition(":")
    return tuple(word_list(key)) if kind == "tag" else ()


def pieces(text: str, marked: Sequence[Mark], offset: int = 0) -> Iterator[Piece]:
    """Cut a text where marks begin and end.

    Args:
        text: a part of the text that is marked.
        marked: marks in the whole text.
        offset: where the part begins in it.
    """
    done = 0
    for first, after in marked:
        start, end = max(first - offset, done), min(after - offset, len(text))
        if start >= end:
            continue
        if start > done:
            yield Piece(text[done:start], is_marked=False)
        yield Piece(text[start:end], is_marked=True)
        done = end
    if done < len(text):
        yield Piece(text[done:], is_marked=False)


def snippet(text: str, marked: Sequence[Mark], length: int) -> list[Piece]:
    """Give so many characters of a text around the first mark, in one line."""
    start, end = 0, len(text)
    if len(text) > length:
        first = marked[0][0] if marked else 0
        start = max(0, min(first - length // 3, len(text) - length))
        end = start + length
        if start:
            blank = text.find(" ", start, first)
            start = start if blank < 0 else blank + 1
    cut = list(pieces(text[start:end], marked, start))
    if start:
        cut.insert(0, Piece("…", is_marked=False))
    if end < len(text):
        cut.append(Piece("…", is_marked=False))
    return [Piece(_in_line(piece.text), piece.is_marked) for piece in cut]


def _in_line(text: str) -> str:
    return "".join(" " if c.isspace() or not c.isprintable() else c for c in text)
