"""One text, many spellings: the forms under which hashtags and posts are compared."""

import html
import re
import unicodedata
from hashlib import blake2b
from typing import NamedTuple

__all__ = ["Canonical", "canonical", "tag_key", "text_tags", "word_keys"]

_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_REPOST_PREFIX = re.compile(r"^\s*(?:RT|MT|via)\s+@[\w.@-]+\s*:?\s*", re.IGNORECASE)
_MENTION = re.compile(r"@[\w.-]+(?:@[\w.-]+)?")
_TRAILING_TAGS = re.compile(r"(?:\s*#\w+)+\s*$")
_CUT_OFF_WORD = re.compile(r"\S*(?:…|\.\.\.)\s*$")
_APART = re.compile(r"[^\w]+|_")
_TAG = re.compile(r"(?<![\w&/])[#＃](\w[\w·\u200c]*)")
_ENOUGH_WORDS = 5
_ENOUGH_CHARACTERS = 12  # for scripts that do not part words


class Canonical(NamedTuple):
    """What remains of a text when everything that copying changes is taken away."""

    key: bytes | None
    """Equal for equal texts; None where no word remains."""
    words: int
    """How many words remain; scripts without spaces count a word for every two characters past the minimum."""

    @property
    def telling(self) -> bool:
        """Long enough that two people would not write it by chance."""
        return self.words >= _ENOUGH_WORDS


def canonical(text: str) -> Canonical:
    """Reduce a post's text to the form under which copies are equal.

    Taken away, in order: entities, compatibility forms, "RT @x:", URLs, mentions, trailing hashtags, a word cut off
    by an ellipsis, case, accents written apart, punctuation, emoji variation. Digits stay: other numbers, other news.
    """
    text = unicodedata.normalize("NFKC", html.unescape(text))
    text = _URL.sub(" ", _REPOST_PREFIX.sub("", text))
    text = _TRAILING_TAGS.sub("", _MENTION.sub(" ", text).rstrip())
    text = _CUT_OFF_WORD.sub("", text).casefold()
    words = _APART.sub(" ", text).split()
    if not words:
        return Canonical(None, 0)
    joined = " ".join(words)
    count = len(words)
    if count < _ENOUGH_WORDS and len(joined) >= _ENOUGH_CHARACTERS and _unspaced(joined):
        count = _ENOUGH_WORDS
    return Canonical(blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).digest(), count)


def tag_key(tag: str) -> str:
    """Reduce a hashtag to the form under which Mastodon's servers compare them.

    NFKC, lower case, accents off, everything but letters, digits and `_` off: `#Été` and `ete` are one.
    """
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", tag).casefold())
    return "".join(c for c in text if (c.isalnum() or c == "_") and not unicodedata.combining(c))


def word_keys(text: str) -> frozenset[str]:
    """List a text's words and hashtags in the form of `tag_key`."""
    text = unicodedata.normalize("NFKC", text)
    found = {tag_key(match.group(1)) for match in _TAG.finditer(text)}
    found.update(tag_key(word) for word in _APART.sub(" ", text).split())
    found.discard("")
    return frozenset(found)


def text_tags(text: str) -> frozenset[str]:
    """List the hashtags written in a text, in the form of `tag_key`."""
    return frozenset(key for match in _TAG.finditer(text) if (key := tag_key(match.group(1))))


def _unspaced(text: str) -> bool:
    """Tell whether most of a text is in a script that does not part words by spaces."""
    unspaced = sum(1 for c in text if _is_unspaced(ord(c)))
    return unspaced * 2 > len(text)


def _is_unspaced(point: int) -> bool:
    return (
        0x0E00 <= point <= 0x0EFF  # Thai, Lao
        or 0x1000 <= point <= 0x109F  # Myanmar
        or 0x1780 <= point <= 0x17FF  # Khmer
        or 0x3040 <= point <= 0x30FF  # kana
        or 0x3400 <= point <= 0x9FFF  # CJK
        or 0x20000 <= point <= 0x3FFFF
    )
