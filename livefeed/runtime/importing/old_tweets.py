"""Tweets of API v1.1, one a line, become frames of the source `post`; and deletions, as streams of both versions have them.

Sources: the v1.1 Tweet object and its streams (delete notices), docs.x.com/x-api (compliance stream).
"""

import html
from collections.abc import Iterator
from typing import Any

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.times import iso
from livefeed.runtime.importing.moments import moment
from livefeed.runtime.importing.taken import Taken, json_frame
from livefeed.sources.reading import boolean, items, maybe_number, number, table, text
from livefeed.sources.x import time_of_id

__all__ = ["PROTECTED", "deletion", "old_frames"]

PROTECTED = "of a protected account"
"""Why a tweet stays out: who collected it was let in, and nobody else."""

_POST = ("post:x.com", "post")
_KINDS = {"photo": "image", "video": "video", "animated_gif": "gif"}


def deletion(notice: dict[str, Any], taken: Taken) -> Frame:
    """Read what a stream says of a tweet that is gone; without a time of its own it stands at the tweet's.

    Raises:
        PayloadError: it does not say which.
    """
    name = text(table(notice, "status"), "id_str") or text(table(notice, "tweet"), "id")
    if not name.isdigit() or len(name) > 20:
        raise PayloadError("a deletion that does not say of what")
    at = moment(text(notice, "timestamp_ms") or text(notice, "event_at"))
    frame = json_frame(time_of_id(name) if at is None else at, *_POST, {"op": "delete", "id": f"x:{name}"})
    taken.took("deletions")
    return frame


def old_frames(tweet: dict[str, Any], taken: Taken) -> Iterator[Frame]:
    """Read a tweet of v1.1; a retweet's own text is cut off, so the original comes first.

    Raises:
        PayloadError: it is none.
    """
    if boolean(table(tweet, "user"), "protected"):
        taken.left(PROTECTED)
        return
    at = moment(text(tweet, "created_at"))
    if at is None:
        raise PayloadError(f"created_at: found {text(tweet, 'created_at')[:60]!r}, which is no date")
    original = table(tweet, "retweeted_status")
    if original:
        yield json_frame(at, *_POST, _old_post(original))
    yield json_frame(at, *_POST, _old_post(tweet))
    taken.took()


def _old_id(tweet: dict[str, Any]) -> str:
    found = text(tweet, "id_str") or str(maybe_number(tweet, "id") or "")
    if not found.isdigit():
        raise PayloadError("id_str: is no number")
    return found


def _old_post(tweet: dict[str, Any]) -> dict[str, Any]:
    number_, user = _old_id(tweet), table(tweet, "user")
    at = moment(text(tweet, "created_at"))
    handle = text(user, "screen_name")
    if at is None or not handle:
        raise PayloadError("user.screen_name, or created_at: is missing")
    original = table(tweet, "retweeted_status")
    body, links = _old_text(tweet)
    reply_to = text(tweet, "in_reply_to_status_id_str")
    quoted = text(tweet, "quoted_status_id_str") if not original else ""
    whole = table(tweet, "extended_tweet")
    entities = table(whole, "entities") or table(tweet, "entities")
    media = items(table(tweet, "extended_entities") or table(whole, "extended_entities"), "media", 4)
    return {
        "op": "put",
        "id": f"x:{number_}",
        "url": f"https://x.com/{handle}/status/{number_}",
        "created_at": iso(at),
        "author": _author(user),
        "text": "" if original else body,
        "lang": _language(tweet),
        "hashtags": [] if original else [text(one, "text") for one in items(entities, "hashtags", 30)],
        "links": [] if original else links,
        "media": []
        if original
        else [
            {
                "kind": _KINDS.get(text(one, "type"), "other"),
                "url": text(one, "media_url_https") or None,
                "description": text(one, "ext_alt_text"),
            }
            for one in media
        ],
        "reply_to": f"x:{reply_to}" if reply_to else None,
        "boost_of": f"x:{_old_id(original)}" if original else None,
        "quote_of": f"x:{quoted}" if quoted else None,
        "quote": _quote(table(tweet, "quoted_status")) if quoted else None,
        "sensitive": boolean(tweet, "possibly_sensitive"),
        "counts": {"boosts": number(tweet, "retweet_count"), "likes": number(tweet, "favorite_count")},
    }


def _author(user: dict[str, Any]) -> dict[str, Any]:
    handle = text(user, "screen_name")
    return {
        "id": f"x:user:{text(user, 'id_str') or handle}",
        "handle": f"@{handle}",
        "name": text(user, "name"),
        "url": f"https://x.com/{handle}",
        "avatar": text(user, "profile_image_url_https") or None,
        "followers": maybe_number(user, "followers_count"),
    }


def _quote(tweet: dict[str, Any]) -> dict[str, Any] | None:
    """Give the words that a tweet quotes, where it brings them, and they are for everybody."""
    user, name = table(tweet, "user"), text(tweet, "id_str")
    handle = text(user, "screen_name")
    if not name or not handle or boolean(user, "protected"):
        return None
    return {
        "id": f"x:{name}",
        "url": f"https://x.com/{handle}/status/{name}",
        "author": _author(user),
        "text": _old_text(tweet)[0],
        "lang": _language(tweet),
    }


def _language(tweet: dict[str, Any]) -> str | None:
    return text(tweet, "lang") if text(tweet, "lang") not in ("", "und") else None


def _old_text(tweet: dict[str, Any]) -> tuple[str, list[str]]:
    """Give the text with its links written out, and the links."""
    whole = table(tweet, "extended_tweet")
    body = text(whole, "full_text") or text(tweet, "full_text") or text(tweet, "text")
    links = []
    for one in items(table(whole, "entities") or table(tweet, "entities"), "urls", 50):
        short, long = text(one, "url"), text(one, "expanded_url")
        if short and long.startswith(("https://", "http://")):
            body = body.replace(short, long)
            links.append(long)
    return html.unescape(body), links
