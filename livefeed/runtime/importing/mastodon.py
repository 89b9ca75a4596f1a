"""A Mastodon archive of one's own account: what was said in public becomes frames of the source `post`.

Source: docs.joinmastodon.org/user/moving (archive takeout), ActivityStreams 2.0 (outbox.json, actor.json).
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from livefeed.model.errors import PayloadError, TapeError
from livefeed.model.frame import Frame
from livefeed.model.times import iso
from livefeed.runtime.importing.archives import MAX_OBJECT, objects, open_member
from livefeed.runtime.importing.taken import Taken, json_frame
from livefeed.sources.dates import parse_date
from livefeed.sources.reading import boolean, items, load, maybe_number, table, text

__all__ = ["mastodon_frames"]

_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_KINDS = {"image": "image", "video": "video", "audio": "audio"}


def mastodon_frames(path: Path, taken: Taken) -> Iterator[Frame]:
    """Read an archive. Posts to followers, to single people, and unlisted ones are left out: they were not meant for this.

    Raises:
        TapeError: it is no such archive.
    """
    with ExitStack() as opened:
        actor = _read_actor(path, opened)
        outbox = open_member(path, "outbox.json", opened)
        if outbox is None:
            raise TapeError(f"{path}: there is no outbox.json in it\n  Give the archive as it was downloaded.")
        for raw in objects(outbox, taken.left):
            try:
                activity = table(load(raw))
                if "type" in activity and "object" in activity:
                    yield _frame(activity, actor, taken)
            except PayloadError as error:
                taken.left(str(error), f"{text(activity, 'id')[:200] or 'an activity'}: {error}")


class _Actor(NamedTuple):
    """Whose archive it is."""

    author: dict[str, Any]
    stream: str
    is_findable: bool
    """They let others find their posts by search."""


def _read_actor(path: Path, opened: ExitStack) -> _Actor:
    chunks = open_member(path, "actor.json", opened)
    if chunks is None:
        raise TapeError(f"{path}: there is no actor.json in it\n  Give the archive as it was downloaded.")
    raw = b""
    for chunk in chunks:
        raw += chunk
        if len(raw) > MAX_OBJECT:
            raise TapeError(f"{path}: its actor.json is longer than {MAX_OBJECT:,} bytes")
    try:
        actor = table(load(raw))
    except PayloadError as error:
        raise TapeError(f"{path}: its actor.json {error}") from error
    host, name = urlsplit(text(actor, "id")).hostname, text(actor, "preferredUsername")
    if not host or not name:
        raise TapeError(f"{path}: its actor.json does not say whose archive it is")
    author = {
        "id": text(actor, "url") or text(actor, "id"),
        "handle": f"@{name}@{host}",
        "name": text(actor, "name"),
        "url": text(actor, "url"),
        "avatar": text(table(actor, "icon"), "url"),
        "bot": text(actor, "type") in ("Application", "Service"),
    }
    return _Actor(author, f"post:{host}", actor.get("indexable") is not False)


def _frame(activity: dict[str, Any], actor: _Actor, taken: Taken) -> Frame:
    kind, given = text(activity, "type"), activity["object"]
    if kind not in ("Create", "Announce"):
        raise PayloadError(f"{kind[:30]}: is no post")
    note = table(given)
    # Each says for whom it is; where they differ, whoever says less is right.
    if (kind == "Create" and not note) or not all(map(_is_public, [activity, note] if note else [activity])):
        raise PayloadError("not public")
    about = note if kind == "Create" else activity
    published = parse_date(text(about, "published") or text(activity, "published"))
    if published is None:
        raise PayloadError("without a time")
    post: dict[str, Any] = {
        "op": "put",
        "created_at": iso(published),
        "author": actor.author,
        "indexable": actor.is_findable,
    }
    if kind == "Announce":
        passed_on = given if isinstance(given, str) else text(note, "id")
        if not passed_on:
            raise PayloadError("passes on nothing")
        post |= {"id": text(activity, "id"), "text": "", "boost_of": passed_on}
    else:
        post |= _note(note)
    frame = json_frame(published, actor.stream, "post", post)
    taken.took("boosts (of posts that the archive does not have)" if kind == "Announce" else "posts")
    return frame


def _is_public(thing: dict[str, Any]) -> bool:
    to = thing.get("to")
    return not _PUBLIC.isdisjoint(one for one in (to if isinstance(to, list) else [to]) if isinstance(one, str))


def _note(note: dict[str, Any]) -> dict[str, Any]:
    tags = [text(tag, "name").lstrip("#") for tag in items(note, "tag") if text(tag, "type") == "Hashtag"]
    edited = parse_date(text(note, "updated"))
    reply_to = note.get("inReplyTo")
    return {
        "id": text(note, "id"),
        "url": text(note, "url"),
        "html": text(note, "content"),
        "lang": next(iter(table(note, "contentMap")), None),
        "hashtags": tags,
        "warning": text(note, "summary") or None,
        "sensitive": boolean(note, "sensitive"),
        "reply_to": reply_to if isinstance(reply_to, str) else None,
        "quote_of": text(note, "quote") or text(note, "quoteUri") or None,
        "poll": _poll(note),
        "edited_at": None if edited is None else iso(edited),
        "media": [
            {
                "kind": _KINDS.get(text(one, "mediaType").partition("/")[0], "other"),
                "url": text(one, "url"),
                "description": text(one, "name"),
                "width": one.get("width") if isinstance(one, dict) else None,
                "height": one.get("height") if isinstance(one, dict) else None,
            }
            for one in items(note, "attachment", 8)
        ],
    }


def _poll(note: dict[str, Any]) -> dict[str, Any] | None:
    options = items(note, "oneOf") or items(note, "anyOf")
    if not options:
        return None
    return {
        "options": [
            {"text": text(one, "name"), "votes": maybe_number(table(one, "replies"), "totalItems")} for one in options
        ],
        "multiple": "anyOf" in note,
        "voters": maybe_number(note, "votersCount"),
        "closes_at": text(note, "endTime") or text(note, "closed"),
    }
