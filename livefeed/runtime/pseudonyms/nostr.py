"""Nostr's notes under other names: signed anew, so that they are checked like any others.

A note's id is the hash of its contents, and each is signed. So each author gets another key, made from the secret of this
tape, and each note its new id and signature. A note that names others can only be made when their new ids are known: notes
are gone through before the tape is written, as often as it takes.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import orjson
from coincurve import PrivateKey

from livefeed.model.errors import PayloadError
from livefeed.runtime.pseudonyms.names import Pseudonyms
from livefeed.runtime.pseudonyms.words import Texts
from livefeed.sources.nostr import PLATFORMS
from livefeed.sources.reading import items, load, table, text

__all__ = ["MOST_NOTES", "Notes"]

MOST_NOTES = 500_000
"""Notes of a tape whose new ids are known; what names others beyond them names nobody."""

_PROFILE, _BOOSTS = 0, (6, 16)
_KINDS = (0, 1, 5, 6, 16, 62)
_HEX = 64
_KIND = re.compile(r"\d{1,6}x\d{1,6}|[a-z]+/[a-z0-9.+-]+", re.ASCII)
_PROTOCOLS = frozenset(["activitypub", "atproto", "rss", "web"])
"""From which bridges bring notes (NIP-48)."""


class Notes:
    """Rewrites what relays send.

    Args:
        names: the pseudonyms.
        words: rewrites what people wrote.
    """

    def __init__(self, names: Pseudonyms, words: Texts) -> None:
        self._names = names
        self._words = words
        self._waiting: dict[str, dict[str, Any]] = {}

    def learn(self, payload: str | bytes) -> None:
        """Look at a payload before any is rewritten."""
        for note in _notes(payload):
            note_id = text(note, "id")
            if len(self._waiting) < MOST_NOTES and note.get("kind") in _KINDS:
                self._waiting.setdefault(note_id, note)

    def ready(self) -> None:
        """Find the new ids of all notes that were looked at; notes that name each other in a ring keep no ring."""
        while self._waiting:
            made = [key for key, note in self._waiting.items() if not self._waits(key, note)] or list(self._waiting)[:1]
            for key in made:
                self._names.notes[key] = self._note(self._waiting.pop(key))["id"]

    def rewrite(self, payload: str | bytes) -> str:
        """Rewrite a relay's message, or a bare note.

        Raises:
            PayloadError: it is neither, or of a kind that cannot be taken apart.
        """
        message = load(payload)
        if isinstance(message, list) and message[:1] == ["EOSE"]:
            return '["EOSE","livefeed"]'
        note = message[-1] if isinstance(message, list) and message[:1] == ["EVENT"] else message
        if not isinstance(note, dict) or note.get("kind") not in _KINDS:
            raise PayloadError("cannot be taken apart")
        made = self._note(note)
        return orjson.dumps(["EVENT", "livefeed", made] if isinstance(message, list) else made).decode()

    def _waits(self, key: str, note: dict[str, Any]) -> bool:
        return any(one in self._waiting and one != key for one in _named(note))

    def _note(self, note: dict[str, Any]) -> dict[str, Any]:
        kind, created_at = note.get("kind"), note.get("created_at")
        if not isinstance(created_at, int):
            raise PayloadError("a note without a time")
        secret = PrivateKey(self._names.secret("key", text(note, "pubkey")))
        pubkey = self._names.public_key(text(note, "pubkey"))
        tags = [made for tag in items(note, "tags", 500) if (made := self._tag(tag)) is not None]
        content = self._content(kind, text(note, "content"))
        written = json.dumps([0, pubkey, created_at, kind, tags, content], separators=(",", ":"), ensure_ascii=False)
        digest = hashlib.sha256(written.encode("utf-8", "surrogatepass")).digest()
        return {
            "id": digest.hex(),
            "pubkey": pubkey,
            "created_at": created_at,
            "kind": kind,
            "tags": tags,
            "content": content,
            "sig": secret.sign_schnorr(digest, bytes(32)).hex(),
        }

    def _content(self, kind: Any, content: str) -> str:
        if kind == _PROFILE:
            return orjson.dumps(self._profile(table(load(content or "{}")))).decode()
        if kind in _BOOSTS:
            if not content.lstrip().startswith("{"):
                return ""
            return orjson.dumps(self._note(table(load(content)))).decode()
        return self._words.plain(content)

    def _profile(self, about: dict[str, Any]) -> dict[str, Any]:
        made = {key: self._names.name(text(about, key)) for key in ("display_name", "displayName") if text(about, key)}
        made |= {"name": self._names.name(text(about, "name"))} if text(about, "name") else {}
        for key in ("picture", "website"):
            if text(about, key):
                given = text(about, key).strip()
                made[key] = self._names.url(given if "://" in given else f"https://{given}")
        if text(about, "nip05"):
            who, _, host = text(about, "nip05").rpartition("@")
            made["nip05"] = f"{who if who == '_' else self._names.user(who)}@{self._names.host(host)}"
        return made

    def _tag(self, tag: Any) -> list[str] | None:  # noqa: PLR0911 - one kind of tag a line
        if not isinstance(tag, list) or not tag or not all(isinstance(part, str) for part in tag):
            return None
        value = tag[1] if len(tag) > 1 else ""
        match tag[0]:
            case "e" | "q":
                rest = ["", tag[3]] if tag[3:4] and tag[3] in ("reply", "root", "mention") else []
                return [tag[0], self._names.note(value), *rest] if len(value) == _HEX else None
            case "p":
                return ["p", self._names.public_key(value)] if len(value) == _HEX else None
            case "t" | "k" | "expiration":
                kept = self._words.tag(value) if tag[0] == "t" else value
                return [tag[0], kept] if tag[0] == "t" or value.isdecimal() else None
            case "content-warning" | "subject" | "title":
                return [tag[0], self._words.plain(value)]
            case "proxy":
                return ["proxy", self._names.ident(value), *(kind for kind in tag[2:3] if kind in _PROTOCOLS)]
            case "i":
                platform, _, who = value.partition(":")
                handles = "/".join(map(self._names.handle, who.split("/")))
                return ["i", f"{platform}:{handles}"] if platform in PLATFORMS else None
            case "r":
                return ["r", self._names.url(value)] if value.startswith("http") else None
            case "imeta":
                return ["imeta", *(made for part in tag[1:] if (made := self._described(part)))]
        return None

    def _described(self, part: str) -> str | None:
        key, _, value = part.partition(" ")
        if key == "url":
            return f"url {self._names.url(value)}"
        if key == "alt":
            return f"alt {self._words.plain(value)}"
        return part if key in ("dim", "m") and _KIND.fullmatch(value) else None


def _notes(payload: str | bytes) -> Iterator[dict[str, Any]]:
    """The note of a message, and the one that it passes on."""
    try:
        message = load(payload)
        note = table(message[-1] if isinstance(message, list) and message else message)
        yield note
        if note.get("kind") in _BOOSTS and text(note, "content").lstrip().startswith("{"):
            yield table(load(text(note, "content")))
    except PayloadError:
        return


def _named(note: dict[str, Any]) -> list[str]:
    """Ids of the notes that a note names in its tags."""
    tags = [tag for tag in items(note, "tags", 500) if isinstance(tag, list)]
    return [tag[1] for tag in tags if tag[:1] in (["e"], ["q"]) and len(tag) > 1 and isinstance(tag[1], str)]
