"""`/{slug}/outbox.json`: what the board has as a collection for programs of the fediverse, page by page."""

from typing import Any

import orjson
from aiohttp import web

from livefeed.server.api import refuse
from livefeed.server.collection import collection, collection_page
from livefeed.server.keys import base_of, room_of
from livefeed.server.languages import language
from livefeed.server.looking import Look, look_of
from livefeed.server.packed import Body, named_body, respond
from livefeed.server.parts import part
from livefeed.server.room import Room
from livefeed.server.showing import path_of
from livefeed.server.words import wording

__all__ = ["PAGE", "outbox"]

PAGE = 50
"""Entries of a page; of those whose authors do not want to be found none is named, so that there may be fewer."""
_MAX_AGE = 15
_KIND = "application/activity+json"
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
    return respond(request, _body(said), _KIND, headers)


def _body(said: dict[str, Any]) -> Body:
    return named_body(orjson.dumps(said).decode())


def _collection(room: Room, address: str, lang: str) -> dict[str, Any]:
    here = f"{address}/outbox.json"
    return collection(
        here,
        name=wording(room.running.coverage.title, lang)[0],
        page=address,
        total=sum(entry.post.indexable for entry in room.running.hub.board),
        ends=(f"{here}?page=true", f"{here}?page=true&above={_OLDEST}"),
    )


def _page(request: web.Request, room: Room, address: str) -> dict[str, Any]:
    try:
        asked = look_of(request.query)
    except ValueError as problem:
        raise refuse(str(problem)) from None
    look = Look(before=asked.before, above=asked.above)
    shown = part(room, look, PAGE)
    whole = f"{address}/outbox.json"
    here = f"{whole}?page=true"
    where = f"&before={look.before}" if look.before else f"&above={look.above}" if look.above else ""
    return collection_page(
        here + where,
        whole=whole,
        entries=shown.entries,
        page_of=lambda entry: f"{address}/{path_of(entry)}",
        around={
            "next": shown.older and f"{here}&before={shown.older}",
            "prev": shown.newer and f"{here}&above={shown.newer}",
        },
    )
