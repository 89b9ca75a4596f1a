"""What of each network's JSON stays, and under which name. What is not listed here is left out.

A shape is a function that rewrites a value, a list of one shape for each element, or an object of shapes by key.
"""

import html
import re
from collections.abc import Callable
from typing import Any

import orjson

from livefeed.model.errors import PayloadError
from livefeed.runtime.pseudonyms.names import Pseudonyms
from livefeed.runtime.pseudonyms.words import Texts
from livefeed.sources.bluesky_embed import NOT_SHOWN, SENSITIVE
from livefeed.sources.profile_links import whole_link
from livefeed.sources.reading import load, table
from livefeed.sources.text import language_tag

__all__ = ["Shape", "Shapes", "shaped"]

Shape = Callable[[Any], Any] | list[Any] | dict[str, Any]

_OWN = frozenset([
    "accepted", "account", "animated_gif", "audio", "blob", "check", "commit", "create", "deactivated", "delete",
    "deleted", "desynchronized", "direct", "gifv", "hashtag", "hashtag:local", "identity", "image", "list", "other",
    "pending", "photo", "private", "public", "public:local", "public:media", "public:remote", "put", "quoted", "rejected",
    "replied_to", "retweeted", "revoked", "status.update", "suspended", "takendown", "throttled", "unauthorized",
    "unknown", "unlisted", "update", "user", "video",
])  # fmt: skip
"""Words of the networks' own that say what something is, and not whose."""
_PLAIN = re.compile(
    r"[\d.:x-]{0,24}"
    r"|\d{4}-\d\d-\d\d(?:[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d{1,9})?)? ?(?:Z|[+-]\d\d:?\d\d)?)?"
    r"|(?:image|video|audio|text|application)/[a-z0-9.+-]{1,30}"
    r"|(?:app\.bsky|com\.atproto)(?:\.[a-z]{1,30}){1,4}(?:#[a-z]{1,30})?",
    re.ASCII | re.IGNORECASE,
)
"""Numbers, sizes and times; kinds of media; kinds of records."""
_LABELS = SENSITIVE | {NOT_SHOWN}
_NO_BOTS = re.compile(r"#(?:<span>)?nobots?\b", re.IGNORECASE)


def keep(value: Any) -> Any:
    """Leave numbers, truths, times, and words of a network's own."""
    if isinstance(value, str):
        return value if value in _OWN or _PLAIN.fullmatch(value) else ""
    return value if value is None or isinstance(value, bool | int | float) else None


def texts(rewrite: Callable[[str], str]) -> Callable[[Any], Any]:
    """Rewrite a text; anything else becomes null."""
    return lambda value: rewrite(value) if isinstance(value, str) and value else (value if value == "" else None)


def language(value: Any) -> Any:
    """Leave what is written like a language."""
    return language_tag(value) if isinstance(value, str) else None


def label(value: Any) -> Any:
    """Leave the labels that we read; anybody may make others up."""
    return value if value in _LABELS else ""


