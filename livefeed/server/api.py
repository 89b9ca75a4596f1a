"""`/{slug}/entries.json` and `/search.json`: the board and the journal for programs, with ETag (docs/protocol.md)."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from aiohttp import web

from livefeed.model.change import Change
from livefeed.model.entry import Entry
from livefeed.model.errors import CursorGapError
from livefeed.model.wire import entry_to_wire
from livefeed.server.following import dialect
from livefeed.server.looking import Look, look_of
from livefeed.server.packed import Body, respond
from livefeed.server.parts import Part, part, search
from livefeed.server.room import Dialect, Room
from livefeed.server.searching import found_to_wire, found_view, search_all, searched_to_wire
from livefeed.server.telling import Telling

__all__ = ["entries", "refuse", "search_coverages"]

_DEFAULT = 50
_MOST = 200
_LONGEST_WAIT = 25
"""Seconds: proxies cut what is silent for 30."""
_MOST_WAITING = 5_000
"""Requests that wait for news, a coverage; one more is answered at once."""


async def entries(request: web.Request, room: Room, telling: Telling) -> web.Response:
    """Answer with entries, the newest first, or with what follows a cursor.

    Raises:
        web.HTTPBadRequest: a parameter makes no sense; the body says which.
        web.HTTPServiceUnavailable: too many search at once.
    """
    limit = _limit(request.query.get("limit"))
    after = request.query.get("after")
    if after is not None:
        await _wait(room, after, _seconds(request.query.get("wait")))
    etag = _etag(room, dialect(request))
    headers = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}
    if request.if_none_match and any(tag.value == etag for tag in request.if_none_match):
        return web.Response(status=304, headers={"ETag": f'"{etag}"', **headers})
    if after is not None:
        body = await _following(room, telling, after, limit, dialect(request))
    else:
        body = await _standing(request, room, limit)
    return respond(request, body, "application/json", headers)


async def search_coverages(request: web.Request, rooms: Iterable[Room]) -> web.Response:
    """Answer with what a search finds in each coverage.

    Raises:
        web.HTTPBadRequest: a parameter makes no sense, or there is nothing to search for; the body says which.
        web.HTTPServiceUnavailable: too many search at once.
    """
    try:
        look = look_of(request.query, asks=True)
    except ValueError as problem:
        raise refuse(str(problem)) from None
    if not look.is_search:
        raise refuse("q has no words to search for")
    searched = await search_all(rooms, look)
    if searched is None:
        raise _busy()
    body = orjson.dumps(searched_to_wire(searched))
    headers = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    return respond(request, Body(body, hashlib.blake2b(body, digest_size=8).hexdigest()), "application/json", headers)


def _etag(room: Room, wanted: Dialect) -> str:
    return f"{room.running.hub.cursor()}-{room.running.state}-{room.version}-{wanted}"


async def _wait(room: Room, after: str, seconds: float) -> None:
    """Wait until there is something after a cursor, or the time is up; not where too many wait already."""
    try:
        seq = room.running.hub.seq(after)
    except CursorGapError:
        return
    if seconds and room.waiting < _MOST_WAITING:
        room.waiting += 1
        try:
            await room.running.hub.wait(seq, seconds)
        finally:
            room.waiting -= 1


async def _following(room: Room, telling: Telling, after: str, limit: int, wanted: Dialect) -> Body:
    """Give what follows a cursor; made once for all who ask for the same, where the journal need not be read."""
    hub = room.running.hub
    etag = _etag(room, wanted)
    try:
        seq = room.continued(after)
    except CursorGapError as error:
        why = error.why
        room.counters["boards"] += 1
        return room.bodies.get(("board", why, limit, wanted), etag, lambda: telling.board(wanted, why, limit).body)
    if seq >= hub.floor:
        return room.bodies.get(
            ("changes", seq, limit, wanted), etag, lambda: _told(telling, seq, hub.after(seq, limit), wanted, hub.tip)
        )
    changes, tip = await room.from_journal(seq, limit)
    return Body(_told(telling, seq, changes, wanted, tip), _etag(room, wanted))


def _told(telling: Telling, seq: int, changes: Sequence[tuple[int, Change]], wanted: Dialect, tip: int) -> bytes:
    return telling.changes(seq, changes, wanted, changes[-1][0] if changes else tip).body


async def _standing(request: web.Request, room: Room, limit: int) -> Body:
    """Give entries; made once for all who ask for the same, searches apart."""
    try:
        look = look_of(request.query, asks=True)
    except ValueError as problem:
        raise refuse(str(problem)) from None
    cursor, wanted = room.running.hub.cursor(), dialect(request)
    etag = _etag(room, wanted)
    if look.is_search:
        if room.running.reader.is_busy:
            raise _busy()
        return Body(_written(room, look, cursor, await search(room, look, limit), wanted), etag)

    def make() -> bytes:
        return _written(room, look, cursor, part(room, look, limit), wanted)

    # Only what many ask for is kept ready: names that somebody makes up are not.
    known = room.offer().has(look.choice)
    return room.bodies.get(("entries", limit, look, wanted), etag, make) if known else Body(make(), etag)


def _written(room: Room, look: Look, cursor: str, shown: Part, wanted: Dialect) -> bytes:
    return orjson.dumps(
        {
            "cursor": cursor,
            "state": room.running.state,
            "older": shown.older,
            "newer": shown.newer,
            **_found(room, look, shown, wanted),
            "entries": [_entry(room, entry, shown, wanted) for entry in shown.entries],
        }
    )


def _found(room: Room, look: Look, shown: Part, wanted: Dialect) -> dict[str, Any]:
    """Say what a search has found as a whole; for a page also as it shows it."""
    if shown.found is None:
        return {}
    view = None if wanted == "json" else found_view(room, look, shown.found)
    _, _, lang = wanted.partition("-")
    return found_to_wire(shown.found, room.zone) | ({} if view is None else {"found": room.renderer.found(view, lang)})


def _entry(room: Room, entry: Entry, shown: Part, wanted: Dialect) -> dict[str, Any]:
    marked = shown.marks(entry)
    if wanted != "json":
        return room.rendered(entry, wanted, marked)
    return entry_to_wire(entry) | ({} if shown.found is None else {"marks": marked})


def _limit(text: str | None) -> int:
    if text is None:
        return _DEFAULT
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= _MOST:
        raise refuse(f"limit is not a number from 1 to {_MOST}")
    return int(text)


def _seconds(text: str | None) -> float:
    if text is None:
        return 0.0
    if not text.isascii() or not text.isdigit() or int(text[:9]) > _LONGEST_WAIT:
        raise refuse(f"wait is not a number of seconds from 0 to {_LONGEST_WAIT}")
    return float(text)


def refuse(problem: str, kind: type[web.HTTPClientError] = web.HTTPBadRequest) -> web.HTTPClientError:
    """Say what is wrong with what was asked, mostly with a parameter."""
    return kind(text=_said(problem), content_type="application/json")


def _busy() -> web.HTTPServiceUnavailable:
    said = _said("too many are searching at this moment")
    return web.HTTPServiceUnavailable(text=said, content_type="application/json", headers={"Retry-After": "5"})


def _said(error: str) -> str:
    return orjson.dumps({"error": error, "see": "docs/protocol.md"}).decode()
