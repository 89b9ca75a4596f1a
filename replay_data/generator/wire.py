"""The wire formats of the networks, written from one plain description of a post.

Mastodon: streaming API frames (docs.joinmastodon.org/methods/streaming). Bluesky: Jetstream v1
(github.com/bluesky-social/jetstream). Nostr: NIP-01 relay messages with true ids and BIP-340 signatures. Feeds: Atom
(RFC 4287), RSS 2.0, JSON Feed 1.1.
"""

import hashlib
import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from coincurve import PrivateKey

__all__ = [
    "Account",
    "Draft",
    "Item",
    "Media",
    "atom",
    "bluesky_delete",
    "bluesky_identity",
    "bluesky_post",
    "bluesky_profile",
    "bluesky_repost",
    "dumps",
    "iso",
    "json_feed",
    "mastodon_boost",
    "mastodon_delete",
    "mastodon_frame",
    "mastodon_status",
    "normalised_delete",
    "normalised_post",
    "nostr_delete",
    "nostr_message",
    "nostr_note",
    "nostr_profile",
    "nostr_repost",
    "rss",
    "segments",
    "tid",
]

Json = dict[str, Any]

_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_TID = "234567abcdefghijklmnopqrstuvwxyz"
_SEGMENT = re.compile(r"(https?://[^\s<>«»\"]*[\w/=&-])|((?<!\w)#\w+)|((?<!\w)@\[\w+\])")


@dataclass(frozen=True)
class Account:
    """A person, organisation or bot on one network. `user` is what they chose; `host` their server or feed's host."""

    key: str
    network: str
    user: str
    host: str
    name: str
    lang: str = "fr"
    followers: int = 0
    bot: bool = False
    bio: str = ""

    @property
    def id(self) -> str:
        """The author id under which the truth file names them."""
        if self.network == "bluesky":
            return "did:plc:" + _base32(f"did {self.key}", 24)
        if self.network == "nostr":
            return "nostr:" + self.pubkey
        if self.network == "mastodon":
            return f"https://{self.host}/@{self.user}"
        return f"https://{self.host}/{self.user}"

    @property
    def handle(self) -> str:
        """As people write it."""
        if self.network == "bluesky":
            return f"{self.user}.{self.host}"
        return f"@{self.user}@{self.host}"

    @property
    def secret(self) -> PrivateKey:
        """The Nostr key: derived, so that recordings are reproducible; nobody's."""
        return PrivateKey(hashlib.sha256(f"livefeed recording {self.key}".encode()).digest())

    @property
    def pubkey(self) -> str:
        """The x-only public key, hexadecimal."""
        return self.secret.public_key.format(compressed=True)[1:].hex()


@dataclass(frozen=True)
class Media:
    """A picture or film."""

    url: str
    description: str
    kind: str = "image"


@dataclass
class Draft:
    """A post as its author meant it. `at` is what the clock claims, milliseconds; mentions stand as `@[key]`."""

    key: str
    account: Account
    at: int
    text: str
    lang: str | None = None
    reply_to: "Draft | None" = None
    quote_of: "Draft | None" = None
    media: Sequence[Media] = ()
    warning: str = ""
    poll: Sequence[str] = ()
    tags: Sequence[str] = ()
    edited_at: int | None = None
    id: str = ""
    number: int = 0
    local_ids: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """An item of a feed; times in milliseconds."""

    id: str
    url: str
    title: str
    summary: str
    published: int
    updated: int | None = None
    image: str = ""


def iso(at: int) -> str:
    """Write milliseconds as RFC 3339."""
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def segments(text: str) -> list[tuple[str, str]]:
    """Cut a text into (kind, words): text, link, tag, mention."""
    found: list[tuple[str, str]] = []
    position = 0
    for match in _SEGMENT.finditer(text):
        if match.start() > position:
            found.append(("text", text[position : match.start()]))
        kind = "link" if match.group(1) else "tag" if match.group(2) else "mention"
        found.append((kind, match.group()))
        position = match.end()
    if position < len(text):
        found.append(("text", text[position:]))
    return found


