"""Make strangers' text safe to keep: what may be in a text, how long it may be, and where its links are."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from livefeed.model.post import Span

__all__ = [
    "MAX_LINKS",
    "MAX_MEDIA",
    "MAX_TAGS",
    "MAX_TEXT",
    "clean_name",
    "clean_text",
    "extract_hashtags",
    "find_spans",
    "fit_spans",
    "is_clean",
    "is_own_address",
    "language_tag",
    "safe_url",
    "unique",
]

MAX_TEXT = 10_000
"""Characters of a post."""
MAX_NAME = 80
MAX_TAGS = 30
MAX_TAG = 100
MAX_MEDIA = 8
MAX_LINKS = 20
MAX_URL = 2_048
_MAX_MARKS = 8
_MAX_LANGUAGE = 35
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")

_NEVER = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff]"
)
"""Controls, bidirectional overrides and isolates, tag characters, lone surrogates; and what no XML may hold, such as feeds."""
_BADGES = re.compile("[\u2713\u2714\u2611\u2705\U0001f535\u2612\U0001f5f8\ufe0f]")
"""Signs that make a name look verified."""
_URL = re.compile(r"https?://[^\s<>«»\"“”‘’`|\\^{}]+", re.IGNORECASE)
_NOT_IN_URL = re.compile(r'[\s<>"`\\]')
_TRAILING = ".,;:!?…'*_~"
_CLOSING = {")": "(", "]": "["}
_TAG = re.compile(r"(?<![\w&/#])[#＃](\w[\w·\u200c]*)")


def clean_text(text: str, limit: int = MAX_TEXT) -> str:
    """Give a text without what could harm a page or a reader, in NFC, cut at the limit.

    Controls but newline and tab go, bidirectional overrides, tag characters, lone surrogates, and combining marks
    past eight in a row.
    """
    text = _NEVER.sub("", text.replace("\r\n", "\n").replace("\r", "\n")[: limit * 2])
    text = _without_piles(unicodedata.normalize("NFC", text)).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def is_clean(text: str) -> bool:
    """Tell whether `clean_text` would take nothing out of a text, piles of marks apart; most texts are clean."""
    return (text.isprintable() or _NEVER.search(text) is None) and unicodedata.is_normalized("NFC", text)


def clean_name(name: str) -> str:
    """Give a name on one line, short, without signs that look like a verification."""
    return " ".join(_BADGES.sub("", clean_text(name, MAX_NAME)).split())


def language_tag(written: str) -> str | None:
    """Give a language as pages may name it (the shape of BCP 47); None where it is not said, or said otherwise."""
    tag = written.strip().replace("_", "-")
    return tag if len(tag) <= _MAX_LANGUAGE and _LANGUAGE.match(tag) else None


def safe_url(url: object) -> str | None:
    """Give a link that may stand on a page, or None: http or https, with a host, without a user, not too long."""
    if not isinstance(url, str) or len(url) > MAX_URL:
        return None
    url = url.strip()
    if _NEVER.search(url) or _NOT_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
        _ = parts.port
    except ValueError:
        return None
    return url if fine else None


def is_own_address(url: str, post_id: str) -> bool:
    """Tell whether a post's address is on the host of its id, whatever the scheme: it may be a name of the post then.

    Elsewhere it is what somebody says, or what a post is about, and may be the address of another post.
    """
    host, own = (written.partition("://")[2].partition("/")[0].lower() for written in (url, post_id))
    return url != post_id and host == own != ""


def find_spans(text: str) -> list[Span]:
    """Find the addresses in a plain text; punctuation that ends the sentence is not part of them."""
    spans: list[Span] = []
    for match in _URL.finditer(text):
        address = _without_trailing(match.group())
        href = safe_url(address)
        if href is not None and len(spans) < MAX_LINKS:
            spans.append(Span(start=match.start(), end=match.start() + len(address), href=href))
    return spans


def fit_spans(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Keep the spans that lie within a text and do not overlap, in order."""
    kept: list[Span] = []
    end = 0
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if end <= span.start < span.end <= len(text):
            kept.append(span)
            end = span.end
    return tuple(kept)


def extract_hashtags(text: str) -> list[str]:
    """List the hashtags written in a text, without the sign."""
    return [match.group(1)[:MAX_TAG] for match in _TAG.finditer(text)]


def unique(words: Iterable[str], limit: int) -> tuple[str, ...]:
    """Give the first so many different words, compared without case."""
    kept: dict[str, str] = {}
    for word in words:
        if word and len(kept) < limit:
            kept.setdefault(word.casefold(), word)
    return tuple(kept.values())


def _without_trailing(address: str) -> str:
    while address and (address[-1] in _TRAILING or _unopened(address)):
        address = address[:-1]
    return address


def _unopened(address: str) -> bool:
    opening = _CLOSING.get(address[-1])
    return opening is not None and address.count(address[-1]) > address.count(opening)


def _without_piles(text: str) -> str:
    """Drop combining marks past eight in a row."""
    if text.isascii() or not any(map(unicodedata.combining, text)):
        return text
    kept: list[str] = []
    marks = 0
    for c in text:
        marks = marks + 1 if unicodedata.combining(c) else 0
        if marks <= _MAX_MARKS:
            kept.append(c)
    return "".join(kept)
