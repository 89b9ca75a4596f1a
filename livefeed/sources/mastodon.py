"""Mastodon and what speaks its API: streaming frames and Status objects.

Sources: docs.joinmastodon.org/methods/streaming and /entities/Status.
"""

import re
from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import msgspec

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Author, Card, Counts, Delete, Media, Poll, Post, Put, Quote, Report
from livefeed.model.times import from_micros
from livefeed.sources import mastodon_follow
from livefeed.sources.attached import fit_quote, make_card, make_poll, with_options
from livefeed.sources.html import html_to_text
from livefeed.sources.line import Plan, Way
from livefeed.sources.options import address
from livefeed.sources.profile_links import profile_links, whole_link
from livefeed.sources.reading import boolean, guarded, items, load, maybe_number, number, table, text, time_or
from livefeed.sources.shape import read_shape
from livefeed.sources.text import (
    MAX_LINKS,
    MAX_MEDIA,
    MAX_TAGS,
    clean_name,
    clean_text,
    fit_spans,
    is_own_address,
    language_tag,
    safe_url,
    unique,
)

__all__ = ["Mastodon", "MastodonOptions"]

_KINDS: dict[str, Literal["image", "video", "audio", "gif"]] = {
    "image": "image",
    "video": "video",
    "audio": "audio",
    "gifv": "gif",
}
_NO_BOTS = re.compile(r"#(?:<span>)?nobots?\b", re.IGNORECASE)
_PUTS = ("update", "status.update")
_FIELDS = 20
_FIELD = 2_000


class MastodonOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `[[stream]]` of source `mastodon`."""

    server: str
    token_env: str | None = None


class Mastodon:
    """Statuses of a Mastodon server."""

    name: ClassVar[str] = "mastodon"
    takes_all: ClassVar[bool] = False
    heavy: ClassVar[bool] = False
    Options: ClassVar[type[msgspec.Struct]] = MastodonOptions

    @staticmethod
    def stream_name(options: msgspec.Struct) -> str:
        """Name the stream after the server's host.

        Raises:
            ValueError: the server is no https address.
        """
        assert isinstance(options, MastodonOptions)  # noqa: S101 - for the type checker
        return address("server", options.server, "https://mastodon.example")

    @staticmethod
    def ways(plan: Plan) -> list[Way]:
        """Follow by streaming and by timelines."""
        return mastodon_follow.ways(plan)

    @guarded
    def parse(self, frame: Frame) -> Iterator[Report]:
        """Read a streaming frame, a Status, or an array of Statuses.

        Raises:
            PayloadError: it is none of these, or the server's word that something is wrong.
        """
        host = frame.stream.partition(":")[2]
        message = load(frame.payload)
        if isinstance(message, list):
            for status in message:
                yield from _statuses(table(status), host, frame)
        elif not isinstance(message, dict):
            raise PayloadError("is neither a frame nor a status")
        elif "error" in message:
            raise PayloadError(f"the server says: {clean_text(str(message['error']), 200)}")
        elif "event" in message:
            yield from _event(message, host, frame)
        else:
            yield from _statuses(message, host, frame)


def _event(message: dict[str, Any], host: str, frame: Frame) -> Iterator[Report]:
    kind, payload = message.get("event"), message.get("payload")
    if kind == "delete" and isinstance(payload, str | int) and str(payload):
        yield Delete(id=_local_id(host, str(payload)))
    elif kind in _PUTS:
        status = load(payload) if isinstance(payload, str) else payload
        if not isinstance(status, dict):
            raise PayloadError("the payload is no status")
        yield from _statuses(status, host, frame)


def _local_id(host: str, number: str) -> str:
    """Name a status by its server's own number, under which alone deletions come."""
    return f"mastodon:{host}:{number[:64]}"


def _statuses(status: dict[str, Any], host: str, frame: Frame) -> Iterator[Report]:
    if text(status, "visibility") not in ("public", "") or _wants_no_bots(table(status, "account")):
        return
    original = table(status, "reblog")
    if original:
        yield from _statuses(original, host, frame)
        yield Put(post=_boost(status, original, host, frame))
        return
    yield Put(post=_post(status, host, frame))


def _wants_no_bots(account: dict[str, Any]) -> bool:
    """Tell whether somebody asks in their profile that programs leave their posts alone."""
    return _NO_BOTS.search(text(account, "note")) is not None


def _uri(status: dict[str, Any]) -> str:
    uri = text(status, "uri") or text(status, "url")
    if not uri:
        raise PayloadError("a status without uri")
    return uri[:2048]


def _names(status: dict[str, Any], host: str) -> tuple[str, ...]:
    """List other names of a status; an address on another host is somebody else's name."""
    names = [_local_id(host, str(status["id"]))] if status.get("id") else []
    url = safe_url(status.get("url"))
    if url is not None and is_own_address(url, _uri(status)):
        names.append(url)
    return tuple(names)


def _boost(status: dict[str, Any], original: dict[str, Any], host: str, frame: Frame) -> Post:
    return Post(
        id=_uri(status),
        aliases=_names(status, host),
        network="mastodon",
        url=safe_url(original.get("url")),
        created_at=time_or(text(status, "created_at"), from_micros(frame.t)),
        author=_author(table(status, "account"), host),
        text="",
        boost_of=_uri(original),
    )


