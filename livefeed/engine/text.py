"""One text, many spellings: the forms under which hashtags and posts are compared."""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from livefeed.engine.negations import SAYS_FALSE

__all__ = [
    "ENOUGH_WORDS",
    "Canonical",
    "bare",
    "canonical",
    "is_repost",
    "tag_key",
    "text_tags",
    "without_urls",
    "word_keys",
    "word_list",
    "word_places",
]

_URL = re.compile(r"https?://\S*")
_BARE_URL = re.compile(r"www\.\S*")
_REPOST = re.compile(r"\s*(?:rt|mt)\s{0,4}:?\s{0,4}@\w")
_VIA = re.compile(r"(?<!\w)(?:via|vía)\s{0,4}:?\s{0,4}@[\w.@-]{1,200}+[\s.)]*$")
_MENTION = re.compile(r"@[\w.-]+(?:@[\w.-]+)?")
_POINTER = re.compile(r"\b(?:npub|nprofile|note|nevent|naddr)1\w{1,8}\.{3}\w{4}\b")
"""How we write a pointer of Nostr (NIP-19): it stands for a mention or a quoted note."""
_QUOTES = re.compile(r"(?<!\w)re:\s{0,4}https?://\S*")
"""What Mastodon, Misskey and others put into a post that quotes, for servers that know no quotes."""
_ELISIONS = frozenset(["[…]", "[...]", "(…)", "(...)"])
"""What blogs end an excerpt with."""
_ASCII_WORDS = bytes(point if chr(point).isalnum() else 0x20 for point in range(128)) + bytes(128)
"""Parts words in ASCII text, in a fifth of the time that the pattern takes."""
_TAG = re.compile(r"#(?<![\w&/]#)(\w[\w·\u200c]*)")
"""A hashtag. The pattern begins with a sign, so that all before it is passed over in one go."""
_APART = re.compile(r"[^\w]+|_")
_NOISE = frozenset(["rt", "mt", "via", "vía", "cc", "http", "https"])
_ASCII_NOISE = frozenset(word.encode() for word in _NOISE if word.isascii())
_TAGS_KEPT = 8_192
"""Words of which the key is kept: a network says the same ones over and over."""
ENOUGH_WORDS = 5
"""So many tell enough that two people would not write them by chance."""
_ENOUGH_CHARACTERS = 12  # for scripts that do not part words
_ENOUGH_LETTERS = 24  # for those among them that spell words out

_UNSEEN = "\u00ad\u034f\u061c\u180e\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\U000e0000-\U000e01ef"
_INVISIBLE = re.compile(f"[{_UNSEEN}]+")
"""Joiners, marks of direction, soft hyphens, variation selectors and tag characters: nobody sees them."""

_SET_ON = (
    "\u0300-\u036f"  # what is not one character with its letter
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # points of Hebrew
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # of Arabic
)
_OPTIONAL = re.compile(f"[{_UNSEEN}{_SET_ON}]+")
"""What people write, or leave out, over the same letters; Arabic's stroke that lengthens a word, too."""

_LOOKALIKES = str.maketrans("аеорсухіјѕһԁԛԝвнкмтαοριυνκτβεζημχ", "aeopcyxijshdqwbhkmtaopiuvktbezhmx")
"""Cyrillic and Greek letters that, small or capital, pass for Latin ones (Unicode UTS 39), read so among Latin letters
only."""

_LOOKS_ALIKE = re.compile(f"[{''.join(map(chr, _LOOKALIKES))}]")
_OF_UNSPACED = (
    "["
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u3040-\u30ff"  # kana
    "\u3400-\u9fff\U00020000-\U0003ffff"  # CJK
    "]"
)
"""Characters of scripts that do not part words by spaces."""
_UNSPACED = re.compile(_OF_UNSPACED)
_SPELT_OUT = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Those that have a letter for each sound, as Latin has, and not one for a syllable or a word."""
_SIGNS = "".join(
    char for char in map(chr, (*range(0x900, 0x10A0), *range(0x1780, 0x1800))) if unicodedata.category(char)[0] == "M"
)
"""Vowels and other signs of Indic scripts, Thai, Khmer and their like: part of a word as letters are."""
_WORD = re.compile(rf"[\w{_SIGNS}]+")
_PLACED = re.compile(rf"{_OF_UNSPACED}|(?:(?!{_OF_UNSPACED})[^\W_]|[\u00ad\u0300-\u036f\u200b-\u200d])+")
"""A word where it stands, with what is set over its letters and what nobody sees in it."""

_LATIN = re.compile("[a-z]")


class Canonical(msgspec.Struct, frozen=True, gc=False):
    """What remains of a text when everything that copying changes is taken away."""

    text: str
    """The words that remain, in order, one space between them; empty where none does."""
    words: int
    """How many; of a script without spaces, at least enough to tell where it has twelve characters, or 24 of a script
    that spells words out."""
    cut: bool
    """Whether the text broke off with an ellipsis: others may have it whole."""
    spaced: bool
    """Whether its script parts words by spaces."""
    passed_on: bool
    """Whether it bears a sign of being passed on: an address, a credit ("RT @x", "via x"), a cut."""

    @property
    def telling(self) -> bool:
        """Long enough that two people would not write it by chance."""
        return self.words >= ENOUGH_WORDS


Parted = tuple[Canonical, bytes, list[bytes]]
"""A text in its canonical form; the words of that encoded, at once and one by one."""


def canonical(text: str) -> Canonical:
    """Reduce a post's text to the form under which copies are equal.

    Taken away, in order: entities, compatibility forms, what is invisible, accents and vowel points written apart,
    case, URLs, credits ("RT @x:", "via @x"), mentions, trailing hashtags, a word cut off by an ellipsis, punctuation,
    look-alike letters. Digits stay: other numbers, other news.
    """
    return parted(text)[0]


def parted(text: str) -> Parted:
    """Reduce a text to its canonical form."""
    if "&" in text:
        text = html.unescape(text)
    text = text.lower() if text.isascii() else _plain_letters(text)
    length = len(text)
    if "re:" in text:
        text = _QUOTES.sub(" ", text)
    text = without_urls(text)
    if "@" in text:
        text = _uncredited(text)
    passed_on = len(text) != length
    if "@" in text:
        text = _MENTION.sub(" ", text)
    text, cut = _cut_off(text)
    if not text.isascii():
        return _parted_letters(text, cut, passed_on)
    words = _ascii_words(text).split()
    if not _ASCII_NOISE.isdisjoint(words):
        words = [word for word in words if word not in _ASCII_NOISE]
        passed_on = True
    data = b" ".join(words)
    return Canonical(data.decode(), len(words), cut, True, passed_on or cut), data, words


def _plain_letters(text: str) -> str:
    """Bring a text with other letters than ASCII's into one spelling."""
    text = _OPTIONAL.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _POINTER.sub(" ", text) if "..." in text else text


