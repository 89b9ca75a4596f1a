"""Atom (RFC 4287), with what was deleted (RFC 6721)."""

from livefeed.model.times import iso
from livefeed.server.feed_items import FeedView, Item
from livefeed.server.xml import DECLARATION, element, words

__all__ = ["ATOM", "atom_deleted", "atom_document", "atom_entry"]

ATOM = "application/atom+xml"

_SPACES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns_at": "http://purl.org/atompub/tombstones/1.0"}


def atom_document(feed: FeedView) -> str:
    """Write a feed."""
    links = [("self", ATOM, feed.url), ("alternate", "text/html", feed.home), ("hub", None, feed.hub)]
    return DECLARATION + element(
        "feed",
        element("id", words(feed.id)),
        element("title", words(feed.title)),
        element("subtitle", words(feed.summary)) if feed.summary else "",
        element("updated", iso(feed.updated)),
        *(element("link", rel=rel, type_=kind, href=href) for rel, kind, href in links if href is not None),
        element("generator", "livefeed"),
        *(atom_entry(item) for item in feed.items),
        *(atom_deleted(name, when) for name, when in feed.gone),
        **_SPACES,
        xml_lang=feed.lang,
    )


def atom_entry(item: Item) -> str:
    """Write an entry. What its author wrote carries its language; where it is unknown, none (XML 1.0, 2.12)."""
    lang = item.lang or ""
    via = element("link", rel="via", href=item.origin) if item.origin else ""
    uri = element("uri", words(item.author_url)) if item.author_url else ""
    return element(
        "entry",
        element("id", words(item.id)),
        element("title", words(item.title), xml_lang=lang),
        element("updated", iso(item.updated)),
        element("published", iso(item.published)),
        element("author", element("name", words(item.author) or "·"), uri),
        element("link", rel="alternate", type_="text/html", href=item.url) if item.url else "",
        via,
        *(element("category", term=tag) for tag in item.tags),
        element("summary", words(item.summary), xml_lang=lang) if item.summary else "",
        element("content", words(item.html), type_="html", xml_lang=lang),
    )


def atom_deleted(name: str, when: int) -> str:
    """Say that an entry is gone, and when it went, milliseconds."""
    return element("at:deleted-entry", ref=name, when=iso(when))
