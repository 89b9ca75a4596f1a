"""One text, many spellings: the forms under which hashtags and posts are compared."""

import html
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Canonical", "canonical", "is_repost", "tag_key", "text_tags", "word_keys"]

_URL = re.compile(r"https?://\S*")
_BARE_URL = re.compile(r"www\.\S*")
_REPOST = re.compile(r"\s*(?:rt|mt)\s{0,4}:?\s{0,4}@\w")
_VIA = re.compile(r"(?<!\w)(?:via|vía)\s{0,4}:?\s{0,4}@[\w.@-]+[\s.)]*$")
_MENTION = re.compile(r"@[\w.-]+(?:@[\w.-]+)?")
_WORD = re.compile(r"[^\W_]+")
_ASCII_WORDS = bytes(point if chr(point).isalnum() else 0x20 for point in range(128)) + bytes(128)
"""Parts words in ASCII text, in a fifth of the time that the pattern takes."""
_TAG = re.compile(r"(?<![\w&/])[#＃](\w[\w·\u200c]*)")
_APART = re.compile(r"[^\w]+|_")
_NOISE = frozenset(["rt", "mt", "via", "vía", "cc", "http", "https"])
_TAGS_KEPT = 8_192
"""Words of which the key is kept: a network says the same ones over and over."""
_ENOUGH_WORDS = 5
_ENOUGH_CHARACTERS = 12  # for scripts that do not part words

_INVISIBLE = dict.fromkeys(
    [
        *(0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE01F0),
    ]
)
"""Joiners, marks of direction, soft hyphens, variation selectors and tag characters: nobody sees them."""

_LOOKALIKES = str.maketrans("аеорсухіјѕһԁԛԝαοριυνκτ", "aeopcyxijshdqwaopiuvkt")
"""Cyrillic and Greek small letters that pass for Latin ones (Unicode UTS 39), read so among Latin letters only."""

_LATIN = re.compile("[a-z]")


class Canonical(NamedTuple):
    """What remains of a text when everything that copying changes is taken away."""

    text: str
    """The words that remain, in order, one space between them; empty where none does."""
    words: int
    """How many; of a script without spaces, at least enough to tell where it has twelve characters."""
    cut: bool
    """Whether the text broke off with an ellipsis: others may have it whole."""
    spaced: bool
    """Whether its script parts words by spaces."""
    passed_on: bool
    """Whether it bears a sign of being passed on: an address, a credit ("RT @x", "via x"), a cut."""

    @property
    def telling(self) -> bool:
        """Long enough that two people would not write it by chance."""
        return self.words >= _ENOUGH_WORDS


def canonical(text: str) -> Canonical:
    """Reduce a post's text to the form under which copies are equal.

    Taken away, in order: entities, compatibility forms, what is invisible, URLs, credits ("RT @x:", "via @x"),
    mentions, trailing hashtags, a word cut off by an ellipsis, case, look-alike letters, accents written apart,
    punctuation. Digits stay: other numbers, other news.
    """
    if "&" in text:
        text = html.unescape(text)
    plain = text.isascii()
    text = text.lower() if plain else unicodedata.normalize("NFKC", text).translate(_INVISIBLE).casefold()
    length = len(text)
    text = _without_urls(text)
    passed_on = len(text) != length
    if "@" in text:
        text = _MENTION.sub(" ", text)
    text, cut = _cut_off(text)
    words = _ascii_words(text) if plain else _WORD.findall(text)
    if not _NOISE.isdisjoint(words):
        words = [word for word in words if word not in _NOISE]
        passed_on = True
    if plain:
        return Canonical(" ".join(words), len(words), cut, True, passed_on or cut)
    joined = " ".join([word if word.isascii() else _latin(word) for word in words])
    spaced = not _unspaced(joined)
    count = len(words)
    if not spaced and count < _ENOUGH_WORDS and len(joined) >= _ENOUGH_CHARACTERS:
        count = _ENOUGH_WORDS
    return Canonical(joined, count, cut, spaced, passed_on or cut)


def _without_urls(text: str) -> str:
    if "://" in text:
        text = _URL.sub(" ", text)
    return _BARE_URL.sub(" ", text) if "www." in text else text


def is_repost(text: str) -> bool:
    """Tell whether a text says of itself that it passes on somebody else's: "RT @x: …", "… via @x"."""
    if "@" not in text:
        return False
    text = _without_urls(text.casefold())
    return _REPOST.match(text) is not None or _VIA.search(_cut_off(text)[0]) is not None


def _cut_off(text: str) -> tuple[str, bool]:
    """Take hashtags off the end, and the word that an ellipsis breaks off; tells whether one did."""
    cut = False
    while parts := text.rsplit(None, 1):
        last = parts[-1]
        broken = last.endswith(("…", "..."))
        if broken and not cut:
            cut = True
        elif broken or not last.startswith(("#", "＃")):
            break
        text = parts[0] if len(parts) > 1 else ""
    return text, cut


def _latin(word: str) -> str:
    return word.translate(_LOOKALIKES) if _LATIN.search(word) else word


@lru_cache(maxsize=_TAGS_KEPT)
def tag_key(tag: str) -> str:
    """Reduce a hashtag to the form under which Mastodon's servers compare them.

    NFKC, lower case, accents off, everything but letters, digits and `_` off: `#Été` and `ete` are one.
    """
    if tag.isascii() and tag.isalnum():
        return tag.lower()
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", tag).casefold())
    return "".join(c for c in text if (c.isalnum() or c == "_") and not unicodedata.combining(c))


def word_keys(text: str) -> frozenset[str]:
    """List a text's words and hashtags in the form of `tag_key`."""
    if text.isascii():
        found = set(_ascii_words(text.lower()))
    else:
        text = unicodedata.normalize("NFKC", text)
        found = set(map(tag_key, _APART.sub(" ", text).split()))
        found.discard("")
    return text_tags(text) | found


def text_tags(text: str) -> frozenset[str]:
    """List the hashtags written in a text, in the form of `tag_key`."""
    if "#" not in text and "＃" not in text:
        return frozenset()
    found = set(map(tag_key, _TAG.findall(text)))
    found.discard("")
    return frozenset(found)


def _ascii_words(text: str) -> list[str]:
    return text.encode().translate(_ASCII_WORDS).decode().split()


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