def _parted_letters(text: str, cut: bool, passed_on: bool) -> Parted:  # noqa: FBT001 - parts of one function
    """Do the rest for a text with other letters than ASCII's."""
    words = _WORD.findall(text.replace("_", " "))
    count = len(words)
    words = [word for word in words if word not in _NOISE]
    joined = " ".join(words)
    if _LOOKS_ALIKE.search(joined):
        joined = " ".join([word if word.isascii() else _latin(word) for word in words])
    passed_on = passed_on or cut or len(words) != count
    count = len(words)
    spaced = 2 * len(_UNSPACED.findall(joined)) <= len(joined)
    if not spaced and count < ENOUGH_WORDS:
        enough = _ENOUGH_LETTERS if _SPELT_OUT.search(joined) else _ENOUGH_CHARACTERS
        if len(joined) >= enough:
            count = ENOUGH_WORDS
    data = joined.encode("utf-8", "surrogatepass")
    return Canonical(joined, count, cut, spaced, passed_on), data, data.split()


def without_urls(text: str) -> str:
    """Put a space in the place of each address."""
    if "://" in text:
        text = _URL.sub(" ", text)
    return _BARE_URL.sub(" ", text) if "www." in text else text


def is_repost(text: str) -> bool:
    """Tell whether a text says of itself that it passes on somebody else's: "RT @x: …", "… via @x"."""
    if "@" not in text:
        return False
    text = without_urls(text.casefold())
    return _REPOST.match(text) is not None or _VIA.search(_cut_off(text)[0]) is not None


def _cut_off(text: str) -> tuple[str, bool]:
    """Take hashtags off the end, and the word that an ellipsis breaks off; tells whether one did.

    Where words are not parted, it breaks off between two characters.
    """
    cut = False
    while parts := text.rsplit(None, 1):
        last = parts[-1]
        if last[-1] in "….])" and (last.endswith(("…", "...")) or last in _ELISIONS):
            if cut:
                break
            cut = True
            left = last.rstrip("….")
            if left and _UNSPACED.match(left[-1]):
                text = text.rstrip().removesuffix(last) + left
                continue
        elif last[0] not in "#＃" or last[1:] in SAYS_FALSE:
            break
        text = parts[0] if len(parts) > 1 else ""
    return text, cut


def _uncredited(text: str) -> str:
    """Take a credit off the end ("via @x"), with the hashtags behind it: what it credits may be cut off."""
    if "via" not in text and "vía" not in text:
        return text
    credit = _VIA.search(_cut_off(text)[0])
    return text if credit is None else text[: credit.start()].rstrip(" ([-–—")


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


def bare(text: str) -> str:
    """Take case and accents off, and leave all else."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in text if not unicodedata.combining(c))


def word_keys(text: str) -> frozenset[str]:
    """List a text's words and hashtags in the form of `tag_key`."""
    words = frozenset(_keys(text))
    # A hashtag is more than a word of the text only where it has an underscore, or letters beyond ASCII.
    return words if text.isascii() and "_" not in text else words | text_tags(text)


def word_list(text: str) -> list[str]:
    """List a text's words in order, in the form of `tag_key`; of scripts that do not part words, each character."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
        if _UNSPACED.search(text):
            text = _UNSPACED.sub(r" \g<0> ", text)
    return _keys(text)


def _keys(text: str) -> list[str]:
    if text.isascii():
        return _ascii_words(text.lower()).decode().split()
    text = unicodedata.normalize("NFKC", text)
    return [key for key in map(tag_key, _APART.sub(" ", text).split()) if key]


def word_places(text: str) -> Iterator[tuple[str, int, int]]:
    """Walk over a text's words as `word_list` has them, each with where it stands: first character, and the one after."""
    for place in _PLACED.finditer(text):
        for word in word_list(place.group()):
            yield word, place.start(), place.end()


def text_tags(text: str) -> set[str]:
    """List the hashtags written in a text, in the form of `tag_key`."""
    if "＃" in text:
        text = text.replace("＃", "#")
    elif "#" not in text:
        return set()
    found = set(map(tag_key, _TAG.findall(text)))
    found.discard("")
    return found


def _ascii_words(text: str) -> bytes:
    """Put a space in the place of all that is neither letter nor digit in an ASCII text."""
    return text.encode().translate(_ASCII_WORDS)