def dumps(value: Any) -> str:
    """Write JSON as these networks do: compact, UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _base32(seed: str, length: int) -> str:
    digest = hashlib.sha512(seed.encode()).digest()
    return "".join(_BASE32[byte % 32] for byte in digest[:length])


# Mastodon


def mastodon_frame(tag: str, event: str, payload: str) -> str:
    """Wrap a payload for the hashtag stream; `payload` is a string in the frame too."""
    return dumps({"stream": ["hashtag", tag], "event": event, "payload": payload})


def mastodon_delete(tag: str, local_id: int) -> str:
    """Write a deletion: the server's own number, nothing else."""
    return mastodon_frame(tag, "delete", str(local_id))


def mastodon_status(draft: Draft, server: str, people: Callable[[str], Account]) -> Json:
    """Write a whole Status as `server` shows it."""
    account = draft.account
    reply = draft.reply_to
    quoted = draft.quote_of
    status: Json = {
        "id": str(draft.local_ids[server]),
        "created_at": iso(draft.at),
        "in_reply_to_id": str(reply.local_ids[server]) if reply is not None and server in reply.local_ids else None,
        "in_reply_to_account_id": None,
        "sensitive": bool(draft.warning),
        "spoiler_text": draft.warning,
        "visibility": "public",
        "language": draft.lang,
        "uri": draft.id,
        "url": f"https://{account.host}/@{account.user}/{draft.number}",
        "replies_count": 0,
        "reblogs_count": 0,
        "favourites_count": 0,
        "edited_at": None if draft.edited_at is None else iso(draft.edited_at),
        "content": _mastodon_html(draft.text, server, people),
        "reblog": None,
        "account": _mastodon_account(account, server),
        "media_attachments": [
            {
                "id": str(draft.local_ids[server] + 1 + n),
                "type": media.kind,
                "url": media.url,
                "preview_url": media.url,
                "description": media.description,
                "blurhash": None,
            }
            for n, media in enumerate(draft.media)
        ],
        "mentions": [
            {"username": who.user, "acct": f"{who.user}@{who.host}", "url": who.id}
            for who in _mentioned(draft.text, people)
        ],
        "tags": [
            {"name": words[1:].lower(), "url": f"https://{server}/tags/{words[1:].lower()}"}
            for kind, words in segments(draft.text)
            if kind == "tag"
        ],
        "emojis": [],
        "card": None,
        "poll": None,
    }
    if quoted is not None and server in quoted.local_ids:
        status["quote"] = {"state": "accepted", "quoted_status": mastodon_status(quoted, server, people)}
    if draft.poll:
        status["poll"] = {
            "id": str(draft.local_ids[server] + 99),
            "expires_at": iso(draft.at + 3_600_000),
            "expired": False,
            "multiple": False,
            "votes_count": 0,
            "options": [{"title": option, "votes_count": 0} for option in draft.poll],
        }
    return status


def mastodon_boost(draft: Draft, original: Draft, server: str, people: Callable[[str], Account]) -> Json:
    """Write a boost: a status of its own that holds the original."""
    status = mastodon_status(draft, server, people)
    status |= {"content": "", "tags": [], "mentions": [], "reblog": mastodon_status(original, server, people)}
    return status


def _mastodon_account(account: Account, server: str) -> Json:
    local = account.host == server
    return {
        "id": str(int.from_bytes(hashlib.sha256(account.key.encode()).digest()[:6], "big")),
        "username": account.user,
        "acct": account.user if local else f"{account.user}@{account.host}",
        "display_name": account.name,
        "locked": False,
        "bot": account.bot,
        "note": f"<p>{html.escape(account.bio)}</p>" if account.bio else "",
        "url": account.id,
        "uri": f"https://{account.host}/users/{account.user}",
        "avatar_static": f"https://{account.host}/avatars/{account.user}.png",
        "followers_count": account.followers,
        "indexable": True,
    }


