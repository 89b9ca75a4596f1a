"""Bluesky by Jetstream, both of its wires.

Sources: github.com/bluesky-social/jetstream (v1 `/subscribe`, v2 `subscribeEvents`), lexicons `app.bsky.feed.post`,
`app.bsky.feed.repost`, `app.bsky.actor.profile`, `app.bsky.richtext.facet`.
"""

import re
from collections.abc import Iterator
from typing import Any, ClassVar, Literal, NamedTuple

import msgspec

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Author, Delete, Post, Profile, Put, Quote, Report, Span, Standing
from livefeed.model.times import from_micros
from livefeed.sources import bluesky_follow
from livefeed.sources.bluesky_embed import NOT_SHOWN, SENSITIVE, SITE, Embed, labels_of, read_quote
from livefeed.sources.bluesky_follow import APPVIEW, ENDPOINTS, PDS
from livefeed.sources.line import Plan, Way
from livefeed.sources.options import WEBSOCKET, address
from livefeed.sources.packed import Dictionary, is_packed
from livefeed.sources.profile_links import profile_links
from livefeed.sources.reading import guarded, items, load, number, table, text, time_or
from livefeed.sources.text import (
    MAX_LINKS,
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

__all__ = ["Bluesky", "BlueskyOptions"]

_POST = "app.bsky.feed.post"
_REPOST = "app.bsky.feed.repost"
_PROFILE = "app.bsky.actor.profile"
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


class BlueskyOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `[[stream]]` of source `bluesky`."""

    endpoint: str | list[str] | None = None
    dictionary_file: bytes | None = None
    appview: str = APPVIEW
    identifier: str | None = None
    password_env: str | None = None
    pds: str = PDS


class _Commit(NamedTuple):
    """What both wires say of a record."""

    did: str
    operation: str
    collection: str
    rkey: str
    record: dict[str, Any]
    at: int
    quoted: Quote | None = None
    """The quoted post, where the network's own view gives it; the record itself only names it."""

    @property
    def uri(self) -> str:
        return f"at://{self.did}/{self.collection}/{self.rkey}"


class Bluesky:
    """Posts, reposts and names of the whole network; the coverage's rules choose."""

    name: ClassVar[str] = "bluesky"
    takes_all: ClassVar[bool] = False
    heavy: ClassVar[bool] = False
    Options: ClassVar[type[msgspec.Struct]] = BlueskyOptions

    @staticmethod
    def stream_name(options: msgspec.Struct) -> str:
        """Name the stream; one Jetstream is like another.

        Raises:
            ValueError: an address or a dictionary is none.
        """
        assert isinstance(options, BlueskyOptions)  # noqa: S101 - for the type checker
        given = options.endpoint
        for endpoint in [given] if isinstance(given, str) else given or []:
            address("endpoint", endpoint, ENDPOINTS[0], WEBSOCKET)
        address("appview", options.appview, APPVIEW)
        address("pds", options.pds, PDS)
        if options.dictionary_file is not None:
            try:
                Dictionary(options.dictionary_file)
            except ValueError as error:
                raise ValueError("dictionary_file: name a zstd dictionary, the one of the endpoint") from error
        return "jetstream"

    @staticmethod
    def ways(plan: Plan) -> list[Way]:
        """Follow by Jetstream."""
        return bluesky_follow.ways(plan)

    @guarded
    def parse(self, frame: Frame) -> Iterator[Report]:
        """Read a Jetstream message, or an answer with profiles or found posts.

        Raises:
            PayloadError: it is none, or the server's word that something is wrong.
        """
        if isinstance(frame.payload, bytes) and is_packed(frame.payload):
            raise PayloadError("is packed, and was not opened: another dictionary, damage, or too long")
        message = table(load(frame.payload))
        if message.get("$type") == "error":
            raise PayloadError(
                f"the server says: {clean_text(str(message.get('message') or message.get('error')), 200)}"
            )
        if message.get("$type") == "message":
            message = _from_v2(table(message, "payload"))
        if isinstance(message.get("profiles"), list):
            for profile in items(message, "profiles"):
                yield from _about(table(profile))
            return
        if isinstance(message.get("posts"), list):
            for found in items(message, "posts"):
                yield from _found(table(found), from_micros(frame.t))
            return
        yield from _event(message, frame)


def _event(message: dict[str, Any], frame: Frame) -> Iterator[Report]:
    kind, did = text(message, "kind"), text(message, "did")[:300]
    if not kind or not did.startswith("did:"):
        raise PayloadError("is no Jetstream message")
    if kind == "identity":
        handle = clean_name(text(table(message, "identity"), "handle"))
        # A name whose domain does not answer for it is no name: the one shown before stays.
        if handle and handle != "handle.invalid":
            yield Profile(author=did, handle=f"@{handle}")
    elif kind == "account":
        yield _standing(table(message, "account"), did, number(message, "time_us") // 1000 or from_micros(frame.t))
    elif kind == "commit":
        commit = table(message, "commit")
        at = number(message, "time_us") // 1000 or from_micros(frame.t)
        yield from _commit(
            _Commit(
                did=did,
                operation=text(commit, "operation"),
                collection=text(commit, "collection"),
                rkey=text(commit, "rkey")[:512],
                record=table(commit, "record"),
                at=at,
            )
        )


def _from_v2(payload: dict[str, Any]) -> dict[str, Any]:
    """Put a v2 message in the shape of v1."""
    kind = text(payload, "$type").rpartition("#")[2]
    at = time_or(text(payload, "time"), 0)
    shaped = {"did": payload.get("did"), "kind": kind, "time_us": at * 1000}
    if kind == "commit":
        return shaped | {"commit": payload}
    return shaped | {kind: payload.get(kind, payload)}


def _commit(commit: _Commit) -> Iterator[Report]:
    if commit.collection not in (_POST, _REPOST, _PROFILE):
        return
    if commit.operation == "delete":
        if commit.collection != _PROFILE:
            yield Delete(id=commit.uri)
    elif not commit.rkey or not commit.record:
        raise PayloadError("a commit without its record")
    elif commit.collection == _PROFILE:
        yield Profile(author=commit.did, name=clean_name(text(commit.record, "displayName")))
        yield Standing(
            author=commit.did, state="hidden" if NOT_SHOWN in labels_of(commit.record) else "active", until=commit.at
        )
    elif commit.collection == _REPOST:
        yield Put(post=_repost(commit))
    elif NOT_SHOWN not in labels_of(commit.record):
        yield Put(post=_post(commit))
    elif commit.operation == "update":
        yield Delete(id=commit.uri)


_GONE = frozenset({"deleted", "takendown"})


def _standing(account: dict[str, Any], did: str, at: int) -> Standing:
    """Say what became of an account: its posts leave with it, for good where it was deleted or taken down."""
    if account.get("active") is not False:
        return Standing(author=did, state="active", until=at)
    return Standing(author=did, state="gone" if text(account, "status") in _GONE else "hidden", until=at)


def _about(profile: dict[str, Any]) -> Iterator[Report]:
    """Read a profile as the network's own view has it (app.bsky.actor.defs#profileView)."""
    did, handle = text(profile, "did")[:300], clean_name(text(profile, "handle"))
    if not did.startswith("did:"):
        return
    yield Profile(
        author=did,
        handle=f"@{handle}" if handle and handle != "handle.invalid" else None,
        name=clean_name(text(profile, "displayName")),
        avatar=safe_url(profile.get("avatar")),
        links=_of_handle(handle.lower()),
    )
    labels = {text(label, "val") for label in items(profile, "labels")}
    yield Standing(author=did, state="hidden" if NOT_SHOWN in labels else "active", until=0)


def _of_handle(handle: str) -> tuple[str, ...]:
    """List what a handle proves that Bluesky's own view gives: it has asked the domain (atproto.com/specs/handle)."""
    if _DOMAIN.fullmatch(handle) is None or handle.endswith(".invalid"):
        return ()
    return profile_links([f"https://{handle}", f"{SITE}/profile/{handle}"])


def _found(found: dict[str, Any], received_at: int) -> Iterator[Report]:
    """Read a post as the search gives it (app.bsky.feed.defs#postView)."""
    author, uri = table(found, "author"), text(found, "uri")
    did, _, rest = uri.removeprefix("at://").partition("/")
    collection, _, rkey = rest.partition("/")
    if collection != _POST or not did.startswith("did:"):
        raise PayloadError("a post that was found has no at-uri")
    yield from _about(author)
    commit = _Commit(
        did=did[:300],
        operation="create",
        collection=collection,
        rkey=rkey[:512],
        record=table(found, "record"),
        at=time_or(text(found, "indexedAt"), received_at),
        quoted=read_quote(table(found, "embed")),
    )
    labels = {text(label, "val") for label in (*items(found, "labels"), *items(author, "labels"))}
    if NOT_SHOWN not in labels:
        yield from _commit(commit)


def _author(did: str) -> Author:
    return Author(id=did, handle=f"@{did}", url=f"{SITE}/profile/{did}")


def _repost(commit: _Commit) -> Post:
    subject = text(table(commit.record, "subject"), "uri")[:1024]
    if not subject:
        raise PayloadError("a repost of nothing")
    return Post(
        id=commit.uri,
        network="bluesky",
        created_at=time_or(text(commit.record, "createdAt"), commit.at),
        network_at=commit.at,
        author=_author(commit.did),
        text="",
        boost_of=subject,
    )


def _post(commit: _Commit) -> Post:
    record = commit.record
    raw = text(record, "text")
    facets = fit_spans(raw, _facets(raw, items(record, "facets"))) if clean_text(raw) == raw else ()
    body, spans = _with_whole_links(raw, facets) if facets else _plain(raw)
    embed = Embed(commit.did, table(record, "embed"))
    tagged = [span_tag(raw, span) for span in facets if span.kind == "tag"]
    hidden = [tag for tag in items(record, "tags", MAX_TAGS) if isinstance(tag, str)]
    langs = [lang for lang in items(record, "langs", 3) if isinstance(lang, str)]
    links = [span.href for span in spans if span.kind == "link"]
    return Post(
        id=commit.uri,
        network="bluesky",
        url=f"{SITE}/profile/{commit.did}/post/{commit.rkey}",
        created_at=time_or(text(record, "createdAt"), commit.at),
        network_at=commit.at,
        edited_at=commit.at if commit.operation == "update" else None,
        author=_author(commit.did),
        text=body,
        spans=spans,
        lang=language_tag(langs[0]) if langs else None,
        hashtags=unique((clean_name(tag) for tag in (*tagged, *hidden, *extract_hashtags(body))), MAX_TAGS),
        links=unique([*links, *embed.links], MAX_LINKS),
        media=embed.media,
        quote=commit.quoted,
        card=embed.card,
        reply_to=text(table(table(record, "reply"), "parent"), "uri")[:1024] or None,
        quote_of=embed.quote_of,
        bridge_of=safe_url(record.get("bridgyOriginalUrl")),
        sensitive=bool(labels_of(record) & SENSITIVE),
    )


def _plain(raw: str) -> tuple[str, tuple[Span, ...]]:
    body = clean_text(raw)
    return body, tuple(find_spans(body))


def _with_whole_links(raw: str, facets: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """Write links whole that the text only hints at ("example.org/a-long…"), as other networks have them."""
    written = ""
    position = 0
    spans: list[Span] = []
    for span in facets:
        shown = raw[span.start : span.end]
        whole = span.href if span.kind == "link" and _hints_at(shown, span.href) else shown
        written += raw[position : span.start]
        spans.append(Span(start=len(written), end=len(written) + len(whole), href=span.href, kind=span.kind))
        written += whole
        position = span.end
    body = clean_text(written + raw[position:])
    return body, fit_spans(body, [*spans, *_others(body, spans)])


def _others(body: str, spans: list[Span]) -> list[Span]:
    """Find addresses in the text that no facet marks."""
    return [f for f in find_spans(body) if not any(s.start < f.end and f.start < s.end for s in spans)]


def _hints_at(shown: str, href: str) -> bool:
    beginning = shown.rstrip(".…").partition("://")[2] or shown.rstrip(".…")
    return bool(beginning) and href.partition("://")[2].removeprefix("www.").startswith(beginning.removeprefix("www."))


def span_tag(raw: str, span: Span) -> str:
    """Give the hashtag that a facet marks."""
    return raw[span.start : span.end].lstrip("#＃")


def _facets(raw: str, facets: list[Any]) -> Iterator[Span]:
    """Turn facets' UTF-8 byte offsets into spans; those that are wrong are left out."""
    encoded = raw.encode("utf-8", "surrogatepass")
    for facet in facets:
        index = table(facet, "index")
        start, end = index.get("byteStart"), index.get("byteEnd")
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(encoded):
            continue
        try:
            before, marked = encoded[:start].decode(), encoded[start:end].decode()
        except UnicodeDecodeError:
            continue
        for feature in items(facet, "features", 4):
            kind, href = _feature(table(feature))
            if href is not None:
                yield Span(start=len(before), end=len(before) + len(marked), href=href, kind=kind)
                break


def _feature(feature: dict[str, Any]) -> tuple[Literal["link", "tag", "mention"], str | None]:
    match text(feature, "$type").rpartition("#")[2]:
        case "tag":
            return "tag", safe_url(f"{SITE}/hashtag/{text(feature, 'tag')}")
        case "mention":
            return "mention", safe_url(f"{SITE}/profile/{text(feature, 'did')}")
        case _:
            return "link", safe_url(feature.get("uri"))
