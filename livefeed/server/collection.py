"""A coverage as an ActivityStreams 2.0 collection in pages (W3C, Activity Streams 2.0, 5; Activity Vocabulary).

Each entry is an `Announce` of a post by its name: who wants its words gets them where its author keeps them, or not.
Only what its authors let be found is in it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from livefeed.model.entry import Entry
from livefeed.model.post import Post
from livefeed.model.times import iso
from livefeed.server.showing import updated

__all__ = ["collection", "collection_page"]

_CONTEXT = "https://www.w3.org/ns/activitystreams"
_NAMES = re.compile(r"(?:https?|at|nostr|urn|tag):\S+\Z")
"""Ids of posts that mean something outside of us."""


def collection(address: str, *, name: str, page: str, total: int, ends: tuple[str, str]) -> dict[str, Any]:
    """Describe the whole.

    Args:
        address: its own.
        name: of the coverage.
        page: address of the coverage for people.
        total: how many entries are in it.
        ends: addresses of its first page, which has the newest, and of its last.
    """
    first, last = ends
    return {
        "@context": _CONTEXT,
        "type": "OrderedCollection",
        "id": address,
        "name": name,
        "attributedTo": {"type": "Service", "id": _service(address), "name": name, "url": page},
        "totalItems": total,
        "first": first,
        "last": last,
    }


def collection_page(
    address: str,
    *,
    whole: str,
    entries: Iterable[Entry],
    page_of: Callable[[Entry], str],
    around: Mapping[str, str | None],
) -> dict[str, Any]:
    """Give a part of it.

    Args:
        address: its own.
        whole: that of the collection.
        entries: the newest first.
        page_of: gives the address of an entry's page.
        around: addresses by `next` and `prev`, where there is such a page.
    """
    return {
        "@context": _CONTEXT,
        "type": "OrderedCollectionPage",
        "id": address,
        "partOf": whole,
        **{name: link for name, link in around.items() if link},
        "orderedItems": [
            _announce(entry, page_of(entry), _service(whole)) for entry in entries if entry.post.indexable
        ],
    }


def _service(whole: str) -> str:
    """Name who announces: what the collection describes, within it (RFC 3986, 3.5)."""
    return f"{whole}#coverage"


def _announce(entry: Entry, page: str, actor: str) -> dict[str, Any]:
    return {
        "type": "Announce",
        "id": page,
        "actor": actor,
        "published": iso(entry.at),
        "updated": iso(updated(entry)),
        "object": _name(entry.post) or page,
    }


def _name(post: Post) -> str | None:
    """Give the name of a post by which others find it: its id where it is one for the whole world, else its address."""
    return post.id if _NAMES.match(post.id) else post.url