def _mastodon_html(text: str, server: str, people: Callable[[str], Account]) -> str:
    paragraphs = [
        "".join(_mastodon_part(kind, words, server, people) for kind, words in segments(paragraph))
        for paragraph in text.split("\n\n")
    ]
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _mastodon_part(kind: str, words: str, server: str, people: Callable[[str], Account]) -> str:
    if kind == "tag":
        return f'<a href="https://{server}/tags/{words[1:]}" class="mention hashtag" rel="tag">#<span>{words[1:]}</span></a>'
    if kind == "mention":
        who = people(words[2:-1])
        return f'<span class="h-card"><a href="{who.id}" class="u-url mention">@<span>{who.user}</span></a></span>'
    if kind == "link":
        scheme, _, rest = words.partition("://")
        shown, hidden = rest[:30], rest[30:]
        ellipsis = ' class="ellipsis"' if hidden else ""
        return (
            f'<a href="{html.escape(words)}" target="_blank" rel="nofollow noopener noreferrer">'
            f'<span class="invisible">{scheme}://</span><span{ellipsis}>{html.escape(shown)}</span>'
            f'<span class="invisible">{html.escape(hidden)}</span></a>'
        )
    return html.escape(words, quote=False).replace("\n", "<br />")


def _mentioned(text: str, people: Callable[[str], Account]) -> list[Account]:
    return [people(words[2:-1]) for kind, words in segments(text) if kind == "mention"]


# Bluesky


def tid(at: int, salt: int) -> str:
    """Write a TID: microseconds and a clock number in 13 base-32 digits (atproto.com/specs/tid)."""
    value = ((at * 1000 + salt % 1000) << 10) | (salt % 1024)
    return "".join(_TID[(value >> shift) & 31] for shift in range(60, -1, -5))


