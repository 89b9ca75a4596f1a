"""Other names for people, places and posts, always the same for the same one.

Made from a key by a keyed hash: who does not have the key can neither go back nor try names out. What the engine
compares stays comparable: names that differ only in case, accents or signs (`engine.persons.bare`) have one pseudonym.
Domains become ones under `.example` (RFC 2606), where nobody lives.
"""

import base64
import hashlib
import re
from urllib.parse import urlsplit, urlunsplit

from livefeed.engine.persons import bare, tells
from livefeed.engine.urls import TRACKING, TRACKING_PREFIXES
from livefeed.sources import nip19

__all__ = ["Pseudonyms"]

_BRIDGES = frozenset({"bsky.app", "bsky.brid.gy", "fed.brid.gy", "web.brid.gy", "mostr.pub", "njump.me"})
"""Hosts that say how a post came from one network to another, and of nobody who wrote it."""
_FRONTS = ("www.", "m.", "mobile.", "amp.")
_STRUCTURE = frozenset([
    "activity", "ap", "app.bsky.feed.post", "app.bsky.feed.repost", "convert", "notes", "objects", "p", "post", "posts",
    "profile", "r", "status", "statuses", "users", "web",
])  # fmt: skip
"""Parts of a path that say what kind of thing is there."""
_TAGS = frozenset({"hashtag", "tag", "tags"})
_DID = re.compile(r"did:(plc|web):([\w.:%-]+)", re.ASCII)
_AT = re.compile(r"at://([^/\s]+)(?:/([\w.]+)(?:/([\w.~:-]+))?)?", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SEPARATORS = re.compile(r"[_-]")
_EXTENSION = re.compile(r"\.[a-z0-9]{1,5}\Z")
_LONGEST_KEPT_NUMBER = 4
_TLV_SPECIAL, _TLV_AUTHOR, _TLV_KIND = 0, 2, 3
_KEY_BYTES = 32
_SCHEMES = frozenset(["http", "https", "ftp", "ws", "wss"])
_SHORTEST_NAME = 9
_POINTERS = frozenset(["npub", "note", "nprofile", "nevent", "naddr"])
_TAG = re.compile(r"[\w%-]+")
_WORDS = re.compile(r"\w+")
_PREFIXED = re.compile(rf"(?:{'|'.join(TRACKING_PREFIXES)})(?:source|medium|campaign|term|content|id|cid|eid)")
_PARAMETERS = frozenset(["id", "list", "page", "q", "query", "s", "search", "t", "v"]) | TRACKING
"""Parameters of addresses that say nothing of anybody; others have another name too."""


class Pseudonyms:
    """Gives the same pseudonym for the same name.

    Args:
        key: secret and random; to be thrown away.
    """

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.blake2b(key).digest()
        self.notes: dict[str, str] = {}
        """Ids of Nostr notes and what they are now, where a note's new contents have made its new id."""

    def secret(self, kind: str, text: str) -> bytes:
        """Give 32 bytes that stand for a text."""
        message = f"{kind}\0{text}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(message, key=self._key, digest_size=_KEY_BYTES).digest()

    def letters(self, kind: str, text: str, count: int) -> str:
        """Give small letters and digits (at most 50) that stand for a text."""
        return base64.b32encode(self.secret(kind, text)).decode().lower()[:count]

    def name(self, shown: str) -> str:
        """Rename somebody as they are shown, in about as many words; what is no name (signs, `Info`) stays none."""
        key = bare(shown)
        if not tells(key):
            return key or ("·" if shown.strip() else "")
        # As long as before and without digits: in a text it is a word like others, and not a number.
        length = min(max(len(key), _SHORTEST_NAME), _KEY_BYTES)
        written = "N" + "".join(chr(ord("a") + byte % 26) for byte in self.secret("shown", key)[1:length])
        count = min(len(_WORDS.findall(shown)), length // 2)
        size = -(-length // max(count, 1))
        return " ".join(written[at : at + size] for at in range(0, length, size))

    def user(self, chosen: str) -> str:
        """Rename what somebody chose as their handle; parts between dots are renamed each, `_` and `-` stay some."""
        if "." in chosen.strip("."):
            return ".".join(map(self.user, chosen.split(".")))
        key = bare(chosen)
        if not tells(key):
            return chosen if key.isascii() else self.letters("user", chosen, 10)
        written = f"u{self.letters('name', key, 11)}"
        for found in _SEPARATORS.finditer(chosen.strip("_-")):
            at = 1 + found.start() % len(written)
            written = f"{written[:at]}{found.group()}{written[at:]}".strip("_-")
        return written

    def host(self, host: str) -> str:
        """Rename a domain, or a handle that is one."""
        host = host.lower().rstrip(".")
        if host in _BRIDGES or not host:
            return host
        if host.endswith(".ap.brid.gy"):
            who, _, home = host.removesuffix(".ap.brid.gy").partition(".")
            return f"{self.user(who)}.{self.host(home)}.ap.brid.gy"
        if host.endswith(".web.brid.gy"):
            return f"{self.host(host.removesuffix('.web.brid.gy'))}.web.brid.gy"
        for front in _FRONTS:
            if host.startswith(front) and host.count(".") > 1:
                return front + self.host(host.removeprefix(front))
        first, _, rest = host.partition(".")
        return f"{self.user(first)}.d{self.letters('host', rest, 7)}.example"

    def handle(self, handle: str) -> str:
        """Rename `zoe`, `@zoe`, `zoe@a.example`, `zoe.a.example`, a DID."""
        sign, rest = ("@", handle[1:]) if handle.startswith("@") else ("", handle)
        if rest.startswith("did:"):
            return sign + self.did(rest)
        who, at, home = rest.partition("@")
        if not at:
            return sign + (self.host(rest) if "." in rest.strip(".") else self.user(rest))
        return (
            f"{sign}{self.host(who) if home.lower() in _BRIDGES and '.' in who else self.user(who)}@{self.host(home)}"
        )

    def did(self, did: str) -> str:
        """Rename a DID (atproto.com/specs/did)."""
        found = _DID.fullmatch(did)
        if found is None:
            return f"did:plc:{self.letters('did', did, 24)}"
        return f"did:web:{self.host(found[2])}" if found[1] == "web" else f"did:plc:{self.letters('did', did, 24)}"

    def record(self, key: str) -> str:
        """Rename the key of a record, a revision, or the like."""
        return self.letters("record", key, max(1, min(len(key), 40)))

    def at_uri(self, uri: str) -> str:
        """Rename `at://DID/COLLECTION/KEY`."""
        found = _AT.fullmatch(uri)
        if found is None:
            return f"at://did:plc:{self.letters('did', uri, 24)}"
        who = self.did(found[1]) if found[1].startswith("did:") else self.host(found[1])
        parts = [who, *([found[2]] if found[2] else []), *([self.record(found[3])] if found[3] else [])]
        return "at://" + "/".join(parts)

    def number(self, number: str) -> str:
        """Rename a number, with as many digits."""
        digits = str(int.from_bytes(self.secret("number", number), "big"))[-len(number) :].rjust(len(number), "1")
        return digits if not digits.startswith("0") else f"1{digits[1:]}"

    def note(self, note: str) -> str:
        """Rename a Nostr note's id."""
        return self.notes.get(note) or self.secret("note", note).hex()

    def public_key(self, key: str) -> str:
        """Rename a Nostr public key: the one of the secret key by which we sign in its place."""
        from coincurve import PublicKeyXOnly  # noqa: PLC0415 - only tapes with Nostr on them need it

        return PublicKeyXOnly.from_secret(self.secret("key", key)).format().hex()

    def key(self, key: str) -> str:
        """Rename 64 hexadecimal digits: a note of this tape, or else a public key."""
        return self.notes.get(key.lower()) or self.public_key(key.lower())

    def pointer(self, written: str) -> str:
        """Rename `npub1…`, `nevent1…` and the like (NIP-19); relays are left out of them."""
        try:
            prefix, data = nip19.decode(written)
        except ValueError:
            prefix, data = "", b""
        if prefix not in _POINTERS:
            return f"npub1{self.letters('pointer', written, 20)}"
        if prefix in ("npub", "note") and len(data) == _KEY_BYTES:
            rename = self.public_key if prefix == "npub" else self.note
            return nip19.encode(prefix, bytes.fromhex(rename(data.hex())))
        kept = b""
        while len(data) >= 2 and len(data) >= 2 + data[1]:
            kind, value, data = data[0], data[2 : 2 + data[1]], data[2 + data[1] :]
            if len(value) == _KEY_BYTES and kind in (_TLV_SPECIAL, _TLV_AUTHOR):
                rename = self.note if prefix == "nevent" and kind == _TLV_SPECIAL else self.public_key
                value = bytes.fromhex(rename(value.hex()))
            elif kind != _TLV_KIND:
                continue
            kept += bytes([kind, len(value)]) + value
        return nip19.encode(prefix, kept)

    def url(self, url: str) -> str:
        """Rename an address: its domain, and all of its path that does not say what kind of thing is there."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return f"https://{self.letters('url', url, 12)}.example/"
        path = _AT.sub(lambda found: self.at_uri(found.group()), parts.path)
        path = path if path != parts.path else self._path(parts.path)
        query = "&".join(self._pair(pair) for pair in parts.query.split("&")) if parts.query else ""
        fragment = self.user(parts.fragment) if parts.fragment else ""
        netloc = self.host(host) + (f":{port}" if port is not None else "")
        scheme = parts.scheme if parts.scheme in _SCHEMES else "https"
        return urlunsplit((scheme, netloc, path, query, fragment))

    def ident(self, name: str) -> str:  # noqa: PLR0911 - one kind of name a line
        """Rename a post or an account by whatever kind of name it has."""
        if name.startswith(("https://", "http://")):
            return self.url(name)
        if name.startswith("at://"):
            return self.at_uri(name)
        if name.startswith("did:"):
            return self.did(name)
        prefix, colon, rest = name.rpartition(":")
        if prefix == "nostr" and _HEX.fullmatch(rest):
            return f"nostr:{self.note(rest)}"
        if prefix == "x" and rest.isdigit():
            return f"x:{self.x_id(rest)}"
        if name.startswith("@") or ("@" in name and not colon):
            return self.handle(name)
        if prefix.startswith("mastodon:"):
            return f"mastodon:{self.host(prefix.removeprefix('mastodon:'))}:{self.number(rest)}"
        kind = prefix.partition(":")[0] if prefix.partition(":")[0] in ("urn", "tag") else ""
        return f"{kind}{':' if kind else ''}{self.letters('ident', name, 20)}"

    def x_id(self, number: str) -> str:
        """Rename an id of X; its upper bits are the time of the post, which stays."""
        low = int.from_bytes(self.secret("number", number)[:4], "big")
        return str(int(number) >> 22 << 22 | low & (1 << 22) - 1) if number.isdigit() else self.number(number)

    def _path(self, path: str) -> str:
        renamed: list[str] = []
        before = ""
        for part in path.split("/"):
            renamed.append(part if before in _TAGS and _TAG.fullmatch(part) else self._part(part))
            before = part
        return "/".join(renamed)

    def _part(self, part: str) -> str:  # noqa: PLR0911 - one kind of part a line
        if not part or part in _STRUCTURE or part in _TAGS:
            return part
        if part.startswith("did:"):
            return self.did(part)
        if part.isascii() and part.isdigit():
            return part if len(part) <= _LONGEST_KEPT_NUMBER else self.number(part)
        if part.startswith("@"):
            return self.handle(part)
        if _HEX.fullmatch(part):
            return self.note(part)
        ending = _EXTENSION.search(part)
        if ending is not None and ending.start():
            return self.user(part[: ending.start()].replace(".", "-")) + ending.group()
        return self.user(part)

    def _pair(self, pair: str) -> str:
        key, equals, value = pair.partition("=")
        told = key.lower() in _PARAMETERS or _PREFIXED.fullmatch(key.lower()) is not None
        written = key if equals and told else self.letters("parameter", key, 6)
        return f"{written}{equals}{self.letters('query', value, 10) if value else ''}"
