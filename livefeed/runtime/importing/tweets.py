"""Lines of JSON as collectors of tweets wrote them: API v1.1 (one tweet a line) and v2 (twarc2: pages, or flattened).

v2 is what the source `x` reads; tweets of v1.1 become frames of the source `post`.
Sources: the v1.1 Tweet object, docs.x.com/x-api, twarc-project.readthedocs.io (twarc2 flatten).
"""

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.times import iso
from livefeed.runtime.importing.rows import moment
from livefeed.runtime.importing.taken import Taken, json_frame
from livefeed.runtime.tape import open_tape, tape_lines
from livefeed.sources.reading import boolean, items, load, maybe_number, number, table, text

__all__ = ["tweet_frames"]

_X = ("x:x.com", "x")
_POST = ("post:x.com", "post")
_KINDS = {"photo": "image", "video": "video", "animated_gif": "gif"}


def tweet_frames(path: Path, taken: Taken) -> Iterator[Frame]:
    """Read lines, plain or in zstd; what is no tweet is counted and named.

    Raises:
        TapeError: the file cannot be opened.
    """
    with open_tape(path) as raw:
        for row, (line, ended) in enumerate(tape_lines(raw, taken.counters), 1):
            if not line.strip():
                continue
            try:
                yield from _frames(table(load(line)), taken)
            except PayloadError as error:
                why = "the last line is cut off" if not ended else "lines that are no tweet"
                taken.left(why, f"line {row}: {error}")


def _frames(line: dict[str, Any], taken: Taken) -> Iterator[Frame]:
    if "data" in line:
        included = table(line, "includes")
        for tweet in items(line, "data", 1_000) if isinstance(line["data"], list) else [line["data"]]:
            yield _page_frame(table(tweet), included, taken)
    elif "user" in line:
        yield from _old_frames(line, taken)
    elif "author_id" in line:
        yield _page_frame(*_unflattened(line), taken)
    else:
        raise PayloadError("is no tweet: it has neither `data`, nor `user`, nor `author_id`")


def _page_frame(tweet: dict[str, Any], included: dict[str, Any], taken: Taken) -> Frame:
    """Make a frame of one tweet of a page, with what it refers to of all that the page brings along."""
    posts = {text(one, "id"): table(one) for one in items(included, "tweets", 1_000)}
    referred = [posts[one] for one in _referred(tweet) if one in posts]
    people = {text(one, "author_id") for one in (tweet, *referred)}
    keys = {key for one in (tweet, *referred) for key in items(table(one, "attachments"), "media_keys")}
    brought = {
        "users": [one for one in items(included, "users", 1_000) if text(one, "id") in people],
        "tweets": referred,
        "media": [one for one in items(included, "media", 1_000) if text(one, "media_key") in keys],
    }
    at = moment(text(tweet, "created_at"))
    if at is None:
        raise PayloadError(f"created_at: found {text(tweet, 'created_at')[:60]!r}, which is no date")
    if not text(tweet, "id").isdigit():
        raise PayloadError("id: is no number")
    taken.took()
    return json_frame(at, *_X, {"data": tweet, "includes": brought})


def _referred(tweet: dict[str, Any]) -> list[str]:
    return [text(one, "id") for one in items(tweet, "referenced_tweets", 5)]


def _unflattened(line: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Take a tweet that twarc2 has flattened apart again."""
    users, tweets = [table(line, "author")], []
    for one in items(line, "referenced_tweets", 5):
        if "author_id" in table(one):
            tweets.append(one)
            users.append(table(one, "author"))
    attached = table(line, "attachments")
    media = [table(one) for one in items(attached, "media", 8)]
    tweet = line | {"attachments": {"media_keys": [text(one, "media_key") for one in media]}} if media else line
    left_out = ("author", "__twarc", "in_reply_to_user", "geo")
    return {key: value for key, value in tweet.items() if key not in left_out}, {
        "users": users,
        "tweets": tweets,
        "media": media,
    }


def _old_frames(tweet: dict[str, Any], taken: Taken) -> Iterator[Frame]:
    """Read a tweet of v1.1; a retweet's own text is cut off, so the original comes first."""
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
    quoted = text(tweet, "quoted_status_id_str")
    whole = table(tweet, "extended_tweet")
    entities = table(whole, "entities") or table(tweet, "entities")
    media = items(table(tweet, "extended_entities") or table(whole, "extended_entities"), "media", 4)
    return {
        "op": "put",
        "id": f"x:{number_}",
        "url": f"https://x.com/{handle}/status/{number_}",
        "created_at": iso(at),
        "author": {
            "id": f"x:user:{text(user, 'id_str') or handle}",
            "handle": f"@{handle}",
            "name": text(user, "name"),
            "url": f"https://x.com/{handle}",
            "avatar": text(user, "profile_image_url_https") or None,
            "followers": maybe_number(user, "followers_count"),
        },
        "text": "" if original else body,
        "lang": text(tweet, "lang") if text(tweet, "lang") not in ("", "und") else None,
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
        "sensitive": boolean(tweet, "possibly_sensitive"),
        "counts": {"boosts": number(tweet, "retweet_count"), "likes": number(tweet, "favorite_count")},
    }


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
