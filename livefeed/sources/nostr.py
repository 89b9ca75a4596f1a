"""Nostr relays' messages.

Sources: NIP-01 (notes, ids), NIP-05 (addresses), NIP-09 (deletion), NIP-18 (reposts, quotes), NIP-36 (content warning),
NIP-39 (identities elsewhere), NIP-40 (expiry), NIP-48 (bridges), NIP-62 (vanish), NIP-92 (media), BIP-340 (signatures).
Relays promise nothing, so id and signature of each note are checked here.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec
from coincurve import PublicKeyXOnly

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Author, Delete, Media, Post, Profile, Put, Report, Span, Standing
from livefeed.model.times import SECOND, from_micros
from livefeed.sources import nip19, nostr_follow
from livefeed.sources.line import Plan, Way
from livefeed.sources.options import WEBSOCKET, address
from livefeed.sources.profile_links import profile_links
from livefeed.sources.reading import guarded, items, load, table, text
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
    safe_url,
    unique,
)

__all__ = ["PLATFORMS", "Nostr", "NostrOptions"]

_HEX = re.compile(r"[0-9a-f]{64}\Z")
_POINTER = re.compile(r"(?:nostr:)?((?:npub|nprofile|note|nevent|naddr)1[02-9ac-hj-np-z]{20,400})")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?.*)?\Z", re.IGNORECASE)
_FILM = re.compile(r"\.(?:mp4|webm|mov)(?:\?.*)?\Z", re.IGNORECASE)
_DIM = re.compile(r"(\d{1,6})x(\d{1,6})", re.ASCII)
_SHOW = "https://njump.me/"
_MAX_TAGS_READ = 500
_NOTE = 1
_LAST_SECOND = 253_402_300_799
PLATFORMS = {"mastodon": "https://", "github": "https://github.com/", "twitter": "https://x.com/"}
"""Where an identity of NIP-39 has its profile."""
_IDENTITY = re.compile(r"[\w.-]+(?:/@[\w.-]+)?", re.ASCII)

Tags = list[list[str]]


class NostrOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `[[stream]]` of source `nostr`."""

    relay: str


class Nostr:
    """Notes of a relay."""

    name: ClassVar[str] = "nostr"
    takes_all: ClassVar[bool] = False
    heavy: ClassVar[bool] = False
    Options: ClassVar[type[msgspec.Struct]] = NostrOptions

    @staticmethod
    def stream_name(options: msgspec.Struct) -> str:
        """Name the stream after the relay's host.

        Raises:
            ValueError: the relay is no wss address.
        """
        assert isinstance(options, NostrOptions)  # noqa: S101 - for the type checker
        return address("relay", options.relay, "wss://relay.example", WEBSOCKET)

    @staticmethod
    def ways(plan: Plan) -> list[Way]:
        """Follow a relay."""
        return nostr_follow.ways(plan)

    @guarded
    def parse(self, frame: Frame) -> Iterator[Report]:
        """Read a relay's message, or a bare note.

        Raises:
            PayloadError: it is none, or its id is not that of its contents.
        """
        message = load(frame.payload)
        if isinstance(message, list):
            if not message or not isinstance(message[0], str):
                raise PayloadError("is no relay's message")
            if message[0] != "EVENT":
                return
            message = message[-1]
        if not isinstance(message, dict):
            raise PayloadError("is no note")
        yield from _reports(message, from_micros(frame.t))


def _reports(note: dict[str, Any], received_at: int) -> Iterator[Report]:
    note_id, pubkey = _checked(note)
    tags = _tags(note)
    match note.get("kind"):
        case 0:
            yield _profile(note, pubkey, tags)
        case 1:
            yield Put(post=_post(note, note_id, pubkey, tags))
        case 5:
            for tag in tags:
                if tag[0] == "e" and len(tag) > 1 and _HEX.match(tag[1]):
                    yield Delete(id=f"nostr:{tag[1]}", author=f"nostr:{pubkey}")
        case 62:
            yield Standing(author=f"nostr:{pubkey}", state="gone", until=_created_at(note))
        case 6 | 16:
            yield from _repost(note, note_id, pubkey, received_at)