def shaped(value: Any, shape: Shape) -> Any:
    """Rewrite a value; what does not have the expected form becomes null, keys without a shape go."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return None
        return {key: shaped(one, shape[key]) for key, one in value.items() if key in shape}
    if isinstance(shape, list):
        return [shaped(one, shape[0]) for one in value] if isinstance(value, list) else None
    return shape(value)


def _kept(*keys: str) -> dict[str, Any]:
    return dict.fromkeys(keys, keep)


class Shapes:
    """Rewrites payloads of the sources whose payloads are JSON.

    Args:
        names: the pseudonyms.
        words: rewrites what people wrote.
    """

    def __init__(self, names: Pseudonyms, words: Texts) -> None:
        self._names = names
        self._words = words
        self._url = texts(lambda url: names.url(url) if url.startswith(("https://", "http://")) else "")
        self._text = texts(words.plain)
        self._tag = texts(words.tag)
        self._html = texts(words.html)
        self._name = texts(names.name)
        self._handle = texts(names.handle)
        self._ident = texts(names.ident)
        self._status = self._mastodon()
        self._record = self._bluesky()
        self.payload: dict[str, Callable[[Any], Any]] = {
            "mastodon": self._mastodon_message,
            "bluesky": self._bluesky_message,
            "x": self._x_message,
            "post": lambda message: shaped(message, self._post()),
        }
        """By source: rewrites what its payload is as JSON."""

    def _number(self, value: Any) -> Any:
        return self._names.number(str(value)) if isinstance(value, str | int) and str(value) else None

    def _verified(self, value: str) -> str:
        """Rewrite a field of a profile that is nothing but a link."""
        found = whole_link(value)
        return "" if found is None else html.escape(self._names.url(found))

    def _mastodon(self) -> dict[str, Any]:
        account = {
            "id": self._number,
            "username": self._handle,
            "acct": self._handle,
            "display_name": self._name,
            "note": lambda note: "#nobot" if isinstance(note, str) and _NO_BOTS.search(note) else "",
            "fields": [{"value": texts(self._verified), "verified_at": keep}],
            **dict.fromkeys(("url", "uri", "avatar", "avatar_static"), self._url),
            **_kept("bot", "locked", "followers_count", "indexable", "noindex"),
        }
        status: dict[str, Any] = {
            "id": self._number,
            "in_reply_to_id": self._number,
            "uri": self._ident,
            "url": self._url,
            "content": self._html,
            "spoiler_text": self._text,
            "account": account,
            "tags": [{"name": self._tag, "url": self._url}],
            "mentions": [{"id": self._number, "username": self._handle, "acct": self._handle, "url": self._url}],
            "media_attachments": [
                {
                    "type": keep,
                    "url": self._url,
                    "preview_url": self._url,
                    "description": self._text,
                    "meta": dict.fromkeys(("original", "small"), _kept("width", "height", "size", "aspect")),
                }
            ],
            "card": {
                "url": self._url,
                **dict.fromkeys(("title", "description"), self._text),
                "provider_name": self._name,
            },
            "poll": {
                "options": [{"title": self._text, "votes_count": keep}],
                **_kept("expires_at", "expired", "multiple", "votes_count", "voters_count"),
            },
            "quote": {"state": keep},
            **_kept("created_at", "edited_at", "visibility", "sensitive"),
            "language": language,
            **_kept("replies_count", "reblogs_count", "favourites_count"),
        }
        status["reblog"] = status["quote"]["quoted_status"] = lambda one: shaped(one, status)
        return status

    def _mastodon_message(self, message: Any) -> Any:
        if isinstance(message, list):
            return shaped(message, [self._status])
        if "event" not in table(message):
            return shaped(message, self._status)
        given = message.get("payload")
        if message["event"] == "delete":
            payload: Any = self._number(given)
        else:
            status = shaped(load(given) if isinstance(given, str) else given, self._status)
            payload = orjson.dumps(status).decode() if isinstance(given, str) else status
        return {"stream": shaped(message.get("stream"), [keep]), "event": keep(message["event"]), "payload": payload}

    def _bluesky(self) -> dict[str, Any]:
        did, record_key = texts(self._names.did), texts(self._names.record)
        author = {
            "did": did,
            "handle": self._handle,
            "displayName": self._name,
            "avatar": self._url,
            "labels": [{"val": label}],
        }
        pointer = {"uri": texts(self._names.at_uri), "cid": record_key}
        record: dict[str, Any] = {
            "langs": [language],
            "tags": [self._tag],
            "reply": {"root": pointer, "parent": pointer},
            "subject": pointer,
            "displayName": self._name,
            "labels": {"$type": keep, "values": [{"val": label}]},
            "bridgyOriginalUrl": self._url,
            **_kept("$type", "createdAt"),
        }

        def shaped_record(value: Any) -> Any:
            if not isinstance(value, dict):
                return None
            return shaped(value, record) | (self._words.facets(value) if "text" in value else {})

        view = {"$type": keep, "author": author, "value": shaped_record, "labels": [{"val": label}], **pointer}
        record["embed"] = embed = self._embed(view)
        commit = {
            "rev": record_key,
            "rkey": record_key,
            "record": shaped_record,
            **_kept("operation", "collection"),
        }
        event = {
            "did": did,
            "commit": commit,
            "identity": {"did": did, "handle": self._handle, **_kept("seq", "time")},
            "account": {"did": did, **_kept("active", "status", "seq", "time")},
            **commit,
            "handle": self._handle,
            **_kept("kind", "time_us", "$type", "time", "seq", "active", "status"),
        }
        found = {
            "author": author,
            "record": shaped_record,
            "embed": embed,
            "labels": [{"val": label}],
            "indexedAt": keep,
        }
        return {**event, "payload": event, "profiles": [author], "posts": [{**found, **pointer}]}

    def _embed(self, view: dict[str, Any]) -> dict[str, Any]:
        """What hangs on a post of Bluesky, as the record has it and as the network's own view does."""
        blob = {"$type": keep, "ref": {"$link": texts(self._names.record)}, **_kept("mimeType", "size")}
        size = _kept("width", "height")
        picture = {
            "alt": self._text,
            "aspectRatio": size,
            "image": blob,
            **dict.fromkeys(("thumb", "fullsize"), self._url),
        }
        embed: dict[str, Any] = {
            "$type": keep,
            "external": {"uri": self._url, "title": self._text, "description": self._text},
            "images": [picture],
            "video": blob,
            "alt": self._text,
            "aspectRatio": size,
            "record": {**view, "record": view},
        }
        return {**embed, "media": embed}

    def _bluesky_message(self, message: Any) -> Any:
        return shaped(message, self._record)

    def _x_message(self, message: Any) -> Any:
        number, x_id = texts(self._names.number), texts(self._names.x_id)
        entities = {
            "urls": [
                {
                    **dict.fromkeys(("url", "expanded_url", "unwound_url"), self._url),
                    **dict.fromkeys(("title", "description"), self._text),
                }
            ],
            "hashtags": [{"tag": self._tag}],
        }
        post = {
            "id": x_id,
            "text": self._text,
            "author_id": number,
            "referenced_tweets": [{"type": keep, "id": x_id}],
            "edit_history_tweet_ids": [x_id],
            "entities": entities,
            "note_tweet": {"text": self._text, "entities": entities},
            "attachments": {"media_keys": [self._ident]},
            "public_metrics": _kept("retweet_count", "reply_count", "like_count", "quote_count"),
            **_kept("created_at", "possibly_sensitive"),
            "lang": language,
        }
        user = {
            "id": number,
            "username": self._handle,
            "name": self._name,
            "profile_image_url": self._url,
            "public_metrics": _kept("followers_count"),
        }
        media = {
            "media_key": self._ident,
            "alt_text": self._text,
            **dict.fromkeys(("url", "preview_image_url"), self._url),
            **_kept("type", "width", "height"),
        }
        data = table(message).get("data")
        return shaped(
            message,
            {
                "data": [post] if isinstance(data, list) else post,
                "includes": {"users": [user], "media": [media], "tweets": [post]},
                "delete": {"tweet": {"id": x_id}},
            },
        )

    def _post(self) -> dict[str, Any]:
        author = {
            "id": self._ident,
            "handle": self._handle,
            "name": self._name,
            **dict.fromkeys(("url", "avatar"), self._url),
            "links": [self._url],
            "claims": [self._url],
            **_kept("followers", "bot"),
        }
        return {
            **dict.fromkeys(("id", "reply_to", "boost_of", "quote_of"), self._ident),
            "url": self._url,
            "author": author,
            **dict.fromkeys(("text", "title", "warning"), self._text),
            "html": self._html,
            "hashtags": [self._tag],
            "links": [self._url],
            "media": [
                {
                    **dict.fromkeys(("url", "preview"), self._url),
                    "description": self._text,
                    **_kept("kind", "type", "width", "height"),
                }
            ],
            "poll": {"options": [{"text": self._text, "votes": keep}], **_kept("multiple", "voters", "closes_at")},
            "quote": {
                "id": self._ident,
                "author": author,
                "url": self._url,
                "text": self._text,
                "lang": language,
                "warning": self._text,
            },
            "card": {"url": self._url, **dict.fromkeys(("title", "description", "site"), self._text)},
            "counts": _kept("boosts", "replies", "likes"),
            **_kept("op", "created_at", "edited_at", "sensitive", "indexable"),
            "lang": language,
        }

    def rewrite(self, source: str, payload: str | bytes) -> str:
        """Rewrite a payload.

        Raises:
            PayloadError: it is no JSON, or its source has no shape.
        """
        if source not in self.payload:
            raise PayloadError("cannot be taken apart")
        return orjson.dumps(self.payload[source](load(payload))).decode()
