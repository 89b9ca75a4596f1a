"""Addresses in strangers' profiles, which may speak for their being the same person elsewhere."""

from collections.abc import Iterable

from livefeed.sources.text import safe_url

__all__ = ["profile_links"]

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
