"""RSS 2.0 (rssboard.org), with addresses in Atom's words, authors in Dublin Core's, and whole texts in its content module's."""

from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from livefeed.server.feed_items import FeedView, Item
from livefeed.server.xml import DECLARATION, element, words

__all__ = ["RSS", "http_date", "rss_document"]

RSS = "application/rss+xml"

_SPACES = {
    "xmlns_atom": "http://www.w3.org/2005/Atom",
    "xmlns_content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns_dc": "http://purl.org/dc/elements/1.1/",
}
_FIRST, _LAST = -62_135_596_800, 253_402_300_799


def http_date(at: int) -> str:
    """Write milliseconds since 1970 UTC as `Fri, 02 Oct 2026 12:00:00 GMT` (RFC 9110, 5.6.7; good for RFC 822 as well)."""
    return format_datetime(datetime.fromtimestamp(min(max(at // 1000, _FIRST), _LAST), UTC), usegmt=True)


def rss_document(feed: FeedView) -> str:
    """Write a feed. RSS has no word for what was deleted: it is absent."""
    return DECLARATION + element(
        "rss",
        element(
            "channel",
            element("title", words(feed.title)),
            element("link", words(feed.home or "")),
            element("description", words(feed.summary or feed.title)),
            element("language", words(feed.lang)),
            element("lastBuildDate", http_date(feed.updated)),
            element("generator", "livefeed"),
            element("docs", "https://www.rssboard.org/rss-specification"),
            element("atom:link", rel="self", type_=RSS, href=feed.url),
            element("atom:link", rel="hub", href=feed.hub) if feed.hub else "",
            *map(_item, feed.items),
        ),
        version="2.0",
        **_SPACES,
    )


def _item(item: Item) -> str:
    """Write an item. Its description is HTML, as the best practices of RSS have it, though it says no more than a line."""
    return element(
        "item",
        element("title", words(item.title)),
        element("link", words(item.url)),
        element("guid", words(item.id), isPermaLink="false"),
        element("pubDate", http_date(item.published)),
        element("dc:creator", words(item.author)),
        *(element("category", words(tag)) for tag in item.tags),
        element("description", words(escape(item.summary))) if item.summary else "",
        element("content:encoded", words(item.html)),
    )
