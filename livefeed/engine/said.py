"""What a post says, read once for all comparisons, and the hashes by which posts that say it too are found.

Copies differ: a word is put in, another one left out, the end broken off. Some of these hashes still are the same: of
what stands in the text from each of those words on that come first in the order of bytes (k-minimum values, Bar-Yossef
et al. 2002, by an order that costs no hashing). Which words these are depends on no other word, so that a change moves
only the hashes that it touches. They are of bytes, not of words: three short words in a row are often a phrase that
many use.
"""

from zlib import crc32

import msgspec

from livefeed.engine.text import ENOUGH_WORDS, Canonical, parted
from livefeed.engine.urls import canonical_urls
from livefeed.model.post import Post

__all__ = ["Said", "link_hash", "read"]

_BITS = 0x3FFF_FFFF
"""Of a hash: what Python counts with in one go."""
_SMALLEST = 4
_LINKS = 2
_STRETCH = 20
"""Bytes."""
_TOO_LATE = -2
"""A stretch that began with one of the last words would be short, and the first to go where an end is broken off."""
_WORDS_OF_OPENING = 4
_CHARACTERS_A_SHINGLE = 5


class Said(msgspec.Struct, frozen=True, gc=False):
    """What a post says."""

    text: Canonical
    data: bytes
    """The canonical text, encoded."""
    exact: int
    near: list[int]
    """Hashes of the opening and of some stretches; none of a text that tells too little to be compared."""
    links: tuple[str, ...]
    """Canonical links, each once, in the order of the post."""
    keys: set[int]
    """All hashes under which it is found: two links at most."""


def read(post: Post) -> Said:
    """Read what a post says and links to."""
    text, data, words = parted(post.text)
    exact = crc32(data) & _BITS
    near: list[int] = []
    if text.words >= ENOUGH_WORDS:
        near = _word_hashes(data, words) if text.spaced else _letter_hashes(text.text)
    keys = {exact, *near}
    links = canonical_urls(post.links)
    for link in links[:_LINKS]:
        keys.add(link_hash(link))
    keys.discard(0)  # an index has it for "none"; it is also that of no words at all
    return Said(text, data, exact, near, links, keys)


def link_hash(link: str) -> int:
    """Hash a canonical link."""
    return crc32(link.encode("utf-8", "surrogatepass"), 1) & _BITS


def _word_hashes(data: bytes, words: list[bytes]) -> list[int]:
    """Hash the opening, and the stretches that begin where the smallest words first stand."""
    find = data.find
    return [
        crc32(b" ".join(words[:_WORDS_OF_OPENING])) & _BITS,
        *[crc32(data[(at := find(word)) : at + _STRETCH]) & _BITS for word in sorted(words[:_TOO_LATE])[:_SMALLEST]],
    ]


def _letter_hashes(text: str) -> list[int]:
    letters = text.replace(" ", "")
    last = max(1, len(letters) - _CHARACTERS_A_SHINGLE + 1)
    shingles = [letters[i : i + _CHARACTERS_A_SHINGLE].encode("utf-8", "surrogatepass") for i in range(last)]
    hashes = [crc32(shingle) & _BITS for shingle in shingles]
    return [hashes[0], *sorted(hashes)[:_SMALLEST]]
