"""Addresses in strangers' profiles, which may speak for their being the same person elsewhere."""

from collections.abc import Iterable
from functools import lru_cache

from livefeed.sources.html import html_to_text
from livefeed.sources.text import safe_url

__all__ = ["profile_links", "whole_link"]

MAX_PROFILE_LINKS = 8
MAX_PROFILE_LINK = 300
"""Characters; no profile needs more, and every post carries its author's."""


def profile_links(addresses: Iterable[object]) -> tuple[str, ...]:
    """Give the first addresses that are fit to tell one person from another, each once.

    https only: anybody on the way can answer for the rest. No part of a page (`#…`): parts of one page can be many
    people's, and are not told apart when links are compared.
    """
    kept: dict[str, None] = {}
    for address in addresses:
        link = safe_url(address)
        if link is None or not link.startswith("https://") or "#" in link or len(link) > MAX_PROFILE_LINK:
            continue
        kept[link] = None
        if len(kept) == MAX_PROFILE_LINKS:
            break
    return tuple(kept)


@lru_cache(maxsize=4_096)  # profiles come again with each post, and reading one costs as much as reading the post
def whole_link(html: str) -> str | None:
    """Give where a markup leads that is nothing but one link."""
    read = html_to_text(html)
    whole = [span.href for span in read.spans if span.start == 0 and span.end == len(read.text)]
    return whole[0] if whole else None