def _commit(did: str, t: int, operation: str, collection: str, rkey: str, record: Json | None) -> str:
    commit: Json = {"rev": tid(t // 1000, t % 1000), "operation": operation, "collection": collection, "rkey": rkey}
    if record is not None:
        commit |= {"record": record, "cid": "bafyrei" + _base32(f"{did}{rkey}{t}", 52)}
    return dumps({"did": did, "time_us": t, "kind": "commit", "commit": commit})


def bluesky_post(draft: Draft, t: int, people: Callable[[str], Account]) -> str:
    """Write the creation of a post, or its update where it was edited; `t` in microseconds."""
    text, facets = _bluesky_text(draft.text, people)
    record: Json = {"$type": "app.bsky.feed.post", "createdAt": iso(draft.at)}
    embed = _bluesky_embed(draft, text, facets)
    if embed:
        record["embed"] = embed
    if facets:
        record["facets"] = facets
    if draft.lang:
        record["langs"] = [draft.lang]
    if draft.reply_to is not None:
        parent = {"cid": "bafyrei" + _base32(draft.reply_to.id, 52), "uri": draft.reply_to.id}
        record["reply"] = {"parent": parent, "root": parent}
    record["text"] = text
    operation = "create" if draft.edited_at is None else "update"
    return _commit(draft.account.id, t, operation, "app.bsky.feed.post", _rkey(draft.id), record)


def bluesky_repost(draft: Draft, original: Draft, t: int) -> str:
    """Write a repost."""
    subject = {"cid": "bafyrei" + _base32(original.id, 52), "uri": original.id}
    record = {"$type": "app.bsky.feed.repost", "createdAt": iso(draft.at), "subject": subject}
    return _commit(draft.account.id, t, "create", "app.bsky.feed.repost", _rkey(draft.id), record)


def bluesky_delete(draft: Draft, t: int) -> str:
    """Write a deletion of a post or repost."""
    _, _, _, collection, rkey = draft.id.split("/")
    return _commit(draft.account.id, t, "delete", collection, rkey, None)


def bluesky_identity(account: Account, t: int) -> str:
    """Write an identity message, which carries the handle."""
    identity = {"did": account.id, "handle": account.handle, "seq": t // 1000, "time": iso(t // 1000)}
    return dumps({"did": account.id, "time_us": t, "kind": "identity", "identity": identity})


def bluesky_profile(account: Account, t: int) -> str:
    """Write a profile record, which carries the display name."""
    record = {"$type": "app.bsky.actor.profile", "displayName": account.name, "description": account.bio}
    return _commit(account.id, t, "update", "app.bsky.actor.profile", "self", record)


def _rkey(uri: str) -> str:
    return uri.rpartition("/")[2]


def _bluesky_text(text: str, people: Callable[[str], Account]) -> tuple[str, list[Json]]:
    written = ""
    facets: list[Json] = []
    for kind, words in segments(text):
        start = len(written.encode())
        shown, feature = words, None
        if kind == "tag":
            feature = {"$type": "app.bsky.richtext.facet#tag", "tag": words[1:]}
        elif kind == "link":
            shown = words.partition("://")[2]
            shown = shown if len(shown) <= 28 else shown[:25] + "..."
            feature = {"$type": "app.bsky.richtext.facet#link", "uri": words}
        elif kind == "mention":
            who = people(words[2:-1])
            shown = "@" + who.handle.lstrip("@")
            if who.network == "bluesky":
                feature = {"$type": "app.bsky.richtext.facet#mention", "did": who.id}
        written += shown
        if feature:
            end = len(written.encode())
            facets.append({"features": [feature], "index": {"byteEnd": end, "byteStart": start}})
    return written, facets


def _bluesky_embed(draft: Draft, text: str, facets: list[Json]) -> Json | None:
    if draft.media:
        images = [
            {
                "alt": media.description,
                "image": {
                    "$type": "blob",
                    "ref": {"$link": "bafkrei" + _base32(media.url, 52)},
                    "mimeType": "image/jpeg",
                    "size": 100_000 + len(media.url),
                },
            }
            for media in draft.media
        ]
        return {"$type": "app.bsky.embed.images", "images": images}
    if draft.quote_of is not None:
        record = {"cid": "bafyrei" + _base32(draft.quote_of.id, 52), "uri": draft.quote_of.id}
        return {"$type": "app.bsky.embed.record", "record": record}
    for facet in facets:
        uri = facet["features"][0].get("uri")
        if uri:
            title = text.splitlines()[0][:60]
            return {"$type": "app.bsky.embed.external", "external": {"uri": uri, "title": title, "description": ""}}
    return None


# Nostr


def nostr_message(event: Json) -> str:
    """Wrap what was signed as a relay sends it."""
    return dumps(["EVENT", "livefeed", event])


def _nostr_signed(account: Account, at: int, kind: int, tags: list[list[str]], content: str) -> Json:
    created_at = at // 1000
    body = json.dumps([0, account.pubkey, created_at, kind, tags, content], separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(body.encode()).digest()
    return {
        "content": content,
        "created_at": created_at,
        "id": digest.hex(),
        "kind": kind,
        "pubkey": account.pubkey,
        "sig": account.secret.sign_schnorr(digest, bytes(32)).hex(),
        "tags": tags,
    }


def nostr_note(draft: Draft, people: Callable[[str], Account]) -> Json:
    """Write a kind 1 note."""
    content = ""
    tags: list[list[str]] = []
    for kind, words in segments(draft.text):
        if kind == "mention":
            who = people(words[2:-1])
            content += who.name
            if who.network == "nostr":
                tags.append(["p", who.pubkey])
        else:
            content += words
            if kind == "tag":
                tags.append(["t", words[1:].lower()])
    tags += [["t", tag.lower()] for tag in draft.tags]
    if draft.reply_to is not None:
        tags.append(["e", draft.reply_to.id.removeprefix("nostr:"), "", "root"])
    if draft.quote_of is not None:
        tags.append(["q", draft.quote_of.id.removeprefix("nostr:")])
    if draft.warning:
        tags.append(["content-warning", draft.warning])
    for media in draft.media:
        content += f"\n{media.url}"
        tags.append(["imeta", f"url {media.url}", f"alt {media.description}"])
    return _nostr_signed(draft.account, draft.at, 1, tags, content)


def nostr_repost(draft: Draft, original: Json) -> Json:
    """Write a kind 6 repost that holds the original."""
    tags = [["e", original["id"], ""], ["p", original["pubkey"]]]
    return _nostr_signed(draft.account, draft.at, 6, tags, dumps(original))


def nostr_delete(account: Account, at: int, event_id: str) -> Json:
    """Write a kind 5 deletion (NIP-09)."""
    return _nostr_signed(account, at, 5, [["e", event_id], ["k", "1"]], "")


def nostr_profile(account: Account, at: int) -> Json:
    """Write a kind 0 profile."""
    about = {
        "name": account.user,
        "display_name": account.name,
        "about": account.bio,
        "nip05": f"{account.user}@{account.host}",
    }
    return _nostr_signed(account, at, 0, [], dumps(about))


# Posts that are normalised already


def normalised_post(draft: Draft, people: Callable[[str], Account]) -> str:
    """Write the payload of the `post` source (docs/tape.md)."""
    text = "".join(f"@{people(w[2:-1]).user}" if kind == "mention" else w for kind, w in segments(draft.text))
    account = draft.account
    return dumps(
        {
            "op": "put",
            "id": draft.id,
            "url": draft.id,
            "created_at": iso(draft.at),
            "author": {"id": account.id, "handle": account.handle, "name": account.name, "bot": account.bot},
            "text": text,
            "lang": draft.lang,
            "hashtags": [*(w[1:] for kind, w in segments(draft.text) if kind == "tag"), *draft.tags],
            "reply_to": draft.reply_to.id if draft.reply_to is not None else None,
        }
    )


def normalised_delete(draft: Draft) -> str:
    """Write a deletion of the `post` source."""
    return dumps({"op": "delete", "id": draft.id})


# Feeds


def atom(feed_id: str, home: str, title: str, lang: str, items: Sequence[Item], at: int) -> str:
    """Write an Atom document, the newest item first."""
    entries = "".join(
        f"<entry><id>{_x(i.id)}</id><title>{_x(i.title)}</title><updated>{iso(i.updated or i.published)}</updated>"
        f'<published>{iso(i.published)}</published><link rel="alternate" type="text/html" href="{_x(i.url)}"/>'
        f'<summary type="html">{_x(f"<p>{html.escape(i.summary, quote=False)}</p>")}</summary></entry>'
        for i in items
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{lang}">'
        f'<title>{_x(title)}</title><id>{_x(feed_id)}</id><link rel="self" href="{_x(feed_id)}"/>'
        f'<link rel="alternate" href="{_x(home)}"/><updated>{iso(at)}</updated>{entries}</feed>'
    )


def rss(home: str, title: str, lang: str, items: Sequence[Item], at: int) -> str:
    """Write an RSS 2.0 document, the newest item first."""
    entries = "".join(
        f'<item><title>{_x(i.title)}</title><link>{_x(i.url)}</link><guid isPermaLink="{"true" if i.id == i.url else "false"}">'
        f"{_x(i.id)}</guid><pubDate>{_rfc822(i.published)}</pubDate><description>{_x(i.summary)}</description></item>"
        for i in items
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{_x(title)}</title>'
        f"<link>{_x(home)}</link><description>{_x(title)}</description><language>{lang}</language>"
        f"<lastBuildDate>{_rfc822(at)}</lastBuildDate>{entries}</channel></rss>"
    )


def json_feed(feed_url: str, home: str, title: str, lang: str, items: Sequence[Item]) -> str:
    """Write a JSON Feed 1.1 document, the newest item first."""
    return dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": home,
            "feed_url": feed_url,
            "language": lang,
            "items": [
                {
                    "id": i.id,
                    "url": i.url,
                    "title": i.title,
                    "content_text": i.summary,
                    "date_published": iso(i.published),
                    **({"date_modified": iso(i.updated)} if i.updated else {}),
                }
                for i in items
            ],
        }
    )


def _x(text: str) -> str:
    return html.escape(text, quote=True)


def _rfc822(at: int) -> str:
    moment = datetime.fromtimestamp(at / 1000, UTC)
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{days[moment.weekday()]}, {moment:%d} {months[moment.month - 1]} {moment:%Y %H:%M:%S} +0000"
