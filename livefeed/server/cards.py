"""An entry as a card on a wall: what of it can be read from the back of a hall, and in which size."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from livefeed.engine.text import tag_key
from livefeed.model.entry import Entry
from livefeed.model.post import Post

__all__ = ["LARGE", "LONGEST", "Card", "card_of"]

LONGEST = 280
"""Characters, those of East Asia twice; a longer text ends at a sentence, or a word, before."""

LARGE = 3
"""From this size on a card needs the large place."""

_SIZES = (90, 160)
_SENTENCE = re.compile(r"[.!?…。！？]+[»”\"')\]]*\s")
_LINK = re.compile(r"https?://\S+")
_TAG = re.compile(r"#(\w+)")
_HEAD = re.compile(r"\A(?:#\w+\s+)+")
_TAIL = re.compile(r"(?:\s*#\w+)+\s*\Z")
_SPACES = re.compile(r"[ \t]*\n\s*|[ \t]{2,}")
_TOO_SHORT = 120
"""A sentence that ends before says too little of a text that long."""


class Card(NamedTuple):
    """What a card says."""

    text: str
    size: int
    """1: large, for few words, to 3: small."""


def card_of(entry: Entry, hashtags: Sequence[str]) -> Card | None:
    """Make a card; None where an entry is not for a hall: warned of, sensitive, or without words.

    Args:
        entry: what is shown.
        hashtags: of the coverage; they stand in the header, and are left out where they stand at either end.
    """
    post = entry.post
    if post.sensitive or post.warning:
        return None
    text = _without_tags(post, {tag_key(tag) for tag in hashtags})
    if not text:
        return None
    shown = text if _width(text) <= LONGEST else _shortened(text)
    width = _width(shown)
    size = next((number for number, most in enumerate(_SIZES, 1) if width <= most), LARGE)
    return Card(text=shown, size=size)


def _without_tags(post: Post, tags: set[str]) -> str:
    """Leave out links, which nobody can press on a wall, and hashtags at either end with ours among them."""
    text = _LINK.sub("", post.text)
    for place in (_TAIL, _HEAD):
        found = place.search(text)
        if found is not None and not tags.isdisjoint(map(tag_key, _TAG.findall(found.group()))):
            text = text[: found.start()] + text[found.end() :]
    return _SPACES.sub(lambda found: "\n" if "\n" in found.group() else " ", text).strip()


def _width(text: str) -> int:
    """Count characters, wide ones twice (UAX #11)."""
    return len(text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)


def _fitting(text: str) -> int:
    """Count the characters that have room."""
    room = LONGEST
    for number, sign in enumerate(text):
        room -= 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if room < 0:
            return number
    return len(text)


def _shortened(text: str) -> str:
    head = text[: _fitting(text)]
    ends = [found.end() for found in _SENTENCE.finditer(head)]
    if ends and ends[-1] >= _TOO_SHORT:
        return head[: ends[-1]].rstrip()
    words = head[:-1].rpartition(" ")[0] or head[:-1]
    return words.rstrip(" ,;:–-") + "…"
