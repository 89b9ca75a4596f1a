"""RSS, Atom and JSON Feed documents, whole, as a poll finds them.

Sources: RSS 2.0 (rssboard.org), Atom (RFC 4287), `at:deleted-entry` (RFC 6721), JSON Feed 1.1 (jsonfeed.org).
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

import feedparser
import msgspec

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Author, Delete, Media, Post, Put, Report
from livefeed.model.times import from_micros
from livefeed.sources import feed_follow
from livefeed.sources.dates import parse_date
from livefeed.sources.html import Read, html_to_text
from livefeed.sources.line import Plan, Way
from livefeed.sources.reading import guarded, items, load, table, text
from livefeed.sources.text import (
    MAX_MEDIA,
    MAX_TAGS,
    clean_name,
    clean_text,
    extract_hashtags,
    find_spans,
    fit_spans,
    is_own_address,
    language_tag,
    safe_url,
    unique,
)

__all__ = ["Feed", "FeedOptions"]

MAX_ITEMS = 200
"""Items of a document; the rest is not looked at."""
MAX_ELEMENTS = 2_000
"""Items that a document may have at all: reading takes time by their number."""
_SUMMARY = 500
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>/]")
_GLOBAL = re.compile(r"(?:https?://|urn:|tag:|at://)\S+\Z", re.IGNORECASE)
_DELETED = re.compile(rb"<(?:\w+:)?deleted-entry\b[^>]*?\bref\s*=\s*(?:\"([^\"]{1,2048})\"|'([^']{1,2048})')")


class FeedOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `[[stream]]` of source `feed`."""

    url: str
    name: str | None = None


class _Item(msgspec.Struct, kw_only=True):
    """What the three formats have in common."""

    id: str
    link: str | None
    title: str
    body: Read
    published: str
    updated: str
    tags: list[str]
    media: list[Media]


class Feed:
    """Items of a feed."""

    name: ClassVar[str] = "feed"
    takes_all: ClassVar[bool] = True
    heavy: ClassVar[bool] = True
    Options: ClassVar[type[msgspec.Struct]] = FeedOptions

    @staticmethod
    def stream_name(options: msgspec.Struct) -> str:
        """Name the stream as the file does, or after the feed's host.

        Raises:
            ValueError: the address is no web address.
        """
        assert isinstance(options, FeedOptions)  # noqa: S101 - for the type checker
        if safe_url(options.url) is None:
            raise ValueError('url: write the whole address, such as url = "https://radio.example/news.rss"')
        return options.name or urlsplit(options.url).hostname or ""

    @staticmethod
    def ways(plan: Plan) -> list[Way]:
        """Follow by asking."""
        return feed_follow.ways(plan)

    @guarded
    def parse(self, frame: Frame) -> Iterator[Report]:
        """Read a document; each of its items is put again, the engine knows which are new.

        Raises:
            PayloadError: it is no feed.
        """
        raw = frame.payload.encode("utf-8", "replace") if isinstance(frame.payload, str) else frame.payload
        if raw.lstrip()[:1] == b"{":
            yield from _json_feed(load(raw), frame)
            return
        if b"<!ENTITY" in raw:
            raise PayloadError("declares entities of its own")
        if len(_ITEM.findall(raw)) > MAX_ELEMENTS:
            raise PayloadError(f"has more than {MAX_ELEMENTS} items")
        document = feedparser.parse(raw, sanitize_html=False, resolve_relative_uris=True)
        if not document.get("version") and not document.entries:
            raise PayloadError(f"is no feed: {document.get('bozo_exception') or 'nothing in it'}")
        feed = document.feed
        link = safe_url(feed.get("link"))
        author = _author(clean_name(_plain(feed.get("title", ""))), link or safe_url(feed.get("id")), frame)
        for match in _DELETED.finditer(raw):
            gone = (match.group(1) or match.group(2)).decode("utf-8", "replace")
            # A feed speaks for itself alone: the engine lets nothing else go at its word.
            yield Delete(id=gone, author=author.id)
        for entry in document.entries[:MAX_ITEMS]:
            yield Put(post=_post(_from_feedparser(entry), author, feed.get("language") or _xml_lang(feed), frame))


def _author(title: str, link: str | None, frame: Frame) -> Author:
    host = urlsplit(link).hostname if link else None
    name = frame.stream.partition(":")[2]
    return Author(id=link or frame.stream, handle=host or name, name=title or name, url=link)


