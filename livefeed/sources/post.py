"""Posts that somebody else's program has normalised already (docs/tape.md)."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal, get_args

import msgspec

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Author, Card, Counts, Delete, Media, Poll, Post, Put, Quote, Report
from livefeed.model.times import parse_iso
from livefeed.sources.attached import fit_quote, make_card, make_poll, with_options
from livefeed.sources.html import html_to_text
from livefeed.sources.line import Plan, Way
from livefeed.sources.profile_links import profile_links
from livefeed.sources.reading import boolean, guarded, items, load, maybe_number, number, table, text
from livefeed.sources.shape import read_shape
from livefeed.sources.text import (
    MAX_LINKS,
    MAX_MEDIA,
    MAX_TAGS,
    clean_name,
    clean_text,
    extract_hashtags,
    find_spans,
    language_tag,
    safe_url,
    unique,
)

__all__ = ["NormalisedPosts", "PostOptions"]

_Kind = Literal["image", "video", "audio", "gif", "other"]
_MAX_ID = 2048


class PostOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `[[stream]]` of source `post`."""

    name: str = "inbox"
    secret_env: str | None = None


class NormalisedPosts:
    """One JSON object a payload: a post to put, or the id of one to delete."""

    name: ClassVar[str] = "post"
    takes_all: ClassVar[bool] = False
    heavy: ClassVar[bool] = False
    Options: ClassVar[type[msgspec.Struct]] = PostOptions

    @staticmethod
    def stream_name(options: msgspec.Struct) -> str:
        """Name the stream as the file does."""
        assert isinstance(options, PostOptions)  # noqa: S101 - for the type checker
        return options.name

    @staticmethod
    def ways(plan: Plan) -> list[Way]:  # noqa: ARG004 - nothing is connected to
        """Follow nothing: posts are brought to us (`POST /{slug}/inbox`, `livefeed post`)."""
        return []

    @guarded
    def parse(self, frame: Frame) -> Iterator[Report]:
        """Read a post or a deletion.

        Raises:
            PayloadError: a required key is missing or wrong; the message names it.
        """
        given = load(frame.payload)
        if not isinstance(given, dict):
            raise PayloadError("is no object")
        post_id = _required(given, "id")[:_MAX_ID]
        match given.get("op"):
            case "put":
                yield Put(post=_post(given, post_id))
            case "delete":
                yield Delete(id=post_id)
            case other:
                raise PayloadError(f"op: found {clean_text(str(other), 60)}; write put or delete")


def _required(given: dict[str, Any], key: str) -> str:
    found = given.get(key)
    if not isinstance(found, str) or not found.strip():
        raise PayloadError(f"{key}: is required, a text")
    return found


def _time(given: dict[str, Any], key: str) -> int:
    written = _required(given, key)
    try:
        return parse_iso(written)
    except ValueError as error:
        raise PayloadError(f"{key}: found {clean_text(written, 60)}; write 2026-10-02T13:04:05.678Z") from error


def _post(given: dict[str, Any], post_id: str) -> Post:
    poll = _poll(table(given, "poll"))
    if isinstance(given.get("text"), str):
        body = with_options(clean_text(given["text"]), poll)
        spans = tuple(find_spans(body))
    elif isinstance(given.get("html"), str):
        read, spans = html_to_text(given["html"])
        body = with_options(read, poll)
    else:
        raise PayloadError("text: is required, or html")
    links = [link for link in map(safe_url, items(given, "links", MAX_LINKS)) if link]
    tags = [tag.lstrip("#") for tag in items(given, "hashtags", MAX_TAGS) if isinstance(tag, str)]
    counts = table(given, "counts")
    return Post(
        id=post_id,
        network="post",
        url=safe_url(given.get("url")),
        created_at=_time(given, "created_at"),
        edited_at=_time(given, "edited_at") if given.get("edited_at") else None,
        author=_author(table(given, "author")),
        title=clean_text(text(given, "title"), 300),
        text=body,
        spans=spans,
        lang=language_tag(text(given, "lang")),
        hashtags=unique((clean_name(tag) for tag in (*tags, *extract_hashtags(body))), MAX_TAGS),
        links=unique([*links, *(span.href for span in spans if span.kind == "link")], MAX_LINKS),
        media=tuple(map(_media, items(given, "media", MAX_MEDIA))),
        poll=poll,
        quote=_quote(table(given, "quote")),
        card=_card(table(given, "card")),
        reply_to=text(given, "reply_to")[:_MAX_ID] or None,
        boost_of=text(given, "boost_of")[:_MAX_ID] or None,
        quote_of=text(given, "quote_of")[:_MAX_ID] or None,
        sensitive=boolean(given, "sensitive"),
        warning=clean_text(text(given, "warning"), 500) or None,
        indexable=given.get("indexable") is not False,
        counts=Counts(
            boosts=number(counts, "boosts"), replies=number(counts, "replies"), likes=number(counts, "likes")
        ),
    )


def _author(given: dict[str, Any]) -> Author:
    handle = clean_name(text(given, "handle"))
    if not handle:
        raise PayloadError("author.handle: is required, a text")
    return Author(
        id=text(given, "id")[:_MAX_ID] or handle,
        handle=handle,
        name=clean_name(text(given, "name")),
        url=safe_url(given.get("url")) or safe_url(given.get("id")),
        avatar=safe_url(given.get("avatar")),
        followers=number(given, "followers") if given.get("followers") is not None else None,
        bot=boolean(given, "bot"),
        links=profile_links(items(given, "links", MAX_LINKS)),
        claims=profile_links(items(given, "claims", MAX_LINKS)),
    )


def _poll(given: dict[str, Any]) -> Poll | None:
    return make_poll(
        ((text(option, "text"), maybe_number(option, "votes")) for option in items(given, "options")),
        multiple=boolean(given, "multiple"),
        voters=maybe_number(given, "voters"),
        closes_at=text(given, "closes_at"),
    )


def _quote(given: dict[str, Any]) -> Quote | None:
    """Read a quoted post; one that nobody could delete again, for want of an id or an author, is left out."""
    try:
        author = _author(table(given, "author"))
    except PayloadError:
        return None
    return fit_quote(
        Quote(
            names=(text(given, "id"),),
            author=author.id,
            handle=author.handle,
            name=author.name,
            url=safe_url(given.get("url")),
            text=text(given, "text"),
            lang=text(given, "lang"),
            warning=given["warning"] if isinstance(given.get("warning"), str) else None,
        )
    )


def _card(given: dict[str, Any]) -> Card | None:
    return make_card(given.get("url"), text(given, "title"), text(given, "site"), text(given, "description"))


def _media(given: Any) -> Media:
    kind = text(given, "kind") or text(given, "type")
    known: tuple[_Kind, ...] = get_args(_Kind)
    return Media(
        kind=next((one for one in known if one == kind), "other"),
        url=safe_url(table(given).get("url")),
        preview=safe_url(table(given).get("preview")),
        description=clean_text(text(given, "description"), 1500),
        shape=read_shape(given),
    )
