"""Lines of tweets as collectors wrote them, of API v2: pages of twarc2, or flattened; those of v1.1 go to `old_tweets`.

Sources: docs.x.com/x-api, twarc-project.readthedocs.io (twarc2 flatten).
"""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from livefeed.model.errors import PayloadError, TapeError
from livefeed.model.frame import Frame
from livefeed.runtime.importing.moments import moment
from livefeed.runtime.importing.old_tweets import PROTECTED, deletion, old_frames
from livefeed.runtime.importing.taken import Taken, json_frame
from livefeed.runtime.tape import open_tape, tape_lines
from livefeed.sources.reading import boolean, items, load, table, text

__all__ = ["tweet_frames"]

_X = ("x:x.com", "x")
_NONE = "lines that are no tweet"
_GZIP = b"\x1f\x8b"
_MARK = b"\xef\xbb\xbf"


def tweet_frames(path: Path, taken: Taken) -> Iterator[Frame]:
    """Read lines, plain, in gzip or in zstd; what is no tweet is counted and named.

    Raises:
        TapeError: the file cannot be opened.
    """
    with _opened(path) as raw:
        for row, (line, ended) in enumerate(tape_lines(raw, taken.counters), 1):
            if not line.strip():
                continue
            try:
                tweets = _tweets(load(line.removeprefix(_MARK)))
            except PayloadError as error:
                taken.left(_NONE if ended else "the last line is cut off", f"line {row}: {error}")
                continue
            for tweet, included in tweets:
                try:
                    yield from _frames(tweet, included, taken)
                except PayloadError as error:  # one of a page says nothing of the others
                    taken.left(_NONE, f"line {row}: {error}")


@contextmanager
def _opened(path: Path) -> Iterator[io.BufferedReader]:
    with open_tape(path) as raw:
        if raw.peek(len(_GZIP))[: len(_GZIP)] != _GZIP:
            yield raw
            return
        try:
            yield io.BufferedReader(gzip.GzipFile(fileobj=raw))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise TapeError(f"{path}: is damaged, or cut off: {error}") from error


def _tweets(line: Any) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Take a line apart into tweets, each with what came along."""
    if isinstance(line, list):
        raise PayloadError("is a list; write one object a line (jq -c '.[]')")
    data, included = table(line).get("data"), table(line, "includes")
    if isinstance(data, list):
        return [(table(tweet), included) for tweet in items(line, "data", 1_000)]
    return [(table(line) if data is None else table(data), included)]


def _frames(tweet: dict[str, Any], included: dict[str, Any], taken: Taken) -> Iterator[Frame]:
    if "delete" in tweet:
        yield deletion(table(tweet, "delete"), taken)
    elif "user" in tweet:
        yield from old_frames(tweet, taken)
    elif "author" in tweet:
        yield from _page_frames(*_unflattened(tweet), taken)
    elif "author_id" in tweet or "created_at" in tweet:
        yield from _page_frames(tweet, included, taken)
    else:
        raise PayloadError("is no tweet: it has neither `data`, nor `user`, nor `author_id`")


def _page_frames(tweet: dict[str, Any], included: dict[str, Any], taken: Taken) -> Iterator[Frame]:
    """Make a frame of one tweet of a page, with what it refers to of all that the page brings along."""
    users = [table(one) for one in items(included, "users", 1_000)]
    hidden = {text(one, "id") for one in users if boolean(one, "protected")}
    if text(tweet, "author_id") in hidden:
        taken.left(PROTECTED)
        return
    posts = {text(one, "id"): table(one) for one in items(included, "tweets", 1_000)}
    referred = [posts[one] for one in _referred(tweet) if one in posts and text(posts[one], "author_id") not in hidden]
    people = {text(one, "author_id") for one in (tweet, *referred)}
    keys = {key for one in (tweet, *referred) for key in items(table(one, "attachments"), "media_keys")}
    brought = {
        "users": [one for one in users if text(one, "id") in people],
        "tweets": referred,
        "media": [one for one in items(included, "media", 1_000) if text(one, "media_key") in keys],
    }
    at = moment(text(tweet, "created_at"))
    if at is None:
        raise PayloadError(f"created_at: found {text(tweet, 'created_at')[:60]!r}, which is no date")
    if not text(tweet, "id").isdigit():
        raise PayloadError("id: is no number")
    yield json_frame(at, *_X, {"data": tweet, "includes": brought})
    taken.took()


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
    refers = [{key: text(one, key) for key in ("type", "id")} for one in items(line, "referenced_tweets", 5)]
    return {key: value for key, value in tweet.items() if key not in left_out} | {"referenced_tweets": refers}, {
        "users": users,
        "tweets": tweets,
        "media": media,
    }
