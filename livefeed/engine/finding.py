"""What of an entry can be searched for: its terms, in order."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from livefeed.engine.choosing import plain_language
from livefeed.engine.text import bare, tag_key, text_tags, without_urls, word_list
from livefeed.engine.urls import canonical_url
from livefeed.model.entry import Entry

__all__ = ["EVERY", "author_key", "entry_terms", "link_key", "term"]

EVERY = "*"
"""A term that all entries have."""

_LINKS = 4
"""Of an entry, by which it is found."""
_DOMAINS = 3
"""Of a link: its host, and what that is a part of."""
_AUTHORS = 8_192
"""Of which the terms are kept: the same people write again and again."""
_KINDS = 256


def term(kind: str, key: str) -> str:
    """Write what an entry is or has; no word has a colon, so it is none."""
    return f"{kind}:{key}"


def entry_terms(entry: Entry) -> list[str]:
    """List the terms by which an entry is found; none where its author does not want to be found.

    They are the words of its lead, addresses apart, and of who wrote it, in their order, and what else it is asked for by (`term`). Such
    a term stands between name, title and text, so that no phrase runs from one into the other.
    """
    post = entry.post
    if not post.indexable:
        return []
    terms = [*_author_terms(post.author.name, post.author.handle), *_kind_terms(post.network, post.lang)]
    if post.title:
        terms += word_list(post.title)
    terms.append(EVERY)
    terms += word_list(without_urls(post.text))
    tags = text_tags(post.text).union(map(tag_key, post.hashtags)) if post.hashtags else text_tags(post.text)
    terms += [f"tag:{tag}" for tag in sorted(tags)]
    if entry.lanes:
        terms += [term("lane", bare(lane)) for lane in entry.lanes]
    if entry.links:
        terms += _link_terms(entry.links)
    return terms


@lru_cache(maxsize=_AUTHORS)
def _author_terms(name: str, handle: str) -> tuple[str, ...]:
    """By name, by handle, and by the part of the handle that people say."""
    whole = author_key(handle)
    short = whole.partition("@" if "@" in whole else ".")[0]
    keys = dict.fromkeys(key for key in (author_key(name), whole, short) if key)
    return (*word_list(name), *(term("from", key) for key in keys), *word_list(short))


@lru_cache(maxsize=_KINDS)
def _kind_terms(network: str, lang: str | None) -> tuple[str, ...]:
    language = plain_language(lang)
    return (term("network", bare(network)), *(() if language is None else (term("language", language),)))


def author_key(said: str) -> str:
    """Reduce a name or handle to the form under which authors are compared."""
    return " ".join(bare(said).removeprefix("@").split())


def _link_terms(links: Sequence[str]) -> Iterable[str]:
    """By address, host, and what that is a part of; links are canonical."""
    found: dict[str, None] = {}
    for link in links[:_LINKS]:
        found[f"link:{link}"] = None
        host = link.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2].partition(":")[0]
        for _ in range(_DOMAINS):
            if "." not in host:
                break
            found[f"link:{host}"] = None
            host = host.partition(".")[2]
    return found


def link_key(said: str) -> str | None:
    """Reduce a domain or an address to the form under which links are compared; None where it is neither."""
    said = said.strip().rstrip("/")
    link = canonical_url(said if "://" in said else f"https://{said}")
    try:
        parts = urlsplit(link)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or "." not in host:
        return None
    return link if parts.path or parts.query or port else host