def _post(status: dict[str, Any], host: str, frame: Frame) -> Post:
    quoted = table(table(status, "quote"), "quoted_status")
    read = html_to_text(text(status, "content"), quotes=bool(quoted))
    poll = _poll(table(status, "poll"))
    body = with_options(read.text, poll)
    edited = text(status, "edited_at")
    linked = safe_url(table(status, "card").get("url"))
    links = [span.href for span in read.spans if span.kind == "link"]
    reply_to = status.get("in_reply_to_id")
    warning = clean_text(text(status, "spoiler_text"), 500)
    return Post(
        id=_uri(status),
        aliases=_names(status, host),
        network="mastodon",
        url=safe_url(status.get("url")),
        created_at=time_or(text(status, "created_at"), from_micros(frame.t)),
        edited_at=time_or(edited, from_micros(frame.t)) if edited else None,
        author=_author(table(status, "account"), host),
        text=body,
        spans=fit_spans(body, read.spans),
        lang=language_tag(text(status, "language")),
        hashtags=unique((clean_name(text(tag, "name")) for tag in items(status, "tags")), MAX_TAGS),
        links=unique([*links, *([linked] if linked else [])], MAX_LINKS),
        media=tuple(map(_media, items(status, "media_attachments", MAX_MEDIA))),
        poll=poll,
        quote=_quote(table(status, "quote"), host),
        card=_card(table(status, "card")),
        reply_to=_local_id(host, str(reply_to)) if reply_to else None,
        quote_of=_uri(quoted) if quoted else None,
        sensitive=boolean(status, "sensitive"),
        warning=warning or None,
        counts=Counts(
            boosts=number(status, "reblogs_count"),
            replies=number(status, "replies_count"),
            likes=number(status, "favourites_count"),
        ),
        indexable=_indexable(table(status, "account")),
    )


def _poll(poll: dict[str, Any]) -> Poll | None:
    """Read a poll (entities/Poll); an option's votes are null while its author hides them."""
    return make_poll(
        ((text(option, "title"), maybe_number(option, "votes_count")) for option in items(poll, "options")),
        multiple=boolean(poll, "multiple"),
        voters=maybe_number(poll, "voters_count" if poll.get("voters_count") is not None else "votes_count"),
        closes_at=text(poll, "expires_at"),
    )


def _card(card: dict[str, Any]) -> Card | None:
    """Read how a linked page presents itself (entities/PreviewCard)."""
    return make_card(card.get("url"), text(card, "title"), text(card, "provider_name"), text(card, "description"))


def _quote(quote: dict[str, Any], host: str) -> Quote | None:
    """Read the quoted post's words (entities/Quote), where its author lets them be quoted and everybody may read."""
    quoted = table(quote, "quoted_status")
    account = table(quoted, "account")
    if text(quote, "state") != "accepted" or text(quoted, "visibility") not in ("public", "unlisted", ""):
        return None
    if _wants_no_bots(account):
        return None
    try:
        names, author = (_uri(quoted), *_names(quoted, host)), _author(account, host)
    except PayloadError:
        return None
    warned = text(quoted, "spoiler_text") != "" or boolean(quoted, "sensitive")
    return fit_quote(
        Quote(
            names=names,
            author=author.id,
            handle=author.handle,
            name=author.name,
            url=safe_url(quoted.get("url")),
            text=html_to_text(text(quoted, "content")).text,
            lang=text(quoted, "language"),
            warning=text(quoted, "spoiler_text") if warned else None,
        )
    )


def _indexable(account: dict[str, Any]) -> bool:
    return account.get("indexable") is not False and account.get("noindex") is not True


def _author(account: dict[str, Any], host: str) -> Author:
    url = safe_url(account.get("url")) or safe_url(account.get("uri"))
    acct = clean_name(text(account, "acct") or text(account, "username"))
    if not url or not acct:
        raise PayloadError("a status without its account")
    return Author(
        id=url,
        handle=f"@{acct}" if "@" in acct else f"@{acct}@{host}",
        name=clean_name(text(account, "display_name")),
        url=url,
        avatar=safe_url(account.get("avatar_static")),
        followers=number(account, "followers_count"),
        bot=boolean(account, "bot"),
        links=profile_links(map(_verified, items(account, "fields", _FIELDS))),
    )


def _verified(field: Any) -> str | None:
    """Give the address in a field of a profile, where the server has found a link back to the profile there."""
    return whole_link(text(field, "value")[:_FIELD]) if time_or(text(field, "verified_at"), 0) else None


def _media(attachment: Any) -> Media:
    meta = table(attachment, "meta")
    return Media(
        kind=_KINDS.get(text(attachment, "type"), "other"),
        url=safe_url(table(attachment).get("url")),
        preview=safe_url(table(attachment).get("preview_url")),
        description=clean_text(text(attachment, "description"), 1500),
        shape=read_shape(table(meta, "original")) or read_shape(table(meta, "small")),
    )
