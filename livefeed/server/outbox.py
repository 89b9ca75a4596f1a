"""`/{slug}/outbox.json`: a coverage as an ActivityStreams 2.0 collection (W3C, Activity Vocabulary), page by page.

Each entry is an `Announce` of a post by its name: who wants its words gets them where its author keeps them, or not.
"""

import re
from typing import Any

import orjson
from aiohttp import web

from livefeed.model.entry import Entry
from livefeed.model.post import Post
from livefeed.model.times import iso
from livefeed.server.api import refuse
from livefeed.server.keys import base_of, room_of
from livefeed.server.languages import language
from livefeed.server.looking import Look, look_of
from livefeed.server.packed import Body, named_body, respond
from livefeed.server.parts import part
from livefeed.server.room import Room
from livefeed.server.showing import path_of, updated
from livefeed.server.words import wording

__all__ = ["PAGE", "outbox"]

PAGE = 50
"""Entries of a page; of those whose authors do not want to be found none is named, so that there may be fewer."""
_MAX_AGE = 15
_KIND = "application/activity+json"
_CONTEXT = "https://www.w3.org/ns/activitystreams"
_NAMES = re.compile(r"(?:https?|at|nostr|urn|tag):\S+\Z")
"""Ids of posts that mean something outside of us."""
_OLDEST = "0" * 16


async def outbox(request: web.Request) -> web.StreamResponse:
    """Answer with the collection, or with the page that `page=true`, `before=` or `above=` asks for.

    Raises:
        web.HTTPBadRequest: a parameter makes no sense.
    """
    room, lang, address = room_of(request), language(request), f"{base_of(request)}/{request.match_info['slug']}"
    paged = any(name in request.query for name in ("page", "before", "above"))
    said = _page(request, room, address) if paged else _collection(room, address, lang)
    headers = {
        "Cache-Control": f"public, max-age={_MAX_AGE}",
        "Vary": "Accept-Language, Accept-Encoding",
        "Content-Language": lang,
        "Access-Control-Allow-Origin": "*",
    }
    return respond(request, _body({"@context": _CONTEXT, **said}), _KIND, headers)


def _body(said: dict[str, Any]) -> Body:
    return named_body(orjson.dumps(said).decode())


def _collection(room: Room, address: str, lang: str) -> dict[str, Any]:
    coverage = room.running.coverage
    title = wording(coverage.title, lang)[0]
    return {
        "type": "OrderedCollection",
        "id": f"{address}/outbox.json",
        "name": title,
        "attributedTo": {"type": "Service", "name": title, "url": address},
        "totalItems": sum(entry.post.indexable for entry in room.running.hub.board),
        "first": f"{address}/outbox.json?page=true",
        "last": f"{address}/outbox.json?page=true&above={_OLDEST}",
    }


def _page(request: web.Request, room: Room, address: str) -> dict[str, Any]:
    try:
        asked = look_of(request.query)
    except ValueError as problem:
        raise refuse(str(problem)) from None
    look = Look(before=asked.before, above=asked.above)
    shown = part(room, look, PAGE)
    here = f"{address}/outbox.json?page=true"
    where = f"&before={look.before}" if look.before else f"&above={look.above}" if look.above else ""
    links = {
        "next": shown.older and f"{here}&before={shown.older}",
        "prev": shown.newer and f"{here}&above={shown.newer}",
    }
    return {
        "type": "OrderedCollectionPage",
        "id": here + where,
        "partOf": f"{address}/outbox.json",
        **{name: link for name, link in links.items() if link},
        "orderedItems": [_announce(entry, address) for entry in shown.entries if entry.post.indexable],
    }


def _announce(entry: Entry, address: str) -> dict[str, Any]:
    page = f"{address}/{path_of(entry)}"
    return {
        "type": "Announce",
        "id": page,
        "published": iso(entry.at),
        "updated": iso(updated(entry)),
        "object": _name(entry.post) or page,
    }


def _name(post: Post) -> str | None:
    """Give the name of a post by which others find it: its id where it is one for the whole world, else its address."""
    return post.id if _NAMES.match(post.id) else post.url