def _checked(note: dict[str, Any]) -> tuple[str, str]:
    """Give id and public key of a note whose id is that of its contents (NIP-01)."""
    note_id, pubkey = text(note, "id"), text(note, "pubkey")
    if not _HEX.match(note_id) or not _HEX.match(pubkey):
        raise PayloadError("a note without id or public key")
    body = [0, pubkey, note.get("created_at"), note.get("kind"), note.get("tags"), note.get("content")]
    written = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    if hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest() != note_id:
        raise PayloadError("the id is not that of the contents")
    if not _is_signed(note_id, pubkey, text(note, "sig")):
        raise PayloadError("the signature is not that of the author")
    return note_id, pubkey


def _is_signed(note_id: str, pubkey: str, sig: str) -> bool:
    """Check a signature (BIP-340) by libsecp256k1."""
    try:
        return PublicKeyXOnly(bytes.fromhex(pubkey)).verify(bytes.fromhex(sig), bytes.fromhex(note_id))
    except ValueError:
        return False


def _tags(note: dict[str, Any]) -> Tags:
    read: Tags = []
    for tag in items(note, "tags", _MAX_TAGS_READ):
        if isinstance(tag, list) and tag and all(isinstance(part, str) for part in tag):
            read.append(tag)
    return read


def _first(tags: Tags, name: str) -> str:
    return next((tag[1] for tag in tags if tag[0] == name and len(tag) > 1), "")


def _created_at(note: dict[str, Any]) -> int:
    created = note.get("created_at")
    if not isinstance(created, int) or isinstance(created, bool):
        raise PayloadError("a note without a time")
    return min(max(created, 0), _LAST_SECOND) * SECOND


def _author(pubkey: str) -> Author:
    name = nip19.npub(pubkey)
    return Author(id=f"nostr:{pubkey}", handle=f"{name[:9]}…{name[-4:]}", url=f"{_SHOW}{name}")


def _post(note: dict[str, Any], note_id: str, pubkey: str, tags: Tags) -> Post:
    body, pointers = _readable(clean_text(text(note, "content")))
    media = _media(body, tags)
    shown = {one.url for one in media}
    addresses = [span for span in find_spans(body) if span.href]
    replies = [tag for tag in tags if tag[0] == "e" and len(tag) > 1 and _HEX.match(tag[1])]
    marked = next((tag[1] for mark in ("reply", "root") for tag in replies if tag[3:4] == [mark]), None)
    reply_to = marked or (replies[-1][1] if replies and not any(tag[3:4] == ["mention"] for tag in replies) else None)
    quoted = _first(tags, "q")
    return Post(
        id=f"nostr:{note_id}",
        network="nostr",
        url=f"{_SHOW}{nip19.nevent(note_id, pubkey)}",
        created_at=_created_at(note),
        author=_author(pubkey),
        text=body,
        spans=fit_spans(body, [*pointers, *addresses]),
        hashtags=unique(
            (
                clean_name(tag).lstrip("#")
                for tag in (*(t[1] for t in tags if t[0] == "t" and len(t) > 1), *extract_hashtags(body))
            ),
            MAX_TAGS,
        ),
        links=unique((span.href for span in addresses if span.href not in shown), MAX_LINKS),
        media=media,
        reply_to=f"nostr:{reply_to}" if reply_to else None,
        quote_of=f"nostr:{quoted}" if _HEX.match(quoted) else None,
        bridge_of=_first(tags, "proxy")[:1024] or None,
        expires_at=_expires(tags),
        warning=clean_text(_first(tags, "content-warning"), 500) or None,
        sensitive=any(tag[0] == "content-warning" for tag in tags),
    )


def _expires(tags: Tags) -> int | None:
    written = _first(tags, "expiration")
    return (
        min(int(written), _LAST_SECOND) * SECOND
        if written.isascii() and written.isdigit() and len(written) < 20
        else None
    )


