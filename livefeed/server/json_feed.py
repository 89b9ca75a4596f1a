"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from typing import Any

import orjson

from livefeed.model.times import iso
from livefeed.server.feed_items import FeedView, Item

__all__ = ["JSON_FEED", "json_document"]

JSON_FEED = "application/feed+json"


def json_document(feed: FeedView) -> bytes:
    """Write a feed. What was deleted is absent."""
    head: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "language": feed.lang,
    }
    if feed.summary:
        head["description"] = feed.summary
    if feed.hub is not None:
        head["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    return orjson.dumps({**head, "items": [_item(item) for item in feed.items]})


def _item(item: Item) -> dict[str, Any]:
    author = {"name": item.author} | ({"url": item.author_url} if item.author_url else {})
    said: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "date_published": iso(item.published),
        "date_modified": iso(item.updated),
        "authors": [author],
        "tags": list(item.tags),
    }
    if item.summary:
        said["summary"] = item.summary
    if item.origin:
        said["external_url"] = item.origin
    if item.lang:
        said["language"] = item.lang
    return said