def _xml_lang(feed: Any) -> str:
    return str(feed.get("title_detail", {}).get("language") or "")


def _plain(html: str) -> str:
    return html_to_text(html).text


def _from_feedparser(entry: Any) -> _Item:
    contents = entry.get("content") or []
    html = entry.get("summary") or (contents[0].get("value", "") if contents else "")
    pictures = [*entry.get("media_content", []), *entry.get("enclosures", [])]
    return _Item(
        id=str(entry.get("id") or ""),
        link=safe_url(entry.get("link")),
        title=clean_text(_plain(entry.get("title", "")), 300),
        body=html_to_text(html),
        published=str(entry.get("published") or entry.get("created") or entry.get("updated") or ""),
        updated=str(entry.get("updated") or ""),
        tags=[str(tag.get("term") or "") for tag in entry.get("tags", [])[:MAX_TAGS]],
        media=[media for media in map(_picture, pictures[:MAX_MEDIA]) if media],
    )


def _picture(part: Any) -> Media | None:
    url = safe_url(part.get("url") or part.get("href"))
    kind = str(part.get("type") or part.get("medium") or "")
    if url is None or not (kind.startswith("image") or re.search(r"\.(?:jpe?g|png|webp)\b", url)):
        return None
    return Media(kind="image", url=url, description=clean_text(_plain(str(part.get("description") or "")), 500))


def _json_feed(document: Any, frame: Frame) -> Iterator[Report]:
    if "jsonfeed.org/version" not in text(document, "version"):
        raise PayloadError("is JSON, but no JSON Feed")
    link = safe_url(table(document).get("home_page_url")) or safe_url(table(document).get("feed_url"))
    author = _author(clean_name(text(document, "title")), link, frame)
    for item in items(document, "items", MAX_ITEMS):
        given = table(item)
        plain = clean_text(text(given, "content_text"))
        html = text(given, "content_html")
        body = html_to_text(html) if html else Read(plain, tuple(find_spans(plain)))
        image = safe_url(given.get("image"))
        read = _Item(
            id=str(given.get("id") or ""),
            link=safe_url(given.get("url")) or safe_url(given.get("external_url")),
            title=clean_text(text(given, "title"), 300),
            body=body,
            published=text(given, "date_published"),
            updated=text(given, "date_modified"),
            tags=[tag for tag in items(given, "tags", MAX_TAGS) if isinstance(tag, str)],
            media=[Media(kind="image", url=image)] if image else [],
        )
        yield Put(post=_post(read, author, text(given, "language") or text(document, "language"), frame))


def _post(item: _Item, author: Author, lang: str, frame: Frame) -> Post:
    received_at = from_micros(frame.t)
    body = _text(item)
    published = parse_date(item.published)
    updated = parse_date(item.updated)
    edited = updated is not None and published is not None and updated > published
    links = [item.link] if item.link else []
    links += [span.href for span in item.body.spans if span.kind == "link"]
    return Post(
        id=_identity(item, frame.stream),
        aliases=(item.link,) if item.link and is_own_address(item.link, item.id) else (),
        network="feed",
        url=item.link,
        created_at=received_at if published is None else published,
        edited_at=updated if edited else None,
        author=author,
        title=item.title,
        text=body,
        spans=fit_spans(body, find_spans(body)),
        lang=language_tag(lang),
        hashtags=unique((clean_name(tag) for tag in (*item.tags, *extract_hashtags(body))), MAX_TAGS),
        links=unique(links, 5),
        media=tuple(item.media),
    )


def _text(item: _Item) -> str:
    """Put title and summary together; a summary that only repeats the title says nothing."""
    summary = item.body.text
    if summary.startswith(item.title):
        rest = summary[len(item.title) :].lstrip(" \n.:–—-")
        summary = rest if item.title else summary
    if len(summary) > _SUMMARY:
        summary = summary[:_SUMMARY].rsplit(None, 1)[0].rstrip(" ,;:.") + "…"
    return clean_text("\n\n".join(part for part in (item.title, summary) if part))


def _identity(item: _Item, stream: str) -> str:
    """Give an item's id where it is meant for the whole world, else one that is right within its feed."""
    if _GLOBAL.match(item.id):
        return item.id[:2048]
    local = item.id or item.link or ""
    if not local:
        digest = hashlib.blake2b(f"{item.title}\n{item.published}".encode("utf-8", "replace"), digest_size=8)
        local = digest.hexdigest()
    return f"{stream}#{local[:1024]}"