def _readable(body: str) -> tuple[str, list[Span]]:
    """Shorten `nostr:npub1…` pointers for reading, and let them lead somewhere."""
    written = ""
    spans: list[Span] = []
    position = 0
    for match in _POINTER.finditer(body):
        name = match.group(1)
        written += body[position : match.start()]
        shown = f"{name[:9]}…{name[-4:]}"
        kind = "mention" if name.startswith(("npub", "nprofile")) else "link"
        spans.append(Span(start=len(written), end=len(written) + len(shown), href=f"{_SHOW}{name}", kind=kind))  # type: ignore[arg-type]
        written += shown
        position = match.end()
    return written + body[position:], spans


def _media(body: str, tags: Tags) -> tuple[Media, ...]:
    """List pictures and films: those that NIP-92 describes, then addresses that end like one."""
    found: dict[str, Media] = {}
    for tag in tags:
        if tag[0] == "imeta":
            parts = dict(part.partition(" ")[::2] for part in tag[1:])
            url = safe_url(parts.get("url"))
            if url:
                found[url] = Media(
                    kind=_kind(url),
                    url=url,
                    description=clean_text(parts.get("alt", ""), 1500),
                    shape=_shape(parts.get("dim", "")),
                )
    for span in find_spans(body):
        if _PICTURE.search(span.href) or _FILM.search(span.href):
            found.setdefault(span.href, Media(kind=_kind(span.href), url=span.href))
    return tuple(found.values())[:MAX_MEDIA]


def _shape(written: str) -> tuple[int, int] | None:
    """Read `dim` of NIP-92: `<width>x<height>`."""
    found = _DIM.fullmatch(written)
    return read_shape({"width": int(found[1]), "height": int(found[2])}) if found else None


def _kind(url: str) -> Any:
    return "video" if _FILM.search(url) else "image"


def _profile(note: dict[str, Any], pubkey: str, tags: Tags) -> Profile:
    about = table(load(text(note, "content") or "{}"))
    name = clean_name(text(about, "display_name") or text(about, "displayName") or text(about, "name"))
    address = clean_name(text(about, "nip05")).removeprefix("_@")
    handle = f"@{address}" if re.fullmatch(r"[\w.-]+@?[\w-]+(?:\.[\w-]+)+", address) else None
    website = text(about, "website").strip()
    return Profile(
        author=f"nostr:{pubkey}",
        handle=handle,
        name=name or None,
        avatar=safe_url(about.get("picture")),
        claims=profile_links(
            [
                f"https://{address}" if handle and "@" not in address else None,
                website if not website or "://" in website else f"https://{website}",
                *(_elsewhere(tag) for tag in tags),
            ]
        ),
    )


def _elsewhere(tag: list[str]) -> str | None:
    """Give the profile on another network that a tag of a profile claims: an identity, or where it was bridged from.

    The proofs that NIP-39 asks for lie on other sites, and are not looked at.
    """
    match tag:
        case ["i", identity, *_]:
            platform, _, who = identity.partition(":")
            place = PLATFORMS.get(platform)
            return f"{place}{who}" if place is not None and _IDENTITY.fullmatch(who) else None
        case ["proxy", place, *_]:
            return place
    return None


def _repost(note: dict[str, Any], note_id: str, pubkey: str, received_at: int) -> Iterator[Report]:
    tags = _tags(note)
    target = _first(tags, "e")
    if not _HEX.match(target):
        raise PayloadError("a repost of nothing")
    held = text(note, "content")
    if held.lstrip().startswith("{"):
        original = table(load(held))
        if original.get("kind") == _NOTE and original.get("id") == target:
            yield from _reports(original, received_at)
    yield Put(
        post=Post(
            id=f"nostr:{note_id}",
            network="nostr",
            created_at=_created_at(note),
            author=_author(pubkey),
            text="",
            boost_of=f"nostr:{target}",
        )
    )
