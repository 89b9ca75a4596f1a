"""X by its API v2: lines of the filtered stream, and pages of the recent search.

Source: docs.x.com/x-api (Post object, filtered stream, expansions, edit history).
"""

import html
from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import msgspec

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Author, Card, Counts, Delete, Media, Post, Put, Quote, Report
from livefeed.sources import x_follow
from livefeed.sources.attached import fit_quote, make_card
from livefeed.sources.line import Plan, Way
from livefeed.sources.options import address
from livefeed.sources.reading import boolean, guarded, items, load, number, table, text
from livefeed.sources.shape import read_shape
from livefeed.sources.text import (
    MAX_LINKS,
    MAX_MEDIA,
    MAX_TAGS,
    clean_name,
    clean_text,
    extract_hashtags,
    find_spans,
    fit_spans,
    language_tag,
    safe_url,
    unique,
)

__all__ = ["X", "XOptions", "time_of_id"]

_EPOCH = 1_288_834_974_657  # ids count milliseconds from here, above 22 bits of other things
_NO_LANGUAGE = frozenset({"und", "zxx", "qam", "qct", "qht", "qme", "qst", "art"})
_KINDS: dict[str, Literal["image", "video", "gif"]] = {"photo": "image", "video": "video", "animated_gif": "gif"}


class XOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `[[stream]]` of source `x`. Prices in US dollars, as X's own page has them."""

    token_env: str
    budget_usd: float
    """For a calendar month (UTC); when it is spent, the stream stops."""
    retweets: bool = False
    price_post: float = 0.005
    price_user: float = 0.010
    endpoint: str = x_follow.ENDPOINT


class X:
    """Posts of X, for those who pay for them."""

    name: ClassVar[str] = "x"
    takes_all: ClassVar[bool] = False
    heavy: ClassVar[bool] = False
    Options: ClassVar[type[msgspec.Struct]] = XOptions

    @staticmethod
    def stream_name(options: msgspec.Struct) -> str:
        """Name the stream.

        Raises:
            ValueError: the budget, a price or the address is none.
        """
        assert isinstance(options, XOptions)  # noqa: S101 - for the type checker
        if options.budget_usd <= 0:
            raise ValueError("budget_usd: write what a month may cost, such as budget_usd = 50.0")
        if options.price_post <= 0:
            raise ValueError("price_post: write what a post costs, such as price_post = 0.005")
        if options.price_user < 0:
            raise ValueError("price_user: write what a person costs a day, such as price_user = 0.01")
        address("endpoint", options.endpoint, x_follow.ENDPOINT)
        return "x.com"

    @staticmethod
    def ways(plan: Plan) -> list[Way]:
        """Follow the filtered stream.

        Raises:
            ValueError: there is no token.
        """
        return x_follow.ways(plan)

    @guarded
    def parse(self, frame: Frame) -> Iterator[Report]:
        """Read a line of the stream, or a page of the search.

        Raises:
            PayloadError: it is neither, or the server's word that something is wrong.
        """
        message = table(load(frame.payload))
        gone = text(table(table(message, "delete"), "tweet"), "id")
        if gone:
            yield Delete(id=f"x:{gone[:30]}")
            return
        data = message.get("data")
        if data is None:
            raise PayloadError(f"the server says: {clean_text(text(message, 'title') or 'nothing', 200)}")
        included = _Included(table(message, "includes"))
        for given in [data] if isinstance(data, dict) else items(message, "data"):
            yield from _reports(table(given), included)


class _Included:
    """What a payload brings along: people, media, and posts that others refer to."""

    def __init__(self, includes: dict[str, Any]) -> None:
        self.users = {text(user, "id"): table(user) for user in items(includes, "users", 500)}
        self.media = {text(one, "media_key"): table(one) for one in items(includes, "media", 500)}
        self.posts = {text(one, "id"): table(one) for one in items(includes, "tweets", 500)}


def _reports(post: dict[str, Any], included: _Included) -> Iterator[Report]:
    refers = {text(one, "type"): text(one, "id") for one in items(post, "referenced_tweets", 5)}
    original = included.posts.get(refers.get("retweeted", ""))
    if original is not None:
        # A retweet's own text is cut off; the original is whole.
        yield Put(post=_post(original, {}, included))
    yield Put(post=_post(post, refers, included))


