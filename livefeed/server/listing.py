"""The coverages of a server: listed, and searched all at once."""

from collections.abc import Iterable

import orjson
from aiohttp import web

from livefeed.model.times import iso
from livefeed.server.keys import base_of
from livefeed.server.looking import look_of
from livefeed.server.render import Pages
from livefeed.server.room import Room
from livefeed.server.searching import hits_of, search_all
from livefeed.server.views import CoverageCard

__all__ = ["coverages", "page"]


async def page(request: web.Request, pages: Pages, rooms: Iterable[Room], lang: str) -> str:
    """Render the list of coverages, or what a search finds in them.

    Raises:
        web.HTTPNotFound: the address makes no sense.
        web.HTTPServiceUnavailable: too many search at once.
        JournalError: a journal is damaged.
    """
    try:
        look = look_of(request.query)
    except ValueError:
        raise web.HTTPNotFound from None
    if not look.is_search:
        return pages.index(_cards(rooms), lang, base_of(request))
    searched = await search_all(rooms, look)
    if searched is None:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"})
    return pages.hits(hits_of(searched, look, lang), look.q, lang)


def coverages(rooms: Iterable[Room]) -> web.Response:
    """List the coverages for programs."""
    cards = [
        {
            "slug": card.slug,
            "title": card.title,
            "summary": card.summary,
            "state": card.state,
            "updated": None if card.updated is None else iso(card.updated),
        }
        for card in _cards(rooms)
    ]
    response = web.Response(body=orjson.dumps({"coverages": cards}), content_type="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _cards(rooms: Iterable[Room]) -> list[CoverageCard]:
    return [
        CoverageCard(
            slug=room.slug,
            title=room.running.coverage.title,
            summary=room.running.coverage.summary,
            state=room.running.state,
            updated=next((entry.first_seen for entry in room.running.hub.board), None),
        )
        for room in rooms
    ]
