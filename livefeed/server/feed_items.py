"""What all feeds say, whatever their format: a feed, and entries as its items."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from livefeed.model.entry import Entry
from livefeed.server import showing
from livefeed.server.words import Speech

__all__ = ["FeedView", "Item", "headline", "item_of", "lasting_id"]

_TITLE = 90
"""Characters of a post in a title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry as feeds have it. Times in milliseconds since 1970 UTC, addresses absolute."""

    id: str
    """The same in every format and language, under whatever address we are reached."""
    url: str
    """Its own page."""
    origin: str | None
    """Where its post stands in its network."""
    title: str
    summary: str
    html: str
    """Made by a template of ours from text and spans."""
    author: str
    author_url: str | None
    published: int
    """Event time."""
    updated: int
    """Moves with an edit."""
    tags: Sequence[str]
    lang: str | None
    """Of its words; None where the network does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """A feed at one time."""

    id: str
    title: str
    summary: str
    lang: str
    url: str | None
    """Its own address; None where it is but a file."""
    home: str | None
    """The page that it tells of; None where nobody says where that is."""
    hub: str | None
    """Where to subscribe (WebSub)."""
    updated: int
    items: Sequence[Item]
    """The newest first."""
    gone: Sequence[tuple[str, int]] = ()
    """Ids of what was dropped lately, and when."""


def lasting_id(slug: str, name: str) -> str:
    """Give a name that lasts (RFC 9562, version 5): it depends on the coverage and what it stands for alone.

    Args:
        slug: of the coverage.
        name: an entry's id, or what tells a feed from others.
    """
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'livefeed:{slug}/{name}')}"


def item_of(entry: Entry, *, slug: str, url: str, html: str, speech: Speech) -> Item:
    """Make an entry an item.

    Args:
        entry: of which its author lets everybody know.
        slug: of its coverage.
        url: of its own page.
        html: what it says, by `Renderer.feed_entry`.
        speech: the language of what we say of it.
    """
    post = entry.post
    return Item(
        id=lasting_id(slug, entry.id),
        url=url,
        origin=post.url,
        title=headline(entry, speech),
        summary=showing.excerpt(post),
        html=html,
        author=showing.shown_name(post.author),
        author_url=post.author.url,
        published=entry.at,
        updated=showing.updated(entry),
        tags=post.hashtags,
        lang=post.lang,
    )


def headline(entry: Entry, speech: Speech) -> str:
    """Give an entry a title: its own, or who says it and how it begins."""
    _ = speech.translations.gettext
    post = entry.post
    if post.title and not (post.warning or post.sensitive):
        return post.title
    name = showing.shown_name(post.author)
    words = showing.gist(post, speech, _TITLE)
    return _("{name}: {words}").format(name=name, words=words) if words else name