def _first_id(post: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Give the id of a post's first version, and all ids: each edit has its own."""
    history = [one for one in items(post, "edit_history_tweet_ids", 10) if isinstance(one, str) and one.isdigit()]
    own = text(post, "id")
    if not own.isdigit() or len(own) > 20:
        raise PayloadError("a post without an id")
    return (history[0] if history else own), tuple(dict.fromkeys([*history, own]))


def time_of_id(post_id: str) -> int:
    """Give the time of an id, milliseconds: `created_at` is the same, cut to the second."""
    return (int(post_id) >> 22) + _EPOCH


def _post(post: dict[str, Any], refers: dict[str, str], included: _Included) -> Post:
    first, ids = _first_id(post)
    body, links, tags = _text(post)
    author = _author(included.users.get(text(post, "author_id"), {}), text(post, "author_id"))
    retweeted = refers.get("retweeted")
    lang = language_tag(text(post, "lang"))
    metrics = table(post, "public_metrics")
    keys = items(table(post, "attachments"), "media_keys", MAX_MEDIA)
    return Post(
        id=f"x:{first}",
        aliases=tuple(f"x:{one}" for one in ids if one != first),
        network="x",
        url=f"https://x.com/{author.handle.lstrip('@')}/status/{ids[-1]}",
        created_at=time_of_id(first),
        edited_at=time_of_id(ids[-1]) if len(ids) > 1 else None,
        author=author,
        text="" if retweeted else body,
        spans=() if retweeted else fit_spans(body, find_spans(body)),
        lang=None if not lang or lang in _NO_LANGUAGE else lang,
        hashtags=unique((clean_name(tag) for tag in (*tags, *extract_hashtags(body))), MAX_TAGS),
        links=() if retweeted else unique(links, MAX_LINKS),
        media=tuple(_media(included.media[key]) for key in keys if key in included.media),
        quote=None if retweeted else _quote(included.posts.get(refers.get("quoted", "")), included),
        card=None if retweeted else _card(post),
        reply_to=f"x:{refers['replied_to']}" if refers.get("replied_to") else None,
        boost_of=f"x:{retweeted}" if retweeted else None,
        quote_of=f"x:{refers['quoted']}" if refers.get("quoted") else None,
        sensitive=boolean(post, "possibly_sensitive"),
        counts=Counts(
            boosts=number(metrics, "retweet_count"),
            replies=number(metrics, "reply_count"),
            likes=number(metrics, "like_count"),
        ),
    )


def _text(post: dict[str, Any]) -> tuple[str, list[str], list[str]]:
    """Give the text with links written out, the links, and the hashtags."""
    long = table(post, "note_tweet")
    raw = text(long, "text") or text(post, "text")
    entities = table(long, "entities") or table(post, "entities")
    links = []
    for one in items(entities, "urls", 50):
        short = text(one, "url")
        whole = safe_url(one.get("unwound_url")) or safe_url(one.get("expanded_url"))
        if not short or whole is None:
            continue
        # By the short address itself, not by offsets, which count differently from one client to the next.
        own = whole.startswith(("https://twitter.com/", "https://x.com/")) and "/photo/" in whole
        raw = raw.replace(short, "" if own else whole)
        links += [] if own else [whole]
    tags = [text(one, "tag") for one in items(entities, "hashtags", MAX_TAGS)]
    return clean_text(html.unescape(raw)), links, tags


def _quote(quoted: dict[str, Any] | None, included: _Included) -> Quote | None:
    """Read a quoted post's words, where the answer brings them along."""
    if quoted is None or not text(quoted, "id").isdigit():
        return None
    first, ids = _first_id(quoted)
    author_id = text(quoted, "author_id")
    author = _author(included.users.get(author_id, {}), author_id)
    lang = text(quoted, "lang")
    return fit_quote(
        Quote(
            names=(f"x:{first}", *(f"x:{one}" for one in ids if one != first)),
            author=author.id,
            handle=author.handle,
            name=author.name,
            url=f"https://x.com/{author.handle.lstrip('@')}/status/{ids[-1]}",
            text=_text(quoted)[0],
            lang=None if lang in _NO_LANGUAGE else lang,
            warning="" if boolean(quoted, "possibly_sensitive") else None,
        )
    )


def _card(post: dict[str, Any]) -> Card | None:
    """Make the card of the first link of which the network tells the title."""
    entities = table(table(post, "note_tweet"), "entities") or table(post, "entities")
    for one in items(entities, "urls", 50):
        whole = safe_url(one.get("unwound_url")) or safe_url(one.get("expanded_url"))
        if whole and text(one, "title"):
            return make_card(whole, text(one, "title"), "", text(one, "description"))
    return None


def _author(user: dict[str, Any], user_id: str) -> Author:
    name = clean_name(text(user, "username")) or f"id{user_id[:30]}"
    return Author(
        id=f"x:user:{user_id[:30] or name}",
        handle=f"@{name}",
        name=clean_name(text(user, "name")),
        url=f"https://x.com/{name}",
        avatar=safe_url(user.get("profile_image_url")),
        followers=number(table(user, "public_metrics"), "followers_count") or None,
    )


def _media(one: dict[str, Any]) -> Media:
    return Media(
        kind=_KINDS.get(text(one, "type"), "other"),
        url=safe_url(one.get("url")),
        preview=safe_url(one.get("preview_image_url")),
        description=clean_text(text(one, "alt_text"), 1500),
        shape=read_shape(one),
    )
